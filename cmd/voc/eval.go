package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/google/renameio/v2/maybe"
	"github.com/spf13/cobra"

	"voc/analyze"
)

type evalOptions struct {
	models   []string
	codebook string
	out      string
	by       string
	minF1    float64
}

// newEval returns the command "voc eval".
func newEval(g *globals) *cobra.Command {
	var opt evalOptions
	cmd := &cobra.Command{
		Use:   "eval [GOLD.jsonl]",
		Short: "Measure the labels against comments labelled by hand",
		Long: `Eval labels the texts of a file of labelled comments itself and compares: precision, recall and F1 with 95 % bootstrap
intervals, the confusion of sentiments, calibration, figures by source and department, and Cohen's kappa where lines
have a second reading ("second": an object with needs and sentiment).

Each line is a JSON object with text and any of needs (need to met, unmet or mixed), sentiment and themes (a list),
and optionally question, channel, source and department. A need that is "mixed" counts as met and as unmet.
A label that is none of these words ends it with the line: read as nothing said, it would be held against the program.

Without a file it compares with what people corrected and confirmed in this workspace: how often they and the program agree
on each label, with Cohen's kappa, and the precision of each label that the program gives.`,
		Example: `  voc eval gold.jsonl --min-f1 0.75
  voc eval gold.jsonl --labelled-by "two clerks" -o eval.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !(opt.minF1 >= 0 && opt.minF1 <= 1) {
				return fail(exitUsage, "write it as 0.8", "--min-f1 %g: it must be 0 to 1", opt.minF1)
			}
			if len(args) == 0 {
				flags := len(opt.models) > 0 || opt.codebook != "" || opt.out != "" || opt.by != "" || opt.minF1 != 0
				return evalReviews(cmd.OutOrStdout(), g, flags)
			}
			return runEval(cmd.OutOrStdout(), args[0], opt, g.json)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&opt.models, "model", nil, "label with this model of voc train too (may be given again)")
	flags.StringVar(&opt.codebook, "codebook", "", "organisation's own codebook")
	flags.StringVarP(&opt.out, "out", "o", "", "write the figures as JSON to this file too; \"quality: FILE\" in voc.yaml lets reports correct their shares by it")
	flags.StringVar(&opt.by, "labelled-by", "", "who labelled the comments, such as \"two clerks\", for reports to say")
	flags.Float64Var(&opt.minF1, "min-f1", 0, "exit with status 4 if the macro F1 of the needs (of the themes, in a file without needs) is lower")
	return cmd
}

func runEval(out io.Writer, path string, opt evalOptions, asJSON bool) error {
	gold, err := readLabelled(path)
	if err != nil {
		return err
	}
	a, err := analyze.New(analyze.Options{Codebook: opt.codebook, Models: opt.models})
	if err != nil {
		return fail(exitUsage, "", "%w", err)
	}
	said := make([]analyze.Said, len(gold))
	for i := range gold {
		said[i] = a.Say(&gold[i])
	}
	q := analyze.Evaluate(gold, said)
	q.LabelledBy = opt.by
	if opt.out != "" {
		data, err := json.MarshalIndent(q, "", "  ")
		if err != nil {
			return err
		}
		if err := maybe.WriteFile(opt.out, append(data, '\n'), 0o644); err != nil {
			return err
		}
	}
	if err := printQuality(out, q, asJSON); err != nil {
		return err
	}
	return gate(q, opt.minF1)
}

// gate returns an error if the quality is below the least macro F1.
func gate(q *analyze.Quality, least float64) error {
	e, of := q.NeedsMacroF1, "needs"
	if e == nil {
		e, of = q.ThemesMacroF1, "themes"
	}
	if least > 0 && e == nil {
		return fail(exitUsage, "", "--min-f1 needs a file with needs or themes")
	}
	if e != nil && e.Value < least {
		return fail(exitGate, "", "macro F1 of the %s is %.3f, below %.3f", of, e.Value, least)
	}
	return nil
}

// readLabelled reads a file of labelled comments.
func readLabelled(path string) ([]analyze.Labelled, error) {
	list, err := analyze.ReadLabelled(path)
	if os.IsNotExist(err) {
		return nil, fail(exitUsage, "", "%w", err)
	}
	var wrong *analyze.LabelError
	if errors.As(err, &wrong) {
		hint := ""
		if near := nearest(wrong.Value, slices.Clone(wrong.Words)); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		return nil, fail(exitFailed, hint, "%w", err)
	}
	if err != nil {
		return nil, fail(exitFailed, `each line is an object with "text" and any of "needs", "sentiment" and "themes"; see "voc eval --help"`, "%w", err)
	}
	if len(list) == 0 {
		return nil, fail(exitFailed, "", "%s: no labelled comments", path)
	}
	if !slices.ContainsFunc(list, func(l analyze.Labelled) bool { return l.Has.Needs || l.Has.Sentiment || l.Has.Themes }) {
		return nil, fail(exitFailed, `give lines "needs", "sentiment" or "themes"; see "voc eval --help"`, "%s: no line has a label", path)
	}
	return list, nil
}

// printQuality prints q for people, or as JSON.
func printQuality(out io.Writer, q *analyze.Quality, asJSON bool) error {
	if asJSON {
		return printJSON(out, q)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%d comments\n", q.N)
	for _, kind := range []string{"need", "theme"} {
		printLabels(w, q, kind)
	}
	printMeans(w, q)
	if q.SentimentMacroF1 != nil {
		printConfusion(w, q)
	}
	printErrors(w, q)
	printGroups(w, "source", q.Sources)
	printGroups(w, "department", q.Departments)
	if len(q.Agreement) > 0 {
		fmt.Fprintf(w, "\nsecond reading\tn\tsame\tkappa\t\n")
		for _, a := range q.Agreement {
			fmt.Fprintf(w, "%s\t%d\t%d\t%s\t\n", a.Label, a.N, a.Same, kappaOf(a))
		}
	}
	return w.Flush()
}

func printLabels(w io.Writer, q *analyze.Quality, kind string) {
	first := true
	for _, l := range q.Labels {
		if l.Kind != kind {
			continue
		}
		if first {
			fmt.Fprintf(w, "\n%s\tn\tprecision\t\trecall\t\tF1\t\tECE\t\n", kind)
			first = false
		}
		ece := fmt.Sprintf("%.3f", l.ECE)
		if kind == "theme" {
			ece = ""
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\t\n", l.Label, l.Support, interval(l.Precision), interval(l.Recall), interval(l.F1), ece)
	}
}

func printMeans(w io.Writer, q *analyze.Quality) {
	fmt.Fprintf(w, "\nmean\t\t\t95 %% interval\t\n")
	for _, m := range []struct {
		name string
		e    *analyze.Estimate
	}{
		{"needs, macro F1", q.NeedsMacroF1}, {"needs, micro F1", q.NeedsMicroF1}, {"themes, macro F1", q.ThemesMacroF1},
		{"themes, micro F1", q.ThemesMicroF1}, {"sentiment, macro F1", q.SentimentMacroF1}, {"sentiment, accuracy", q.SentimentAccuracy},
	} {
		if m.e != nil {
			fmt.Fprintf(w, "%s\t\t%s\t\n", m.name, interval(*m.e))
		}
	}
}

func printConfusion(w io.Writer, q *analyze.Quality) {
	names := []string{"positive", "negative", "neutral", "mixed"}
	fmt.Fprintf(w, "\nin the file / said\t%s\t\n", strings.Join(names, "\t"))
	for i, row := range q.Confusion {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t\n", names[i], row[0], row[1], row[2], row[3])
	}
	fmt.Fprintf(w, "expected calibration error of sentiment\t%.3f\t\n", q.SentimentECE)
}

// printErrors prints how the shares of reports err.
func printErrors(w io.Writer, q *analyze.Quality) {
	if len(q.Errors) == 0 {
		return
	}
	fmt.Fprintf(w, "\nshare in reports\tsaid, is\tsaid, is not\tnot said, is\tnot said, is not\t\n")
	for _, share := range slices.Sorted(maps.Keys(q.Errors)) {
		c := q.Errors[share]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t\n", share, c.TP, c.FP, c.FN, c.TN)
	}
}

func printGroups(w io.Writer, what string, groups []analyze.GroupQuality) {
	if len(groups) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\tn\tneeds, macro F1\tsentiment, accuracy\t\n", what)
	for _, g := range groups {
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t\n", g.Name, g.N, share(g.NeedsF1), share(g.Sentiment))
	}
}

// share prints a figure that is negative where there is none.
func share(v float64) string {
	if v < 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", v)
}

func interval(e analyze.Estimate) string {
	return fmt.Sprintf("%.3f\t%.3f–%.3f", e.Value, e.Low, e.High)
}
