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

// paragraphs reads the text of a Word or OpenDocument file, a line for each paragraph.
// The two differ in the names of elements only: p and h are paragraphs, t and the text under them words.
func paragraphs(member *zip.File) ([]string, error) {
	in, err := member.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	d := &documentText{dec: xml.NewDecoder(io.LimitReader(in, 16*maxDocument)), word: strings.HasPrefix(member.Name, "word/")}
	for {
		token, err := d.dec.Token()
		if errors.Is(err, io.EOF) {
			return d.lines, nil
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
}

func (d *documentText) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		if d.depth++; d.depth > 4*maxDepth {
			return errDeep
		}
		d.start(t.Name.Local)
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
}

func (d *documentText) end(name string) {
	switch name {
	case "p", "h":
		if d.inside--; d.inside == 0 {
			d.lines = append(d.lines, strings.Split(d.text.String(), "\n")...)
			d.text.Reset()
		}
	case "t":
		d.words--
	case "del", "tracked-changes", "annotation", "note":
		d.skip--
	}
}

// addDocument reads a document as a transcript. A document that names no speakers is one speaker's,
// a comment for each paragraph.
func (f *File) addDocument(member *zip.File, name, kind string, opt *Options) error {
	lines, err := paragraphs(member)
	if err != nil {
		return err
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
