package report

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// A series is one measure of one department over time.
type series struct{ department, measure string }

// A window is a longer period than a quarter, or part of two, for which a series has a figure.
type window struct {
	series series
	period Period
}

// protect hides as few figures of each series as it can where the board shows longer periods beside their quarters:
// complementary suppression (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4) with an exact audit in place of bounds.
// Hidden are the quarters below [MinBase]. Then figures are shown one after the other, each only if no group of fewer than
// [MinBase] comments follows from it and all that is shown, or was ever shown, of the series: first the periods that reports speak of,
// since reports come first, then the quarters, the larger first, so that the next-smallest is hidden beside a small one.
//
// What one night hides, the next cannot give away by showing what lies beside it: what was shown before stands first in the audit (see [earlier]),
// and so a past quarter that is hidden stays hidden, one that is shown stays shown, whatever later quarters bring.
// A quarter after the reports' period is shown only if the figure of the next such period can still be shown then;
// if that is impossible in any case, the quarter is shown and it is the period that will be hidden.
// Where what was shown before is not safe any more, because comments were taken out, the series is hidden.
//
// Other sums need no audit of their own: all departments together are the sum of figures shown, the months of a quarter and the two audiences
// are shown all or not at all, and needs and themes, of which a comment may have several, do not add up to one another.
func (b *board) protect(p Period, before *earlier, nightly bool) {
	var windows []Period
	for _, w := range []Period{p, p.Before(), p.YearAgo()} {
		if w.First > 0 && w.Months() > 1 && w != w.First.Quarter() && !slices.Contains(windows, w) {
			windows = append(windows, w)
		}
	}
	if b.open || b.whole != nil || len(windows) == 0 && len(before.windows) == 0 {
		return
	}
	quarters := map[series][]Month{}
	for key := range b.blocks {
		if key.Quarter > 0 && !b.waits(key.Quarter) && !strings.HasPrefix(key.Measure, measurePeople) { // undated comments and people are in no sum
			s := series{key.Department, key.Measure}
			quarters[s] = append(quarters[s], key.Quarter)
		}
	}
	for s, list := range quarters {
		slices.Sort(list)
		b.protectSeries(s, list, windows, p, before, nightly && len(windows) > 0)
	}
}

func (b *board) protectSeries(s series, quarters []Month, windows []Period, p Period, before *earlier, nightly bool) {
	a := b.newAudit(s, quarters, before, slices.ContainsFunc(windows, func(w Period) bool { return !b.wholeQuarters(w).ofQuarters() }))
	if !a.safe() {
		for _, q := range quarters {
			b.blocks[blockKey{s.department, s.measure, q}].Shown = [parts]bool{}
		}
		return
	}
	for _, w := range windows {
		if span := b.wholeQuarters(w); b.sum(s, span).base() >= MinBase && a.divides(span) && a.add(span) {
			b.windows[window{s, w}] = true
		}
	}
	later := len(quarters)
	if nightly {
		later, _ = slices.BinarySearch(quarters, p.Last+1)
	}
	size := func(q Month) int { return b.blocks[blockKey{s.department, s.measure, q}].Cells[partQuarter].base() }
	past := slices.Clone(quarters[:later])
	slices.SortStableFunc(past, func(q, r Month) int { return cmp.Compare(size(r), size(q)) })
	for _, q := range past {
		b.protectQuarter(a, s, q)
	}
	if next := (Period{p.First.Quarter().First + 3, p.Last + 3}); later < len(quarters) && b.sum(s, next).base() >= MinBase {
		a.add(next)
	}
	for _, q := range quarters[later:] {
		b.protectQuarter(a, s, q)
	}
}

// protectQuarter shows a quarter if the audit lets it, and its months where they are large enough.
func (b *board) protectQuarter(a *audit, s series, q Month) {
	bl := b.blocks[blockKey{s.department, s.measure, q}]
	if bl.Cells[partQuarter].base() < MinBase || !a.add(q.Quarter()) {
		bl.Shown = [parts]bool{}
		return
	}
	bl.Shown[partQuarter] = true
	if months := []Period{{q, q}, {q + 1, q + 1}, {q + 2, q + 2}}; a.odd && bl.Shown[partMonths] && !a.add(months...) {
		bl.hide(monthParts)
	}
}

// wholeQuarters returns a period with the months before the first comment and after the newest that fill its first and last quarter.
func (b *board) wholeQuarters(p Period) Period {
	if p.First == b.first {
		p.First = b.first.Quarter().First
	}
	if p.Last >= MonthOf(b.asOf) {
		p.Last = p.Last.Quarter().Last
	}
	return p
}

// sum adds up a series over a period, hidden or not.
func (b *board) sum(s series, p Period) (sum cell) {
	for quarter, part := range p.cells() {
		if bl := b.blocks[blockKey{s.department, s.measure, quarter}]; bl != nil {
			sum = sum.plus(bl.Cells[part])
		}
	}
	return sum
}

// cells gives the quarters of a period, by their first month, with the parts of them that make it up: wholes where it can be.
func (p Period) cells() iter.Seq2[Month, int] {
	return func(yield func(quarter Month, part int) bool) {
		for m := p.First; m <= p.Last; {
			part, next, quarter := partMonths+int(m-m.Quarter().First), m+1, m.Quarter()
			if quarter.First == m && quarter.Last <= p.Last {
				part, next = partQuarter, quarter.Last+1
			}
			if !yield(quarter.First, part) {
				return
			}
			m = next
		}
	}
}
