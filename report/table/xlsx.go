package table

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// ErrTooManyRows means that a workbook's sheet cannot hold the table.
var ErrTooManyRows = errors.New("a sheet holds 1,048,576 rows, and there are more")

// maxCell is the most characters, in UTF-16 units, that a cell of a workbook holds.
const maxCell = excelize.TotalCellChars

// An xlsxSheet writes cells to the one sheet of a workbook.
// Text cells are typed as text, so that none is taken for a formula.
type xlsxSheet struct {
	w            io.Writer
	book         *excelize.File
	stream       *excelize.StreamWriter
	rows         int
	values       []any
	day, instant int // styles
}

func newXLSX(w io.Writer, name string) (*xlsxSheet, error) {
	s := &xlsxSheet{w: w, book: excelize.NewFile()}
	var problems [5]error
	problems[0] = s.book.SetSheetName("Sheet1", name)
	s.day, problems[1] = s.style("yyyy-mm-dd")
	s.instant, problems[2] = s.style("yyyy-mm-dd hh:mm:ss")
	s.stream, problems[3] = s.book.NewStreamWriter(name)
	if problems[3] == nil {
		problems[4] = s.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	}
	return s, errors.Join(problems[:]...)
}

func (s *xlsxSheet) style(format string) (int, error) {
	return s.book.NewStyle(&excelize.Style{CustomNumFmt: &format})
}

func (s *xlsxSheet) row(cells []any) error {
	if s.rows == excelize.TotalRows {
		return ErrTooManyRows
	}
	s.rows++
	s.values = s.values[:0]
	for _, cell := range cells {
		s.values = append(s.values, s.value(cell))
	}
	return s.stream.SetRow(fmt.Sprintf("A%d", s.rows), s.values)
}

func (s *xlsxSheet) value(cell any) any {
	switch v := cell.(type) {
	case string:
		return fit(v)
	case []string:
		return fit(strings.Join(v, "; "))
	case []int32:
		return fit(joinInts(v))
	case date:
		return excelize.Cell{StyleID: s.day, Value: v.time()}
	case moment:
		return excelize.Cell{StyleID: s.instant, Value: v.time()}
	}
	return cell
}

// fit cuts text that is too long for a cell.
func fit(s string) string {
	if len(s) <= maxCell {
		return s
	}
	units := 0
	for i, r := range s {
		if units++; r > 0xffff {
			units++
		}
		if units > maxCell-1 {
			return s[:i] + "…"
		}
	}
	return s
}

func (s *xlsxSheet) close() error {
	if err := s.stream.Flush(); err != nil {
		return err
	}
	if _, err := s.book.WriteTo(s.w); err != nil {
		return err
	}
	return s.book.Close()
}
