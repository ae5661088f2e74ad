package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"

	"voc"
)

// TestFormats reads each file of testdata/files and compares what was found with testdata/golden.
// UPDATE=1 rewrites the goldens; read the diff.
func TestFormats(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "files", "*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files: %v", err)
	}
	files := builtFiles(t)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		if strings.Contains(name, ".utf16le.") {
			data, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(data)
			if err != nil {
				t.Fatal(err)
			}
		}
		files[name] = data
	}
	for _, name := range sortedKeys(files) {
		t.Run(name, func(t *testing.T) {
			golden(t, name, tell(t, name, files[name]))
		})
	}
}

// golden compares got with the golden file of name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name+".txt")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("what was found differs (-want +got):\n%s", diff)
	}
}

// tell writes down everything that was found in a file, and checks that its rows add up.
func tell(t *testing.T, name string, data []byte) string {
	t.Helper()
	departments := []voc.Department{{ID: "streets", Name: "Streets", Aliases: []string{"Street Dept"}, Patterns: []string{"^lighting"}}}
	f, err := sniff(bytesSource(name, data), Options{Name: name, Departments: departments})
	if err != nil {
		return "refused: " + err.Error() + "\n"
	}
	var b strings.Builder
	for _, p := range f.Profile() {
		fmt.Fprintf(&b, "%s: %s, %s, %s, source %s, channel %s, data from %d\n", p.File, p.Format, p.Encoding, p.Dialect, p.Source, p.Channel, p.Header+1)
		for _, c := range p.Columns {
			if c.Role != "" {
				fmt.Fprintf(&b, "  column %s: %s %s %s\n", c.Name, c.Role, c.Type, c.Layout)
			}
		}
		for _, s := range p.Speakers {
			fmt.Fprintf(&b, "  speaker %s: %d turns, staff %v, %s\n", s.Speaker, s.Turns, s.Staff, s.Why)
		}
		if p.Needs != "" {
			fmt.Fprintf(&b, "  needs %s\n", p.Needs)
		}
	}
	rows, last := 0, voc.Origin{}
	for c, err := range f.Comments() {
		var bad *voc.RowError
		origin := c.Origin
		switch {
		case errors.As(err, &bad):
			origin = bad.Origin
			fmt.Fprintf(&b, "%s: %s\n", bad.Code, bad)
		case err != nil:
			fmt.Fprintf(&b, "ended: %v\n", err)
		default:
			fmt.Fprintf(&b, "%s: %q\n%s", c.Origin, c.Text, facts(&c))
		}
		if origin != last {
			rows++
		}
		last = origin
	}
	fmt.Fprintf(&b, "%d rows\n", rows)
	for _, note := range f.Notes() {
		fmt.Fprintf(&b, "note: %s\n", note)
	}
	return b.String()
}

// facts are the fields of a comment that say something, a line for those of a kind.
func facts(c *voc.Comment) string {
	var lines []string
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, fmt.Sprintf("  %s %s", name, value))
		}
	}
	add("native", c.Native)
	add("department", c.Department)
	add("service", c.Service)
	if c.Question != "" {
		add("asked", c.QuestionKind+": "+c.Question)
	}
	if c.Session != "" {
		add("said by", fmt.Sprintf("%s, turn %d of %s", c.Speaker, c.Turn, c.Session))
	}
	if c.AgreesWith > 0 {
		add("agrees with", fmt.Sprintf("turn %d", c.AgreesWith))
	}
	if !c.Time.IsZero() {
		layout := time.RFC3339
		if c.DateOnly {
			layout = time.DateOnly
		}
		add("on", c.Time.Format(layout))
	}
	for name, at := range map[string]time.Time{"updated": c.Updated, "due": c.Due, "closed": c.Closed} {
		if !at.IsZero() {
			add(name, at.UTC().Format(time.RFC3339))
		}
	}
	if c.Rating != nil {
		add("rated", fmt.Sprintf("%.2f", *c.Rating))
	}
	add("language", c.Language)
	add("staff said", c.Context)
	if len(lines) == 0 {
		return ""
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// builtFiles are files of formats that are not text.
func builtFiles(t testing.TB) map[string][]byte {
	t.Helper()
	survey, err := os.ReadFile(filepath.Join("testdata", "files", "surveymonkey.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"surveymonkey.xlsx":     bookOf(t, "Export", csvRows(t, survey)),
		"consultation.xlsx":     bookOf(t, "Responses", [][]any{{"Summary of the consultation"}, {}, {"Reference", "Responding as", "Submitted", "Why do you say this?"}, {}, {"A1", "Resident", time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC), "The bench would face a wall_x000D_\nand nothing else"}, {"A2", "Trader", time.Date(2026, 2, 4, 0, 0, 0, 0, time.UTC), nil}}),
		"consultation-map.xlsx": bookOf(t, "Open", [][]any{{"Open questions"}, {"Free text"}, {"Column ID", "Number", "Title"}, {"I", "2", "What role?"}}),
		"microsoft-forms.xlsx":  bookOf(t, "Form1", [][]any{{"Id", "Start time", "Completion time", "Email", "Name", "What would you tell the director?"}, {1, time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC), time.Date(2026, 3, 4, 8, 5, 30, 0, time.UTC), "anonymous", nil, "Give the night crew radios that work"}}),
		"group.docx":            documentOf(t, "word/document.xml", `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Moderator: How was moving day?</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">Ruth: The van came </w:t></w:r><w:r><w:t>at six &amp; left at noon</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>cut</w:delText></w:r></w:del></w:p><w:p><w:r><w:t>Moderator: And the keys?</w:t></w:r></w:p></w:body></w:document>`),
		"interview.odt":         documentOf(t, "content.xml", `<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text><text:p>Nobody at the desk<text:s/>knew my name.</text:p><text:h>After lunch they did.</text:h></office:text></office:body></office:document-content>`),
		"comments.parquet":      parquetOf(t),
		"packed.zip":            zipOf(t, map[string]string{"july/a.csv": "id,comment\n1,The lamp hums all night\n", "b.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nKeep the lamp\n", "c.bin": "\x00\x01\x02\x03\x00\x00", "__MACOSX/x": "junk", "d.jsonl.gz": string(gzipOf(t, `{"id":5,"text":"Send a second crew"}`+"\n"+`{"id":6,"text":"Never mind"}`))}),
	}
}

// packedSeeds are the built files, for fuzzing.
func packedSeeds(t testing.TB) [][]byte {
	var seeds [][]byte
	files := builtFiles(t)
	for _, name := range sortedKeys(files) {
		seeds = append(seeds, files[name])
	}
	return append(seeds, gzipOf(t, "id,comment\n1,Good light in here\n"))
}

func csvRows(t testing.TB, data []byte) [][]any {
	t.Helper()
	r := newCSVReader(bytes.NewReader(data), ',', '\n')
	var out [][]any
	for {
		cells, _, err := r.read()
		if err != nil {
			return out
		}
		var row []any
		for _, c := range cells {
			row = append(row, c)
		}
		out = append(out, row)
	}
}

func bookOf(t testing.TB, sheet string, rows [][]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	book.SetSheetName("Sheet1", "Notes")
	if _, err := book.NewSheet(sheet); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetSheetRow(sheet, cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var data bytes.Buffer
	if err := book.Write(&data); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func documentOf(t testing.TB, member, text string) []byte {
	t.Helper()
	return zipOf(t, map[string]string{member: text})
}

func zipOf(t testing.TB, members map[string]string) []byte {
	t.Helper()
	var data bytes.Buffer
	z := zip.NewWriter(&data)
	for _, name := range sortedKeys(members) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(members[name]))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func gzipOf(t testing.TB, text string) []byte {
	t.Helper()
	var data bytes.Buffer
	g := gzip.NewWriter(&data)
	g.Write([]byte(text))
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func parquetOf(t testing.TB) []byte {
	t.Helper()
	type row struct {
		ID      int64     `parquet:"id"`
		Created time.Time `parquet:"created,timestamp(microsecond)"`
		Comment string    `parquet:"comment"`
		Stars   float64   `parquet:"stars"`
		Meta    struct {
			Lang string `parquet:"lang"`
		} `parquet:"meta"`
	}
	rows := []row{{ID: 1, Created: time.Date(2026, 4, 5, 6, 7, 8, 0, time.UTC), Comment: "The ferry left on time", Stars: 5}, {ID: 2, Comment: ""}}
	rows[0].Meta.Lang = "en"
	var data bytes.Buffer
	w := parquet.NewGenericWriter[row](&data)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}
