package stat

import "math"

// A Confusion counts how often a test that says yes or no was right, on cases whose truth is known.
type Confusion struct {
	TP int `json:"said_and_is"`
	FP int `json:"said_but_is_not"`
	FN int `json:"not_said_but_is"`
	TN int `json:"not_said_and_is_not"`
}

// Sensitivity is the share of the true cases that the test finds.
func (c Confusion) Sensitivity() float64 { return Share(c.TP, c.TP+c.FN) }

// Specificity is the share of the other cases that the test leaves alone.
func (c Confusion) Specificity() float64 { return Share(c.TN, c.TN+c.FP) }

// Corrected returns the share of true cases among n of which a test said yes to k, where c measures how the test errs,
// and its interval at the deviate z, widened for c being counted on few cases. ok is false where nothing can be told:
// without true and other cases in c; where the test finds true cases no more often than others;
// where the test said yes so seldom or so often that its errors cannot be those of c; and where the interval reaches beyond 0..1,
// so that such errors alone may account for every yes or every no. Share and interval are cut to 0..1 then.
//
// Note: cutting them without a word, as is often done, gives 0 of 197 between 0 and 0 where a test with a specificity of 0.59 said yes to 28 %.
//
// Sources: W. J. Rogan and B. Gladen (1978), Estimating prevalence from the results of a screening test,
// American Journal of Epidemiology 107, 71-76, for the share;
// Zs. Lang and J. Reiczigel (2014), Confidence limits for prevalence of disease adjusted for estimated sensitivity and specificity,
// Preventive Veterinary Medicine 113, 13-22, equations 6 to 17, for the interval
// (in equation 4 the second square is that of 1 - P, as its derivation has it and not as printed).
func Corrected(k, n int, c Confusion, z float64) (share float64, interval Interval, ok bool) {
	if n <= 0 || c.TP+c.FN <= 0 || c.TN+c.FP <= 0 || c.Sensitivity()+c.Specificity() <= 1 {
		return 0, Interval{0, 1}, false
	}
	share = truly(Share(k, n), c.Sensitivity(), c.Specificity())

	m, positives, negatives := float64(n)+z*z, float64(c.TP+c.FN+2), float64(c.TN+c.FP+2)
	said := (float64(k) + z*z/2) / m
	se, sp := float64(c.TP+1)/positives, float64(c.TN+1)/negatives
	p := truly(said, se, sp)
	a, b := se*(1-se)/positives, sp*(1-sp)/negatives
	middle := p + 2*z*z*(p*a-(1-p)*b)
	half := z * math.Sqrt(said*(1-said)/m+p*p*a+(1-p)*(1-p)*b) / (se + sp - 1)
	interval = Interval{middle - half, middle + half}
	ok = c.allows(k, n) && interval.Low >= 0 && interval.High <= 1
	return clamp(share), Interval{clamp(interval.Low), clamp(interval.High)}, ok
}

// allows reports whether k of n lies between the share of the other cases that the test says yes to and that of the true ones.
func (c Confusion) allows(k, n int) bool {
	return k*(c.TN+c.FP) >= c.FP*n && k*(c.TP+c.FN) <= c.TP*n
}

func truly(said, sensitivity, specificity float64) float64 {
	return (said + specificity - 1) / (sensitivity + specificity - 1)
}

func clamp(x float64) float64 { return min(max(x, 0), 1) }
