package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRepeat(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.jsonl")
	lines := `{"id":"x","text":"one","date":"2026-03-01T10:00:00"}` + "\n\n" + `{"id":"y","text":"two","date":null}` + "\n"
	if err := os.WriteFile(file, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := repeat(&b, []string{file}, 5, 0); err != nil {
		t.Fatal(err)
	}
	want := `{"date":"2026-03-01T10:00:00","id":"x","text":"one"}
{"date":null,"id":"y","text":"two"}
{"date":"2026-02-28T10:00:00","id":"x-1","text":"one"}
{"date":null,"id":"y-1","text":"two"}
{"date":"2026-02-27T10:00:00","id":"x-2","text":"one"}
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestDepartments(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.jsonl")
	if err := os.WriteFile(file, []byte(`{"id":"x","text":"one","department":"Parks"}`+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := repeat(&b, []string{file}, 3, 2); err != nil {
		t.Fatal(err)
	}
	want := `{"department":"Department 0001","id":"x","text":"one"}
{"department":"Department 0002","id":"x-1","text":"one"}
{"department":"Department 0001","id":"x-2","text":"one"}
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestRepeatOfNothingEnds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.jsonl")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := repeat(&strings.Builder{}, []string{file}, 5, 0); err == nil {
		t.Error("no error")
	}
}
