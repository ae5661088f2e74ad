package index

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
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
	program := copyOfTest(t, top)
	if said := openAsAnother(t, program, dir); said != "<nil>, permission denied false" {
		t.Fatalf("nothing closed: Open = %v", said)
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
		if said := openAsAnother(t, program, dir); !strings.HasSuffix(said, "permission denied true") || !strings.Contains(said, path) {
			t.Errorf("%s closed: Open = %v, want one that is %v and names it", closed, said, fs.ErrPermission)
		}
		if err := os.Chmod(path, info.Mode()); err != nil {
			t.Fatal(err)
		}
	}
}

// openAsAnother opens the index dir as an account that is not root, which reads everything: this test program, run as nobody.
// It returns what Open said.
func openAsAnother(t *testing.T, program, dir string) string {
	t.Helper()
	child := exec.Command(program, "-test.run=^TestOpenedByAnother$")
	child.Env = []string{opened + "=" + dir}
	if os.Geteuid() == 0 {
		child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	said, err := child.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	line, _, _ := strings.Cut(string(said), "\n")
	text, ok := strings.CutPrefix(line, opened+": ")
	if !ok {
		t.Fatalf("the program run as nobody says %q", said)
	}
	return text
}

// opened names the index that the test program is to open when it is run as nobody.
const opened = "VOC_TEST_OPENED"

// TestOpenedByAnother is the part of [TestOpenTellsWhatMayNotBeRead] that another account runs.
func TestOpenedByAnother(t *testing.T) {
	dir := os.Getenv(opened)
	if dir == "" {
		t.Skip("run by TestOpenTellsWhatMayNotBeRead")
	}
	ix, err := Open(dir, Options{})
	if err == nil {
		err = ix.Close()
	}
	fmt.Printf("%s: %v, permission denied %v\n", opened, err, errors.Is(err, fs.ErrPermission))
}

// copyOfTest copies this test program to where any account may run it.
func copyOfTest(t *testing.T, dir string) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "index.test")
	if err := os.WriteFile(path, data, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}
