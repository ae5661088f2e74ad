// Package attack looks for small groups behind sums that are shown, as somebody would who has them all and a computer.
// It is for tests of what is shown: exact elimination over the rationals, which knows nothing of the rules it tests.
package attack

import (
	"math/big"
	"slices"
)

// A System is what sums of cells tell of groups of these cells.
type System struct {
	class    []int       // of each cell; -1 if no sum holds it or it is empty
	values   []int       // of classes: cells that are in the same sums throughout
	cells    [][]int     // of classes
	residues [][]big.Rat // of classes: what the sums leave unknown
}

// New makes the system of cells with values, 0 or more, and of the sums shown: the cells each adds up.
// Empty cells are taken to be known.
func New(values []int, sums [][]int) *System {
	s := &System{class: make([]int, len(values))}
	in := make([][]int, len(values)) // sums that hold the cell
	for i, sum := range sums {
		for _, cell := range sum {
			in[cell] = append(in[cell], i)
		}
	}
	for cell, list := range in {
		s.class[cell] = -1
		if len(list) == 0 || values[cell] == 0 {
			continue
		}
		class := slices.IndexFunc(s.cells, func(cells []int) bool { return slices.Equal(in[cells[0]], list) })
		if class < 0 {
			class = len(s.cells)
			s.cells, s.values = append(s.cells, nil), append(s.values, 0)
		}
		s.class[cell] = class
		s.cells[class] = append(s.cells[class], cell)
		s.values[class] += values[cell]
	}
	s.eliminate(sums)
	return s
}

// eliminate brings the sums to reduced echelon form and keeps what is left of each class.
func (s *System) eliminate(sums [][]int) {
	n := len(s.values)
	pivots := make([][]big.Rat, n) // by the class they solve for
	for _, sum := range sums {
		row := make([]big.Rat, n)
		for _, cell := range sum {
			if class := s.class[cell]; class >= 0 {
				row[class].SetInt64(1)
			}
		}
		for class, pivot := range pivots {
			if pivot != nil && row[class].Sign() != 0 {
				subtract(row, pivot, new(big.Rat).Set(&row[class]))
			}
		}
		first := slices.IndexFunc(row, func(x big.Rat) bool { return x.Sign() != 0 })
		if first < 0 {
			continue
		}
		inverse := new(big.Rat).Inv(&row[first])
		for i := range row {
			row[i].Mul(&row[i], inverse)
		}
		for _, pivot := range pivots {
			if pivot != nil && pivot[first].Sign() != 0 {
				subtract(pivot, row, new(big.Rat).Set(&pivot[first]))
			}
		}
		pivots[first] = row
	}
	for class := range n {
		residue := make([]big.Rat, n)
		residue[class].SetInt64(1)
		if pivots[class] != nil {
			subtract(residue, pivots[class], big.NewRat(1, 1))
		}
		s.residues = append(s.residues, residue)
	}
}

// subtract takes a multiple of b from a.
func subtract(a, b []big.Rat, times *big.Rat) {
	var product big.Rat
	for i := range a {
		if b[i].Sign() != 0 {
			a[i].Sub(&a[i], product.Mul(&b[i], times))
		}
	}
}

// Tells reports whether the sums give the number of comments in a group of cells.
func (s *System) Tells(group []int) bool {
	held := map[int]int{} // cells of the group that count, by class
	for _, cell := range group {
		if class := s.class[cell]; class >= 0 {
			held[class]++
		}
	}
	residue := make([]big.Rat, len(s.values))
	for class, n := range held {
		if n < len(s.cells[class]) {
			return false
		}
		subtract(residue, s.residues[class], big.NewRat(-1, 1))
	}
	return len(held) > 0 && zero(residue)
}

func zero(residue []big.Rat) bool {
	return !slices.ContainsFunc(residue, func(x big.Rat) bool { return x.Sign() != 0 })
}

// Small returns a group of cells of which the sums give the number of comments, fewer than limit; nil if there is none.
func (s *System) Small(limit int) []int {
	var small []int // classes
	for class, value := range s.values {
		if value < limit {
			small = append(small, class)
		}
	}
	var search func(from, left int, residue []big.Rat, group []int) []int
	search = func(from, left int, residue []big.Rat, group []int) []int {
		if len(group) > 0 && zero(residue) {
			return group
		}
		for i := from; i < len(small); i++ {
			class := small[i]
			if s.values[class] > left {
				continue
			}
			next := make([]big.Rat, len(residue))
			for j := range next {
				next[j].Set(&residue[j])
			}
			subtract(next, s.residues[class], big.NewRat(-1, 1))
			if found := search(i+1, left-s.values[class], next, append(slices.Clip(group), s.cells[class]...)); found != nil {
				return found
			}
		}
		return nil
	}
	return search(0, limit-1, make([]big.Rat, len(s.values)), nil)
}
