package table

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// ErrColumns means that a table was written by another version of the program, or is another table.
var ErrColumns = errors.New("its columns are those of another version or table")

// A layout is what the columns of a table are.
type layout struct {
	table  string
	schema *parquet.Schema
}

// layouts are those of all tables that a run publishes: first the two that parts hold, too.
func layouts() []layout {
	return []layout{
		{"comments", parquet.SchemaOf(new(commentRow))},
		{"mentions", parquet.SchemaOf(new(mentionRow))},
		{"needs_by_period", parquet.SchemaOf(new(PeriodRow))},
		{"themes_by_period", parquet.SchemaOf(new(PeriodRow))},
		{"rejects", parquet.SchemaOf(new(RejectRow))},
		{"runs", parquet.SchemaOf(new(RunRow))},
		{"departments", parquet.SchemaOf(new(DepartmentRow))},
	}
}

// Layout names the columns of the tables of a part, with their types, and that of all tables which a run publishes.
// Each changes when a column does.
func Layout() (part, run string) {
	var b strings.Builder
	for i, l := range layouts() {
		if i == 2 {
			part = b.String()
		}
		fmt.Fprintf(&b, "%s %s\n", l.table, l.schema)
	}
	return part, b.String()
}

// Check opens every table of a published folder. An error that is [ErrColumns] means that another version wrote it.
func Check(dir string) error {
	for _, l := range layouts() {
		if err := l.check(filepath.Join(dir, l.table+".parquet")); err != nil {
			return err
		}
	}
	return nil
}

func (l layout) check(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	err = guard(func() error {
		info, err := f.Stat()
		if err != nil {
			return err
		}
		p, err := parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
		if err == nil && !parquet.EqualNodes(p.Schema(), l.schema) {
			err = ErrColumns
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// Labels returns the label of every row of needs_by_period or themes_by_period, whatever other columns the table at path has.
func Labels(path string) ([]string, error) {
	var labels []string
	r, err := open[PeriodRow](path, []field[*[]string]{{"label", func(all *[]string, c *column) { *all = append(*all, c.text()) }}})
	if err != nil {
		return nil, err
	}
	defer r.close()
	for {
		if err := r.next(&labels); errors.Is(err, io.EOF) {
			return labels, nil
		} else if err != nil {
			return nil, err
		}
	}
}
