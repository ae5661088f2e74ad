package analyze

import (
	"math"
	"slices"
	"testing"

	"voc"
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

// A likely theme makes features of where it was asked, an unlikely one none.
func TestThemesAsked(t *testing.T) {
	themes := []float32{4, -9}
	asked := func(department, question string) []textFeature {
		var z featurizer
		groups := z.features(NewText("An hour."), &voc.Comment{Department: department, Question: question}, themes)
		return slices.Clone(groups[3])
	}
	water, streets := asked("water", "Why?"), asked("streets", "Why?")
	if len(water) != 2 || len(streets) != 2 {
		t.Fatalf("%d and %d features of one likely theme, want 2", len(water), len(streets))
	}
	if water[0].hash == streets[0].hash || water[1].hash != streets[1].hash {
		t.Error("the department tells features apart, the question does not")
	}
	if want := float32(logistic(4)); water[0].weight != want || water[1].weight != want {
		t.Errorf("weights %v and %v, want %v", water[0].weight, water[1].weight, want)
	}
}

// What the net makes of a text starts with its themes, which count for more than its other numbers.
func TestThemesComeFirst(t *testing.T) {
	n := netOf(8, 16, 4, false)
	var s netScratch
	var z featurizer
	var points []rawPoint
	for _, text := range []string{"An hour on hold.", "Kind people.", "The ferry left."} {
		c := voc.Comment{Text: text}
		p := rawPointOf(n, &s, &z, NewText(text), &c)
		if want := n.tellThemes(s.in[:2*n.filters], nil); p.themes != 3 || !slices.Equal(p.dense[:3], want) {
			t.Fatalf("%q starts with %v, want %v", text, p.dense[:3], want)
		}
		points = append(points, p)
	}
	l := &linear{}
	l.standardize(points, 1)
	length := func(d int) float64 {
		sum := 0.0
		for _, p := range points {
			v := float64((p.dense[d] - l.mean[d]) * l.spread[d])
			sum += v * v
		}
		return math.Sqrt(sum)
	}
	if theme, other := length(0), length(3); math.Abs(theme/other-themeLength) > 1e-3 {
		t.Errorf("a theme is %v long, another number %v: want %v times as much", theme, other, float64(themeLength))
	}
}
