package report

import (
	"strings"
	"time"

	"voc"
)

// Days are the days that a report speaks of where they are no whole months, both included.
type Days struct{ From, To time.Time }

// months are those that the days lie in.
func (d *Days) months() Period { return Period{MonthOf(d.From), MonthOf(d.To)} }

// String returns the days as 2026-07-10..2026-08-20.
func (d *Days) String() string {
	return d.From.Format(time.DateOnly) + ".." + d.To.Format(time.DateOnly)
}

// WholeMonths returns the months that begin and end with two days, and whether there are such.
func WholeMonths(from, to time.Time) (Period, bool) {
	p := (&Days{from, to}).months()
	return p, from.Equal(p.From()) && to.Equal(p.To())
}

// none is a period that nothing lies in.
var none = Month(0).Quarter().Before()

// selection says in words which comments a report counts; empty if all of its period.
func (w *Words) selection(f *voc.Filter) string {
	var parts []string
	add := func(key string, values []string, name func(string) string, more string) {
		if len(values) == 0 {
			return
		}
		names := make([]string, len(values))
		for i, value := range values {
			names[i] = name(value)
		}
		parts = append(parts, w.Say("selection_"+key, "names", strings.Join(names, w.Say("selection_or")))+more)
	}
	named := func(names map[string]string) func(string) string {
		return func(id string) string {
			if name := names[id]; name != "" {
				return name
			}
			return id
		}
	}
	polarity := named(w.Polarity)
	how := ""
	if len(f.Polarity) > 0 {
		names := make([]string, len(f.Polarity))
		for i, p := range f.Polarity {
			names[i] = polarity(p)
		}
		how = ", " + strings.Join(names, w.Say("selection_or"))
	}
	add("need", f.Need, named(w.Need), how)
	add("theme", f.Theme, func(id string) string { return w.ThemeOf(id).Name }, how)
	if len(f.Need)+len(f.Theme) == 0 {
		add("polarity", f.Polarity, polarity, "")
	}
	add("sentiment", f.Sentiment, func(id string) string { return w.Say("sentiment_" + id) }, "")
	add("channel", f.Channel, named(w.Channel), "")
	add("audience", f.Audience, named(w.Audience), "")
	if len(parts) == 0 {
		return ""
	}
	return w.Say("selection", "parts", strings.Join(parts, "; "))
}

// oneSided reports whether the comments were chosen by whether they praise or blame,
// so that shares of praise and blame among them say nothing of the department.
func (c *city) oneSided() bool { return len(c.in.Filter.Polarity)+len(c.in.Filter.Sentiment) > 0 }

// holds reports whether a time is one that the report speaks of.
func (c *city) holds(t time.Time) bool {
	if d := c.in.Days; d != nil {
		day := dayOf(t)
		return !day.Before(d.From) && !day.After(d.To)
	}
	return c.period.Holds(MonthOf(t))
}

// DaysName returns days as people say them.
func (w *Words) DaysName(d *Days) string {
	if d.From.Equal(d.To) {
		return fill(w.Period["one_day"], "day", w.Day(d.From))
	}
	return fill(w.Period["days"], "from", w.Day(d.From), "to", w.Day(d.To))
}
