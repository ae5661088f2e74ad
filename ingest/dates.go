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
