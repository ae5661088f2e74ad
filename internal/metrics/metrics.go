// Package metrics measures how well labels and scores agree with the truth.
package metrics

import (
	"math"
	"math/rand/v2"
	"slices"

	"voc/internal/stat"
)

// Counts are the outcomes of one label: true and false positives, false negatives.
type Counts struct {
	TP, FP, FN int
}

// Add counts one case.
func (c *Counts) Add(said, is bool) {
	switch {
	case said && is:
		c.TP++
	case said:
		c.FP++
	case is:
		c.FN++
	}
}

// Support returns how many cases have the label.
func (c Counts) Support() int { return c.TP + c.FN }

// Precision returns the share of what was said that is so; 0 if nothing was said.
func (c Counts) Precision() float64 { return ratio(c.TP, c.TP+c.FP) }

// Recall returns the share of what is so that was said; 0 if nothing is so.
func (c Counts) Recall() float64 { return ratio(c.TP, c.TP+c.FN) }

// F1 returns the harmonic mean of precision and recall (van Rijsbergen, Information Retrieval, 1979, chapter 7); 0 if there is no true positive.
func (c Counts) F1() float64 { return ratio(2*c.TP, 2*c.TP+c.FP+c.FN) }

// Micro returns the counts of all labels together.
func Micro(list []Counts) Counts {
	var sum Counts
	for _, c := range list {
		sum.TP, sum.FP, sum.FN = sum.TP+c.TP, sum.FP+c.FP, sum.FN+c.FN
	}
	return sum
}

// MacroF1 returns the mean F1 of the labels that at least support cases have; NaN if there is none.
func MacroF1(list []Counts, support int) float64 {
	sum, n := 0.0, 0
	for _, c := range list {
		if c.Support() >= support {
			sum += c.F1()
			n++
		}
	}
	return sum / float64(n)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Bootstrap returns the 95 % percentile interval of a measure over n cases (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3).
// The measure is given how often each case was drawn, and is called rounds times. The same n and rounds give the same draws.
func Bootstrap(n, rounds int, measure func(times []int) float64) (low, high float64) {
	if n == 0 || rounds == 0 {
		return math.NaN(), math.NaN()
	}
	rng := rand.New(rand.NewPCG(uint64(n), uint64(rounds)))
	values := make([]float64, 0, rounds)
	times := make([]int, n)
	for range rounds {
		clear(times)
		for range n {
			times[rng.IntN(n)]++
		}
		if v := measure(times); !math.IsNaN(v) {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return math.NaN(), math.NaN()
	}
	slices.Sort(values)
	return stat.Quantile(values, 0.025), stat.Quantile(values, 0.975)
}

// ECE returns the expected calibration error over bins of equal width: the mean distance of confidence and share of truth,
// weighted by cases (Naeini, Cooper and Hauskrecht, AAAI 2015; Guo et al., ICML 2017, equation 3).
func ECE(p []float64, is []bool, bins int) float64 {
	n, sum, hits := make([]int, bins), make([]float64, bins), make([]int, bins)
	for i, v := range p {
		b := min(bins-1, max(0, int(v*float64(bins))))
		n[b]++
		sum[b] += v
		if is[i] {
			hits[b]++
		}
	}
	e := 0.0
	for b := range n {
		if n[b] > 0 {
			e += math.Abs(sum[b]-float64(hits[b])) / float64(len(p))
		}
	}
	return e
}

// Kappa returns Cohen's kappa of a square confusion matrix, one rater's categories by row and the other's by column
// (Cohen, Educational and Psychological Measurement 20, 1960); NaN if both always used one and the same category.
func Kappa(confusion [][]int) float64 {
	total, agree := 0, 0
	rows, columns := make([]int, len(confusion)), make([]int, len(confusion))
	for i, row := range confusion {
		for k, n := range row {
			total += n
			rows[i] += n
			columns[k] += n
		}
		agree += row[i]
	}
	chance := 0.0
	for i := range rows {
		chance += float64(rows[i]) / float64(total) * float64(columns[i]) / float64(total)
	}
	if chance == 1 {
		return math.NaN()
	}
	return (float64(agree)/float64(total) - chance) / (1 - chance)
}
