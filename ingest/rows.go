package ingest

import (
	"io"
	"strings"
)

// rows gives the records of a table one after another.
type rows interface {
	// read returns the cells of the next record and its place: the line or row it starts on.
	// A *badRow is one record that could not be read; any other error ends the table, io.EOF in the usual way.
	// The slice is valid until the next call.
	read() (cells []string, line int, err error)
}

// keyedRows are rows whose cells have names of their own, such as objects.
type keyedRows interface {
	rows
	// keys returns the name of each cell seen so far; it grows while the table is read, up to a limit.
	keys() []string
	// keep makes n the limit: what stands under keys that are first seen after it is left out.
	keep(n int)
	// beyond returns the first key beyond the limit and the number of records that have such keys.
	beyond() (first string, records int)
}

// A badRow says why one record could not be read.
type badRow struct {
	reason string
	long   bool
}

func (b *badRow) Error() string { return b.reason }

// A table can be read from its beginning any number of times.
type table struct {
	kind     string // csv, jsonl, json, xlsx, xml, parquet: the format if no other is recognised
	encoding string // of the characters; empty if the kind fixes it
	decimal  bool   // numbers may be written with a comma, since another mark parts the cells
	note     string // the dialect, the sheet: what sniff shows
	open     func() (rows, io.Closer, error)
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
