package stat

import (
	"math"
	"testing"
)

func near(got, want, within float64) bool { return math.Abs(got-want) <= within }

// The values are those of method 3 in table I of R. G. Newcombe (1998),
// Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, 857-872.
func TestWilson(t *testing.T) {
	for _, test := range []struct {
		k, n int
		want Interval
	}{
		{81, 263, Interval{0.2553, 0.3662}},
		{15, 148, Interval{0.0624, 0.1605}},
		{0, 20, Interval{0, 0.1611}},
		{1, 29, Interval{0.0061, 0.1718}},
		{29, 29, Interval{0.8830, 1}},
		{0, 0, Interval{0, 1}},
	} {
		got := Wilson(test.k, test.n, Z95)
		if !near(got.Low, test.want.Low, 5e-5) || !near(got.High, test.want.High, 5e-5) {
			t.Errorf("Wilson(%d, %d) = %.4f, want %.4f", test.k, test.n, got, test.want)
		}
	}
}
