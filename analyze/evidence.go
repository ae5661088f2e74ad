package analyze

import "voc"

// longest is the most words of a piece of evidence.
const longest = 8

// evidence returns the words of unit u that speak most for output k, of the text that was read into s and judged by unit.
//
// What each word adds to the output is told by the net itself: its part in the filters' best matches, times what these
// add to the output. The evidence is the run of words with the greatest sum, each word costing a little.
func (n *net) evidence(s *netScratch, t *Text, u, k int) voc.Span {
	first, end := t.UnitWords(u)
	gain := n.gains(s, u, k)
	s.adds = grow(s.adds, end-first)
	clear(s.adds)
	best := s.pools[u*2*n.filters:][:n.filters]
	least := float32(0)
	for f, g := range gain {
		least = max(least, g*best[f]/20, -g*best[f]/20)
	}
	for f, g := range gain {
		if v := g * best[f]; v < least && v > -least || v == 0 {
			continue // too little to tell words apart by
		}
		at := int(s.where[u*n.filters+f])
		for place := range window {
			i := at + window/2 - place
			if i < 0 || i >= len(s.stream.symbols) {
				continue
			}
			if sym := &s.stream.symbols[i]; sym.word >= int32(first) && sym.word < int32(end) {
				s.adds[int(sym.word)-first] += g * n.place(s, sym, place*n.filters+f)
			}
		}
	}
	from, to := heaviest(s.adds)
	return t.span(first+from, first+to)
}

// place returns number i of the row of a symbol.
func (n *net) place(s *netScratch, sym *symbol, i int) float32 {
	if sym.row >= 0 {
		return n.row(sym.row)[i]
	}
	sum := float32(0)
	parts := s.stream.parts[sym.from:sym.to]
	for _, p := range parts {
		sum += n.row(p)[i]
	}
	return sum / float32(len(parts))
}

// gains returns how much output k of unit u grows with the best match of each filter.
// A sentiment grows against the strongest of the others.
func (n *net) gains(s *netScratch, u, k int) []float32 {
	f, h := n.filters, n.hidden
	pool := s.pools[u*2*f : (u+1)*2*f]
	outputs := s.units[u*netOutputs : (u+1)*netOutputs]
	other := -1
	if k >= 8 {
		for o := 8; o < netOutputs; o++ {
			if o != k && (other < 0 || outputs[o] > outputs[other]) {
				other = o
			}
		}
	}
	s.slope = grow(s.slope, h)
	for i, v := range s.active[u*h : (u+1)*h] {
		s.slope[i] = 0
		if v > 0 {
			s.slope[i] = n.out[i*n.outputs+k]
			if other >= 0 {
				s.slope[i] -= n.out[i*n.outputs+other]
			}
		}
	}
	s.gain = grow(s.gain, f)
	for i := range f {
		s.gain[i] = 0
		if pool[i] > 0 {
			s.gain[i] = blas.Sdot(h, s.slope, 1, n.mix[i*h:(i+1)*h], 1)
		}
	}
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
	for i := range list {
		sum := float32(0)
		for k := i; k < min(len(list), i+longest); k++ {
			if sum += list[k] - cost; sum > best {
				best, from, to = sum, i, k+1
			}
		}
	}
	return from, to
}
