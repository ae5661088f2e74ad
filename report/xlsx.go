package report

import (
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes the Summary as a workbook: a sheet for each part, numbers as numbers, and native charts with alternative text.
// A figure that is not shown has words in place of its numbers.
func (s *Summary) WriteXLSX(out io.Writer, w *Words) error {
	b := &book{File: excelize.NewFile(), words: w}
	defer b.File.Close()
	b.begin(s)
	b.glance(s)
	b.needs(s)
	b.people(s)
	b.themes(s)
	b.progress(s)
	b.standards(s)
	b.quotations(s)
	b.lists(s)
	if b.err != nil {
		return fmt.Errorf("write workbook of %s: %w", s.Department.ID, b.err)
	}
	b.SetActiveSheet(0)
	if err := b.SetZipWriter(newSettledZip).Write(out); err != nil {
		return fmt.Errorf("write workbook of %s: %w", s.Department.ID, err)
	}
	return nil
}

// A book is a workbook being written, row by row; after an error it writes no more.
type book struct {
	*excelize.File
	words   *Words
	sheet   string
	row     int
	started bool
	heading int // style
	percent int // style
	wrapped int // style
	err     error
}

func (b *book) begin(s *Summary) {
	b.heading = b.style(&excelize.Style{Font: &excelize.Font{Bold: true}, Border: []excelize.Border{{Type: "bottom", Color: "1F4E79", Style: 2}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}})
	b.percent = b.style(&excelize.Style{NumFmt: 9})
	b.wrapped = b.style(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	// The data's day and not the clock's, so that the same Summary gives the same bytes.
	day := "2000-01-01T00:00:00Z"
	if s.AsOf != "" {
		day = s.AsOf + "T00:00:00Z"
	}
	b.do(b.SetDocProps(&excelize.DocProperties{
		Title: b.words.Say("title", "department", s.Department.Name), Subject: s.Period.Name, Creator: "voc",
		LastModifiedBy: "voc", Language: b.words.Language, Created: day, Modified: day,
	}))
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) style(style *excelize.Style) int {
	id, err := b.NewStyle(style)
	b.do(err)
	return id
}

// open begins a sheet named for a part, with the widths of its columns.
func (b *book) open(key string, widths ...float64) {
	name := []rune(b.words.Say(key))
	b.sheet, b.row = string(name[:min(len(name), 31)]), 0
	if b.started {
		_, err := b.NewSheet(b.sheet)
		b.do(err)
	} else {
		b.do(b.SetSheetName("Sheet1", b.sheet))
		b.started = true
	}
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.SetColWidth(b.sheet, column, column, width))
	}
}

// share is a number shown in percent.
type share float64

// line writes a row; nil leaves a cell empty.
func (b *book) line(values ...any) {
	b.row++
	for i, value := range values {
		if value == nil || b.err != nil {
			continue
		}
		at, err := excelize.CoordinatesToCellName(i+1, b.row)
		b.do(err)
		switch v := value.(type) {
		case share:
			b.do(b.SetCellFloat(b.sheet, at, float64(v), -1, 64))
			b.do(b.SetCellStyle(b.sheet, at, at, b.percent))
		case string:
			b.do(b.SetCellStr(b.sheet, at, v))
			b.do(b.SetCellStyle(b.sheet, at, at, b.wrapped))
		default:
			b.do(b.SetCellValue(b.sheet, at, v))
		}
	}
}

// head writes the row of column names and keeps it in sight.
func (b *book) head(keys ...string) {
	values := make([]any, len(keys))
	for i, name := range keys {
		values[i] = name
	}
	b.line(values...)
	last, err := excelize.CoordinatesToCellName(len(keys), b.row)
	b.do(err)
	b.do(b.SetCellStyle(b.sheet, fmt.Sprintf("A%d", b.row), last, b.heading))
}

func (b *book) say(key string, pairs ...any) string { return b.words.Say(key, pairs...) }

// figure returns the cells of a figure: base, count, share, its interval, all departments, change, the change in words.
func (b *book) figure(f Figure) []any {
	if !f.Shown {
		return []any{b.say("hidden")}
	}
	cells := []any{f.N, f.Count, share(f.Share), share(f.Low), share(f.High), nil, nil, nil}
	if f.All != nil {
		cells[5] = share(f.All.Share)
	}
	if f.Change != nil {
		cells[6], cells[7] = share(f.Change.Points), f.Change.Words
	}
	return cells
}

// corrected returns the cells of a corrected share: the share, or that one cannot tell it, and its interval.
func (b *book) corrected(x *Corrected) []any {
	switch {
	case x == nil:
		return nil
	case x.CannotTell && x.Low == 0 && x.High == 1:
		return []any{b.say("corrected_none")}
	case x.CannotTell:
		return []any{b.say("corrected_none"), share(x.Low), share(x.High)}
	}
	return []any{share(x.Share), share(x.Low), share(x.High)}
}

func (b *book) figureHead(first, before string) []string {
	return []string{first, b.say("col_comments"), b.say("col_not_met_count"), b.say("col_not_met"), b.say("col_low"), b.say("col_high"), b.say("col_all"), b.say("col_change", "before", before), b.say("col_in_words")}
}

func (b *book) glance(s *Summary) {
	b.open("glance", 34, 14, 60)
	b.line(b.say("title", "department", s.Department.Name))
	b.line(subtitle(b.words, s))
	if s.Selection != "" {
		b.line(s.Selection)
	}
	b.line()
	for _, sentence := range slices.Concat(s.Glance.Sentences, s.Glance.Notes) {
		b.line(nil, nil, sentence)
	}
	b.line()
	for _, t := range s.Glance.Tiles {
		var value any = t.Figure.N
		if t.ID != "comments" {
			value = share(t.Figure.Share)
		}
		lines := ""
		for i, line := range t.Lines {
			if i > 0 {
				lines += ". "
			}
			lines += line
		}
		b.line(t.Name, value, lines)
	}
	b.line()
	for _, pair := range [][2]string{{"focus_line", s.Glance.Focus}, {"keep", s.Glance.Keep}, {"work", s.Glance.Work}} {
		if pair[1] != "" {
			b.line(b.say(pair[0]), nil, pair[1])
		}
	}
}

func (b *book) needs(s *Summary) {
	b.open("needs", 26, 12, 12, 12, 12, 12, 14, 14, 34, 14, 12, 12)
	b.head(append(b.figureHead(b.say("col_need"), s.Before.Short), b.say("col_corrected"), b.say("col_low"), b.say("col_high"))...)
	for _, row := range s.Needs {
		cells := append([]any{row.Name}, b.figure(row.Figure)...)
		b.line(append(cells, b.corrected(row.Figure.Corrected)...)...)
	}
	b.chart(excelize.Bar, "A8", b.say("needs_chart"), b.say("needs_chart_about"), "D", 2, b.row)
	if len(s.Audiences.Rows) == 0 {
		return
	}
	b.row = 27
	b.head(b.say("col_need"), b.say("col_external"), b.say("col_not_met"), b.say("col_internal"), b.say("col_not_met"))
	for _, row := range s.Audiences.Rows {
		cells := []any{row.Name, b.say("hidden"), nil, b.say("hidden"), nil}
		if row.External.Shown {
			cells = []any{row.Name, row.External.N, share(row.External.Share), row.Internal.N, share(row.Internal.Share)}
		}
		b.line(cells...)
	}
}

func (b *book) people(s *Summary) {
	if s.People == nil || len(s.People.Rows) == 0 {
		return
	}
	b.open("people", 40, 12, 14, 14, 14)
	b.head(b.say("col_people_said"), b.say("col_people"), b.say("col_share_people"), b.say("col_low"), b.say("col_high"))
	for _, row := range s.People.Rows {
		f := row.Figure
		b.line(row.Name, f.Count, share(f.Share), share(f.Low), share(f.High))
	}
	b.line()
	b.line(s.People.Note)
}

// chart puts a native chart of one column of shares, from a first to a last row, with its title and alternative text.
func (b *book) chart(kind excelize.ChartType, at, title, about, column string, first, last int) {
	if last < first {
		return
	}
	b.do(b.AddChart(b.sheet, at, &excelize.Chart{
		Type: kind,
		Series: []excelize.ChartSeries{{
			Name:       title,
			Categories: fmt.Sprintf("'%s'!$A$%d:$A$%d", b.sheet, first, last),
			Values:     fmt.Sprintf("'%s'!$%s$%d:$%s$%d", b.sheet, column, first, column, last),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
		}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		XAxis:     excelize.ChartAxis{ReverseOrder: kind == excelize.Bar},
		YAxis:     excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0%"}, Minimum: number(0), Maximum: number(1)},
		Dimension: excelize.ChartDimension{Width: 640, Height: 320},
		Format:    excelize.GraphicOptions{AltText: title + ". " + about},
	}))
}

func number(x float64) *float64 { return &x }

func (b *book) themes(s *Summary) {
	b.open("themes", 26, 12, 12, 12, 12, 12, 14, 14, 34, 24, 14, 16)
	b.head(append(b.figureHead(b.say("col_theme"), s.Before.Short), b.say("col_need"), b.say("col_share"), b.say("col_group"))...)
	groups := map[string]string{}
	if s.Quadrant != nil {
		for _, p := range s.Quadrant.Points {
			groups[p.ID] = p.Words
		}
	}
	for _, row := range s.Themes {
		cells := append([]any{row.Name}, b.figure(row.Figure)...)
		cells = append(cells, row.Need, nil, groups[row.ID])
		if row.Of != nil {
			cells[10] = share(row.Of.Share)
		}
		b.line(cells...)
	}
	b.chart(excelize.Bar, fmt.Sprintf("A%d", b.row+3), b.say("themes_chart"), b.say("quadrant_about"), "D", 2, b.row)
	if s.Focus != nil {
		b.open("focus", 30, 100)
		b.line(b.say("focus_line"), s.Focus.Name)
		for _, why := range s.Focus.Why {
			b.line(nil, why)
		}
		b.line(nil, s.Focus.Measure)
		for _, row := range s.Focus.RunnersUp {
			b.line(b.say("focus_runners"), row.Name)
		}
	}
}

func (b *book) progress(s *Summary) {
	p := s.Progress
	if p == nil || len(p.Steps) == 0 {
		return
	}
	b.open("progress", 26, 12, 12, 12, 12, 12)
	first := b.say("col_month")
	if p.Quarters {
		first = b.say("col_quarter")
	}
	b.head(first, b.say("col_comments"), b.say("col_not_met_count"), b.say("col_not_met"), b.say("col_low"), b.say("col_high"))
	for _, step := range p.Steps {
		f := step.Figure
		if !f.Shown {
			b.line(step.Name, b.say("hidden"))
			continue
		}
		b.line(step.Name, f.N, f.Count, share(f.Share), share(f.Low), share(f.High))
	}
	last := b.row
	b.line()
	b.line(p.Words)
	b.chart(excelize.Line, "H2", b.say("progress_of", "theme", p.Name), trendAbout(b.words, p), "D", 2, last)
}

func (b *book) standards(s *Summary) {
	if len(s.Standards) == 0 {
		return
	}
	b.open("standards", 44, 18, 10, 14, 12, 14, 12, 24, 60)
	b.head(b.say("col_standard"), b.say("col_kind"), b.say("col_target"), b.say("col_said"), b.say("col_comments"), b.say("col_recorded"), b.say("col_cases"), b.say("col_result"), b.say("col_counted"))
	for _, r := range s.Standards {
		cells := []any{r.Name, r.Kind, nil, nil, nil, nil, nil, r.Words, r.Counted}
		if r.Target > 0 {
			cells[2] = share(r.Target)
		}
		for i, f := range []*Figure{r.Said, r.Recorded} {
			if f != nil && f.Shown {
				cells[3+2*i], cells[4+2*i] = share(f.Share), f.N
			} else if f != nil {
				cells[3+2*i] = b.say("hidden")
			}
		}
		b.line(cells...)
	}
}

func (b *book) quotations(s *Summary) {
	b.open("quotations", 100, 30, 30, 20)
	b.head(b.say("quotations"), b.say("col_theme"), b.say("col_said_where"), b.say("col_record"))
	write := func(q *Quotation) {
		text := ""
		for _, piece := range q.Pieces {
			text += piece.Text
		}
		b.line(text, q.Label, q.Where, q.ID)
	}
	for _, rows := range [][]Row{s.Strengths, s.Opportunity} {
		for _, row := range rows {
			if row.Quote != nil {
				write(row.Quote)
			}
		}
	}
	for i := range s.Quotations {
		write(&s.Quotations[i])
	}
}

// lists writes the parts that are words alone.
func (b *book) lists(s *Summary) {
	if len(s.Serious) > 0 {
		b.open("serious", 40, 30)
		for _, row := range s.Serious {
			b.line(row.Name, row.Words)
		}
		b.line(s.SeriousNote)
	}
	if s.Groups != nil {
		b.open("groups", 40, 70)
		b.line(s.Groups.Words)
		for _, row := range s.Groups.Rows {
			b.line(row.Name, row.Words)
		}
	}
	b.open("session", 110)
	for _, question := range s.Session {
		b.line(question)
	}
	b.open("about", 130)
	for _, text := range s.About {
		b.line(text)
	}
}
