package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"voc"
	"voc/index"
)

// A page prints comments for people to read. The first error ends it and is kept in err.
type page struct {
	w       *bufio.Writer
	colored bool
	err     error
}

func newPage(w io.Writer, colored bool) *page {
	return &page{w: bufio.NewWriter(w), colored: colored}
}

// line prints a line without what would move a terminal's cursor or change its colours; only the page's own marks do.
func (p *page) line(parts ...string) {
	if p.err != nil {
		return
	}
	for _, part := range parts {
		p.w.WriteString(part)
	}
	p.w.WriteByte('\n')
	p.err = p.w.Flush()
}

// Looks of text on a terminal.
const (
	bold   = "1"
	dim    = "2"
	marked = "1;33"
)

func (p *page) in(look, text string) string {
	if !p.colored || text == "" {
		return text
	}
	return "\x1b[" + look + "m" + text + "\x1b[0m"
}

// plain returns text in one line without control characters, so that a comment cannot command the terminal it is shown on.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, text)
}

// plainLines is [plain] for a text of several lines, which stay apart.
func plainLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = plain(lines[i])
	}
	return strings.Join(lines, "\n")
}

// spread returns text with the spans shown as marked.
func (p *page) spread(text string, spans []voc.Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End > len(text) {
			continue
		}
		b.WriteString(plain(text[at:s.Start]))
		b.WriteString(p.in(marked, plain(text[s.Start:s.End])))
		at = s.End
	}
	b.WriteString(plain(text[at:]))
	return b.String()
}

// Sizes in characters.
const (
	excerptSize = 200
	contextSize = 40
)

// hits prints comments one after another: what is known of each in a line, below it the words around what was found.
func (p *page) hits(hits []index.Hit) {
	for i, hit := range hits {
		if i > 0 {
			p.line()
		}
		p.line(p.in(bold, plain(hit.Record.ID)), "  ", p.in(dim, plain(strings.Join(facts(&hit.Record), " · "))))
		p.line("  ", p.excerpt(hit.Record.Text, hit.Marks))
	}
}

// facts returns what a line says of a comment: day, department, channel, sentiment, needs.
func facts(r *voc.Record) []string {
	list := []string{dayOf(r), r.Department, r.Channel, string(r.Sentiment)}
	for i, polarity := range r.Needs {
		if polarity != "" {
			list = append(list, fmt.Sprintf("%s %s", voc.Needs[i], polarity))
		}
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

func dayOf(r *voc.Record) string {
	if r.Time.IsZero() {
		return "no date"
	}
	return r.Time.Format(time.DateOnly)
}

// excerpt returns the part of text around the first span, with the spans in it marked.
func (p *page) excerpt(text string, spans []voc.Span) string {
	start := 0
	if len(spans) > 0 {
		start = back(text, spans[0].Start, excerptSize/3)
	}
	end := forward(text, start, excerptSize)
	start = back(text, end, excerptSize)
	var before, after string
	if start > 0 {
		before = "… "
	}
	if end < len(text) {
		after = " …"
	}
	return before + p.spread(text[start:end], within(spans, start, end)) + after
}

// within returns the spans that lie in text[start:end], as spans of that.
func within(spans []voc.Span, start, end int) []voc.Span {
	var list []voc.Span
	for _, s := range spans {
		if s.Start >= start && s.End <= end {
			list = append(list, voc.Span{Start: s.Start - start, End: s.End - start})
		}
	}
	return list
}

// back returns where in text a piece of at most n characters begins that ends at i, at the beginning of a word if there is one.
func back(text string, i, n int) int {
	start := i
	for range n {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		if start -= size; size == 0 {
			return 0
		}
	}
	if space := strings.IndexFunc(text[start:i], unicode.IsSpace); space >= 0 && start > 0 {
		start += space
		_, size := utf8.DecodeRuneInString(text[start:])
		start += size
	}
	return start
}

// forward returns where in text a piece of at most n characters ends that begins at i, at the end of a word if there is one.
func forward(text string, i, n int) int {
	end := i
	for range n {
		_, size := utf8.DecodeRuneInString(text[end:])
		if end += size; size == 0 {
			return len(text)
		}
	}
	if space := strings.LastIndexFunc(text[i:end], unicode.IsSpace); space > 0 && end < len(text) {
		end = i + space
	}
	return end
}

// contexts prints each place that was found in a line, the words found below each other.
func (p *page) contexts(hits []index.Hit) {
	width := 0
	for _, hit := range hits {
		width = max(width, utf8.RuneCountInString(hit.Record.ID))
	}
	for _, hit := range hits {
		text := hit.Record.Text
		for _, m := range hit.Marks {
			left := plain(text[back(text, m.Start, contextSize):m.Start])
			right := plain(text[m.End:forward(text, m.End, contextSize)])
			p.line(pad(plain(hit.Record.ID), width), "  ", strings.Repeat(" ", contextSize-utf8.RuneCountInString(left)), left,
				p.in(marked, plain(text[m.Start:m.End])), right)
		}
	}
}

// pad fills text with spaces up to width characters.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

// mostValues is how many values of a facet are printed.
const mostValues = 12

// facets prints what the result can be narrowed to, the most frequent of each facet.
func (p *page) facets(result *index.Result) {
	for _, facet := range result.Facets {
		if len(facet.Counts) == 0 {
			continue
		}
		p.line()
		p.line(p.in(bold, facet.Name))
		polarities := map[string][]string{}
		for _, c := range facet.Counts {
			if c.Polarity != "" {
				polarities[c.Value] = append(polarities[c.Value], fmt.Sprintf("%s %s", c.Polarity, grouped(c.N)))
			}
		}
		shown := 0
		for _, c := range facet.Counts {
			if c.Polarity != "" {
				continue
			}
			if shown++; shown <= mostValues || c.Chosen {
				p.count(c, strings.Join(polarities[c.Value], ", "))
			}
		}
		if shown > mostValues {
			p.line(p.in(dim, fmt.Sprintf("  and %d more", shown-mostValues)))
		}
	}
	if len(result.Months) > 0 {
		p.line()
		p.line(p.in(bold, "month"))
	}
	for _, c := range result.Months {
		p.count(c, "")
	}
}

// clipped shortens a long name.
func clipped(name string) string {
	const most = 32
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return name
}

func (p *page) count(c index.Count, remark string) {
	chosen := " "
	if c.Chosen {
		chosen = "*"
	}
	if remark != "" {
		remark = "  " + remark
	}
	p.line(chosen, " ", pad(clipped(plain(c.Value)), 32), fmt.Sprintf(" %9s", grouped(c.N)), p.in(dim, remark))
}
