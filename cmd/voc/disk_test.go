package main

import (
	"fmt"
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

// A run that has published and then cannot take an old run away is published all the same, and says what stays.
func TestRunThatCannotTidy(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can mount a folder, which nobody can take away")
	}
	dir := crowd(t, 30)
	if err := os.WriteFile(filepath.Join(dir, "voc.yaml"), []byte("keep_runs: 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := vocProcess(t, t.Context(), dir, "run"); status != exitDone {
		t.Fatalf("first run exits with %d: %s", status, stderr)
	}
	first, err := filepath.EvalSymlinks(filepath.Join(dir, "published"))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "tmpfs", first).CombinedOutput(); err != nil {
		t.Skipf("cannot mount: %v: %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", first).Run() })
	if err := os.WriteFile(filepath.Join(dir, "inbox", "more.csv"), []byte("id,department,comment\n1,Water,The meter reader shut the gate.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	const warning = "note: published, but what is no longer needed is still there: "
	for _, command := range []string{"run", "runs show", "search gate"} {
		status, stdout, stderr := vocProcess(t, t.Context(), dir, strings.Fields(command)...)
		if status != exitDone {
			t.Fatalf("%s exits with %d: %s", command, status, stderr)
		}
		if command != "search gate" && !strings.Contains(stdout, warning) || command == "search gate" && !strings.Contains(stdout, "gate") {
			t.Errorf("%s prints %q", command, stdout)
		}
	}
}

// What a loss of power left of a part is read again by the next run, which publishes what it would have.
func TestDamagedPartsAreMadeAgain(t *testing.T) {
	calm, dir := crowd(t, 30), crowd(t, 30)
	for _, workspace := range []string{calm, dir} {
		if status, _, stderr := vocProcess(t, t.Context(), workspace, "run"); status != exitDone {
			t.Fatalf("run exits with %d: %s", status, stderr)
		}
	}
	for i, name := range []string{"sums", "keys", "letters", "comments.parquet", "mentions.parquet", "slice.json"} {
		files, err := filepath.Glob(filepath.Join(dir, "store", "parts", "*", "00000", name))
		if err != nil || len(files) == 0 {
			t.Fatalf("no %s, %v", name, err)
		}
		for _, file := range files {
			if err := os.Truncate(file, 10); err != nil {
				t.Fatal(err)
			}
		}
		for _, workspace := range []string{calm, dir} {
			line := fmt.Sprintf("id,department,comment\nm%d,Water,The meter reader shut the gate %d times.\n", i, i)
			if err := os.WriteFile(filepath.Join(workspace, "inbox", fmt.Sprintf("more%d.csv", i)), []byte(line), 0o644); err != nil {
				t.Fatal(err)
			}
			if status, _, stderr := vocProcess(t, t.Context(), workspace, "run"); status != exitDone {
				t.Fatalf("after %s was cut, run exits with %d: %s", name, status, stderr)
			}
		}
		if got, want := digests(t, dir), digests(t, calm); !same(got, want) {
			t.Errorf("after %s was cut, published %v, want %v", name, got, want)
		}
	}
}
