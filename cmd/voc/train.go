package main

import (
	"fmt"
	"io"

	"github.com/google/renameio/v2/maybe"
	"github.com/spf13/cobra"

	"voc/analyze"
)

// newTrain returns the command "voc train".
func newTrain(g *globals) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "train LABELLED.jsonl -o MODEL",
		Short: "Train a model for your own themes or needs",
		Long: `Train learns the themes (a list), needs (need to met, unmet or mixed) and sentiment that the lines of a file have, and prints
how well they are found, by cross-validation in five parts: every comment is labelled by a model that did not see it. Lines with the same
"respondent" or "group" stay together. The same file gives the same model, byte for byte.

Use the model with "voc label --model", "voc eval --model" and "models:" in voc.yaml.`,
		Example: `  voc train themes.jsonl -o themes.model
  voc label --model themes.model < comments.jsonl`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return fail(exitUsage, "type -o and the name of the file to write", "no file for the model")
			}
			return runTrain(cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0], out, g)
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "", "file to write the model to")
	return cmd
}

func runTrain(out, stderr io.Writer, path, model string, g *globals) error {
	list, err := readLabelled(path)
	if err != nil {
		return err
	}
	t, q, err := analyze.Train(list)
	if err != nil {
		return fail(exitFailed, "", "train on %s: %w", path, err)
	}
	data, err := t.Bytes()
	if err != nil {
		return err
	}
	if err := maybe.WriteFile(model, data, 0o644); err != nil {
		return err
	}
	if err := printQuality(out, q, g.json); err != nil {
		return err
	}
	if !g.quiet {
		fmt.Fprintf(stderr, "%s: %d labels from %d comments, measured above by cross-validation\n", model, t.Labels(), len(list))
	}
	return nil
}
