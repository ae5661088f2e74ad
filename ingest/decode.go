package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// add finds out what s is and adds its parts to the file.
func (f *File) add(s source, opt *Options, depth int) error {
	s, err := s.unpacked()
	if err != nil {
		return err
	}
	head, err := s.head(sampleSize)
	if err != nil {
		return err
	}
	switch {
	case len(head) == 0:
		return errors.New("the file is empty")
	case bytes.HasPrefix(head, zipMagic), bytes.HasPrefix(head, zipEmpty):
		return f.addZip(s, opt, depth)
	case bytes.HasPrefix(head, compoundMagic):
		return errors.New("an old (.xls, .doc) or password-protected Office file: save it as .xlsx or .docx without a password")
	case bytes.HasPrefix(head, parquetMagic):
		return f.addTable(parquetTable(s), s.name, opt)
	}
	text, err := findEncoding(s, declared(opt).Encoding)
	if err != nil {
		return err
	}
	sample, _ := io.ReadAll(text.reader(bytes.NewReader(head)))
	sample = text.fix(bytes.TrimPrefix(sample, []byte("\ufeff")))
	if looksBinary(sample) {
		return errors.New("not text, nor an archive, workbook or document that is known")
	}
	return f.addText(s, text, sample, opt)
}

func declared(opt *Options) *Mapping {
	if opt.Mapping == nil {
		return &Mapping{}
	}
	return opt.Mapping
}

// looksBinary reports whether a sample has more control characters than any text.
func looksBinary(sample []byte) bool {
	sample = sample[:min(len(sample), 8192)]
	controls := 0
	for _, b := range sample {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b {
			controls++
		}
	}
	return controls*20 > len(sample)
}

// addText adds a file of characters: a transcript, JSON, XML or a table.
func (f *File) addText(s source, text textEncoding, sample []byte, opt *Options) error {
	if isMail(sample) && declared(opt).Format == "" {
		return errMail
	}
	if t := recogniseTranscript(sample, declared(opt).Format); t != nil {
		return f.addTranscript(s, text, t, opt)
	}
	trimmed := bytes.TrimSpace(sample)
	switch {
	case len(trimmed) == 0:
		return errors.New("the file holds nothing but spaces")
	case isJSONLines(trimmed), trimmed[0] == '{' && len(sample) >= sampleSize/2 && longLines(s, text, trimmed):
		return f.addTable(jsonLinesTable(s, text), s.name, opt)
	case trimmed[0] == '{' || trimmed[0] == '[' && looksJSON(trimmed):
		t, err := jsonDocumentTable(s, text)
		if err != nil {
			return err
		}
		return f.addTable(t, s.name, opt)
	case trimmed[0] == '<' && looksXML(trimmed):
		return f.addTable(xmlTable(s, text), s.name, opt)
	}
	return f.addTable(csvTable(s, text, sample, declared(opt)), s.name, opt)
}

// isJSONLines reports whether half the lines of a sample of more than one are whole objects,
// or the first is and the second begins as one.
// A line that is broken, be it the first, is one bad row among good ones.
func isJSONLines(sample []byte) bool {
	lines, objects := 0, 0
	for line := range bytes.Lines(sample) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if lines++; lines == 64 {
			break
		}
		if lines == 2 && objects == 1 && line[0] == '{' {
			return true
		}
		if line[0] == '{' && line[len(line)-1] == '}' && jsontext.Value(line).IsValid(jsonOptions...) {
			objects++
		}
	}
	return lines >= 2 && 2*objects >= lines
}

// maxFirstLine is how far the end of a first line is looked for, in bytes.
const maxFirstLine = 64 << 20

// longLines reports whether a source whose first line is longer than its sample has another object in the line after it.
func longLines(s source, text textEncoding, sample []byte) bool {
	if bytes.IndexByte(sample, '\n') >= 0 {
		return false
	}
	in, closer, err := opened(s, text)
	if err != nil {
		return false
	}
	defer closer.Close()
	r := bufio.NewReaderSize(io.LimitReader(in, maxFirstLine), 1<<16)
	for {
		_, err := r.ReadSlice('\n')
		if err == nil {
			next, _ := r.Peek(64)
			next = bytes.TrimSpace(next)
			return len(next) > 0 && next[0] == '{'
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return false
		}
	}
}

// looksJSON tells a list from a transcript's "[id1] words".
func looksJSON(sample []byte) bool {
	rest := bytes.TrimSpace(sample[1:])
	return len(rest) > 0 && strings.IndexByte(`{["]-0123456789tfn`, rest[0]) >= 0 && !bytes.HasPrefix(sample, []byte("[id"))
}

func looksXML(sample []byte) bool {
	return bytes.HasPrefix(sample, []byte("<?xml")) || len(sample) > 1 && (sample[1]|0x20 >= 'a' && sample[1]|0x20 <= 'z')
}

// opened is a stream of characters ready to be read.
func opened(s source, text textEncoding) (io.Reader, io.Closer, error) {
	in, err := s.open()
	if err != nil {
		return nil, nil, err
	}
	return text.reader(in), in, nil
}

func csvTable(s source, text textEncoding, sample []byte, m *Mapping) table {
	d := sniffDialect(sample)
	switch m.Delimiter {
	case "":
	case "tab", `\t`:
		d.comma = '\t'
	default:
		d.comma = m.Delimiter[0]
	}
	return table{
		kind:     "csv",
		encoding: text.name,
		note:     d.String(),
		decimal:  d.comma == ';',
		open: func() (rows, io.Closer, error) {
			in, closer, err := opened(s, text)
			if err != nil {
				return nil, nil, err
			}
			r := newCSVReader(in, d.comma, d.newline)
			r.fix = text.fix
			return r, closer, nil
		},
	}
}

func (d dialect) String() string {
	name := map[byte]string{',': "comma", '\t': "tab", ';': "semicolon", '|': "vertical bar"}[d.comma]
	if name == "" {
		name = fmt.Sprintf("%q", d.comma)
	}
	if d.newline == '\r' {
		name += ", lines end with CR"
	}
	return name
}

func jsonLinesTable(s source, text textEncoding) table {
	return table{kind: "jsonl", encoding: text.name, open: func() (rows, io.Closer, error) {
		in, closer, err := opened(s, text)
		if err != nil {
			return nil, nil, err
		}
		return newJSONLines(in, text), closer, nil
	}}
}

func jsonDocumentTable(s source, text textEncoding) (table, error) {
	in, closer, err := opened(s, text)
	if err != nil {
		return table{}, err
	}
	list, single, err := findList(in)
	closer.Close()
	if err != nil {
		return table{}, fmt.Errorf("not valid JSON: %s", jsonReason(err))
	}
	note := "list at the top"
	switch {
	case single:
		note = "one object"
	case list != "":
		note = "list " + list
	}
	return table{kind: "json", encoding: text.name, note: note, open: func() (rows, io.Closer, error) {
		in, closer, err := opened(s, text)
		if err != nil {
			return nil, nil, err
		}
		return newJSONDocument(in, list, single), closer, nil
	}}, nil
}

// addTable adds one table.
func (f *File) addTable(t table, name string, opt *Options) error {
	p, err := infer(t, opt, name, f.departments)
	if errors.Is(err, errNoRows) && t.kind != "csv" {
		f.opened = append(f.opened, err.Error())
		f.parts = append(f.parts, emptyPart{name: name, kind: t.kind})
		return nil
	}
	if err != nil {
		return err
	}
	if p.ask != nil {
		f.asks = append(f.asks, p.ask)
	}
	f.opened = append(f.opened, p.notes...)
	f.parts = append(f.parts, &tablePart{table: t, plan: p, name: name})
	return nil
}
