package analyze

import (
	"math"
	"slices"
	"sync/atomic"

	"voc"
)

// reading is how many words and marks of a text the net reads.
const reading = 4096

// A net is a small convolutional network over words: five words at a time are matched with filters,
// each filter keeps its best match and its mean in a unit, and a hidden layer turns these into outputs.
// Beside it the same numbers tell of the themes of the NHS's framework for feedback, for models of others' themes.
//
// Note: since the first layer is linear, what a word adds to the filters at each of the five places is worked out once a word
// and kept, in whole numbers of two bytes; reading a text is then adding up rows, a few microseconds. A plain hashed linear model,
// which does not see "no" beside "complaints" unless it learned that very pair, was 0.09 lower in macro-F1.
type net struct {
	vocabulary vocabulary
	dim        int       // numbers in a word's vector
	filters    int       // filters
	hidden     int       // hidden units
	outputs    int       // outputs
	vectors    []int8    // of symbols: marks, words, parts of words
	scales     []float32 // of each vector
	match      []float32 // dim x window·filters
	bias       []float32 // filters
	mix        []float32 // (2·filters + questions) x hidden
	mixBias    []float32 // hidden
	out        []float32 // hidden x outputs
	outBias    []float32 // outputs
	themes     int       // themes of a framework, which models of others' themes may build on
	themeOut   []float32 // 2·filters x themes
	themeBias  []float32 // themes

	placed            []int16                   // match in whole numbers, its columns in the order of rows, as mixPairs takes them
	placedUnit        []float32                 // of each number of a row: what one of its whole numbers is worth
	rounded           []int16                   // bias, rounded
	none              []int16                   // the row of no symbol
	turned            []float32                 // hidden x filters: the rows of mix for the best matches, turned round
	mixed             []int16                   // the rows of mix for pools in whole numbers, as mixPairs takes them
	mixedUnit         []float32                 // of each hidden unit: what one of its whole numbers is worth
	wideOut, wideBias []float32                 // out and outBias, filled up to outputWidth columns
	rows              []atomic.Pointer[[]int16] // what each symbol adds to the filters at each place; nil until it is first read
}

// netOutputs are the outputs of a net: of each need met and unmet, then the four sentiments.
const netOutputs = 12

// outputWidth is how many numbers the outputs of one unit take: the outputs, then some that mean nothing.
const outputWidth = lanes

// window is how many words a filter sees, questions how many kinds of question the net knows.
const (
	window    = 5
	questions = 5
)

func (n *net) ready() {
	n.rows = make([]atomic.Pointer[[]int16], len(n.scales))
	f, h := n.filters, n.hidden
	n.none = make([]int16, window*f)
	n.rounded = make([]int16, f)
	for i, b := range n.bias {
		n.rounded[i] = toInt16(b)
	}
	n.matchWhole()
	n.turned = make([]float32, h*f)
	for i := range f {
		for k := range h {
			n.turned[k*f+i] = n.mix[i*h+k]
		}
	}
	n.mixWhole()
	n.wideOut, n.wideBias = make([]float32, h*outputWidth), make([]float32, outputWidth)
	copy(n.wideBias, n.outBias)
	for k := range h {
		copy(n.wideOut[k*outputWidth:], n.out[k*n.outputs:(k+1)*n.outputs])
	}
}

// matchWhole brings match to whole numbers, such that every sum over a vector is within four bytes.
func (n *net) matchWhole() {
	f, width := n.filters, window*n.filters
	n.placed, n.placedUnit = make([]int16, len(n.match)), make([]float32, width)
	room := float32(min(math.MaxInt16, math.MaxInt32/(-math.MinInt8*n.dim)))
	for k := range width {
		top := float32(1e-30)
		for from := k; from < len(n.match); from += width {
			top = max(top, n.match[from], -n.match[from])
		}
		place := at(k%f, k/f)
		n.placedUnit[place] = top / room
		for d := range n.dim {
			n.placed[d&^1*width+2*place+d&1] = toInt16(n.match[d*width+k] / n.placedUnit[place])
		}
	}
}

// mixWhole brings the weights by which pools add to the hidden units to whole numbers, such that with pools from 0 to the
// largest number of two bytes every sum is within four.
func (n *net) mixWhole() {
	f, h := n.filters, n.hidden
	n.mixed, n.mixedUnit = make([]int16, 2*f*h), make([]float32, h)
	for k := range h {
		weight := func(i int) float64 {
			if i < f {
				return float64(n.mix[i*h+k])
			}
			return float64(n.mix[i*h+k]) * meanGain
		}
		sum, top := 1e-30, 0.0
		for i := range 2 * f {
			w := math.Abs(weight(i))
			sum, top = sum+w, max(top, w)
		}
		room := float64(math.MaxInt32/math.MaxInt16 - f) // for the weights' sum; the rest is for their rounding
		times := min(room/sum, math.MaxInt16/max(top, 1e-30))
		n.mixedUnit[k] = float32(1 / times)
		for i := range 2 * f {
			n.mixed[i&^1*h+2*k+i&1] = int16(math.RoundToEven(weight(i) * times))
		}
	}
}

// at is where a row has the number of filter f at place p of the window:
// the places of 16 filters stand together, which is how they are read.
func at(f, p int) int { return (f/lanes*window+p)*lanes + f%lanes }

// toInt16 rounds v to a whole number of two bytes.
func toInt16(v float32) int16 {
	return int16(max(-math.MaxInt16, min(math.MaxInt16, math.RoundToEven(float64(v)))))
}

// row returns what symbol i adds to the filters at each place of the window.
func (n *net) row(i int32) []int16 {
	if p := n.rows[i].Load(); p != nil {
		return *p
	}
	row := make([]int16, window*n.filters)
	for k, v := range n.exact(i) {
		row[k] = toInt16(v)
	}
	n.rows[i].Store(&row)
	return row
}

// exact returns the row of symbol i before it is rounded.
func (n *net) exact(i int32) []float32 {
	row, sums, vector := make([]float32, window*n.filters), make([]int32, window*n.filters), make([]int16, n.dim)
	for d, v := range n.vectors[int(i)*n.dim : (int(i)+1)*n.dim] {
		vector[d] = int16(v)
	}
	mixPairs(sums, vector, n.placed)
	for k, v := range sums {
		row[k] = float32(v) * n.placedUnit[k] * n.scales[i]
	}
	return row
}

// widen multiplies each filter by a number, and divides what is made of it, so that its rows lose little when they are rounded
// and no sum of them is beyond two bytes. What the net says stays the same but for the rounding.
func (n *net) widen() {
	const most = 32000 // with room for the rounding of a word made of parts
	f, h := n.filters, n.hidden
	tops := make([]float32, window*f)
	for i := range n.scales {
		for k, v := range n.exact(int32(i)) {
			tops[k] = max(tops[k], v, -v)
		}
	}
	for i := range f {
		top := max(n.bias[i], -n.bias[i])
		for p := range window {
			top += tops[at(i, p)]
		}
		if top == 0 {
			continue
		}
		times := most / top
		n.bias[i] *= times
		for k := i; k < len(n.match); k += f {
			n.match[k] *= times
		}
		for k := range h {
			n.mix[i*h+k] /= times
			n.mix[(f+i)*h+k] /= times
		}
		for k := range n.themes {
			n.themeOut[i*n.themes+k] /= times
			n.themeOut[(f+i)*n.themes+k] /= times
		}
	}
	n.ready()
}

// A netScratch is memory for reading texts one after the other.
type netScratch struct {
	stream  stream
	rows    [][]int16 // of each symbol, with a margin of half a window
	made    []int16   // rows of words made of parts
	ends    []int     // of each unit: the symbol after its last
	best    []int16   // of each unit, and of the whole text: the best match of each filter
	sums    []int32   // in step with best: the sum of its matches
	where   []int16   // of each unit: the symbol of the unit where each filter matches best; means nothing where none does
	in      []int16   // input of the hidden layer: of each unit, and of the whole text if it has more than one, best matches, then means
	added   []int32   // what the input adds to the hidden units of one of them
	hidden  []float32 // hidden units, in step with in; none is negative
	outputs []float32 // outputs, in step with in
	slope   []float32
	gain    []float32
	adds    []float32
}

// units returns how many units were read.
func (s *netScratch) units() int { return len(s.ends) }

// symbols returns the half-open range of symbols of unit u.
func (s *netScratch) symbols(u int) (first, end int) {
	if u > 0 {
		first = s.ends[u-1]
	}
	return first, s.ends[u]
}

// read matches the filters with t and pools them by unit.
func (n *net) read(s *netScratch, t *Text, question string) {
	s.stream.reset(t, &n.vocabulary, question)
	n.find(s)
	s.ends = s.ends[:0]
	for i, sym := range s.stream.symbols {
		for int(sym.unit) >= len(s.ends) {
			s.ends = append(s.ends, i)
		}
		s.ends[sym.unit] = i + 1
	}
	f, units := n.filters, s.units()
	s.best, s.sums, s.where = grow(s.best, (units+1)*f), grow(s.sums, (units+1)*f), grow(s.where, units*f)
	whole := units * f
	clear(s.best[whole:])
	clear(s.sums[whole:])
	for u := range units {
		first, end := s.symbols(u)
		best, sums := s.best[u*f:][:f], s.sums[u*f:][:f]
		poolRows(best, sums, s.where[u*f:][:f], s.rows[first:end+window-1], n.rounded)
		for k, v := range best {
			s.best[whole+k] = max(s.best[whole+k], v)
		}
		for k, v := range sums {
			s.sums[whole+k] += v
		}
	}
}

// find finds the rows of the symbols of the stream.
func (n *net) find(s *netScratch) {
	width := window * n.filters
	s.rows, s.made = append(s.rows[:0], n.none, n.none), s.made[:0]
	for _, sym := range s.stream.symbols {
		if sym.row >= 0 {
			s.rows = append(s.rows, n.row(sym.row))
			continue
		}
		from := len(s.made)
		s.made = slices.Grow(s.made, width)[:from+width]
		row := s.made[from:]
		clear(row)
		parts := s.stream.parts[sym.from:sym.to]
		for _, p := range parts {
			addShare(row, n.row(p), len(parts))
		}
		s.rows = append(s.rows, row)
	}
	s.rows = append(s.rows, n.none, n.none)
}

// text returns the outputs for the whole text that was read. They are valid until the next call.
func (n *net) text(s *netScratch) []float32 {
	n.head(s, s.units(), s.units()+1)
	return s.outputs[:netOutputs]
}

// all works out the outputs of all units of the text that was read, and returns those for the whole text.
// They are valid until the next call.
func (n *net) all(s *netScratch) []float32 {
	units := s.units()
	if units == 1 {
		return n.text(s)
	}
	n.head(s, 0, units+1)
	return s.outputs[units*outputWidth:][:netOutputs]
}

// head turns the pools from number first to end into outputs.
func (n *net) head(s *netScratch, first, end int) {
	f, h := n.filters, n.hidden
	rows, width := end-first, 2*f
	s.in, s.hidden, s.outputs, s.added = grow(s.in, rows*width), grow(s.hidden, rows*h), grow(s.outputs, rows*outputWidth), grow(s.added, h)
	asked := n.mix[(2*f+s.stream.question)*h:][:h]
	for r := range rows {
		count := len(s.stream.symbols)
		if first+r < s.units() {
			from, to := s.symbols(first + r)
			count = to - from
		}
		in := s.in[r*width : (r+1)*width]
		copy(in, s.best[(first+r)*f:][:f])
		share := 1 / float32(max(1, count))
		for k, v := range s.sums[(first+r)*f:][:f] {
			in[f+k] = int16(float32(float32(v)*share) + 0.5)
		}
		clear(s.added)
		mixPairs(s.added, in, n.mixed)
		hidden, outputs := s.hidden[r*h:(r+1)*h], s.outputs[r*outputWidth:(r+1)*outputWidth]
		for k, v := range s.added {
			hidden[k] = max(0, n.mixBias[k]+asked[k]+float32(float32(v)*n.mixedUnit[k]))
		}
		copy(outputs, n.wideBias)
		apply(outputs, hidden, n.wideOut)
	}
}

// meanGain brings the means of filters near to the size of their maxima.
const meanGain = 4

// grow returns s with n elements, which mean nothing.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

func logistic(x float32) float64 { return 1 / (1 + math.Exp(-float64(x))) }

// softmax returns the four probabilities of z.
func softmax(z []float32) [4]float64 {
	var p [4]float64
	top := float64(slices.Max(z[:4]))
	sum := 0.0
	for k := range p {
		p[k] = math.Exp(float64(z[k]) - top)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// questionIndex numbers the kinds of question for the net.
func questionIndex(kind string) int {
	switch kind {
	case voc.WhatGood:
		return 1
	case voc.CouldImprove:
		return 2
	case voc.WhyScore:
		return 3
	case voc.OtherQuestion:
		return 4
	}
	return 0
}
