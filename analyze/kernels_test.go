package analyze

import (
	"math/rand/v2"
	"slices"
	"testing"
)

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
