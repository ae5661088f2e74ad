package analyze

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The wide kernels of whole numbers give the same as the plain ones, at their bounds too.
func TestWholeKernelsAgree(t *testing.T) {
	if !wide {
		t.Skip("the processor has no wide kernels")
	}
	rng := rand.New(rand.NewPCG(2, 1))
	numbers := func(n, most int) []int16 {
		list := make([]int16, n)
		for i := range list {
			list[i] = int16(rng.IntN(2*most+1) - most)
		}
		return list
	}
	plainly := func(do func()) {
		wide = false
		defer func() { wide = true }()
		do()
	}
	for _, most := range []int{3, 5000, 32767} {
		for _, n := range []int{16, 48, 128, 256} {
			src, dst := numbers(n, most), numbers(n, most)
			want := slices.Clone(dst)
			parts := 1 + rng.IntN(30)
			plainly(func() { addShare(want, src, parts) })
			if addShare(dst, src, parts); !slices.Equal(dst, want) {
				t.Errorf("addShare of %d numbers up to %d differs", n, most)
			}
			for _, words := range []int{0, 1, 2, 37} {
				var rows [][]int16
				for range words + window - 1 {
					rows = append(rows, numbers(window*n, most))
				}
				bias := numbers(n, most)
				best, sums, where := make([]int16, n), make([]int32, n), make([]int16, n)
				wantBest, wantSums, wantWhere := make([]int16, n), make([]int32, n), make([]int16, n)
				plainly(func() { poolRows(wantBest, wantSums, wantWhere, rows, bias) })
				poolRows(best, sums, where, rows, bias)
				if !slices.Equal(best, wantBest) || !slices.Equal(sums, wantSums) || !slices.Equal(where, wantWhere) {
					t.Errorf("poolRows of %d filters and %d words up to %d differs", n, words, most)
				}
			}
		}
	}
}

// mixPairs gives the same wide and plain, and what a hand worked out.
func TestMixPairs(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for _, n := range []int{8, 16, 64, 80} {
		in, m := make([]int16, 38), make([]int16, 38*n)
		for i := range in {
			in[i] = int16(rng.IntN(1<<16) + math.MinInt16)
		}
		for i := range m {
			m[i] = int16(rng.IntN(3000) - 1500) // 38 of them times 1<<15 stay within four bytes
		}
		in[0], in[1] = math.MinInt16, math.MaxInt16
		out, want := make([]int32, n), make([]int32, n)
		for c := range want {
			out[c], want[c] = int32(c), int32(c)
			for k := range in {
				want[c] += int32(in[k]) * int32(m[k&^1*n+2*c+k&1])
			}
		}
		if mixPairs(out, in, m); !slices.Equal(out, want) {
			t.Errorf("mixPairs of %d columns differs", n)
		}
	}
	out := []int32{1, 2}
	if mixPairs(out, []int16{3, 4}, []int16{10, 20, 30, 40}); !slices.Equal(out, []int32{1 + 3*10 + 4*20, 2 + 3*30 + 4*40}) {
		t.Errorf("mixPairs gives %v", out)
	}
}

// poolRows gives what a hand worked out: two words beside each other, for the fourth filter.
func TestPoolRows(t *testing.T) {
	rows := make([][]int16, 2+window-1) // the words are rows 2 and 3
	for i := range rows {
		rows[i] = make([]int16, window*lanes)
	}
	rows[2][at(3, 2)], rows[3][at(3, 1)] = 5, 13 // seen from the first word: itself, the next
	rows[2][at(3, 3)], rows[3][at(3, 2)] = 7, 12 // seen from the second: the one before, itself
	bias := make([]int16, lanes)
	bias[3] = -1
	best, sums, where := make([]int16, lanes), make([]int32, lanes), make([]int16, lanes)
	poolRows(best, sums, where, rows, bias)
	if best[3] != 18 || sums[3] != 35 || where[3] != 1 {
		t.Errorf("best %d, sum %d, where %d, want 18, 35 (17 and 18), 1", best[3], sums[3], where[3])
	}
	if best[4] != 0 || sums[4] != 0 {
		t.Errorf("a filter that no word matches has %d and %d", best[4], sums[4])
	}
}

// The wide kernels give the same bits as the plain ones.
func TestKernelsAgree(t *testing.T) {
	if !wide {
		t.Skip("the processor has no wide kernels")
	}
	rng := rand.New(rand.NewPCG(1, 1))
	numbers := func(n int) []float32 {
		list := make([]float32, n)
		for i := range list {
			if list[i] = float32(rng.NormFloat64()); rng.IntN(5) == 0 {
				list[i] = 0
			}
		}
		return list
	}
	for _, n := range []int{16, 48, 64, 80, 128, 144, 640} {
		src, dst := numbers(n), numbers(n)
		want := slices.Clone(dst)
		for i := range want {
			want[i] += src[i]
		}
		add(dst, src)
		if !slices.Equal(dst, want) {
			t.Errorf("add of %d numbers differs", n)
		}

		in, m, out := numbers(37), numbers(37*n), numbers(n)
		want = slices.Clone(out)
		for k, v := range in {
			for c := range want {
				want[c] += float32(v * m[k*n+c])
			}
		}
		apply(out, in, m)
		if !slices.Equal(out, want) {
			t.Errorf("apply of %d columns differs", n)
		}

		best, sum, where := make([]float32, n), make([]float32, n), make([]int32, n)
		wantBest, wantSum, wantWhere := make([]float32, n), make([]float32, n), make([]int32, n)
		bias := numbers(n)
		for i := range int32(9) {
			act := numbers(n)
			pool(best, sum, where, act, bias, i)
			for k, a := range act {
				a = max(0, a+bias[k])
				wantSum[k] += a
				if a > wantBest[k] {
					wantBest[k], wantWhere[k] = a, i
				}
			}
		}
		if !slices.Equal(best, wantBest) || !slices.Equal(sum, wantSum) || !slices.Equal(where, wantWhere) {
			t.Errorf("pool of %d filters differs", n)
		}
	}
}
