package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"
	"github.com/google/renameio/v2/maybe"

	"voc"
	"voc/analyze"
)

// A writtenEntry is an entry as it is added to a codebook's file: what is empty is left out.
type writtenEntry struct {
	ID         string           `yaml:"id"`
	Adds       bool             `yaml:"adds,omitempty"`
	Name       string           `yaml:"name,omitempty"`
	Need       voc.Need         `yaml:"need,omitempty"`
	Definition string           `yaml:"definition,omitempty"`
	Examples   []writtenExample `yaml:"examples,omitempty"`
	Rules      []writtenRule    `yaml:"rules,omitempty"`
}

type writtenExample struct {
	Text     string       `yaml:"text"`
	Polarity voc.Polarity `yaml:"polarity,omitempty"`
	Channel  string       `yaml:"channel,omitempty"`
}

type writtenRule struct {
	ID       string       `yaml:"id" json:"id"`
	Polarity voc.Polarity `yaml:"polarity,omitempty" json:"polarity,omitempty"`
	Negation string       `yaml:"negation,omitempty" json:"negation,omitempty"`
	Channel  string       `yaml:"channel,omitempty" json:"channel,omitempty"`
	Within   int          `yaml:"within,omitempty" json:"within,omitempty"`
	Any      []string     `yaml:"any" json:"any"`
	Near     []string     `yaml:"near,omitempty" json:"near,omitempty"`
	Unless   []string     `yaml:"unless,omitempty" json:"unless,omitempty"`
}

func written(e analyze.Entry) writtenEntry {
	w := writtenEntry{ID: e.ID, Adds: e.Adds, Name: e.Name, Need: e.Need, Definition: e.Definition}
	for _, x := range e.Examples {
		w.Examples = append(w.Examples, writtenExample{x.Text, x.Polarity, x.Channel})
	}
	for _, r := range e.Rules {
		w.Rules = append(w.Rules, writtenRule{r.ID, r.Polarity, r.Negation, r.Channel, r.Within, r.Any, r.Near, r.Unless})
	}
	return w
}

// addToCodebook adds an entry to a list of the codebook at path, which need not be there, and leaves the rest as it is.
// A codebook that would not be one any more is not written.
func addToCodebook(path, list string, e analyze.Entry) error {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if data, err = withEntry(data, list, e); err != nil {
		return fail(exitUsage, "add the rule by hand; --dry-run shows it", "%s: %w", path, err)
	}
	return maybe.WriteFile(path, data, 0o644)
}

// withEntry returns the text of a codebook with an entry more.
func withEntry(data []byte, list string, e analyze.Entry) ([]byte, error) {
	before, err := analyze.ParseCodebook(data)
	if err != nil {
		return nil, err
	}
	added, err := yaml.MarshalWithOptions(map[string][]writtenEntry{list: {written(e)}}, yaml.IndentSequence(true))
	if err != nil {
		return nil, err
	}
	if has := map[string]int{"themes": len(before.Themes), "serious": len(before.Serious)}; has[list] == 0 {
		data = append(endLine(data), added...)
	} else if data, err = merged(data, "$."+list, added); err != nil {
		return nil, err
	}
	after, err := analyze.ParseCodebook(data)
	if err != nil {
		return nil, err
	}
	entries := slices.Concat(after.Themes, after.Serious)
	if len(entries) != len(before.Themes)+len(before.Serious)+1 || !slices.ContainsFunc(entries, func(x analyze.Entry) bool {
		return len(x.Rules) > 0 && x.Rules[0].ID == e.Rules[0].ID
	}) {
		return nil, errors.New("the file is written in a way that nothing can be added to")
	}
	return data, nil
}

// merged adds the list in added to the list of the same name in data. Comments stay.
func merged(data []byte, name string, added []byte) ([]byte, error) {
	file, err := parser.ParseBytes(data, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	path, err := yaml.PathString(name)
	if err != nil {
		return nil, err
	}
	node, err := path.ReadNode(bytes.NewReader(added))
	if err != nil {
		return nil, err
	}
	if err := path.MergeFromNode(file, node); err != nil {
		return nil, err
	}
	return endLine([]byte(file.String())), nil
}

// endLine ends the last line of a text, if it has one.
func endLine(data []byte) []byte {
	if len(data) > 0 && data[len(data)-1] != '\n' {
		data = append(data, '\n')
	}
	return data
}

// nameCodebook adds the key codebook to the voc.yaml at config.
func nameCodebook(config, codebook string) error {
	data, err := os.ReadFile(config)
	if err != nil {
		return err
	}
	name, err := filepath.Rel(filepath.Dir(config), codebook)
	if err != nil || strings.HasPrefix(name, "..") {
		name = codebook
	}
	data = append(endLine(data), fmt.Sprintf("codebook: %s   # labels and rules of our own\n", name)...)
	return maybe.WriteFile(config, data, 0o644)
}
