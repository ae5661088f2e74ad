package report

import (
	"slices"
	"time"

	"voc"
)

// A Reference is what the published reports stand on, so that a report on demand gives away no small group as the difference of the two.
type Reference struct {
	Sums      *Sums // of all comments
	Period    Period
	AsOf      time.Time
	Published *Published // what these reports showed
	Labels    string     // fingerprint of what decides the labels
}

// A rest compares the figures of a report on demand with the published ones: a figure is hidden
// where fewer than [MinBase] comments are in one of the two alone.
type rest struct {
	published *board
	periods   []Period // that published reports and tables speak of
	all, now  *board   // what they and the report on demand count, by month
	same      bool     // both count all comments
}

func newRest(reference *Reference, now *Sums, asOf time.Time, known map[string]voc.Department) *rest {
	wide := reference.Period.Months() > 3
	b := newBoard(reference.Sums, reference.Sums, known, reference.AsOf, false, wide, nil)
	p := reference.Period
	if p == (Period{}) {
		p = LastPeriod(b.first, reference.AsOf)
	}
	b.again = true
	b.publish(reference.Published, reference.Labels, p, true)
	return &rest{
		published: b,
		periods:   append(b.periods(), p, p.Before(), p.YearAgo()),
		all:       counted(reference.Sums, reference.Sums, known, reference.AsOf),
		now:       counted(now, reference.Sums, known, asOf),
		same:      now == reference.Sums,
	}
}

// counted returns a board of which only the cells of months are asked for.
func counted(sums, reference *Sums, known map[string]voc.Department, asOf time.Time) *board {
	b := &board{blocks: map[blockKey]*block{}, sources: reference.caseSources(asOf)}
	for key, tally := range sums.groups {
		if key.Month <= MonthOf(asOf) && !tally.empty() {
			b.add(key, tally, known)
		}
	}
	return b
}

// in is how many comments a measure has in the months of two periods.
func (b *board) in(department, measure string, p, q Period) int {
	n := 0
	for m := max(p.First, q.First); m <= min(p.Last, q.Last); m++ {
		quarter := m.Quarter().First
		if bl := b.blocks[blockKey{department, measure, quarter}]; bl != nil {
			n += bl.Cells[partMonths+int(m-quarter)].base()
		}
	}
	return n
}

// whole reports whether a selection lets all comments through that a published figure counts: then that figure is shown,
// which may be as of an earlier night.
func (r *rest) whole(department, measure string, p Period) bool {
	if r.same || !slices.Contains(r.periods, p) {
		return false
	}
	n := r.now.in(department, measure, p, p)
	return n > 0 && n == r.all.in(department, measure, p, p)
}

// tells reports whether a figure for a period and a published one would give away a small group by subtraction.
func (r *rest) tells(department, measure string, p Period) bool {
	if r.same && slices.Contains(r.periods, p) {
		_, shown := r.published.figure(department, measure, p)
		return !shown // it is as it is published
	}
	n := r.now.in(department, measure, p, p)
	for _, q := range r.periods {
		both := r.now.in(department, measure, p, q)
		if both == 0 {
			continue
		}
		held, shown := r.published.figure(department, measure, q)
		if !shown {
			continue
		}
		if small(n-both) || small(r.all.in(department, measure, q, q)-both) || small(max(held.base()-both, both-held.base())) {
			return true
		}
	}
	return false
}

// small reports whether a group of n is too small to be shown.
func small(n int) bool { return n > 0 && n < MinBase }
