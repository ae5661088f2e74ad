package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A testSheet is a sheet of a workbook made for a test.
type testSheet struct {
	name   string
	hidden bool
	rows   []string // cells are parted by bars
}

func workbookOf(t *testing.T, of ...testSheet) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, sh := range of {
		if i == 0 {
			if err := book.SetSheetName("Sheet1", sh.name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := book.NewSheet(sh.name); err != nil {
			t.Fatal(err)
		}
		for r, row := range sh.rows {
			for c, cell := range strings.Split(row, "|") {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if err := book.SetCellValue(sh.name, at, cell); err != nil {
					t.Fatal(err)
				}
			}
		}
		if sh.hidden {
			if err := book.SetSheetVisible(sh.name, false); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// said are n rows under a header; the same words from the same number on.
func said(header string, from, n int) []string {
	rows := []string{header}
	for i := from; i < from+n; i++ {
		rows = append(rows, fmt.Sprintf("2026-08-%02d|The gate by lot %d was shut when we came", 1+i%28, i))
	}
	return rows
}

// A workbook's sheets are read together where they go on with each other, and none is passed over without a word.
func TestSheets(t *testing.T) {
	const header = "Date|Comment"
	cover := []string{"Gates of our town", "Made by|The office of gates", "For|The council"}
	codes := said("Code|Meaning", 0, 12)
	for _, test := range []struct {
		name     string
		sheets   []testSheet
		declared string
		comments int
		first    string // origin of the first comment
		last     string // and of the last
		note     string // part of one; empty for none
	}{
		{"one", []testSheet{{"Data", false, said(header, 0, 12)}}, "", 12, "gates.xlsx:2", "gates.xlsx:13", ""},
		{"months", []testSheet{{"August", false, said(header, 0, 12)}, {"September", false, said(header, 20, 5)}}, "", 17, "gates.xlsx:2", "gates.xlsx/September:6", ""},
		{"a cover", []testSheet{{"Cover", false, cover}, {"Data", false, said(header, 0, 12)}}, "", 12, "gates.xlsx:2", "gates.xlsx:13", ""},
		{"a title", []testSheet{{"Cover", false, cover}, {"Data", false, append([]string{"All gates, in August"}, said("Date|Comment|Gate", 0, 12)...)}}, "", 12, "gates.xlsx:3", "gates.xlsx:14", ""},
		{"codes behind", []testSheet{{"Data", false, said(header, 0, 12)}, {"Codes", false, codes}}, "", 12, "gates.xlsx:2", "gates.xlsx:13", `sheets of the workbook that are not read: "Codes" (13 rows): `},
		{"codes before", []testSheet{{"Codes", false, codes[:6]}, {"Data", false, said(header, 0, 12)}}, "", 12, "gates.xlsx:2", "gates.xlsx:13", ""},
		{"hidden", []testSheet{{"Data", false, said(header, 0, 12)}, {"Old", true, said(header, 20, 5)}}, "", 12, "gates.xlsx:2", "gates.xlsx:13", ""},
		{"declared", []testSheet{{"Data", false, said(header, 0, 12)}, {"Codes", false, said("Day|Comment", 20, 4)}}, "Codes", 4, "gates.xlsx:2", "gates.xlsx:5", ""},
		{"linked again", []testSheet{
			{"Form Responses 1", false, said("Timestamp|What could we do better?", 0, 12)}, {"Form Responses 2", false, said("Timestamp|What else should we know?", 20, 6)},
		}, "", 18, "gates.xlsx:2", "gates.xlsx/Form Responses 2:7", ""},
	} {
		comments, rejects, f := readAll(t, write(t, "gates.xlsx", workbookOf(t, test.sheets...)), Options{Mapping: &Mapping{Sheet: test.declared, Name: "gates"}})
		first, last := "", ""
		if len(comments) > 0 {
			first, last = comments[0].Origin.String(), comments[len(comments)-1].Origin.String()
		}
		notes := strings.Join(f.Notes(), "\n")
		if test.name != "declared" && strings.Contains(notes, "bear no day") {
			t.Errorf("%s: notes %q", test.name, notes)
		}
		if len(comments) != test.comments || len(rejects) != 0 || first != test.first || last != test.last || strings.Contains(notes, "sheets of the workbook") != (test.note != "") || !strings.Contains(notes, test.note) {
			t.Errorf("%s: %d comments from %s to %s, %d rejects, notes %q; want %d from %s to %s, %q", test.name, len(comments), first, last, len(rejects), notes, test.comments, test.first, test.last, test.note)
		}
		for _, c := range comments {
			if c.Source != "gates" {
				t.Errorf("%s: source %s", test.name, c.Source)
			}
		}
	}
}

// However many sheets there are, a bounded number is read, and the note stays short.
func TestManySheets(t *testing.T) {
	var many []testSheet
	for i := range maxSheets + 8 {
		many = append(many, testSheet{fmt.Sprintf("Week %d", i), false, said("Date|Comment", 2*i, 2)})
	}
	comments, _, f := readAll(t, write(t, "gates.xlsx", workbookOf(t, many...)), Options{})
	notes := strings.Join(f.Notes(), "\n")
	if len(comments) != 2*(maxSheets+1) || !strings.Contains(notes, `not read: "Week 101" (3 rows), `) || !strings.Contains(notes, `"Week 105" (3 rows), 2 more: `) {
		t.Errorf("%d comments, notes %q", len(comments), notes)
	}
}

// A row that stands in two sheets is one comment, as in two exports.
func TestSheetsOverlap(t *testing.T) {
	data := workbookOf(t, testSheet{"All", false, said("Date|Comment", 0, 12)}, testSheet{"Open", false, said("Date|Comment", 4, 3)})
	comments, _, _ := readAll(t, write(t, "gates.xlsx", data), Options{})
	ids := map[string]bool{}
	for _, c := range comments {
		ids[c.ID] = true
	}
	if len(comments) != 15 || len(ids) != 12 {
		t.Errorf("%d comments with %d ids, want 15 with 12", len(comments), len(ids))
	}
}
