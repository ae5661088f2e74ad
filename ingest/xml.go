package ingest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// xmlTable is a document whose repeated element under the top are the rows.
func xmlTable(s source, text textEncoding) table {
	return table{kind: "xml", encoding: text.name, open: func() (rows, io.Closer, error) {
		in, closer, err := opened(s, text)
		if err != nil {
			return nil, nil, err
		}
		x := &xmlRows{objectRows: newObjectRows(), dec: xml.NewDecoder(&utf8Reader{in: in, fix: text.fix})}
		x.dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
		return x, closer, nil
	}}
}

// xmlRows reads the elements below the top one, wherever they lie; a row is the element's line.
// Entities that a document defines are not expanded: the decoder refuses them.
type xmlRows struct {
	objectRows
	dec    *xml.Decoder
	inside bool // the top element has begun
}

func (x *xmlRows) read() ([]string, int, error) {
	for {
		token, err := x.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil, 0, io.EOF
		}
		line, _ := x.dec.InputPos()
		if err != nil {
			return nil, line, xmlReason(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if !x.inside { // the top element; its children are the rows
				x.inside = true
				continue
			}
			x.reset()
			if err := x.element(t, 1); err != nil {
				return nil, line, xmlReason(err)
			}
			if cells := x.record(); x.over || !blank(cells) {
				return cells, line, nil
			}
		case xml.Directive:
			if bytes.Contains(t, []byte("ENTITY")) {
				return nil, line, errors.New("the document defines entities of its own; refused")
			}
		}
	}
}

// element takes the element just begun into the cells below path.
func (x *xmlRows) element(start xml.StartElement, depth int) error {
	if depth > maxDepth {
		return errDeep
	}
	mark := len(x.path)
	var words strings.Builder
	children := false
	for {
		token, err := x.dec.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.CharData:
			if words.Len()+len(t) > maxRecord {
				return errLong
			}
			words.Write(t)
		case xml.StartElement:
			children = true
			if mark > 0 {
				x.path = append(x.path, '.')
			}
			x.path = append(x.path, t.Name.Local...)
			if err := x.element(t, depth+1); err != nil {
				return err
			}
			x.path = x.path[:mark]
		case xml.EndElement:
			if children || mark == 0 {
				return nil
			}
			return x.put(strings.TrimSpace(words.String()))
		}
	}
}

// xmlReason says what is wrong without quoting the input.
func xmlReason(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax) && strings.Contains(syntax.Msg, "entity"):
		return fmt.Errorf("an entity in line %d that XML does not have; refused", syntax.Line)
	case errors.As(err, &syntax):
		return fmt.Errorf("not valid XML in line %d", syntax.Line)
	}
	return err
}

// A utf8Reader repairs bytes that are not UTF-8, which the XML decoder would refuse.
type utf8Reader struct {
	in   io.Reader
	fix  func([]byte) []byte
	out  []byte
	rest []byte // of a rune that a read split
	err  error
}

func (u *utf8Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 && u.err == nil {
		chunk := make([]byte, 1<<15)
		n, err := u.in.Read(chunk)
		u.err = err
		chunk = append(u.rest, chunk[:n]...)
		u.rest = nil
		if err == nil {
			if cut := splitRune(chunk); cut > 0 {
				u.rest = bytes.Clone(chunk[len(chunk)-cut:])
				chunk = chunk[:len(chunk)-cut]
			}
		}
		if !utf8.Valid(chunk) {
			chunk = u.fix(chunk)
		}
		u.out = chunk
	}
	if len(u.out) == 0 {
		return 0, u.err
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

// splitRune is the number of bytes at the end of data that begin a rune without ending it.
func splitRune(data []byte) int {
	for n := 1; n <= min(utf8.UTFMax-1, len(data)); n++ {
		if b := data[len(data)-n]; utf8.RuneStart(b) {
			if b >= utf8.RuneSelf && !utf8.FullRune(data[len(data)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}
