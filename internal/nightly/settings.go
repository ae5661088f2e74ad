package nightly

import (
	"cmp"
	"errors"
	"fmt"
	"os"

	"voc/analyze"
	"voc/internal/review"
	"voc/internal/workspace"
	"voc/report"
)

// What a workspace's files name is opened here, for a run and for those that look beforehand.
// What is missing or wrong is a [workspace.Mistake], with its line.

// Codebook opens the codebook that voc.yaml names, merged over the built-in one.
func Codebook(w *workspace.Workspace) (*analyze.Codebook, error) {
	book, err := analyze.OpenCodebook(w.Path(w.Config.Codebook))
	if err != nil {
		hint := `type "voc codebook lint" to see what is wrong`
		if errors.Is(err, os.ErrNotExist) {
			hint = `correct codebook: in voc.yaml, or take it out to use the built-in one; type "voc doctor" to check`
		}
		return nil, w.Mistake("$.codebook", fmt.Errorf("codebook: %w", err), hint)
	}
	return book, nil
}

// Analyzer opens the codebook and the models that voc.yaml names.
func Analyzer(w *workspace.Workspace, phrases bool) (*analyze.Analyzer, error) {
	if _, err := Codebook(w); err != nil {
		return nil, err
	}
	analyzer, err := analyze.New(analyze.Options{Codebook: w.Path(w.Config.Codebook), Models: w.Paths(w.Config.Models), Phrases: phrases})
	if err == nil {
		return analyzer, nil
	}
	for i, path := range w.Paths(w.Config.Models) {
		if _, err := analyze.OpenTrained(path); err != nil {
			return nil, w.Mistake(fmt.Sprintf("$.models[%d]", i), fmt.Errorf("models: %w", err),
				`make it with "voc train LABELLED.jsonl -o MODEL", or take it out of models: in voc.yaml`)
		}
	}
	return nil, w.Mistake("$.codebook", fmt.Errorf("codebook: %w", err), `type "voc codebook lint" to see what is wrong`)
}

// Quality returns how well the labels of a workspace are known to be: the figures that voc.yaml names,
// else those of the built-in labels; nil where the workspace has a codebook or models of its own that were not measured.
func Quality(w *workspace.Workspace) (*report.Quality, error) {
	path := w.Path(w.Config.Quality)
	if path == "" {
		if w.Config.Codebook != "" || len(w.Config.Models) > 0 {
			return nil, nil
		}
		return report.BuiltInQuality()
	}
	text, err := os.ReadFile(path)
	if err == nil {
		var q *report.Quality
		if q, err = report.ReadQuality(text); err == nil {
			return q, nil
		}
		err = fmt.Errorf("%s: %w", path, err)
	}
	return nil, w.Mistake("$.quality", fmt.Errorf("quality: %w", err),
		`make it with "voc eval GOLD.jsonl -o FILE", or take quality: out of voc.yaml`)
}

// A Setting is something that the workspace's files name, and how it is opened.
type Setting struct {
	Name string
	Open func() (found string, err error)
}

// Settings lists what a run opens before it reads anything, in its order.
func Settings(w *workspace.Workspace) []Setting {
	s := &settings{}
	return s.list(w)
}

// settings are what the workspace's files name, opened.
type settings struct {
	analyzer *analyze.Analyzer
	quality  *report.Quality
	reviews  *review.Set
	focus    []report.FocusEntry
	ledger   []byte // of the areas of focus, as it stands; nil if none
	words    []byte // of reports, in place of their own; nil if none
}

// list returns how each of s is opened.
func (s *settings) list(w *workspace.Workspace) []Setting {
	return []Setting{
		{"meaning", func() (found string, err error) {
			if s.analyzer, err = Analyzer(w, true); err != nil {
				return "", err
			}
			return "codebook and models load, fingerprint " + s.analyzer.Fingerprint()[:12], nil
		}},
		{"standards", func() (string, error) {
			n := 0
			for _, d := range w.Departments {
				n += len(d.Standards)
			}
			return fmt.Sprintf("%d", n), checkStandards(w)
		}},
		{"sources", func() (string, error) { return fmt.Sprintf("%d", len(w.Config.Sources)), CheckSources(w) }},
		{"quality", func() (found string, err error) {
			s.quality, err = Quality(w)
			if s.quality == nil {
				return "not measured: shares are not corrected", err
			}
			return "figures of " + cmp.Or(w.Config.Quality, "the built-in labels"), err
		}},
		{"focus", func() (found string, err error) {
			if s.ledger, err = readOptional(w.Focus()); err != nil {
				return "", err
			}
			if s.focus, err = report.ReadFocus(s.ledger); err != nil {
				return "", &workspace.Mistake{File: w.Focus(), Err: err, Hint: `type "voc focus" to see how the file is kept`}
			}
			return fmt.Sprintf("%d areas of focus", len(s.focus)), nil
		}},
		{"words", func() (found string, err error) {
			if s.words, err = readOptional(w.Words()); err != nil {
				return "", err
			}
			if _, err := report.ReadWords(s.words); err != nil {
				return "", &workspace.Mistake{File: w.Words(), Err: err, Hint: "take the file away to use the built-in words"}
			}
			if s.words == nil {
				return "the built-in ones", nil
			}
			return w.Words(), nil
		}},
		{"reviews", func() (found string, err error) {
			if s.reviews, err = review.Read(w.Reviews()); err != nil {
				return "", err
			}
			return fmt.Sprintf("%d comments", len(s.reviews.IDs())), nil
		}},
	}
}

// open opens all of s; the first that is missing or wrong is the error.
func (s *settings) open(w *workspace.Workspace) error {
	for _, setting := range s.list(w) {
		if _, err := setting.Open(); err != nil {
			return err
		}
	}
	return nil
}
