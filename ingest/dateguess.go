package ingest

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// dateEvidence is what a column's values say of its layout.
type dateEvidence struct {
	styles     map[dateStyle]int
	dayFirst   [numberStyles]int // dates whose first number can only be a day
	monthFirst [numberStyles]int // dates whose second number can only be a day
	either     [numberStyles]int
	good, bad  int
	newest     int // day, as [dayNumber] writes it; the first of the year where day and month cannot be told apart
}

func (e *dateEvidence) add(s string, serials bool) {
	if noDate(s) {
		return
	}
	if serials || allDigits(s) {
		if m, style, err := parseDate(s, nil, time.UTC, serials); err == nil {
			e.newest = max(e.newest, dayNumber(m.time))
			e.found(style)
			return
		}
	}
	if len(s) < 5 || len(s) > 64 {
		e.bad++
		return
	}
	p := dateParser{rest: s}
	style, err := p.date(nil)
	if err == nil {
		err = p.clock()
	}
	switch {
	case errors.Is(err, errAmbiguous):
		e.either[p.style]++
	case err != nil:
		e.bad++
		return
	case style == styleNumber && strings.IndexByte(s, '.') != strings.IndexAny(s, "/-.") && p.day != p.month:
		if first, _ := strconv.Atoi(strings.TrimLeft(s[:strings.IndexAny(s, "/-")], " 0")); first == p.day {
			e.dayFirst[p.style]++
		} else {
			e.monthFirst[p.style]++
		}
	}
	e.newest = max(e.newest, (p.year*100+max(1, p.month))*100+max(1, p.day))
	e.found(style)
}

func (e *dateEvidence) found(style dateStyle) {
	e.good++
	if e.styles == nil {
		e.styles = map[dateStyle]int{}
	}
	e.styles[style]++
}

// settled reports whether more values could not change the orders found.
func (e *dateEvidence) settled() bool {
	for style, n := range e.either {
		if n > 0 && e.dayFirst[style] == 0 && e.monthFirst[style] == 0 {
			return false
		}
	}
	return true
}

// orders are the orders that the values show; fallback is that of the format, for styles that do not show theirs.
// A style that shows none takes that of all others, if they agree.
func (e *dateEvidence) orders(fallback order) (*orders, error) {
	o := &orders{}
	days, months := sum(e.dayFirst), sum(e.monthFirst)
	if fallback == unknownOrder && (days == 0) != (months == 0) {
		fallback = dayFirst
		if months > 0 {
			fallback = monthFirst
		}
	}
	for style, either := range e.either {
		d, m := e.dayFirst[style], e.monthFirst[style]
		switch {
		case d > 0 && m == 0:
			o.of[style] = dayFirst
		case m > 0 && d == 0:
			o.of[style] = monthFirst
		case either > 0 && fallback == unknownOrder && days > 0:
			return nil, errMixed
		case either > 0 && fallback == unknownOrder:
			return nil, errAmbiguous
		default:
			o.of[style] = fallback
		}
	}
	return o, nil
}

var errMixed = errors.New("some dates can only have the day first, others only the month, and others could be either")

func sum(counts [numberStyles]int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}

// mixed reports whether dates with the day first stand beside dates with the month first.
func (e *dateEvidence) mixed() bool { return sum(e.dayFirst) > 0 && sum(e.monthFirst) > 0 }

// all returns the same order for every style; a date that does not fit it is no date.
func all(o order) *orders {
	out := &orders{strict: true}
	for style := range out.of {
		out.of[style] = o
	}
	return out
}

// commonest is the order of most dates.
func (e *dateEvidence) commonest() order {
	if sum(e.monthFirst) > sum(e.dayFirst) {
		return monthFirst
	}
	return dayFirst
}

// dateRoles are the roles whose columns hold dates.
var dateRoles = []role{roleDate, roleUpdated, roleDue, roleClosed}

// settle reads on while the order of day and month of a date column is not known for certain.
func (p *plan) settle(in rows) error {
	watch := p.watched()
	for n := 0; len(watch) > 0; n++ {
		cells, _, err := in.read()
		var bad *badRow
		if errors.As(err, &bad) {
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		p.count(cells, watch)
		if n%1024 == 1023 {
			watch = p.watched()
		}
	}
	return nil
}

func (p *plan) watched() []int {
	var watch []int
	if p.mapping.DateLayout == "" {
		for _, r := range dateRoles {
			if i, ok := p.at.get(r); ok && !p.columns[i].stats.dates.settled() {
				watch = append(watch, i)
			}
		}
	}
	return watch
}

// decideDates settles the order of day and month of each date column; where it cannot be told it asks.
func (p *plan) decideDates() {
	for _, r := range dateRoles {
		i, ok := p.at.get(r)
		if !ok {
			continue
		}
		if o, err := parseLayout(p.mapping.DateLayout); err == nil {
			p.order[i] = all(o)
			continue
		}
		evidence := &p.columns[i].stats.dates
		o, err := evidence.orders(p.format.order)
		if err != nil {
			p.order[i] = all(dayFirst)
			if p.ask == nil {
				p.ask = askLayout(p.columns[i], err)
			}
			continue
		}
		if evidence.mixed() {
			p.notes = append(p.notes, fmt.Sprintf("column %q: most dates are written %s, others the other way round; told apart by their leading zeros, and by which numbers can be months", p.columns[i].name, evidence.commonest()))
		}
		p.order[i] = o
	}
}

func askLayout(c *column, cause error) error {
	return fmt.Errorf("column %q: %w: say which with one line in voc.yaml under the source: `date_layout: DD/MM/YYYY` (or MM/DD/YYYY)", c.name, cause)
}
