package metrics

import (
	"math"
	"slices"

	"voc/internal/stat"
)

// An Agreement is how often two readings of the same comments say the same of a label.
type Agreement struct {
	Label string   `json:"label"` // such as "control", or "sentiment"
	N     int      `json:"n"`     // comments
	Same  int      `json:"same"`
	Share float64  `json:"agreement"`
	Low   float64  `json:"agreement_low"` // of the 95 % interval
	High  float64  `json:"agreement_high"`
	Kappa *float64 `json:"kappa"` // Cohen's; nil if both always say one and the same thing, so that chance explains all
}

// Agree returns the agreement on a label of pairs of values: what one reading says and what the other says.
func Agree(label string, pairs [][2]string) Agreement {
	a := Agreement{Label: label, N: len(pairs)}
	var values []string
	for _, p := range pairs {
		values = append(values, p[0], p[1])
	}
	slices.Sort(values)
	values = slices.Compact(values)
	table := make([][]int, len(values))
	for i := range table {
		table[i] = make([]int, len(values))
	}
	for _, p := range pairs {
		table[slices.Index(values, p[0])][slices.Index(values, p[1])]++
		if p[0] == p[1] {
			a.Same++
		}
	}
	a.Share = stat.Share(a.Same, a.N)
	interval := stat.Wilson(a.Same, a.N, stat.Z95)
	a.Low, a.High = interval.Low, interval.High
	if kappa := Kappa(table); !math.IsNaN(kappa) {
		a.Kappa = &kappa
	}
	return a
}
