package table

import (
	"bytes"
	"encoding/json"
	"io"
)

// A jsonSheet writes each row below the header as an object on a line of its own: the keys are the columns in their order.
type jsonSheet struct {
	w      io.Writer
	line   bytes.Buffer
	values *json.Encoder // into line
	keys   []any         // the header; nil before it
}

func newJSONLines(w io.Writer) *jsonSheet {
	s := &jsonSheet{w: w}
	s.values = json.NewEncoder(&s.line)
	s.values.SetEscapeHTML(false)
	return s
}

func (s *jsonSheet) row(cells []any) error {
	if s.keys == nil {
		s.keys = cells
		return nil
	}
	s.line.Reset()
	for i, cell := range cells {
		before := byte(',')
		if i == 0 {
			before = '{'
		}
		s.line.WriteByte(before)
		if err := s.value(s.keys[i]); err != nil {
			return err
		}
		s.line.WriteByte(':')
		if err := s.value(jsonCell(cell)); err != nil {
			return err
		}
	}
	s.line.WriteString("}\n")
	_, err := s.w.Write(s.line.Bytes())
	return err
}

func (s *jsonSheet) close() error { return nil }

// value writes v without the line's end that the encoder sets behind it.
func (s *jsonSheet) value(v any) error {
	if err := s.values.Encode(v); err != nil {
		return err
	}
	s.line.Truncate(s.line.Len() - 1)
	return nil
}

// jsonCell returns a cell as JSON shows it: NULL as null, a list as a list even if it is empty, times as text.
func jsonCell(cell any) any {
	switch v := cell.(type) {
	case date:
		return v.String()
	case moment:
		return v.String()
	case []string:
		return append([]string{}, v...)
	case []int32:
		return append([]int32{}, v...)
	}
	return cell
}
