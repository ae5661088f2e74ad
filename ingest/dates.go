package ingest

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// An order says which number of a date such as 03/04/2024 is the day.
type order string

const (
	unknownOrder order = ""
	dayFirst     order = "DD/MM/YYYY"
	monthFirst   order = "MM/DD/YYYY"
	yearFirst    order = "YYYY-MM-DD"
)

// parseLayout reads a declared layout such as DD/MM/YYYY or D.M.YY HH:mm. Only the order of its parts matters.
func parseLayout(layout string) (order, error) {
	upper := strings.ToUpper(layout)
	d, m, y := strings.Index(upper, "D"), strings.Index(upper, "M"), strings.Index(upper, "Y")
	switch {
	case d < 0 || m < 0 || y < 0:
	case y < m && m < d:
		return yearFirst, nil
	case d < m && m < y:
		return dayFirst, nil
	case m < d && d < y:
		return monthFirst, nil
	}
	return unknownOrder, fmt.Errorf("%q is not a layout such as DD/MM/YYYY, MM/DD/YYYY or YYYY-MM-DD", layout)
}

// A moment is a date as written, with or without a clock time and a zone.
type moment struct {
	time     time.Time
	dateOnly bool
}

var (
	errNotDate   = errors.New("not a date")
	errAmbiguous = errors.New("day and month cannot be told apart")
)

// noDate reports whether a cell says that there is no date.
func noDate(s string) bool {
	switch len(s) {
	case 0:
		return true
	case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12:
		switch strings.ToLower(s) {
		case "-", "--", "n/a", "na", "nan", "nat", "null", "none", "nil", "unknown", "not known", "undefined", "0000-00-00", "#n/a":
			return true
		}
	}
	return false
}

// dateStyle is the way a date is written, as sniff shows it.
type dateStyle string

const (
	styleISO    dateStyle = "ISO 8601"
	styleNumber dateStyle = "numbers with the year last"
	styleNamed  dateStyle = "month by name"
	styleMillis dateStyle = "epoch milliseconds"
	styleEpoch  dateStyle = "epoch seconds"
	styleSerial dateStyle = "spreadsheet serial"
	styleDigits dateStyle = "YYYYMMDD"
)

// A numberStyle tells apart ways of writing dates in numbers, since one column can hold several:
// 05/07/2022 beside 7/5/2022, or 05-07-2022.
type numberStyle int

// Styles: with a leading zero, with a single digit, with neither; and the same with hyphens.
const (
	padded numberStyle = iota
	unpadded
	neutral
	hyphens      // added to the above
	numberStyles = 2 * hyphens
)

// orders are the orders of day and month in a column, by style.
type orders struct {
	of     [numberStyles]order
	strict bool // a date that only fits the other order is no date
}

// parseDate reads s. Day and month of a date with the year last are taken in the order of their style;
// if it is unknown and both could be either, the error is errAmbiguous.
// A time without a zone is in zone. One with an offset keeps it, since the day is that of the place where something was said;
// tools write UTC, as Z or as seconds since 1970, whatever the place is, so such a time is brought to zone.
func parseDate(s string, o *orders, zone *time.Location, serials bool) (moment, dateStyle, error) {
	s = strings.TrimSpace(s)
	if len(s) < 5 || len(s) > 64 {
		return moment{}, "", errNotDate
	}
	if allDigits(s) || serials && looksDecimal(s) {
		return parseDigits(s, zone, serials)
	}
	p := dateParser{rest: s}
	style, err := p.date(o)
	if err != nil {
		return moment{}, style, err
	}
	if err := p.clock(); err != nil {
		return moment{}, style, err
	}
	m, err := p.moment(zone)
	return m, style, err
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) > 0
}

func looksDecimal(s string) bool {
	whole, fraction, ok := strings.Cut(s, ".")
	return ok && allDigits(whole) && allDigits(strings.TrimRight(strings.ToUpper(fraction), "E-+"))
}

// Instants between these years are taken for dates; other numbers are not.
const (
	firstYear = 1970
	lastYear  = 2100
)

// parseDigits reads a date that is one number: YYYYMMDD, epoch seconds or milliseconds, a spreadsheet's serial.
func parseDigits(s string, zone *time.Location, serials bool) (moment, dateStyle, error) {
	if serials {
		if f, err := strconv.ParseFloat(s, 64); err == nil && f >= 25569 && f < 73051 { // 1970 to 2100
			return serialDate(f, zone), styleSerial, nil
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return moment{}, "", errNotDate
	}
	switch {
	case len(s) == 8:
		y, m, d := int(n/10000), int(n/100%100), int(n%100)
		if y >= firstYear && y < lastYear && validDay(y, m, d) {
			return moment{time.Date(y, time.Month(m), d, 0, 0, 0, 0, zone), true}, styleDigits, nil
		}
	case len(s) == 10 && n > 315532800 && n < 4102444800: // 1980 to 2100
		return moment{local(time.Unix(n, 0).UTC(), zone), false}, styleEpoch, nil
	case len(s) >= 12 && len(s) <= 13 && n > 315532800000 && n < 4102444800000:
		return moment{local(time.UnixMilli(n).UTC(), zone), false}, styleMillis, nil
	}
	return moment{}, "", errNotDate
}

// serialDate is the time a spreadsheet means by a number of days since the end of 1899, in UTC if zone is nil.
func serialDate(serial float64, zone *time.Location) moment {
	if zone == nil {
		zone = time.UTC
	}
	days := math.Floor(serial)
	seconds := math.Round((serial - days) * 86400)
	t := time.Date(1899, 12, 30+int(days), 0, 0, int(seconds), 0, zone)
	return moment{t, seconds == 0}
}

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
