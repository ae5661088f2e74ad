package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"voc"
	"voc/index"
	"voc/internal/workspace"
	"voc/report/table"
)

// exportOptions are what "voc export" is asked for.
type exportOptions struct {
	*globals
	table       string
	query       string
	noSynonyms  bool
	filter      voc.Filter
	format      string
	output      string
	failIfEmpty bool
}

// newExport writes a table, or the part of it that a search selects, for other programs.
func newExport(g *globals) *cobra.Command {
	opt := exportOptions{globals: g}
	c := &cobra.Command{
		Use:   "export [table]",
		Short: "Write comments or another table as CSV, JSON lines, XLSX or Parquet",
		Long: `Write a published table, comments if none is named, as CSV, JSON lines, XLSX or Parquet.

The flags that choose comments, and --query, apply to comments and mentions.
Text that a spreadsheet could take for a formula is marked as text in CSV.
On standard output --json asks for JSON lines: each row an object with the columns that "voc schema" describes.`,
		Example: `  voc export --dept water --need control --polarity unmet --from 2026-01-01 -o control.xlsx
  voc export mentions --format csv > mentions.csv
  voc export --query 'callback*' -o callbacks.parquet`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			opt.table = "comments"
			if len(args) == 1 {
				opt.table = args[0]
			}
			return export(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), &opt)
		},
	}
	bindFilter(c, &opt.filter)
	c.Flags().StringVar(&opt.query, "query", "", `words that comments must hold, as "voc help query" describes`)
	c.Flags().BoolVar(&opt.noSynonyms, "no-synonyms", false, "find the words as they are, not words of like meaning")
	c.Flags().StringVar(&opt.format, "format", "", "csv, jsonl, xlsx or parquet (default that of the output's name, else csv, or jsonl with --json)")
	c.Flags().StringVarP(&opt.output, "output", "o", "", "file to write (default standard output)")
	c.Flags().BoolVar(&opt.failIfEmpty, "fail-if-empty", false, "exit 5 if nothing matches")
	return c
}

func export(ctx context.Context, stdout, stderr io.Writer, opt *exportOptions) error {
	if _, err := describedTables([]string{opt.table}); err != nil {
		return err
	}
	if err := opt.checkFormat(); err != nil {
		return err
	}
	w, run, err := opt.published()
	if err != nil {
		return err
	}
	if err := opt.checkSelection(w, run); err != nil {
		return err
	}
	rows := 0
	err = writeOutput(stdout, opt.output, func(out io.Writer) error {
		rows, err = opt.write(ctx, out, w, run)
		return err
	})
	if errors.Is(err, table.ErrTooManyRows) {
		return fail(exitFailed, "write CSV or Parquet instead, or choose fewer comments", "export %s: %w", opt.table, err)
	}
	if err != nil {
		return err
	}
	return opt.tell(stdout, stderr, rows)
}

// checkFormat finds the format, by the output's name if none is asked for.
func (opt *exportOptions) checkFormat() error {
	if opt.format == "" {
		opt.format = "csv"
		if opt.json && !opt.toFile() {
			opt.format = "jsonl"
		}
		if extension := strings.TrimPrefix(strings.ToLower(filepath.Ext(opt.output)), "."); slices.Contains(table.Formats, extension) {
			opt.format = extension
		}
	}
	formats := []string{opt.format}
	err := checkValues("format", formats, table.Formats)
	opt.format = formats[0]
	return err
}

// toFile reports whether the table goes into a file, not to standard output.
func (opt *exportOptions) toFile() bool { return opt.output != "" && opt.output != "-" }

// checkSelection checks what chooses comments, which other tables do not have.
func (opt *exportOptions) checkSelection(w *workspace.Workspace, run *workspace.Run) error {
	if opt.records() {
		return checkPublished(&opt.filter, w, run)
	}
	if opt.query != "" || opt.noSynonyms || !opt.filter.Empty() {
		return fail(exitUsage, "leave them out, or export comments or mentions", "flags that choose comments do not apply to %s", opt.table)
	}
	return nil
}

// records reports whether the table is made of records.
func (opt *exportOptions) records() bool { return opt.table == "comments" || opt.table == "mentions" }

// write writes the table to out and returns how many comments, or rows of a small table, went into it.
func (opt *exportOptions) write(ctx context.Context, out io.Writer, w *workspace.Workspace, run *workspace.Run) (int, error) {
	if !opt.records() {
		path := run.Table(opt.table)
		if err := table.ExportRows(out, opt.table, opt.format, path); err != nil {
			return 0, err
		}
		return table.Rows(path)
	}
	account, err := run.Account()
	if err != nil {
		return 0, err
	}
	wanted, err := opt.find(ctx, w, run)
	if err != nil {
		return 0, err
	}
	n := 0
	records := chosen(ctx, table.Records(filepath.Dir(run.Table("comments"))), func(r *voc.Record) bool {
		keep := (wanted == nil || wanted[r.ID]) && opt.filter.Match(r)
		if keep {
			n++
		}
		return keep
	})
	return n, table.ExportRecords(out, opt.table, opt.format, records, account.RunID)
}

// find returns the ids of the comments that the query finds, as "voc search" does; nil without a query.
func (opt *exportOptions) find(ctx context.Context, w *workspace.Workspace, run *workspace.Run) (map[string]bool, error) {
	if opt.query == "" {
		return nil, nil
	}
	ix, err := openIndex(w, run)
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	ids := map[string]bool{}
	for hit, err := range ix.Each(ctx, index.Query{Text: opt.query, Filter: opt.filter, Synonyms: !opt.noSynonyms}) {
		if err != nil {
			return nil, queryFailure(err)
		}
		ids[hit.Record.ID] = true
	}
	return ids, nil
}

// queryFailure is err, as wrong usage if it is a mistake in the query.
func queryFailure(err error) error {
	var mistake *index.QueryError
	if errors.As(err, &mistake) {
		return fail(exitUsage, `type "voc help query" for what a query can say`, "%w", err)
	}
	return err
}

// chosen yields the records that keep lets through.
func chosen(ctx context.Context, records iter.Seq2[voc.Record, error], keep func(*voc.Record) bool) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		for record, err := range records {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(voc.Record{}, err)
				return
			}
			if keep(&record) && !yield(record, nil) {
				return
			}
		}
	}
}

// writeOutput lets write write to stdout, or to a file that appears under its name when it is complete.
func writeOutput(stdout io.Writer, path string, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		buffer := bufio.NewWriter(stdout)
		return errors.Join(write(buffer), buffer.Flush())
	}
	f, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithPermissions(0o644))
	var cause *fs.PathError
	if errors.As(err, &cause) {
		return fmt.Errorf("open %s: %w", path, cause.Err)
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Cleanup() }() // after it was replaced there is nothing to remove
	buffer := bufio.NewWriterSize(f, 64<<10)
	if err := write(buffer); err != nil {
		return err
	}
	if err := buffer.Flush(); err != nil {
		return err
	}
	return f.CloseAtomicallyReplace()
}

// tell says what was written, where standard output does not show it.
func (opt *exportOptions) tell(stdout, stderr io.Writer, n int) error {
	unit := "rows"
	if opt.records() {
		unit = "comments"
	}
	switch {
	case opt.toFile() && opt.json:
		told := map[string]any{"table": opt.table, "format": opt.format, "file": opt.output, unit: n}
		if err := json.NewEncoder(stdout).Encode(told); err != nil {
			return err
		}
	case opt.toFile() && !opt.quiet:
		fmt.Fprintf(stderr, "%s: %d %s\n", opt.output, n, unit)
	}
	if n == 0 && opt.failIfEmpty {
		return fail(exitEmpty, "", "nothing matches")
	}
	return nil
}
