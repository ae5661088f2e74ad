package analyze

import (
	"math"
	"math/rand/v2"
	"testing"
)

// netOf returns a net of random numbers, all of them positive if it is to reach the bounds of whole numbers.
func netOf(dim, filters, hidden int, positive bool) *net {
	rng := rand.New(rand.NewPCG(5, 1))
	numbers := func(n int) []float32 {
		list := make([]float32, n)
		for i := range list {
			if list[i] = float32(rng.NormFloat64()); positive {
				list[i] = 1
			}
		}
		return list
	}
	v := newVocabulary(nil)
	n := &net{vocabulary: v, dim: dim, filters: filters, hidden: hidden, outputs: netOutputs, scales: make([]float32, v.symbols()), vectors: make([]int8, dim*v.symbols())}
	for i := range n.scales {
		n.scales[i] = 0.5
	}
	for i := range n.vectors {
		if n.vectors[i] = int8(rng.IntN(256) + math.MinInt8); positive {
			n.vectors[i] = math.MinInt8
		}
	}
	n.match, n.bias = numbers(dim*window*filters), numbers(filters)
	n.mix, n.mixBias = numbers((2*filters+questions)*hidden), numbers(hidden)
	n.out, n.outBias = numbers(hidden*netOutputs), numbers(netOutputs)
	n.themes = 3
	n.themeOut, n.themeBias = numbers(2*filters*n.themes), numbers(n.themes)
	n.ready()
	return n
}

// closeTo reports whether got is want but for rounding in sums of that size.
func closeTo(got, want, size float64) bool { return math.Abs(got-want) <= 2e-4*size }

// What is worked out in whole numbers is the product of the net's weights, at the bounds of two and four bytes too.
func TestWholeNumbersAgree(t *testing.T) {
	for _, positive := range []bool{false, true} {
		n := netOf(600, 32, 16, positive)
		f := n.filters
		row := n.exact(3)
		for i := range f {
			for p := range window {
				want, size := 0.0, 0.0
				for d, v := range n.vectors[3*n.dim : 4*n.dim] {
					x := float64(v) * 0.5 * float64(n.match[d*window*f+p*f+i])
					want, size = want+x, size+math.Abs(x)
				}
				if got := float64(row[at(i, p)]); !closeTo(got, want, size) {
					t.Fatalf("filter %d at place %d: %v, want %v", i, p, got, want)
				}
			}
		}

		var s netScratch
		s.stream.symbols = make([]symbol, 2)
		s.ends = []int{2}
		for i := range 2 * f { // one unit, and the whole text
			s.best, s.sums = append(s.best, math.MaxInt16), append(s.sums, 2*math.MaxInt16)
			if !positive {
				s.best[i], s.sums[i] = int16(i*1000), int32(2*i*700)
			}
		}
		n.head(&s, 0, 1)
		for k, got := range s.hidden {
			want := float64(n.mixBias[k] + n.mix[2*f*n.hidden+k]) // no question
			size := math.Abs(want)
			for i := range f {
				best := float64(s.best[i]) * float64(n.mix[i*n.hidden+k])
				mean := float64(s.sums[i]) / 2 * meanGain * float64(n.mix[(f+i)*n.hidden+k])
				want, size = want+best+mean, size+math.Abs(best)+math.Abs(mean)
			}
			if want = max(0, want); !closeTo(float64(got), want, size) {
				t.Errorf("hidden unit %d: %v, want %v", k, got, want)
			}
		}
	}
}

// Widening the filters changes nothing that is told of a text, but for the rounding.
func TestWidenKeepsWhatIsTold(t *testing.T) {
	n := netOf(64, 32, 16, false)
	tell := func() []float32 {
		var s netScratch
		n.read(&s, NewText("We asked twice, and nobody at the desk knew."), "")
		list := append([]float32(nil), n.text(&s)...)
		return n.tellThemes(s.in[:2*n.filters], list)
	}
	before := tell()
	n.widen()
	after := tell()
	if len(before) != netOutputs+3 {
		t.Fatalf("%d numbers are told", len(before))
	}
	for k, want := range before {
		if got := after[k]; math.Abs(float64(got-want)) > 0.02*(1000+math.Abs(float64(want))) {
			t.Errorf("number %d is %v, was %v", k, got, want)
		}
	}
}
