package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"voc/index"
	"voc/report/table"
)

// newIndex returns the commands about the search index.
func newIndex(g *globals) *cobra.Command {
	return family("index", "Make the search index anew", newIndexRebuild(g))
}

// newIndexRebuild makes the index of the published run anew.
func newIndexRebuild(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "rebuild",
		Short: "Make the index of the published run anew from its tables",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return rebuild(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), g)
		},
	}
}

// rebuild builds beside the old index and then takes its place, so that a failure leaves the old one.
// A running "voc serve" keeps the old one open until the next run.
func rebuild(ctx context.Context, stdout, stderr io.Writer, g *globals) error {
	w, err := g.workspace()
	if err != nil {
		return err
	}
	unlock, err := w.Lock(ctx, 0)
	if err != nil {
		return fail(exitLocked, "wait for it to end", "%s: %w", w.Dir, err)
	}
	defer unlock()
	_, run, err := g.published()
	if err != nil {
		return err
	}
	fresh, old := run.Index()+".new", run.Index()+".old"
	for _, left := range []string{fresh, old} {
		if err := os.RemoveAll(left); err != nil {
			return err
		}
		defer os.RemoveAll(left)
	}
	if err := index.Build(ctx, fresh, table.Records(filepath.Dir(run.Table("comments")))); err != nil {
		return err
	}
	if err := os.Rename(run.Index(), old); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := os.Rename(fresh, run.Index()); err != nil {
		return err
	}
	ix, err := index.Open(run.Index(), index.Options{})
	if err != nil {
		return err
	}
	if g.json {
		err = printJSON(stdout, struct {
			Comments int `json:"comments"`
		}{ix.Len()})
	} else if !g.quiet {
		fmt.Fprintf(stderr, "index made anew: %s comments\n", grouped(ix.Len()))
	}
	return errors.Join(err, ix.Close())
}
