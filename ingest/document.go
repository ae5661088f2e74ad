package ingest

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxDocument is the longest text of a document in bytes.
const maxDocument = maxTranscript

// maxPlaces is the most rows and cells of its tables.
const maxPlaces = 1 << 20

// paragraphs reads the text of a Word or OpenDocument file, a line for each paragraph, and which of them stand in tables.
// The two differ in the names of elements only: p and h are paragraphs, t and the text under them words.
func paragraphs(member *zip.File) (*documentText, error) {
	in, err := member.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	d := &documentText{dec: xml.NewDecoder(io.LimitReader(in, 16*maxDocument)), word: strings.HasPrefix(member.Name, "word/")}
	for {
		token, err := d.dec.Token()
		if errors.Is(err, io.EOF) {
			return d, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", member.Name, xmlReason(err))
		}
		if err := d.take(token); err != nil {
			return nil, fmt.Errorf("%s: %w", member.Name, err)
		}
	}
}

// documentText gathers words into paragraphs.
type documentText struct {
	dec    *xml.Decoder
	word   bool // words stand in t elements only
	lines  []string
	text   strings.Builder
	size   int
	depth  int
	inside int // paragraphs begun
	words  int // t elements begun
	skip   int // deleted text and notes begun

	tables []documentTable
	nested int      // tables begun
	places int      // rows and cells
	cell   []string // paragraphs of the cell begun
}

// A documentTable is a table in the text: what is in a table inside a cell belongs to the cell.
type documentTable []documentRow

// A documentRow is a row of a table.
type documentRow struct {
	line  int // its first, from 1
	cells []string
}

// cell is what stands in column i; empty beyond the row's end.
func (r documentRow) cell(i int) string {
	if i >= len(r.cells) {
		return ""
	}
	return r.cells[i]
}

// tableParts are the names of the parts of tables in Word and in OpenDocument.
var tableParts = map[string]string{"tbl": "table", "tr": "row", "tc": "cell", "table": "table", "table-row": "row", "table-cell": "cell"}

func (d *documentText) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		if d.depth++; d.depth > 4*maxDepth {
			return errDeep
		}
		if d.start(t.Name.Local); d.places > maxPlaces {
			return fmt.Errorf("more than %d rows and cells of tables", maxPlaces)
		}
	case xml.EndElement:
		d.depth--
		d.end(t.Name.Local)
	case xml.CharData:
		if d.inside > 0 && d.skip == 0 && (d.words > 0 || !d.word) {
			if d.size += len(t); d.size > maxDocument {
				return fmt.Errorf("more than %d MB of text", maxDocument>>20)
			}
			d.text.Write(t)
		}
	case xml.Directive:
		if strings.Contains(string(t), "ENTITY") {
			return errors.New("the document defines entities of its own; refused")
		}
	}
	return nil
}

func (d *documentText) start(name string) {
	switch name {
	case "p", "h":
		d.inside++
	case "t":
		d.words++
	case "del", "tracked-changes", "annotation", "note":
		d.skip++
	case "tab", "s":
		d.text.WriteByte(' ')
	case "br", "line-break":
		d.text.WriteByte('\n')
	}
	switch tableParts[name] {
	case "table":
		if d.nested++; d.nested == 1 {
			d.tables = append(d.tables, nil)
		}
	case "row":
		if d.nested == 1 {
			table := &d.tables[len(d.tables)-1]
			*table = append(*table, documentRow{line: len(d.lines) + 1})
			d.places++
		}
	}
}

// endPart ends a table, or a cell of a row.
func (d *documentText) endPart(part string) {
	switch {
	case part == "table" && d.nested > 0:
		d.nested--
	case part == "cell" && d.nested == 1:
		if table := d.tables[len(d.tables)-1]; len(table) > 0 {
			row := &table[len(table)-1]
			row.cells = append(row.cells, strings.TrimSpace(strings.Join(d.cell, "\n")))
			d.places++
		}
		d.cell = d.cell[:0]
	}
}

func (d *documentText) end(name string) {
	switch name {
	case "p", "h":
		if d.inside--; d.inside == 0 {
			d.lines = append(d.lines, strings.Split(d.text.String(), "\n")...)
			if d.nested > 0 {
				d.cell = append(d.cell, d.text.String())
			}
			d.text.Reset()
		}
	case "t":
		d.words--
	case "del", "tracked-changes", "annotation", "note":
		d.skip--
	}
	d.endPart(tableParts[name])
}

// addDocument reads a document as a transcript. A document that names no speakers is one speaker's,
// a comment for each paragraph.
func (f *File) addDocument(member *zip.File, name, kind string, opt *Options) error {
	text, err := paragraphs(member)
	if err != nil {
		return err
	}
	lines := text.lines
	if said := text.spokenTable(); said != nil {
		return f.addUtterances(name, "", &transcriptFormat{name: kind, read: func([]string) ([]utterance, error) { return said, nil }}, lines, opt)
	}
	if rows := text.responseTable(); rows != nil {
		return f.addTable(documentRows(rows, kind), name, opt)
	}
	t := recogniseTranscript([]byte(strings.Join(lines, "\n")), declared(opt).Format)
	if t == nil {
		t = &transcriptFormat{name: kind, read: readParagraphs}
	}
	t = &transcriptFormat{name: kind, read: t.read}
	return f.addUtterances(name, "", t, lines, opt)
}

func readParagraphs(lines []string) ([]utterance, error) {
	var said []utterance
	for i, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			said = append(said, utterance{text: line, line: i + 1, alone: true})
		}
	}
	return said, nil
}
