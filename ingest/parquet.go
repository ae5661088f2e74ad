package ingest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// parquetTable is a Parquet file; its columns are the leaves of its schema.
func parquetTable(s source) table {
	return table{kind: "parquet", open: func() (in rows, closer io.Closer, err error) {
		if s.at == nil {
			return nil, nil, errors.New("a Parquet file inside a packed file: unpack it first")
		}
		defer recoverParquet(&err)
		at, size, closer, err := s.at()
		if err != nil {
			return nil, nil, err
		}
		if err := checkFooter(at, size); err != nil {
			closer.Close()
			return nil, nil, err
		}
		file, err := parquet.OpenFile(at, size, parquet.SkipBloomFilters(true))
		if err != nil {
			closer.Close()
			return nil, nil, fmt.Errorf("open parquet: %w", err)
		}
		if rows := file.NumRows(); rows > maxEmpty && rows > maxRatio*size {
			closer.Close()
			return nil, nil, fmt.Errorf("a Parquet file of %d rows in %d bytes; refused", rows, size)
		}
		return newParquetRows(file), closer, nil
	}}
}

// checkFooter refuses a file whose footer says that it is longer than the file:
// the library makes room for it before it looks.
func checkFooter(at io.ReaderAt, size int64) error {
	var tail [8]byte
	if size < 12 {
		return errors.New("not a whole Parquet file")
	}
	if _, err := at.ReadAt(tail[:], size-8); err != nil {
		return fmt.Errorf("open parquet: %w", err)
	}
	if length := int64(binary.LittleEndian.Uint32(tail[:4])); string(tail[4:]) != "PAR1" || length > size-12 {
		return errors.New("not a whole Parquet file: its footer is missing or cut off")
	}
	return nil
}

// recoverParquet turns a panic of the library, which corrupt files cause, into an error.
func recoverParquet(err *error) {
	if r := recover(); r != nil {
		*err = errors.New("corrupt Parquet file")
	}
}

// parquetRows reads the leaves of each row; its row is the number of the row, from 1.
type parquetRows struct {
	objectRows
	in     *parquet.GenericReader[any]
	leaves []parquetLeaf
	buf    []parquet.Row
	row    int
}

type parquetLeaf struct {
	name string
	unit time.Duration // of a timestamp; 0 if it is none
	date bool
}

func newParquetRows(file *parquet.File) *parquetRows {
	p := &parquetRows{objectRows: newObjectRows(), in: parquet.NewGenericReader[any](file, file.Schema()), buf: make([]parquet.Row, 1)}
	for _, path := range file.Schema().Columns() {
		leaf, _ := file.Schema().Lookup(path...)
		name := strings.TrimSuffix(strings.TrimSuffix(strings.Join(path, "."), ".list.element"), ".element")
		l := parquetLeaf{name: name}
		if logical := leaf.Node.Type().LogicalType(); logical != nil {
			switch t := logical.Value.(type) {
			case *format.DateType:
				l.date = true
			case *format.TimestampType:
				if t.Unit.Value != nil {
					l.unit = t.Unit.Value.Duration()
				}
			}
		}
		p.leaves = append(p.leaves, l)
		p.columns[name] = len(p.names)
		p.names = append(p.names, name)
		p.cells = append(p.cells, "")
	}
	return p
}

func (p *parquetRows) read() (cells []string, row int, err error) {
	defer recoverParquet(&err)
	p.row++
	n, err := p.in.ReadRows(p.buf)
	if n == 0 {
		if err == nil {
			err = io.ErrNoProgress
		}
		return nil, p.row, err
	}
	p.reset()
	for _, v := range p.buf[0] {
		if v.IsNull() || v.Column() >= len(p.leaves) {
			continue
		}
		leaf := p.leaves[v.Column()]
		p.path = append(p.path[:0], leaf.name...)
		if err := p.put(leaf.text(v)); err != nil {
			return nil, p.row, &badRow{reason: "the row is too long", long: true}
		}
	}
	return p.record(), p.row, nil
}

// text is the value as people write it.
func (l parquetLeaf) text(v parquet.Value) string {
	switch {
	case l.date:
		return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly)
	case l.unit > 0 && v.Kind() == parquet.Int64:
		n := v.Int64()
		per := int64(time.Second / l.unit)
		return time.Unix(n/per, n%per*int64(l.unit)).UTC().Format(time.RFC3339Nano)
	case v.Kind() == parquet.ByteArray || v.Kind() == parquet.FixedLenByteArray:
		return validText(string(v.ByteArray()))
	}
	return v.String()
}
