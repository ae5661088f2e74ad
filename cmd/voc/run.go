package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"voc/internal/nightly"
	"voc/internal/workspace"
)

// runOptions are the flags of voc run.
type runOptions struct {
	input       string
	dryRun      bool
	full        bool
	asOf        string
	gates       gates
	workers     positive
	lockWait    time.Duration
	metricsFile string
	failIfEmpty bool
}

// newRun returns the command that does the night's work.
func newRun(g *globals) *cobra.Command {
	o := &runOptions{}
	c := &cobra.Command{
		Use:   "run",
		Short: "Read the inbox, label what is new, publish tables, index and reports",
		Long: "Read every export in the inbox, label what is new, and publish tables, search index and reports at once.\n" +
			"What was computed before is not computed again. Until the end readers see the last published run.",
		Example: "  voc run\n  voc run --dry-run\n  voc run --lock-wait 10m --metrics-file /var/lib/node_exporter/voc.prom",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runNight(c, g, o) },
	}
	flags := c.Flags()
	flags.StringVar(&o.input, "input", "", "read only the files of the inbox that match this glob")
	flags.BoolVar(&o.dryRun, "dry-run", false, "do everything but publish; the exit status is what it would be")
	flags.BoolVar(&o.full, "full", false, "compute everything again")
	flags.StringVar(&o.asOf, "as-of", "", "day that reports speak from, such as 2026-09-30 (default the newest comment's)")
	g.bindToday(flags)
	o.gates.bind(flags)
	o.workers = positive(runtime.NumCPU())
	flags.Var(&o.workers, "workers", "how many comments are worked on at once")
	flags.DurationVar(&o.lockWait, "lock-wait", 0, "how long to wait for another run to end")
	flags.StringVar(&o.metricsFile, "metrics-file", "", "write metrics for Prometheus to this file")
	flags.BoolVar(&o.failIfEmpty, "fail-if-empty", false, "exit with 5 if there is nothing new")
	return c
}

// gates are the flags that beat keys of voc.yaml.
type gates struct{ maxReject, maxFall percent }

func (o *gates) bind(flags *pflag.FlagSet) {
	o.maxReject, o.maxFall = 5, 50
	flags.Var(&o.maxReject, "max-reject", "percent of rejected rows above which nothing is published")
	flags.Var(&o.maxFall, "max-fall", "percent that the number of comments may fall between two runs; 100 for any")
}

// settle puts what was given by flag or environment over config, and says of each key where its value comes from.
func (o *gates) settle(flags *pflag.FlagSet, config *workspace.Config) map[string]string {
	from := map[string]string{}
	for _, beats := range []struct {
		flag, key string
		by        percent
		value     *float64
	}{{"max-reject", "max_reject", o.maxReject, &config.MaxReject}, {"max-fall", "max_fall", o.maxFall, &config.MaxFall}} {
		if flag := flags.Lookup(beats.flag); flag != nil && flag.Changed {
			*beats.value = float64(beats.by)
			from[beats.key] = sourceOf(flag)
		}
	}
	return from
}

// runNight checks the options, takes the lock, makes the run and says what came of it.
func runNight(c *cobra.Command, g *globals, o *runOptions) error {
	w, err := g.workspace()
	if err != nil {
		return err
	}
	if _, err := time.Parse(time.DateOnly, o.asOf); o.asOf != "" && err != nil {
		return fail(exitUsage, "write it as 2026-09-30", "--as-of %s is not a day", o.asOf)
	}
	if o.lockWait < 0 {
		return fail(exitUsage, "write it as 10m", "--lock-wait %s is less than no time", o.lockWait)
	}
	if _, err := filepath.Match(o.input, ""); err != nil {
		return fail(exitUsage, "", "--input %s: %w", o.input, err)
	}
	o.gates.settle(c.Flags(), &w.Config)
	unlock, err := lock(c.Context(), w, o.lockWait, "wait for it to end, or give --lock-wait 10m")
	if err != nil {
		return err
	}
	defer unlock()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // a tenth faster, within the same peak of memory, which the index sets
	}
	start := time.Now()
	outcome, err := night(c, g, w, o)
	status := runStatus(outcome, err)
	if o.metricsFile != "" {
		if err := writeMetrics(o.metricsFile, outcome, status, start); err != nil {
			fmt.Fprintf(c.ErrOrStderr(), "voc: metrics: %v\n", err)
		}
	}
	if err != nil {
		return runFailure(c, outcome, err)
	}
	if err := printOutcome(c, g, w, outcome, o); err != nil {
		return err
	}
	switch {
	case outcome.Nothing && o.failIfEmpty:
		return &failure{status: exitEmpty, err: errSilent}
	case status == exitPartial:
		return &failure{status: exitPartial, err: errSilent}
	}
	return nil
}

// night makes the run with the progress and the log that suit where they are written to.
func night(c *cobra.Command, g *globals, w *workspace.Workspace, o *runOptions) (*nightly.Outcome, error) {
	zone, err := nightly.Location(w)
	if err != nil {
		return nil, err
	}
	progress, end := g.watch(c.ErrOrStderr())
	defer end()
	return nightly.Run(c.Context(), nightly.Options{
		Workspace: w, Workers: int(o.workers), Input: o.input, Full: o.full, DryRun: o.dryRun, AsOf: o.asOf,
		MaxReject: w.Config.MaxReject, MaxFall: w.Config.MaxFall, Program: program(), Now: time.Now(), Today: g.now(zone), Progress: progress,
	})
}

// runStatus is the exit status of a run.
func runStatus(outcome *nightly.Outcome, err error) int {
	var gate *nightly.GateError
	var mistake *workspace.Mistake
	switch {
	case errors.As(err, &gate):
		return exitGate
	case errors.As(err, &mistake):
		return exitUsage
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case err != nil:
		return exitFailed
	case outcome.Nothing:
		return exitDone
	}
	return outcome.Account.ExitStatus
}

// runFailure says why nothing was published and what to do next.
func runFailure(c *cobra.Command, outcome *nightly.Outcome, err error) error {
	var gate *nightly.GateError
	if errors.Is(err, context.Canceled) {
		return &failure{status: exitInterrupted, err: errors.New("interrupted, nothing published")}
	}
	if errors.As(err, &gate) {
		printRows(c.ErrOrStderr(), outcome.Account, false)
		return fail(exitGate, `type "voc check" to see the rows; raise --max-reject or --max-fall if this is right`, "nothing published: %w", err)
	}
	return told(err)
}

// told adds a hint to an error that has a well known cure.
func told(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), strings.Contains(err.Error(), syscall.ENOSPC.Error()): // Bleve does not wrap it
		return fail(exitFailed, "make room; the last published run is untouched and the next run goes on from here", "no space left on the disk, nothing published: %w", err)
	case errors.Is(err, os.ErrPermission):
		return fail(exitFailed, "the account that runs voc must be able to read inbox and write store", "%w", err)
	}
	return err
}

// printOutcome prints the account of a run, row by row of the inbox, and where to look.
func printOutcome(c *cobra.Command, g *globals, w *workspace.Workspace, outcome *nightly.Outcome, o *runOptions) error {
	out := c.OutOrStdout()
	if g.json {
		return printJSON(out, struct {
			Nothing   bool     `json:"nothing_new"`
			Unmatched bool     `json:"nothing_matches,omitempty"`
			Inbox     []string `json:"inbox,omitempty"`
			DryRun    bool     `json:"dry_run"`
			*workspace.Account
		}{outcome.Nothing, outcome.Unmatched, outcome.Inbox, o.dryRun, outcome.Account})
	}
	if g.quiet {
		return nil
	}
	if outcome.Unmatched {
		fmt.Fprintf(out, "nothing in the inbox matches --input %q: %s\n", o.input, plain(inboxWords(outcome.Inbox)))
		return nil
	}
	if outcome.Nothing {
		fmt.Fprintf(out, "nothing new: %s is up to date\n", outcome.Account.RunID)
		return nil
	}
	printRows(out, outcome.Account, false)
	for _, warning := range outcome.Account.Warnings {
		fmt.Fprintf(out, "note: %s\n", plain(warning))
	}
	if o.dryRun {
		fmt.Fprintln(out, "dry run: nothing published")
		return nil
	}
	fmt.Fprintf(out, "published %s %s\n", outcome.Account.RunID, asOf(outcome.Account))
	fmt.Fprintf(out, "  reports  %s\n  tables   %s\n", filepath.Join(w.Published(), "reports", "index.html"), filepath.Join(w.Published(), "tables"))
	if outcome.Account.Totals.Rejected > 0 {
		fmt.Fprintf(out, "  rejects  %s\n", filepath.Join(w.Published(), "rejects.csv"))
	}
	return nil
}

// mostNames is how many files are named in a line.
const mostNames = 10

// inboxWords says which files are in the inbox.
func inboxWords(names []string) string {
	switch more := len(names) - mostNames; {
	case len(names) == 0:
		return "it is empty"
	case more > 0:
		return fmt.Sprintf("there are %s and %d more", strings.Join(names[:mostNames], ", "), more)
	case len(names) == 1:
		return "there is " + names[0]
	}
	return "there are " + strings.Join(names, ", ")
}

// logTo sends the program's log to w, quiet or talkative as the flags say.
func (g *globals) logTo(w io.Writer) {
	level := slog.LevelWarn
	switch {
	case g.quiet:
		level = slog.LevelError
	case g.verbose:
		level = slog.LevelDebug
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})))
}

// asOf says which day a run speaks from; it has none where no comment bears one.
func asOf(a *workspace.Account) string {
	if a.AsOf < "0002" {
		return "without a dated comment"
	}
	return "as of " + a.AsOf
}
