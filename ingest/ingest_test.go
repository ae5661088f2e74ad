package ingest

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/xuri/excelize/v2"

	"voc"
)

// write puts a file into a folder of the test's own.
func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAll opens and reads a file, and checks that its rows come together.
func readAll(t testing.TB, path string, opt Options) ([]voc.Comment, []*voc.RowError, *File) {
	t.Helper()
	f, err := Open(path, opt)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	var comments []voc.Comment
	var rejects []*voc.RowError
	for c, err := range f.Comments() {
		var row *voc.RowError
		switch {
		case errors.As(err, &row):
			rejects = append(rejects, row)
		case err != nil:
			t.Fatalf("Comments: %v", err)
		default:
			comments = append(comments, c)
		}
	}
	return comments, rejects, f
}

const plainCSV = `id,date,department,rating,comment
7,25/03/2026,Parks & Recreation,4,"The pool was clean, and the staff were kind"
8,26/03/2026,parks and recreation.,1,"Nobody told us that the ""family"" hour was moved"
9,27/03/2026,Library,,
10,2026-13-45,Library,5,Lovely
`

func TestPlainCSV(t *testing.T) {
	opt := Options{Departments: []voc.Department{{ID: "parks", Name: "Parks & Recreation"}}}
	comments, rejects, f := readAll(t, write(t, "visitors 2026-03 (1).csv", []byte(plainCSV)), opt)
	if len(comments) != 2 || len(rejects) != 2 {
		t.Fatalf("got %d comments and %d rejects, want 2 and 2", len(comments), len(rejects))
	}
	c := comments[1]
	if c.Department != "parks" || c.Source != "visitors" || c.Origin.Row != 3 || c.Native != "8" {
		t.Errorf("comment = %+v", c)
	}
	if want := time.Date(2026, 3, 26, 0, 0, 0, 0, time.UTC); !c.Time.Equal(want) || !c.DateOnly {
		t.Errorf("time = %v, want %v", c.Time, want)
	}
	if c.Rating == nil || *c.Rating != 0 || *comments[0].Rating != 0.75 {
		t.Errorf("ratings = %v, %v, want 0.75 and 0", *comments[0].Rating, c.Rating)
	}
	if want := `Nobody told us that the "family" hour was moved`; c.Text != want {
		t.Errorf("text = %q, want %q", c.Text, want)
	}
	if rejects[0].Code != voc.CodeEmpty || rejects[1].Code != voc.CodeBadDate || rejects[1].Origin.Row != 5 {
		t.Errorf("rejects = %v", rejects)
	}
	if len(f.Notes()) == 0 {
		t.Error("no note says that the scale was guessed")
	}
}

func TestPackedFilesReadTheSame(t *testing.T) {
	lines := []byte(`{"id": 1, "text": "The new counter is much quicker", "meta": {"lang": "en", "question": "What was good?"}}` + "\n")
	var packed, frames bytes.Buffer
	g := gzip.NewWriter(&packed)
	g.Write(append(lines, lines...))
	g.Close()
	z, _ := zstd.NewWriter(&frames)
	z.Write(append(lines, lines...))
	z.Close()
	var ids []string
	for name, data := range map[string][]byte{"a.jsonl": append(lines, lines...), "a.jsonl.gz": packed.Bytes(), "a.jsonl.zst": frames.Bytes()} {
		comments, _, _ := readAll(t, write(t, name, data), Options{})
		if len(comments) != 2 || comments[0].Language != "en" || comments[0].QuestionKind != voc.WhatGood {
			t.Fatalf("%s: comments = %+v", name, comments)
		}
		ids = append(ids, comments[0].ID, comments[1].ID)
	}
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("ids differ: %v", ids)
		}
	}
}

func TestWorkbook(t *testing.T) {
	book := excelize.NewFile()
	for i, row := range [][]any{{"Submitted", "Stars", "Your feedback"}, {time.Date(2026, 5, 4, 13, 30, 0, 0, time.UTC), 5, "They fixed the lamp in a day"}, {nil, nil, nil}, {time.Date(2026, 5, 5, 0, 0, 0, 0, time.UTC), 2, "Still dark"}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var data bytes.Buffer
	if err := book.Write(&data); err != nil {
		t.Fatal(err)
	}
	comments, _, _ := readAll(t, write(t, "lights.xlsx", data.Bytes()), Options{})
	if len(comments) != 2 || comments[1].Origin.Row != 4 {
		t.Fatalf("comments = %+v", comments)
	}
	if want := time.Date(2026, 5, 4, 13, 30, 0, 0, time.UTC); !comments[0].Time.Equal(want) {
		t.Errorf("time = %v, want %v", comments[0].Time, want)
	}
}

func TestWebVTT(t *testing.T) {
	const vtt = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nModerator: What was the visit like?\n\n2\n0:0:4.0 --> 0:0:6.0\n<v Ana Li>I waited two hours</v>\n\n3\n00:00:07.000 --> 00:00:09.000\n<v Ana Li>and then they closed</v>\n"
	comments, _, f := readAll(t, write(t, "group.vtt", []byte(vtt)), Options{})
	if len(comments) != 1 {
		t.Fatalf("comments = %+v", comments)
	}
	c := comments[0]
	if c.Text != "I waited two hours and then they closed" || c.Speaker != "Speaker 1" || c.Question != "What was the visit like?" || c.Origin.Row != 8 {
		t.Errorf("comment = %+v", c)
	}
	if len(f.Notes()) != 2 {
		t.Errorf("notes = %q, want one on the day and one on the moderator", f.Notes())
	}
}

func TestAmbiguousDatesAsk(t *testing.T) {
	path := write(t, "a.csv", []byte("date,comment\n03/04/2026,The gate was open\n05/06/2026,The gate was shut\n"))
	_, err := Open(path, Options{})
	if err == nil || !bytes.Contains([]byte(err.Error()), []byte("`date_layout: DD/MM/YYYY`")) {
		t.Fatalf("Open = %v, want an error that asks for date_layout", err)
	}
	comments, _, _ := readAll(t, path, Options{Mapping: &Mapping{DateLayout: "DD/MM/YYYY"}})
	if comments[0].Time.Month() != time.April {
		t.Errorf("time = %v, want 3 April", comments[0].Time)
	}
}

// TestOverlappingExports reads two weeks that share rows: equal rows have equal ids, and "Good" said twice on one day is two comments.
func TestOverlappingExports(t *testing.T) {
	first := "date,comment\n2026-05-01,Good\n2026-05-01,Good\n2026-05-02,The bus was late again\n"
	second := "date,comment\n2026-05-02,The bus was late again\n2026-05-03,Good\n"
	ids := map[string]bool{}
	for name, data := range map[string]string{"bus week 18.csv": first, "bus week 19.csv": second} {
		comments, _, _ := readAll(t, write(t, name, []byte(data)), Options{})
		for _, c := range comments {
			ids[c.ID] = true
		}
	}
	if len(ids) != 4 {
		t.Errorf("got %d different comments, want 4", len(ids))
	}
}

// What is broken or empty about a file costs what is broken, and is said once.
func TestSmallFiles(t *testing.T) {
	tests := []struct {
		name, data      string
		comments, bad   int
		problem, remark string
	}{
		{"header.csv", "id,date,comment\n", 0, 0, "", "a header without rows"},
		{"word.csv", "comment\n", 0, 0, "", "a header without rows"},
		{"line.csv", "Alpha,Beta\n", 0, 0, "neither a table", ""},
		{"list.json", "[]", 0, 0, "", "no rows of data"},
		{"tickets.json", `{"next_page":null,"tickets":[],"count":0}`, 0, 0, "", "no rows of data"},
		{"first.jsonl", `{"id":1,"text":"cut` + "\n" + `{"id":2,"text":"The clerk was kind"}` + "\n" + `{"id":3,"text":"The bus was late"}` + "\n", 2, 1, "", ""},
		{"noise.jsonl", "a page of errors\n" + `{"id":2,"text":"The clerk was kind"}` + "\n" + `{"id":3,"text":"The bus was late"}` + "\n", 2, 1, "", ""},
		{"second.jsonl", `{"id":2,"text":"The clerk was kind"}` + "\nnope\n" + `{"id":3,"text":"The bus was late"}` + "\n", 2, 1, "", ""},
		{"cut.csv.gz", string(gzipOf(t, "id,comment\n1,Good light in here\n"))[:20], 0, 0, "not all of it had been copied", ""},
		{"zip.gz", string(gzipOf(t, string(zipOf(t, map[string]string{"a.csv": "id,comment\n1,x\n"})))), 0, 0, "unpack it first", ""},
	}
	for _, test := range tests {
		f, err := sniff(bytesSource(test.name, []byte(test.data)), Options{Name: test.name, Mapping: &Mapping{Date: "2026-09-01"}})
		if err != nil || test.problem != "" {
			if err == nil || test.problem == "" || !strings.Contains(err.Error(), test.problem) || strings.Count(err.Error(), test.name) != 1 {
				t.Errorf("%s: error %v, want one with %q", test.name, err, test.problem)
			}
			continue
		}
		comments, bad := 0, 0
		for _, err := range f.Comments() {
			if err != nil {
				bad++
			} else {
				comments++
			}
		}
		if notes := strings.Join(f.Notes(), "; "); comments != test.comments || bad != test.bad || notes != test.remark || len(f.asks) > 0 {
			t.Errorf("%s: %d comments, %d rejected, notes %q, asks %v; want %d, %d, %q", test.name, comments, bad, notes, f.asks, test.comments, test.bad, test.remark)
		}
	}
}
