package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
)

//go:embed page
var pages embed.FS

// A pageMaker writes pages in the words of one organisation.
type pageMaker struct {
	words    *Words
	style    template.CSS
	template *template.Template
}

func newPageMaker(words *Words) (*pageMaker, error) {
	functions := template.FuncMap{
		"say":        words.Say,
		"count":      words.Count,
		"percent":    words.Percent,
		"between":    words.Between,
		"min":        func() int { return MinBase },
		"tenth":      words.Tenth,
		"trendabout": func(p *Progress) string { return trendAbout(words, p) },
		"trendstep":  func(p *Progress) string { return trendStep(words, p) },
		"short":      shortID,
	}
	t, err := template.New("").Funcs(functions).ParseFS(pages, "page/*.html")
	if err != nil {
		return nil, fmt.Errorf("read page templates: %w", err)
	}
	style, err := pages.ReadFile("page/style.css")
	if err != nil {
		return nil, err
	}
	return &pageMaker{words, template.CSS(style), t}, nil
}

// A reportPage is a Summary with what its page alone needs.
type reportPage struct {
	*Summary
	Words      *Words
	Style      template.CSS
	Title      string
	Subtitle   string
	NoFocus    string
	Index      bool
	Contents   []section
	NeedsChart template.HTML
	Plot       template.HTML
	Trend      template.HTML
}

type section struct{ ID, Name string }

func (m *pageMaker) report(out io.Writer, s *Summary, index bool) error {
	p := reportPage{
		Summary:    s,
		Words:      m.words,
		Style:      m.style,
		Title:      m.words.Say("title", "department", s.Department.Name),
		Subtitle:   subtitle(m.words, s),
		NoFocus:    noFocus(m.words, s),
		Index:      index,
		NeedsChart: template.HTML(needsChart(m.words, s, false)),
		Plot:       template.HTML(quadrantChart(m.words, s, false)),
		Trend:      template.HTML(trendChart(m.words, s, false)),
	}
	for _, id := range sectionsOf(s) {
		p.Contents = append(p.Contents, section{id, m.words.Say(id)})
	}
	if err := m.template.ExecuteTemplate(out, "report.html", p); err != nil {
		return fmt.Errorf("write page of %s: %w", s.Department.ID, err)
	}
	return nil
}

// noFocus says why no area of focus is suggested.
func noFocus(w *Words, s *Summary) string {
	if s.oneSided {
		return w.Say("selection_one_sided")
	}
	return w.Say("focus_none", "min", MinBase)
}

// sectionsOf returns the parts of a report, in order.
func sectionsOf(s *Summary) []string {
	list := []string{"glance", "needs", "strengths", "opportunities"}
	if len(s.Serious) > 0 {
		list = append(list, "serious")
	}
	list = append(list, "focus", "progress", "standards")
	if s.Groups != nil {
		list = append(list, "groups")
	}
	return append(list, "quotations", "session", "about")
}

func subtitle(w *Words, s *Summary) string {
	period := s.Period.Name
	if s.Period.Partial != "" {
		period += " (" + s.Period.Partial + ")"
	}
	if s.alone() {
		return period
	}
	return w.Say("compared", "period", period, "before", s.Before.Name)
}

// alone reports whether the period has none before it that it could be compared with.
func (s *Summary) alone() bool { return s.Before.ID == "undated" }
