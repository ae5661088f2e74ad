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
//
// Note: since the first layer is linear, what a word adds to the filters at each of the five places is worked out once a word
// and kept; reading a text is then adding up rows, a few microseconds. A plain hashed linear model, which does not see
// "no" beside "complaints" unless it learned that very pair, was 0.09 lower in macro-F1.
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

	none              []float32                   // the row of no symbol
	turned            []float32                   // hidden x filters: the rows of mix for the best matches, turned round
	wideOut, wideBias []float32                   // out and outBias, filled up to outputWidth columns
	rows              []atomic.Pointer[[]float32] // what each symbol adds to the filters at each place; nil until it is first read
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
	n.rows = make([]atomic.Pointer[[]float32], len(n.scales))
	f, h := n.filters, n.hidden
	n.none = make([]float32, window*f)
	n.turned = make([]float32, h*f)
	for i := range f {
		for k := range h {
			n.turned[k*f+i] = n.mix[i*h+k]
		}
	}
	n.wideOut, n.wideBias = make([]float32, h*outputWidth), make([]float32, outputWidth)
	copy(n.wideBias, n.outBias)
	for k := range h {
		copy(n.wideOut[k*outputWidth:], n.out[k*n.outputs:(k+1)*n.outputs])
	}
}

// row returns what symbol i adds to the filters at each place of the window.
func (n *net) row(i int32) []float32 {
	if p := n.rows[i].Load(); p != nil {
		return *p
	}
	width := window * n.filters
	row := make([]float32, width)
	vector := make([]float32, n.dim)
	for d, v := range n.vectors[int(i)*n.dim : (int(i)+1)*n.dim] {
		vector[d] = float32(v) * n.scales[i]
	}
	apply(row, vector, n.match)
	n.rows[i].Store(&row)
	return row
}

// A netScratch is memory for reading texts one after the other.
type netScratch struct {
	stream  stream
	rows    [][]float32 // of each symbol, with a margin of half a window
	made    []float32   // rows of words made of parts
	acts    []float32   // filters at each symbol, with a margin of half a window
	ends    []int       // of each unit: the symbol after its last
	pools   []float32   // of each unit, and of the whole text: best of each filter, sum of each filter
	where   []int32     // of each unit: the symbol where each filter matches best; means nothing where none does
	in      []float32   // input of the hidden layer: of each unit, and of the whole text if it has more than one
	hidden  []float32   // hidden units, in step with in; none is negative
	outputs []float32   // outputs, in step with in
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
	n.matches(s)
	s.ends = s.ends[:0]
	for i, sym := range s.stream.symbols {
		for int(sym.unit) >= len(s.ends) {
			s.ends = append(s.ends, i)
		}
		s.ends[sym.unit] = i + 1
	}
	f, units := n.filters, s.units()
	s.pools = grow(s.pools, (units+1)*2*f)
	clear(s.pools)
	s.where = slices.Grow(s.where[:0], units*f)[:units*f]
	whole := s.pools[units*2*f:]
	for u := range units {
		sums := s.pools[u*2*f : (u+1)*2*f]
		first, end := s.symbols(u)
		for i := first; i < end; i++ {
			pool(sums[:f], sums[f:], s.where[u*f:], s.acts[(i+window/2)*f:][:f], n.bias, int32(i))
		}
		for k, v := range sums[:f] {
			whole[k] = max(whole[k], v)
		}
		add(whole[f:], sums[f:])
	}
}

// matches matches the filters with the symbols of the stream.
func (n *net) matches(s *netScratch) {
	width := window * n.filters
	s.acts = grow(s.acts, (len(s.stream.symbols)+window-1)*n.filters)
	clear(s.acts)
	s.rows, s.made = append(s.rows[:0], n.none, n.none), s.made[:0]
	for i, sym := range s.stream.symbols {
		var row []float32
		if sym.row >= 0 {
			row = n.row(sym.row)
		} else {
			at := len(s.made)
			s.made = slices.Grow(s.made, width)[:at+width]
			row = s.made[at:]
			clear(row)
			parts := s.stream.parts[sym.from:sym.to]
			for _, p := range parts {
				addTimes(row, 1/float32(len(parts)), n.row(p))
			}
		}
		s.rows = append(s.rows, row)
		add(s.acts[i*n.filters:][:width], row)
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
	rows, width := end-first, 2*f+questions
	s.in, s.hidden, s.outputs = grow(s.in, rows*width), grow(s.hidden, rows*h), grow(s.outputs, rows*outputWidth)
	for r := range rows {
		pool := s.pools[(first+r)*2*f:][:2*f]
		count := len(s.stream.symbols)
		if first+r < s.units() {
			from, to := s.symbols(first + r)
			count = to - from
		}
		in := s.in[r*width : (r+1)*width]
		copy(in, pool[:f])
		mean := 1 / float32(max(1, count))
		for k, v := range pool[f:] {
			in[f+k] = v * (mean * meanGain)
		}
		clear(in[2*f:])
		in[2*f+s.stream.question] = 1
		hidden, outputs := s.hidden[r*h:(r+1)*h], s.outputs[r*outputWidth:(r+1)*outputWidth]
		copy(hidden, n.mixBias)
		apply(hidden, in, n.mix)
		for k, v := range hidden {
			hidden[k] = max(0, v)
		}
		copy(outputs, n.wideBias)
		apply(outputs, hidden, n.wideOut)
	}
}

// meanGain brings the means of filters near to the size of their maxima.
const meanGain = 4

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
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
