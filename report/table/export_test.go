package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"voc"
)

// sequence yields records.
func sequence(records ...voc.Record) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// trap is a comment whose words a spreadsheet would run.
var trap = voc.Record{
	Comment: voc.Comment{ID: "c1", Origin: voc.Origin{File: "a.csv", Row: 7}, Department: "@water", Text: "=1+2, \"quoted\"\nnext line",
		Time: time.Date(2026, 3, 31, 23, 30, 0, 0, time.FixedZone("", -5*3600))},
	Sentiment: voc.Negative, SentimentScore: -0.5, Themes: []string{"ease", "fees"},
	Mentions: []voc.Mention{{Kind: voc.KindTheme, Label: "fees", Score: 0.75, Span: voc.Span{Start: 0, End: 4}, By: voc.ByModel}},
}

// row returns the named columns of the first row of data below a header.
func row(t *testing.T, all [][]string, columns ...string) []string {
	t.Helper()
	if len(all) < 2 {
		t.Fatalf("%d rows, want a header and one more", len(all))
	}
	var got []string
	for _, name := range columns {
		for i, header := range all[0] {
			if header == name {
				got = append(got, all[1][i])
			}
		}
	}
	return got
}

func TestExportCSV(t *testing.T) {
	var b bytes.Buffer
	if err := ExportRecords(&b, "comments", "csv", sequence(trap), "run-1"); err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := row(t, all, "comment_id", "origin_row", "department", "received_at", "received_on", "rating", "sentiment_score", "themes", "text", "is_complex", "run_id")
	want := []string{"c1", "7", "'@water", "2026-04-01T04:30:00Z", "2026-03-31", "", "-0.5", "ease; fees", "'=1+2, \"quoted\"\nnext line", "false", "run-1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells differ (-want +got):\n%s", diff)
	}
	b.Reset()
	if err := ExportRecords(&b, "mentions", "csv", sequence(trap), ""); err != nil {
		t.Fatal(err)
	}
	if all, err = csv.NewReader(&b).ReadAll(); err != nil {
		t.Fatal(err)
	}
	got = row(t, all, "label", "polarity", "score", "evidence", "start_char", "end_char")
	if diff := cmp.Diff([]string{"fees", "", "0.75", "'=1+2", "0", "4"}, got); diff != "" {
		t.Errorf("cells differ (-want +got):\n%s", diff)
	}
}

func TestExportJSONLines(t *testing.T) {
	var b bytes.Buffer
	bare := voc.Record{Comment: voc.Comment{ID: "c2", Text: "<b> & \u2028"}}
	if err := ExportRecords(&b, "comments", "jsonl", sequence(trap, bare), "run-1"); err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	for line := range strings.Lines(b.String()) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if len(row) != len(describe[commentRow]("comments", "").Columns) {
			t.Errorf("%d keys, want one for each column", len(row))
		}
		maps.DeleteFunc(row, func(key string, _ any) bool {
			return !slices.Contains([]string{"comment_id", "origin_row", "department", "received_at", "received_on", "rating", "sentiment_score", "themes", "text", "is_complex"}, key)
		})
		got = append(got, row)
	}
	want := []map[string]any{
		{"comment_id": "c1", "origin_row": 7.0, "department": "@water", "received_at": "2026-04-01T04:30:00Z", "received_on": "2026-03-31", "rating": nil,
			"sentiment_score": -0.5, "themes": []any{"ease", "fees"}, "text": trap.Text, "is_complex": false},
		{"comment_id": "c2", "origin_row": 0.0, "department": nil, "received_at": nil, "received_on": nil, "rating": nil,
			"sentiment_score": nil, "themes": []any{}, "text": bare.Text, "is_complex": false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows differ (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(b.String(), `{"comment_id":"c1","source":`) || !strings.Contains(b.String(), "<b> &") {
		t.Errorf("keys are not in the order of columns, or characters are not as they are:\n%s", b.String())
	}
}

func TestExportXLSX(t *testing.T) {
	var b bytes.Buffer
	long := trap
	long.Text = strings.Repeat("😀", maxCell)
	if err := ExportRecords(&b, "comments", "xlsx", sequence(trap, long), "run-1"); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
	all, err := book.GetRows("comments")
	if err != nil {
		t.Fatal(err)
	}
	got := row(t, all, "comment_id", "origin_row", "department", "received_at", "received_on", "text")
	want := []string{"c1", "7", "@water", "2026-04-01 04:30:00", "2026-03-31", trap.Text}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells differ (-want +got):\n%s", diff)
	}
	cut := row(t, [][]string{all[0], all[2]}, "text")[0]
	if n := len(utf16.Encode([]rune(cut))); n > maxCell || n < maxCell-2 || !strings.HasSuffix(cut, "😀…") {
		t.Errorf("a long text is cut to %d units, want %d or one less", n, maxCell)
	}
	for i := range all[0] {
		name, _ := excelize.CoordinatesToCellName(i+1, 2)
		if formula, _ := book.GetCellFormula("comments", name); formula != "" {
			t.Errorf("%s is a formula", name)
		}
	}
}

func TestExportParquet(t *testing.T) {
	var b bytes.Buffer
	want := samples(5)
	if err := ExportRecords(&b, "comments", "parquet", sequence(want...), "run-1"); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, CommentsFile), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	i := 0
	for r, err := range Comments(dir) {
		if err != nil {
			t.Fatal(err)
		}
		want[i].Mentions, r.Mentions = nil, nil
		if diff := cmp.Diff(want[i], r, sameTimes); diff != "" {
			t.Errorf("record differs (-want +got):\n%s", diff)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d comments, want %d", i, len(want))
	}
}

func TestExportRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "departments.parquet")
	rows := []DepartmentRow{{ID: "water", Name: "Water", Aliases: []string{"DWS", "-dws"}, Listed: true, Comments: 12}}
	if err := WriteRows(path, rows); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := ExportRows(&b, "departments", "csv", path); err != nil {
		t.Fatal(err)
	}
	want := "department,name,aliases,vision,mission,is_listed,n_comments\nwater,Water,DWS; -dws,,,true,12\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestExportRefuses(t *testing.T) {
	broken := errors.New("broken")
	failing := func(yield func(voc.Record, error) bool) { yield(voc.Record{}, broken) }
	if err := ExportRecords(&bytes.Buffer{}, "comments", "csv", failing, ""); !errors.Is(err, broken) {
		t.Errorf("records that end in an error: %v", err)
	}
	if err := ExportRecords(&bytes.Buffer{}, "comments", "pdf", sequence(), ""); err == nil {
		t.Error("a format that does not exist: no error")
	}
	if err := ExportRecords(&bytes.Buffer{}, "rejects", "csv", sequence(), ""); err == nil {
		t.Error("records as rejects: no error")
	}
	if err := ExportRows(&bytes.Buffer{}, "comments", "csv", ""); err == nil {
		t.Error("comments as a small table: no error")
	}
}
