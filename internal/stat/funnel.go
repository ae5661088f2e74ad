package stat

import "math"

// Z998 is the standard normal deviate of two-sided 99.8 % limits, which chance alone passes twice in a thousand.
const Z998 = 3.090232306167813

// Funnel returns the limits between which the share of a group of n lies by chance alone
// where the share of all is p, at the deviate z.
//
// Source: D. J. Spiegelhalter (2005), Funnel plots for comparing institutional performance,
// Statistics in Medicine 24, 1185-1202, the normal approximation of appendix A.1.1.
func Funnel(p float64, n int, z float64) Interval {
	if n <= 0 {
		return Interval{0, 1}
	}
	half := z * math.Sqrt(p*(1-p)/float64(n))
	return Interval{max(0, p-half), min(1, p+half)}
}
