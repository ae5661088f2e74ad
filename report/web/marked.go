package web

import (
	"slices"
	"strings"
	"unicode/utf8"

	"voc"
)

// A piece is a part of a text that is shown in one way.
type piece struct {
	Text  string
	Class string // of the mark around it; empty for plain text
	Notes []int  // numbers of the notes that end here
}

// A mark is a span that stands out.
type mark struct {
	voc.Span
	class string
	note  int // number shown at its end; 0 for none
}

// pieces cuts text where marks begin and end. Marks that overlap share their classes.
// A mark outside of the text is left out.
func pieces(text string, marks []mark) []piece {
	var cuts []int
	var good []mark
	for _, m := range marks {
		if m.Start >= 0 && m.Start < m.End && m.End <= len(text) {
			good = append(good, m)
			cuts = append(cuts, m.Start, m.End)
		}
	}
	slices.SortStableFunc(good, func(a, b mark) int { return a.Start - b.Start })
	slices.Sort(cuts)
	cuts = append(slices.Compact(cuts), len(text))
	var list []piece
	var active []mark
	start := 0
	for _, end := range cuts {
		if start < end {
			list = append(list, show(text[start:end], end, active))
		}
		start = end
		active = slices.DeleteFunc(active, func(m mark) bool { return m.End <= end })
		for len(good) > 0 && good[0].Start == end {
			active, good = append(active, good[0]), good[1:]
		}
	}
	return list
}

// show returns the text that ends at end under the active marks.
func show(text string, end int, active []mark) piece {
	p := piece{Text: text}
	var classes []string
	for _, m := range active {
		if !slices.Contains(classes, m.class) {
			classes = append(classes, m.class)
		}
		if m.End == end && m.note > 0 && !slices.Contains(p.Notes, m.note) {
			p.Notes = append(p.Notes, m.note)
		}
	}
	slices.Sort(classes)
	slices.Sort(p.Notes)
	p.Class = strings.Join(classes, " ")
	return p
}

// excerpt returns about size bytes of a text around its first mark, cut between words,
// and the spans of the marks in it.
func excerpt(text string, marks []voc.Span, size int) (string, []mark) {
	start, end := 0, len(text)
	if end > size+size/4 {
		if len(marks) > 0 && marks[0].Start > size/2 {
			start = wordEdge(text, marks[0].Start-size/3)
		}
		if end > start+size {
			end = wordEdge(text, start+size)
		}
	}
	before, after := "", ""
	if start > 0 {
		before = "… "
	}
	if end < len(text) {
		after = " …"
	}
	var kept []mark
	for _, m := range marks {
		if m.Start >= start && m.End <= end {
			at := len(before) - start
			kept = append(kept, mark{Span: voc.Span{Start: m.Start + at, End: m.End + at}, class: "term"})
		}
	}
	return before + text[start:end] + after, kept
}

// wordEdge returns the first place from at on where a word ends, or a rune if it is a very long word.
func wordEdge(text string, at int) int {
	const longest = 40
	at = max(0, at)
	if i := strings.IndexAny(text[at:min(len(text), at+longest)], " \n\t"); i >= 0 {
		return at + i
	}
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}
