package nightly

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"voc/internal/workspace"
)

// Purge erases comments from what voc keeps: they will not be kept again, the parts that hold them are taken away,
// and so are all runs but the published one, which the next run replaces.
// The caller holds the lock.
func Purge(w *workspace.Workspace, ids []string) error {
	if err := w.AddPurged(ids); err != nil {
		return err
	}
	gone := map[uint64]bool{}
	for _, id := range ids {
		gone[fingerprint(id)] = true
	}
	entries, err := os.ReadDir(w.Parts())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, entry := range entries {
		dir := filepath.Join(w.Parts(), entry.Name())
		p, err := readPart(dir)
		if err == nil && !p.holds(gone) {
			continue
		}
		if err := os.RemoveAll(dir); err != nil { // also what is not finished or damaged: it can be made again
			return err
		}
	}
	_, err = w.Prune(1)
	return err
}

// holds reports whether a comment of the part is among ids.
func (p *part) holds(ids map[uint64]bool) bool {
	for _, s := range p.slices {
		for _, k := range s.keys {
			if ids[k.ID] {
				return true
			}
		}
	}
	return false
}
