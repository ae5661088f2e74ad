package web

import (
	"time"

	"voc/index"
)

// A period is a month or a year and the number of comments in it.
type period struct {
	label    string
	from, to string // first and last day
	n        int
}

// byPeriod returns one period a month from the first month to the last.
// Where these were too many to draw it returns one a year, or the months of the days asked for.
// Months that cannot be read, and years too far apart to draw, are left out.
func byPeriod(months []index.Count, from, to string) (periods []period, years bool) {
	first, last, counts := span(months, "", "")
	if first.IsZero() {
		return nil, false
	}
	if apart(first, last) >= maxBars && (from != "" || to != "") {
		if f, l, _ := span(months, from, to); !f.IsZero() {
			first, last = f, l
		}
	}
	if apart(first, last) < maxBars {
		return eachPeriod(first, last, 1, "Jan 2006", counts), false
	}
	first = time.Date(max(first.Year(), last.Year()-maxBars+1), 1, 1, 0, 0, 0, 0, time.UTC)
	return eachPeriod(first, last, 12, "2006", counts), true
}

// span returns the first and the last month that has comments within days, and how many each has.
func span(months []index.Count, from, to string) (first, last time.Time, counts map[string]int) {
	counts = map[string]int{}
	for _, m := range months {
		t, err := time.Parse("2006-01", m.Value)
		outside := from != "" && m.Value < from[:len("2006-01")] || to != "" && m.Value > to[:len("2006-01")]
		if err != nil || m.N == 0 || outside {
			continue
		}
		counts[m.Value] = m.N
		if first.IsZero() || t.Before(first) {
			first = t
		}
		if t.After(last) {
			last = t
		}
	}
	return first, last, counts
}

// apart returns how many months lie between two.
func apart(first, last time.Time) int {
	return (last.Year()-first.Year())*12 + int(last.Month()-first.Month())
}

// eachPeriod returns the periods of so many months each.
func eachPeriod(first, last time.Time, months int, layout string, counts map[string]int) []period {
	var list []period
	for t := first; !t.After(last); t = t.AddDate(0, months, 0) {
		p := period{label: t.Format(layout), from: t.Format(time.DateOnly), to: t.AddDate(0, months, -1).Format(time.DateOnly)}
		for i := range months {
			p.n += counts[t.AddDate(0, i, 0).Format("2006-01")]
		}
		list = append(list, p)
	}
	return list
}
