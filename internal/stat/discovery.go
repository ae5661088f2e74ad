package stat

import "slices"

// Discoveries reports which of the hypotheses with these probabilities are rejected
// when at most the share q of the rejections may be false on average.
//
// Source: Y. Benjamini and Y. Hochberg (1995), Controlling the false discovery rate,
// Journal of the Royal Statistical Society B 57, 289-300.
func Discoveries(probabilities []float64, q float64) []bool {
	order := make([]int, len(probabilities))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case probabilities[a] < probabilities[b]:
			return -1
		case probabilities[a] > probabilities[b]:
			return 1
		}
		return 0
	})
	last := -1
	for rank, i := range order {
		if probabilities[i] <= q*float64(rank+1)/float64(len(order)) {
			last = rank
		}
	}
	rejected := make([]bool, len(probabilities))
	for rank := 0; rank <= last; rank++ {
		rejected[order[rank]] = true
	}
	return rejected
}
