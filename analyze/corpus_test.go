package analyze

import (
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
