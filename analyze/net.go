package analyze

import (
	"math"
	"slices"
	"sync/atomic"

	"gonum.org/v1/gonum/blas/gonum"

	"voc"
)

// blas does the sums over vectors; it is Go with a little assembly, no C.
var blas gonum.Implementation

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

	rows []atomic.Pointer[[]float32] // what each symbol adds to the filters at each place; nil until it is first read
}

// netOutputs are the outputs of a net: of each need met and unmet, then the four sentiments.
const netOutputs = 12

// window is how many words a filter sees, questions how many kinds of question the net knows.
const (
	window    = 5
	questions = 5
)

func (n *net) ready() {
	n.rows = make([]atomic.Pointer[[]float32], len(n.scales))
}

// row returns what symbol i adds to the filters at each place of the window.
func (n *net) row(i int32) []float32 {
	if p := n.rows[i].Load(); p != nil {
		return *p
	}
	width := window * n.filters
	row := make([]float32, width)
	vector := n.vectors[int(i)*n.dim : (int(i)+1)*n.dim]
	for d, v := range vector {
		if v != 0 {
			blas.Saxpy(width, float32(v)*n.scales[i], n.match[d*width:(d+1)*width], 1, row, 1)
		}
	}
	n.rows[i].Store(&row)
	return row
}

// A netScratch is memory for reading texts one after the other.
type netScratch struct {
	stream  stream
	acts    []float32 // filters of each symbol
	pools   []float32 // of each unit: best of each filter, sum of each filter
	whole   []float32 // pool of the whole text
	hidden  []float32
	counts  []int   // symbols of each unit
	where   []int32 // of each unit: the symbol where each filter matches best, -1 for none
	outputs []float32
	units   []float32 // outputs of each unit
	active  []float32 // hidden units of each unit
	slope   []float32
	gain    []float32
	adds    []float32
}

// read matches the filters with t and pools them by unit.
func (n *net) read(s *netScratch, t *Text, question string) {
	s.stream.reset(t, &n.vocabulary, question)
	symbols := s.stream.symbols
	f := n.filters
	pad := window / 2
	s.acts = grow(s.acts, (len(symbols)+2*pad)*f)
	for i := range s.acts {
		s.acts[i] = 0
	}
	for i, sym := range symbols {
		into := s.acts[i*f : (i+window)*f]
		if sym.row >= 0 {
			blas.Saxpy(window*f, 1, n.row(sym.row), 1, into, 1)
			continue
		}
		parts := s.stream.parts[sym.from:sym.to]
		for _, p := range parts {
			blas.Saxpy(window*f, 1/float32(len(parts)), n.row(p), 1, into, 1)
		}
	}
	units := int(symbols[len(symbols)-1].unit) + 1 // those that were read
	s.pools = grow(s.pools, units*2*f)
	clear(s.pools)
	s.counts = growInts(s.counts, units)
	clear(s.counts)
	if cap(s.where) < units*f {
		s.where = make([]int32, units*f)
	}
	s.where = s.where[:units*f]
	for i := range s.where {
		s.where[i] = -1
	}
	for i, sym := range symbols {
		pool := s.pools[int(sym.unit)*2*f : (int(sym.unit)+1)*2*f]
		best, sum := pool[:f], pool[f:2*f]
		where := s.where[int(sym.unit)*f:][:f]
		act := s.acts[(i+pad)*f:][:f]
		bias := n.bias[:f]
		for k, a := range act {
			if a += bias[k]; a > 0 {
				sum[k] += a
				if a > best[k] {
					best[k], where[k] = a, int32(i)
				}
			}
		}
		s.counts[sym.unit]++
	}
}

// unit returns the outputs for unit u of the text that was read. They are valid until the next call.
func (n *net) unit(s *netScratch, u int) []float32 {
	return n.head(s, s.pools[u*2*n.filters:(u+1)*2*n.filters], s.counts[u])
}

// text returns the outputs for the whole text that was read. They are valid until the next call.
func (n *net) text(s *netScratch) []float32 {
	f := n.filters
	s.whole = grow(s.whole, 2*f)
	clear(s.whole)
	count := 0
	for u := range s.counts {
		pool := s.pools[u*2*f : (u+1)*2*f]
		for k := range f {
			s.whole[k] = max(s.whole[k], pool[k])
		}
		blas.Saxpy(f, 1, pool[f:], 1, s.whole[f:], 1)
		count += s.counts[u]
	}
	return n.head(s, s.whole, count)
}

// head turns a pool over count symbols into outputs.
func (n *net) head(s *netScratch, pool []float32, count int) []float32 {
	f, h := n.filters, n.hidden
	s.hidden = append(s.hidden[:0], n.mixBias...)
	mean := 1 / float32(max(1, count))
	for k, v := range pool {
		if v == 0 {
			continue
		}
		if k >= f {
			v *= mean * meanGain
		}
		blas.Saxpy(h, v, n.mix[k*h:(k+1)*h], 1, s.hidden, 1)
	}
	q := 2*f + s.stream.question
	blas.Saxpy(h, 1, n.mix[q*h:(q+1)*h], 1, s.hidden, 1)
	s.outputs = append(s.outputs[:0], n.outBias...)
	for k, v := range s.hidden {
		if v > 0 {
			blas.Saxpy(n.outputs, v, n.out[k*n.outputs:(k+1)*n.outputs], 1, s.outputs, 1)
		}
	}
	return s.outputs
}

// meanGain brings the means of filters near to the size of their maxima.
const meanGain = 4

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

func growInts(s []int, n int) []int {
	if cap(s) < n {
		return make([]int, n)
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
