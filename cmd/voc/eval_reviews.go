package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"voc/analyze"
	"voc/index"
	"voc/internal/metrics"
	"voc/internal/nightly"
	"voc/internal/review"
	"voc/internal/workspace"
)

// A reviewed is how people and the program agree on the comments that were reviewed.
type reviewed struct {
	Comments  int                 `json:"comments"`  // with a correction or confirmation
	Gone      int                 `json:"gone"`      // of these, no longer published
	People    int                 `json:"people"`    // who made them
	Agreement []metrics.Agreement `json:"agreement"` // by label
	Precision []review.Precision  `json:"precision"` // by label as the program gives it, and "all"
}

// evalReviews compares what the program says now with what people corrected and confirmed in the workspace.
func evalReviews(out io.Writer, g *globals, flags bool) error {
	if flags {
		return fail(exitUsage, `type "voc eval GOLD.jsonl" with them, or "voc eval" alone`, "the reviews of a workspace are compared with its own labels")
	}
	w, run, err := g.published()
	if err != nil {
		return err
	}
	made, err := review.Read(w.Reviews())
	if err != nil {
		return err
	}
	if len(made.IDs()) == 0 {
		return fail(exitFailed, `correct labels in "voc serve", or type "voc review sample"; or name a file of labelled comments`, "nothing was reviewed in %s", w.Dir)
	}
	ix, err := openIndex(w, run)
	if err != nil {
		return err
	}
	defer ix.Close()
	a, err := nightly.Analyzer(w, false)
	if err != nil {
		return fail(exitUsage, "", "%w", err)
	}
	r, err := compareReviews(made, a, ix)
	if err != nil {
		return err
	}
	if g.json {
		return printJSON(out, r)
	}
	return r.print(out, w)
}

// compareReviews labels the reviewed comments as if nobody had reviewed them. Of each label the newest word of people counts.
func compareReviews(made *review.Set, a *analyze.Analyzer, ix *index.Index) (*reviewed, error) {
	r := &reviewed{Comments: len(made.IDs())}
	people := map[string]bool{}
	var verdicts []review.Verdict
	for _, id := range made.IDs() {
		record, err := ix.Get(id)
		if errors.Is(err, index.ErrNotFound) {
			r.Gone++
			continue
		}
		if err != nil {
			return nil, err
		}
		said := a.Label(record.Comment)
		at := map[[2]string]int{} // index of the verdict on a label
		for _, c := range made.For(id) {
			people[c.By] = true
			key := [2]string{c.Kind, c.Label}
			if _, ok := at[key]; !ok {
				at[key] = len(verdicts)
				verdicts = append(verdicts, review.Verdict{Kind: c.Kind, Label: c.Label, Program: review.Value(&said, c.Kind, c.Label)})
			}
			verdicts[at[key]].Person = c.New
		}
	}
	r.People = len(people)
	r.Agreement, r.Precision = review.Agreements(verdicts), review.Precisions(review.Checks(verdicts))
	return r, nil
}

// kappaOf returns Cohen's kappa as tables show it.
func kappaOf(a metrics.Agreement) string {
	if a.Kappa == nil {
		return "unknown"
	}
	return fmt.Sprintf("%.2f", *a.Kappa)
}

func (r *reviewed) print(out io.Writer, w *workspace.Workspace) error {
	fmt.Fprintf(out, "%d comments reviewed by %d people in %s", r.Comments, r.People, w.Reviews())
	if r.Gone > 0 {
		fmt.Fprintf(out, ", %d of them no longer published", r.Gone)
	}
	fmt.Fprint(out, "\n\n")
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "people and program\tcomments\tsay the same\tshare\t95 % interval\tkappa")
	for _, a := range r.Agreement {
		fmt.Fprintf(t, "%s\t%d\t%d\t%.0f %%\t%.0f to %.0f %%\t%s\n", a.Label, a.N, a.Same, 100*a.Share, 100*a.Low, 100*a.High, kappaOf(a))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out)
	if err := printPrecisions(out, r.Precision, false); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out, "\nPeople look at what strikes them: these figures hold for all comments only if the reviewed ones were drawn by \"voc review sample\".")
	return err
}
