package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"voc"
	"voc/analyze"
	"voc/internal/nightly"
	"voc/internal/workspace"
	"voc/report"
	"voc/report/table"
)

// reportOptions are the flags of voc report.
type reportOptions struct {
	filter voc.Filter
	all    bool
	period string
	format string
	output string
	asOf   string
	pdf    bool
}

// newReport returns the command that writes the reports of departments.
func newReport(g *globals) *cobra.Command {
	o := &reportOptions{}
	c := &cobra.Command{
		Use:   "report [dept...]",
		Short: "Write the report of a department, for any period",
		Long: "Write the reports of departments from the published tables, for the last full quarter or the period named.\n" +
			"A single report goes to standard output unless a folder is named.",
		Example: "  voc report water\n  voc report water streets --period 2026-Q3 --output reports\n  voc report --all --period 2026 --format md --output reports",
		RunE:    func(c *cobra.Command, args []string) error { return runReport(c, g, o, args) },
	}
	flags := c.Flags()
	bindFilter(c, &o.filter)
	flags.BoolVar(&o.all, "all", false, "every department, and the index page")
	flags.StringVar(&o.period, "period", "", "2026-09, 2026-Q3, 2026 or 2026-01..2026-06 (default the last full quarter)")
	flags.StringVar(&o.format, "format", "", strings.Join(report.Formats, ", ")+" (default md on standard output, all of them in a folder)")
	flags.StringVarP(&o.output, "output", "o", "", "folder to write DEPARTMENT/report.* into")
	flags.BoolVar(&o.pdf, "pdf", false, "also print each report to PDF, with the Chromium of this machine")
	flags.StringVar(&o.asOf, "as-of", "", "day that the report speaks from, such as 2026-09-30 (default the newest comment's)")
	return c
}

func runReport(c *cobra.Command, g *globals, o *reportOptions, args []string) error {
	w, run, err := g.published()
	if err != nil {
		return err
	}
	if err := checkPublished(&o.filter, w, run); err != nil {
		return err
	}
	if err := checkDepartments("report", args, w, run); err != nil {
		return err
	}
	o.filter.Dept = append(o.filter.Dept, args...)
	if len(o.filter.Dept) == 0 && !o.all {
		return fail(exitUsage, `type "voc report --all --output DIR" for all of them`, "report: name a department")
	}
	only := o.filter.Dept
	for i := range only {
		if only[i] == voc.Unassigned {
			only[i] = "" // as records and reports have it
		}
	}
	o.filter.Dept = nil // all departments are read, to be compared with
	if o.all {
		only = nil
	}
	in, err := o.input(w, run)
	if err != nil {
		return err
	}
	if g.json && o.format == "" {
		o.format = "json"
	}
	if o.format != "" && !slices.Contains(report.Formats, o.format) {
		return fail(exitUsage, "use "+strings.Join(report.Formats, ", "), "--format %s is not a format of reports", o.format)
	}
	if o.pdf && (o.output == "" || o.format != "" && o.format != "html") {
		return fail(exitUsage, "name a folder with --output DIR, and no other format", "--pdf prints report.html of a folder")
	}
	if o.output == "" {
		return printReport(c, o, in, only)
	}
	if in.Only = only; o.format != "" {
		in.Formats = []string{o.format}
	}
	made, err := report.WriteAll(c.Context(), o.output, in)
	if err != nil {
		return err
	}
	if made.Reports == 0 {
		return fail(exitEmpty, "", "no comments to report on")
	}
	if o.pdf {
		if err := printAll(c.Context(), o.output); err != nil {
			return err
		}
	}
	if g.json {
		return printJSON(c.OutOrStdout(), struct {
			Reports int    `json:"reports"`
			Period  string `json:"period"`
			Output  string `json:"output"`
		}{made.Reports, fmt.Sprint(made.Period), o.output})
	}
	if !g.quiet {
		var period fmt.Stringer = made.Period
		if in.Days != nil {
			period = in.Days
		}
		fmt.Fprintf(c.OutOrStdout(), "wrote %d reports on %s into %s\n", made.Reports, period, o.output)
	}
	return nil
}

// printReport prints a single report.
func printReport(c *cobra.Command, o *reportOptions, in report.Input, only []string) error {
	if len(only) != 1 {
		return fail(exitUsage, "name a folder with --output DIR", "report: more than one report does not fit on standard output")
	}
	format := o.format
	if format == "" {
		format = "md"
	}
	return report.Write(c.OutOrStdout(), in, only[0], format)
}

// input adds up the published records that the filter selects.
func (o *reportOptions) input(w *workspace.Workspace, run *workspace.Run) (report.Input, error) {
	account, err := run.Account()
	if err != nil {
		return report.Input{}, err
	}
	in := report.Input{
		StaffNames: analyze.StaffNames, Organisation: w.Config.Organisation, Departments: w.Departments, Run: account.RunID,
		RowsRead: account.Totals.Rows, RowsRejected: account.Totals.Rejected - account.Totals.OnPurpose,
		FilesLeftOut: account.FilesLeftOut(),
	}
	if o.period != "" {
		if in.Period, err = report.ParsePeriod(o.period); err != nil {
			return in, fail(exitUsage, "write it as 2026-09, 2026-Q3, 2026 or 2026-01..2026-06", "--period %s: %w", o.period, err)
		}
	}
	if in.AsOf, err = time.Parse(time.DateOnly, account.AsOf); err != nil {
		return in, err
	}
	if o.asOf != "" {
		if in.AsOf, err = time.Parse(time.DateOnly, o.asOf); err != nil {
			return in, fail(exitUsage, "write it as 2026-09-30", "--as-of %s is not a day", o.asOf)
		}
	}
	published, err := time.Parse(time.DateOnly, account.AsOf)
	if err != nil {
		return in, err
	}
	records := func() iter.Seq2[voc.Record, error] {
		return table.Records(filepath.Join(run.Published(), "tables"))
	}
	all, err := sumsOf(records)
	if err != nil {
		return in, err
	}
	if err := o.days(&in, all.First()); err != nil {
		return in, err
	}
	in.Filter, in.Sums, in.Records = o.filter, all, records
	if !o.filter.Empty() {
		in.Records = func() iter.Seq2[voc.Record, error] { return selected(records(), &o.filter) }
		if in.Sums, err = sumsOf(in.Records); err != nil {
			return in, err
		}
	}
	if in.Period == (report.Period{}) {
		in.Period = periodAt(w, all, in.AsOf)
	}
	in.Reference = &report.Reference{Sums: all, Period: periodAt(w, all, published), AsOf: published}
	return in, o.addLedgers(&in, w, run)
}

// periodAt is the period that reports are on by themselves.
func periodAt(w *workspace.Workspace, sums *report.Sums, asOf time.Time) report.Period {
	if p := nightly.ReportPeriod(w.Config.Period, sums, asOf); p != (report.Period{}) {
		return p
	}
	return report.LastPeriod(sums.First(), asOf)
}

// days takes the days of the filter for the report's period: as months where they are whole ones,
// so that the filter need not look at days and the report compares them with the months before.
func (o *reportOptions) days(in *report.Input, first report.Month) error {
	f := &o.filter
	if f.From == "" && f.To == "" {
		return nil
	}
	if o.period != "" {
		return fail(exitUsage, "name the period either way", "--period %s and --from or --to name two periods", o.period)
	}
	from, to := (report.Period{First: first, Last: first}).From(), in.AsOf
	for _, day := range []struct {
		text string
		time *time.Time
	}{{f.From, &from}, {f.To, &to}} {
		if day.text == "" {
			continue
		}
		var err error
		if *day.time, err = time.Parse(time.DateOnly, day.text); err != nil {
			return err // [checkDays] has seen it
		}
	}
	if f.To == "" && from.After(to) {
		to = from
	}
	if f.From == "" && from.After(to) {
		from = to
	}
	end := to
	if f.To == "" { // a month that is not over is one so far
		end = (report.Period{First: report.MonthOf(to), Last: report.MonthOf(to)}).To()
	}
	if months, whole := report.WholeMonths(from, end); whole {
		in.Period, f.From, f.To = months, "", ""
		return nil
	}
	in.Days = &report.Days{From: from, To: to}
	f.From, f.To = from.Format(time.DateOnly), to.Format(time.DateOnly)
	return nil
}

// selected gives the records that a filter lets through.
func selected(records iter.Seq2[voc.Record, error], filter *voc.Filter) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		for record, err := range records {
			if err == nil && !filter.Match(&record) {
				continue
			}
			if !yield(record, err) {
				return
			}
		}
	}
}

func sumsOf(records func() iter.Seq2[voc.Record, error]) (*report.Sums, error) {
	sums := report.NewSums()
	for record, err := range records() {
		if err != nil {
			return nil, err
		}
		sums.Add(&record)
	}
	return sums, nil
}

// addLedgers adds the areas of focus, the workspace's own words, and what published reports showed:
// a report on all comments shows the same figures as they do.
// One on a selection of comments has figures of its own, and hides those that would give away a small group beside the published ones.
func (o *reportOptions) addLedgers(in *report.Input, w *workspace.Workspace, run *workspace.Run) (err error) {
	text, err := os.ReadFile(w.Focus())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if in.Focus, err = report.ReadFocus(text); err != nil {
		return fail(exitUsage, "", "%s: %w", w.Focus(), err)
	}
	if in.Quality, err = nightly.Quality(w); err != nil {
		return err
	}
	if in.Words, err = os.ReadFile(w.Words()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	r := in.Reference
	r.Published, r.Labels, err = nightly.Figures(run)
	if o.filter.Empty() {
		in.Published, in.Labels = r.Published, r.Labels
	}
	return err
}

// printAll prints every report.html below a folder to report.pdf beside it.
func printAll(ctx context.Context, dir string) error {
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		return fail(exitFailed, "install Chromium, or print report.html from any browser", "--pdf: no Chromium on this machine")
	}
	folders, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, folder := range folders {
		page, err := filepath.Abs(filepath.Join(dir, folder.Name(), "report.html"))
		if err != nil {
			return err
		}
		if _, err := os.Stat(page); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		pdf := strings.TrimSuffix(page, ".html") + ".pdf"
		// The page has no script and asks for nothing, so that the sandbox, which root has none of, guards against nothing here.
		command := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf="+pdf, "file://"+page)
		if _, err := command.Output(); err != nil {
			return fmt.Errorf("print %s: %w", page, err)
		}
	}
	return nil
}
