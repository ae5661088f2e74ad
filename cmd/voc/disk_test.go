package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A run on a full disk says so, publishes nothing and leaves nothing behind that grows;
// with room again the next run succeeds.
func TestFullDisk(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can mount a small disk")
	}
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("cannot mount a small disk: %v: %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", disk).Run() })
	dir := crowd(t, 6000)
	if err := os.Symlink(disk, filepath.Join(dir, "store")); err != nil {
		t.Fatal(err)
	}
	var used []string
	for range 2 {
		status, _, stderr := vocProcess(t, t.Context(), dir, "run")
		if status != exitFailed || !strings.Contains(stderr, "no space left on the disk, nothing published") || !strings.Contains(stderr, "hint: make room") {
			t.Fatalf("run on a full disk exits with %d: %s", status, stderr)
		}
		if _, err := os.Lstat(filepath.Join(dir, "published")); !os.IsNotExist(err) {
			t.Fatalf("something was published: %v", err)
		}
		left, err := exec.Command("sh", "-c", "cd "+disk+" && find . -type f -not -name '*.tmp' | sort").Output()
		if err != nil {
			t.Fatal(err)
		}
		used = append(used, string(left))
	}
	if used[0] != used[1] {
		t.Errorf("the second failed run left more behind:\n%s\nthe first:\n%s", used[1], used[0])
	}
	if out, err := exec.Command("mount", "-o", "remount,size=64m", disk).CombinedOutput(); err != nil {
		t.Fatalf("make room: %v: %s", err, out)
	}
	if status, _, stderr := vocProcess(t, t.Context(), dir, "run"); status != exitDone {
		t.Errorf("with room again run exits with %d: %s", status, stderr)
	}
}
