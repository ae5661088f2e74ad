package table

import (
	"fmt"
	"io"
	"iter"
	"reflect"

	"github.com/parquet-go/parquet-go"

	"voc"
)

// Formats are those that tables are exported in.
var Formats = []string{"csv", "jsonl", "xlsx", "parquet"}

// ExportRecords writes to w the rows of the table called name, comments or mentions, that records make.
// What could be taken for a formula by a spreadsheet is marked as text in CSV.
func ExportRecords(w io.Writer, name, format string, records iter.Seq2[voc.Record, error], runID string) error {
	var comments sink[commentRow] = discard[commentRow]{}
	var mentions sink[mentionRow] = discard[mentionRow]{}
	var err error
	switch name {
	case "comments":
		comments, err = exportSink[commentRow](w, name, format)
	case "mentions":
		mentions, err = exportSink[mentionRow](w, name, format)
	default:
		err = fmt.Errorf("table %s does not hold records", name)
	}
	if err != nil {
		return err
	}
	out := newWriter(comments, mentions, runID)
	for record, err := range records {
		if err != nil {
			return err
		}
		if err := out.Add(record); err != nil {
			return err
		}
	}
	return out.finish()
}

// ExportRows writes to w the whole table called name, other than comments and mentions, which is at path.
func ExportRows(w io.Writer, name, format, path string) error {
	switch name {
	case "needs_by_period", "themes_by_period":
		return exportRows[PeriodRow](w, name, format, path)
	case "rejects":
		return exportRows[RejectRow](w, name, format, path)
	case "runs":
		return exportRows[RunRow](w, name, format, path)
	case "departments":
		return exportRows[DepartmentRow](w, name, format, path)
	}
	return fmt.Errorf("no table %s to export whole", name)
}

func exportRows[Row any](w io.Writer, name, format, path string) error {
	rows, err := ReadRows[Row](path)
	if err != nil {
		return err
	}
	out, err := exportSink[Row](w, name, format)
	if err != nil {
		return err
	}
	if _, err := out.Write(rows); err != nil {
		return err
	}
	return out.Close()
}

func exportSink[Row any](w io.Writer, name, format string) (sink[Row], error) {
	var to sheet
	switch format {
	case "csv":
		to = newCSV(w)
	case "jsonl":
		to = newJSONLines(w)
	case "xlsx":
		var err error
		if to, err = newXLSX(w, name); err != nil {
			return nil, err
		}
	case "parquet":
		return oneByOne[Row]{parquet.NewGenericWriter[Row](w, writerOptions[Row]()...)}, nil
	default:
		return nil, fmt.Errorf("no format %s for a table", format)
	}
	out := &cells[Row]{to: to, columns: describe[Row](name, "").Columns}
	header := make([]any, len(out.columns))
	for i, c := range out.columns {
		header[i] = c.Name
	}
	return out, to.row(header)
}

// A discard is the sink of rows that nobody asked for.
type discard[Row any] struct{}

func (discard[Row]) Write(rows []Row) (int, error) { return len(rows), nil }
func (discard[Row]) Close() error                  { return nil }

// A sheet takes rows of cells: nil, string, bool, int32, int64, float64, a date, a moment, or []string or []int32.
type sheet interface {
	row(cells []any) error
	close() error
}

// A date is days since 1970-01-01, a moment microseconds since then.
type (
	date   int32
	moment int64
)

// cells is a sink that turns rows into cells.
type cells[Row any] struct {
	to      sheet
	columns []Column
	cells   []any
}

func (c *cells[Row]) Write(rows []Row) (int, error) {
	for i := range rows {
		row := reflect.ValueOf(&rows[i]).Elem()
		c.cells = c.cells[:0]
		for k, column := range c.columns {
			c.cells = append(c.cells, cell(row.Field(k), column))
		}
		if err := c.to.row(c.cells); err != nil {
			return i, err
		}
	}
	return len(rows), nil
}

func (c *cells[Row]) Close() error { return c.to.close() }

// cell returns the value of a field; nil for NULL.
func cell(v reflect.Value, column Column) any {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	switch {
	case column.Type == "DATE":
		return date(v.Int())
	case column.Type == "TIMESTAMP WITH TIME ZONE":
		return moment(v.Int())
	case column.Nullable && v.Kind() == reflect.String && v.Len() == 0:
		return nil
	}
	return v.Interface()
}
