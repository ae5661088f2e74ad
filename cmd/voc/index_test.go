package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"voc"
	"voc/index"
)

// An index that cannot be put in the place of another leaves that one where it is.
func TestReplace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	fresh := dir + ".new"
	write := func(path, text string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(path, 0o755), os.WriteFile(filepath.Join(path, "file"), []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	check := func(want string) {
		t.Helper()
		if got, err := os.ReadFile(filepath.Join(dir, "file")); err != nil || string(got) != want {
			t.Errorf("index = %q, %v, want %q", got, err, want)
		}
		if left, err := filepath.Glob(dir + ".*"); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
	write(dir, "old")
	if err := replace(dir, fresh); err == nil {
		t.Error("replace by nothing is no error")
	}
	check("old")
	write(fresh, "new")
	if err := replace(dir, fresh); err != nil {
		t.Error(err)
	}
	check("new")
	if err := os.Rename(dir, fresh); err != nil {
		t.Fatal(err)
	}
	if err := replace(dir, fresh); err != nil {
		t.Error(err)
	}
	check("new")
}

// A damaged index does not say that a comment is not published.
func TestPlaces(t *testing.T) {
	damaged := errors.New("checksum")
	get := func(id string) (voc.Record, error) {
		switch id {
		case "c1":
			return voc.Record{Comment: voc.Comment{Origin: voc.Origin{File: "a.csv", Row: 3}}}, nil
		case "c2":
			return voc.Record{}, index.ErrNotFound
		}
		return voc.Record{}, damaged
	}
	if got, err := places([]string{"c1"}, get); err != nil || len(got) != 1 || got[0] != "a.csv:3" {
		t.Errorf("places = %v, %v", got, err)
	}
	for id, want := range map[string]int{"c2": exitUsage, "c3": exitFailed} {
		var f *failure
		if _, err := places([]string{"c1", id}, get); !errors.As(err, &f) || f.status != want || want == exitFailed && !errors.Is(err, damaged) {
			t.Errorf("%s: %v, want exit status %d", id, err, want)
		}
	}
}
