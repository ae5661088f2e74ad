package table

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"text/tabwriter"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// A Description is what the data dictionary says of one table.
type Description struct {
	Table   string   `json:"table"`
	Meaning string   `json:"meaning"`
	Columns []Column `json:"columns"`
}

// A Column is what the data dictionary says of one column.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"` // as SQL names it
	Nullable bool   `json:"nullable"`
	Meaning  string `json:"meaning"`
	Unit     string `json:"unit,omitempty"`
	Range    string `json:"range,omitempty"`
}

// Dictionary describes all tables that a run publishes, read off the structs that write them.
func Dictionary() []Description {
	return []Description{
		describe[commentRow]("comments", "Every comment, once: one answer, one turn of a transcript or one post, with what it means."),
		describe[mentionRow]("mentions", "The tidy table for counting: one row for each label of a comment, with the words that show it."),
		describe[PeriodRow]("needs_by_period", "What comments say of the four needs, by department and period. Figures on fewer than 10 comments are left out, and those that would give one away, on one night or from one night to the next."),
		describe[PeriodRow]("themes_by_period", "What comments say of the themes, by department and period. Figures on fewer than 10 comments are left out, and those that would give one away, on one night or from one night to the next."),
		describe[RejectRow]("rejects", "Every row of an export that was not taken in, and why."),
		describe[RunRow]("runs", "The published run, with its account of rows."),
		describe[DepartmentRow]("departments", "The departments of the organisation, and those named in exports alone."),
	}
}

// describe reads the tags of the row type.
func describe[Row any](name, meaning string) Description {
	d := Description{Table: name, Meaning: meaning}
	row, schema := reflect.TypeFor[Row](), parquet.SchemaOf(new(Row))
	for i, node := range schema.Fields() {
		tag := row.Field(i).Tag
		d.Columns = append(d.Columns, Column{
			Name: node.Name(), Type: sqlType(node), Nullable: node.Optional(),
			Meaning: tag.Get("doc"), Unit: tag.Get("unit"), Range: tag.Get("range"),
		})
	}
	return d
}

// sqlType returns the type that SQL engines show for the column.
func sqlType(node parquet.Node) string {
	if !node.Leaf() {
		return sqlType(node.Fields()[0].Fields()[0]) + "[]"
	}
	if logical := node.Type().LogicalType(); logical != nil {
		switch logical.Value.(type) {
		case *format.StringType:
			return "VARCHAR"
		case *format.DateType:
			return "DATE"
		case *format.TimestampType:
			return "TIMESTAMP WITH TIME ZONE"
		}
	}
	switch node.Type().Kind() {
	case parquet.Boolean:
		return "BOOLEAN"
	case parquet.Int32:
		return "INTEGER"
	case parquet.Int64:
		return "BIGINT"
	default:
		return "DOUBLE"
	}
}

// WriteDictionary writes the data dictionary of tables in a format: md, json, sql or text.
func WriteDictionary(w io.Writer, tables []Description, format string) error {
	switch format {
	case "md":
		return writeMarkdown(w, tables)
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		return encoder.Encode(tables)
	case "sql":
		return writeSQL(w, tables)
	case "text":
		return writeText(w, tables)
	}
	return fmt.Errorf("no format %s for a data dictionary", format)
}

func writeMarkdown(w io.Writer, tables []Description) error {
	var b strings.Builder
	b.WriteString("# Data dictionary\n")
	cell := strings.NewReplacer("|", `\|`, "_", `\_`)
	for _, t := range tables {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", t.Table, t.Meaning)
		b.WriteString("| column | type | nullable | meaning | unit | range |\n|---|---|---|---|---|---|\n")
		for _, c := range t.Columns {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n",
				c.Name, c.Type, yesNo(c.Nullable), cell.Replace(c.Meaning), cell.Replace(c.Unit), cell.Replace(c.Range))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeSQL(w io.Writer, tables []Description) error {
	var b strings.Builder
	for i, t := range tables {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "-- %s\nCREATE TABLE %s (\n", t.Meaning, t.Table)
		for k, c := range t.Columns {
			end := ","
			if k == len(t.Columns)-1 {
				end = ""
			}
			null := " NOT NULL"
			if c.Nullable {
				null = ""
			}
			fmt.Fprintf(&b, "\t\"%s\" %s%s%s -- %s\n", c.Name, c.Type, null, end, c.sentence())
		}
		b.WriteString(");\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeText(w io.Writer, tables []Description) error {
	tabs := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, t := range tables {
		if i > 0 {
			fmt.Fprintln(tabs)
		}
		fmt.Fprintf(tabs, "%s: %s\n", t.Table, t.Meaning)
		for _, c := range t.Columns {
			null := ""
			if c.Nullable {
				null = " or NULL"
			}
			fmt.Fprintf(tabs, "  %s\t%s%s\t%s\n", c.Name, c.Type, null, c.sentence())
		}
	}
	return tabs.Flush()
}

// sentence is the column's meaning with its unit and range.
func (c Column) sentence() string {
	s := c.Meaning
	if c.Unit != "" {
		s += ", in " + c.Unit
	}
	if c.Range != "" {
		s += " (" + c.Range + ")"
	}
	return s
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
