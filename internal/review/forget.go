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
func Forget(dir string, ids []string) (err error) {
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
		if err := forgetIn(file, ids); err != nil {
			return err
		}
	}
	return nil
}

// forgetIn writes a file anew if it holds notes of the comments. Lines that cannot be read stay as they are.
func forgetIn(file string, ids []string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	lines := bytes.SplitAfter(data, []byte{'\n'})
	changed := false
	for i, line := range lines {
		var c Correction
		if json.Unmarshal(line, &c) != nil || c.Note == "" || !slices.Contains(ids, c.Comment) {
			continue
		}
		c.Note = ""
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
