package ingest

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"voc"
)

// bytesSource is a source in memory.
func bytesSource(name string, data []byte) source {
	return source{
		name: name,
		open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
		at: func() (io.ReaderAt, int64, io.Closer, error) {
			return bytes.NewReader(data), int64(len(data)), io.NopCloser(nil), nil
		},
	}
}

// keepPromise checks what every decoder promises: it ends, never panics,
// places every row in the file, gives valid text, and stops when told.
func keepPromise(t *testing.T, data []byte, opt Options) {
	t.Helper()
	opt.Name = "fuzz"
	f, err := sniff(bytesSource("fuzz", data), opt)
	if err != nil {
		if !strings.HasPrefix(err.Error(), "fuzz") {
			t.Errorf("the error does not name the file: %v", err)
		}
		return
	}
	f.Profile()
	n := 0
	for c, err := range f.Comments() {
		n++
		var row *voc.RowError
		switch {
		case errors.As(err, &row):
			if row.Origin.File == "" || row.Origin.Row < 0 || row.Code == "" || row.Reason == "" {
				t.Errorf("row error without a place or a reason: %+v", row)
			}
		case err != nil:
			if n > 0 && !strings.Contains(err.Error(), "fuzz") {
				t.Errorf("the error does not name the file: %v", err)
			}
		case c.Origin.File == "" || c.Origin.Row < 1 || c.ID == "" || c.Text == "" || !utf8.ValidString(c.Text):
			t.Errorf("comment without a place, an id or text: %+v", c)
		}
	}
	f.Notes()
	stopped := 0
	for range f.Comments() {
		if stopped++; stopped == 2 {
			break
		}
	}
	if stopped > 2 {
		t.Error("went on after being told to stop")
	}
}

// seedFiles adds the files of testdata whose names match one of the patterns.
func seedFiles(f *testing.F, patterns ...string) {
	f.Helper()
	for _, pattern := range patterns {
		paths, err := filepath.Glob(filepath.Join("testdata", "files", pattern))
		if err != nil || len(paths) == 0 {
			f.Fatalf("no seeds for %s: %v", pattern, err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
}

func FuzzCSV(f *testing.F) {
	seedFiles(f, "*.csv", "*.tsv")
	f.Add([]byte("a,b\n\"x\"\"y\",\"\n\"\n1,\"open\n2,3\n"))
	f.Add([]byte("\xef\xbb\xbfid;text\r\n1;d\xe9j\xe0 vu\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) { keepPromise(t, data, Options{}) })
}

// FuzzCSVReader checks that rows come in order and lie on lines of the input.
func FuzzCSVReader(f *testing.F) {
	seedFiles(f, "*.csv")
	f.Add([]byte("a,\"b\nc,d\n\"e\",f\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := newCSVReader(bytes.NewReader(data), ',', '\n')
		lines := bytes.Count(data, []byte("\n")) + 1
		last := 0
		for n := 0; n <= lines+1; n++ {
			_, line, err := r.read()
			if errors.Is(err, io.EOF) {
				return
			}
			if line <= last || line > lines {
				t.Fatalf("row on line %d after line %d of %d", line, last, lines)
			}
			last = line
		}
		t.Fatal("more rows than lines")
	})
}

func FuzzJSON(f *testing.F) {
	seedFiles(f, "*.json")
	f.Add([]byte(`[[[{"a":[{"b":{}}]}]]]`))
	f.Fuzz(func(t *testing.T, data []byte) { keepPromise(t, data, Options{}) })
}

func FuzzJSONLines(f *testing.F) {
	seedFiles(f, "*.jsonl")
	f.Fuzz(func(t *testing.T, data []byte) { keepPromise(t, data, Options{}) })
}

func FuzzXML(f *testing.F) {
	seedFiles(f, "*.xml")
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><a><b>&b;</b></a>`))
	f.Fuzz(func(t *testing.T, data []byte) { keepPromise(t, data, Options{}) })
}

// FuzzSubtitles reads WebVTT and SRT.
func FuzzSubtitles(f *testing.F) {
	seedFiles(f, "*.vtt", "*.srt")
	f.Fuzz(func(t *testing.T, data []byte) { keepPromise(t, data, Options{}) })
}

// FuzzTalk reads transcripts in plain text: Otter, Rev, Zoom chat, turns with names.
func FuzzTalk(f *testing.F) {
	seedFiles(f, "*.txt")
	f.Add([]byte("Date: 3 March 2026\nVenue: hall\nAnn: It was cold.\nBo: I agree.\nAnn: Quite.\n"))
	f.Fuzz(func(t *testing.T, data []byte) { keepPromise(t, data, Options{}) })
}

// FuzzNamedDate looks for a day in the name of a file.
func FuzzNamedDate(f *testing.F) {
	for _, name := range []string{"GMT20260314-153000_Recording.vtt", "a/2026-03-14/b.vtt", "panel 14 March 2026.txt", "march-14-2026", "14.3.2026"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		found := namedDate(name, nil, time.UTC)
		if found.why == "" != found.time.IsZero() {
			t.Errorf("namedDate(%q) = %v, %q", name, found.time, found.why)
		}
	})
}

// FuzzDocument reads the XML of Word and OpenDocument files.
func FuzzDocument(f *testing.F) {
	f.Add([]byte(`<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Moderator: How was it?</w:t></w:r></w:p><w:p><w:r><w:t>Ruth: Late</w:t><w:br/><w:t>and cold</w:t></w:r></w:p></w:body></w:document>`))
	f.Add([]byte(`<o:document-content xmlns:o="o" xmlns:t="t"><o:body><t:p>Nobody<t:s/>knew.</t:p><t:note>no</t:note><t:h>Later</t:h></o:body></o:document-content>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, member := range []string{"word/document.xml", "content.xml"} {
			keepPromise(t, documentOf(t, member, string(data)), Options{})
		}
	})
}

// FuzzWorkbook reads the sheet, the shared strings and the styles of a workbook.
func FuzzWorkbook(f *testing.F) {
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="3"><c r="A3" s="1"><v>46000.5</v></c><c r="B3" t="inlineStr"><is><t>The desk was shut</t></is></c></row></sheetData></worksheet>`),
		[]byte(`<sst><si><t>date</t></si><si><r><t>com</t></r><r><t>ment</t></r></si></sst>`),
		[]byte(`<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`))
	f.Fuzz(func(t *testing.T, sheet, texts, styles []byte) {
		keepPromise(t, zipOf(t, map[string]string{
			"xl/workbook.xml":            `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml":   string(sheet),
			"xl/sharedStrings.xml":       string(texts),
			"xl/styles.xml":              string(styles),
		}), Options{})
	})
}

// FuzzParquet reads Parquet.
func FuzzParquet(f *testing.F) {
	f.Add(builtFiles(f)["comments.parquet"])
	f.Fuzz(func(t *testing.T, data []byte) { keepPromise(t, data, Options{}) })
}

// FuzzSheet reads the XML of a sheet.
func FuzzSheet(f *testing.F) {
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><r><t>a &amp; b</t></r></is></c></row><row><c r="C2" s="1"><v>46000.5</v></c></row></sheetData></worksheet>`))
	f.Add([]byte(`<row><c><v><![CDATA[x]]></v></c></row>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		texts := &sharedStrings{}
		texts.add([]byte("shared"))
		texts.closeBlock()
		x := &xlsxRows{book: &workbook{strings: texts, dates: []bool{false, true}}, in: newXMLScanner(bytes.NewReader(data))}
		for n := 0; n <= len(data); n++ {
			if _, _, err := x.read(); err != nil {
				return
			}
		}
		t.Fatal("more rows than bytes")
	})
}

// FuzzPacked reads zip files, workbooks, documents, Parquet and packed streams.
func FuzzPacked(f *testing.F) {
	for _, data := range packedSeeds(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { keepPromise(t, data, Options{}) })
}

func FuzzDate(f *testing.F) {
	for _, d := range dateTests {
		f.Add(d.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range []*orders{nil, all(dayFirst), all(monthFirst)} {
			m, _, err := parseDate(s, o, time.UTC, true)
			if err == nil && (m.time.Year() < 1899 || m.time.Year() > lastYear+1) {
				t.Errorf("parseDate(%q) = %v", s, m.time)
			}
		}
		var e dateEvidence
		e.add(s, false)
	})
}

func FuzzRating(f *testing.F) {
	for _, s := range []string{"1-5, 1 best (very good)", "0-10", "4/5", "80%", "★★★", "5 - Very good", "-1..1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, own, has, ok := ratingNumber(s)
		if sc, found := parseScale(s); found && sc.worst == sc.best {
			t.Errorf("parseScale(%q) = %v", s, sc)
		}
		if !ok {
			return
		}
		if has && own.worst != own.best {
			if r, ok := own.rate(v); ok && (r < 0 || r > 1) {
				t.Errorf("rate(%q) = %v", s, r)
			}
		}
	})
}

func FuzzEncoding(f *testing.F) {
	f.Add([]byte("caf\xe9 na\xefve"))
	f.Add([]byte{0xff, 0xfe, 'a', 0, 'b', 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := findEncoding(bytesSource("fuzz", data), "")
		if err != nil {
			t.Fatal(err)
		}
		out, err := io.ReadAll(e.reader(bytes.NewReader(data)))
		if err != nil {
			t.Fatal(err)
		}
		if fixed := e.fix(out); !utf8.Valid(fixed) {
			t.Errorf("%s: not UTF-8: %q", e.name, fixed)
		}
		if s, ok := unmojibake(string(bytes.ToValidUTF8(data, nil))); ok && !utf8.ValidString(s) {
			t.Errorf("unmojibake(%q) = %q", data, s)
		}
	})
}
