package ingest

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// xlsxTable is one sheet of the workbook, the mapping's or the first that has rows.
func xlsxTable(s source, declared string) (table, error) {
	book, closer, err := openBook(s)
	if err != nil {
		return table{}, err
	}
	defer closer.Close()
	sheet := declared
	if sheet == "" {
		if sheet = firstSheet(book); sheet == "" {
			return table{}, errNoRows
		}
	} else if i, err := book.GetSheetIndex(sheet); err != nil || i < 0 {
		return table{}, fmt.Errorf("there is no sheet %q; the sheets are %s", sheet, strings.Join(book.GetSheetList(), ", "))
	}
	return table{kind: "xlsx", note: "sheet " + sheet, open: func() (rows, io.Closer, error) {
		book, closer, err := openBook(s)
		if err != nil {
			return nil, nil, err
		}
		in, err := book.Rows(sheet)
		if err != nil {
			closer.Close()
			return nil, nil, fmt.Errorf("sheet %s: %w", sheet, err)
		}
		return &xlsxRows{in: in}, closer, nil
	}}, nil
}

// firstSheet is the first sheet with at least two rows, else the first with one.
func firstSheet(book *excelize.File) string {
	first := ""
	for _, sheet := range book.GetSheetList() {
		in, err := book.Rows(sheet)
		if err != nil {
			continue
		}
		n := 0
		for tries := 0; n < 2 && tries < 1000 && in.Next(); tries++ {
			if cells, err := in.Columns(rawCells); err == nil && !blank(cells) {
				n++
			}
		}
		in.Close()
		if n >= 2 {
			return sheet
		}
		if n == 1 && first == "" {
			first = sheet
		}
	}
	return first
}

var rawCells = excelize.Options{RawCellValue: true}

func openBook(s source) (*excelize.File, io.Closer, error) {
	in, err := s.open()
	if err != nil {
		return nil, nil, err
	}
	book, err := excelize.OpenReader(in, excelize.Options{RawCellValue: true, UnzipSizeLimit: 4 << 30, UnzipXMLSizeLimit: 16 << 20})
	in.Close()
	if err != nil {
		return nil, nil, fmt.Errorf("open workbook: %w", err)
	}
	return book, book, nil
}

// xlsxRows reads a sheet; its row is the number that the spreadsheet shows.
type xlsxRows struct {
	in  *excelize.Rows
	row int
}

// maxBlankRows is how many empty rows may follow one another before the sheet is taken to have ended.
const maxBlankRows = 100_000

func (x *xlsxRows) read() ([]string, int, error) {
	for empty := 0; x.in.Next(); {
		x.row++
		cells, err := x.in.Columns(rawCells)
		if err != nil {
			return nil, x.row, &badRow{reason: "the row cannot be read"}
		}
		if !blank(cells) {
			for i, c := range cells {
				cells[i] = validText(c)
			}
			return cells, x.row, nil
		}
		if empty++; empty > maxBlankRows {
			return nil, x.row, io.EOF
		}
	}
	if err := x.in.Error(); err != nil {
		return nil, x.row, err
	}
	return nil, x.row, io.EOF
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
