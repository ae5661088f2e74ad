package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"voc/internal/nightly"
	"voc/internal/workspace"
)

// newCheck reads files without storing anything.
func newCheck(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "check [file...]",
		Short: "Read files and say what is wrong with them, storing nothing",
		Long: `Read every file of the inbox, or the files given, as a run would, and say what is wrong with them:
rows that would be rejected with file, row and reason, departments that are not known, what had to be guessed.

Files can be given outside a workspace too. Nothing is stored.
It exits 0 if every row can be read or is left out on purpose, 3 if some rows or files cannot, 1 if none can.`,
		Example: "  voc check\n  voc check inbox/resident-survey.csv\n  voc check -v --json",
		RunE: func(c *cobra.Command, args []string) error {
			return check(c.Context(), c.OutOrStdout(), g, args)
		},
	}
	g.bindToday(c.Flags())
	return c
}

// A checked is what was found in one file; its numbers add up to its rows, as those of a run do.
type checked struct {
	File string `json:"file"`
	workspace.Rows
	Codes    map[string]int `json:"codes,omitempty"`    // of rejected rows
	Messages []string       `json:"messages,omitempty"` // file:row: reason
	Notes    []string       `json:"notes,omitempty"`
	Error    string         `json:"error,omitempty"`
}

// wrong is the number of rows that are rejected and not on purpose.
func (c *checked) wrong() int { return c.Rejected - c.OnPurpose }

// maxMessages is how many rejected rows of a file are told one by one, without -v.
const maxMessages = 20

func check(ctx context.Context, stdout io.Writer, g *globals, paths []string) error {
	w, err := g.workspace()
	if err != nil && (len(paths) == 0 || !errors.Is(err, workspace.ErrNone)) {
		return err
	}
	if len(paths) == 0 {
		names, err := nightly.Names(w.Inbox())
		if err != nil {
			return err
		}
		for _, name := range names {
			paths = append(paths, filepath.Join(w.Inbox(), filepath.FromSlash(name)))
		}
		if len(paths) == 0 {
			return fail(exitFailed, "put exports there first", "%s: no files", w.Inbox())
		}
	}
	if w != nil {
		if err := nightly.CheckSources(w); err != nil {
			return configFailure(err)
		}
	}
	var files []nightly.File
	for _, path := range paths {
		opt, err := g.ingestOptions(path)
		if err != nil {
			return err
		}
		files = append(files, nightly.File{Path: path, Options: opt})
	}
	inputs, rejects, err := nightly.Check(ctx, files, w)
	if err != nil {
		return err
	}
	all := checkedOf(inputs, rejects, g.verbose)
	if err := writeChecked(stdout, g, all); err != nil {
		return err
	}
	return verdict(all)
}

// checkedOf puts the rejected rows to the files that they stand in.
func checkedOf(inputs []workspace.Input, rejects [][]nightly.Reject, verbose bool) []checked {
	all := make([]checked, len(inputs))
	for i, in := range inputs {
		one := &all[i]
		*one = checked{File: in.File, Rows: in.Rows, Notes: in.Notes, Error: in.Error, Codes: map[string]int{}}
		for _, r := range rejects[i] {
			if r.Whole() {
				continue // told as the file's
			}
			one.Codes[r.Code]++
			if !r.OnPurpose() && (verbose || len(one.Messages) < maxMessages) {
				one.Messages = append(one.Messages, fmt.Sprintf("%s:%d: %s", r.File, r.Row, r.Reason))
			}
		}
	}
	return all
}

func writeChecked(stdout io.Writer, g *globals, all []checked) error {
	if g.json {
		return printJSON(stdout, all)
	}
	for _, one := range all {
		for _, message := range one.Messages {
			fmt.Fprintln(stdout, plain(message))
		}
		if more := one.wrong() - len(one.Messages); more > 0 {
			fmt.Fprintf(stdout, "%s: %d more rows are rejected (-v lists them)\n", plain(one.File), more)
		}
		for _, note := range one.Notes {
			fmt.Fprintf(stdout, "%s: note: %s\n", plain(one.File), plain(note))
		}
		if one.Error != "" {
			fmt.Fprintln(stdout, plain(one.Error))
			continue
		}
		fmt.Fprintf(stdout, "%s: %d rows = %d accepted + %d duplicates + %d empty + %d rejected; %d comments\n",
			plain(one.File), one.Rows.Rows, one.Accepted, one.Duplicates, one.Empty, one.Rejected, one.Comments)
	}
	return nil
}

// verdict is the error that gives the exit status.
func verdict(all []checked) error {
	unread, rejected := 0, 0
	for i := range all {
		if all[i].Error != "" {
			unread++
		}
		rejected += all[i].wrong()
	}
	switch {
	case unread == len(all):
		return fail(exitFailed, `type "voc sniff FILE" to see what was found in a file`, "none of %d files can be read", unread)
	case unread > 0 || rejected > 0:
		return fail(exitPartial, `type "voc sniff FILE" to see what was found in a file`, "%d files cannot be read, %d rows are rejected", unread, rejected)
	}
	return nil
}
