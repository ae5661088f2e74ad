//go:build ignore

// This program makes inbox/permit-comments.xlsx from permit-comments.tsv, the text that people edit.
package main

import (
	"encoding/csv"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

func main() {
	log.SetFlags(0)
	in, err := os.Open("permit-comments.tsv")
	check(err)
	r := csv.NewReader(in)
	r.Comma = '\t'
	r.LazyQuotes = true
	rows, err := r.ReadAll()
	check(err)

	const sheet = "Comments"
	book := excelize.NewFile()
	check(book.SetSheetName("Sheet1", sheet))
	date, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	check(err)
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = value(cell)
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		check(err)
		check(book.SetSheetRow(sheet, at, &cells))
	}
	check(book.SetColStyle(sheet, "B", date))
	check(book.SetColWidth(sheet, "A", "E", 18))
	check(book.SetColWidth(sheet, "F", "F", 90))
	check(book.SaveAs("inbox/permit-comments.xlsx"))
}

// value gives a day and a number the types that a workbook has for them.
func value(cell string) any {
	if day, err := time.Parse(time.DateOnly, cell); err == nil {
		return day
	}
	if n, err := strconv.Atoi(cell); err == nil {
		return n
	}
	return cell
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
