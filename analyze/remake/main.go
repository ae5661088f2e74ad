// Command remake makes the embedded models again from the labelled and unlabelled comments.
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"voc/analyze"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "remake:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "raw":
		raw, err := analyze.ReadRaw(args[1])
		if err != nil {
			return err
		}
		out := json.NewEncoder(os.Stdout)
		for _, r := range analyze.Fragments(raw) {
			if err := out.Encode(r); err != nil {
				return err
			}
		}
		return nil
	case len(args) == 2 && args[0] == "words":
		list, err := own()
		if err != nil {
			return err
		}
		words, err := analyze.CorpusWords(args[1], list)
		if err != nil {
			return err
		}
		for _, w := range words {
			fmt.Println(w)
		}
		return nil
	case len(args) == 2 && args[0] == "labelled":
		return labelled(args[1])
	case len(args) == 1:
		return remake(args[0], "analyze/models/needs.bin", "")
	case len(args) == 3:
		return remake(args[0], args[1], args[2])
	}
	return fmt.Errorf("usage: remake SHARED [OUT LEAVE] | remake raw SHARED | remake words SHARED | remake labelled SHARED")
}

//go:embed vectors.bin
var vectors []byte

//go:embed sense.bin
var sense []byte

//go:embed themes.bin
var themes []byte

//go:embed soft.bin
var soft []byte

//go:embed labels.bin
var labels []byte

// remake writes the model to out; leave is a source to leave out, empty for none.
func remake(shared, out, leave string) error {
	made, late, err := shapes()
	if err != nil {
		return err
	}
	list, err := written()
	if err != nil {
		return err
	}
	model, err := analyze.Remake(analyze.Recipe{Shared: shared, Vectors: vectors, Sense: sense, Themes: themes, Soft: soft, Read: labels, Shapes: made, Late: late, Written: list, Log: os.Stderr, Leave: leave})
	if err != nil {
		return err
	}
	return os.WriteFile(out, model, 0o644)
}

// labelled prints what the teacher learns from beside gold: what was written for it, and the comments that readers labelled.
func labelled(shared string) error {
	list, err := own()
	if err != nil {
		return err
	}
	read, err := analyze.ReadByReaders(shared, labels)
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	for _, l := range append(list, read...) {
		if err := out.Encode(map[string]any{"text": l.Text, "question": l.Question, "needs": l.Needs, "sentiment": l.Sentiment}); err != nil {
			return err
		}
	}
	return nil
}

// own returns the sentences and comments that were made to learn from.
func own() ([]analyze.Labelled, error) {
	made, late, err := shapes()
	if err != nil {
		return nil, err
	}
	list, err := written()
	return slices.Concat(made, late, list), err
}
