package index

import (
	"slices"
	"strings"
)

// A Wording is words in a row. Of each word it has the forms in which comments have it, sorted;
// a form that ends in * stands for all words that begin so, and no forms for any word.
type Wording [][]string

// An Alternative is one way to match a query: of each list in All a wording must be there, of None no wording.
type Alternative struct {
	All  [][]Wording
	None []Wording
}

// Bounds of what a query may be spelled out to.
const (
	maxAlternatives = 16
	maxTogether     = 2
)

// Alternatives spells out the text of a query for those who look for words without an index, such as the rules of a codebook.
// It finds the same comments, whatever their order. A text that cannot be spelled out is a [*QueryError]:
// one in which more than two things must come together, or in which nothing must be there.
func (ix *Index) Alternatives(text string, synonyms bool) ([]Alternative, error) {
	clauses, err := parse(text)
	if err != nil {
		return nil, err
	}
	vocabulary, err := ix.words()
	if err != nil {
		return nil, searching(err)
	}
	l := ix.lexicons.Get().(*lexicon)
	defer ix.lexicons.Put(l)
	s := speller{planner{ix: ix, text: text, lexicon: l, synonyms: synonyms, sparing: true}, vocabulary}
	all, err := s.group(&clause{column: 1, clauses: clauses})
	if err == nil && len(all) == 0 {
		s.sparing = false
		all, err = s.group(&clause{column: 1, clauses: clauses})
	}
	if err == nil && len(all) == 0 {
		err = &QueryError{text, 1, "there is no word to look for"}
	}
	return all, err
}

// A speller spells out clauses.
type speller struct {
	planner
	vocabulary *vocabulary
}

// clause returns nothing for a clause in which nothing can be looked for.
func (s *speller) clause(c *clause) ([]Alternative, error) {
	defer s.leave(s.planner)
	s.synonyms = s.synonyms && !c.not
	if len(c.clauses) > 0 {
		return s.group(c)
	}
	if c.prefix {
		if len(s.lexicon.words(c.text)) != 1 {
			return nil, s.fail(c, "* should follow a single word")
		}
		begin := string(fold(nil, strings.Trim(c.text, "'’")))
		forms := []string{begin + "*"}
		if other := american(begin); other != begin {
			forms = append(forms, other+"*")
		}
		return []Alternative{{All: [][]Wording{{{forms}}}}}, nil
	}
	leaf, err := s.leaf(c)
	if leaf == nil || err != nil {
		return nil, err
	}
	var wordings []Wording
	for _, w := range leaf.ways {
		if wording := s.vocabulary.spell(w.terms); wording != nil {
			wordings = append(wordings, wording)
		}
	}
	if len(wordings) == 0 {
		return nil, s.fail(c, "no comment has this word")
	}
	return []Alternative{{All: [][]Wording{wordings}}}, nil
}

func (s *speller) group(c *clause) ([]Alternative, error) {
	var must, may []Alternative
	var none []Wording
	demanded := false
	defer s.leave(s.planner)
	for _, child := range c.notsFirst() {
		found, err := s.clause(child)
		switch {
		case err != nil:
			return nil, err
		case len(found) == 0: // a common word
		case child.not:
			if len(found) > 1 || len(found[0].All) > 1 || len(found[0].None) > 0 {
				return nil, s.fail(child, "of what must not be there only words, phrases and OR can be spelled out")
			}
			none = append(none, found[0].All[0]...)
			s.exclude(found[0].All[0])
		case child.must && !c.either && !demanded:
			must, demanded = found, true
		case child.must && !c.either:
			if must = together(must, found); len(must[0].All) > maxTogether {
				return nil, s.fail(child, "more than two things that must be there cannot be spelled out: leave one out, or join words by OR")
			}
		default:
			may = either(may, found)
		}
	}
	all := may
	if demanded {
		all = must
	}
	switch {
	case len(all) == 0 && len(none) > 0:
		return nil, s.fail(c, "a word must be there, not only words that must not")
	case len(all) > maxAlternatives:
		return nil, s.fail(c, "this is too much to be spelled out")
	}
	for i := range all {
		all[i].None = append(slices.Clip(all[i].None), none...)
		if len(all[i].All) > maxTogether {
			return nil, s.fail(c, "more than two things that must be there cannot be spelled out: leave one out, or join words by OR")
		}
	}
	return all, nil
}

// exclude leaves out words of like meaning that are worded so.
func (s *speller) exclude(wordings []Wording) {
	for _, w := range wordings {
		terms := make([]string, len(w))
		for i, forms := range w {
			if len(forms) > 0 {
				terms[i] = s.lexicon.term(forms[0])
			}
		}
		s.excluded = append(s.excluded, terms)
	}
}

// together returns what holds where one of a and one of b holds.
func together(a, b []Alternative) []Alternative {
	var both []Alternative
	for _, x := range a {
		for _, y := range b {
			both = append(both, Alternative{slices.Concat(x.All, y.All), slices.Concat(x.None, y.None)})
		}
	}
	return both
}

// either returns what holds where one of a or one of b holds; words alone become one alternative.
func either(a, b []Alternative) []Alternative {
	plain := func(x Alternative) bool { return len(x.All) == 1 && len(x.None) == 0 }
	for _, y := range b {
		i := slices.IndexFunc(a, plain)
		if i >= 0 && plain(y) {
			a[i].All = [][]Wording{slices.Concat(a[i].All[0], y.All[0])}
		} else {
			a = append(a, y)
		}
	}
	return a
}

// spell returns terms in a row in all their forms; nil if there is none of a term.
func (v *vocabulary) spell(terms []string) Wording {
	wording := make(Wording, len(terms))
	for i, word := range v.words {
		for k, term := range terms {
			if v.terms[i] == term && strings.Trim(word, "'") == word {
				wording[k] = append(wording[k], word)
			}
		}
	}
	for k, term := range terms {
		if term != "" && wording[k] == nil {
			return nil
		}
		if term == "" {
			wording[k] = nil
		}
	}
	return wording
}
