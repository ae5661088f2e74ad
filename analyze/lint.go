package analyze

import (
	"errors"
	"fmt"
	"slices"

	"voc"
)

// Lint returns what is wrong with c, each error naming its label, nil if nothing is.
func (c *Codebook) Lint() []error {
	var faults []error
	seen := map[string]bool{}
	blame := func(e Entry, format string, args ...any) {
		faults = append(faults, fmt.Errorf("label %s: %w", e.ID, fmt.Errorf(format, args...)))
	}
	b := builder{rules: &rules{nodes: make([]node, 1)}, lists: c.Words, symbols: map[string]int32{}}
	ids := map[string]bool{}
	for _, list := range [][]Entry{c.Needs, c.Themes, c.Serious} {
		for _, e := range list {
			switch {
			case e.ID == "":
				faults = append(faults, errors.New("a label without id"))
			case seen[e.ID]:
				blame(e, "is there twice")
			}
			seen[e.ID] = true
			if e.Adds {
				blame(e, "adds to a label that is not there")
				continue
			}
			if e.Name == "" {
				blame(e, "has no name")
			}
			if e.Definition == "" {
				blame(e, "has no definition")
			}
			if e.Need != "" && needIndex(e.Need) < 0 {
				blame(e, "need %q: want one of %q", e.Need, voc.Needs)
			}
			if len(e.Examples) == 0 {
				blame(e, "has no example")
			}
			for i, r := range e.Rules {
				if r.ID == "" {
					blame(e, "rule %d has no id", i+1)
				} else if ids[r.ID] {
					blame(e, "rule %s is there twice", r.ID)
				}
				ids[r.ID] = true
				for _, err := range b.add(e, r) {
					blame(e, "rule %s: %w", r.ID, err)
				}
			}
		}
	}
	for i, e := range c.Needs {
		if needIndex(voc.Need(e.ID)) < 0 {
			blame(c.Needs[i], "is not one of the needs %q", voc.Needs)
		}
	}
	for i, group := range c.Synonyms {
		if len(group) < 2 || slices.Contains(group, "") {
			faults = append(faults, fmt.Errorf("synonyms: group %d: wants two words or more", i+1))
		}
	}
	return faults
}

// A Trial is an example of a codebook tried on the analyzer.
type Trial struct {
	Label   string
	Example Example
	Counter bool // a counter-example: the label must not be found
	Pass    bool
	Got     string // what was found, in words
}

// Fault says in words how what was found differs from what the example says; empty if it does not.
func (t Trial) Fault() string {
	want, got := string(t.Example.Polarity), t.Got
	if got == "" {
		got = "nothing"
	}
	switch {
	case t.Pass:
		return ""
	case t.Counter:
		return "found " + got + ", though it is a counter-example"
	case want == "":
		return "not found"
	}
	return "found " + got + ", want " + want
}

// Try labels the examples and counter-examples of c with a, whose codebook it is.
func (c *Codebook) Try(a *Analyzer) []Trial {
	var trials []Trial
	for _, list := range [][]Entry{c.Needs, c.Themes, c.Serious} {
		for _, e := range list {
			for _, x := range e.Examples {
				got, found := a.try(e.ID, x)
				trials = append(trials, Trial{e.ID, x, false, found && (x.Polarity == "" || string(x.Polarity) == got), got})
			}
			for _, text := range e.CounterExamples {
				x := Example{Text: text}
				got, found := a.try(e.ID, x)
				trials = append(trials, Trial{e.ID, x, true, !found, got})
			}
		}
	}
	return trials
}

// try reports whether a finds the label in x, and with which polarity.
func (a *Analyzer) try(label string, x Example) (polarity string, found bool) {
	r := a.Label(voc.Comment{Text: x.Text, QuestionKind: x.Question, Channel: x.Channel})
	if i := needIndex(voc.Need(label)); i >= 0 {
		return string(r.Needs[i]), r.Needs[i] != ""
	}
	p := voc.Polarity("")
	for _, m := range r.Mentions {
		if m.Kind == voc.KindTheme && m.Label == label {
			p, found = join(p, m.Polarity), true
		}
	}
	return string(p), found
}
