package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"voc"
	"voc/index"
	"voc/internal/nightly"
	"voc/internal/workspace"
	"voc/report/table"
)

// searchOptions are what "voc search" is asked for.
type searchOptions struct {
	*globals
	query       index.Query
	sort        string
	csv         bool
	context     bool
	open        bool
	address     string
	noSynonyms  bool
	failIfEmpty bool
}

// newSearch finds comments.
func newSearch(g *globals) *cobra.Command {
	opt := searchOptions{globals: g}
	c := &cobra.Command{
		Use:   "search [query]",
		Short: "Find comments by their words and by what they mean",
		Long: `Find comments by their words and by what they mean, in the last published run.

Words are found in all their forms, "words in quotation marks" side by side, +word must be there, -word must not,
word* stands for all words that begin so and word~ for those spelled nearly so. "voc help query" says more.`,
		Example: `  voc search 'missed pickup' --dept water --from 2026-07-01
  voc search '+phone' --need control --polarity unmet --same-unit
  voc search callback --context`,
		RunE: func(c *cobra.Command, args []string) error {
			opt.query.Text = strings.Join(args, " ")
			return search(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), &opt)
		},
	}
	bindFilter(c, &opt.query.Filter)
	flags := c.Flags()
	flags.IntVar(&opt.query.Limit, "limit", 20, "comments to show")
	flags.IntVar(&opt.query.Offset, "offset", 0, "comments to leave out before them")
	flags.StringVar(&opt.sort, "sort", "", "best, newest, oldest or negative (default best, newest without words)")
	flags.BoolVar(&opt.query.Facets, "facets", false, "count needs, themes and other values that the result can be narrowed to")
	flags.BoolVar(&opt.query.SameUnit, "same-unit", false, "words, needs and themes must stand in one sentence")
	flags.BoolVar(&opt.noSynonyms, "no-synonyms", false, "find the words as they are, not words of like meaning")
	flags.BoolVar(&opt.context, "context", false, "show each place that was found in one line, with what stands around it")
	flags.BoolVar(&opt.csv, "csv", false, "print rows of the comments table as CSV")
	flags.BoolVar(&opt.open, "open", false, `show the same search in the browser; "voc serve" must be running`)
	flags.StringVar(&opt.address, "addr", "127.0.0.1:8080", "address at which it serves, for --open")
	flags.BoolVar(&opt.failIfEmpty, "fail-if-empty", false, "exit 5 if nothing matches")
	return c
}

func search(ctx context.Context, stdout, stderr io.Writer, opt *searchOptions) error {
	if err := opt.check(); err != nil {
		return err
	}
	w, run, err := opt.published()
	if err != nil {
		return err
	}
	if err := checkPublished(&opt.query.Filter, w, run); err != nil {
		return err
	}
	if opt.open {
		return opt.openPage(stdout)
	}
	ix, err := openIndex(w, run)
	if err != nil {
		return err
	}
	defer ix.Close()
	result, err := ix.Search(ctx, opt.query)
	if err != nil {
		return queryFailure(err)
	}
	if err := opt.print(stdout, stderr, run, result); err != nil {
		return err
	}
	if result.Total == 0 && opt.failIfEmpty {
		return fail(exitEmpty, "", "nothing matches")
	}
	return nil
}

// check brings flags to what a query takes.
func (opt *searchOptions) check() error {
	sorts := make([]string, len(index.Sorts))
	for i, s := range index.Sorts {
		sorts[i] = string(s)
	}
	if opt.sort != "" {
		values := []string{opt.sort}
		if err := checkValues("sort", values, sorts); err != nil {
			return err
		}
		opt.query.Sort = index.Sort(values[0])
	}
	if opt.query.Limit < 0 || opt.query.Offset < 0 {
		return fail(exitUsage, "", "--limit and --offset cannot be below 0")
	}
	opt.query.Synonyms = !opt.noSynonyms
	return nil
}

// openIndex opens the index of a run with the synonyms of the workspace's codebook.
func openIndex(w *workspace.Workspace, run *workspace.Run) (*index.Index, error) {
	codebook, err := nightly.Codebook(w)
	if err != nil {
		return nil, err
	}
	ix, err := index.Open(run.Index(), index.Options{Synonyms: codebook.Synonyms})
	if err != nil {
		return nil, fail(exitFailed, indexHint(err), "%w", err)
	}
	return ix, nil
}

// indexHint returns what helps against an error of opening an index.
func indexHint(err error) string {
	if errors.Is(err, fs.ErrPermission) {
		return "let the account that runs voc give yours the right to read store/"
	}
	return `type "voc index rebuild" to make it anew from the tables`
}

func (opt *searchOptions) print(stdout, stderr io.Writer, run *workspace.Run, result *index.Result) error {
	switch {
	case opt.json:
		return printJSON(stdout, searchJSON(result))
	case opt.csv:
		account, err := run.Account()
		if err != nil {
			return err
		}
		return table.ExportRecords(stdout, "comments", "csv", recordsOf(result.Hits), account.RunID)
	}
	if !opt.quiet {
		opt.printSums(stderr, result)
	}
	p := newPage(stdout, opt.colored(stdout))
	if opt.context {
		p.contexts(result.Hits)
	} else {
		p.hits(result.Hits)
	}
	if opt.query.Facets {
		p.facets(result)
	}
	return p.err
}

// printSums says how many were found and which of them are shown.
func (opt *searchOptions) printSums(stderr io.Writer, result *index.Result) {
	sum := fmt.Sprintf("%s comments", grouped(result.Total))
	if result.Whole < result.Total {
		sum += fmt.Sprintf(", %s with all the words (+ before a word to have only those)", grouped(result.Whole))
	}
	if shown := len(result.Hits); shown > 0 && shown < result.Total {
		sum += fmt.Sprintf(", %d to %d shown", opt.query.Offset+1, opt.query.Offset+shown)
	}
	if len(result.Also) > 0 {
		sum += "; also looked for: " + strings.Join(result.Also, ", ") + " (--no-synonyms to leave them out)"
	}
	fmt.Fprintln(stderr, sum)
	if result.Total == 0 {
		fmt.Fprintln(stderr, "hint: leave out a word or a filter, or shorten a word and end it with *")
	}
}

// grouped writes a number with commas between thousands.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func recordsOf(hits []index.Hit) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		for _, hit := range hits {
			if !yield(hit.Record, nil) {
				return
			}
		}
	}
}

// openPage shows the search in the browser, and prints its address for where there is none.
func (opt *searchOptions) openPage(stdout io.Writer) error {
	address := "http://" + opt.address + "/?" + opt.parameters().Encode()
	fmt.Fprintln(stdout, address)
	opener := "xdg-open"
	switch runtime.GOOS {
	case "darwin":
		opener = "open"
	case "windows":
		opener = "explorer"
	}
	if path, err := exec.LookPath(opener); err == nil { // without one the address is printed
		if err := exec.Command(path, address).Start(); err != nil {
			return fail(exitFailed, `type "voc serve" and open the address above`, "open a browser: %w", err)
		}
	}
	return nil
}

// parameters are the search as the address of a page of "voc serve" has it.
func (opt *searchOptions) parameters() url.Values {
	values := url.Values{}
	f := opt.query.Filter
	for name, list := range map[string][]string{
		"q": {opt.query.Text}, "sort": {string(opt.query.Sort)}, "from": {f.From}, "to": {f.To},
		"dept": f.Dept, "need": f.Need, "polarity": f.Polarity, "theme": f.Theme, "sentiment": f.Sentiment, "channel": f.Channel, "audience": f.Audience,
	} {
		if list = slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" }); len(list) > 0 {
			values[name] = list
		}
	}
	if opt.noSynonyms {
		values.Set("exact", "1")
	}
	if opt.query.SameUnit {
		values.Set("unit", "1")
	}
	return values
}
