package review

import (
	"maps"
	"slices"

	"voc/internal/stat"
)

// A Check is what a person said of one label that the program gave.
type Check struct {
	Label  string // such as "control unmet"
	Right  bool
	Weight float64 // labels that it stands for
}

// A Precision is how often a label is right, as a sample tells.
type Precision struct {
	Label string  `json:"label"`
	N     int     `json:"n"`     // checked
	Right int     `json:"right"` // of these
	Share float64 `json:"precision"`
	Low   float64 `json:"precision_low"` // of the 95 % interval
	High  float64 `json:"precision_high"`
}

// Precisions returns the precision of each label, sorted, and that of all together at the end under "all".
//
// Shares are weighted, because strata are not drawn in proportion.
// The interval is Wilson's on the effective size of the sample, (Σw)²/Σw², rounded down.
// Source: L. Kish (1965), Survey Sampling, 11.7.
func Precisions(checks []Check) []Precision {
	by := map[string][]Check{}
	for _, c := range checks {
		by[c.Label] = append(by[c.Label], c)
	}
	var list []Precision
	for _, label := range slices.Sorted(maps.Keys(by)) {
		list = append(list, precision(label, by[label]))
	}
	return append(list, precision("all", checks))
}

func precision(label string, checks []Check) Precision {
	p := Precision{Label: label, N: len(checks)}
	var all, right, squares float64
	for _, c := range checks {
		all += c.Weight
		squares += c.Weight * c.Weight
		if c.Right {
			p.Right++
			right += c.Weight
		}
	}
	if all > 0 {
		p.Share = right / all
		n := int(all*all/squares + 1e-9) // of equal weights it is a whole number, which must not be missed by a hair
		interval := stat.Wilson(int(p.Share*float64(n)+0.5), n, stat.Z95)
		p.Low, p.High = interval.Low, interval.High
	}
	return p
}
