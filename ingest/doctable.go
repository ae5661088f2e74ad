package ingest

import (
	"io"
	"regexp"
	"strings"
)

// clockCell is a cell that holds a time of the talk and nothing else, such as 00:01:07 or 0:10 – 0:14.
var clockCell = regexp.MustCompile(`^[(\[]?(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d+)?[)\]]?(?:\s*(?:-|–|-->|to)\s*[(\[]?(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d+)?[)\]]?)?$`)

// spokenTable reads the tables in which transcribers write who said what: a column of speakers, one of words, perhaps one of times.
// It is nil if there is no such table. Of what stands around it only the heading is kept.
func (d *documentText) spokenTable() []utterance {
	var said []utterance
	for _, table := range d.tables {
		speaker, words, at := table.columns()
		if speaker < 0 {
			continue
		}
		for i, row := range table {
			if i == 0 && table.headed(speaker, words) {
				continue
			}
			u := utterance{speaker: strings.TrimRight(cleanName(row.cell(speaker)), ": "), text: row.cell(words), line: row.line}
			if at >= 0 {
				clock, _, _ := strings.Cut(strings.Trim(row.cell(at), "()[]"), " ")
				u.start, u.timed = cueTime(strings.TrimRight(clock, ")]–-"))
			}
			said = append(said, u)
		}
	}
	if said = spoken(said); len(said) == 0 {
		return nil
	}
	return append(d.headings(said[0].line), said...)
}

// headings are the lines such as "Date: 14 March 2026" above the line given.
func (d *documentText) headings(before int) []utterance {
	var found []utterance
	for i, line := range d.lines[:min(len(d.lines), before-1)] {
		if name, _, words, ok := turnHead(line); ok && headings[strings.ToLower(name)] {
			found = append(found, utterance{speaker: name, text: words, line: i + 1})
		}
	}
	return found
}

// columns finds the columns of speakers, of words and of times; speaker is -1 if the table is no talk, at is -1 if it has no times.
func (t documentTable) columns() (speaker, words, at int) {
	speaker, words, at = -1, -1, -1
	width := 0
	for _, row := range t {
		width = max(width, len(row.cells))
	}
	longest := 0
	for i := range min(width, maxTalkColumns) {
		c := t.column(i)
		switch {
		case c.filled == 0:
		case 5*c.clocks >= 4*(c.filled-1) && c.clocks > 0:
			at = i
		case speaker < 0 && c.names == c.filled && len(c.people) <= 40 && 3*len(c.people) <= 2*c.filled:
			speaker = i
		case c.words > longest:
			longest, words = c.words, i
		}
	}
	if speaker < 0 || words < 0 || len(t) < 3 || longest < 3*len(t) || t.headedOtherwise(speaker) {
		return -1, -1, -1
	}
	return speaker, words, at
}

// maxTalkColumns is the most columns that are looked at for a talk.
const maxTalkColumns = 8

// A talkColumn is what a column of a table holds.
type talkColumn struct {
	filled, words, clocks int
	names                 int // cells that can be a speaker's name
	people                map[string]bool
}

func (t documentTable) column(i int) talkColumn {
	c := talkColumn{people: map[string]bool{}}
	for _, row := range t {
		cell := row.cell(i)
		if cell == "" {
			continue
		}
		c.filled++
		c.words += len(strings.Fields(cell))
		if clockCell.MatchString(cell) {
			c.clocks++
		} else if looksName(strings.TrimRight(cell, ": ")) {
			c.names++
		}
		if len(c.people) <= 40 {
			c.people[strings.ToLower(cell)] = true
		}
	}
	return c
}

// headed reports whether the first row says what the columns are.
func (t documentTable) headed(speaker, words int) bool {
	row := t[0]
	return talkHeads[plainName(row.cell(speaker))] || talkHeads[plainName(row.cell(words))]
}

// headedOtherwise reports whether column i bears a plain name of something else than speakers, such as departments.
func (t documentTable) headedOtherwise(i int) bool {
	for _, r := range nameRanks[plainName(t[0].cell(i))] {
		if r.role != roleSpeaker && r.role != rolePersonal && r.role != roleRespondent {
			return true
		}
	}
	return false
}

// talkHeads are headers of the columns of a talk.
var talkHeads = map[string]bool{
	"speaker": true, "speakers": true, "name": true, "who": true, "participant": true, "words": true, "text": true, "transcript": true, "transcription": true, "speech": true, "dialogue": true,
	"utterance": true, "what was said": true, "said": true, "content": true, "comment": true, "comments": true,
}

// responseTable is the largest table of responses, with a header as a sheet of them has, if most of the document's words stand in it; else nil.
func (d *documentText) responseTable() documentTable {
	var best documentTable
	for _, table := range d.tables {
		if len(table) > len(best) {
			best = table
		}
	}
	sh := sheetHead{rows: len(best)}
	inside := 0
	for i, row := range best {
		if i < headRows {
			sh.first = append(sh.first, row.cells)
		}
		for _, cell := range row.cells {
			inside += len(cell)
		}
	}
	if sh.judge(); !sh.likely || 2*inside < d.size {
		return nil
	}
	return best
}

// documentRows is a table of a document, to be read as any other.
func documentRows(t documentTable, kind string) table {
	return table{kind: "table", note: "table in " + kind, open: func() (rows, io.Closer, error) {
		return &tableRows{rest: t}, io.NopCloser(nil), nil
	}}
}

// tableRows gives the rows of a table one after another.
type tableRows struct{ rest documentTable }

func (r *tableRows) read() ([]string, int, error) {
	for len(r.rest) > 0 {
		row := r.rest[0]
		r.rest = r.rest[1:]
		if !blank(row.cells) {
			return row.cells, row.line, nil
		}
	}
	return nil, 0, io.EOF
}
