package review

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gofrs/flock"
	"github.com/google/renameio/v2/maybe"
)

// Forget takes the notes out of all corrections of the comments ids, since a note may quote what was said.
// What was corrected stays, with who did it and when. Others may append at the same time.
func Forget(dir string, ids []string) error {
	return rewrite(dir, func(c *Correction) bool {
		if c.Note == "" || !slices.Contains(ids, c.Comment) {
			return false
		}
		c.Note = ""
		return true
	})
}

// rewrite writes the files of corrections anew in which change, which reports whether it did, changes any.
func rewrite(dir string, change func(*Correction) bool) (err error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	lock := flock.New(filepath.Join(dir, ".lock"))
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock reviews: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	files, err := journals(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := rewriteFile(file, change); err != nil {
			return err
		}
	}
	return nil
}

// rewriteFile writes a file anew if anything in it is changed. Lines that cannot be read stay as they are.
func rewriteFile(file string, change func(*Correction) bool) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	lines := bytes.SplitAfter(data, []byte{'\n'})
	changed := false
	for i, line := range lines {
		var c Correction
		if json.Unmarshal(line, &c) != nil || !change(&c) {
			continue
		}
		bare, err := json.Marshal(c)
		if err != nil {
			return err
		}
		if bytes.HasSuffix(line, []byte{'\n'}) {
			bare = append(bare, '\n')
		}
		lines[i], changed = bare, true
	}
	if !changed {
		return nil
	}
	return maybe.WriteFile(file, bytes.Join(lines, nil), 0o644)
}
