package report

import "slices"

// An audit knows the figures of one series that are shown, each the number of comments in a run of months,
// and tells exactly which groups of comments can be had from them by adding and taking away.
//
// A figure is the comments up to its end less those up to its start, so it joins two points of time.
// Differences can be had between points that are joined, however far around, and between no others:
// a group of months can be had if in each set of joined points as many of its runs start as end.
type audit struct {
	months []Month  // that have comments
	totals []int    // comments before each of these months, and in all
	rough  []Month  // first months of quarters of which only the whole is known
	spans  []Period // shown
	odd    bool     // some may begin or end within a quarter, so that months matter
}

// newAudit begins with what was shown of the series before.
//
// Note: a quarter that was hidden in a figure shown before counts with the fewest comments it had then,
// because it is these that the old figure would give away. With odd, a period to come begins or ends within a quarter.
func (b *board) newAudit(s series, quarters []Month, before *earlier, odd bool) *audit {
	a := &audit{totals: []int{0}, odd: odd}
	for _, w := range before.windows[s] {
		a.know(w)
	}
	for _, q := range quarters {
		key := blockKey{s.department, s.measure, q}
		cells := b.blocks[key].Cells
		whole, months := cells[partQuarter].base(), 0
		for i := range 3 {
			months += cells[partMonths+i].base()
		}
		once, was := before.cell(key, partQuarter)
		switch {
		case was && once.Ever:
			a.know(q.Quarter())
			for i := range 3 {
				if month, _ := before.cell(key, partMonths+i); a.odd && month.Ever {
					a.know(Period{q + Month(i), q + Month(i)})
				}
			}
		case before.covers(key):
			whole = min(whole, once.Least) // none if it was not there
		}
		if months != whole { // as where the quarter of an earlier night is held
			a.rough = append(a.rough, q)
			a.count(q, whole)
			continue
		}
		for i := range 3 {
			a.count(q+Month(i), cells[partMonths+i].base())
		}
	}
	return a
}

func (a *audit) count(m Month, n int) {
	if n > 0 {
		a.months, a.totals = append(a.months, m), append(a.totals, a.totals[len(a.totals)-1]+n)
	}
}

func (a *audit) know(span Period) {
	a.spans = append(a.spans, span)
	a.odd = a.odd || !span.ofQuarters()
}

// until is how many comments there are before a month.
func (a *audit) until(m Month) int {
	i, _ := slices.BinarySearch(a.months, m)
	return a.totals[i]
}

// divides reports whether it is known how many comments a period has: it cuts no quarter of which only the whole is known.
func (a *audit) divides(span Period) bool {
	return !slices.ContainsFunc(a.rough, func(q Month) bool {
		return q < span.First && span.First <= q+2 || q <= span.Last && span.Last < q+2
	})
}

// add shows more figures if that is safe, and reports whether it did.
func (a *audit) add(spans ...Period) bool {
	before := len(a.spans)
	for _, span := range spans {
		if !slices.Contains(a.spans, span) {
			a.know(span)
		}
	}
	if len(a.spans) == before || a.safe() {
		return true
	}
	a.spans = a.spans[:before]
	return false
}

// maxSets is how many sets of joined points an audit keeps apart. Where there are more, nothing further is shown.
const maxSets = 16

// A walk along the points of time picks the runs of one group: how many more runs start than end in each set of joined points,
// whether the walk is within a run, and the comments picked.
type walk struct {
	balance [maxSets]int8
	inside  bool
	n       int
}

// safe reports whether no group of fewer than [MinBase] comments can be had from the figures shown.
func (a *audit) safe() bool {
	points := a.points()
	sets, ok := a.sets(points)
	if !ok {
		return false
	}
	walks := map[walk]bool{{}: true}
	for i, point := range points {
		next := map[walk]bool{}
		for w := range walks {
			forks := []walk{w}
			if set := sets[i]; set >= 0 {
				turned := w.turn(set)
				if !turned.inside && turned.n > 0 && turned.balance == (walk{}).balance {
					return false
				}
				forks = append(forks, turned)
			}
			for _, w := range forks {
				if w.inside && i+1 < len(points) {
					w.n += a.until(points[i+1]) - a.until(point)
				}
				if w.n < MinBase {
					next[w] = true
				}
			}
		}
		walks = next
	}
	return true
}

// turn starts or ends a run at a point of a set.
func (w walk) turn(set int) walk {
	if w.inside {
		w.balance[set]--
	} else {
		w.balance[set]++
	}
	w.inside = !w.inside
	return w
}

// points returns the points of time at which figures start or end; of several with no comment between them, the first.
func (a *audit) points() []Month {
	var points []Month
	for _, span := range a.spans {
		points = append(points, span.First, span.Last+1)
	}
	slices.Sort(points)
	return slices.CompactFunc(points, func(p, q Month) bool { return a.until(p) == a.until(q) })
}

// sets numbers the set of joined points that each point is in, -1 for a point that is joined to none. It is not ok if there are too many.
func (a *audit) sets(points []Month) (sets []int, ok bool) {
	sets = make([]int, len(points))
	for i := range sets {
		sets[i] = -1
	}
	at := func(m Month) int {
		i, _ := slices.BinarySearchFunc(points, a.until(m), func(p Month, n int) int { return a.until(p) - n })
		return i
	}
	count := 0
	for _, span := range a.spans {
		start, end := at(span.First), at(span.Last+1)
		if start == end {
			continue
		}
		if sets[start] < 0 {
			sets[start] = count
			count++
		}
		if other := sets[end]; other < 0 {
			sets[end] = sets[start]
		} else if other != sets[start] {
			for i := range sets {
				if sets[i] == other {
					sets[i] = sets[start]
				}
			}
		}
	}
	return renumber(sets)
}

// renumber gives the sets the lowest numbers.
func renumber(sets []int) ([]int, bool) {
	numbers := map[int]int{-1: -1}
	for i, set := range sets {
		if _, known := numbers[set]; !known {
			numbers[set] = len(numbers) - 1
		}
		sets[i] = numbers[set]
	}
	return sets, len(numbers)-1 <= maxSets
}
