package report

import (
	"cmp"
	"math"
	"slices"

	"voc/internal/stat"
)

// A Focus is the theme that a report suggests to work on, with its reasons.
type Focus struct {
	Row
	Why       []string `json:"why"`
	Measure   string   `json:"measure"`
	Target    float64  `json:"target"`            // share not met to come down to
	Instead   string   `json:"instead,omitempty"` // why it is not the need that falls short most often
	Whole     string   `json:"whole,omitempty"`   // why it is a need and no theme
	RunnersUp []Row    `json:"runners_up"`
}

// A Point is a theme in the chart of how many comments speak of it and how many of those say that it was not met.
type Point struct {
	Number int     `json:"number"`
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	X      float64 `json:"share_of_comments"`
	Y      float64 `json:"share_not_met"`
	Group  string  `json:"group"` // fix, watch, protect or maintain
	Words  string  `json:"group_words"`
}

// A Quadrant is the chart of all themes. Its line across parts opportunities from strengths.
type Quadrant struct {
	Points  []Point `json:"points"`
	MiddleX float64 `json:"middle_share_of_comments"`
	MiddleY float64 `json:"middle_share_not_met"`
}

// short is the share not met from which a need or a theme falls short: an opportunity, and below it a strength.
//
// Note: at one half, a theme of which 45 % of thousands of comments complain was a strength,
// and the focus one of which a dozen do.
const short = 1.0 / 3

func (f Figure) fallsShort() bool { return f.Share >= short }

// addFocus puts the opportunities in the order in which the figures suggest to work on them. The first is the suggested focus.
func (c *city) addFocus(s *Summary) {
	list := c.inOrder(s)
	s.Opportunity = []Row{}
	for _, row := range list {
		if !c.isNeed(row) && len(s.Opportunity) < listed {
			s.Opportunity = append(s.Opportunity, row)
		}
	}
	if len(list) > 0 && list[0].Of != nil {
		f := &Focus{Row: list[0], RunnersUp: list[1:min(len(list), 3)]}
		f.Target = targetOf(f.Figure)
		f.Instead = c.insteadOf(s, f.Row)
		f.Why = c.reasons(f.Row)
		if f.Instead != "" {
			f.Why = append(f.Why, f.Instead)
		}
		if c.isNeed(f.Row) {
			f.Whole = c.words.Say("focus_whole", "need", f.Name)
		}
		if chance := c.chanceWords(f); chance != "" {
			f.Why = append(f.Why, chance)
		}
		f.Measure = c.words.Say("focus_measure", "theme", f.Name, "share", c.words.Percent(f.Figure.Share), "target", c.words.Percent(f.Target))
		s.Focus = f
	}
	c.addQuadrant(s)
}

func (c *city) isNeed(row Row) bool { return c.words.Need[row.ID] != "" }

// inOrder returns what there is to work on: need by need, in place of each need the opportunities under it where it has any.
// Opportunities of other needs, or of none, come last.
func (c *city) inOrder(s *Summary) []Row {
	rest := slices.Clone(s.Opportunity)
	slices.SortStableFunc(rest, c.byWeight)
	var list []Row
	for _, need := range c.needsToWorkOn(s) {
		n := len(list)
		rest = slices.DeleteFunc(rest, func(row Row) bool {
			if row.Need == need.Name {
				list = append(list, row)
			}
			return row.Need == need.Name
		})
		if len(list) == n {
			list = append(list, need)
		}
	}
	return append(list, rest...)
}

// needsToWorkOn returns the needs that fall short, the one with the most weight first,
// and after them those of which at least [MinBase] comments say that they were not met.
func (c *city) needsToWorkOn(s *Summary) []Row {
	rows := slices.DeleteFunc(c.needsOf(s), func(row Row) bool { return !row.Figure.fallsShort() && row.Figure.Count < MinBase })
	slices.SortStableFunc(rows, c.byWeight)
	slices.SortStableFunc(rows, func(a, b Row) int {
		switch x, y := a.Figure.fallsShort(), b.Figure.fallsShort(); {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	})
	return rows
}

// insteadOf says why the focus is not on the need that falls short most often; empty if it is.
func (c *city) insteadOf(s *Summary, focus Row) string {
	worst, _ := extremes(s)
	need := focus
	for _, row := range s.Needs {
		if row.Name == focus.Need && row.Figure.Shown {
			need = row
		}
	}
	w, name := c.words, need.Name
	if need.ID != focus.ID {
		name = w.Say("instead_under", "need", need.Name, "theme", focus.Name)
	}
	switch {
	case worst == nil || need.Figure.Share >= worst.Figure.Share:
		return ""
	case need.Figure.Count > worst.Figure.Count:
		return w.Say("instead_more", "worst", worst.Name, "j", w.Count(worst.Figure.Count), "need", name, "k", w.Count(need.Figure.Count))
	}
	return w.Say("instead_weight", "worst", worst.Name, "need", name)
}

// needsOf returns the needs that are shown, as rows with their share of the department's comments.
func (c *city) needsOf(s *Summary) []Row {
	base, shown := c.board.figure(s.Department.ID, measureComments, c.period)
	var rows []Row
	for _, row := range s.Needs {
		if row.Figure.Shown && shown {
			row.Of = &Portion{row.Figure.N, base.base(), round(min(1, stat.Share(row.Figure.N, base.base())))}
			rows = append(rows, row)
		}
	}
	return rows
}

func (c *city) byWeight(a, b Row) int { return cmp.Compare(c.weight(b), c.weight(a)) }

// weight is the share of comments that say that a theme was not met, counted low for lack of evidence,
// raised where it clearly got worse or is worse than in the other departments, lowered where it got or is better,
// times how much of it lies in the department's hands.
func (c *city) weight(row Row) float64 {
	if row.Of == nil {
		return 0
	}
	f := row.Figure
	weight := row.Of.Share * f.Low * c.words.hands(row.ID)
	if f.Change != nil && f.Change.Clear {
		weight *= worsening[f.Change.Direction]
	}
	if f.All != nil && f.All.Direction != Same {
		weight *= worsening[f.All.Direction]
	}
	return weight
}

// worsening is what a clear difference does to the weight of a share not met.
var worsening = map[string]float64{Up: 1.25, Down: 0.8}

// targetOf is realistic: about a quarter less than now, in whole percent.
//
// Note: it was as much less as the comments can tell from chance, so that few comments made a hard target.
func targetOf(f Figure) float64 { return math.Floor(75*f.Share+1e-9) / 100 }

// visible is the fall, as a share, that as many comments as now tell from chance in four of five cases.
// Two comments more of each side keep it from being nothing where all comments agree.
func visible(f Figure) float64 {
	n := float64(f.N + 4)
	share := float64(f.Count+2) / n
	return 2 * stat.Z95 * math.Sqrt(share*(1-share)/n)
}

// chanceWords says that the way to the target cannot be told from chance, where there are too few comments; else nothing.
func (c *city) chanceWords(f *Focus) string {
	fall := visible(f.Figure)
	if f.Figure.Share-f.Target >= fall {
		return ""
	}
	return c.words.Say("focus_chance", "n", c.words.Count(f.Figure.N), "points", c.words.Points(math.Min(fall, f.Figure.Share)))
}

func (c *city) reasons(row Row) []string {
	w, f := c.words, row.Figure
	why := []string{
		w.Say("focus_share", "x", w.Percent(row.Of.Share), "k", w.Count(f.Count), "n", w.Count(f.N), "share", w.Percent(f.Share), "interval", w.Between(f.Low, f.High)),
	}
	if f.Care {
		why = append(why, w.Say("focus_care", "n", w.Count(f.N)))
	}
	if f.Change != nil && f.Change.Clear {
		why = append(why, w.Say("focus_trend_"+f.Change.Direction, "points", w.Points(f.Change.Points), "before", c.beforeName()))
	} else if f.Change != nil {
		why = append(why, w.Say("focus_trend_same", "before", c.beforeName()))
	}
	if f.All != nil {
		why = append(why, w.Say("focus_all_"+f.All.Direction, "share", w.Percent(f.All.Share)))
	}
	if row.Need != "" {
		why = append(why, w.Say("focus_need", "need", row.Need))
	}
	if w.hands(row.ID) >= 0.8 {
		why = append(why, w.Say("focus_hands"))
	}
	return why
}

// charted is how many themes the chart shows at most.
const charted = 12

func (c *city) addQuadrant(s *Summary) {
	rows := s.Themes[:min(len(s.Themes), charted)]
	if len(rows) < 3 || rows[0].Of == nil {
		return
	}
	if f := s.Focus; f != nil && !c.isNeed(f.Row) && !slices.ContainsFunc(rows, func(row Row) bool { return row.ID == f.ID }) {
		rows = append(rows[:len(rows)-1:len(rows)-1], f.Row)
	}
	q := &Quadrant{MiddleX: c.middleX(s, rows), MiddleY: round(short)}
	for i, row := range rows {
		p := Point{Number: i + 1, ID: row.ID, Name: row.Name, X: row.Of.Share, Y: row.Figure.Share}
		switch often, bad := p.X >= q.MiddleX, row.Figure.fallsShort(); {
		case often && bad:
			p.Group = "fix"
		case bad:
			p.Group = "watch"
		case often:
			p.Group = "protect"
		default:
			p.Group = "maintain"
		}
		p.Words = c.words.Say("group_" + p.Group)
		q.Points = append(q.Points, p)
	}
	s.Quadrant = q
}

// middleX is the share of comments from which a theme comes up often: that of the middle one of the opportunities,
// of all themes where there is none, and no more than that of the suggested focus.
func (c *city) middleX(s *Summary, rows []Row) float64 {
	of := s.Opportunity
	if len(of) == 0 {
		of = rows
	}
	var xs []float64
	for _, row := range of {
		xs = append(xs, row.Of.Share)
	}
	slices.Sort(xs)
	x := quantile(xs, 0.5)
	if s.Focus != nil && !c.isNeed(s.Focus.Row) {
		x = min(x, s.Focus.Of.Share)
	}
	return x
}
