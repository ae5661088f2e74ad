package nightly

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"voc/internal/review"
	"voc/internal/workspace"
)

// ErrNoPart says that a comment is in no part that this version of the program reads with the workspace's secret, so that its copies could not be known.
var ErrNoPart = errors.New("it was published by another version of voc, or store/secret was lost since")

// Purge erases comments from what voc keeps: neither they nor copies of them in other exports will be kept again,
// the parts that hold them are taken away, and so are all runs but the published one, which the next run replaces.
// What reviewers noted of them is taken away too; their corrections stay, which hold none of a customer's words.
// The error is [ErrNoPart] if the next run must come first. The caller holds the lock.
func Purge(w *workspace.Workspace, ids []string) error {
	secret, err := w.MakeSecret()
	if err != nil {
		return err
	}
	parts, err := shelves(w, secret)
	if err != nil {
		return err
	}
	lines, err := linesOf(ids, parts, secret)
	if err != nil {
		return err
	}
	if err := w.AddPurged(lines); err != nil {
		return err
	}
	gone := newPurged(lines, secret)
	for _, s := range parts {
		if s.finished && !gone.hasAny(s.keys) {
			continue
		}
		if err := s.empty(secret); err != nil { // also what is not finished or damaged: it can be made again
			return err
		}
	}
	if err := review.Forget(w.Reviews(), ids); err != nil {
		return err
	}
	_, err = w.Prune(1)
	return err
}

// A shelf is the folder of a part as purge sees it.
type shelf struct {
	dir      string
	keys     []key // also of a part that an earlier purge emptied
	finished bool
}

// shelves returns the shelves of all parts, by folder.
func shelves(w *workspace.Workspace, secret workspace.Secret) ([]shelf, error) {
	parts, err := folders(w.Parts())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var list []shelf
	for _, dir := range parts {
		s := shelf{dir: dir}
		_, err := readPart(dir, secret)
		s.finished = err == nil
		if s.keys, err = keysBelow(dir, secret); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// folders returns the folders in dir, sorted.
//
// Note: no [filepath.Glob], which takes brackets in a workspace's own path for a pattern.
func folders(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, entry := range entries {
		if entry.IsDir() {
			list = append(list, filepath.Join(dir, entry.Name()))
		}
	}
	return list, nil
}

// empty takes away all of the part but its keys, which hold none of a customer's words:
// by them, one more comment of it can be purged before the next run makes it again.
func (s *shelf) empty(secret workspace.Secret) error {
	if err := os.Remove(filepath.Join(s.dir, partFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	slices, err := folders(s.dir)
	if err != nil {
		return err
	}
	for _, slice := range slices {
		if err := strip(slice, secret); err != nil {
			return err
		}
	}
	return nil
}

// strip takes away all of a slice but its keys, if they can be read; its account first, without which it is made again.
func strip(dir string, secret workspace.Secret) error {
	if _, err := readKeys(dir, secret); err != nil {
		return os.RemoveAll(dir) // what is no key of any comment
	}
	if err := os.Remove(filepath.Join(dir, accountFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		if file.Name() == keysFile {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, file.Name())); err != nil {
			return err
		}
	}
	return nil
}

// linesOf returns what is kept of erased comments: their ids and the marks of their traces, and those of their versions, which the parts know.
func linesOf(ids []string, parts []shelf, secret workspace.Secret) ([]string, error) {
	var slices []slice
	for i, s := range parts {
		slices = append(slices, slice{input: i, keys: s.keys})
	}
	m := unite(slices)
	erased := map[place]bool{}
	lines := map[string]bool{}
	for _, id := range ids {
		at, ok := m.places[fingerprint(id)]
		if !ok {
			return nil, fmt.Errorf("%s: %w", id, ErrNoPart)
		}
		erased[m.living(at)], lines[id] = true, true
	}
	for i, s := range slices {
		for j, k := range s.keys {
			if !erased[m.living(place{int32(i), int32(j)})] {
				continue
			}
			for _, mark := range k.Trace.marks() {
				lines[mark.line(secret)] = true
			}
		}
	}
	return sorted(lines), nil
}
