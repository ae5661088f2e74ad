package stat

import "math"

// Difference returns the interval of the difference k1/n1 - k2/n2 of two independent shares at the deviate z.
//
// Source: R. G. Newcombe (1998), Interval estimation for the difference between independent proportions,
// Statistics in Medicine 17, 873-890, method 10 (from Wilson's score intervals, without continuity correction).
func Difference(k1, n1, k2, n2 int, z float64) Interval {
	if n1 <= 0 || n2 <= 0 {
		return Interval{-1, 1}
	}
	p1, p2 := Share(k1, n1), Share(k2, n2)
	a, b := Wilson(k1, n1, z), Wilson(k2, n2, z)
	return Interval{
		Low:  p1 - p2 - math.Hypot(p1-a.Low, b.High-p2),
		High: p1 - p2 + math.Hypot(a.High-p1, p2-b.Low),
	}
}

// TwoShares returns the two-sided probability, were the two shares equal,
// of a difference at least as large as that of k1/n1 and k2/n2: the test with the pooled share,
// whose square is Pearson's chi-squared.
//
// Source: K. Pearson (1900), Philosophical Magazine 50, 157-175;
// with the factor (N-1)/N of I. Campbell (2007), Statistics in Medicine 26, 3661-3675.
func TwoShares(k1, n1, k2, n2 int) float64 {
	if n1 <= 0 || n2 <= 0 {
		return 1
	}
	all := float64(n1 + n2)
	pooled := float64(k1+k2) / all
	variance := pooled * (1 - pooled) * (1/float64(n1) + 1/float64(n2)) * all / (all - 1)
	if variance <= 0 {
		return 1
	}
	return math.Erfc(math.Abs(Share(k1, n1)-Share(k2, n2)) / math.Sqrt(2*variance))
}
