package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"voc/report/table"
)

// newSchema prints the data dictionary.
func newSchema(g *globals) *cobra.Command {
	format := "text"
	c := &cobra.Command{
		Use:   "schema [table...]",
		Short: "Say what the columns of the published tables mean",
		Example: `  voc schema mentions
  voc schema --format md > dictionary.md`,
		RunE: func(c *cobra.Command, args []string) error {
			if g.json {
				format = "json"
			}
			if err := checkValues("format", []string{format}, []string{"text", "md", "json", "sql"}); err != nil {
				return err
			}
			tables, err := describedTables(args)
			if err != nil {
				return err
			}
			return table.WriteDictionary(c.OutOrStdout(), tables, format)
		},
	}
	c.Flags().StringVar(&format, "format", format, "text, md, json or sql")
	return c
}

// describedTables returns what the dictionary says of the tables named; all of it with no name.
func describedTables(names []string) ([]table.Description, error) {
	all := table.Dictionary()
	if len(names) == 0 {
		return all, nil
	}
	var tables []table.Description
	for _, name := range names {
		at := slices.IndexFunc(all, func(d table.Description) bool { return d.Table == name })
		if at < 0 {
			return nil, unknownTable(name)
		}
		tables = append(tables, all[at])
	}
	return tables, nil
}

// unknownTable is the error that no table is called name.
func unknownTable(name string) error {
	var names []string
	for _, d := range table.Dictionary() {
		names = append(names, d.Table)
	}
	hint := "the tables are " + strings.Join(names, ", ")
	if near := nearest(name, slices.Clone(names)); near != "" {
		hint = "did you mean " + near + "?"
	}
	return fail(exitUsage, hint, "no table is called %q", name)
}
