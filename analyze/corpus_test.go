package analyze

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Fragments stand after the comments; each is a run of words of its comment, or goes on with another of the same source, which it names.
func TestFragments(t *testing.T) {
	var raw []Raw
	texts := map[string]string{}
	for _, source := range []string{"ferry", "pool"} {
		for i, c := range comments {
			id := source + string(rune('a'+i))
			texts[id] = source + ": " + c
			raw = append(raw, Raw{ID: id, Source: source, Text: texts[id]})
		}
	}
	all := Fragments(raw)
	joined := 0
	for i, r := range all {
		switch {
		case r.Fragment != (i >= len(raw)):
			t.Errorf("%d of %d is taken for a fragment: %v", i, len(raw), r.Fragment)
		case !r.Fragment:
		case r.Other != "":
			joined++
			if r.Text != texts[r.ID]+" "+texts[r.Other] || !strings.HasPrefix(r.Other, r.Source) {
				t.Errorf("%s and %s make %q", r.ID, r.Other, r.Text)
			}
		case !strings.Contains(" "+texts[r.ID]+" ", " "+r.Text+" ") || len(strings.Fields(r.Text)) > 10:
			t.Errorf("%q is no run of words of %s", r.Text, r.ID)
		}
	}
	if joined == 0 || len(all) < 3*len(raw) {
		t.Errorf("%d fragments, %d of them of two comments", len(all)-len(raw), joined)
	}
}

// What stands in the place of a label can be a customer's words: an error shows it only where it looks like a label mistyped.
func TestLabelErrorsShowNoWords(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gold.jsonl")
	for _, test := range []struct{ line, place, shown string }{
		{`{"text":"a","sentiment":"postive"}`, "sentiment: ", `"postive"`},
		{`{"text":"a","sentiment":"my ssn 219-09-9999"}`, "sentiment: ", ""},
		{`{"text":"a","sentiment":"617-555-0134"}`, "sentiment: ", ""},
		{`{"text":"a","sentiment":"me@example.org"}`, "sentiment: ", ""},
		{`{"text":"a","needs":{"rude clerk":"met"}}`, "needs: ", ""},
		{`{"text":"a","needs":{"dignity":"not met"}}`, "needs: dignity: ", ""},
		{`{"text":"a","needs":{"dignity":"unmett"}}`, "needs: dignity: ", `"unmett"`},
	} {
		if err := os.WriteFile(file, []byte("{}\n"+test.line), 0o644); err != nil {
			t.Fatal(err)
		}
		shown := test.shown
		if shown == "" {
			shown = "the value"
		}
		_, err := ReadLabelled(file)
		if err == nil || !strings.HasPrefix(err.Error(), file+":2: "+test.place+shown+" is not ") {
			t.Errorf("ReadLabelled(%s): %v, want %s%s", test.line, err, test.place, shown)
		}
	}
}
