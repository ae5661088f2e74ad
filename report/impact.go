package report

import (
	"maps"
	"math"
	"slices"
	"time"

	"voc/internal/stat"
)

// An ImpactRow tells what the mean rating would be without the comments that say that a theme was not met,
// and what part of the shortfall from the best rating falls on it. Association, not cause.
type ImpactRow struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	N       int     `json:"n"` // rated comments that say that it was not met
	Without float64 `json:"leave_out"`
	Low     float64 `json:"leave_out_low"`
	High    float64 `json:"leave_out_high"`
	Part    float64 `json:"part_of_shortfall"`
	Words   string  `json:"words"`
	Held    *Held   `json:"held,omitempty"` // as of an earlier day; nil if as of this one
}

// shownImpact is what was shown last of what weighs on a department's rating in a period.
//
// Each row is of two groups, the comments that say that the theme was not met and the others, and their mean ratings can be had from it.
// So all rows are replaced together, when at least [MinBase] rated comments have come or gone, and of them
// only those in which each of the two groups is what it was when the row was shown last, or has changed by that many. The others are hidden.
type shownImpact struct {
	Department string                 `json:"department"`
	Period     string                 `json:"period"`
	Day        string                 `json:"day"`
	All        ratedGroup             `json:"all"`
	Rows       map[string]shownWeight `json:"rows,omitempty"` // by theme
	Held       bool                   `json:"-"`              // the comments are others now
}

// A shownWeight is a row of [shownImpact], and the two groups that it is of.
type shownWeight struct {
	Of      ratedGroup `json:"of"`
	Rest    ratedGroup `json:"rest"`
	Without float64    `json:"without"`
	Low     float64    `json:"low"`
	High    float64    `json:"high"`
	Part    float64    `json:"part"`
	Gone    bool       `json:"gone,omitempty"` // it is not shown now
}

// A ratedGroup is a group of rated comments. No part of it is shown but N.
type ratedGroup struct {
	N         int `json:"n"`
	Rating    int `json:"rating"`              // sum in millionths
	Shortfall int `json:"shortfall,omitempty"` // see [Impact]
}

func (g ratedGroup) minus(o ratedGroup) ratedGroup {
	return ratedGroup{N: g.N - o.N, Rating: g.Rating - o.Rating}
}

// follows reports whether g can be shown after was: it is the same, or at least [MinBase] comments bear on the change.
func (g ratedGroup) follows(was ratedGroup) bool {
	return g == was || g.N-was.N >= MinBase || was.N-g.N >= MinBase
}

// ratings are the rated comments of a department that there are.
type ratings struct {
	Tally                           // of the period
	months map[Month]map[string]int // all months: rated comments under "", those that say that a theme was not met under the theme
}

// ratingsOf adds up the rated comments of each department.
func ratingsOf(sums *Sums, p Period) map[string]*ratings {
	all := map[string]*ratings{}
	for key, t := range sums.groups {
		if t.Rated == 0 {
			continue
		}
		r := all[key.Department]
		if r == nil {
			r = &ratings{months: map[Month]map[string]int{}}
			all[key.Department] = r
		}
		if p.Holds(key.Month) {
			r.merge(t)
		}
		if r.months[key.Month] == nil {
			r.months[key.Month] = map[string]int{}
		}
		r.months[key.Month][""] += t.Rated
		for theme, i := range t.Impact {
			r.months[key.Month][theme] += i.Rated
		}
	}
	return all
}

// groups returns by month the two groups of a theme's row: the rated comments that say that it was not met, and the others.
func (r *ratings) groups(theme string) (of, rest map[Month]int) {
	of, rest = map[Month]int{}, map[Month]int{}
	for m, counts := range r.months {
		of[m], rest[m] = counts[theme], counts[""]-counts[theme]
	}
	return of, rest
}

// everyone returns the rated comments by month.
func (r *ratings) everyone() map[Month]int {
	all := map[Month]int{}
	for m, counts := range r.months {
		all[m] = counts[""]
	}
	return all
}

func (r *ratings) group() ratedGroup { return ratedGroup{N: r.Rated, Rating: r.Rating} }

// weigh computes the row of a theme. It is not ok if there are too few comments or there is no shortfall.
func (r *ratings) weigh(theme string) (w shownWeight, ok bool) {
	i := r.Impact[theme]
	w = shownWeight{Of: ratedGroup{i.Rated, i.Rating, i.Shortfall}}
	w.Rest = r.group().minus(w.Of)
	shortfall := 1e6*float64(r.Rated) - float64(r.Rating)
	if w.Of.N < CareBase || w.Rest.N < CareBase || shortfall <= 0 {
		return w, false
	}
	interval := stat.BootstrapLeaveOut(bins20(r.Ratings, i.Ratings), bins20(i.Ratings, nil), theme)
	w.Without = thousandth((float64(w.Rest.Rating)/float64(w.Rest.N) - float64(r.Rating)/float64(r.Rated)) / 1e6)
	w.Low, w.High = thousandth(interval.Low), thousandth(interval.High)
	w.Part = thousandth(float64(i.Shortfall) / shortfall)
	return w, true
}

// holdImpact decides what is shown of the rating beside what was shown before.
func (c *city) holdImpact() {
	now := ratingsOf(c.in.Sums, c.period)
	c.impact = map[string]*shownImpact{}
	before := map[string][]*shownImpact{}
	for _, shown := range c.shownBefore().Impact {
		before[shown.Department] = append(before[shown.Department], &shown)
	}
	switch {
	case c.in.Unprotected:
		for id, r := range now {
			c.impact[id] = r.show(c, id, nil, func(string) bool { return true })
		}
		return
	case c.in.Reference != nil:
		c.compareImpact(now, before)
		return
	}
	for _, d := range c.departments {
		list := before[d.ID]
		r := now[d.ID]
		if r == nil {
			r = &ratings{}
		}
		was := slices.IndexFunc(list, func(s *shownImpact) bool { return s.Period == c.period.String() })
		switch {
		case was >= 0 && !r.group().follows(list[was].All):
			c.impact[d.ID] = r.keep(list[was])
		case was >= 0:
			list[was] = r.show(c, d.ID, list[was], func(string) bool { return true })
			c.impact[d.ID] = list[was]
		case r.Rated >= 2*CareBase && safeBeside(r.everyone(), periodsOf(list, (*shownImpact).period), c.period):
			fresh := r.show(c, d.ID, nil, func(theme string) bool {
				others := periodsOf(list, (*shownImpact).period)
				of, rest := r.groups(theme)
				return safeBeside(of, others, c.period) && safeBeside(rest, others, c.period)
			})
			before[d.ID], c.impact[d.ID] = append(list, fresh), fresh
		}
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		for _, shown := range before[id] {
			c.published.Impact = append(c.published.Impact, *shown)
		}
	}
}

func (s *shownImpact) period() string { return s.Period }

// show returns the rows that may be shown after those that were, and remembers those that may not.
func (r *ratings) show(c *city, department string, was *shownImpact, may func(theme string) bool) *shownImpact {
	now := &shownImpact{Department: department, Period: c.period.String(), Day: c.in.AsOf.Format(time.DateOnly), All: r.group(), Rows: map[string]shownWeight{}}
	if was != nil {
		for theme, row := range was.Rows {
			row.Gone = true
			now.Rows[theme] = row
		}
		if now.All == was.All {
			now.Day = was.Day
		}
	}
	for theme := range r.Impact {
		row, ok := r.weigh(theme)
		before, known := now.Rows[theme]
		if ok && may(theme) && (!known || row.Of.follows(before.Of) && row.Rest.follows(before.Rest)) {
			now.Rows[theme] = row
		}
	}
	return now
}

// keep returns the rows as they were shown, but for those from which the truth has moved away.
func (r *ratings) keep(was *shownImpact) *shownImpact {
	kept := *was
	kept.Held = r.group() != was.All
	kept.Rows = map[string]shownWeight{}
	for theme, row := range was.Rows {
		i := r.Impact[theme]
		off := max(i.Rated-row.Of.N, row.Of.N-i.Rated, r.Rated-i.Rated-row.Rest.N, row.Rest.N-r.Rated+i.Rated)
		row.Gone = row.Gone || off >= MinBase
		kept.Rows[theme] = row
	}
	return &kept
}

// compareImpact shows in a report on demand the rows of a selection of which no group differs from a published one by a few comments:
// one that lets all rated comments through has the rows as they are published.
func (c *city) compareImpact(now map[string]*ratings, before map[string][]*shownImpact) {
	whole := ratingsOf(c.in.Reference.Sums, c.period)
	for id, r := range now {
		all := whole[id]
		if all == nil {
			all = &ratings{}
		}
		if r.Rated == all.Rated {
			for _, shown := range before[id] {
				if shown.Period == c.period.String() {
					c.impact[id] = all.keep(shown)
				}
			}
			continue
		}
		tells := func(selected, all map[Month]int, held func(*shownImpact) (int, bool)) bool {
			return slices.ContainsFunc(before[id], func(shown *shownImpact) bool {
				n, known := held(shown)
				q, err := ParsePeriod(shown.Period)
				return known && err == nil && beside(selected, all, c.period, q, n)
			})
		}
		if tells(r.everyone(), all.everyone(), func(s *shownImpact) (int, bool) { return s.All.N, true }) {
			continue
		}
		c.impact[id] = r.show(c, id, nil, func(theme string) bool {
			of, rest := r.groups(theme)
			allOf, allRest := all.groups(theme)
			return !tells(of, allOf, func(s *shownImpact) (int, bool) { row, known := s.Rows[theme]; return row.Of.N, known }) &&
				!tells(rest, allRest, func(s *shownImpact) (int, bool) { row, known := s.Rows[theme]; return row.Rest.N, known })
		})
	}
}

func (c *city) addImpact(s *Summary) {
	shown := c.impact[s.Department.ID]
	if shown == nil {
		return
	}
	var held *Held
	if shown.Held {
		held = &Held{shown.Day}
	}
	w := c.words
	for _, theme := range s.Themes {
		row, ok := shown.Rows[theme.ID]
		if !ok || row.Gone {
			continue
		}
		s.Impact = append(s.Impact, ImpactRow{
			ID: theme.ID, Name: theme.Name, N: row.Of.N,
			Without: row.Without, Low: row.Low, High: row.High, Part: row.Part,
			Words: w.Say("impact_line", "x", w.Tenth(row.Without), "low", w.Tenth(row.Low), "high", w.Tenth(row.High), "part", w.Percent(row.Part)),
			Held:  held,
		})
	}
}

// thousandth rounds what is shown of ratings.
func thousandth(x float64) float64 { return round(math.Round(x*1000) / 1000) }

// bins20 returns the ratings by twentieth, less those of without.
func bins20(ratings, without map[int]int) []int {
	list := make([]int, 21)
	for i := range list {
		list[i] = max(0, ratings[i]-without[i])
	}
	return list
}
