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
	Target    float64  `json:"target"` // share not met to come down to
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

// A Quadrant is the chart of all themes; the lines stand at the department's own medians.
type Quadrant struct {
	Points  []Point `json:"points"`
	MiddleX float64 `json:"middle_share_of_comments"`
	MiddleY float64 `json:"middle_share_not_met"`
}

// addFocus suggests an area of focus: of the themes on enough comments, the one with the most weight.
func (c *city) addFocus(s *Summary) {
	type weighed struct {
		row    Row
		weight float64
	}
	var list []weighed
	for _, row := range s.Themes {
		if row.Of != nil && row.Figure.N >= CareBase && row.Figure.Count >= MinBase {
			list = append(list, weighed{row, c.weight(row)})
		}
	}
	slices.SortStableFunc(list, func(a, b weighed) int { return cmp.Compare(b.weight, a.weight) })
	c.addQuadrant(s)
	if len(list) == 0 {
		return
	}
	f := &Focus{Row: list[0].row, RunnersUp: []Row{}}
	for _, next := range list[1:min(len(list), 3)] {
		f.RunnersUp = append(f.RunnersUp, next.row)
	}
	f.Target = targetOf(f.Figure)
	f.Why = c.reasons(f.Row)
	f.Measure = c.words.Say("focus_measure", "theme", f.Name, "share", c.words.Percent(f.Figure.Share), "target", c.words.Percent(f.Target))
	s.Focus = f
}

// weight is the share of comments that say that a theme was not met, counted low for lack of evidence,
// raised where it clearly got worse and lowered where it got better, times how much of it lies in the department's hands.
func (c *city) weight(row Row) float64 {
	f := row.Figure
	weight := row.Of.Share * f.Low * c.words.ThemeOf(row.ID).Hands
	if f.Change != nil && f.Change.Clear {
		if f.Change.Direction == Up {
			weight *= 1.25
		} else {
			weight *= 0.8
		}
	}
	return weight
}

// targetOf is realistic and can be told from chance: a quarter less than now, or as much less as the
// same number of comments can show, whichever is further down, in whole percent.
func targetOf(f Figure) float64 {
	visible := f.Share - 2*stat.Z95*math.Sqrt(f.Share*(1-f.Share)/float64(f.N))
	return math.Max(0, math.Floor(100*math.Min(0.75*f.Share, math.Max(visible, 0.5*f.Share))+1e-9)/100)
}

func (c *city) reasons(row Row) []string {
	w, f := c.words, row.Figure
	why := []string{
		w.Say("focus_share", "x", w.Percent(row.Of.Share), "k", w.Count(f.Count), "n", w.Count(f.N), "share", w.Percent(f.Share), "interval", w.Between(f.Low, f.High)),
	}
	if f.Change != nil && f.Change.Clear {
		why = append(why, w.Say("focus_trend_"+f.Change.Direction, "points", w.Points(f.Change.Points), "before", c.beforeName()))
	} else if f.Change != nil {
		why = append(why, w.Say("focus_trend_same", "before", c.beforeName()))
	}
	if f.All != nil && f.All.Direction != Same {
		why = append(why, w.Say("focus_all_"+f.All.Direction, "share", w.Percent(f.All.Share)))
	}
	if row.Need != "" {
		why = append(why, w.Say("focus_need", "need", row.Need))
	}
	if w.ThemeOf(row.ID).Hands >= 0.8 {
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
	var xs, ys []float64
	for _, row := range rows {
		xs, ys = append(xs, row.Of.Share), append(ys, row.Figure.Share)
	}
	slices.Sort(xs)
	slices.Sort(ys)
	q := &Quadrant{MiddleX: quantile(xs, 0.5), MiddleY: quantile(ys, 0.5)}
	for i, row := range rows {
		p := Point{Number: i + 1, ID: row.ID, Name: row.Name, X: row.Of.Share, Y: row.Figure.Share}
		switch often, bad := p.X >= q.MiddleX, p.Y >= q.MiddleY; {
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
