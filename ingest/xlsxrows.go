package ingest

import (
	"errors"
	"fmt"
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
	size  int // bytes of this row's values
	given int // bytes of the shared strings given out
	empty int // cells and rows without a value since the last with one
	total int // places passed over in all rows, also those of cells that are not written
	found int // cells with a value
}

// Limits of a sheet.
const (
	maxColumns = 16384
	maxEmpty   = 10_000_000
	maxSparse  = 1000 // places for each cell with a value, where there are more than maxEmpty
	maxShared  = 4096 // bytes of shared strings for each cell with a value, where more than maxFree are given out again
)

var (
	errEmptyCells = errors.New("more than ten million empty cells one after another; refused")
	errSparse     = errors.New("more than a thousand empty cells for each with a value; refused")
	errRepeated   = errors.New("long texts that stand in it over and over, to many times its size; refused")
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
		x.cells, x.size = x.cells[:0], 0
		if err := x.readRow(); err != nil {
			return nil, x.row, err
		}
		if x.total += len(x.cells); x.total > maxEmpty && x.total > maxSparse*x.found {
			return nil, x.row, errSparse
		}
		if x.size > maxRecord {
			x.empty = 0
			return nil, x.row, &badRow{reason: fmt.Sprintf("the row is longer than %d MB", maxRecord>>20), long: true}
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

// readRow reads the cells up to the row's end; of a row longer than maxRecord, what it needs to find the end.
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
		if errors.Is(err, errLong) {
			x.size = maxRecord + 1
			continue
		}
		if err != nil {
			return err
		}
		if text != "" && x.size <= maxRecord {
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
			return x.text(kind, style)
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
		if err == nil && len(x.value) > maxRecord {
			err = errLong
		}
		if err != nil {
			return "", err
		}
	}
}

// text is the value of a cell as people see it, or errLong where the row has no room for it.
func (x *xlsxRows) text(kind byte, style int) (string, error) {
	if kind == 's' {
		return x.shared()
	}
	if x.size += len(x.value); x.size > maxRecord {
		return "", errLong
	}
	switch {
	case kind == 'b' && string(x.value) == "1":
		return "TRUE", nil
	case kind == 'b':
		return "FALSE", nil
	case kind == 'n' && style > 0 && style < len(x.book.dates) && x.book.dates[style]:
		return x.book.date(string(x.value)), nil
	}
	return validText(string(x.value)), nil
}

// shared is the shared string that the cell names.
// A few bytes of a file can name a text of megabytes, so it counts how much is named again.
func (x *xlsxRows) shared() (string, error) {
	i, err := strconv.Atoi(string(x.value))
	if err != nil {
		i = -1 // which there is not
	}
	text := x.book.strings.at(i)
	if x.size += len(text); x.size > maxRecord {
		return "", errLong
	}
	if x.given += len(text); x.given > maxFree+x.book.strings.size+maxShared*x.found {
		return "", errRepeated
	}
	return text, nil
}
