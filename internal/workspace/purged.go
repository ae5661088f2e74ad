package workspace

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"voc/internal/disk"
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
// A mark of which only a part was written before stays, as a line of its own: nobody can say that it meant nothing.
func (w *Workspace) AddPurged(marks []string) error {
	var lines []byte
	for _, mark := range marks {
		lines = append(append(lines, mark...), '\n')
	}
	return disk.Append(w.purged(), lines, func([]byte) bool { return true })
}
