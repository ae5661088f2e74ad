package review

import (
	"maps"
	"math"
	"slices"

	"voc/internal/metrics"
	"voc/internal/stat"
)

// A Verdict is what a person and the program say of one label of one comment, in the words of [Correction].
type Verdict struct {
	Kind, Label     string
	Person, Program string
}

// An Agreement is how often a person and the program say the same of a label.
type Agreement struct {
	Label string   `json:"label"` // such as "control", or "sentiment"
	N     int      `json:"n"`     // comments
	Same  int      `json:"same"`
	Share float64  `json:"agreement"`
	Low   float64  `json:"agreement_low"` // of the 95 % interval
	High  float64  `json:"agreement_high"`
	Kappa *float64 `json:"kappa"` // Cohen's; nil if both always say one and the same thing, so that chance explains all
}

// Agreements returns the agreement on each label, sorted by kind and label.
func Agreements(verdicts []Verdict) []Agreement {
	by := map[string][]Verdict{}
	for _, v := range verdicts {
		by[v.Kind+" "+v.Label] = append(by[v.Kind+" "+v.Label], v)
	}
	var list []Agreement
	for _, key := range slices.Sorted(maps.Keys(by)) {
		list = append(list, agreement(by[key]))
	}
	return list
}

func agreement(verdicts []Verdict) Agreement {
	a := Agreement{Label: verdicts[0].Label, N: len(verdicts)}
	if a.Label == "" {
		a.Label = verdicts[0].Kind
	}
	var values []string
	for _, v := range verdicts {
		values = append(values, v.Person, v.Program)
	}
	slices.Sort(values)
	values = slices.Compact(values)
	table := make([][]int, len(values))
	for i := range table {
		table[i] = make([]int, len(values))
	}
	for _, v := range verdicts {
		table[slices.Index(values, v.Person)][slices.Index(values, v.Program)]++
		if v.Person == v.Program {
			a.Same++
		}
	}
	a.Share = stat.Share(a.Same, a.N)
	interval := stat.Wilson(a.Same, a.N, stat.Z95)
	a.Low, a.High = interval.Low, interval.High
	if kappa := metrics.Kappa(table); !math.IsNaN(kappa) {
		a.Kappa = &kappa
	}
	return a
}

// Checks returns the verdicts on what the program says is there, each as a check of equal weight.
func Checks(verdicts []Verdict) []Check {
	var checks []Check
	for _, v := range verdicts {
		if v.Program != None && v.Program != "" {
			label := v.Label
			if label != "" {
				label += " "
			}
			checks = append(checks, Check{Label: label + v.Program, Right: v.Person == v.Program, Weight: 1})
		}
	}
	return checks
}
