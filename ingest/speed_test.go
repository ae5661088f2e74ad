package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// benchmarkRows is how many rows the files of the benchmarks have.
const benchmarkRows = 50_000

// hundred is a comment of 100 bytes, different for each i.
func hundred(i int) string {
	words := strings.Fields("the clerk at window four was kind but the line for a permit took most of my morning and nobody said why")
	var b strings.Builder
	for j := i; b.Len() < 100; j = j*31 + 7 {
		b.WriteString(words[(j&0x7fffffff)%len(words)])
		b.WriteByte(' ')
	}
	return b.String()[:100]
}

// reportRows reads the file at path over and over, all of it each time, opening included.
func reportRows(b *testing.B, path string) {
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		f, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for _, err := range f.Comments() {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != benchmarkRows {
			b.Fatalf("got %d comments, want %d", n, benchmarkRows)
		}
		rows += n
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkCSV(b *testing.B) {
	var data bytes.Buffer
	data.WriteString("id,date,department,rating,comment\n")
	for i := range benchmarkRows {
		fmt.Fprintf(&data, "%d,2026-%02d-%02d,Parks,%d,\"%s\"\n", i, i%12+1, i%28+1, i%5+1, hundred(i))
	}
	reportRows(b, write(b, "plain.csv", data.Bytes()))
}

func BenchmarkJSONLines(b *testing.B) {
	var data bytes.Buffer
	for i := range benchmarkRows {
		fmt.Fprintf(&data, `{"id":%d,"date":"2026-%02d-%02d","department":"Parks","rating":%d,"text":"%s","meta":{"lang":"en"}}`+"\n", i, i%12+1, i%28+1, i%5+1, hundred(i))
	}
	reportRows(b, write(b, "plain.jsonl", data.Bytes()))
}

func BenchmarkXLSX(b *testing.B) {
	reportRows(b, write(b, "plain.xlsx", makeWorkbook(b, benchmarkRows)))
}

// makeWorkbook is a workbook of n comments in five columns.
func makeWorkbook(t testing.TB, n int) []byte {
	t.Helper()
	book := excelize.NewFile()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	sheet.SetRow("A1", []any{"id", "date", "department", "rating", "comment"})
	for i := range n {
		cell, _ := excelize.CoordinatesToCellName(1, i+2)
		if err := sheet.SetRow(cell, []any{i, fmt.Sprintf("2026-%02d-%02d", i%12+1, i%28+1), "Parks", i%5 + 1, hundred(i)}); err != nil {
			t.Fatal(err)
		}
	}
	sheet.Flush()
	var data bytes.Buffer
	if err := book.Write(&data); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}
