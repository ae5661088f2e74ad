package ingest

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"runtime"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"voc"
)

// sheetOf is a workbook whose only sheet has the given rows, and whose cells may name the given texts.
func sheetOf(t *testing.T, rows string, times int, texts ...string) []byte {
	t.Helper()
	var data bytes.Buffer
	z := zip.NewWriter(&data)
	for name, text := range map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`,
	} {
		w, _ := z.Create(name)
		w.Write([]byte(text))
	}
	w, _ := z.Create("xl/sharedStrings.xml")
	w.Write([]byte("<sst>"))
	for _, text := range texts {
		w.Write([]byte("<si><t>" + text + "</t></si>"))
	}
	w.Write([]byte("</sst>"))
	w, _ = z.Create("xl/worksheets/sheet1.xml")
	w.Write([]byte("<worksheet><sheetData>"))
	for range times {
		w.Write([]byte(rows))
	}
	w.Write([]byte("</sheetData></worksheet>"))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// repeatedParquet is a Parquet file of n rows that are all alike, which takes next to no room.
func repeatedParquet(t *testing.T, n int) []byte {
	t.Helper()
	type row struct {
		Comment *string `parquet:"comment,optional"`
	}
	var data bytes.Buffer
	w := parquet.NewGenericWriter[row](&data, parquet.Compression(&zstd.Codec{}))
	rows := make([]row, 100_000)
	for n > 0 {
		n -= len(rows)
		if _, err := w.Write(rows); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// TestHostileFiles checks that files made to do harm are refused at once, with a reason.
func TestHostileFiles(t *testing.T) {
	var link bytes.Buffer
	z := zip.NewWriter(&link)
	header := &zip.FileHeader{Name: "a.csv"}
	header.SetMode(fs.ModeSymlink | 0o777)
	w, _ := z.CreateHeader(header)
	w.Write([]byte("/etc/passwd"))
	z.Close()
	inner := string(zipOf(t, map[string]string{"a.csv": "id,comment\n1,Hello there\n"}))
	entities := `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><rs><r><text>&b;</text></r></rs>`
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"zip bomb", zipOf(t, map[string]string{"a.csv": strings.Repeat("0", 80<<20)}), "unpacks to more than"},
		{"gzip bomb", gzipOf(t, strings.Repeat("a", 80<<20)), "unpacks to more than"},
		{"path upwards", zipOf(t, map[string]string{"../a.csv": "id,comment\n1,x\n"}), "outside itself"},
		{"absolute path", zipOf(t, map[string]string{"/a.csv": "id,comment\n1,x\n"}), "outside itself"},
		{"symbolic link", link.Bytes(), "symbolic link"},
		{"archives in archives", zipOf(t, map[string]string{"a.zip": inner}), "archives inside an archive"},
		{"deep list", []byte(strings.Repeat("[", 1<<20)), "deeper than 64"},
		{"deep object", []byte(`[{"id":1,"text":"fine"},` + strings.Repeat(`{"a":`, 5000)), "deeper than 64"},
		{"deep element", []byte("<?xml version=\"1.0\"?><a>" + strings.Repeat("<b>", 1<<18)), "deeper than 64"},
		{"entities", []byte(entities), "entities of its own"},
		{"document with entities", documentOf(t, "word/document.xml", entities), "entities of its own"},
		{"empty cells", sheetOf(t, "<row>"+strings.Repeat("<c/>", 16_000)+"</row>", 640), "empty cells"},
		{"bombs side by side", zipOf(t, map[string]string{"a.csv": strings.Repeat("0", 40<<20), "b.csv": strings.Repeat("1", 40<<20)}), "unpacks to more than"},
		{"same value over and over", repeatedParquet(t, 12_000_000), "rows in"},
		{"last cells", sheetOf(t, `<row><c r="XFD1"><v>1</v></c></row>`, 2000), "for each with a value"},
		{"wide row", sheetOf(t, `<row><c r="ZZZZ1"><v>1</v></c></row>`, 1), "16,384 columns"},
		{"old workbook", []byte("\xd0\xcf\x11\xe0 and so on"), "save it as .xlsx"},
		{"binary", bytes.Repeat([]byte{0, 1, 2, 3}, 4096), "not text"},
	}
	for _, test := range tests {
		_, err := sniff(bytesSource("hostile", test.data), Options{Name: "hostile"})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", test.name, err, test.want)
		}
	}
}

// TestBadBeforeHeader checks that a record above the header that cannot be read is rejected, and the header still none of the comments.
func TestBadBeforeHeader(t *testing.T) {
	const table = "\"exported by nobody\nid,comment,department\n1,The ramp is too steep for my chair,Library\n2,Open the side door on market days,Library\n"
	comments, rejects, _ := readAll(t, write(t, "desk.csv", []byte(table)), Options{})
	if len(comments) != 2 || comments[0].Origin.Row != 3 || comments[0].Native != "1" {
		t.Errorf("comments %+v, want two from row 3 on", comments)
	}
	if len(rejects) != 1 || rejects[0].Code != voc.CodeMalformed || rejects[0].Origin.Row != 1 {
		t.Errorf("rejects %v, want row 1 alone", rejects)
	}
}

// TestUnclosedQuotes checks that a quote that nobody closed costs its row alone, and time that grows with the file's length only.
func TestUnclosedQuotes(t *testing.T) {
	var data strings.Builder
	data.WriteString("id,comment\n")
	for range 200_000 {
		data.WriteString("1,\"never closed\n2,closed\n")
	}
	r := newCSVReader(strings.NewReader(data.String()), ',', '\n')
	good, bad := 0, 0
	for {
		_, _, err := r.read()
		if err != nil && err.Error() == "EOF" {
			break
		}
		if err != nil {
			bad++
		} else {
			good++
		}
	}
	if good+bad < 100_000 {
		t.Errorf("%d rows and %d bad ones of 400,000 lines", good, bad)
	}
}

// TestSharedStrings checks that a text which the cells of a workbook name over and over is neither copied for each of them,
// nor read without end, and that a row which it makes too long is left out alone.
func TestSharedStrings(t *testing.T) {
	const long = 1 << 20
	text := strings.Repeat("The bus was late again. ", long/24)
	head := `<row><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>comment</t></is></c></row>`
	good := `<row><c><v>1</v></c><c t="inlineStr"><is><t>The bus was late</t></is></c></row>`
	wide := "<row>" + strings.Repeat(`<c t="s"><v>0</v></c>`, 400) + "</row>"
	data := sheetOf(t, head+good+wide+good, 1, text)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	comments, rejects, _ := readAll(t, write(t, "a.xlsx", data), Options{})
	runtime.ReadMemStats(&after)
	if len(comments) != 2 || len(rejects) != 1 || rejects[0].Code != voc.CodeTooLong || rejects[0].Origin.Row != 3 {
		t.Errorf("%d comments, rejected %v; want 2, and row 3 as too long", len(comments), rejects)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 100*long {
		t.Errorf("%d MB allocated for a workbook of %d bytes", took>>20, len(data))
	}

	again := `<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>`
	_, err := sniff(bytesSource("again.xlsx", sheetOf(t, again, 5000, text)), Options{Name: "again.xlsx"})
	if err == nil || !strings.Contains(err.Error(), "over and over") {
		t.Errorf("error %v for the same megabyte in 10,000 cells", err)
	}
}

// TestLongCells checks that a cell too long for a row costs its row alone, however it is written.
func TestLongCells(t *testing.T) {
	part := "<t>" + strings.Repeat("late ", 1<<20) + "</t>"
	rows := `<row><c t="inlineStr"><is><t>comment</t></is></c></row>` +
		`<row><c t="inlineStr"><is>` + part + part + `</is></c></row>` +
		`<row><c t="str"><v>` + strings.Repeat("late ", 2<<20) + `</v></c></row>` +
		`<row><c t="inlineStr"><is><t>The bus was late</t></is></c></row>`
	comments, rejects, _ := readAll(t, write(t, "a.xlsx", sheetOf(t, rows, 1)), Options{})
	if len(comments) != 1 || len(rejects) != 2 || comments[0].Origin.Row != 4 {
		t.Errorf("%d comments, rejected %v; want the last row, and two as too long", len(comments), rejects)
	}
}

// TestUnpackingLimits checks that the table of formats says how far a packed file may grow.
func TestUnpackingLimits(t *testing.T) {
	for _, want := range []string{"more than 64 MB", "more than 200 times"} {
		if traps := formatNamed("gzip").Traps; !strings.Contains(traps, want) {
			t.Errorf("%q does not say %q", traps, want)
		}
	}
}
