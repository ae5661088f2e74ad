package ingest

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A jsonDocument reads the objects of one list in a document, wherever the list lies; a row is the object's place in it, from 1.
type jsonDocument struct {
	objectRows
	dec    *jsontext.Decoder
	list   string // dotted path of the list; "" for the document itself or a list at its top
	single bool   // there is no list: the object at path is the only row
	row    int
	inside bool
	done   bool
}

func newJSONDocument(in io.Reader, list string, single bool) *jsonDocument {
	return &jsonDocument{objectRows: newObjectRows(), dec: jsontext.NewDecoder(in, jsonOptions...), list: list, single: single}
}

func (j *jsonDocument) read() ([]string, int, error) {
	for {
		if j.done {
			return nil, j.row, io.EOF
		}
		if !j.inside {
			if err := j.enter(); err != nil {
				j.done = true
				return nil, j.row + 1, j.ended(err)
			}
		}
		first, err := j.dec.ReadToken()
		if err != nil {
			j.done = true
			return nil, j.row + 1, j.ended(err)
		}
		if first.Kind() == ']' {
			j.inside = false
			continue
		}
		j.row++
		j.reset()
		if err := j.take(j.dec, first, 0); err != nil {
			j.done = true
			return nil, j.row, j.ended(err)
		}
		if first.Kind() != '{' {
			return nil, j.row, &badRow{reason: "not an object"}
		}
		if j.single {
			j.inside = false
		}
		return j.record(), j.row, nil
	}
}

// ended says how reading ended. After a fault in the syntax nothing more of the document can be read.
func (j *jsonDocument) ended(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return fmt.Errorf("not valid JSON after object %d: %s", j.row, jsonReason(err))
}

// enter reads up to the next list that holds the rows.
// A document may be several values one after another.
func (j *jsonDocument) enter() error {
	for {
		kind := j.dec.PeekKind()
		if kind == 0 {
			_, err := j.dec.ReadToken()
			return err
		}
		depth := j.dec.StackDepth()
		if j.at(depth, kind) {
			if !j.single {
				if _, err := j.dec.ReadToken(); err != nil {
					return err
				}
			}
			j.inside = true
			return nil
		}
		if _, err := j.dec.ReadToken(); err != nil {
			return err
		}
		if depth > maxDepth {
			return errDeep
		}
	}
}

// at reports whether the value to come is the list, or the only object.
func (j *jsonDocument) at(depth int, kind jsontext.Kind) bool {
	want := jsontext.Kind('[')
	if j.single {
		want = '{'
	}
	if kind != want {
		return false
	}
	// A name to come is not a value, but a name is a string and never begins with [ or {.
	return valuePath(j.dec) == j.list
}

// valuePath is the dotted path of the value to come, with * for the places in a list.
func valuePath(dec *jsontext.Decoder) string {
	depth := dec.StackDepth()
	if depth == 0 {
		return ""
	}
	var parts []string
	pointer := string(dec.StackPointer())
	names := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for level := 1; level <= depth; level++ {
		kind, n := dec.StackIndex(level)
		switch {
		case kind == '[':
			parts = append(parts, "*")
		case level-1 < len(names) && (level < depth || n%2 == 1): // in a value, or after a name
			parts = append(parts, names[level-1])
		}
	}
	return strings.Join(parts, ".")
}
