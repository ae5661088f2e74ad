package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteJSON writes the Summary for machines. Figures that are not shown have "shown": false and no numbers.
func (s *Summary) WriteJSON(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(s)
}

// WriteMarkdown writes the Summary as text.
func (s *Summary) WriteMarkdown(out io.Writer, w *Words) error {
	m := &markdown{bufio.NewWriter(out), w}
	m.line("# %s", plain(w.Say("title", "department", s.Department.Name)))
	m.line("%s", plain(subtitle(w, s)))
	if s.Selection != "" {
		m.line("**%s**", plain(s.Selection))
	}
	if s.Department.Vision != "" {
		m.line("> %s", plain(s.Department.Vision))
	}
	m.heading("glance")
	for _, sentence := range s.Glance.Sentences {
		m.line("%s", plain(sentence))
	}
	if len(s.Glance.Notes) > 0 {
		m.line("%s", plain(strings.Join(s.Glance.Notes, " ")))
	}
	for _, t := range s.Glance.Tiles {
		m.item("**%s: %s.** %s", plain(t.Name), t.Value, plain(strings.Join(t.Lines, ". ")))
	}
	if s.Focus != nil {
		m.line("\n**%s: %s.** %s", w.Say("focus_line"), plain(s.Focus.Name), plain(s.Focus.Measure))
	}
	if s.Glance.Keep != "" {
		m.line("\n**%s:** %s  \n**%s:** %s", w.Say("keep"), plain(s.Glance.Keep), w.Say("work"), plain(s.Glance.Work))
	}
	m.heading("needs")
	m.line("%s", w.Say("needs_intro"))
	m.table([]string{w.Say("col_need"), w.Say("col_comments"), w.Say("col_not_met"), w.Say("col_interval"), w.Say("col_all"), w.Say("col_change", "before", s.Before.Short), w.Say("col_corrected"), w.Say("col_year")})
	for _, row := range s.Needs {
		m.row(append([]string{row.Name}, figureCells(w, row.Figure)...))
	}
	m.people(s)
	m.audiences(s)
	m.themes("strengths", "strengths_none", s.Strengths)
	m.themes("opportunities", "opportunities_none", s.Opportunity)
	if s.Focus != nil && s.Focus.Whole != "" {
		m.line("%s\n", plain(s.Focus.Whole))
	}
	m.focus(s)
	m.progress(s)
	m.standards(s)
	m.seriousAndGroups(s)
	m.heading("quotations")
	if len(s.Quotations) == 0 {
		m.line("%s", plain(w.Say("quotations_none")))
	}
	for _, q := range s.Quotations {
		m.quote(&q)
	}
	m.heading("session")
	for i, question := range s.Session {
		fmt.Fprintf(m, "%d. %s\n", i+1, plain(question))
	}
	m.heading("about")
	for _, text := range s.About {
		m.item("%s", plain(text))
	}
	return m.Flush()
}

type markdown struct {
	*bufio.Writer
	words *Words
}

func (m *markdown) line(format string, args ...any) { fmt.Fprintf(m, format+"\n\n", args...) }
func (m *markdown) item(format string, args ...any) { fmt.Fprintf(m, "- "+format+"\n", args...) }
func (m *markdown) heading(key string)              { fmt.Fprintf(m, "\n## %s\n\n", m.words.Say(key)) }

func (m *markdown) table(columns []string) {
	m.row(columns)
	fmt.Fprintf(m, "|%s\n", strings.Repeat(" --- |", len(columns)))
}

func (m *markdown) row(cells []string) {
	for i := range cells {
		cells[i] = plain(cells[i])
	}
	fmt.Fprintf(m, "| %s |\n", strings.Join(cells, " | "))
}

func (m *markdown) people(s *Summary) {
	if s.People == nil {
		return
	}
	w := m.words
	m.line("\n%s", plain(s.People.Note))
	if len(s.People.Rows) == 0 {
		return
	}
	m.table([]string{w.Say("col_people_said"), w.Say("col_people"), w.Say("col_share_people"), w.Say("col_interval")})
	for _, row := range s.People.Rows {
		m.row([]string{row.Name, w.Count(row.Figure.Count), w.Percent(row.Figure.Share), w.Between(row.Figure.Low, row.Figure.High)})
	}
}

func (m *markdown) audiences(s *Summary) {
	a := s.Audiences
	if a.Note != "" {
		m.line("\n%s", plain(a.Note))
	}
	if len(a.Rows) == 0 {
		return
	}
	fmt.Fprintln(m)
	m.table([]string{m.words.Say("col_need"), m.words.Say("col_external"), m.words.Say("col_internal")})
	for _, row := range a.Rows {
		m.row([]string{row.Name, brief(m.words, row.External), brief(m.words, row.Internal)})
	}
}

func (m *markdown) themes(key, none string, rows []Row) {
	m.heading(key)
	if len(rows) == 0 {
		m.line("%s", m.words.Say(none))
	}
	for _, row := range rows {
		f := row.Figure
		text := m.words.Say("theme_line", "n", m.words.Count(f.N), "share", m.words.Percent(f.Share), "interval", m.words.Between(f.Low, f.High))
		if f.All != nil {
			text += ". " + f.All.Words
		}
		if f.Change != nil {
			text += ". " + f.Change.Words
		}
		if row.Need != "" {
			text += " · " + m.words.Say("theme_need", "need", row.Need)
		}
		care := ""
		if f.Care {
			care = " (" + m.words.Say("care") + ")"
		}
		m.item("**%s**%s: %s", plain(row.Name), care, plain(text))
		if row.Quote != nil {
			fmt.Fprintln(m)
			m.quote(row.Quote)
		}
	}
}

func (m *markdown) quote(q *Quotation) {
	m.WriteString("> ")
	for _, p := range q.Pieces {
		if p.Marked {
			fmt.Fprintf(m, "**%s**", plain(p.Text))
		} else {
			m.WriteString(escapes.Replace(lineBreaks.Replace(p.Text)))
		}
	}
	record := m.words.Say("quotation_record", "id", shortID(q.ID))
	fmt.Fprintf(m, "\n> — %s · %s · %s\n\n", plain(q.Label), plain(q.Where), plain(record))
}

// figureCells sets a figure out in the columns of the needs' table.
func figureCells(w *Words, f Figure) []string {
	if !f.Shown {
		return []string{w.Say("hidden"), "", "", "", "", "", ""}
	}
	n := w.Count(f.N)
	if f.Care {
		n += " (" + w.Say("care") + ")"
	}
	all, change, corrected, year := w.Say("dash"), w.Say("dash"), w.Say("dash"), w.Say("dash")
	if f.All != nil {
		all = w.Percent(f.All.Share)
	}
	if f.Change != nil {
		change = f.Change.Words
	}
	if f.Corrected != nil {
		corrected = f.Corrected.Words
	}
	if f.YearAgo != nil {
		year = f.YearAgo.Words
	}
	return []string{n, w.Percent(f.Share), w.Between(f.Low, f.High), all, change, corrected, year}
}

func brief(w *Words, f Figure) string {
	if !f.Shown {
		return w.Say("hidden")
	}
	return fmt.Sprintf("%s (%s)", w.Percent(f.Share), w.Count(f.N))
}

// plain keeps a customer's words from being read as marks: one line, with the signs of Markdown escaped.
func plain(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return escapes.Replace(text)
}

var lineBreaks = strings.NewReplacer("\r", " ", "\n", " ")

var escapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "#", `\#`, "|", `\|`)

func (m *markdown) focus(s *Summary) {
	w := m.words
	m.heading("focus")
	if s.Focus == nil {
		m.line("%s", plain(noFocus(w, s)))
		return
	}
	m.line("**%s**", plain(s.Focus.Name))
	for _, why := range s.Focus.Why {
		m.item("%s", plain(why))
	}
	m.line("\n%s", plain(s.Focus.Measure))
	for _, row := range s.Focus.RunnersUp {
		m.item("%s: %s", plain(w.Say("focus_runners")), plain(row.Name))
	}
	if s.Quadrant == nil {
		return
	}
	fmt.Fprintln(m)
	m.table([]string{w.Say("col_theme"), w.Say("col_share"), w.Say("col_not_met"), w.Say("col_group")})
	for _, p := range s.Quadrant.Points {
		m.row([]string{p.Name, w.Percent(p.X), w.Percent(p.Y), p.Words})
	}
}

func (m *markdown) progress(s *Summary) {
	w, p := m.words, s.Progress
	m.heading("progress")
	m.line("%s", plain(p.Words))
	if len(p.Steps) == 0 {
		return
	}
	m.table([]string{trendStep(w, p), w.Say("col_comments"), w.Say("col_not_met"), w.Say("col_interval")})
	for _, step := range p.Steps {
		m.row(append([]string{step.Name}, figureCells(w, step.Figure)[:3]...))
	}
}

func (m *markdown) standards(s *Summary) {
	w := m.words
	m.heading("standards")
	if len(s.Standards) == 0 {
		m.line("%s", plain(w.Say("standards_none")))
		return
	}
	m.table([]string{w.Say("col_standard"), w.Say("col_kind"), w.Say("col_target"), w.Say("col_said"), w.Say("col_recorded"), w.Say("col_result")})
	for _, r := range s.Standards {
		target := w.Say("dash")
		if r.Target > 0 {
			target = w.Percent(r.Target)
		}
		m.row([]string{r.Name, r.Kind, target, m.kept(r.Said), m.kept(r.Recorded), r.Words})
	}
	first := true
	for _, r := range s.Standards {
		if r.Counted != "" {
			if first {
				fmt.Fprintln(m)
			}
			first = false
			m.item("%s: %s", plain(r.Name), plain(r.Counted))
		}
	}
}

func (m *markdown) kept(f *Figure) string {
	if f == nil {
		return m.words.Say("dash")
	}
	return brief(m.words, *f)
}

func (m *markdown) seriousAndGroups(s *Summary) {
	if len(s.Serious) > 0 {
		m.heading("serious")
		m.line("%s", plain(s.SeriousNote))
		for _, row := range s.Serious {
			m.item("**%s**: %s", plain(row.Name), plain(row.Words))
		}
	}
	if s.Groups != nil {
		m.heading("groups")
		m.line("%s", plain(s.Groups.Words))
		for _, row := range s.Groups.Rows {
			m.item("**%s**: %s", plain(row.Name), plain(row.Words))
		}
	}
}

// MarshalJSON leaves out the numbers of a figure that is not shown.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.Shown {
		return []byte(`{"shown":false}`), nil
	}
	type shown Figure
	return json.Marshal(shown(f))
}
