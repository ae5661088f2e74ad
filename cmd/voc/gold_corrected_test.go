package main

import (
	"path/filepath"
	"testing"

	"voc/analyze"
	"voc/internal/stat"
)

// A share corrected by the errors on other sources holds the true share of a source that they know nothing of,
// nearly as often as its interval of 95 % says. It is told less often than not: where it could mislead.
func TestCorrectedSharesHoldElsewhere(t *testing.T) {
	gold(t, "dev.jsonl")
	labelled, err := readLabelled(filepath.Join("..", "..", "..", "shared", "gold", "dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := analyze.New(analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	type part struct {
		gold []analyze.Labelled
		said []analyze.Said
	}
	sources, all := map[string]*part{}, &part{}
	for i := range labelled {
		l, said := labelled[i], a.Say(&labelled[i])
		if sources[l.Source] == nil {
			sources[l.Source] = &part{}
		}
		for _, p := range []*part{sources[l.Source], all} {
			p.gold, p.said = append(p.gold, l), append(p.said, said)
		}
	}
	told, held := 0, 0
	everywhere := analyze.Evaluate(all.gold, all.said).Errors
	for source, p := range sources {
		for share, here := range analyze.Evaluate(p.gold, p.said).Errors {
			n := here.TP + here.FP + here.FN + here.TN
			if n < 10 {
				continue // not shown in a report
			}
			there := everywhere[share]
			there = stat.Confusion{TP: there.TP - here.TP, FP: there.FP - here.FP, FN: there.FN - here.FN, TN: there.TN - here.TN}
			_, i, ok := stat.Corrected(here.TP+here.FP, n, there, stat.Z95)
			if !ok || i.High-i.Low > 0.4 {
				continue
			}
			told++
			if i.Holds(stat.Share(here.TP+here.FN, n)) {
				held++
			} else {
				t.Logf("%s, %s: %d of %d, truly %d, corrected to %.3f", source, share, here.TP+here.FP, n, here.TP+here.FN, i)
			}
		}
	}
	t.Logf("%d of %d corrected shares hold the true one", held, told)
	if told < 10 || float64(held) < 0.85*float64(told) {
		t.Errorf("%d of %d corrected shares hold the true one", held, told)
	}
}
