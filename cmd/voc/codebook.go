package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"voc/analyze"
)

// newCodebook shows, checks and tries the codebook.
func newCodebook(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "codebook",
		Short: "Show, check or try what each label means",
		Long: `The codebook says what each need and theme means, for people, and by which words
rules find it. An organisation changes it by a file of its own, named by the key
codebook of voc.yaml: an entry there takes the place of the one with its id, or adds rules to it (adds: true),
and others are added.`,
	}
	c.AddCommand(newCodebookShow(g), newCodebookAdd(g), newCodebookLint(g), newCodebookTest(g))
	return c
}

// codebookPath returns the organisation's codebook: args[0], else the workspace's, else none.
func (g *globals) codebookPath(args []string) (string, error) {
	if len(args) > 0 {
		return args[0], nil
	}
	w, err := g.workspace()
	var f *failure
	switch {
	case err == nil && w.Config.Codebook != "":
		return w.Path(w.Config.Codebook), nil
	case errors.As(err, &f) && (f.status != exitNoWorkspace || g.config != ""):
		return "", err
	}
	return "", nil
}

// openCodebook opens the codebook at path, merged over the built-in one.
func openCodebook(path string) (*analyze.Codebook, error) {
	book, err := analyze.OpenCodebook(path)
	switch {
	case os.IsNotExist(err):
		return nil, fail(exitUsage, `see "voc codebook show --built-in" for the codebook that is built in`, "%w", err)
	case err != nil:
		return nil, fail(exitUsage, `compare with "voc codebook show --built-in --json"`, "%w", err)
	}
	return book, nil
}

func newCodebookShow(g *globals) *cobra.Command {
	builtIn := false
	c := &cobra.Command{
		Use:     "show [label]",
		Short:   "Print what a label means, or all of them",
		Example: "  voc codebook show\n  voc codebook show courtesy",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := "" // of the built-in one
			if !builtIn {
				var err error
				if path, err = g.codebookPath(nil); err != nil {
					return err
				}
			}
			book, err := openCodebook(path)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				if g.json {
					return printCodebookJSON(cmd.OutOrStdout(), book)
				}
				return listCodebook(cmd.OutOrStdout(), book)
			}
			entry := book.Entry(args[0])
			if entry == nil {
				return fail(exitUsage, `type "voc codebook show" for the list`, "no label %q", args[0])
			}
			if g.json {
				return printCodebookJSON(cmd.OutOrStdout(), entry)
			}
			return showEntry(cmd.OutOrStdout(), entry)
		},
	}
	c.Flags().BoolVar(&builtIn, "built-in", false, "show the built-in codebook, without the organisation's own")
	return c
}

// listCodebook prints every label with its definition.
func listCodebook(out io.Writer, book *analyze.Codebook) error {
	var b strings.Builder
	for _, need := range book.Needs {
		fmt.Fprintf(&b, "%s: %s\n", need.ID, need.Definition)
		for _, e := range book.Themes {
			if string(e.Need) == need.ID {
				fmt.Fprintf(&b, "  %-12s %s\n", e.ID, e.Definition)
			}
		}
	}
	b.WriteString(listRest(book))
	_, err := io.WriteString(out, b.String())
	return err
}

// listRest lists the themes under no need, and the serious ones.
func listRest(book *analyze.Codebook) string {
	var own, serious strings.Builder
	for _, e := range book.Themes {
		if e.Need == "" {
			fmt.Fprintf(&own, "  %-12s %s\n", e.ID, e.Definition)
		}
	}
	for _, e := range book.Serious {
		fmt.Fprintf(&serious, "  %-22s %s\n", e.ID, e.Definition)
	}
	text := ""
	if own.Len() > 0 {
		text += "under no need:\n" + own.String()
	}
	if serious.Len() > 0 {
		text += "rare but serious:\n" + serious.String()
	}
	return text
}

// showEntry prints one label in full.
func showEntry(out io.Writer, e *analyze.Entry) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", e.Name, e.ID)
	if e.Need != "" {
		fmt.Fprintf(&b, "need: %s\n", e.Need)
	}
	fmt.Fprintf(&b, "\n%s\n", e.Definition)
	list := func(title string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(&b, "\n%s\n", title)
		}
		for _, line := range lines {
			fmt.Fprintf(&b, "  - %s\n", line)
		}
	}
	list("Includes", e.Includes)
	list("Excludes", e.Excludes)
	var examples []string
	for _, x := range e.Examples {
		line := x.Text
		if x.Polarity != "" {
			line += " [" + string(x.Polarity) + "]"
		}
		if x.Question != "" {
			line += " (to " + x.Question + ")"
		}
		examples = append(examples, line)
	}
	list("Examples", examples)
	list("Not this", e.CounterExamples)
	for _, r := range e.Rules {
		fmt.Fprintf(&b, "\nRule %s", r.ID)
		if r.Polarity != "" {
			fmt.Fprintf(&b, " [%s]", r.Polarity)
		}
		fmt.Fprintf(&b, "\n  %s\n", strings.Join(r.Any, ", "))
		if len(r.Near) > 0 {
			fmt.Fprintf(&b, "  near: %s\n", strings.Join(r.Near, ", "))
		}
		if len(r.Unless) > 0 {
			fmt.Fprintf(&b, "  unless: %s\n", strings.Join(r.Unless, ", "))
		}
	}
	if e.Precision != "" {
		fmt.Fprintf(&b, "\nPrecision: %s\n", e.Precision)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func newCodebookLint(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:     "lint [file]",
		Short:   "Check a codebook: keys, patterns, what is missing",
		Example: "  voc codebook lint",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := g.codebookPath(args)
			if err != nil {
				return err
			}
			book, err := openCodebook(path)
			if err != nil {
				return err
			}
			faults := book.Lint()
			labels := len(book.Needs) + len(book.Themes) + len(book.Serious)
			if err := printFaults(cmd.OutOrStdout(), g, labels, faults); err != nil {
				return err
			}
			if len(faults) > 0 {
				return fail(exitFailed, "", "%s: %d faults", codebookName(path), len(faults))
			}
			if !g.quiet {
				fmt.Fprintf(cmd.ErrOrStderr(), "%s: %d labels, no fault\n", codebookName(path), labels)
			}
			return nil
		},
	}
}

// printFaults prints what is wrong with a codebook.
func printFaults(out io.Writer, g *globals, labels int, faults []error) error {
	list := make([]string, len(faults))
	for i, fault := range faults {
		list[i] = fault.Error()
	}
	if g.json {
		return printJSON(out, struct {
			Labels int      `json:"labels"`
			Faults []string `json:"faults"`
		}{labels, list})
	}
	for _, fault := range list {
		if _, err := fmt.Fprintln(out, fault); err != nil {
			return err
		}
	}
	return nil
}

func newCodebookTest(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:     "test [file]",
		Short:   "Label the examples of a codebook and compare",
		Example: "  voc codebook test",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := g.codebookPath(args)
			if err != nil {
				return err
			}
			book, err := openCodebook(path)
			if err != nil {
				return err
			}
			analyzer, err := analyze.New(analyze.Options{Codebook: path})
			if err != nil {
				return fail(exitUsage, `type "voc codebook lint" for all that is wrong`, "%w", err)
			}
			return testCodebook(cmd, g, path, book.Try(analyzer))
		},
	}
}

// testCodebook prints the trials that failed and their number.
func testCodebook(cmd *cobra.Command, g *globals, path string, trials []analyze.Trial) error {
	failed := 0
	for _, t := range trials {
		if !t.Pass {
			failed++
		}
	}
	if g.json {
		if err := printCodebookJSON(cmd.OutOrStdout(), trials); err != nil {
			return err
		}
	} else {
		for _, t := range trials {
			if !t.Pass {
				fmt.Fprintf(cmd.OutOrStdout(), "%s: %q: %s\n", t.Label, t.Example.Text, t.Fault())
			}
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%d examples, %d as the codebook says\n", len(trials), len(trials)-failed)
	}
	if failed > 0 {
		return fail(exitFailed, "", "%s: %d of %d examples are labelled otherwise", codebookName(path), failed, len(trials))
	}
	return nil
}

// printCodebookJSON prints v, a part of a codebook, with the keys of the YAML file.
func printCodebookJSON(out io.Writer, v any) error {
	data, err := yaml.MarshalWithOptions(v, yaml.JSON())
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return err
}

func codebookName(path string) string {
	if path == "" {
		return "built-in codebook"
	}
	return path
}
