package nightly

import (
	"slices"
	"testing"
	"time"

	"voc"
	"voc/internal/workspace"
)

func TestTrace(t *testing.T) {
	day := time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)
	const long = "My lantern on the corner was never fixed by anybody."
	secret := workspace.Secret{1, 2, 3}
	erasedOne := func(c voc.Comment) *purged {
		lines := []string{c.ID}
		for _, m := range traceOf(&c, secret).marks() {
			lines = append(lines, m.line(secret))
		}
		return newPurged(lines, secret)
	}
	tests := []struct {
		name        string
		purged, now voc.Comment
		want        bool
	}{
		{"the same id", voc.Comment{ID: "c1", Text: "None"}, voc.Comment{ID: "c1", Text: "None"}, true},
		{"another source", voc.Comment{ID: "c1", Native: "7", Time: day, Text: "None"}, voc.Comment{ID: "c2", Native: "7", Time: day, Text: "none."}, true},
		{"another clock time", voc.Comment{ID: "c1", Native: "7", Time: day, Text: "None"}, voc.Comment{ID: "c2", Native: "7", Time: day.Add(9 * time.Hour), Text: "None"}, true},
		{"another person's short answer", voc.Comment{ID: "c1", Native: "7", Time: day, Text: "None"}, voc.Comment{ID: "c2", Native: "8", Time: day, Text: "None"}, false},
		{"another answer of the person", voc.Comment{ID: "c1", Native: "7", Time: day, Text: "None"}, voc.Comment{ID: "c2", Native: "7", Time: day, Text: "Nothing"}, false},
		{"the same number on another day", voc.Comment{ID: "c1", Native: "7", Time: day, Text: "None"}, voc.Comment{ID: "c2", Native: "7", Time: day.AddDate(0, 0, 1), Text: "None"}, false},
		{"few words without an id", voc.Comment{ID: "c1", Time: day, Text: "Friendly staff"}, voc.Comment{ID: "c2", Time: day, Text: "Friendly staff"}, false},
		{"many words without an id", voc.Comment{ID: "c1", Time: day, Text: long}, voc.Comment{ID: "c2", Time: day, Text: " my lantern – on the corner was never FIXED by any\u00adbody"}, true},
		{"many words on another day", voc.Comment{ID: "c1", Time: day, Text: long}, voc.Comment{ID: "c2", Time: day.AddDate(0, 0, 1), Text: long}, false},
		{"many words on no day", voc.Comment{ID: "c1", Text: long}, voc.Comment{ID: "c2", Text: long}, false},
		{"very many words on no day", voc.Comment{ID: "c1", Text: long + " " + long}, voc.Comment{ID: "c2", Text: long + " " + long}, true},
		{"a copy that lost its id", voc.Comment{ID: "c1", Native: "7", Time: day, Text: long}, voc.Comment{ID: "c2", Time: day, Text: long}, true},
		{"a copy that was given an id", voc.Comment{ID: "c1", Time: day, Text: long}, voc.Comment{ID: "c2", Native: "7", Time: day, Text: long}, true},
		{"another person's letter", voc.Comment{ID: "c1", Native: "7", Time: day, Text: long}, voc.Comment{ID: "c2", Native: "8", Time: day, Text: long}, false},
	}
	for _, test := range tests {
		if got := erasedOne(test.purged).has(&test.now); got != test.want {
			t.Errorf("%s: erased = %v, want %v", test.name, got, test.want)
		}
	}
	if newPurged(nil, secret).has(&voc.Comment{ID: "c1", Text: "None"}) {
		t.Error("erased, though nothing was purged")
	}
}

// Marks are of one secret, and those of the tool's id and of the words tell nothing of each other.
// The lines are what workspaces keep: who changes them raises marksVersion, or erased comments come back.
func TestMarks(t *testing.T) {
	secret := workspace.Secret{1, 2, 3}
	c := voc.Comment{ID: "c1", Native: "7", Time: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC), Text: "My lantern on the corner was never fixed by anybody."}
	want := []string{"n2:4686867678b16151:22a900e7977234fd", "v2:4686867678b16151:54d757137bc90698"}
	var lines []string
	for _, m := range traceOf(&c, secret).marks() {
		lines = append(lines, m.line(secret))
	}
	if !slices.Equal(lines, want) {
		t.Errorf("marks %q, want %q", lines, want)
	}
	if p := newPurged(append([]string{"c1", "n0123456789abcdef"}, lines...), secret); len(p.marks) != 2 || len(p.ids) != 1 || p.foreign != 1 || p.warning() == "" {
		t.Errorf("with a mark of another version: %+v", p)
	}
	if other := newPurged(lines, workspace.Secret{4}); other.has(&c) || other.foreign != 2 {
		t.Errorf("with another secret: %+v", other)
	}
	first, again := traceOf(&c, secret), c
	again.Native = "8"
	if second := traceOf(&again, secret); second.Words != first.Words || second.Native == first.Native {
		t.Errorf("of another id: %+v, of the first %+v", second, first)
	}
	if second := traceOf(&c, workspace.Secret{4}); second.Words == first.Words || second.Native == first.Native {
		t.Errorf("with another secret: %+v, with the first %+v", second, first)
	}
}

func BenchmarkTrace(b *testing.B) {
	c := voc.Comment{
		Native: "R_3fXx9", Time: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC),
		Text: "The woman at the permit counter was patient and explained each of the steps to me twice.",
	}
	for b.Loop() {
		traceOf(&c, workspace.Secret{})
	}
}
