package report

import (
	"bufio"
	"fmt"
	"io"
)

// WriteMarkdown writes the Overview as text, each department leading to its report.md.
func (o *Overview) WriteMarkdown(out io.Writer, w *Words) error {
	m := &markdown{bufio.NewWriter(out), w}
	m.line("# %s", plain(w.Say("index_title")))
	intro := w.Say("index_intro", "period", o.Period.Name, "before", o.Before.Name)
	if o.Alone() {
		intro = w.Say("index_intro_alone", "period", o.Period.Name)
	}
	if o.Period.Partial != "" {
		intro += " " + w.Say("partial_note", "partial", o.Period.Partial)
	}
	m.line("%s", plain(intro))
	if o.Selection != "" {
		m.line("**%s**", plain(o.Selection))
	}
	m.heading("index_departments")
	m.line("%s", plain(w.Say("index_about")))
	m.departments(o)
	spread := make([]string, len(o.Spread))
	for i, s := range o.Spread {
		spread[i] = s.Words
	}
	m.list("index_spread", spread)
	changed := o.Changed
	if len(changed) == 0 {
		changed = []string{w.Say("index_changed_none", "before", o.Before.Name)}
		if o.Alone() {
			changed = []string{w.Say("index_changed_alone")}
		}
	}
	m.list("index_changed", changed)
	m.list("index_quality", o.Quality)
	m.list("about", o.About)
	return m.Flush()
}

// departments sets out the needs of all departments, the sum over all in the last row.
func (m *markdown) departments(o *Overview) {
	w := m.words
	columns := []string{w.Say("col_department"), w.Say("col_comments")}
	for _, need := range o.All {
		columns = append(columns, need.Name)
	}
	m.table(append(columns, w.Say("col_focus")))
	for _, d := range o.Departments {
		fmt.Fprintf(m, "| [%s](%s/report.md) ", plain(d.Department.Name), d.Department.Folder)
		cells := []string{w.Say("hidden")}
		if d.Comments.Shown {
			cells[0] = w.Count(d.Comments.N)
		}
		for _, need := range d.Needs {
			cells = append(cells, m.placed(need))
		}
		m.row(append(cells, d.Focus.Words))
	}
	cells := []string{w.Say("back"), ""}
	for _, need := range o.All {
		share := w.Say("hidden")
		if need.Figure.Shown {
			share = w.Percent(need.Figure.Share)
		}
		cells = append(cells, share)
	}
	m.row(append(cells, ""))
	m.line("\n▲ %s · ▽ %s", plain(w.Say("index_above")), plain(w.Say("index_below")))
}

// placed is a share with the mark of its place.
func (m *markdown) placed(p Placed) string {
	if !p.Figure.Shown {
		return m.words.Say("hidden")
	}
	text := m.words.Percent(p.Figure.Share)
	switch p.Place {
	case "above":
		text += " ▲"
	case "below":
		text += " ▽"
	}
	if p.Figure.Care {
		text += " (" + m.words.Say("care") + ")"
	}
	return text
}

// list is a section of lines; without any there is none.
func (m *markdown) list(key string, lines []string) {
	if len(lines) == 0 {
		return
	}
	m.heading(key)
	for _, line := range lines {
		m.item("%s", plain(line))
	}
}
