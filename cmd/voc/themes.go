package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"voc"
	"voc/analyze"
	"voc/index"
	"voc/internal/nightly"
	"voc/internal/stat"
)

// themesOptions are what "voc themes" is asked for.
type themesOptions struct {
	*globals
	filter      voc.Filter
	failIfEmpty bool
}

// newThemes counts comments by need and theme.
func newThemes(g *globals) *cobra.Command {
	opt := themesOptions{globals: g}
	c := &cobra.Command{
		Use:   "themes",
		Short: "Count comments by need and theme",
		Long: `Count comments by need and theme, in the last published run.

Each share is of the comments that the filters let through and has a 95 % interval (Wilson) in brackets.
A share of fewer than 10 comments is not printed.`,
		Example: `  voc themes --dept water --from 2026-07-01
  voc themes --polarity unmet --sentiment negative`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return themes(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), &opt)
		},
	}
	bindFilter(c, &opt.filter)
	c.Flags().BoolVar(&opt.failIfEmpty, "fail-if-empty", false, "exit 5 if nothing matches")
	return c
}

// themeRow is a need or theme and the comments that speak of it.
type themeRow struct {
	Kind      string   `json:"kind"`
	Label     string   `json:"label"`
	Need      voc.Need `json:"need,omitempty"` // the need that a theme stands under
	N         int      `json:"n"`
	Share     *float64 `json:"share,omitempty"` // of all comments that the filters let through; left out if those are fewer than smallestBase
	ShareLow  *float64 `json:"share_low,omitempty"`
	ShareHigh *float64 `json:"share_high,omitempty"`
	Met       int      `json:"n_met"`
	Unmet     int      `json:"n_unmet"`
	Mixed     int      `json:"n_mixed"`
}

// smallestBase is the number of comments below which a share is not told.
const smallestBase = 10

func themes(ctx context.Context, stdout, stderr io.Writer, opt *themesOptions) error {
	w, run, err := opt.published()
	if err != nil {
		return err
	}
	if err := checkPublished(&opt.filter, w, run); err != nil {
		return err
	}
	codebook, err := nightly.Codebook(w)
	if err != nil {
		return err
	}
	ix, err := openIndex(w, run)
	if err != nil {
		return err
	}
	defer ix.Close()
	rows, total, err := countThemes(ctx, ix, opt.filter, codebook)
	if err != nil {
		return err
	}
	if err := opt.print(stdout, stderr, rows, total); err != nil {
		return err
	}
	if total == 0 && opt.failIfEmpty {
		return fail(exitEmpty, "", "nothing matches")
	}
	return nil
}

// countThemes counts the comments that pass the filter, and those of them that have each need and theme:
// needs in their order, then themes, most frequent first.
func countThemes(ctx context.Context, ix *index.Index, filter voc.Filter, codebook *analyze.Codebook) ([]themeRow, int, error) {
	result, err := ix.Search(ctx, index.Query{Filter: filter, Counts: true})
	if err != nil {
		return nil, 0, queryFailure(err)
	}
	var rows []themeRow
	for _, facet := range result.Facets {
		if facet.Name != voc.KindNeed && facet.Name != voc.KindTheme {
			continue
		}
		start := len(rows)
		for _, c := range facet.Counts {
			if c.Polarity == "" {
				rows = append(rows, newThemeRow(facet.Name, c, result.Total))
				continue
			}
			row := &rows[len(rows)-1]
			switch c.Polarity {
			case voc.Met:
				row.Met = c.N
			case voc.Unmet:
				row.Unmet = c.N
			case voc.Mixed:
				row.Mixed = c.N
			}
		}
		if facet.Name == voc.KindNeed {
			slices.SortFunc(rows[start:], func(a, b themeRow) int {
				return slices.Index(voc.Needs[:], voc.Need(a.Label)) - slices.Index(voc.Needs[:], voc.Need(b.Label))
			})
		}
	}
	for i := range rows {
		for _, theme := range codebook.Themes {
			if rows[i].Kind == voc.KindTheme && theme.ID == rows[i].Label {
				rows[i].Need = theme.Need
			}
		}
	}
	return rows, result.Total, nil
}

func newThemeRow(kind string, c index.Count, total int) themeRow {
	row := themeRow{Kind: kind, Label: c.Value, N: c.N}
	if total >= smallestBase {
		share, interval := stat.Share(c.N, total), stat.Wilson(c.N, total, stat.Z95)
		row.Share, row.ShareLow, row.ShareHigh = &share, &interval.Low, &interval.High
	}
	return row
}

func (opt *themesOptions) print(stdout, stderr io.Writer, rows []themeRow, total int) error {
	if opt.json {
		return printJSON(stdout, struct {
			Total int        `json:"total"`
			Rows  []themeRow `json:"rows"`
		}{total, append([]themeRow{}, rows...)})
	}
	if !opt.quiet {
		fmt.Fprintf(stderr, "%s comments\n", grouped(total))
	}
	p := newPage(stdout, opt.colored(stdout))
	kind := ""
	for _, row := range rows {
		if row.Kind != kind {
			if kind != "" {
				p.line()
			}
			kind = row.Kind
			p.line(p.in(bold, pad(kind, 24)), p.in(dim, fmt.Sprintf("%9s  %-22s %8s %8s %8s  %s", "comments", "share", "met", "unmet", "mixed", needHeading(kind))))
		}
		share := ""
		if row.Share != nil {
			share = fmt.Sprintf("%5.1f %% [%.1f, %.1f]", 100**row.Share, 100**row.ShareLow, 100**row.ShareHigh)
		}
		p.line(pad(plain(row.Label), 24), fmt.Sprintf("%9s  %-22s %8s %8s %8s  ", grouped(row.N), share, grouped(row.Met), grouped(row.Unmet), grouped(row.Mixed)), string(row.Need))
	}
	return p.err
}

func needHeading(kind string) string {
	if kind == voc.KindTheme {
		return "need"
	}
	return ""
}
