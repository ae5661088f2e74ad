// Package report adds up what customers said by department and period, and writes it for people to read.
package report

import (
	"fmt"
	"time"
)

// A Month counts months since the start of the year 0. The zero value stands for an unknown time.
type Month int

// MonthOf returns the month of t in its own zone: where the comment was said, and 0 for the zero time.
func MonthOf(t time.Time) Month {
	if t.IsZero() {
		return 0
	}
	return Month(t.Year()*12 + int(t.Month()) - 1)
}

// ParseMonth reads a month such as 2026-11, or nothing for an unknown time.
func ParseMonth(s string) (Month, error) {
	if s == "" {
		return 0, nil
	}
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return 0, fmt.Errorf("month %q: want one like 2026-11", s)
	}
	return MonthOf(t), nil
}

// String returns the month as 2026-11, and nothing for an unknown time.
func (m Month) String() string {
	if m <= 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.year(), m.number())
}

func (m Month) year() int   { return int(m) / 12 }
func (m Month) number() int { return int(m)%12 + 1 }
func (m Month) first() time.Time {
	return time.Date(m.year(), time.Month(m.number()), 1, 0, 0, 0, 0, time.UTC)
}

// Quarter returns the quarter that m lies in.
func (m Month) Quarter() Period {
	first := m - Month((m.number()-1)%3)
	return Period{first, first + 2}
}

// A Period is a range of whole months, both included.
type Period struct {
	First, Last Month
}

// ParsePeriod reads a month (2026-07), a quarter (2026-Q3), a year (2026),
// or a range of two of these (2026-02..2026-Q3).
func ParsePeriod(s string) (Period, error) {
	for i := 0; i+1 < len(s); i++ {
		if s[i:i+2] != ".." {
			continue
		}
		from, err := ParsePeriod(s[:i])
		if err != nil {
			return Period{}, err
		}
		to, err := ParsePeriod(s[i+2:])
		if err != nil {
			return Period{}, err
		}
		if to.Last < from.First {
			return Period{}, fmt.Errorf("period %q ends before it begins", s)
		}
		return Period{from.First, to.Last}, nil
	}
	wrong := fmt.Errorf("period %q: want a month like 2026-07, a quarter like 2026-Q3, a year like 2026, or a range like 2026-02..2026-05", s)
	if len(s) < 4 {
		return Period{}, wrong
	}
	january, err := ParseMonth(s[:4] + "-01")
	if err != nil {
		return Period{}, wrong
	}
	switch {
	case len(s) == 4:
		return Period{january, january + 11}, nil
	case len(s) == 7 && (s[4:6] == "-Q" || s[4:6] == "-q") && s[6] >= '1' && s[6] <= '4':
		first := january + Month(s[6]-'1')*3
		return Period{first, first + 2}, nil
	}
	month, err := ParseMonth(s)
	if err != nil {
		return Period{}, wrong
	}
	return Period{month, month}, nil
}

// String returns the period as [ParsePeriod] reads it, in the shortest way.
func (p Period) String() string {
	year := fmt.Sprintf("%04d", p.First.year())
	switch {
	case p.First <= 0:
		return "undated"
	case p.First == p.Last:
		return p.First.String()
	case p == p.First.Quarter():
		return fmt.Sprintf("%s-Q%d", year, (p.First.number()+2)/3)
	case p.First.number() == 1 && p.Last == p.First+11:
		return year
	}
	return p.First.String() + ".." + p.Last.String()
}

// Months is how many months the period has.
func (p Period) Months() int { return int(p.Last-p.First) + 1 }

// Holds reports whether month m lies in the period.
func (p Period) Holds(m Month) bool { return p.First <= m && m <= p.Last }

// ofQuarters reports whether the period begins and ends with a quarter.
func (p Period) ofQuarters() bool {
	return p.First == p.First.Quarter().First && p.Last == p.Last.Quarter().Last
}

// Before returns the period of the same length that ends where p begins.
// The period of undated comments, the quarter of month 0, has none before it: nothing lies in what is returned.
func (p Period) Before() Period {
	n := Month(p.Months())
	return Period{p.First - n, p.First - 1}
}

// YearAgo returns the same months of the year before.
func (p Period) YearAgo() Period { return Period{p.First - 12, p.Last - 12} }

// From and To are the period's first and last day.
func (p Period) From() time.Time { return p.First.first() }

// To is the period's last day.
func (p Period) To() time.Time { return (p.Last + 1).first().AddDate(0, 0, -1) }

// slack is how many days before a period's end the newest comment may be
// for the period to be called complete: the last days of a period are often quiet.
const slack = 6

// Complete reports whether data up to the day asOf cover the period.
func (p Period) Complete(asOf time.Time) bool {
	return !asOf.Before(p.To().AddDate(0, 0, -slack))
}

// LastPeriod returns the quarter that a report is about unless another is asked for:
// the last complete one at asOf. Where the data begin after that, it is the quarter of asOf.
func LastPeriod(first Month, asOf time.Time) Period {
	p := MonthOf(asOf).Quarter()
	if !p.Complete(asOf) && p.Before().Last >= first {
		return p.Before()
	}
	return p
}

// LastMonths returns the n months that end with [LastPeriod]; the first month bounds them.
func LastMonths(n int, first Month, asOf time.Time) Period {
	last := LastPeriod(first, asOf).Last
	return Period{max(first, last-Month(n)+1), last}
}
