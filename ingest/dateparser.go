package ingest

import (
	"strings"
	"time"
)

// A dateParser reads a date from left to right.
type dateParser struct {
	rest                 string
	year, month, day     int
	hour, minute, second int
	nano                 int
	hasClock             bool
	zone                 *time.Location
	style                numberStyle // of a date in numbers
	either               bool        // day and month could be exchanged
}

func (p *dateParser) number() (n, digits int) {
	for digits < len(p.rest) && digits < 9 && p.rest[digits] >= '0' && p.rest[digits] <= '9' {
		n = n*10 + int(p.rest[digits]-'0')
		digits++
	}
	p.rest = p.rest[digits:]
	return n, digits
}

func (p *dateParser) skip(set string) bool {
	n := 0
	for n < len(p.rest) && strings.IndexByte(set, p.rest[n]) >= 0 {
		n++
	}
	p.rest = p.rest[n:]
	return n > 0
}

var months = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

func (p *dateParser) word() string {
	n := 0
	for n < len(p.rest) && (p.rest[n]|0x20 >= 'a' && p.rest[n]|0x20 <= 'z') {
		n++
	}
	w := p.rest[:n]
	p.rest = p.rest[n:]
	return strings.ToLower(w)
}

func monthOf(word string) int {
	if len(word) < 3 {
		return 0
	}
	if m := months[word[:3]]; m > 0 && (len(word) <= 4 || strings.HasPrefix(time.Month(m).String(), strings.ToUpper(word[:1])+word[1:])) {
		return m
	}
	return 0
}

var weekdays = map[string]bool{"mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true}

// date reads the day.
func (p *dateParser) date(o *orders) (dateStyle, error) {
	if c := p.rest[0]; c < '0' || c > '9' {
		return styleNamed, p.namedDate()
	}
	zero := p.rest[0] == '0'
	a, digits := p.number()
	if p.rest == "" {
		return "", errNotDate
	}
	single := digits == 1
	separator := p.rest[0]
	switch {
	case digits == 4:
		return styleISO, p.isoDate(a)
	case digits > 2:
		return "", errNotDate
	}
	p.skip("/-. ,thsndr")
	if c := p.rest; c != "" && (c[0] < '0' || c[0] > '9') {
		p.day = a
		if p.month = monthOf(p.word()); p.month == 0 {
			return "", errNotDate
		}
		p.skip("/-. ,")
		return styleNamed, p.lastYear()
	}
	zero = zero || p.rest != "" && p.rest[0] == '0'
	b, digits := p.number()
	p.style = styleOf(zero, single || digits == 1, separator)
	if digits == 0 || digits > 2 || strings.IndexByte("/-.", separator) < 0 || !p.skip("/-.") {
		return "", errNotDate
	}
	if err := p.lastYear(); err != nil {
		return "", err
	}
	return styleNumber, p.settle(a, b, o, separator)
}

func styleOf(zero, single bool, separator byte) numberStyle {
	style := neutral
	if zero {
		style = padded
	} else if single {
		style = unpadded
	}
	if separator == '-' {
		style += hyphens
	}
	return style
}

// settle decides which of a and b is the day.
func (p *dateParser) settle(a, b int, o *orders, separator byte) error {
	p.either = a <= 12 && b <= 12 && a != b && separator != '.'
	want := unknownOrder
	if o != nil {
		want = o.of[p.style]
	}
	switch {
	case separator == '.' && (o == nil || !o.strict): // nobody writes the month first before a point
		want = dayFirst
	case want != unknownOrder && o.strict:
	case a > 12:
		want = dayFirst
	case b > 12:
		want = monthFirst
	case a == b:
		want = dayFirst
	case want == unknownOrder:
		return errAmbiguous
	}
	p.day, p.month = a, b
	if want == monthFirst {
		p.day, p.month = b, a
	}
	if !validDay(p.year, p.month, p.day) {
		return errNotDate
	}
	return nil
}

func (p *dateParser) isoDate(year int) error {
	p.year = year
	if !p.skip("-/.") {
		return errNotDate
	}
	var digits int
	if p.month, digits = p.number(); digits == 0 || digits > 2 {
		return errNotDate
	}
	if p.rest == "" { // a month
		p.day = 1
		return p.valid()
	}
	if !p.skip("-/.") {
		return errNotDate
	}
	if p.day, digits = p.number(); digits == 0 || digits > 2 {
		return errNotDate
	}
	return p.valid()
}

func (p *dateParser) valid() error {
	if !validDay(p.year, p.month, p.day) {
		return errNotDate
	}
	return nil
}

func validDay(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 || year < 1900 || year > lastYear {
		return false
	}
	return day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// lastYear reads a year of two or four digits after day and month.
func (p *dateParser) lastYear() error {
	year, digits := p.number()
	switch digits {
	case 4:
	case 2:
		year += 2000
		if year > 2068 {
			year -= 100
		}
	default:
		return errNotDate
	}
	p.year = year
	if p.month > 0 {
		return p.valid()
	}
	return nil
}

// namedDate reads "March 3, 2024", "Mon Jun 01 09:30:00 +0000 2020" and the like.
func (p *dateParser) namedDate() error {
	w := p.word()
	if len(w) >= 3 && weekdays[w[:3]] && monthOf(w) == 0 {
		p.skip(", ")
		if p.rest != "" && p.rest[0] >= '0' && p.rest[0] <= '9' {
			_, err := p.date(nil)
			return err
		}
		w = p.word()
	}
	if p.month = monthOf(w); p.month == 0 {
		return errNotDate
	}
	p.skip(". ")
	var digits int
	if p.day, digits = p.number(); digits == 0 || digits > 2 {
		return errNotDate
	}
	p.skip("thsndr, ")
	if len(p.rest) > 2 && p.rest[2] == ':' || len(p.rest) > 1 && p.rest[1] == ':' { // the year comes last
		if err := p.clockTime(); err != nil {
			return err
		}
		_ = p.offset() // which may be missing
		p.skip(" ")
		p.word() // EST
		p.skip(" ")
	}
	return p.lastYear()
}

// clock reads the time of day and the zone, if there are any.
func (p *dateParser) clock() error {
	if p.rest == "" || p.hasClock {
		return nil
	}
	if !p.skip("T ,\u00a0") && !strings.HasPrefix(p.rest, "\u202f") {
		return errNotDate
	}
	p.rest = strings.TrimPrefix(p.rest, "at ")
	if p.rest == "" {
		return nil
	}
	if err := p.clockTime(); err != nil {
		return err
	}
	return p.offset()
}

func (p *dateParser) clockTime() error {
	var digits int
	if p.hour, digits = p.number(); digits == 0 || digits > 2 {
		return errNotDate
	}
	p.hasClock = true
	if p.skip(":") {
		if p.minute, digits = p.number(); digits == 0 || digits > 2 {
			return errNotDate
		}
		if p.skip(":") {
			if p.second, digits = p.number(); digits == 0 || digits > 2 {
				return errNotDate
			}
			if p.skip(".,") {
				n, digits := p.number()
				for ; digits < 9; digits++ {
					n *= 10
				}
				p.nano = n
			}
		}
	}
	p.skip(" \u00a0\u202f")
	if len(p.rest) >= 2 && (p.rest[0]|0x20 == 'a' || p.rest[0]|0x20 == 'p') && (p.rest[1]|0x20 == 'm' || p.rest[1] == '.') {
		return p.halfDay()
	}
	if p.hour > 23 || p.minute > 59 || p.second > 60 {
		return errNotDate
	}
	return nil
}

// halfDay reads AM, PM, a.m. or p.m.
func (p *dateParser) halfDay() error {
	afternoon := p.rest[0]|0x20 == 'p'
	p.rest = strings.TrimLeft(p.rest[1:], ".")
	if p.rest == "" || p.rest[0]|0x20 != 'm' || p.hour > 12 || p.hour == 0 {
		return errNotDate
	}
	p.rest = strings.TrimLeft(p.rest[1:], ". ")
	p.hour %= 12
	if afternoon {
		p.hour += 12
	}
	if p.minute > 59 || p.second > 60 {
		return errNotDate
	}
	return nil
}

// Zones known by their letters; others are too often two zones.
var zoneNames = map[string]int{"utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}

// offset reads Z, +02:00, -0500 or a zone's letters.
func (p *dateParser) offset() error {
	p.skip(" ")
	if p.rest == "" {
		return nil
	}
	sign := 1
	switch c := p.rest[0]; {
	case c == '-':
		sign = -1
		fallthrough
	case c == '+':
		p.rest = p.rest[1:]
		n, digits := p.number()
		minutes := n * 60
		if digits == 4 {
			minutes = n/100*60 + n%100
		} else if digits == 2 && p.skip(":") {
			extra, _ := p.number()
			minutes += extra
		}
		if digits == 0 || minutes > 14*60 {
			return errNotDate
		}
		p.zone = time.FixedZone("", sign*minutes*60)
		return nil
	case c >= 'A' && c <= 'z':
		hours, ok := zoneNames[p.word()]
		if !ok {
			return errNotDate
		}
		p.zone = time.FixedZone("", hours*3600)
		return nil
	}
	if p.year == 0 {
		return nil // a year follows
	}
	return errNotDate
}

func (p *dateParser) moment(zone *time.Location) (moment, error) {
	if p.rest = strings.TrimSpace(p.rest); p.rest != "" {
		return moment{}, errNotDate
	}
	if err := p.valid(); err != nil {
		return moment{}, err
	}
	in := zone
	if p.zone != nil {
		in = p.zone
	}
	t := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.minute, p.second, p.nano, in)
	if p.zone != nil {
		t = local(t, zone)
	}
	return moment{t, !p.hasClock}, nil
}

// local brings a time that was written in UTC to zone; one with an offset of its own keeps it.
// Midnight stays as it is: that is how tools write a day.
func local(t time.Time, zone *time.Location) time.Time {
	if _, offset := t.Zone(); offset != 0 || t.Equal(t.Truncate(24*time.Hour)) {
		return t
	}
	return t.In(zone)
}
