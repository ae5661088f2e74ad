package stat

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
)

// resamples is how many bootstrap samples an interval is drawn from.
const resamples = 400

// BootstrapLeaveOut returns the 95 % interval of how much the mean of all values would rise
// if those of the second group were left out. Values are given as counts by bin, from 0 (first) to 1 (last).
// The samples depend on the name alone, so that the same counts give the same interval.
//
// Source: B. Efron (1979), Bootstrap methods: another look at the jackknife,
// Annals of Statistics 7, 1-26; the percentile interval of the parametric bootstrap
// (B. Efron and R. Tibshirani (1993), An Introduction to the Bootstrap, section 6.5): means are drawn from the normal distribution
// that the mean of so many values has, so that the work does not grow with the number of comments.
func BootstrapLeaveOut(rest, left []int, name string) Interval {
	h := fnv.New64a()
	h.Write([]byte(name))
	random := rand.New(rand.NewPCG(h.Sum64(), 1))
	a, b := binned(rest), binned(left)
	share := b.n / (a.n + b.n)
	list := make([]float64, resamples)
	for i := range list {
		meanRest := a.mean + random.NormFloat64()*a.deviation
		meanLeft := b.mean + random.NormFloat64()*b.deviation
		s := share + random.NormFloat64()*math.Sqrt(share*(1-share)/(a.n+b.n))
		list[i] = s * (meanRest - meanLeft)
	}
	slices.Sort(list)
	return Interval{list[resamples*25/1000], list[resamples-1-resamples*25/1000]}
}

type sample struct {
	n, mean, deviation float64 // deviation of the mean
}

func binned(counts []int) sample {
	var s sample
	top := float64(len(counts) - 1)
	for i, n := range counts {
		s.n += float64(n)
		s.mean += float64(n) * float64(i) / top
	}
	if s.n == 0 {
		return sample{n: 1}
	}
	s.mean /= s.n
	var squares float64
	for i, n := range counts {
		d := float64(i)/top - s.mean
		squares += float64(n) * d * d
	}
	s.deviation = math.Sqrt(squares) / s.n
	return s
}
