package index

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// Whoever may look into the folder of an index may read the index, after Build as after Update; nobody else may.
func TestIndexIsReadByThoseWhoMayReadItsFolder(t *testing.T) {
	for umask, want := range map[int]fs.FileMode{0o022: 0o644, 0o027: 0o640, 0o077: 0o600} {
		before := syscall.Umask(umask)
		dir := t.TempDir()
		built, updated := filepath.Join(dir, "built"), filepath.Join(dir, "updated")
		err := Build(t.Context(), built, sequence(recordsTo(5)))
		if err == nil {
			err = Update(t.Context(), updated, built, sequence(recordsTo(30)[5:]), nil)
		}
		syscall.Umask(before)
		if err != nil {
			t.Fatal(err)
		}
		files := 0
		err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || path == dir {
				return err
			}
			info, err := entry.Info()
			if err != nil {
				return err
			}
			mode := want
			if entry.IsDir() {
				mode = 0o777 &^ fs.FileMode(umask)
			} else {
				files++
			}
			if info.Mode().Perm() != mode {
				t.Errorf("umask %03o: %s is %o, want %o", umask, path, info.Mode().Perm(), mode)
			}
			return nil
		})
		if err != nil || files < 8 {
			t.Errorf("umask %03o: %d files, %v", umask, files, err)
		}
	}
}

// To an account that may not read it, an index is not one that something is missing from.
func TestOpenTellsWhatMayNotBeRead(t *testing.T) {
	top := t.TempDir()
	for _, d := range []string{top, filepath.Dir(top)} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(top, "index")
	if err := Build(t.Context(), dir, sequence(recordsTo(5))); err != nil {
		t.Fatal(err)
	}
	if err := openAsAnother(t, dir); err != nil {
		t.Fatalf("nothing closed: Open = %v", err)
	}
	for _, closed := range []string{"1", "0/store", "1/store/root.bolt"} {
		path := filepath.Join(dir, closed)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
		if err := openAsAnother(t, dir); !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s closed: Open = %v, want one that is %v and names it", closed, err, fs.ErrPermission)
		}
		if err := os.Chmod(path, info.Mode()); err != nil {
			t.Fatal(err)
		}
	}
}

// openAsAnother opens an index as an account that is not root, which reads everything.
// The account is a thread's own: the goroutine keeps the thread, which ends with it.
func openAsAnother(t *testing.T, dir string) error {
	t.Helper()
	done := make(chan error)
	go func() {
		if os.Geteuid() == 0 {
			runtime.LockOSThread()
			if err := syscall.Setfsuid(65534); err != nil {
				done <- err
				return
			}
		}
		ix, err := Open(dir, Options{})
		if err == nil {
			err = ix.Close()
		}
		done <- err
	}()
	return <-done
}
