package report

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"voc"
)

// Cases are the records of one source and service that carry times, by what is on record of each.
//
// A case is a record with a due or a closing time. Where a source gives closing times but no due ones,
// each of its records is a case; where it gives no closing times, none is: nobody can tell which are open.
type Cases struct {
	Elapsed  map[int]int `json:"elapsed,omitempty"`  // closed, by hours taken; see elapsed
	Due      int         `json:"due,omitempty"`      // closed that had a due time
	InTime   int         `json:"in_time,omitempty"`  // of those, closed by then
	Promised map[int]int `json:"promised,omitempty"` // open, by the day due, in days since 1970 (UTC)
	Open     map[int]int `json:"open,omitempty"`     // of those, by the day of the month of their opening
	Bare     map[int]int `json:"bare,omitempty"`     // neither closed nor due, by the day of the month
}

// countCase counts the times of a record.
func (t *Tally) countCase(r *voc.Record, by int) {
	if r.Time.IsZero() || !r.Closed.IsZero() && r.Closed.Before(r.Time) {
		return
	}
	c := t.casesOf(r.Source, strings.ToLower(strings.TrimSpace(r.Service)))
	switch {
	case !r.Closed.IsZero():
		addTo(&c.Elapsed, elapsed(r.Closed.Sub(r.Time)), by)
		if r.Due.IsZero() {
			break
		}
		c.Due += by
		if !r.Closed.After(r.Due) {
			c.InTime += by
		}
	case !r.Due.IsZero():
		addTo(&c.Promised, dayNumber(r.Due.UTC()), by)
		addTo(&c.Open, r.Time.Day(), by)
	default:
		addTo(&c.Bare, r.Time.Day(), by)
	}
}

func (t *Tally) casesOf(source, service string) *Cases {
	if t.Cases == nil {
		t.Cases = map[string]map[string]*Cases{}
	}
	if t.Cases[source] == nil {
		t.Cases[source] = map[string]*Cases{}
	}
	c := t.Cases[source][service]
	if c == nil {
		c = &Cases{}
		t.Cases[source][service] = c
	}
	return c
}

func addTo(counts *map[int]int, at, by int) {
	if *counts == nil {
		*counts = map[int]int{}
	}
	(*counts)[at] += by
}

func (t *Tally) mergeCases(o *Tally) {
	for source, services := range o.Cases {
		for service, from := range services {
			c := t.casesOf(source, service)
			c.Elapsed = addAll(c.Elapsed, from.Elapsed)
			c.Due += from.Due
			c.InTime += from.InTime
			c.Promised = addAll(c.Promised, from.Promised)
			c.Open = addAll(c.Open, from.Open)
			c.Bare = addAll(c.Bare, from.Bare)
		}
	}
}

// dayNumber is the day of t in days since 1970.
func dayNumber(t time.Time) int { return int(dayOf(t).Unix() / (24 * 60 * 60)) }

// elapsed returns the hours a case took, rounded up: to whole hours up to two days, then to whole days, up to a year and a day.
// Limits of charters are whole hours or whole days, so that counting by it is exact.
func elapsed(d time.Duration) int {
	if hours := int((d + time.Hour - 1) / time.Hour); hours <= 48 {
		return hours
	}
	const day = 24 * time.Hour
	return min(int((d+day-1)/day), 366) * 24
}

// A caseSource is what a source as a whole tells of its cases.
type caseSource struct {
	closes bool // it gives closing times
	dues   bool // it gives due times
	last   int  // its newest day, in days since 1970: what was done later it cannot say
}

// caseSources returns what each source tells of its cases up to the day asOf.
func (s *Sums) caseSources(asOf time.Time) map[string]caseSource {
	known := map[string]caseSource{}
	for _, t := range s.groups {
		for name, services := range t.Cases {
			source := known[name]
			for _, c := range services {
				source.closes = source.closes || counts(c.Elapsed) > 0
				source.dues = source.dues || c.Due > 0 || counts(c.Promised) > 0
			}
			source.last = min(dayNumber(asOf), dayNumber(s.sources[name]))
			known[name] = source
		}
	}
	return known
}

func counts(by map[int]int) int {
	n := 0
	for _, count := range by {
		n += count
	}
	return n
}

// measureCases is the measure of the cases that a standard is about, with the time allowed and their services after it.
// Its cell: cases of which it is known whether they kept it, those that did, those overdue and open, and, beside these, those not yet due.
const measureCases = "kept:"

// Parts of a cell of cases.
const (
	caseKept = iota + 1
	caseOverdue
	casePending
)

func caseMeasure(standard voc.Standard) string {
	return measureCases + strings.Join(append([]string{standard.Within}, slices.Sorted(slices.Values(standard.Services))...), "\x00")
}

// cases counts the cases of a group that a standard is about.
// One that is open keeps its promise or breaks it only when its time is over, on the newest day that its source knows of.
func cases(month Month, t *Tally, standard voc.Standard, sources map[string]caseSource) cell {
	var sum cell
	for name, services := range t.Cases {
		source := sources[name]
		if !source.closes {
			continue
		}
		for service, c := range services {
			if !standard.About(service) {
				continue
			}
			if standard.Within == "due" {
				sum = sum.plus(c.promised(source))
			} else if hours, ok := hoursWithin(standard.Within); ok {
				sum = sum.plus(c.within(hours, dayNumber(month.first()), source))
			}
		}
	}
	return sum
}

// promised counts the cases that have a due time.
func (c *Cases) promised(source caseSource) cell {
	sum := cell{c.Due, c.InTime}
	for day, n := range c.Promised {
		sum = sum.plus(openCases(n, day < source.last))
	}
	return sum
}

// within counts cases against a limit in hours. An open one opened on a day is overdue when the limit is over, had it come in the day's last hour.
func (c *Cases) within(limit, first int, source caseSource) cell {
	var sum cell
	for hours, n := range c.Elapsed {
		sum[0] += n
		if hours <= limit {
			sum[caseKept] += n
		}
	}
	lists := []map[int]int{c.Open}
	if !source.dues {
		lists = append(lists, c.Bare)
	}
	for _, list := range lists {
		for day, n := range list {
			sum = sum.plus(openCases(n, first+day-1+(limit+23)/24 < source.last))
		}
	}
	return sum
}

// openCases is the cell of n open cases, overdue or not yet due.
func openCases(n int, overdue bool) (c cell) {
	if overdue {
		c[0], c[caseOverdue] = n, n
	} else {
		c[casePending] = n
	}
	return c
}

// hoursWithin returns the whole hours that a time such as 2h or 3d allows.
func hoursWithin(within string) (int, bool) {
	if len(within) < 2 {
		return 0, false
	}
	n, err := strconv.Atoi(within[:len(within)-1])
	if err != nil || n <= 0 {
		return 0, false
	}
	switch within[len(within)-1] {
	case 'h':
		return n, true
	case 'd':
		return n * 24, true
	}
	return 0, false
}

// mergeDays keeps the newer day of each source.
func mergeDays(into, from map[string]time.Time) {
	for name, day := range from {
		if day.After(into[name]) {
			into[name] = day
		}
	}
}

// sawSource notes the days on which a source says that something was opened or closed.
func (s *Sums) sawSource(r *voc.Record) {
	for _, t := range []time.Time{r.Time, r.Closed} {
		if day := dayOf(t); day.After(s.sources[r.Source]) {
			s.sources[r.Source] = day
		}
	}
}

// formatDays and parseDays write days as 2006-01-02.
func formatDays(days map[string]time.Time) map[string]string {
	out := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(days)) {
		out[name] = days[name].Format(time.DateOnly)
	}
	return out
}

func parseDays(days map[string]string) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	for name, text := range days {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return nil, err
		}
		out[name] = day
	}
	return out, nil
}

// caseWords says which cases a standard counts, and which it leaves out.
func (c *city) caseWords(standard voc.Standard, n cell, shown bool) string {
	w := c.words
	which := w.Say("cases_every")
	if len(standard.Services) > 0 {
		which = w.Say("cases_of", "services", w.All(standard.Services))
	}
	if standard.Within == "due" {
		which = w.Say("cases_due", "cases", which)
	}
	if !shown {
		return w.Say("cases_few", "cases", which)
	}
	words := w.Say("cases_counted", "n", w.Count(n.base()), "cases", which)
	if n[caseOverdue] > 0 {
		words += w.Say("cases_overdue", "n", w.Count(n[caseOverdue]))
	}
	switch pending := n[casePending]; {
	case pending >= MinBase || pending > 0 && c.in.Unprotected:
		words += w.Say("cases_pending", "n", w.Count(pending))
	case pending > 0:
		words += w.Say("cases_pending_few", "min", MinBase)
	}
	return words
}
