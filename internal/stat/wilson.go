// Package stat holds the statistics that reports are built on, each with its source.
package stat

import "math"

// Z95 is the standard normal deviate of a two-sided 95 % interval.
const Z95 = 1.959963984540054

// An Interval is a range of plausible values, both ends included.
type Interval struct {
	Low, High float64
}

// Holds reports whether x lies in the interval.
func (i Interval) Holds(x float64) bool { return i.Low <= x && x <= i.High }

// Share returns k/n, and 0 without a base.
func Share(k, n int) float64 {
	if n <= 0 {
		return 0
	}
	return float64(k) / float64(n)
}

// Wilson returns the score interval of the share k/n at the deviate z;
// without a base it is the whole range 0..1.
//
// Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference,
// Journal of the American Statistical Association 22, 209-212.
func Wilson(k, n int, z float64) Interval {
	if n <= 0 {
		return Interval{0, 1}
	}
	p, m, z2 := Share(k, n), float64(n), z*z
	centre := (p + z2/(2*m)) / (1 + z2/m)
	half := z / (1 + z2/m) * math.Sqrt(p*(1-p)/m+z2/(4*m*m))
	i := Interval{max(0, centre-half), min(1, centre+half)}
	if k <= 0 {
		i.Low = 0
	}
	if k >= n {
		i.High = 1
	}
	return i
}
