package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"voc/internal/workspace"
)

// newRuns returns the commands about past runs.
func newRuns(g *globals) *cobra.Command {
	return family("runs", "List past runs, show one, or make room", newRunsList(g), newRunsShow(g), newRunsPrune(g))
}

func newRunsList(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the runs, oldest first",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w, err := g.workspace()
			if err != nil {
				return err
			}
			accounts, kept, err := accounts(w)
			if err != nil {
				return err
			}
			if g.json {
				return json.NewEncoder(c.OutOrStdout()).Encode(accounts)
			}
			for i, a := range accounts {
				remark := ""
				if !kept[i] {
					remark = "  (account only)"
				}
				fmt.Fprintf(c.OutOrStdout(), "%s  %s  %s  %9d comments  exit %d%s\n",
					a.Start.Format(time.DateTime), a.RunID, asOf(a), a.Totals.Comments, a.ExitStatus, remark)
			}
			return nil
		},
	}
}

// accounts returns the accounts of all runs, oldest first, and whether each run's files are still kept.
func accounts(w *workspace.Workspace) (all []*workspace.Account, kept []bool, err error) {
	runs, err := w.Runs()
	if err != nil {
		return nil, nil, err
	}
	for _, run := range runs {
		account, err := run.Account()
		if err != nil {
			return nil, nil, err
		}
		all = append(all, account)
		kept = append(kept, run.Complete())
	}
	return all, kept, nil
}

func newRunsShow(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:     "show [run]",
		Short:   "Show the account of a run (default the published one)",
		Example: "  voc runs show\n  voc runs show --json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			w, run, err := g.published()
			if err != nil {
				return err
			}
			if len(args) == 1 {
				if run, err = findRun(w, args[0]); err != nil {
					return err
				}
			}
			account, err := run.Account()
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(c.OutOrStdout(), account)
			}
			printAccount(c, account)
			return nil
		},
	}
}

// findRun returns the newest run whose id begins with prefix.
func findRun(w *workspace.Workspace, prefix string) (*workspace.Run, error) {
	runs, err := w.Runs()
	if err != nil {
		return nil, err
	}
	for i := len(runs) - 1; i >= 0; i-- {
		_, id, _ := strings.Cut(filepath.Base(runs[i].Dir), "-")
		if strings.HasPrefix(id, prefix) {
			return runs[i], nil
		}
	}
	return nil, fail(exitUsage, `type "voc runs list" for the runs there are`, "no run %s", prefix)
}

func printAccount(c *cobra.Command, a *workspace.Account) {
	out := c.OutOrStdout()
	fmt.Fprintf(out, "run %s by %s, exit %d\nstarted %s, took %.1f s, %s\n\n",
		a.RunID, a.Program, a.ExitStatus, a.Start.Format(time.DateTime), a.End.Sub(a.Start).Seconds(), asOf(a))
	printRows(out, a, true)
	fmt.Fprintln(out)
	for _, stage := range a.Stages {
		fmt.Fprintf(out, "%8.2f s  %s\n", stage.Seconds, stage.Name)
	}
	for _, warning := range a.Warnings {
		fmt.Fprintf(out, "note: %s\n", plain(warning))
	}
}

func newRunsPrune(g *globals) *cobra.Command {
	var keep positive = 10
	c := &cobra.Command{
		Use:   "prune",
		Short: "Take away tables, reports and indexes of old runs; their accounts stay",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w, err := g.workspace()
			if err != nil {
				return err
			}
			if !c.Flags().Changed("keep") {
				keep = positive(w.Config.KeepRuns)
			}
			unlock, err := lock(c.Context(), w, 0, "wait for it to end")
			if err != nil {
				return err
			}
			defer unlock()
			pruned, err := w.Prune(int(keep))
			if err != nil {
				return err
			}
			return printPruned(c.OutOrStdout(), g, pruned)
		},
	}
	c.Flags().Var(&keep, "keep", "newest runs to keep whole (default keep_runs of voc.yaml)")
	return c
}

// printPruned says from which runs files were taken.
func printPruned(out io.Writer, g *globals, pruned []*workspace.Run) error {
	if g.json {
		ids := make([]string, len(pruned))
		for i, run := range pruned {
			_, ids[i], _ = strings.Cut(filepath.Base(run.Dir), "-")
		}
		return printJSON(out, struct {
			Pruned []string `json:"pruned"`
		}{ids})
	}
	_, err := fmt.Fprintf(out, "pruned %d runs\n", len(pruned))
	return err
}
