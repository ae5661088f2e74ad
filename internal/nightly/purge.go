package nightly

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"voc/internal/review"
	"voc/internal/workspace"
)

// ErrNoPart says that a comment is in no part that this version of the program reads, so that its copies could not be known.
var ErrNoPart = errors.New("it was published by another version of voc")

// Purge erases comments from what voc keeps: neither they nor copies of them in other exports will be kept again,
// the parts that hold them are taken away, and so are all runs but the published one, which the next run replaces.
// What reviewers noted of them is taken away too; their corrections stay, which hold none of a customer's words.
// The error is [ErrNoPart] if the next run must come first. The caller holds the lock.
func Purge(w *workspace.Workspace, ids []string) error {
	parts, err := allParts(w)
	if err != nil {
		return err
	}
	marks, err := marksOf(ids, parts)
	if err != nil {
		return err
	}
	if err := w.AddPurged(marks); err != nil {
		return err
	}
	gone := map[string]bool{}
	for _, mark := range marks {
		gone[mark] = true
	}
	hashes := map[uint64]bool{}
	for _, id := range ids {
		hashes[fingerprint(id)] = true
	}
	for dir, p := range parts {
		if p != nil && !p.holds(hashes, gone) {
			continue
		}
		if err := os.RemoveAll(dir); err != nil { // also what is not finished or damaged: it can be made again
			return err
		}
	}
	if err := review.Forget(w.Reviews(), ids); err != nil {
		return err
	}
	_, err = w.Prune(1)
	return err
}

// allParts returns the parts by folder; nil for one that cannot be read.
func allParts(w *workspace.Workspace) (map[string]*part, error) {
	entries, err := os.ReadDir(w.Parts())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	parts := map[string]*part{}
	for _, entry := range entries {
		dir := filepath.Join(w.Parts(), entry.Name())
		p, err := readPart(dir)
		if err != nil {
			p = nil
		}
		parts[dir] = p
	}
	return parts, nil
}

// marksOf returns what is kept of erased comments: their ids and the marks of their traces, which the parts know.
func marksOf(ids []string, parts map[string]*part) ([]string, error) {
	traces := map[uint64]map[trace]bool{}
	for _, id := range ids {
		traces[fingerprint(id)] = map[trace]bool{}
	}
	for _, p := range parts {
		for k := range p.keys() {
			if found, ok := traces[k.ID]; ok {
				found[k.Trace] = true // an update has other words than what it replaces
			}
		}
	}
	marks := map[string]bool{}
	for _, id := range ids {
		found := traces[fingerprint(id)]
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: %w", id, ErrNoPart)
		}
		marks[id] = true
		for t := range found {
			for _, mark := range t.marks() {
				marks[mark] = true
			}
		}
	}
	return sorted(marks), nil
}

// holds reports whether a comment of the part is among ids or has one of the marks.
func (p *part) holds(ids map[uint64]bool, marks map[string]bool) bool {
	for k := range p.keys() {
		if ids[k.ID] || k.Trace.in(marks) {
			return true
		}
	}
	return false
}

// keys gives the keys of all comments of the part, none of a part that is nil.
func (p *part) keys() iter.Seq[key] {
	return func(yield func(key) bool) {
		if p == nil {
			return
		}
		for _, s := range p.slices {
			for _, k := range s.keys {
				if !yield(k) {
					return
				}
			}
		}
	}
}
