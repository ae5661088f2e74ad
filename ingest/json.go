package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep objects may lie in one another.
const maxDepth = 64

// objectRows gives the cells of JSON objects, flattened: the value of {"meta": {"lang": "es"}} is in the cell meta.lang.
// A list of plain values is one cell joined with ", "; of a list of objects, each is named by its place: answers.0.text.
// An object may lack keys, have them in any order, and have some that no other has: those beyond the limit are left out.
type objectRows struct {
	names   []string // in the order of first appearance
	columns map[string]int
	cells   []string
	next    int            // the column that is likely to come next: most objects have the same keys in the same order
	joined  map[int][]byte // cells of this object with several values, by column
	size    int            // bytes taken by the cells of this object
	path    []byte
	limit   int    // of keys that get a cell
	named   int    // bytes taken by the names
	over    bool   // this object has words under a key beyond the limit
	overs   int    // objects that have
	first   string // key beyond the limit, cut short
}

func newObjectRows() objectRows {
	return objectRows{columns: map[string]int{}, joined: map[int][]byte{}, limit: maxKeys}
}

func (o *objectRows) keys() []string { return o.names }

func (o *objectRows) keep(n int) { o.limit = n }

func (o *objectRows) beyond() (string, int) { return o.first, o.overs }

func (o *objectRows) reset() {
	clear(o.cells)
	clear(o.joined)
	o.cells = o.cells[:len(o.names)]
	o.size, o.next = 0, 0
	o.path = o.path[:0]
	o.over = false
}

// How many different keys the objects of one file may have between them, and how many bytes these may take.
const (
	maxKeys     = 4096
	maxKeyBytes = 4 << 20
)

var errDeep = errors.New("objects lie deeper than 64 in one another")

// column is the place of the cell for the key at path, which gets one if there is room.
func (o *objectRows) column() (int, bool) {
	i := o.next
	ok := i < len(o.names) && o.names[i] == string(o.path)
	if !ok {
		i, ok = o.columns[string(o.path)]
	}
	if ok {
		o.next = i + 1
		return i, true
	}
	if len(o.names) >= o.limit || o.named+len(o.path) > maxKeyBytes {
		return 0, false
	}
	name := string(o.path)
	o.columns[name] = len(o.names)
	o.names = append(o.names, name)
	o.named += len(name)
	o.cells = append(o.cells, "")
	return len(o.names) - 1, true
}

// pass leaves out a value whose key has no cell.
func (o *objectRows) pass(value string) {
	if value == "" || o.over {
		return
	}
	o.over = true
	if o.overs++; o.overs == 1 {
		o.first = strings.ToValidUTF8(string(o.path[:min(len(o.path), 64)]), "")
	}
}

func (o *objectRows) put(value string) error {
	column, ok := o.column()
	if !ok {
		o.pass(value)
		return nil
	}
	if value == "" {
		return nil
	}
	if o.size += len(value) + len(", "); o.size > maxRecord {
		return errLong
	}
	if o.cells[column] == "" {
		o.cells[column] = value
		return nil
	}
	all := o.joined[column]
	if all == nil {
		all = append(all, o.cells[column]...)
	}
	o.joined[column] = append(append(all, ", "...), value...)
	return nil
}

// record returns the cells of the object that was taken.
func (o *objectRows) record() []string {
	for column, all := range o.joined {
		o.cells[column] = string(all)
	}
	return o.cells
}

// take reads one value, whose first token is given, into the cells below path.
func (o *objectRows) take(dec *jsontext.Decoder, first jsontext.Token, depth int) error {
	if depth > maxDepth {
		return errDeep
	}
	switch first.Kind() {
	case '{':
		return o.takeObject(dec, depth)
	case '[':
		return o.takeArray(dec, depth)
	case 'n':
		return o.put("")
	}
	return o.put(first.String())
}

func (o *objectRows) takeObject(dec *jsontext.Decoder, depth int) error {
	mark := len(o.path)
	for {
		key, err := dec.ReadToken()
		if err != nil {
			return err
		}
		if key.Kind() == '}' {
			return nil
		}
		if mark > 0 {
			o.path = append(o.path, '.')
		}
		o.path = append(o.path, key.String()...)
		value, err := dec.ReadToken()
		if err == nil {
			err = o.take(dec, value, depth+1)
		}
		if err != nil {
			return err
		}
		o.path = o.path[:mark]
	}
}

// maxItems is how many objects of one list become cells.
const maxItems = 64

func (o *objectRows) takeArray(dec *jsontext.Decoder, depth int) error {
	mark := len(o.path)
	for i := 0; ; i++ {
		if dec.PeekKind() == '{' && string(o.path) == "answers" {
			if err := o.takeAnswer(dec, i, depth); err != nil {
				return err
			}
			continue
		}
		item, err := dec.ReadToken()
		if err != nil {
			return err
		}
		kind := item.Kind()
		if kind == ']' {
			return nil
		}
		if kind == '{' || kind == '[' {
			if i >= maxItems {
				if err := skipValue(dec, kind); err != nil {
					return err
				}
				continue
			}
			o.path = append(o.path, '.')
			o.path = strconv.AppendInt(o.path, int64(i), 10)
		}
		if err := o.take(dec, item, depth+1); err != nil {
			return err
		}
		o.path = o.path[:mark]
	}
}

// An answer is an item of a list that names the field it answers, as Typeform writes it.
type answer struct {
	Type    string
	Text    string
	Number  *json.Number
	Boolean *bool
	Date    string
	Choice  struct{ Label, Other string }
	Choices struct {
		Labels []string
		Other  string
	}
	Field struct{ ID, Ref, Title string }
}

// takeAnswer takes one item of answers under the name of its field, since its place says nothing:
// fields that were not answered are left out of the list.
func (o *objectRows) takeAnswer(dec *jsontext.Decoder, i, depth int) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	mark := len(o.path)
	defer func() { o.path = o.path[:mark] }()
	var a answer
	if json.Unmarshal(raw, &a) != nil || a.Field.ID == "" && a.Field.Ref == "" {
		if i >= maxItems {
			return nil
		}
		o.path = append(o.path, '.')
		o.path = strconv.AppendInt(o.path, int64(i), 10)
		inner := jsontext.NewDecoder(bytes.NewReader(raw), jsonOptions...)
		first, err := inner.ReadToken()
		if err != nil {
			return err
		}
		return o.take(inner, first, depth+1)
	}
	name := a.Field.Title
	if name == "" {
		name = a.Field.Ref
	}
	if name == "" {
		name = a.Field.ID
	}
	o.path = append(append(o.path, '.'), name...)
	return o.put(a.value())
}

// value is what was answered; addresses and numbers of people are not.
func (a *answer) value() string {
	switch {
	case a.Type == "email" || a.Type == "phone_number":
		return ""
	case a.Text != "":
		return a.Text
	case a.Number != nil:
		return a.Number.String()
	case a.Boolean != nil:
		return strconv.FormatBool(*a.Boolean)
	case a.Choice.Other != "":
		return a.Choice.Other
	case a.Choice.Label != "":
		return a.Choice.Label
	case a.Date != "":
		return a.Date
	}
	return strings.Join(append(a.Choices.Labels, a.Choices.Other), ", ")
}

// skipValue reads to the end of the object or list just begun.
func skipValue(dec *jsontext.Decoder, kind jsontext.Kind) error {
	for depth := 1; depth > 0; {
		token, err := dec.ReadToken()
		if err != nil {
			return err
		}
		switch token.Kind() {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth > 10*maxDepth {
			return errDeep
		}
	}
	return nil
}
