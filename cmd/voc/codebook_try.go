package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"voc"
	"voc/analyze"
	"voc/index"
	"voc/internal/nightly"
	"voc/internal/review"
	"voc/internal/stat"
	"voc/internal/workspace"
)

// foundBy is what a rule finds of what its search finds.
type foundBy struct {
	Total   int `json:"total"`    // comments that the search finds
	Looked  int `json:"looked"`   // of these, looked at
	Rule    int `json:"rule"`     // of these, found by the rule
	Already int `json:"labelled"` // of those found by the rule, that have the theme without it
}

// A trial is a rule held against comments of which people said whether they have the theme.
type trial struct {
	Sample    string   `json:"sample"`
	N         int      `json:"n"`
	About     int      `json:"about"`     // that have the theme
	Found     int      `json:"found"`     // by the rule
	Right     int      `json:"right"`     // found, and have the theme
	Precision *measure `json:"precision"` // of what the rule finds; nil if that is nothing
	Recall    *measure `json:"recall"`    // of what is about the theme; nil if that is nothing
	Before    int      `json:"before"`    // of About, found by the codebook as it is
	After     int      `json:"after"`     // of About, found by the codebook with the rule
}

// A measure is a share with its 95 % interval.
type measure struct {
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

func newMeasure(k, n int) *measure {
	if n == 0 {
		return nil
	}
	interval := stat.Wilson(k, n, stat.Z95)
	return &measure{stat.Share(k, n), interval.Low, interval.High}
}

func (m *measure) String() string {
	if m == nil {
		return "unknown"
	}
	return fmt.Sprintf("%.0f %% (%.0f to %.0f)", 100*m.Share, 100*m.Low, 100*m.High)
}

// try holds the draft against what its search finds, and against what people said.
func (opt *addOptions) try(ctx context.Context, d *draft, book *analyze.Codebook, w *workspace.Workspace, ix *index.Index) error {
	finder, err := book.Finder(d.entry)
	if err != nil {
		return fail(exitUsage, "", "%w", err)
	}
	if d.Found, err = opt.compare(ctx, d.Label, finder, ix); err != nil {
		return err
	}
	now, err := nightly.Analyzer(w, false)
	if err != nil {
		return fail(exitUsage, "", "%w", err)
	}
	t := &trier{label: d.Label, rule: finder, now: now}
	if opt.labelled != "" {
		gold, err := readLabelled(opt.labelled)
		if err != nil {
			return err
		}
		t.begin(opt.labelled)
		for i := range gold {
			if gold[i].Has.Themes {
				t.add(gold[i].Comment(), slices.Contains(gold[i].Themes, d.Label))
			}
		}
	}
	if err := t.addReviews(w, ix); err != nil {
		return err
	}
	d.Tried, d.Doubt = t.done(d)
	return nil
}

// compare counts what the rule finds of the comments that the search finds.
func (opt *addOptions) compare(ctx context.Context, label string, rule *analyze.Finder, ix *index.Index) (foundBy, error) {
	const most = 5000
	var f foundBy
	result, err := ix.Search(ctx, opt.query)
	if err != nil {
		return f, queryFailure(err)
	}
	f.Total = result.Total
	for hit, err := range ix.Each(ctx, opt.query) {
		if err != nil {
			return f, err
		}
		f.Looked++
		if rule.Finds(hit.Record.Comment) {
			f.Rule++
			if slices.Contains(hit.Record.Themes, label) {
				f.Already++
			}
		}
		if f.Looked == most {
			break
		}
	}
	return f, nil
}

// A trier holds a rule against samples of comments.
type trier struct {
	label string
	rule  *analyze.Finder
	now   *analyze.Analyzer
	list  []trial
}

func (t *trier) begin(sample string) { t.list = append(t.list, trial{Sample: sample}) }

// add takes a comment of which a person said whether it has the theme into the last sample.
func (t *trier) add(c voc.Comment, about bool) {
	s := &t.list[len(t.list)-1]
	s.N++
	found := t.rule.Finds(c)
	if found {
		s.Found++
	}
	if !about {
		return
	}
	s.About++
	before := slices.Contains(t.now.Label(c).Themes, t.label)
	if found {
		s.Right++
	}
	if before {
		s.Before++
	}
	if before || found {
		s.After++
	}
}

// addReviews takes in the comments whose theme was corrected or confirmed.
func (t *trier) addReviews(w *workspace.Workspace, ix *index.Index) error {
	made, err := review.Read(w.Reviews())
	if err != nil {
		return err
	}
	t.begin("reviews")
	for _, id := range made.IDs() {
		said := ""
		for _, c := range made.For(id) {
			if c.Kind == voc.KindTheme && c.Label == t.label {
				said = c.New
			}
		}
		if said == "" {
			continue
		}
		r, err := ix.Get(id)
		if errors.Is(err, index.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		t.add(r.Comment, said != review.None)
	}
	return nil
}

// done returns the samples that have comments, and what they cannot tell.
func (t *trier) done(d *draft) (list []trial, doubt []string) {
	for _, s := range t.list {
		s.Precision, s.Recall = newMeasure(s.Right, s.Found), newMeasure(s.Right, s.About)
		reviews := s.Sample == "reviews"
		switch {
		case s.N == 0 && reviews:
			doubt = append(doubt, fmt.Sprintf(`no comment was reviewed for %s: "voc review sample --kind theme" draws some, once a run has applied the rule`, t.label))
			continue
		case s.N == 0:
			doubt = append(doubt, s.Sample+": no line says themes, so that it tells nothing")
			continue
		case reviews:
			doubt = append(doubt, "reviews: people look at what the program labelled, so that what it misses is seldom among them: take the share found as a guess")
		}
		if s.Found == 0 {
			doubt = append(doubt, s.Sample+": the rule finds none of its comments, so that its precision stays unknown")
		}
		if s.About == 0 {
			doubt = append(doubt, fmt.Sprintf("%s: none of its comments is about %s, so that misses stay unknown", s.Sample, t.label))
		}
		list = append(list, s)
	}
	if len(list) > 0 && d.Rules[0].Polarity != "" {
		doubt = append(doubt, "the samples were asked for the theme alone: whether it was "+string(d.Rules[0].Polarity)+" was not looked at")
	}
	return list, doubt
}

// print writes the rule and what is known of it.
func (d *draft) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(out, struct {
			*draft
			Rules []writtenRule `json:"rules"`
		}{d, written(d.entry).Rules})
	}
	var b strings.Builder
	for _, r := range d.Rules {
		d.printRule(&b, r)
	}
	lines := func(title string, list []string) {
		if len(list) > 0 {
			fmt.Fprintf(&b, "\n%s\n  %s\n", title, strings.Join(list, "\n  "))
		}
	}
	lines("Not in the rule", d.Left)
	f := d.Found
	fmt.Fprintf(&b, "\nThe search finds %s comments", grouped(f.Total))
	if f.Looked < f.Total {
		fmt.Fprintf(&b, "; of the first %s", grouped(f.Looked))
	}
	fmt.Fprintf(&b, ", the rule finds %s of them; %s of these are labelled %s already.\n", grouped(f.Rule), grouped(f.Already), d.Label)
	if len(d.Tried) > 0 {
		printTrials(&b, d)
	}
	lines("What this cannot tell", d.Doubt)
	_, err := io.WriteString(out, b.String())
	return err
}

func (d *draft) printRule(b *strings.Builder, r analyze.Rule) {
	fmt.Fprintf(b, "Rule %s", r.ID)
	if r.Polarity != "" {
		fmt.Fprintf(b, " [%s]", r.Polarity)
	}
	if r.Channel != "" {
		fmt.Fprintf(b, " in %s comments", r.Channel)
	}
	if d.New {
		fmt.Fprintf(b, ", of the new theme %s", d.Label)
		if d.entry.Need != "" {
			fmt.Fprintf(b, " under %s", d.entry.Need)
		}
	}
	fmt.Fprintf(b, "\n  %s\n", strings.Join(r.Any, ", "))
	if len(r.Near) > 0 {
		fmt.Fprintf(b, "  and in the same sentence: %s\n", strings.Join(r.Near, ", "))
	}
	if len(r.Unless) > 0 {
		fmt.Fprintf(b, "  unless in the same sentence: %s\n", strings.Join(r.Unless, ", "))
	}
}

// printTrials writes a table of the samples, with 95 % intervals.
func printTrials(b *strings.Builder, d *draft) {
	b.WriteString("\n")
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "sample\tcomments\tabout it\trule finds\tright\tprecision\tfinds of those about it\tmissed so far\tmissed with it")
	for _, s := range d.Tried {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%d\t%d\n", s.Sample, s.N, s.About, s.Found, s.Right,
			s.Precision, s.Recall, s.About-s.Before, s.About-s.After)
	}
	_ = t.Flush() // a builder takes everything
}
