package review

import (
	"cmp"
	"maps"
	"slices"

	"voc/internal/metrics"
)

// A Verdict is what a person and the program say of one label of one comment, in the words of [Correction].
type Verdict struct {
	Kind, Label     string
	Person, Program string
}

// Agreements returns the agreement on each label, sorted by kind and label.
func Agreements(verdicts []Verdict) []metrics.Agreement {
	by := map[string][]Verdict{}
	for _, v := range verdicts {
		by[v.Kind+" "+v.Label] = append(by[v.Kind+" "+v.Label], v)
	}
	var list []metrics.Agreement
	for _, key := range slices.Sorted(maps.Keys(by)) {
		list = append(list, agreement(by[key]))
	}
	return list
}

func agreement(verdicts []Verdict) metrics.Agreement {
	label := cmp.Or(verdicts[0].Label, verdicts[0].Kind)
	pairs := make([][2]string, len(verdicts))
	for i, v := range verdicts {
		pairs[i] = [2]string{v.Person, v.Program}
	}
	return metrics.Agree(label, pairs)
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
