package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A workbook is an Office Open XML workbook, read as a stream.
//
// Note: excelize read 28,000 rows of five cells a CPU second.
// What it leaves out (formulas, formats, charts) does not matter here.
type workbook struct {
	files   map[string]*zip.File
	sheets  []sheet
	strings *sharedStrings
	dates   []bool // by style: whether its numbers are dates
	since   float64
	empty   int // cells without a value in sheets that were looked at
	closer  io.Closer
}

type sheet struct {
	name, path string
	hidden     bool
}

// maxPart is the longest of a workbook's small parts in bytes.
const maxPart = 32 << 20

// openWorkbook reads everything but the sheets and the shared strings.
func openWorkbook(s source) (*workbook, error) {
	at, size, closer, err := s.at()
	if err != nil {
		return nil, err
	}
	w := &workbook{files: map[string]*zip.File{}, closer: closer}
	z, err := zip.NewReader(at, size)
	if err == nil {
		for _, m := range z.File {
			w.files[strings.TrimPrefix(strings.ReplaceAll(m.Name, `\`, "/"), "/")] = m
		}
		err = w.readParts()
	}
	if err != nil {
		closer.Close()
		return nil, fmt.Errorf("open workbook: %w", err)
	}
	return w, nil
}

func (w *workbook) Close() error { return w.closer.Close() }

func (w *workbook) readParts() error {
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			ID2   string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.part("xl/workbook.xml", &book); err != nil {
		return err
	}
	if yes(book.Properties.Date1904) {
		w.since = 1462 // days between the two epochs
	}
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.part("xl/_rels/workbook.xml.rels", &links); err != nil {
		return err
	}
	targets := map[string]string{}
	for _, l := range links.Links {
		target := strings.TrimPrefix(l.Target, "/")
		if target == l.Target {
			target = path.Join("xl", l.Target)
		}
		targets[l.ID] = target
	}
	for _, sh := range book.Sheets {
		if target := targets[sh.ID+sh.ID2]; w.files[target] != nil {
			w.sheets = append(w.sheets, sheet{sh.Name, target, sh.State != "" && sh.State != "visible"})
		}
	}
	if len(w.sheets) == 0 {
		return errors.New("it has no sheets")
	}
	return w.readStyles()
}

// part decodes a small part of the workbook.
func (w *workbook) part(name string, into any) error {
	m := w.files[name]
	if m == nil {
		return fmt.Errorf("%s is missing", name)
	}
	in, err := m.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer in.Close()
	if err := xml.NewDecoder(io.LimitReader(in, maxPart)).Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, xmlReason(err))
	}
	return nil
}

// readStyles finds out which styles show numbers as dates.
func (w *workbook) readStyles() error {
	if w.files["xl/styles.xml"] == nil {
		return nil
	}
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.part("xl/styles.xml", &styles); err != nil {
		return err
	}
	custom := map[int]bool{}
	for _, f := range styles.Formats {
		custom[f.ID] = dateCode(f.Code)
	}
	for _, c := range styles.Cells {
		own, isCustom := custom[c.Format]
		w.dates = append(w.dates, isCustom && own || !isCustom && (c.Format >= 14 && c.Format <= 22 || c.Format >= 27 && c.Format <= 36 || c.Format >= 45 && c.Format <= 47 || c.Format >= 50 && c.Format <= 58))
	}
	return nil
}

// dateCode reports whether a number format shows a date: it has a year or a day outside quotes and brackets.
func dateCode(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case !bracket && (c|0x20 == 'y' || c|0x20 == 'd'):
			return true
		}
	}
	return false
}

// sharedStrings are the texts of a workbook, in blocks: one great string would be copied whenever it grows.
// What a cell gets is a part of its block, not a copy.
type sharedStrings struct {
	blocks []string
	spans  []stringSpan
	size   int
	open   []byte // the last block, which is not full
}

type stringSpan struct {
	block, start, length uint32
}

// Limits of the texts of a workbook in bytes.
const (
	maxStrings  = 256 << 20
	stringBlock = 1 << 20
)

func (s *sharedStrings) at(i int) string {
	if i < 0 || i >= len(s.spans) {
		return ""
	}
	span := s.spans[i]
	return s.blocks[span.block][span.start : span.start+span.length]
}

// add keeps a copy of text, which can be had once the block is closed.
func (s *sharedStrings) add(text []byte) {
	if len(s.open)+len(text) > stringBlock {
		s.closeBlock()
	}
	s.spans = append(s.spans, stringSpan{uint32(len(s.blocks)), uint32(len(s.open)), uint32(len(text))})
	s.open = append(s.open, text...)
	s.size += len(text)
}

func (s *sharedStrings) closeBlock() {
	s.blocks = append(s.blocks, string(s.open))
	s.open = s.open[:0]
}

// readStrings reads the shared strings.
func (w *workbook) readStrings() (*sharedStrings, error) {
	s := &sharedStrings{}
	m := w.files["xl/sharedStrings.xml"]
	if m == nil {
		return s, nil
	}
	in, err := m.Open()
	if err != nil {
		return nil, fmt.Errorf("shared strings: %w", err)
	}
	defer in.Close()
	x := newXMLScanner(in)
	var text []byte
	for {
		tag, err := x.next()
		if errors.Is(err, io.EOF) {
			s.closeBlock()
			s.open = nil
			return s, nil
		}
		if err != nil {
			return nil, fmt.Errorf("shared strings: %w", err)
		}
		if string(tag.name) != "si" || tag.end {
			continue
		}
		text = text[:0]
		if !tag.empty {
			if text, err = x.texts(text, "si"); err != nil {
				return nil, fmt.Errorf("shared strings: %w", err)
			}
		}
		if !utf8.Valid(text) {
			text = bytes.ToValidUTF8(text, []byte("\uFFFD"))
		}
		if s.add(text); s.size+12*len(s.spans) > maxStrings {
			return nil, fmt.Errorf("more than %d MB of texts; refused", maxStrings>>20)
		}
	}
}

// date is the text of a number that its style shows as a date.
func (w *workbook) date(number string) string {
	serial, err := strconv.ParseFloat(number, 64)
	if err != nil || !(serial >= 1 && serial <= 2958465) {
		return number
	}
	m := serialDate(serial+w.since, nil)
	if m.dateOnly {
		return m.time.Format("2006-01-02")
	}
	return m.time.Format("2006-01-02T15:04:05")
}
