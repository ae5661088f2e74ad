package ingest

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A head is the first records of a table.
type head struct {
	rows  [][]string
	lines []int
	keyed bool
	names []string // of keyed rows
	ended bool
}

func readHead(in rows) (*head, error) {
	h := &head{}
	keyed, ok := in.(keyedRows)
	h.keyed = ok
	for len(h.rows) < headRows {
		cells, line, err := in.read()
		var bad *badRow
		switch {
		case errors.Is(err, io.EOF):
			h.ended = true
		case errors.As(err, &bad):
			continue
		case err != nil:
			return nil, err
		default:
			h.rows = append(h.rows, slices.Clone(cells))
			h.lines = append(h.lines, line)
			continue
		}
		break
	}
	if ok {
		h.names = keyed.keys()
	}
	if len(h.rows) == 0 {
		return nil, errNoRows
	}
	return h, nil
}

var errNoRows = errors.New("no rows of data")

// cell returns the text of a head's cell, empty beyond the row's end.
func (h *head) cell(row, col int) string {
	if row >= len(h.rows) || col >= len(h.rows[row]) {
		return ""
	}
	return strings.TrimSpace(h.rows[row][col])
}

// width is the number of columns: that of the widest of the first n rows, which are the header.
func (h *head) width(n int) int {
	if h.keyed {
		return len(h.names)
	}
	widest := 0
	for _, row := range h.rows[:min(n, len(h.rows))] {
		widest = max(widest, len(row))
	}
	return widest
}

// shape finds the format by the head and names the columns.
func (p *plan) shape(h *head, t table) error {
	for i := range formats {
		f := &formats[i]
		if f.match == nil {
			continue
		}
		if p.mapping.Format != "" && p.mapping.Format != f.Name {
			continue
		}
		if !f.match(h) {
			continue
		}
		p.format = f
		break
	}
	if want := formatNamed(p.mapping.Format); p.format == nil && want.match != nil {
		return fmt.Errorf("declared as %s, but it does not look so: %s are known by %s", want.Name, want.Tool, want.Recognised)
	}
	if p.format == nil {
		p.format = formatNamed(t.kind)
		if t.kind == "csv" && !h.tabular() && p.mapping.HeaderRows == 0 && len(p.mapping.Columns) == 0 {
			return errNoTable
		}
	}
	if p.format.shape != nil {
		if err := p.format.shape(p, h); err != nil {
			return err
		}
	} else {
		p.nameColumns(h, headerRow(h))
	}
	if p.mapping.HeaderRows > 0 {
		p.nameColumns(h, p.mapping.HeaderRows)
	}
	for _, c := range p.columns {
		if c.plain == "" {
			c.plain = plainName(c.name)
		}
	}
	return nil
}

// nameColumns names the columns by the last of the header rows; keyed rows have names of their own.
// A second column of a name is called "name (2)". A column without one belongs to the question left of it.
func (p *plan) nameColumns(h *head, header int) {
	p.columns = nil
	if h.keyed {
		p.header = 0
		for _, name := range h.names {
			p.columns = append(p.columns, &column{name: name})
		}
		return
	}
	p.header = header
	seen := map[string]int{}
	asked := ""
	for i := range h.width(header) {
		name := cleanName(h.cell(header-1, i))
		c := &column{name: name}
		switch {
		case name == "":
			c.name, c.question = columnLetter(i), asked
		case len(strings.Fields(name)) >= 4 || strings.HasSuffix(name, "?"):
			asked = name
		default:
			asked = ""
		}
		if seen[name]++; name != "" && seen[name] > 1 {
			c.name = fmt.Sprintf("%s (%d)", name, seen[name])
		}
		p.columns = append(p.columns, c)
	}
}

var errNoTable = errors.New("text that is neither a table (its lines do not have the same number of cells) nor a transcript that is known")

// tabular reports whether most records have as many cells as the header; all of them, where there are few and no name is known.
// A header of one cell must be a name that needs no mapping.
func (h *head) tabular() bool {
	header := headerRow(h) - 1
	want := len(h.rows[header])
	if want == 1 {
		return h.known(header) == 1
	}
	same, data := 0, len(h.rows)-header-1
	if data == 0 && h.ended && h.known(header) > 0 {
		return true // an export of a day on which nobody said anything
	}
	for _, row := range h.rows[header+1:] {
		if len(row) == want || data >= 10 && len(row) < want && want-len(row) <= 2 {
			same++
		}
	}
	for i := range want {
		if prose := strings.Fields(h.cell(header, i)); data < 10 && len(prose) > 8 && !strings.HasSuffix(h.cell(header, i), "?") {
			return false // a sentence, not a header
		}
	}
	if data < 10 && h.known(header) < 2 {
		return data > 0 && same == data
	}
	return data > 0 && 5*same >= 3*data
}

// known is how many cells of a row are names that need no mapping.
func (h *head) known(row int) int {
	known := 0
	for i := range h.rows[row] {
		if nameRanks[plainName(h.cell(row, i))] != nil {
			known++
		}
	}
	return known
}

// headerRow finds the header below titles: the first row that fills most of the columns.
func headerRow(h *head) int {
	width := 0
	for _, row := range h.rows {
		width = max(width, filled(row))
	}
	for i, row := range h.rows[:min(len(h.rows), 12)] {
		if n := filled(row); width < 3 || n >= 2 && 2*n >= width {
			return i + 1
		}
	}
	return 1
}

func filled(row []string) int {
	n := 0
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// columnLetter is what a spreadsheet calls column i: A, B, ..., AA.
func columnLetter(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}
