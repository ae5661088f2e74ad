package ingest

import (
	"errors"
	"io"
	"strconv"
)

// xlsxRows reads a sheet; its row is the number that the spreadsheet shows. Empty rows are passed over.
type xlsxRows struct {
	book  *workbook
	in    *xmlScanner
	row   int
	cells []string
	value []byte
	empty int // cells and rows without a value since the last with one
	total int // places passed over in all rows, also those of cells that are not written
	found int // cells with a value
}

// Limits of a sheet.
const (
	maxColumns = 16384
	maxEmpty   = 10_000_000
	maxSparse  = 1000 // places for each cell with a value, where there are more than maxEmpty
)

var (
	errEmptyCells = errors.New("more than ten million empty cells one after another; refused")
	errSparse     = errors.New("more than a thousand empty cells for each with a value; refused")
	errWide       = errors.New("a row with more than 16,384 columns; refused")
)

func (x *xlsxRows) read() ([]string, int, error) {
	for {
		tag, err := x.in.next()
		if err != nil {
			return nil, x.row, err
		}
		if string(tag.name) != "row" || tag.end {
			continue
		}
		if n, err := strconv.Atoi(string(tag.attr("r"))); err == nil && n > 0 {
			x.row = n
		} else {
			x.row++
		}
		if err := x.passed(); err != nil {
			return nil, x.row, err
		}
		if tag.empty {
			continue
		}
		x.cells = x.cells[:0]
		if err := x.readRow(); err != nil {
			return nil, x.row, err
		}
		if x.total += len(x.cells); x.total > maxEmpty && x.total > maxSparse*x.found {
			return nil, x.row, errSparse
		}
		if !blank(x.cells) {
			x.empty = 0
			return x.cells, x.row, nil
		}
	}
}

// passed counts something empty, and fails when there is too much of it.
func (x *xlsxRows) passed() error {
	if x.empty++; x.empty > maxEmpty {
		return errEmptyCells
	}
	return nil
}

// readRow reads the cells up to the row's end.
func (x *xlsxRows) readRow() error {
	next := 0
	for {
		tag, err := x.in.next()
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		switch {
		case tag.end && string(tag.name) == "row":
			return nil
		case tag.end || string(tag.name) != "c":
			continue
		}
		col := columnOf(tag.attr("r"), next)
		next = col + 1
		if col >= maxColumns {
			return errWide
		}
		if err := x.passed(); err != nil {
			return err
		}
		if tag.empty {
			continue
		}
		kind := cellKind(tag.attr("t"))
		style, _ := strconv.Atoi(string(tag.attr("s")))
		text, err := x.cell(kind, style)
		if err != nil {
			return err
		}
		if text != "" {
			for len(x.cells) <= col {
				x.cells = append(x.cells, "")
			}
			x.cells[col] = text
			x.found++
		}
	}
}

// columnOf is the place of a cell called "AB12", from 0; next if it is not called anything.
func columnOf(ref []byte, next int) int {
	col := 0
	for _, b := range ref {
		if b < 'A' || b > 'Z' || col > maxColumns {
			break
		}
		col = col*26 + int(b-'A') + 1
	}
	if col == 0 {
		return next
	}
	return col - 1
}

// cellKind is the first letter of a cell's type, but i for inlineStr and s for shared strings only.
func cellKind(t []byte) byte {
	switch string(t) {
	case "s":
		return 's'
	case "inlineStr":
		return 'i'
	case "b":
		return 'b'
	case "", "n":
		return 'n'
	}
	return 't' // str, e, d: the value is the text
}

// cell reads a cell's value up to its end.
func (x *xlsxRows) cell(kind byte, style int) (string, error) {
	x.value = x.value[:0]
	for {
		tag, err := x.in.next()
		if errors.Is(err, io.EOF) {
			return "", io.ErrUnexpectedEOF
		}
		if err != nil {
			return "", err
		}
		if tag.end && string(tag.name) == "c" {
			return x.text(kind, style), nil
		}
		if tag.end || tag.empty {
			continue
		}
		switch string(tag.name) {
		case "v":
			x.value, err = x.in.text(x.value)
		case "is":
			x.value, err = x.in.texts(x.value, "is")
		}
		if err != nil {
			return "", err
		}
	}
}

// text is the value of a cell as people see it.
func (x *xlsxRows) text(kind byte, style int) string {
	switch kind {
	case 's':
		i, err := strconv.Atoi(string(x.value))
		if err != nil {
			return ""
		}
		return validText(x.book.strings.at(i))
	case 'b':
		if string(x.value) == "1" {
			return "TRUE"
		}
		return "FALSE"
	case 'n':
		if style > 0 && style < len(x.book.dates) && x.book.dates[style] {
			return x.book.date(string(x.value))
		}
	}
	return validText(string(x.value))
}
