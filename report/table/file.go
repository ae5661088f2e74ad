package table

import (
	"errors"
	"os"
	"path/filepath"
)

// A file is written beside its name and renamed on Close.
type file struct {
	*os.File
	path string
}

func createFile(path string) (*file, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, err
	}
	return &file{f, path}, nil
}

// Close completes the file under its name, safe on disk.
func (f *file) Close() error {
	err := errors.Join(f.Chmod(0o644), f.Sync())
	if closing := f.File.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(f.Name(), f.path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// Abort leaves nothing behind. After Close it does nothing.
func (f *file) Abort() {
	if f.File.Close() == nil {
		os.Remove(f.Name())
	}
}
