package analyze

import (
	_ "embed"
	"fmt"
	"os"
	"slices"

	"github.com/goccy/go-yaml"

	"voc"
)

// A Codebook says what each label means, for people, and by which words rules find it.
type Codebook struct {
	Words    map[string][]string `yaml:"words"`    // lists of words that rules name as @list
	Needs    []Entry             `yaml:"needs"`    // the four needs
	Themes   []Entry             `yaml:"themes"`   // the finer words under a need
	Serious  []Entry             `yaml:"serious"`  // rare and grave, named whatever their number; themes without polarity
	Synonyms [][]string          `yaml:"synonyms"` // words that a search for one of them also finds
}

// An Entry is one label of a codebook.
type Entry struct {
	ID              string    `yaml:"id"`
	Adds            bool      `yaml:"adds,omitempty" json:",omitempty"` // examples and rules are added to the label of this id
	Name            string    `yaml:"name"`
	Need            voc.Need  `yaml:"need"` // the need that a theme stands under; empty for none
	Definition      string    `yaml:"definition"`
	Includes        []string  `yaml:"includes"`
	Excludes        []string  `yaml:"excludes"`
	Examples        []Example `yaml:"examples"`
	CounterExamples []string  `yaml:"counter_examples"`
	Precision       string    `yaml:"precision"` // as found by reading mentions, in words; empty if none were read
	Rules           []Rule    `yaml:"rules"`
}

// An Example is a comment that bears the label.
type Example struct {
	Text     string       `yaml:"text"`
	Polarity voc.Polarity `yaml:"polarity"`
	Question string       `yaml:"question"` // kind of question; empty for none
	Channel  string       `yaml:"channel,omitempty" json:",omitempty"`
}

// A Rule finds a label by words.
//
// A pattern of Any is words separated by spaces, all of them in one unit: a|b is either word, explain* any word that begins so,
// @list a word of that list, a trailing ? makes a word optional, _ is any word and ... up to three words.
type Rule struct {
	ID       string       `yaml:"id"`
	Polarity voc.Polarity `yaml:"polarity"` // of the label; empty: that of the unit
	Any      []string     `yaml:"any"`
	Near     []string     `yaml:"near"`     // one of these patterns must stand near by as well
	Unless   []string     `yaml:"unless"`   // and none of these
	Within   int          `yaml:"within"`   // words between; 6 if absent
	Negation string       `yaml:"negation"` // flips (if absent), keeps or drops the label
	Question string       `yaml:"question"` // only under this kind of question
	Channel  string       `yaml:"channel"`  // only in this channel

	Sentiment voc.Sentiment `yaml:"sentiment"` // only where that of the unit is not the opposite: negative or positive; empty for any
}

//go:embed codebook.yaml
var builtin []byte

// Builtin returns the codebook that is part of the program.
func Builtin() *Codebook {
	c, err := ParseCodebook(builtin)
	if err != nil {
		panic(err) // tested
	}
	return c
}

// ParseCodebook reads a codebook. An unknown key is an error that shows its line.
func ParseCodebook(data []byte) (*Codebook, error) {
	c := &Codebook{}
	if err := yaml.UnmarshalWithOptions(data, c, yaml.Strict()); err != nil {
		return nil, err
	}
	return c, nil
}

// OpenCodebook reads an organisation's codebook at path, merged over the built-in one; an empty path is the built-in one alone.
func OpenCodebook(path string) (*Codebook, error) {
	c := Builtin()
	if path == "" {
		return c, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	own, err := ParseCodebook(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	c.Merge(own)
	return c, nil
}

// Merge puts own over c: an entry or word list takes the place of the one with its name, another is added; synonyms are added.
// An entry that adds leaves the one with its name and adds its examples, counter-examples and rules to it.
func (c *Codebook) Merge(own *Codebook) {
	if c.Words == nil {
		c.Words = map[string][]string{}
	}
	for name, words := range own.Words {
		c.Words[name] = words
	}
	c.Needs = mergeEntries(c.Needs, own.Needs)
	c.Themes = mergeEntries(c.Themes, own.Themes)
	c.Serious = mergeEntries(c.Serious, own.Serious)
	c.Synonyms = append(c.Synonyms, own.Synonyms...)
}

func mergeEntries(entries, own []Entry) []Entry {
next:
	for _, e := range own {
		for i := range entries {
			switch {
			case entries[i].ID != e.ID:
				continue
			case e.Adds:
				entries[i].add(e)
			default:
				entries[i] = e
			}
			continue next
		}
		entries = append(entries, e)
	}
	return entries
}

func (e *Entry) add(more Entry) {
	e.Examples = slices.Concat(e.Examples, more.Examples)
	e.CounterExamples = slices.Concat(e.CounterExamples, more.CounterExamples)
	e.Rules = slices.Concat(e.Rules, more.Rules)
}

// Entry returns the label with the id, nil if there is none.
func (c *Codebook) Entry(id string) *Entry {
	for _, list := range [][]Entry{c.Needs, c.Themes, c.Serious} {
		for i := range list {
			if list[i].ID == id {
				return &list[i]
			}
		}
	}
	return nil
}

// Synonyms returns the groups of words of the built-in codebook of which a search for one also finds the others.
func Synonyms() [][]string { return Builtin().Synonyms }
