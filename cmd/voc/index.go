package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
	unlock, err := lock(ctx, w, 0, "wait for it to end")
	if err != nil {
		return err
	}
	defer unlock()
	_, run, err := g.published()
	if err != nil {
		return err
	}
	fresh := run.Index() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	if err := index.Build(ctx, fresh, table.Records(filepath.Dir(run.Table("comments")))); err != nil {
		return err
	}
	ix, err := index.Open(fresh, index.Options{})
	if err != nil {
		return err
	}
	if err := replace(run.Index(), fresh); err != nil {
		return errors.Join(err, ix.Close())
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

// replace puts the folder fresh in the place of another, which stays where it is after an error.
func replace(dir, fresh string) error {
	old := dir + ".old"
	if err := os.RemoveAll(old); err != nil {
		return err
	}
	before := os.Rename(dir, old)
	if before != nil && !errors.Is(before, fs.ErrNotExist) {
		return before
	}
	if err := os.Rename(fresh, dir); err != nil {
		if before == nil {
			err = errors.Join(err, os.Rename(old, dir))
		}
		return err
	}
	_ = os.RemoveAll(old) // else the next time
	return nil
}
