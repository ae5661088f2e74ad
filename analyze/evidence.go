package analyze

import (
	"math"

	"voc"
)

// longest is the most words of a piece of evidence.
const longest = 8

// evidence returns the words of unit u that speak most for output k, of the text that was read into s and judged by unit.
//
// What each word adds to the output is told by the net itself: its part in the filters' best matches, times what these
// add to the output. The evidence is the run of words with the greatest sum, each word costing a little.
func (n *net) evidence(s *netScratch, t *Text, u, k int) voc.Span {
	word, stop := t.UnitWords(u)
	if stop == word+1 {
		return t.span(word, stop)
	}
	const margin = window / 2
	first, end := s.symbols(u)
	s.adds = grow(s.adds, end-first+2*margin)
	clear(s.adds)
	rows := s.rows[first:][:len(s.adds)] // with the margin
	gain := n.gains(s, u, k)
	best := s.best[u*n.filters:][:len(gain)]
	where := s.where[u*n.filters:][:len(gain)]
	top := uint32(0)
	for f, g := range gain {
		top = max(top, size(g*float32(best[f])))
	}
	least := max(1, math.Float32bits(math.Float32frombits(top)/10))
	for f, g := range gain {
		if size(g*float32(best[f])) < least {
			continue // too little to tell words apart by
		}
		word, place := int(where[f]), at(f, window-1)
		adds := s.adds[word : word+window]
		for i, row := range rows[word : word+window] {
			adds[i] += g * float32(row[place-i*lanes])
		}
	}
	words := s.adds[:0]
	for i, sym := range s.stream.symbols[first:end] {
		if sym.word >= 0 {
			words = append(words, s.adds[margin+i])
		}
	}
	from, to := heaviest(words)
	return t.span(word+from, word+to)
}

// size returns the bits of the absolute value of v; they are in the order of the values.
func size(v float32) uint32 { return math.Float32bits(v) &^ (1 << 31) }

// gains returns how much output k of unit u grows with the best match of each filter.
// A sentiment grows against the strongest of the others.
func (n *net) gains(s *netScratch, u, k int) []float32 {
	f, h := n.filters, n.hidden
	outputs := s.outputs[u*outputWidth:][:netOutputs]
	other := -1
	if k >= 8 {
		for o := 8; o < netOutputs; o++ {
			if o != k && (other < 0 || outputs[o] > outputs[other]) {
				other = o
			}
		}
	}
	s.slope = grow(s.slope, h)
	for i, v := range s.hidden[u*h : (u+1)*h] {
		s.slope[i] = 0
		if v > 0 {
			s.slope[i] = n.out[i*n.outputs+k]
			if other >= 0 {
				s.slope[i] -= n.out[i*n.outputs+other]
			}
		}
	}
	s.gain = grow(s.gain, f)
	clear(s.gain)
	apply(s.gain, s.slope, n.turned)
	return s.gain
}

// heaviest returns the run of at most longest numbers with the greatest sum, each lessened by a tenth of the greatest number.
func heaviest(list []float32) (from, to int) {
	top := float32(0)
	for _, v := range list {
		top = max(top, v)
	}
	cost := top / 10
	best := float32(-1e30)
	from, to = 0, min(len(list), 1)
	for i, v := range list {
		if v < cost && top > 0 {
			continue // a run that starts after this word is greater
		}
		sum := float32(0)
		for k := i; k < min(len(list), i+longest) && (sum >= 0 || k == i); k++ {
			if sum += list[k] - cost; sum > best {
				best, from, to = sum, i, k+1
			}
		}
	}
	return from, to
}
