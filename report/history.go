package report

import "slices"

// The parts that a quarter is split into, in two ways.
var (
	monthParts    = []int{partMonths, partMonths + 1, partMonths + 2}
	audienceParts = []int{partExternal, partInternal}
)

// A history is how many comments the parts of a quarter had: first when the parts were last shown, of which all is known then,
// then on each night on which the quarter alone was replaced. A nil history is not known, so that the parts are not shown again.
type history [][]int

// bases returns how many comments some parts have.
func bases(cells *[parts]cell, list []int) []int {
	var counts []int
	for _, part := range list {
		counts = append(counts, cells[part].base())
	}
	return counts
}

// after returns the history when a block's quarter is replaced.
func (h history) after(bl *block, list []int) history {
	fresh := bl.shows(list) && !slices.ContainsFunc(list, bl.held)
	switch {
	case h == nil && !fresh:
		return nil
	case fresh:
		return history{bases(&bl.Cells, list)}
	}
	return append(slices.Clip(h), bases(&bl.live, list))
}

// tells reports whether parts that are shown now give away a small group beside all that was shown of the quarter.
//
// What came between two nights, in each part, is a cell of a table: the quarters shown give the sums of its rows and the parts the sums of its columns.
// A group can be had from such sums if numbers for the rows and columns add up to 1 at each of its cells and to 0 at the others;
// cells in which nothing came may have any, as one who watches knows that no comment comes before its month.
// For three columns it is enough to try 0, 1 and 2 for each: columns that have a row in common differ by 1 at most.
func (h history) tells(now []int) bool {
	if len(h) == 0 {
		return true
	}
	var rows [][]int
	before := h[0]
	for _, next := range append(slices.Clip(h[1:]), now) {
		row := make([]int, len(next))
		for i := range row {
			row[i] = max(next[i]-before[i], before[i]-next[i])
		}
		rows, before = append(rows, row), next
	}
	columns := make([]int, len(now))
	for {
		if smallest(rows, columns) < MinBase {
			return true
		}
		i := 0
		for ; i < len(columns) && columns[i] == 2; i++ {
			columns[i] = 0
		}
		if i == len(columns) {
			return false
		}
		columns[i]++
	}
}

// smallest returns the number of comments in the smallest group that is had with numbers for the columns; [MinBase] if that is no small one.
func smallest(rows [][]int, columns []int) int {
	var reached [MinBase]bool // numbers of comments that some choice for the rows so far picks
	reached[0] = true
	for _, row := range rows {
		var next [MinBase]bool
		for number := -2; number <= 1; number++ {
			n, ok := picked(row, columns, number)
			for sum := 0; ok && sum+n < MinBase; sum++ {
				next[sum+n] = next[sum+n] || reached[sum]
			}
		}
		reached = next
	}
	for n := 1; n < MinBase; n++ {
		if reached[n] {
			return n
		}
	}
	return MinBase
}

// picked counts the comments of a row's cells that add up to 1, and reports whether the others add up to 0.
func picked(row, columns []int, number int) (n int, ok bool) {
	for i, count := range row {
		switch sum := number + columns[i]; {
		case count == 0 || sum == 0:
		case sum == 1:
			n += count
		default:
			return 0, false
		}
	}
	return n, true
}

// upgrade adds the histories to what versions before wrote, as far as they are known.
func (s *shownBlock) upgrade() {
	if s.Cells[partQuarter].Day != "" {
		return
	}
	seen := func(list []int) history {
		var counts []int
		rest := s.Cells[partQuarter].Cell.base()
		for _, part := range list {
			once := s.Cells[part]
			if once.Gone {
				return nil
			}
			counts = append(counts, once.Cell.base())
			rest -= once.Cell.base()
		}
		if rest != 0 {
			return nil
		}
		return history{counts}
	}
	s.Months, s.Audiences = seen(monthParts), seen(audienceParts)
}
