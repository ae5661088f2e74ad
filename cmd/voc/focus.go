package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/google/renameio/v2/maybe"
	"github.com/spf13/cobra"

	"voc"
	"voc/internal/workspace"
	"voc/report"
)

// newFocus returns the command that keeps the ledger of areas of focus.
func newFocus(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "focus",
		Short: "Commit departments to one area of focus, and see whether it moved",
		Long:  "A department commits to one area of focus at a time. Its measure, baseline and target are frozen in focus.yaml when it is set.",
	}
	c.AddCommand(newFocusSet(g), newFocusList(g), newFocusClose(g))
	return c
}

// focusOptions are the flags of voc focus set and close.
type focusOptions struct {
	report reportOptions
	target float64
	owner  string
}

func (o *focusOptions) bind(c *cobra.Command) {
	c.Flags().StringVar(&o.report.period, "period", "", "2026-09, 2026-Q3 or 2026 (default the last full quarter)")
	c.Flags().StringVar(&o.report.asOf, "as-of", "", "day that the figures are seen from, such as 2026-09-30 (default the newest comment's)")
}

func newFocusSet(g *globals) *cobra.Command {
	o := &focusOptions{}
	c := &cobra.Command{
		Use:     "set DEPT THEME",
		Short:   "Commit a department to a theme or need",
		Example: "  voc focus set streets fixed --target 40 --owner \"R. Diaz\"",
		Args:    cobra.ExactArgs(2),
		RunE:    func(c *cobra.Command, args []string) error { return setFocus(c, g, o, args[:1], args[1:]) },
	}
	o.bind(c)
	c.Flags().Float64Var(&o.target, "target", 0, "percent of comments not met to come down to (default as the report suggests)")
	c.Flags().StringVar(&o.owner, "owner", "", "who answers for it")
	return c
}

func setFocus(c *cobra.Command, g *globals, o *focusOptions, departments, themes []string) error {
	w, run, err := g.published()
	if err != nil {
		return err
	}
	if err := checkCommitted(departments, w, run); err != nil {
		return err
	}
	if err := checkFocus(themes, w, run); err != nil {
		return err
	}
	department, theme := departments[0], themes[0]
	entries, in, err := o.ledger(w, run)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Department == department && e.Closed == "" {
			return fail(exitUsage, "type \"voc focus close "+department+"\" when it can be judged", "focus: %s has an open area of focus, %s, without a verdict", department, e.Theme)
		}
	}
	if o.target < 0 || o.target > 100 {
		return fail(exitUsage, "give percent, such as 40", "--target %v is not between 0 and 100", o.target)
	}
	entry, err := report.Baseline(in, department, theme, o.target/100)
	if err != nil {
		return fail(exitFailed, fmt.Sprintf("type \"voc report %s\" to see what it shows", department), "focus: %w", err)
	}
	entry.Owner, entry.Since = o.owner, in.AsOf.Format(time.DateOnly)
	if err := writeLedger(w, append(entries, *entry)); err != nil {
		return err
	}
	if g.json {
		return printJSON(c.OutOrStdout(), entry)
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %s, %d of %d comments not met in %s, target %.0f%%\n", department, theme, entry.Unmet, entry.N, entry.Period, 100*entry.Target)
	return nil
}

// checkCommitted brings departments that commit to something to their ids, and reports the first that is not known.
// The comments of none have nobody who could.
func checkCommitted(names []string, w *workspace.Workspace, run *workspace.Run) error {
	departments, err := publishedDepartments(w, run)
	if err != nil {
		return err
	}
	unassigned := voc.Department{ID: voc.Unassigned}
	if slices.ContainsFunc(names, unassigned.Called) {
		return fail(exitUsage, "name a department; reports show the comments of none too", "focus: %s stands for the comments of no department, and nobody commits for them", voc.Unassigned)
	}
	departments = slices.DeleteFunc(departments, func(d voc.Department) bool { return d.ID == voc.Unassigned })
	return nameDepartments("focus: no department", names, departments)
}

// checkFocus brings what a department commits to to the ids of needs and themes, and reports one that is neither.
func checkFocus(names []string, w *workspace.Workspace, run *workspace.Run) error {
	themes, err := publishedThemes(w, run)
	if err != nil {
		return err
	}
	return checkNames("focus: no need or theme", names, append(needNames(), themes...))
}

// ledger reads the ledger, and what reports are made from.
func (o *focusOptions) ledger(w *workspace.Workspace, run *workspace.Run) ([]report.FocusEntry, report.Input, error) {
	in, err := o.report.input(w, run)
	if err != nil {
		return nil, in, err
	}
	in.Records = nil // no quotations are needed
	return in.Focus, in, nil
}

func writeLedger(w *workspace.Workspace, entries []report.FocusEntry) error {
	text, err := report.WriteFocus(entries)
	if err != nil {
		return err
	}
	return maybe.WriteFile(w.Focus(), text, 0o644)
}

func newFocusList(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the areas of focus, open and closed",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return listFocus(c, g) },
	}
}

func listFocus(c *cobra.Command, g *globals) error {
	w, err := g.workspace()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(w.Focus())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	entries, err := report.ReadFocus(text)
	if err != nil {
		return fail(exitUsage, "", "%s: %w", w.Focus(), err)
	}
	if g.json {
		if entries == nil {
			entries = []report.FocusEntry{}
		}
		return printJSON(c.OutOrStdout(), entries)
	}
	if len(entries) == 0 {
		fmt.Fprintln(c.OutOrStdout(), "no area of focus is set")
		return nil
	}
	out := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "DEPARTMENT\tFOCUS\tBASELINE\tNOT MET\tTARGET\tSINCE\tVERDICT")
	for _, e := range entries {
		verdict := e.Verdict
		if e.Closed == "" {
			verdict = "open"
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%d of %d\t%.0f%%\t%s\t%s\n", e.Department, e.Theme, e.Period, e.Unmet, e.N, 100*e.Target, e.Since, verdict)
	}
	return out.Flush()
}

func newFocusClose(g *globals) *cobra.Command {
	o := &focusOptions{}
	c := &cobra.Command{
		Use:   "close DEPT",
		Short: "Close a department's area of focus with the verdict of a later period",
		Args:  cobra.ExactArgs(1),
		RunE:  func(c *cobra.Command, args []string) error { return closeFocus(c, g, o, args) },
	}
	o.bind(c)
	return c
}

func closeFocus(c *cobra.Command, g *globals, o *focusOptions, departments []string) error {
	w, run, err := g.published()
	if err != nil {
		return err
	}
	if err := checkCommitted(departments, w, run); err != nil {
		return err
	}
	department := departments[0]
	entries, in, err := o.ledger(w, run)
	if err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		if e.Department != department || e.Closed != "" {
			continue
		}
		if err := report.Close(in, e); err != nil {
			return fail(exitFailed, "wait for the figures of a later period", "focus: %w", err)
		}
		e.Closed = in.AsOf.Format(time.DateOnly)
		if err := writeLedger(w, entries); err != nil {
			return err
		}
		if g.json {
			return printJSON(c.OutOrStdout(), e)
		}
		fmt.Fprintf(c.OutOrStdout(), "%s: %s, %s\n", department, e.Theme, e.Verdict)
		return nil
	}
	return fail(exitUsage, `type "voc focus list"`, "focus: %s has no open area of focus", department)
}
