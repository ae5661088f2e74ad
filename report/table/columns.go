package table

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// A reader reads the rows of one Parquet file, some of its columns side by side.
type reader[R any] struct {
	path    string
	file    *os.File
	groups  []parquet.RowGroup
	meta    []format.RowGroup // in step with groups
	fields  []field[R]
	columns []column // in step with fields
	rows    int64    // left in the present row group
}

// A field is how one column fills a row. set is called once for every value that is not NULL, the column's present one.
type field[R any] struct {
	name string // of the column; for a list, of the list
	set  func(row R, c *column)
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
		r.groups, r.meta = p.RowGroups(), p.Metadata().RowGroups
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
			return fmt.Errorf("column %s is missing or of another type: %w", field.name, ErrColumns)
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
			chunks, meta := r.groups[0].ColumnChunks(), &r.meta[0]
			r.rows, r.groups, r.meta = r.groups[0].NumRows(), r.groups[1:], r.meta[1:]
			for i := range r.columns {
				c := &r.columns[i]
				c.open(chunks[c.index], allNull(&meta.Columns[c.index].MetaData))
			}
		}
		r.rows--
		for i := range r.columns {
			if r.columns[i].null {
				continue
			}
			if err := fill(&r.columns[i], row, r.fields[i].set); err != nil {
				return fmt.Errorf("column %s: %w", r.fields[i].name, err)
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, io.EOF) {
		return r.failed(err)
	}
	return err
}

// fill hands the values of the column's next row to set.
func fill[R any](c *column, row R, set func(R, *column)) error {
	if err := c.next(); err != nil {
		return err
	}
	for {
		if !c.v.IsNull() {
			set(row, c)
		}
		if !c.list || !c.more() {
			return nil
		}
		if err := c.next(); err != nil {
			return err
		}
	}
}

// allNull reports whether the chunk holds nothing but NULL, so that it need not be read.
func allNull(meta *format.ColumnMetaData) bool {
	return meta.Statistics.NullCount > 0 && meta.Statistics.NullCount == meta.NumValues
}

func (r *reader[R]) failed(err error) error {
	return fmt.Errorf("read %s: %w", r.path, unexpected(err))
}

// unexpected returns err, an end where there should be none as what it is.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (r *reader[R]) close() {
	for i := range r.columns {
		r.columns[i].close()
	}
	r.file.Close()
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
	v      *parquet.Value    // the present one, in buffer
	done   bool              // no further values in this row group
	null   bool              // NULL throughout this row group
	known  map[string]string // values met, so that each is kept in memory once
	last   string
}

func (c *column) open(chunk parquet.ColumnChunk, null bool) {
	c.close()
	c.i, c.n, c.done, c.null = 0, 0, false, null
	if !null {
		c.pages = chunk.Pages()
	}
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

// next goes on to the next value; at the end of the column it returns an error.
func (c *column) next() error {
	if c.i == c.n {
		if err := c.load(); err != nil {
			return err
		}
	}
	c.v = &c.buffer[c.i]
	c.i++
	return nil
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
				return unexpected(err)
			}
			c.page, c.values = page, page.Values()
		}
		n, err := c.values.ReadValues(c.buffer[:])
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return err
			}
			c.values = nil
		}
		if n > 0 {
			c.i, c.n = 0, n
			return nil
		}
	}
	return io.ErrUnexpectedEOF
}

func (c *column) bool() bool     { return c.v.Boolean() }
func (c *column) int32() int32   { return c.v.Int32() }
func (c *column) int64() int64   { return c.v.Int64() }
func (c *column) float() float64 { return c.v.Double() }

// text returns the present value, which is kept apart.
func (c *column) text() string { return string(c.v.ByteArray()) }

// maxKnown bounds the memory of a column whose values repeat.
const maxKnown = 4096

// word returns the present value, kept once for all equal values of the column.
func (c *column) word() string {
	b := c.v.ByteArray()
	if string(b) == c.last {
		return c.last
	}
	s, ok := c.known[string(b)]
	if !ok {
		if c.known == nil || len(c.known) >= maxKnown {
			c.known = map[string]string{}
		}
		s = string(b)
		c.known[s] = s
	}
	c.last = s
	return s
}
