package review

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestForget(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "town[6]", "reviews") // brackets are no pattern
	if err := Forget(dir, []string{"c1"}); err != nil {
		t.Fatalf("Forget where there is no folder: %v", err)
	}
	at := time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)
	one := Correction{Time: at, By: "Ada", Comment: "c1", Kind: "need", Label: "dignity", Old: "met", New: "unmet", Note: "she said: lantern, ring 617-555-0134"}
	other := one
	other.Comment, other.Time = "c2", at.AddDate(0, 1, 0)
	if err := Append(dir, one, other); err != nil {
		t.Fatal(err)
	}
	if err := Forget(dir, []string{"c1", "c9"}); err != nil {
		t.Fatal(err)
	}
	set, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := one
	want.Note = ""
	if got := set.For("c1"); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("forgotten: %+v, want %+v", got, want)
	}
	if got := set.For("c2"); len(got) != 1 || got[0].Note != "she said: lantern, ring [phone]" {
		t.Errorf("not forgotten: %+v, want its note, the number masked", got)
	}
}

// A note whose masks make it too long for a correction is cut, so that it can be read again.
func TestNoteFits(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reviews")
	c := Correction{Time: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC), By: "Ada", Comment: "c1", Kind: "need", Label: "dignity", Old: "met", New: "unmet", Note: strings.Repeat("é @abc ", maxNote/8)}
	if err := Append(dir, c); err != nil {
		t.Fatal(err)
	}
	long := c
	long.Note += strings.Repeat("é", maxNote/2) + " ring 617-555-0134"
	if err := Append(dir, long); err == nil {
		t.Error("a note was taken that was too long before anything was masked")
	}
	set, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if note := set.For("c1")[0].Note; len(note) > maxNote || strings.Contains(note, "@abc") {
		t.Errorf("a note of %d bytes: %.40q", len(note), note)
	}
	data, err := os.ReadFile(filepath.Join(dir, "2026-03.jsonl"))
	if err != nil || strings.Contains(string(data), "@abc") {
		t.Errorf("the file holds what was masked, or cannot be read: %v", err)
	}
}
