package report

import (
	"maps"
	"slices"
	"strings"
	"time"

	"voc"
)

// Bases below which a figure is not shown, and below which it is to be used with care.
const (
	MinBase  = 10
	CareBase = 30
)

// A board holds the figures that may be shown: by department, measure and quarter.
// Every figure of comments on a page is computed from what the board shows, never from the sums,
// so that no page can give away what the board hides (what is said of ratings and focus groups is held by itself,
// see [shownImpact] and [shownGroups]):
//
//   - a figure on fewer than [MinBase] comments is hidden;
//   - the months of a quarter are shown all or not at all, as are the two audiences,
//     so that no part is the whole less the other parts;
//   - all departments together are those whose own figure is shown;
//   - where reports speak of longer periods, a quarter or such a period is shown only if no small group
//     follows from it and all else that is shown of the measure (see series.go);
//   - a report on demand shows no figure that differs from a published one by fewer than [MinBase] comments (see rest.go);
//   - a quarter once shown is replaced only when at least [MinBase] comments bear on the change, and its months and audiences
//     only where no small group follows from all that was shown of it (see hold.go and history.go),
//     so that no small group is one night's report less another's.
type board struct {
	blocks      map[blockKey]*block
	windows     map[window]bool // periods other than months and quarters of which a figure is shown
	departments []string        // sorted; unassigned, "", is not among them
	unassigned  bool
	first       Month // of the first dated comment; 0 if none is dated
	asOf        time.Time
	open        bool     // nothing is hidden; for tests
	wide        bool     // reports speak of several quarters at once
	closed      Month    // quarters after it are not shown before they are over; 0 if all may be
	again       bool     // it is made to compare with, and has quarters that are not over too
	rest        *rest    // what published reports show beside; nil for these themselves
	whole       *Period  // all that is counted is of days in these months, and shown as one; nil for blocks of quarters
	themeList   []string // sorted
	sources     map[string]caseSource
}

type blockKey struct {
	Department string
	Measure    string
	Quarter    Month // its first month
}

// Measures: what is counted. The first value is the base.
const (
	measureComments = "comments" // comments, negative, with any need unmet, praise
	measureNeed     = "need:"    // speaking of the need, not met, met
	measureTheme    = "theme:"   // speaking of the theme, not met, met
	measureLeftOut  = "left_out" // without content or in a language that is not labelled
)

// Parts of a block.
const (
	partQuarter  = iota
	partMonths   // three of them
	_            //
	_            //
	partExternal //
	partInternal //
	parts        // how many
)

// A cell is a base and the counts upon it.
type cell [4]int

func (c cell) plus(o cell) cell {
	for i := range c {
		c[i] += o[i]
	}
	return c
}

func (c cell) minus(o cell) cell {
	for i := range c {
		c[i] -= o[i]
	}
	return c
}

func (c cell) base() int { return c[0] }

// A block is what is published together: one measure of one department in one quarter.
type block struct {
	Cells [parts]cell
	Shown [parts]bool
	days  [parts]string // as of which the cells are that are held; see [Published]
	live  [parts]cell   // what there is now
}

// newBoard makes the board of what sums hold up to the day asOf.
// Its cases are judged by what reference, which holds all comments, knows of their sources.
func newBoard(sums, reference *Sums, departments map[string]voc.Department, asOf time.Time, open, wide bool, days *Days) *board {
	b := &board{blocks: map[blockKey]*block{}, windows: map[window]bool{}, asOf: asOf, open: open, wide: wide && !open, sources: reference.caseSources(asOf)}
	if days != nil {
		months := days.months()
		b.whole = &months
	}
	last, seen := MonthOf(asOf), map[string]bool{}
	for key, tally := range sums.groups {
		if key.Month > last || tally.empty() {
			continue
		}
		if key.Month != 0 && (b.first == 0 || key.Month < b.first) {
			b.first = key.Month
		}
		seen[key.Department] = true
		b.add(key, tally, departments)
	}
	themes := map[string]bool{}
	for key, said := range sums.focus {
		seen[key.Department] = true
		for name := range said {
			if theme, ok := strings.CutPrefix(name, measureTheme); ok {
				themes[theme] = true
			}
		}
	}
	b.unassigned = seen[""]
	delete(seen, "")
	b.departments = slices.Sorted(maps.Keys(seen))
	for key, block := range b.blocks {
		block.decide(key.Quarter, last, open)
		if theme, ok := strings.CutPrefix(key.Measure, measureTheme); ok {
			themes[theme] = true
		}
	}
	b.themeList = slices.Sorted(maps.Keys(themes))
	return b
}

func (b *board) add(key group, t *Tally, departments map[string]voc.Department) {
	var counted []string // two standards may ask the same of the same cases
	for _, standard := range departments[key.Department].Standards {
		measure := caseMeasure(standard)
		if standard.Within == "" || slices.Contains(counted, measure) {
			continue
		}
		counted = append(counted, measure)
		b.count(key, measure, cases(key.Month, t, standard, b.sources))
	}
	b.count(key, measureComments, cell{t.Comments, t.Negative, t.AnyUnmet, t.Praise})
	b.count(key, measureLeftOut, cell{t.NoContent + t.Unlabelled})
	b.count(key, measureLetters, cell{t.Letters, t.Campaigns})
	for i, need := range voc.Needs {
		b.count(key, measureNeed+string(need), countsCell(t.Needs[i]))
	}
	for theme, counts := range t.Themes {
		b.count(key, measureTheme+theme, countsCell(counts))
	}
}

func countsCell(c Counts) cell { return cell{c.N(), c.NotMet(), c.Met} }

func (b *board) count(key group, measure string, c cell) {
	if c == (cell{}) {
		return
	}
	quarter := key.Month.Quarter().First
	if b.whole != nil {
		quarter = b.whole.First
	}
	at := blockKey{key.Department, measure, quarter}
	bl := b.blocks[at]
	if bl == nil {
		bl = &block{}
		b.blocks[at] = bl
	}
	audience := partExternal
	if key.Audience == voc.Internal {
		audience = partInternal
	}
	list := []int{partQuarter, audience}
	if b.whole == nil {
		list = append(list, partMonths+int(key.Month-quarter))
	}
	for _, part := range list {
		bl.Cells[part] = bl.Cells[part].plus(c)
	}
}

// decide says which parts of the block may be shown, where last is the newest month.
func (bl *block) decide(quarter, last Month, open bool) {
	bl.live = bl.Cells
	for part := range bl.Shown {
		bl.Shown[part] = bl.Cells[part].base() >= MinBase || open
	}
	if open {
		return
	}
	months := bl.Shown[partQuarter]
	for i := range 3 {
		if quarter+Month(i) <= last {
			n := bl.Cells[partMonths+i].base()
			months = months && (n == 0 || n >= MinBase)
		}
	}
	for i := range 3 {
		bl.Shown[partMonths+i] = months && quarter+Month(i) <= last
	}
	both := bl.Shown[partExternal] && bl.Shown[partInternal]
	bl.Shown[partExternal], bl.Shown[partInternal] = both, both
}

// part returns a part of a department's block, and whether it may be shown. One without comments has nothing to show.
func (b *board) part(department, measure string, quarter Month, part int) (cell, bool) {
	bl := b.blocks[blockKey{department, measure, quarter}]
	if bl == nil {
		return cell{}, false
	}
	return bl.Cells[part], bl.Shown[part] && bl.Cells[part].base() > 0
}

// of returns the board that has a department's cell for a period: that of the published reports where all their comments are counted.
func (b *board) of(department, measure string, p Period) *board {
	if b.rest != nil && b.rest.whole(department, measure, p) {
		return b.rest.published
	}
	return b
}

// figure returns a department's cell for a period, and whether it may be shown.
func (b *board) figure(department, measure string, p Period) (cell, bool) {
	b = b.of(department, measure, p)
	c, shown := b.alone(department, measure, p)
	return c, shown && (b.rest == nil || !b.rest.tells(department, measure, p))
}

// alone is [board.figure] without regard to what published reports show beside.
func (b *board) alone(department, measure string, p Period) (cell, bool) {
	switch {
	case b.whole != nil && p == *b.whole:
		return b.part(department, measure, p.First, partQuarter)
	case b.whole != nil:
		return cell{}, false
	case p.First == p.Last:
		quarter := p.First.Quarter().First
		return b.part(department, measure, quarter, partMonths+int(p.First-quarter))
	case p == p.First.Quarter():
		return b.part(department, measure, p.First, partQuarter)
	}
	s := series{department, measure}
	sum := b.sum(s, b.wholeQuarters(p))
	return sum, b.windows[window{s, p}] || b.open && sum.base() > 0
}

// held reports whether a figure is as it was on an earlier day, and on which; the day is empty if that is not known.
func (b *board) held(department, measure string, p Period) (day string, held bool) {
	b = b.of(department, measure, p)
	span := p
	if b.whole == nil {
		span = b.wholeQuarters(p)
	}
	for quarter, part := range span.cells() {
		bl := b.blocks[blockKey{department, measure, quarter}]
		if bl == nil || !bl.held(part) {
			continue
		}
		if !held || bl.days[part] < day {
			day = bl.days[part]
		}
		held = true
	}
	return day, held
}

// spoken reports whether a department has comments on a measure in a month or quarter, shown or not.
func (b *board) spoken(department, measure string, p Period) bool {
	for quarter, part := range p.cells() {
		if bl := b.blocks[blockKey{department, measure, quarter}]; bl != nil && bl.live[part].base() > 0 {
			return true
		}
	}
	return false
}

// all returns the sum over the departments whose figure is shown, and how many these are.
func (b *board) all(measure string, p Period) (sum cell, departments int) {
	for _, d := range b.departments {
		if c, shown := b.figure(d, measure, p); shown {
			sum = sum.plus(c)
			departments++
		}
	}
	return sum, departments
}

// periods returns the months and quarters from the first comment to the newest, the undated ones before them.
func (b *board) periods() []Period {
	var months, quarters []Period
	if b.hasUndated() {
		quarters = append(quarters, Month(0).Quarter())
	}
	for m := b.first; m != 0 && m <= MonthOf(b.asOf); m++ {
		months = append(months, Period{m, m})
		if q := m.Quarter(); len(quarters) == 0 || quarters[len(quarters)-1] != q {
			quarters = append(quarters, q)
		}
	}
	return append(quarters, months...)
}

func (b *board) hasUndated() bool {
	for key := range b.blocks {
		if key.Quarter == 0 {
			return true
		}
	}
	return false
}

// A label is a need or a theme as tables name it.
type label struct {
	id      string
	measure string
	theme   bool
}

// labels returns the needs and themes that are counted, needs in their order and themes sorted.
func (b *board) labels() []label {
	var list []label
	for _, need := range voc.Needs {
		list = append(list, label{string(need), measureNeed + string(need), false})
	}
	for _, theme := range b.themeList {
		list = append(list, label{theme, measureTheme + theme, true})
	}
	return list
}
