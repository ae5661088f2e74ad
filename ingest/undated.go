package ingest

import (
	"fmt"
	"slices"
	"strings"
)

// Days of spreadsheets, counted from the end of 1899, that a column of dates may hold as bare numbers: 1954 to 2064.
const (
	firstSerial = 20000
	lastSerial  = 60000
)

// daySerials reports whether the column holds nothing but days as spreadsheets count them,
// which is what they write where a column of dates was not formatted as one.
func (c *column) daySerials(latest int) bool {
	s := &c.stats
	if s.dates.good > 0 || s.numbers < s.filled || s.numbers == 0 || s.low < firstSerial || s.high > lastSerial+1 {
		return false
	}
	switch c.plain {
	case "time", "month", "year": // seconds of a day, or no day at all
		return false
	}
	return latest == 0 || dayNumber(serialDate(s.high, nil).time) <= latest
}

// takeSerials makes the numbers of a column with a date's role days, if they can be.
func (p *plan) takeSerials() {
	for _, c := range p.columns {
		if c.role.isDate() && !p.serials && c.daySerials(p.latestOf(c.role)) {
			c.serials = true
			c.stats.dates = dateEvidence{good: c.stats.numbers, styles: map[dateStyle]int{styleSerial: c.stats.numbers}, newest: dayNumber(serialDate(c.stats.high, nil).time)}
		}
	}
}

// latestOf is the newest day that a date of role r can be of; 0 for any.
func (p *plan) latestOf(r role) int {
	if r == roleDue {
		return 0
	}
	return p.latest
}

// assignDate makes the only column that holds dates the one that says when something was said, if no name says which is.
// It must leave no doubt: each cell a date, none yet to come, and no day that could be a month.
func (p *plan) assignDate() {
	if p.has(roleDate) || p.mapping.Date != "" {
		return
	}
	var dated []*column
	for _, c := range p.columns {
		if c.holdsDates() {
			dated = append(dated, c)
		}
	}
	if len(dated) != 1 {
		return
	}
	c := dated[0]
	if _, err := c.stats.dates.orders(p.format.order); err != nil && p.mapping.DateLayout == "" || p.latest > 0 && c.stats.dates.newest > p.latest || ofAnotherDay(c.heading()) {
		return
	}
	c.role, c.why = roleDate, "the only column of dates"
	p.notes = append(p.notes, fmt.Sprintf("column %q is taken for the date, since no other holds dates: declare columns: {date: %q} to be sure", c.name, c.name))
}

// holdsDates reports whether all of a column's cells are dates that could be nothing else, and most rows have one.
func (c *column) holdsDates() bool {
	s := &c.stats
	return c.role == roleNone && c.why == "" && s.filled > 0 && 2*s.filled > s.rows && s.dates.good == s.filled && s.dates.bad == 0 && s.dates.written()
}

// written reports whether all dates were written as such, and not as one number, which could be anything.
func (e *dateEvidence) written() bool {
	return e.styles[styleISO]+e.styles[styleNumber]+e.styles[styleNamed] == e.good
}

// otherDays are words of headers that ask for another day than that on which something was said.
var otherDays = wordSet("birth birthday birthdate born dob hire hired joined since expire expires expiry expiration valid until next appointment move moved started enrolled licence license built due deadline preferred wish synced sync exported imported loaded uploaded downloaded extracted printed")

func ofAnotherDay(header string) bool {
	return slices.ContainsFunc(strings.Fields(plainName(header)), func(w string) bool { return otherDays[w] })
}
