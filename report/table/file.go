package table

import (
	"errors"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// A file is written beside its name and renamed on Close. Who may read it is for the umask to say.
type file struct{ *renameio.PendingFile }

func createFile(path string) (*file, error) {
	f, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithPermissions(0o644))
	if err != nil {
		return nil, err
	}
	return &file{f}, nil
}

// Close completes the file under its name, safe on disk.
func (f *file) Close() error {
	if err := f.CloseAtomicallyReplace(); err != nil {
		return errors.Join(err, f.Cleanup())
	}
	return nil
}

// Abort leaves nothing behind. After Close it does nothing.
func (f *file) Abort() {
	_ = f.Cleanup() // what cannot be removed is in nobody's way
}
