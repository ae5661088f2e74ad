package table

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// A reader reads the rows of one Parquet file, some of its columns side by side.
type reader[R any] struct {
	path    string
	file    *os.File
	groups  []parquet.RowGroup
	fields  []field[R]
	columns []column // in step with fields
	rows    int64    // left in the present row group
}

// A field is how one column fills a row. set is called once for every value that is not NULL.
type field[R any] struct {
	name string // of the column; for a list, of the list
	set  func(row R, v value)
}

// open opens the file for the columns that fields name.
// Its schema must be that of the row type Row, as far as those columns go.
func open[Row, R any](path string, fields []field[R]) (*reader[R], error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r := &reader[R]{path: path, file: f, fields: fields, columns: make([]column, len(fields))}
	err = guard(func() error {
		info, err := f.Stat()
		if err != nil {
			return err
		}
		p, err := parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(64<<10))
		if err != nil {
			return err
		}
		r.groups = p.RowGroups()
		return r.find(p.Schema(), parquet.SchemaOf(new(Row)))
	})
	if err != nil {
		f.Close()
		return nil, r.failed(err)
	}
	return r, nil
}

// find looks up the columns of the fields, which must be as in want.
func (r *reader[R]) find(have, want *parquet.Schema) error {
	for i, field := range r.fields {
		path := []string{field.name}
		leaf, ok := want.Lookup(path...)
		if !ok {
			path = append(path, "list", "element")
			leaf, ok = want.Lookup(path...)
		}
		if !ok {
			return fmt.Errorf("no column %s", field.name)
		}
		found, ok := have.Lookup(path...)
		if !ok || found.Node.Type().Kind() != leaf.Node.Type().Kind() ||
			found.MaxDefinitionLevel != leaf.MaxDefinitionLevel || found.MaxRepetitionLevel != leaf.MaxRepetitionLevel {
			return fmt.Errorf("column %s is missing or of another type", field.name)
		}
		r.columns[i] = column{index: found.ColumnIndex, list: leaf.MaxRepetitionLevel > 0}
	}
	return nil
}

// next fills row from the next row of the file, and returns io.EOF after the last.
func (r *reader[R]) next(row R) error {
	err := guard(func() error {
		for r.rows == 0 {
			if len(r.groups) == 0 {
				return io.EOF
			}
			chunks := r.groups[0].ColumnChunks()
			r.rows, r.groups = r.groups[0].NumRows(), r.groups[1:]
			for i := range r.columns {
				r.columns[i].open(chunks[r.columns[i].index])
			}
		}
		r.rows--
		for i := range r.columns {
			if err := fill(&r.columns[i], row, r.fields[i].set); err != nil {
				return fmt.Errorf("column %s: %w", r.fields[i].name, err)
			}
		}
		return nil
	})
	if err != nil && err != io.EOF {
		return r.failed(err)
	}
	return err
}

// fill hands the values of the column's next row to set.
func fill[R any](c *column, row R, set func(R, value)) error {
	v, err := c.next()
	if err != nil {
		return err
	}
	for {
		if !v.IsNull() {
			set(row, value{v, c})
		}
		if !c.list || !c.more() {
			return nil
		}
		if v, err = c.next(); err != nil {
			return err
		}
	}
}

func (r *reader[R]) failed(err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("read %s: %w", r.path, err)
}

func (r *reader[R]) Close() error {
	for i := range r.columns {
		r.columns[i].close()
	}
	return r.file.Close()
}

var errNotParquet = errors.New("not a sound Parquet file")

// guard turns a panic of f into an error, since the library panics on some broken files.
func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errNotParquet
		}
	}()
	return f()
}

// A column reads the values of one column.
type column struct {
	index  int
	list   bool
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buffer [128]parquet.Value
	i, n   int
	done   bool              // no further values in this row group
	known  map[string]string // values met, so that each is kept in memory once
	last   string
}

func (c *column) open(chunk parquet.ColumnChunk) {
	c.close()
	c.pages, c.i, c.n, c.done = chunk.Pages(), 0, 0, false
}

func (c *column) close() {
	if c.page != nil {
		parquet.Release(c.page)
	}
	if c.pages != nil {
		c.pages.Close()
	}
	c.page, c.pages, c.values = nil, nil, nil
}

// next returns the next value, or an error at the end of the column.
func (c *column) next() (parquet.Value, error) {
	if c.i == c.n {
		if err := c.load(); err != nil {
			return parquet.Value{}, err
		}
	}
	c.i++
	return c.buffer[c.i-1], nil
}

// more reports whether the next value belongs to the same row as the last.
// An error is left to next.
func (c *column) more() bool {
	if c.i == c.n && c.load() != nil {
		return false
	}
	return c.buffer[c.i].RepetitionLevel() > 0
}

// load fills the buffer; it has at least one value when the error is nil.
func (c *column) load() error {
	for !c.done {
		if c.values == nil {
			page, err := c.pages.ReadPage()
			if err != nil {
				c.done = true
				return err
			}
			c.page, c.values = page, page.Values()
		}
		n, err := c.values.ReadValues(c.buffer[:])
		if err != nil {
			if err != io.EOF {
				return err
			}
			c.values = nil
		}
		if n > 0 {
			c.i, c.n = 0, n
			return nil
		}
	}
	return io.EOF
}

// A value is one value of a column.
type value struct {
	parquet.Value
	column *column
}

// text returns a copy of the value.
func (v value) text() string { return string(v.ByteArray()) }

// maxKnown bounds the memory of a column whose values repeat.
const maxKnown = 4096

// word returns a copy of the value, shared by equal values of the column.
func (v value) word() string {
	b, c := v.ByteArray(), v.column
	if string(b) == c.last {
		return c.last
	}
	if s, ok := c.known[string(b)]; ok {
		c.last = s
		return s
	}
	if c.known == nil || len(c.known) >= maxKnown {
		c.known = map[string]string{}
	}
	s := strings.Clone(string(b))
	c.known[s], c.last = s, s
	return s
}
