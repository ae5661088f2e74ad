package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"voc/internal/nightly"
	"voc/internal/workspace"
)

// A statusView is what voc status prints.
type statusView struct {
	Workspace   string             `json:"workspace"`
	Departments int                `json:"departments"`
	InboxFiles  int                `json:"inbox_files"`
	New         []string           `json:"new_files"`  // in the inbox, not in the published run
	Gone        []string           `json:"gone_files"` // in the published run, not in the inbox
	Published   *workspace.Account `json:"published"`
}

// newStatus returns the command that says what is published and what waits.
func newStatus(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Say what is published and what waits in the inbox",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w, err := g.workspace()
			if err != nil {
				return err
			}
			view, err := lookAt(w)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(c.OutOrStdout(), view)
			}
			printStatus(c, view)
			return nil
		},
	}
}

// lookAt compares names in the inbox with those of the published run.
func lookAt(w *workspace.Workspace) (*statusView, error) {
	view := &statusView{Workspace: w.Dir, Departments: len(w.Departments), New: []string{}, Gone: []string{}}
	known := map[string]bool{}
	run, err := w.Current()
	switch {
	case errors.Is(err, workspace.ErrNothing):
	case err != nil:
		return nil, err
	default:
		if view.Published, err = run.Account(); err != nil {
			return nil, err
		}
		for _, in := range view.Published.Inputs {
			known[in.File] = true
		}
	}
	names, err := nightly.Names(w.Inbox())
	if err != nil {
		return nil, err
	}
	view.InboxFiles = len(names)
	for _, name := range names {
		if !known[name] {
			view.New = append(view.New, name)
		}
		delete(known, name)
	}
	if view.Published != nil {
		for _, in := range view.Published.Inputs {
			if known[in.File] {
				view.Gone = append(view.Gone, in.File)
			}
		}
	}
	return view, nil
}

func printStatus(c *cobra.Command, view *statusView) {
	out := c.OutOrStdout()
	fmt.Fprintf(out, "workspace  %s\n", view.Workspace)
	if a := view.Published; a == nil {
		fmt.Fprintln(out, "published  nothing yet")
	} else {
		fmt.Fprintf(out, "published  %s of %s, %s: %d comments from %d files\n",
			a.RunID, a.Start.Format(time.DateTime), asOf(a), a.Totals.Comments, len(a.Inputs))
	}
	fmt.Fprintf(out, "inbox      %d files, %d new, %d gone\n", view.InboxFiles, len(view.New), len(view.Gone))
	for _, name := range view.New {
		fmt.Fprintf(out, "  new   %s\n", plain(name))
	}
	for _, name := range view.Gone {
		fmt.Fprintf(out, "  gone  %s\n", plain(name))
	}
	if len(view.New)+len(view.Gone) > 0 {
		fmt.Fprintln(out, `next: type "voc run"`)
	}
}
