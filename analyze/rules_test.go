package analyze

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"voc"
)

// TestMarksLoseNothing compares with rules that follow every edge, on texts that come one after the other through the same finder.
func TestMarksLoseNothing(t *testing.T) {
	rules, err := Builtin().compile()
	if err != nil {
		t.Fatal(err)
	}
	all, err := Builtin().compile()
	if err != nil {
		t.Fatal(err)
	}
	for i := range all.nodes {
		all.nodes[i].marks = ^uint64(0)
	}
	all.nodes[0].marks = 0
	words := strings.Fields(strings.Join(comments, " ") + " . ; but nobody ever called me back , could be more helpful and kind 24 7")
	var f finder
	matched := 0
	rapid.Check(t, func(rt *rapid.T) {
		text := NewText(strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 40).Draw(rt, "words"), " "))
		got := rules.apply(text, &f, &voc.Comment{}, nil)
		want := all.apply(text, &finder{}, &voc.Comment{}, nil)
		matched += len(want)
		same := func(a, b finding) bool {
			return a.rule.label == b.rule.label && a.rule.ID == b.rule.ID && a.first == b.first && a.end == b.end && a.polarity == b.polarity
		}
		if !slices.EqualFunc(got, want, same) {
			rt.Errorf("found %v, without marks %v", got, want)
		}
	})
	if matched == 0 {
		t.Error("no rule found anything")
	}
}
