package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"voc"
	"voc/internal/nightly"
	"voc/internal/review"
	"voc/internal/workspace"
	"voc/report/table"
)

// newReview returns the commands by which people check labels.
func newReview(g *globals) *cobra.Command {
	return family("review", "Check labels by hand: draw a sample, take it back", newReviewSample(g), newReviewImport(g))
}

// The columns of a sample. People fill the last three.
var sampleColumns = []string{"comment_id", "department", "question", "text", "kind", "label", "value", "score", "evidence", "stratum", "weight", "right", "should_be", "note"}

// sampleOptions are what "voc review sample" is asked for.
type sampleOptions struct {
	*globals
	size   int
	kind   string
	seed   string
	output string
	filter voc.Filter
}

func newReviewSample(g *globals) *cobra.Command {
	opt := sampleOptions{globals: g}
	c := &cobra.Command{
		Use:   "sample",
		Short: "Draw labels to be checked by hand, as CSV",
		Long: `Draw labels of the last published run to be checked by hand, as CSV.

They are drawn from strata of label, department and score, so that rare labels and doubtful ones are there too.
In the column right write yes or no; where it is no, in should_be what is right: met, unmet, mixed or none for a need,
also said for a theme, a feeling for sentiment. "voc review import" takes the file back. With --json the labels are printed as JSON lines, for programs.`,
		Example: `  voc review sample --size 200 -o check.csv
  voc review sample --kind theme --dept water -o water.csv`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return drawSample(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), &opt)
		},
	}
	bindFilter(c, &opt.filter)
	c.Flags().IntVar(&opt.size, "size", 200, "labels to draw")
	c.Flags().StringVar(&opt.kind, "kind", voc.KindNeed, "need, theme or sentiment")
	c.Flags().StringVar(&opt.seed, "seed", "", "any word: another draws another sample")
	c.Flags().StringVarP(&opt.output, "output", "o", "", "file to write (default standard output)")
	return c
}

func drawSample(ctx context.Context, stdout, stderr io.Writer, opt *sampleOptions) error {
	const most = 10_000
	if opt.size < 1 || opt.size > most {
		return fail(exitUsage, "", "--size %d: want 1 to %d", opt.size, most)
	}
	kinds := []string{opt.kind}
	if err := checkValues("kind", kinds, []string{voc.KindNeed, voc.KindTheme, voc.KindSentiment}); err != nil {
		return err
	}
	opt.kind = kinds[0]
	w, run, err := opt.published()
	if err != nil {
		return err
	}
	if err := checkPublished(&opt.filter, w, run); err != nil {
		return err
	}
	items, err := opt.draw(ctx, run)
	if err != nil {
		return err
	}
	toFile := opt.output != "" && opt.output != "-"
	write := writeSample
	if opt.json && !toFile {
		write = printSample
	}
	err = writeOutput(stdout, opt.output, func(out io.Writer) error { return write(out, opt.rows(ctx, run, items)) })
	switch {
	case err == nil && toFile && opt.json:
		return json.NewEncoder(stdout).Encode(map[string]any{"file": opt.output, "labels": len(items)})
	case err == nil && toFile && !opt.quiet:
		fmt.Fprintf(stderr, "voc: %d labels to check; fill the column right and type \"voc review import %s --by NAME\"\n", len(items), opt.output)
	}
	return err
}

// records gives the records that the filter lets through.
func (opt *sampleOptions) records(ctx context.Context, run *workspace.Run) iter.Seq2[voc.Record, error] {
	return chosen(ctx, table.Records(filepath.Dir(run.Table("comments"))), opt.filter.Match)
}

func (opt *sampleOptions) draw(ctx context.Context, run *workspace.Run) ([]review.Item, error) {
	sampler := review.NewSampler(opt.kind, opt.size, opt.seed)
	for r, err := range opt.records(ctx, run) {
		if err != nil {
			return nil, err
		}
		sampler.Add(&r)
	}
	return sampler.Draw(), nil
}

// A sampleRow is a label to be checked, with its comment; names are those of the sample's columns.
type sampleRow struct {
	ID         string  `json:"comment_id"`
	Department string  `json:"department"`
	Question   string  `json:"question"`
	Text       string  `json:"text"`
	Kind       string  `json:"kind"`
	Label      string  `json:"label"`
	Value      string  `json:"value"`
	Score      float64 `json:"score"`
	Evidence   string  `json:"evidence"`
	Stratum    string  `json:"stratum"`
	Weight     float64 `json:"weight"`
}

// rows gives the items with their texts, in the order of the tables.
func (opt *sampleOptions) rows(ctx context.Context, run *workspace.Run, items []review.Item) iter.Seq2[sampleRow, error] {
	of := map[string][]review.Item{}
	for _, item := range items {
		of[item.Comment] = append(of[item.Comment], item)
	}
	return func(yield func(sampleRow, error) bool) {
		for r, err := range opt.records(ctx, run) {
			if err != nil {
				yield(sampleRow{}, err)
				return
			}
			for _, i := range of[r.ID] {
				if !yield(sampleRow{r.ID, r.Department, r.Question, r.Text, i.Kind, i.Label, i.Value, i.Score, r.Text[i.Span.Start:i.Span.End], i.Stratum, i.Weight}, nil) {
					return
				}
			}
		}
	}
}

// writeSample writes rows as CSV that people can fill.
func writeSample(out io.Writer, rows iter.Seq2[sampleRow, error]) error {
	w := csv.NewWriter(out)
	if err := w.Write(sampleColumns); err != nil {
		return err
	}
	for r, err := range rows {
		if err != nil {
			return err
		}
		words := []string{r.ID, r.Department, r.Question, r.Text, r.Kind, r.Label, r.Value, r.Evidence}
		for i := range words {
			words[i] = table.Defuse(words[i])
		}
		row := append(words[:7:7], strconv.FormatFloat(r.Score, 'f', 2, 64), words[7], r.Stratum, strconv.FormatFloat(r.Weight, 'g', -1, 64), "", "", "")
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// printSample prints rows as JSON lines.
func printSample(out io.Writer, rows iter.Seq2[sampleRow, error]) error {
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for r, err := range rows {
		if err != nil {
			return err
		}
		if err := lines.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// importOptions are what "voc review import" is asked for.
type importOptions struct {
	*globals
	by string
}

func newReviewImport(g *globals) *cobra.Command {
	opt := importOptions{globals: g}
	c := &cobra.Command{
		Use:   "import FILE.csv",
		Short: "Take a checked sample back, and tell the precision of each label",
		Long: `Take back a file that "voc review sample" wrote and a person filled.

What was checked is kept in reviews/ and put over the labels by the next run. The precision of each label is printed
with its 95 % interval; rows whose column right is empty are left out. Importing a file twice keeps it once.`,
		Example: `  voc review import check.csv --by "Ada Lovelace"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return importSample(c.OutOrStdout(), c.ErrOrStderr(), args[0], &opt)
		},
	}
	c.Flags().StringVar(&opt.by, "by", "", "who checked")
	return c
}

func importSample(stdout, stderr io.Writer, path string, opt *importOptions) error {
	if opt.by == "" {
		return fail(exitUsage, `type it as --by "Ada Lovelace"`, "--by: who checked the sample is kept with each correction")
	}
	w, err := opt.workspace()
	if err != nil {
		return err
	}
	book, err := nightly.Codebook(w)
	if err != nil {
		return err
	}
	version, err := codebookVersion(book)
	if err != nil {
		return err
	}
	corrections, checks, err := readSample(path, review.Correction{Time: time.Now().UTC(), By: opt.by, Codebook: version})
	if err != nil {
		return fail(exitUsage, `"voc review sample" writes such a file`, "%w", err)
	}
	fresh, err := notKept(w, corrections)
	if err != nil {
		return err
	}
	if len(fresh) > 0 {
		if err := review.Append(w.Reviews(), fresh...); err != nil {
			return err
		}
	}
	if !opt.quiet {
		fmt.Fprintf(stderr, "voc: %d labels checked, %d new; the next run applies them\n", len(corrections), len(fresh))
	}
	return printPrecisions(stdout, review.Precisions(checks), opt.json)
}

// notKept returns the corrections that the workspace does not have yet.
func notKept(w *workspace.Workspace, corrections []review.Correction) ([]review.Correction, error) {
	made, err := review.Read(w.Reviews())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(corrections, func(c review.Correction) bool {
		return slices.ContainsFunc(made.For(c.Comment), func(m review.Correction) bool {
			return m.By == c.By && m.Kind == c.Kind && m.Label == c.Label && m.Old == c.Old && m.New == c.New
		})
	}), nil
}

// readSample reads a filled sample; what is the same in all its corrections is taken from base.
func readSample(path string, base review.Correction) (corrections []review.Correction, checks []review.Check, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	rows := csv.NewReader(f)
	header, err := rows.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: no header: %w", path, err)
	}
	at := map[string]int{}
	for i, name := range header {
		at[strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))] = i
	}
	for _, name := range []string{"comment_id", "kind", "label", "value", "right"} {
		if _, ok := at[name]; !ok {
			return nil, nil, fmt.Errorf("%s: no column %s", path, name)
		}
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return corrections, checks, nil
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		line, _ := rows.FieldPos(0)
		cell := func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		c, check, said, err := readCheck(cell, base)
		if err != nil {
			return nil, nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
		if said {
			corrections, checks = append(corrections, c), append(checks, check)
		}
	}
}

// readCheck reads what a person wrote into one row; said is false if that is nothing.
func readCheck(cell func(string) string, base review.Correction) (c review.Correction, check review.Check, said bool, err error) {
	c = base
	c.Comment, c.Kind, c.Label, c.Old, c.Note = cell("comment_id"), cell("kind"), cell("label"), cell("value"), cell("note")
	c.New = c.Old
	switch right := strings.ToLower(cell("right")); right {
	case "":
		return c, check, false, nil
	case "yes", "y", "1", "true", "x":
		check.Right = true
	case "no", "n", "0", "false":
		c.New = strings.ToLower(cell("should_be"))
		if c.New == "" && c.Kind != voc.KindSentiment {
			c.New = review.None
		}
		if c.New == c.Old {
			return c, check, false, fmt.Errorf("right is no, but should_be is what the program said: %s", c.Old)
		}
	default:
		return c, check, false, fmt.Errorf("right is %q: want yes or no", right)
	}
	check.Label, check.Weight = strings.TrimSpace(c.Label+" "+c.Old), 1
	if weight := cell("weight"); weight != "" {
		if check.Weight, err = strconv.ParseFloat(weight, 64); err != nil || !(check.Weight > 0) || check.Weight > 1e12 {
			return c, check, false, fmt.Errorf("weight %q is not a number over 0", weight)
		}
	}
	return c, check, true, c.Check()
}

func printPrecisions(out io.Writer, list []review.Precision, asJSON bool) error {
	if asJSON {
		return printJSON(out, list)
	}
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "label\tchecked\tright\tprecision\t95 % interval")
	for _, p := range list {
		fmt.Fprintf(t, "%s\t%d\t%d\t%.0f %%\t%.0f to %.0f %%\n", p.Label, p.N, p.Right, 100*p.Share, 100*p.Low, 100*p.High)
	}
	return t.Flush()
}
