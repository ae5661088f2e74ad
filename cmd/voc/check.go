package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"voc"
	"voc/ingest"
)

// newCheck reads files without storing anything.
func newCheck(g *globals) *cobra.Command {
	return &cobra.Command{
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
}

// A checked is what was found in one file; its numbers add up to its rows.
type checked struct {
	File       string         `json:"file"`
	Rows       int            `json:"rows"`
	Accepted   int            `json:"accepted"` // rows with at least one comment that is not a duplicate
	Duplicates int            `json:"duplicates"`
	Empty      int            `json:"empty"`    // left out on purpose: no words, previews, staff
	Rejected   int            `json:"rejected"` // cannot be read
	Comments   int            `json:"comments"`
	Codes      map[string]int `json:"codes,omitempty"`
	Messages   []string       `json:"messages,omitempty"` // file:row: reason
	Notes      []string       `json:"notes,omitempty"`
	Error      string         `json:"error,omitempty"`
}

// maxMessages is how many rejected rows of a file are told one by one, without -v.
const maxMessages = 20

func check(ctx context.Context, stdout io.Writer, g *globals, paths []string) error {
	if len(paths) == 0 {
		w, err := g.workspace()
		if err != nil {
			return err
		}
		if paths, err = inboxFiles(w.Inbox()); err != nil {
			return err
		}
		if len(paths) == 0 {
			return fail(exitFailed, "put exports there first", "%s: no files", w.Inbox())
		}
	}
	seen := sightings{ids: map[string]bool{}, contents: map[uint64]bool{}}
	var all []checked
	for _, path := range paths {
		opt, err := g.ingestOptions(path)
		if err != nil {
			return err
		}
		one, err := checkFile(ctx, path, opt, seen, g.verbose)
		if err != nil {
			return err
		}
		all = append(all, one)
	}
	if err := writeChecked(stdout, g, all); err != nil {
		return err
	}
	return verdict(all)
}

// inboxFiles lists the files that a run would read, sorted by name.
func inboxFiles(dir string) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(entry.Name(), ".") || strings.HasPrefix(entry.Name(), "_")
		switch {
		case err != nil:
			return err
		case hidden && entry.IsDir() && path != dir:
			return fs.SkipDir
		case !hidden && !entry.IsDir():
			paths = append(paths, path)
		}
		return nil
	})
	slices.Sort(paths)
	return paths, err
}

// checkFile reads one file; seen are the comments read before it.
func checkFile(ctx context.Context, path string, opt ingest.Options, seen sightings, verbose bool) (checked, error) {
	one := checked{File: opt.Name, Codes: map[string]int{}}
	file, err := ingest.Open(path, opt)
	if err != nil {
		one.Error = err.Error()
		return one, nil
	}
	var row rowSum
	for c, err := range file.Comments() {
		if ctx.Err() != nil {
			return one, ctx.Err()
		}
		var bad *voc.RowError
		switch {
		case errors.As(err, &bad):
			row.next(&one, bad.Origin)
			row.left(bad)
			one.Codes[bad.Code]++
			if !bad.OnPurpose() && (verbose || len(one.Messages) < maxMessages) {
				one.Messages = append(one.Messages, bad.Error())
			}
		case err != nil:
			one.Error = err.Error()
		default:
			row.next(&one, c.Origin)
			row.said(seen.again(&c))
			one.Comments++
		}
	}
	row.next(&one, voc.Origin{})
	one.Notes = file.Notes()
	return one, nil
}

// sightings remember comments, by id and, where their tool gave them one, by content.
type sightings struct {
	ids      map[string]bool
	contents map[uint64]bool
}

// again reports whether c was seen before, and remembers it.
func (s sightings) again(c *voc.Comment) bool {
	before := s.ids[c.ID] || c.Content != 0 && s.contents[c.Content]
	s.ids[c.ID] = true
	if c.Content != 0 {
		s.contents[c.Content] = true
	}
	return before
}

// A rowSum is what came of the row being read.
type rowSum struct {
	origin                        voc.Origin
	fresh, again, empty, rejected bool
}

// next ends the row if origin is that of another, and counts it once: as accepted if one of its comments is new.
func (r *rowSum) next(one *checked, origin voc.Origin) {
	if origin == r.origin {
		return
	}
	if r.origin != (voc.Origin{}) {
		one.Rows++
		switch {
		case r.fresh:
			one.Accepted++
		case r.again:
			one.Duplicates++
		case r.rejected:
			one.Rejected++
		default:
			one.Empty++
		}
	}
	*r = rowSum{origin: origin}
}

func (r *rowSum) said(again bool) {
	r.fresh = r.fresh || !again
	r.again = r.again || again
}

func (r *rowSum) left(bad *voc.RowError) {
	if bad.OnPurpose() {
		r.empty = true
	} else {
		r.rejected = true
	}
}

func writeChecked(stdout io.Writer, g *globals, all []checked) error {
	if g.json {
		encoder := json.NewEncoder(stdout)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(all)
	}
	for _, one := range all {
		for _, message := range one.Messages {
			fmt.Fprintln(stdout, message)
		}
		if more := one.Rejected - len(one.Messages); more > 0 {
			fmt.Fprintf(stdout, "%s: %d more rows are rejected (-v lists them)\n", one.File, more)
		}
		for _, note := range one.Notes {
			fmt.Fprintf(stdout, "%s: note: %s\n", one.File, note)
		}
		if one.Error != "" {
			fmt.Fprintln(stdout, one.Error)
			continue
		}
		fmt.Fprintf(stdout, "%s: %d rows = %d accepted + %d duplicates + %d empty + %d rejected; %d comments\n",
			one.File, one.Rows, one.Accepted, one.Duplicates, one.Empty, one.Rejected, one.Comments)
	}
	return nil
}

// verdict is the error that gives the exit status.
func verdict(all []checked) error {
	unread, rejected := 0, 0
	for _, one := range all {
		if one.Error != "" {
			unread++
		}
		rejected += one.Rejected
	}
	switch {
	case unread == len(all):
		return fail(exitFailed, `type "voc sniff FILE" to see what was found in a file`, "none of %d files can be read", unread)
	case unread > 0 || rejected > 0:
		return fail(exitPartial, `type "voc sniff FILE" to see what was found in a file`, "%d files cannot be read, %d rows are rejected", unread, rejected)
	}
	return nil
}
