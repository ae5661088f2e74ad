package report

import (
	"maps"
	"slices"
	"strings"
	"time"

	"voc"
)

// A GroupRow is what focus groups say of a need or theme: people and sessions, never a share of comments.
type GroupRow struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Participants int    `json:"participants"`
	Sessions     int    `json:"sessions"`
	Words        string `json:"words"`
}

// Groups are the focus groups of a period. With fewer than [MinBase] participants they have words alone.
type Groups struct {
	Participants int        `json:"participants,omitempty"`
	Sessions     int        `json:"sessions,omitempty"`
	Rows         []GroupRow `json:"rows"` // not met, needs first, in their order; then themes by name
	Words        string     `json:"words"`
	Held         *Held      `json:"held,omitempty"` // as of an earlier day; nil if as of this one
}

// shownGroups are the focus groups of a department in a period as they were shown last.
//
// They are replaced as a whole when at least [MinBase] participants bear on the change, like the figures of comments.
type shownGroups struct {
	Department string       `json:"department"`
	Period     string       `json:"period"`
	Day        string       `json:"day"`
	People     int          `json:"people"`
	Sessions   int          `json:"sessions"`
	Said       []shownVoice `json:"said,omitempty"`
	Gone       bool         `json:"gone,omitempty"` // they are not shown now
}

// A shownVoice is how many participants and sessions said that a need or theme was not met.
type shownVoice struct {
	Measure  string `json:"measure"`
	People   int    `json:"people"`
	Sessions int    `json:"sessions"`
}

// voices are the focus groups of a department that there are.
type voices struct {
	people   int
	sessions map[string]bool
	said     map[string]*voices // by need or theme not met
	months   map[Month]int      // participants of all months, within the period or not
}

func (v *voices) add(session string) {
	v.people++
	if v.sessions == nil {
		v.sessions = map[string]bool{}
	}
	v.sessions[session] = true
}

// voicesOf counts participants and sessions of focus groups, and those that say that a need or theme was not met, by department.
func voicesOf(sums *Sums, p Period) map[string]*voices {
	all := map[string]*voices{}
	for who, labels := range sums.focus {
		if labels[turns].N() <= 0 {
			continue
		}
		v := all[who.Department]
		if v == nil {
			v = &voices{said: map[string]*voices{}, months: map[Month]int{}}
			all[who.Department] = v
		}
		if v.months[who.Month]++; !p.Holds(who.Month) {
			continue
		}
		v.add(who.Session)
		for label, counts := range labels {
			if label == turns || counts.NotMet() <= 0 {
				continue
			}
			if v.said[label] == nil {
				v.said[label] = &voices{}
			}
			v.said[label].add(who.Session)
		}
	}
	return all
}

// within sums what is counted in the months of two periods.
func within(months map[Month]int, p, q Period) int {
	n := 0
	for m, count := range months {
		if p.Holds(m) && q.Holds(m) {
			n += count
		}
	}
	return n
}

// show returns the groups as they are to be shown.
func (v *voices) show(department string, p Period, asOf time.Time) *shownGroups {
	g := &shownGroups{Department: department, Period: p.String(), Day: asOf.Format(time.DateOnly), People: v.people, Sessions: len(v.sessions)}
	labels := make([]string, 0, len(v.said))
	for _, need := range voc.Needs {
		labels = append(labels, measureNeed+string(need))
	}
	for _, label := range slices.Sorted(maps.Keys(v.said)) {
		if strings.HasPrefix(label, measureTheme) {
			labels = append(labels, label)
		}
	}
	for _, label := range labels {
		if said := v.said[label]; said != nil {
			g.Said = append(g.Said, shownVoice{label, said.people, len(said.sessions)})
		}
	}
	return g
}

// same reports whether the groups are shown as they are.
func (g *shownGroups) same(v *voices) bool {
	now := v.show(g.Department, Period{}, time.Time{})
	return g.People == now.People && g.Sessions == now.Sessions && slices.Equal(g.Said, now.Said)
}

// moved reports whether at least [MinBase] participants bear on a change from what was shown.
func (g *shownGroups) moved(v *voices) bool {
	if v.people != g.People {
		return v.people-g.People >= MinBase || g.People-v.people >= MinBase
	}
	before := map[string]int{}
	for _, said := range g.Said {
		before[said.Measure] = said.People
	}
	for label, said := range v.said {
		before[label] -= said.people
	}
	for _, n := range before {
		if n >= MinBase || n <= -MinBase {
			return true
		}
	}
	return false
}

// holdGroups decides what is shown of focus groups beside what was shown before.
func (c *city) holdGroups() {
	c.voices, c.groups = voicesOf(c.in.Sums, c.period), map[string]*shownGroups{}
	if c.in.Unprotected {
		for id, v := range c.voices {
			c.groups[id] = v.show(id, c.period, c.in.AsOf)
		}
		return
	}
	before := map[string][]*shownGroups{}
	for _, g := range c.shownBefore().Groups {
		before[g.Department] = append(before[g.Department], &g)
	}
	if c.in.Reference != nil {
		c.compareGroups(before)
		return
	}
	for _, d := range c.departments {
		list := before[d.ID]
		was := slices.IndexFunc(list, func(g *shownGroups) bool { return g.Period == c.period.String() })
		v := c.voices[d.ID]
		if v == nil {
			v = &voices{}
		}
		switch {
		case was >= 0 && list[was].moved(v):
			list[was] = v.show(d.ID, c.period, c.in.AsOf)
			list[was].Gone = v.people < MinBase
		case was < 0 && v.people >= MinBase && safeBeside(v.months, periodsOf(list, (*shownGroups).period), c.period):
			was, list = len(list), append(list, v.show(d.ID, c.period, c.in.AsOf))
		}
		if was >= 0 && !list[was].Gone {
			c.groups[d.ID] = list[was]
		}
		before[d.ID] = list
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		for _, g := range before[id] {
			c.published.Groups = append(c.published.Groups, *g)
		}
	}
}

func (g *shownGroups) period() string { return g.Period }

// periodsOf returns the periods of what was shown.
func periodsOf[T any](list []T, name func(T) string) []Period {
	var periods []Period
	for _, item := range list {
		if p, err := ParsePeriod(name(item)); err == nil {
			periods = append(periods, p)
		}
	}
	return periods
}

// safeBeside reports whether no small group follows from a period and those that were shown, of what is counted by month.
func safeBeside(months map[Month]int, shown []Period, p Period) bool {
	a := &audit{totals: []int{0}}
	for _, m := range slices.Sorted(maps.Keys(months)) {
		a.count(m, months[m])
	}
	for _, q := range shown {
		a.know(q)
	}
	return a.add(p)
}

// compareGroups shows in a report on demand the groups of a selection of which none differs from published ones by a few participants:
// one that lets all participants through has the groups as they are published.
func (c *city) compareGroups(before map[string][]*shownGroups) {
	whole := voicesOf(c.in.Reference.Sums, c.period)
	for id, v := range c.voices {
		all := whole[id]
		if all == nil {
			all = &voices{}
		}
		if v.people == all.people {
			for _, g := range before[id] {
				if g.Period == c.period.String() && !g.Gone {
					c.groups[id] = g
				}
			}
			continue
		}
		tells := slices.ContainsFunc(before[id], func(g *shownGroups) bool {
			q, err := ParsePeriod(g.Period)
			return err == nil && beside(v.months, all.months, c.period, q, g.People)
		})
		if v.people >= MinBase && !tells {
			c.groups[id] = v.show(id, c.period, c.in.AsOf)
		}
	}
}

// beside reports whether what is selected in period p and what is published of period q, where it was held so many,
// would give away a small group by subtraction.
func beside(selected, all map[Month]int, p, q Period, held int) bool {
	both := within(selected, p, q)
	return both > 0 && (small(within(selected, p, p)-both) || small(within(all, q, q)-both) || small(max(held-both, both-held)))
}

// addGroups tells how many participants and sessions of focus groups say that a need or theme was not met.
func (c *city) addGroups(s *Summary) {
	w, shown := c.words, c.groups[s.Department.ID]
	people := 0
	if v := c.voices[s.Department.ID]; v != nil {
		people = v.people
	}
	switch {
	case shown == nil && people == 0:
		return
	case shown == nil && people >= MinBase:
		s.Groups = &Groups{Rows: []GroupRow{}, Words: w.Say("groups_hidden", "min", MinBase)}
		return
	case shown == nil:
		s.Groups = &Groups{Rows: []GroupRow{}, Words: w.Say("groups_few", "min", MinBase)}
		return
	}
	g := &Groups{Participants: shown.People, Sessions: shown.Sessions, Rows: []GroupRow{}}
	if v := c.voices[s.Department.ID]; v == nil || !shown.same(v) {
		g.Held = &Held{shown.Day}
	}
	g.Words = w.Say("groups_intro", "people", w.Count(g.Participants), "sessions", w.Count(g.Sessions))
	for _, said := range shown.Said {
		_, id, _ := strings.Cut(said.Measure, ":")
		row := GroupRow{ID: id, Name: c.labelName(id), Participants: said.People, Sessions: said.Sessions}
		row.Words = w.Say("groups_line", "k", w.Count(said.People), "n", w.Count(g.Participants), "i", w.Count(said.Sessions), "m", w.Count(g.Sessions))
		g.Rows = append(g.Rows, row)
	}
	if len(g.Rows) == 0 {
		g.Words += " " + w.Say("groups_none")
	}
	s.Groups = g
}
