package workspace

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

func (w *Workspace) purged() string { return filepath.Join(w.Store(), "purged") }

// Purged returns the marks of the comments that must never be kept again: their ids, and hashes by which copies are known.
func (w *Workspace) Purged() (map[string]bool, error) {
	f, err := os.Open(w.purged())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	marks := map[string]bool{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		marks[lines.Text()] = true
	}
	return marks, lines.Err()
}

// AddPurged adds the marks of comments that must never be kept again, safe on disk. The caller holds the lock.
func (w *Workspace) AddPurged(marks []string) error {
	f, err := os.OpenFile(w.purged(), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, mark := range marks {
		if _, err := f.WriteString(mark + "\n"); err != nil {
			return err
		}
	}
	return errors.Join(f.Sync(), f.Close())
}
