package stat

import (
	"slices"
	"testing"
)

// The values are those of method 10 in table II of Newcombe (1998), contrasts (a) to (h).
func TestDifference(t *testing.T) {
	for _, test := range []struct {
		k1, n1, k2, n2 int
		want           Interval
	}{
		{56, 70, 48, 80, Interval{0.0524, 0.3339}},
		{9, 10, 3, 10, Interval{0.1705, 0.8090}},
		{6, 7, 2, 7, Interval{0.0582, 0.8062}},
		{5, 56, 0, 29, Interval{-0.0381, 0.1926}},
		{0, 10, 0, 20, Interval{-0.1611, 0.2775}},
		{0, 10, 0, 10, Interval{-0.2775, 0.2775}},
		{10, 10, 0, 20, Interval{0.6791, 1}},
		{10, 10, 0, 10, Interval{0.6075, 1}},
	} {
		got := Difference(test.k1, test.n1, test.k2, test.n2, Z95)
		if !near(got.Low, test.want.Low, 1e-4) || !near(got.High, test.want.High, 1e-4) {
			t.Errorf("Difference(%d/%d, %d/%d) = %.4f, want %.4f", test.k1, test.n1, test.k2, test.n2, got, test.want)
		}
	}
}

// The classical example of R. A. Fisher (1932): 10 of 13 and 2 of 17 twins, chi-squared 13.032.
// The probability of 13.032 x 29/30 with one degree of freedom is 0.000386.
func TestTwoShares(t *testing.T) {
	if got := TwoShares(10, 13, 2, 17); !near(got, 0.000386, 5e-6) {
		t.Errorf("TwoShares(10/13, 2/17) = %.6f, want 0.000386", got)
	}
	for _, same := range [][4]int{{0, 10, 0, 20}, {10, 10, 20, 20}, {1, 0, 2, 3}, {5, 10, 50, 100}} {
		if got := TwoShares(same[0], same[1], same[2], same[3]); got != 1 {
			t.Errorf("TwoShares(%v) = %v, want 1", same, got)
		}
	}
}

// The fifteen probabilities of section 3.2 of Benjamini and Hochberg (1995):
// the four smallest are rejected at 0.05.
func TestDiscoveries(t *testing.T) {
	p := []float64{0.0459, 0.0001, 0.3240, 0.0004, 0.4262, 0.0019, 0.5719, 0.0095, 0.6528, 0.0201, 0.7590, 0.0278, 1, 0.0298, 0.0344}
	var rejected []float64
	for i, r := range Discoveries(p, 0.05) {
		if r {
			rejected = append(rejected, p[i])
		}
	}
	slices.Sort(rejected)
	if want := []float64{0.0001, 0.0004, 0.0019, 0.0095}; !slices.Equal(rejected, want) {
		t.Errorf("rejected %v, want %v", rejected, want)
	}
	if got := Discoveries(nil, 0.05); len(got) != 0 {
		t.Errorf("Discoveries(nil) = %v", got)
	}
}
