package analyze

import "math"

// The sums over vectors that reading a text consists of. Each has a plain version and, on processors
// that have it, one of eight or sixteen numbers at a time, which gives the same bits: every sum is taken in the same order.

// lanes is how many numbers a kernel works on at once; lengths that are no multiple of it take the plain way.
const lanes = 16

// add adds src to dst, of the same length.
func add(dst, src []float32) {
	if wide && len(dst)%lanes == 0 && len(dst) > 0 && len(src) >= len(dst) {
		addWide(&dst[0], &src[0], len(dst))
		return
	}
	for i, v := range src[:len(dst)] {
		dst[i] += v
	}
}

// addShare adds 1/n of src to dst, of the same length, rounded; what goes beyond two bytes stays at the largest number.
func addShare(dst, src []int16, n int) {
	share := int16(math.MaxInt16 / n)
	if wide && len(dst)%lanes == 0 && len(dst) > 0 && len(src) >= len(dst) {
		addShareWide(&dst[0], &src[0], len(dst), share)
		return
	}
	for i, v := range src[:len(dst)] {
		dst[i] = addInt16(dst[i], int16((int32(v)*int32(share)>>14+1)>>1))
	}
}

// addInt16 adds a and b; what goes beyond two bytes stays at the largest or the least number.
func addInt16(a, b int16) int16 {
	return int16(max(math.MinInt16, min(math.MaxInt16, int32(a)+int32(b))))
}

// poolRows matches filters with the words of a unit, whose rows are given with a margin of half a window on either side.
// Of each filter it sets the best match, the sum of the matches, and the first word where the best is.
// What is negative counts as 0. The lengths of best, sums, where and bias are the number of filters, a multiple of lanes.
func poolRows(best []int16, sums []int32, where []int16, rows [][]int16, bias []int16) {
	n, words := len(bias), len(rows)-window+1
	best, sums, where = best[:n], sums[:n], where[:n]
	if wide && n > 0 && words > 0 {
		poolRowsWide(&best[0], &sums[0], &where[0], &rows[0], &bias[0], n, words)
		return
	}
	clear(best)
	clear(sums)
	clear(where)
	for i := range words {
		for f := range n {
			a := int16(0)
			for p, row := range rows[i : i+window] {
				a = addInt16(a, row[at(f, window-1-p)])
			}
			a = max(0, addInt16(a, bias[f]))
			sums[f] += int32(a)
			if a > best[f] {
				best[f], where[f] = a, int16(i)
			}
		}
	}
}

// pool adds the filters of symbol i, act and bias, to a pool: the best match of each filter, where it is, and the sum.
// What is negative counts as 0. All have the length of act.
func pool(best, sum []float32, where []int32, act, bias []float32, i int32) {
	n := len(act)
	best, sum, where, bias = best[:n], sum[:n], where[:n], bias[:n]
	if wide && n%lanes == 0 && n > 0 {
		poolWide(&best[0], &sum[0], &where[0], &act[0], &bias[0], n, i)
		return
	}
	for k, a := range act {
		a = max(0, a+bias[k])
		sum[k] += a
		if a > best[k] {
			best[k], where[k] = a, i
		}
	}
}

// apply adds the product of the row in and the matrix m (len(in) x len(out)) to out.
func apply(out, in, m []float32) {
	n := len(out)
	m = m[:len(in)*n]
	if wide && n%lanes == 0 && n > 0 && len(in) > 0 {
		applyWide(&out[0], &in[0], &m[0], len(in), n)
		return
	}
	for k, v := range in {
		for c, w := range m[k*n : (k+1)*n] {
			out[c] += float32(v * w) // rounded before it is added, as the wide version does
		}
	}
}

// addTimes adds times·src to dst, of the same length.
func addTimes(dst []float32, times float32, src []float32) { apply(dst, []float32{times}, src) }

// mixPairs adds the product of the row in and the matrix m (len(in) x len(out)) to out. The length of in is even.
// In m the two numbers of a column that belong to a pair of in stand side by side.
func mixPairs(out []int32, in, m []int16) {
	n := len(out)
	m = m[:len(in)*n]
	if wide && n%lanes == 0 && n > 0 && len(in) > 1 {
		mixPairsWide(&out[0], &in[0], &m[0], len(in)/2, n)
		return
	}
	for k := 0; k < len(in); k += 2 {
		a, b := int32(in[k]), int32(in[k+1])
		for c := range out {
			w := m[k*n+2*c:][:2]
			out[c] += a*int32(w[0]) + b*int32(w[1])
		}
	}
}
