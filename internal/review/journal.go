package review

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"voc"
	"voc/analyze"
	"voc/internal/disk"
)

// A Set is the corrections of a folder of reviews, in the order in which they were made. The zero value is empty.
type Set struct {
	byComment map[string][]Correction
	ids       []string // in order of the first correction of each
	all       []Correction
	hash      string
}

// For returns the corrections of the comment id, oldest first.
func (s *Set) For(id string) []Correction { return s.byComment[id] }

// IDs returns the ids of the comments that were corrected, in the order in which they first were.
func (s *Set) IDs() []string { return s.ids }

// Fingerprint is the same for the same corrections; empty if there are none.
func (s *Set) Fingerprint() string { return s.hash }

// Apply puts what people said over the labels of the record, the newest over older ones,
// and reports whether there was anything to apply.
func (s *Set) Apply(r *voc.Record) bool {
	corrections := s.byComment[r.ID]
	for _, c := range corrections {
		c.Apply(r)
	}
	return len(corrections) > 0
}

// Read reads all corrections below dir; a folder that does not exist has none.
// A last line without its end was never acknowledged, and is left out.
// Any other line that cannot be read is an error with its place.
func Read(dir string) (*Set, error) {
	files, err := journals(dir)
	if err != nil {
		return nil, err
	}
	s := &Set{byComment: map[string][]Correction{}}
	for _, file := range files {
		if err := s.read(file); err != nil {
			return nil, err
		}
	}
	return s, s.sum()
}

// sum sets the fingerprint.
func (s *Set) sum() error {
	if len(s.all) == 0 {
		return nil
	}
	hash := sha256.New()
	if err := json.NewEncoder(hash).Encode(s.all); err != nil {
		return err
	}
	s.hash = hex.EncodeToString(hash.Sum(nil))
	return nil
}

// journals returns the files of corrections below dir, sorted; none if there is no such folder.
//
// Note: no [filepath.Glob], which takes brackets in a workspace's own path for a pattern.
func journals(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var files []string
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".jsonl" {
			files = append(files, filepath.Join(dir, entry.Name()))
		}
	}
	return files, nil
}

func (s *Set) read(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewReader(f)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		whole := err == nil
		if err != nil && err != io.EOF {
			return err
		}
		if len(bytes.TrimSpace(line)) > 0 {
			var c Correction
			err := json.Unmarshal(line, &c)
			if err == nil {
				err = c.Check()
			}
			switch {
			case err != nil && whole:
				return fmt.Errorf("%s:%d: %w", path, n, err)
			case err == nil:
				s.add(c)
			}
		}
		if !whole {
			return nil
		}
	}
}

func (s *Set) add(c Correction) {
	if s.byComment[c.Comment] == nil {
		s.ids = append(s.ids, c.Comment)
	}
	s.byComment[c.Comment] = append(s.byComment[c.Comment], c)
	s.all = append(s.all, c)
}

// Append writes corrections to the file of their month below dir, which it makes if need be.
// Personal details in their notes are masked, as they are in comments.
// When it returns nil they are safe on disk. Others may append at the same time.
func Append(dir string, corrections ...Correction) (err error) {
	lines := map[string][]byte{}
	for _, c := range corrections {
		if err := c.Check(); err != nil { // the note as it was written: one that is too long is refused, whatever it holds
			return err
		}
		c.Note = masked(c.Note)
		line, err := json.Marshal(c)
		if err != nil {
			return err
		}
		month := c.Time.UTC().Format("2006-01") + ".jsonl"
		lines[month] = append(append(lines[month], line...), '\n')
	}
	if err := makeFolder(dir); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(dir, ".lock"))
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock reviews: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	for month, data := range lines {
		if err := disk.Append(filepath.Join(dir, month), data, json.Valid); err != nil {
			return err
		}
	}
	return nil
}

// masked returns a note that may be kept. A mask can be longer than what it stands for, so the end of a note may go.
func masked(note string) string {
	masked, n := analyze.Redact(note)
	if n == 0 || len(masked) <= maxNote {
		return masked
	}
	return strings.ToValidUTF8(masked[:maxNote], "")
}

func makeFolder(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return disk.Sync(filepath.Dir(dir))
}
