package analyze

import (
	"math"
	"slices"
	"testing"
)

func TestPoolVectors(t *testing.T) {
	n := &net{vocabulary: newVocabulary([]uint64{hashWord([]byte("the")), hashWord([]byte("ferry"))}), dim: 2}
	symbols := n.vocabulary.symbols()
	n.vectors, n.scales = make([]int8, 2*symbols), make([]float32, symbols)
	for i := range n.scales {
		n.scales[i] = 0.5
	}
	copy(n.vectors[2*marks:], []int8{2, 0, 0, -4}) // the: 1, 0; ferry: 0, -2
	pools := func(text string) (mean, top, low []float32) {
		var s netScratch
		s.stream.reset(NewText(text), &n.vocabulary, "")
		mean, top, low = []float32{9, 9}, []float32{9, 9}, []float32{9, 9}
		n.poolVectors(&s, mean, top, low)
		return mean, top, low
	}
	mean, top, low := pools("The ferry!")
	x, y := math.Log(2), -2*math.Log(3) // a word's weight is the logarithm of its rank plus two
	length := math.Hypot(x, y)
	if math.Abs(float64(mean[0])-x/length) > 1e-6 || math.Abs(float64(mean[1])-y/length) > 1e-6 {
		t.Errorf("mean = %v, want %v, %v", mean, x/length, y/length)
	}
	if !slices.Equal(top, []float32{1, 0}) || !slices.Equal(low, []float32{0, -2}) {
		t.Errorf("top, low = %v, %v, want [1 0], [0 -2]", top, low)
	}
	if mean, top, low = pools("!?"); !slices.Equal(slices.Concat(mean, top, low), make([]float32, 6)) {
		t.Errorf("pools of no words = %v, %v, %v, want noughts", mean, top, low)
	}
}
