package nightly

import (
	"testing"
	"time"

	"voc"
)

func TestTrace(t *testing.T) {
	day := time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)
	const long = "My lantern on the corner was never fixed by anybody."
	erasedOne := func(c voc.Comment) map[string]bool {
		marks := map[string]bool{c.ID: true}
		for _, mark := range traceOf(&c).marks() {
			marks[mark] = true
		}
		return marks
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
		if got := erased(&test.now, erasedOne(test.purged)); got != test.want {
			t.Errorf("%s: erased = %v, want %v", test.name, got, test.want)
		}
	}
	if erased(&voc.Comment{ID: "c1", Text: "None"}, nil) {
		t.Error("erased, though nothing was purged")
	}
}

func BenchmarkTrace(b *testing.B) {
	c := voc.Comment{
		Native: "R_3fXx9", Time: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC),
		Text: "The woman at the permit counter was patient and explained each of the steps to me twice.",
	}
	for b.Loop() {
		traceOf(&c)
	}
}
