package analyze

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPhrases(t *testing.T) {
	p, err := newPhrases()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"The swimming pool was closed and the parking lot was full.":       {"swimming pool", "parking lot"},
		"Great customer service at the permit counter":                     {"customer service", "permit counter"},
		"THE STREET LIGHT ON ELM STREET IS OUT":                            {"street light", "elm street"},
		"I've never had a problem; it's the water bill that worries me.":   {"problem", "water bill"},
		"Broken swing at the playground, the playground near the library.": {"broken swing", "playground", "library"},
		"It was very good.": nil,
		"":                  nil,
	} {
		if diff := cmp.Diff(want, p.find(NewText(text), new(scratch))); diff != "" {
			t.Errorf("key phrases of %q:\n%s", text, diff)
		}
	}
}
