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

// byPeriod returns one period a month from the first month to the last, or one a year if these were too many to draw.
// Months that cannot be read, and years too far apart to draw, are left out.
func byPeriod(months []index.Count) []period {
	counts := map[string]int{}
	var first, last time.Time
	for _, m := range months {
		t, err := time.Parse("2006-01", m.Value)
		if err != nil || m.N == 0 {
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
	if first.IsZero() {
		return nil
	}
	if (last.Year()-first.Year())*12+int(last.Month()-first.Month()) < maxBars {
		return eachPeriod(first, last, 1, "Jan 2006", counts)
	}
	first = time.Date(max(first.Year(), last.Year()-maxBars+1), 1, 1, 0, 0, 0, 0, time.UTC)
	return eachPeriod(first, last, 12, "2006", counts)
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
