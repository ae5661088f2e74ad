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

// addFocus suggests an area of focus: of the themes that fall short on enough comments, the one with the most weight,
// and where there is none, of the needs.
func (c *city) addFocus(s *Summary) {
	c.addQuadrant(s)
	list := c.weighed(s.Themes)
	if len(list) == 0 {
		list = c.weighed(c.needsOf(s))
	}
	if len(list) == 0 {
		return
	}
	f := &Focus{Row: list[0], RunnersUp: list[1:min(len(list), 3)]}
	f.Target = targetOf(f.Figure)
	f.Why = c.reasons(f.Row)
	f.Measure = c.words.Say("focus_measure", "theme", f.Name, "share", c.words.Percent(f.Figure.Share), "target", c.words.Percent(f.Target))
	s.Focus = f
}

// weighed returns the rows that may be suggested, the one with the most weight first:
// those of which [MinBase] comments say that it was not met, or most of at least so many.
func (c *city) weighed(rows []Row) []Row {
	list := []Row{}
	for _, row := range rows {
		f := row.Figure
		if row.Of != nil && f.N >= MinBase && (f.Count >= MinBase || f.Share >= 0.5) {
			list = append(list, row)
		}
	}
	slices.SortStableFunc(list, func(a, b Row) int { return cmp.Compare(c.weight(b), c.weight(a)) })
	return list
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

// weight is the share of comments that say that a theme was not met, counted low for lack of evidence,
// raised where it clearly got worse and lowered where it got better, times how much of it lies in the department's hands.
func (c *city) weight(row Row) float64 {
	f := row.Figure
	weight := row.Of.Share * f.Low * c.words.hands(row.ID)
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
	if f.Care {
		why = append(why, w.Say("focus_care", "n", w.Count(f.N)))
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
