package nightly

import (
	"testing"

	"voc/report"
)

// Figures that a version before remembered are held on, unless they stand on other labels.
func TestUpgrade(t *testing.T) {
	run := map[string]string{"settings": "s1", "labels": "l1"}
	for named, want := range map[string]string{"s1": "l1", "l1": "l1", "s0": "s0"} {
		s := state{Figures: &report.Published{Labels: named}}
		s.upgrade(run)
		if s.Figures.Labels != want {
			t.Errorf("figures of %s are taken for those of %s, want %s", named, s.Figures.Labels, want)
		}
	}
	s := state{}
	if s.upgrade(run); s.Figures != nil {
		t.Errorf("no figures became %v", s.Figures)
	}
}
