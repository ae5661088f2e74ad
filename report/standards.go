package report

import (
	"voc"
	"voc/internal/stat"
)

// A StandardResult is a promise of the department's charter against what customers say and what is on record.
type StandardResult struct {
	Name     string   `json:"name"`
	Kind     string   `json:"kind"`
	Theme    string   `json:"theme,omitempty"`    // whose comments say whether it is kept
	Within   string   `json:"within,omitempty"`   // time allowed on record
	Services []string `json:"services,omitempty"` // that the cases on record are of; empty for every service
	Target   float64  `json:"target,omitempty"`
	Said     *Figure  `json:"said,omitempty"`     // comments on its theme that say it was kept; nil without a theme
	Recorded *Figure  `json:"recorded,omitempty"` // cases that kept it, of those closed or overdue; nil without a time
	Overdue  int      `json:"overdue,omitempty"`  // of the cases on record, those overdue and still open
	Counted  string   `json:"counted,omitempty"`  // which cases are on record, in words
	Result   string   `json:"result"`             // met, not_met, cannot_tell, few, discretion or not_measured
	Words    string   `json:"words"`
}

// Kinds of standard.
const (
	kindRigid      = "rigid"
	kindFlexible   = "flexible"
	kindDiscretion = "discretion"
)

func (c *city) addStandards(s *Summary) {
	for _, standard := range c.known[s.Department.ID].Standards {
		s.Standards = append(s.Standards, c.standard(s.Department.ID, standard))
	}
}

func (c *city) standard(department string, standard voc.Standard) StandardResult {
	r := StandardResult{Name: standard.Name, Kind: c.words.Say("kind_" + standard.Kind), Theme: standard.Theme, Within: standard.Within, Services: standard.Services, Target: standard.Target}
	if standard.Theme != "" {
		r.Said = &Figure{}
		if n, shown := c.board.figure(department, measureOf(c.words, standard.Theme), c.period); shown {
			kept := bare(cell{n[0], n[0] - n[1]}, 1)
			r.Said = &kept
		}
	}
	if standard.Within != "" {
		r.Recorded = &Figure{}
		n, shown := c.board.figure(department, caseMeasure(standard), c.period)
		if shown {
			kept := bare(n, caseKept)
			r.Recorded, r.Overdue = &kept, n[caseOverdue]
		}
		r.Counted = c.caseWords(standard, n, shown)
	}
	r.Result = judgeStandard(standard, r)
	r.Words = c.words.Say("standard_" + r.Result)
	if r.Result == "few" && r.Recorded != nil {
		r.Words = c.words.Say("standard_few_cases")
	}
	return r
}

// judgeStandard holds a standard against the record, and where there is none against what customers say.
func judgeStandard(standard voc.Standard, r StandardResult) string {
	if standard.Kind == kindDiscretion {
		return "discretion"
	}
	actual := r.Recorded
	if actual == nil || !actual.Shown && r.Said != nil && r.Said.Shown {
		actual = r.Said
	}
	switch {
	case actual == nil || standard.Target <= 0:
		return "not_measured"
	case !actual.Shown:
		return "few"
	case actual.Low >= standard.Target || standard.Target >= 1 && actual.Count == actual.N || actual.N == actual.Count:
		return "met"
	case actual.High < standard.Target || standard.Kind == kindRigid && standard.Target >= 1:
		return "not_met"
	}
	return "cannot_tell"
}

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
	Rows         []GroupRow `json:"rows"` // not met, needs first, in their order; then themes by participants
	Words        string     `json:"words"`
}

// addGroups counts participants and sessions of focus groups that say that a need or theme was not met.
func (c *city) addGroups(s *Summary) {
	type tally struct {
		people   int
		sessions map[string]bool
	}
	people, sessions := 0, map[string]bool{}
	said := map[string]*tally{}
	for who, labels := range c.in.Sums.focus {
		if who.Department != s.Department.ID || !c.period.Holds(who.Month) || labels[turns].N() <= 0 {
			continue
		}
		people++
		sessions[who.Session] = true
		for label, counts := range labels {
			if label == turns || counts.NotMet() <= 0 {
				continue
			}
			if said[label] == nil {
				said[label] = &tally{sessions: map[string]bool{}}
			}
			said[label].people++
			said[label].sessions[who.Session] = true
		}
	}
	if people == 0 {
		return
	}
	w := c.words
	if people < MinBase && !c.in.Unprotected {
		s.Groups = &Groups{Rows: []GroupRow{}, Words: w.Say("groups_few", "min", MinBase)}
		return
	}
	g := &Groups{Participants: people, Sessions: len(sessions), Rows: []GroupRow{}}
	g.Words = w.Say("groups_intro", "people", w.Count(people), "sessions", w.Count(len(sessions)))
	for _, label := range c.board.labels() {
		t := said[label.measure]
		if t == nil {
			continue
		}
		row := GroupRow{ID: label.id, Name: c.labelName(label.id), Participants: t.people, Sessions: len(t.sessions)}
		row.Words = w.Say("groups_line", "k", w.Count(t.people), "n", w.Count(people), "i", w.Count(len(t.sessions)), "m", w.Count(len(sessions)))
		g.Rows = append(g.Rows, row)
	}
	if len(g.Rows) == 0 {
		g.Words += " " + w.Say("groups_none")
	}
	s.Groups = g
}

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
}

func (c *city) addImpact(s *Summary) {
	all := &Tally{}
	for key, t := range c.in.Sums.groups {
		if key.Department == s.Department.ID && c.period.Holds(key.Month) {
			all.merge(t)
		}
	}
	shortfall := 1e6*float64(all.Rated) - float64(all.Rating)
	if all.Rated < CareBase || shortfall <= 0 {
		return
	}
	for _, row := range s.Themes {
		i := all.Impact[row.ID]
		rest := all.Rated - i.Rated
		n, shown := c.board.figure(s.Department.ID, measureImpact+row.ID, c.period)
		if i.Rated < CareBase || rest < CareBase || !shown {
			continue
		}
		without := (float64(all.Rating-i.Rating)/float64(rest) - float64(all.Rating)/float64(all.Rated)) / 1e6
		interval := stat.BootstrapLeaveOut(bins20(all.Ratings, i.Ratings), bins20(i.Ratings, nil), row.ID)
		s.Impact = append(s.Impact, ImpactRow{
			ID: row.ID, Name: row.Name, N: n.base(),
			Without: thousandth(without), Low: thousandth(interval.Low), High: thousandth(interval.High),
			Part:  thousandth(float64(i.Shortfall) / shortfall),
			Words: c.words.Say("impact_line", "x", c.words.Tenth(without), "low", c.words.Tenth(interval.Low), "high", c.words.Tenth(interval.High), "part", c.words.Percent(float64(i.Shortfall)/shortfall)),
		})
	}
}

// thousandth cuts a share so far that no single rating can be had from two nights' figures.
func thousandth(x float64) float64 { return round(float64(int(x*1000+copysignHalf(x))) / 1000) }

func copysignHalf(x float64) float64 {
	if x < 0 {
		return -0.5
	}
	return 0.5
}

// bins20 returns the ratings by twentieth, less those of without.
func bins20(ratings, without map[int]int) []int {
	list := make([]int, 21)
	for i := range list {
		list[i] = max(0, ratings[i]-without[i])
	}
	return list
}
