package analyze

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"voc"
)

// shared returns the path of a file of the shared folder; the test is skipped where there is none, but not in CI.
func shared(t *testing.T, path ...string) string {
	t.Helper()
	name := filepath.Join(append([]string{"..", "..", "shared"}, path...)...)
	if _, err := os.Stat(name); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("no %s", name)
	}
	return name
}

// TestEvidenceCarriesTheLabel takes the evidence of each need out of its comment: the label's score must fall.
func TestEvidenceCarriesTheLabel(t *testing.T) {
	gold, err := ReadLabelled(shared(t, "gold", "dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	falls, all := 0, 0
	for i := range gold {
		r := a.Label(gold[i].Comment())
		best := map[string]*voc.Mention{}
		for k := range r.Mentions {
			m := &r.Mentions[k]
			if m.By != voc.ByModel || m.Kind != voc.KindNeed {
				continue
			}
			checkSpan(t, &r, m)
			if b := best[m.Label+string(m.Polarity)]; b == nil || m.Score > b.Score {
				best[m.Label+string(m.Polarity)] = m
			}
		}
		for _, key := range slices.Sorted(maps.Keys(best)) {
			all++
			if scoreWithout(a, &r, best[key]) < best[key].Score {
				falls++
			} else {
				t.Logf("%s: %s does not fall", gold[i].ID, key)
			}
		}
	}
	t.Logf("the score falls for %d of %d", falls, all)
	if float64(falls) < 0.98*float64(all) || all < 500 {
		t.Errorf("the score falls without the evidence for %d of %d mentions", falls, all)
	}
}

// checkSpan checks that a mention lies in its unit.
func checkSpan(t *testing.T, r *voc.Record, m *voc.Mention) {
	t.Helper()
	if u := r.Units[m.Unit]; m.Span.Start < u.Start || m.Span.End > u.End || m.Span.Start >= m.Span.End {
		t.Errorf("%s: span %v of a mention outside its unit %v", r.ID, m.Span, u)
	}
}

// scoreWithout returns the probability of m's label in r's text without m's evidence.
func scoreWithout(a *Analyzer, r *voc.Record, m *voc.Mention) float64 {
	c := r.Comment
	c.Text = c.Text[:m.Span.Start] + " " + c.Text[m.Span.End:]
	needs, _ := a.probabilities(&c)
	k := 2 * needIndex(voc.Need(m.Label))
	if m.Polarity == voc.Unmet {
		k++
	}
	return round(needs[k])
}
