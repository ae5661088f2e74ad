package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"voc"
	"voc/internal/stat"
)

// An Overview is the chief officer's page: every department, without ranking them.
type Overview struct {
	Organisation string        `json:"organisation"`
	Period       Span          `json:"period"`
	Selection    string        `json:"selection,omitempty"` // as of [Summary]
	Before       Span          `json:"before"`
	AsOf         string        `json:"as_of,omitempty"`
	Run          string        `json:"run,omitempty"`
	All          []Row         `json:"all_departments"` // the needs over all departments
	Departments  []OverviewRow `json:"departments"`
	Spread       []Spread      `json:"spread"`
	Changed      []string      `json:"changed"`
	Quality      []string      `json:"quality"`
	About        []string      `json:"about"`
}

// An OverviewRow is one department on the chief officer's page.
type OverviewRow struct {
	Department DepartmentID `json:"department"`
	Comments   Figure       `json:"comments"` // a base alone
	Needs      []Placed     `json:"needs"`
	Focus      FocusState   `json:"focus"`
}

// A Placed figure is one with its place against the limits that chance would set.
type Placed struct {
	Figure Figure `json:"figure"`
	Place  string `json:"place,omitempty"` // above, below or within; empty if not shown
}

// A Spread is how far departments lie apart on a need.
type Spread struct {
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	N     int     `json:"departments"`
	Share float64 `json:"share"` // over all
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Lower float64 `json:"lower_quartile"`
	Upper float64 `json:"upper_quartile"`
	Words string  `json:"words"`
}

// An overviewMaker makes the chief officer's page of the departments' reports, in their order.
type overviewMaker struct {
	Overview
	shares [][]float64 // of each need, by department
	held   int         // departments with a figure that is as of an earlier day
}

func (c *city) newOverview() *overviewMaker {
	o := &overviewMaker{shares: make([][]float64, len(voc.Needs))}
	o.Overview = Overview{
		Organisation: c.in.Organisation, Period: c.span(c.period), Selection: c.words.selection(&c.in.Filter), Before: c.span(c.before), Run: c.in.Run,
		Spread: []Spread{}, Changed: []string{}, Quality: []string{},
	}
	if !c.in.AsOf.IsZero() {
		o.AsOf = c.in.AsOf.Format("2006-01-02")
	}
	for _, need := range voc.Needs {
		row := Row{ID: string(need), Name: c.words.Need[string(need)]}
		if sum := c.all(measureNeed+string(need), c.period); sum.departments > 0 {
			row.Figure = bare(sum.cell, 1)
		}
		o.All = append(o.All, row)
	}
	return o
}

// add takes one department in.
func (o *overviewMaker) add(c *city, s *Summary) {
	row := OverviewRow{Department: s.Department, Focus: c.focusState(s)}
	if n, shown := c.board.figure(s.Department.ID, measureComments, c.period); shown {
		row.Comments = Figure{Shown: true, N: n.base(), Count: n.base(), Share: 1, Low: 1, High: 1, Care: n.base() < CareBase, Held: c.held(s.Department.ID, measureComments, c.period)}
	}
	if len(c.heldNote(s)) > 0 {
		o.held++
	}
	for i, need := range s.Needs {
		row.Needs = append(row.Needs, Placed{need.Figure, c.place(o.All[i].Figure, need.Figure)})
		if need.Figure.Shown && s.Department.ID != "" {
			o.shares[i] = append(o.shares[i], need.Figure.Share)
		}
	}
	o.Departments = append(o.Departments, row)
	o.Changed = append(o.Changed, changedLines(c.words, s)...)
}

// finish adds what takes all departments.
func (o *overviewMaker) finish(c *city) {
	w := c.words
	for i, need := range o.All {
		if spread, ok := newSpread(w, need, o.shares[i]); ok {
			o.Spread = append(o.Spread, spread)
		}
	}
	c.addQuality(&o.Overview)
	if o.held > 0 {
		o.Quality = append(o.Quality, w.Say("index_held", "n", w.Count(o.held), "min", MinBase))
	}
	o.About = []string{w.Say("about_sample"), w.Say("about_not_met"), w.Say("about_small", "min", MinBase, "max", CareBase-1), w.Say("about_intervals"), w.Say("index_about")}
}

// place says where a figure lies against the limits around the share of all departments
// that chance alone would pass once in a thousand.
func (c *city) place(all, f Figure) string {
	if !f.Shown || !all.Shown || c.all(measureComments, c.period).departments < 2 {
		return ""
	}
	limits := stat.Funnel(all.Share, f.N, stat.Z998)
	switch {
	case f.Share > limits.High:
		return "above"
	case f.Share < limits.Low:
		return "below"
	}
	return "within"
}

func newSpread(w *Words, need Row, shares []float64) (Spread, bool) {
	if len(shares) < 3 {
		return Spread{}, false
	}
	slices.Sort(shares)
	s := Spread{ID: need.ID, Name: need.Name, N: len(shares), Share: need.Figure.Share, Low: shares[0], High: shares[len(shares)-1], Lower: quantile(shares, 0.25), Upper: quantile(shares, 0.75)}
	s.Words = w.Say("index_spread_line", "need", s.Name, "share", w.Percent(s.Share), "low", w.Percent(s.Low), "high", w.Percent(s.High), "q1", w.Percent(s.Lower), "q3", w.Percent(s.Upper))
	return s, true
}

// quantile is [stat.Quantile] as reports write it.
func quantile(sorted []float64, q float64) float64 { return round(stat.Quantile(sorted, q)) }

func changedLines(w *Words, s *Summary) []string {
	var lines []string
	for _, rows := range [][]Row{s.Needs, s.Themes} {
		for _, row := range rows {
			if change := row.Figure.Change; change != nil && change.Clear {
				lines = append(lines, w.Say("index_changed_line", "department", s.Department.Name, "label", row.Name, "change", change.Words))
			}
		}
	}
	return lines
}

func (c *city) addQuality(o *Overview) {
	w := c.words
	o.Quality = append(o.Quality, c.leftOut()...)
	if c.board.unassigned {
		if n, shown := c.board.figure("", measureComments, c.period); shown {
			o.Quality = append(o.Quality, w.Say("index_unassigned", "n", w.Count(n.base())))
		} else if n.base() > 0 {
			o.Quality = append(o.Quality, w.Say("index_unassigned_few", "min", MinBase))
		}
	}
	if sum := c.all(measureLeftOut, c.period); sum.departments > 0 {
		o.Quality = append(o.Quality, w.Say("index_left_out", "n", w.Count(sum.cell.base()), "period", o.Period.Name, "min", MinBase))
	} else {
		o.Quality = append(o.Quality, w.Say("index_left_out_few", "period", o.Period.Name, "min", MinBase))
	}
	var unmatched []string
	for _, d := range c.departments {
		if _, ok := c.known[d.ID]; !ok && d.ID != "" {
			unmatched = append(unmatched, d.Name)
		}
	}
	if len(unmatched) > 0 && len(c.known) > 0 {
		slices.SortFunc(unmatched, cmp.Compare)
		names := strings.Join(unmatched[:min(len(unmatched), 20)], ", ")
		if len(unmatched) > 20 {
			names += ", …"
		}
		o.Quality = append(o.Quality, w.Say("index_unmatched", "n", len(unmatched), "names", names))
	}
}

// WriteJSON writes the Overview for machines.
func (o *Overview) WriteJSON(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(o)
}

// overview writes the page, each department leading to its report in a format.
func (m *pageMaker) overview(out io.Writer, o *Overview, format string) error {
	page := struct {
		*Overview
		Words  *Words
		Style  template.CSS
		Format string
	}{o, m.words, m.style, format}
	if err := m.template.ExecuteTemplate(out, "index.html", page); err != nil {
		return fmt.Errorf("write index page: %w", err)
	}
	return nil
}

// Alone reports whether the period has none before it that it could be compared with.
func (o *Overview) Alone() bool { return o.Before.ID == "undated" }
