package analyze

import (
	"fmt"
	"slices"
	"strings"

	"voc"
)

// gapWords is the number of words that "..." may stand for.
const gapWords = 3

// rules are the compiled rules of a codebook: a trie over the words of all patterns,
// so that the time to match does not grow with the number of rules.
//
// Note: a trie of word symbols walks twice as fast as an Aho-Corasick automaton over bytes, and knows word edges.
type rules struct {
	words lexicon
	nodes []node
	root  []int32 // by symbol: the node that a first word leads to, 0 for none
	list  []rule
}

// A rule is a compiled Rule.
type rule struct {
	Rule
	label   string
	need    voc.Need
	within  int
	near    bool // it has Near patterns
	unless  bool
	serious bool // whatever was said of it, it has no polarity
	negates negation
}

// A negation says what a negation before the words does.
type negation uint8

const (
	flips negation = iota
	keeps
	drops
)

// A role is what a pattern is for in its rule.
type role uint8

const (
	isAny role = iota
	isNear
	isUnless
)

type node struct {
	edges  []edge
	any    int32 // node after any one word; 0 for none
	gap    int32 // node after up to gapWords words; 0 for none
	accept []accept
	marks  uint64 // of the symbols of edges; anyMark if there is more than edges
}

// anyMark is a mark that every word has. The others are of symbols, many of which share a mark:
// where the marks of a word and of a node have none in common, no edge leads on.
const anyMark = 1 << 63

func markOf(symbol int32) uint64 { return 1 << (symbol % 63) }

type edge struct{ symbol, node int32 }

type accept struct {
	rule int32
	role role
}

// A match is a rule's pattern found in words first to end of a unit.
type match struct {
	accept
	first, end int
}

// compile compiles the rules of c.
func (c *Codebook) compile() (*rules, error) {
	r := &rules{nodes: make([]node, 1)}
	b := builder{rules: r, lists: c.Words, symbols: map[string]int32{}}
	for i, list := range [][]Entry{c.Needs, c.Themes, c.Serious} {
		b.serious = i == 2
		for _, e := range list {
			for _, source := range e.Rules {
				if faults := b.add(e, source); len(faults) > 0 {
					return nil, fmt.Errorf("codebook: label %s: rule %s: %w", e.ID, source.ID, faults[0])
				}
			}
		}
	}
	for i := range r.nodes {
		r.nodes[i].mark()
	}
	r.root = make([]int32, len(b.symbols))
	for _, e := range r.nodes[0].edges {
		r.root[e.symbol] = e.node
	}
	r.nodes[0].marks = 0 // the root stands for none in r.root, and so leads nowhere
	return r, nil
}

type builder struct {
	*rules
	lists   map[string][]string
	symbols map[string]int32 // by element as written
	serious bool             // the label to add is one of the serious ones
}

// add adds a rule of label e and returns what is wrong with it.
func (b *builder) add(e Entry, source Rule) []error {
	var faults []error
	blame := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	r := rule{Rule: source, label: e.ID, need: e.Need, within: source.Within, near: len(source.Near) > 0, unless: len(source.Unless) > 0, serious: b.serious}
	if r.within == 0 {
		r.within = 6
	}
	switch source.Negation {
	case "", "flips":
	case "keeps":
		r.negates = keeps
	case "drops":
		r.negates = drops
	default:
		blame("negation %q: want flips, keeps or drops", source.Negation)
	}
	switch source.Polarity {
	case "", voc.Met, voc.Unmet, voc.Mixed:
	default:
		blame("polarity %q: want met, unmet or mixed", source.Polarity)
	}
	switch source.Question {
	case "", voc.WhatGood, voc.CouldImprove, voc.WhyScore, voc.OtherQuestion:
	default:
		blame("question %q: want what_good, could_improve, why_score or other", source.Question)
	}
	switch source.Sentiment {
	case "", voc.Positive, voc.Negative:
	default:
		blame("sentiment %q: want positive or negative", source.Sentiment)
	}
	if len(source.Any) == 0 {
		blame("no pattern under any")
	}
	id := int32(len(b.list))
	b.list = append(b.list, r)
	for kind, patterns := range [][]string{source.Any, source.Near, source.Unless} {
		for _, p := range patterns {
			if err := b.pattern(p, accept{id, role(kind)}); err != nil {
				blame("pattern %q: %w", p, err)
			}
		}
	}
	return faults
}

// pattern adds one pattern to the trie.
func (b *builder) pattern(p string, a accept) error {
	elements := strings.Fields(p)
	if len(elements) == 0 {
		return fmt.Errorf("is empty")
	}
	first := slices.IndexFunc(elements, func(e string) bool { return !strings.HasSuffix(e, "?") })
	if first < 0 || elements[first] == "..." || elements[first] == "_" {
		return fmt.Errorf("must begin with a word")
	}
	return b.walk(0, elements, a)
}

func (b *builder) walk(at int32, elements []string, a accept) error {
	if len(elements) == 0 {
		if !slices.Contains(b.nodes[at].accept, a) {
			b.nodes[at].accept = append(b.nodes[at].accept, a)
		}
		return nil
	}
	element, rest := elements[0], elements[1:]
	if optional, ok := strings.CutSuffix(element, "?"); ok {
		if err := b.walk(at, rest, a); err != nil {
			return err
		}
		element = optional
	}
	switch element {
	case "...":
		if len(rest) == 0 {
			return fmt.Errorf("must not end in ...")
		}
		if b.nodes[at].gap == 0 {
			b.nodes[at].gap = b.node()
		}
		return b.walk(b.nodes[at].gap, rest, a)
	case "_":
		if b.nodes[at].any == 0 {
			b.nodes[at].any = b.node()
		}
		return b.walk(b.nodes[at].any, rest, a)
	}
	symbol, err := b.symbol(element)
	if err != nil {
		return err
	}
	for _, e := range b.nodes[at].edges {
		if e.symbol == symbol {
			return b.walk(e.node, rest, a)
		}
	}
	next := b.node()
	b.nodes[at].edges = append(b.nodes[at].edges, edge{symbol, next})
	return b.walk(next, rest, a)
}

func (b *builder) node() int32 {
	b.nodes = append(b.nodes, node{})
	return int32(len(b.nodes) - 1)
}

func (n *node) mark() {
	if n.any != 0 || n.gap != 0 || len(n.accept) > 0 {
		n.marks = anyMark
	}
	for _, e := range n.edges {
		n.marks |= markOf(e.symbol)
	}
}

// symbol returns the symbol of an element such as "rude|abrupt|dismiss*|@staff".
func (b *builder) symbol(element string) (int32, error) {
	if s, ok := b.symbols[element]; ok {
		return s, nil
	}
	words, err := b.expand(element, 0)
	if err != nil {
		return 0, err
	}
	s := int32(len(b.symbols))
	b.symbols[element] = s
	for _, w := range words {
		if stem, ok := strings.CutSuffix(w, "*"); ok {
			b.words.add(stem, s, true)
		} else {
			b.words.add(w, s, false)
		}
	}
	return s, nil
}

// expand returns the words and stems of an element.
func (b *builder) expand(element string, depth int) ([]string, error) {
	var words []string
	for _, alternative := range strings.Split(element, "|") {
		if name, ok := strings.CutPrefix(alternative, "@"); ok {
			list, ok := b.lists[name]
			if !ok || depth > 3 {
				return nil, fmt.Errorf("no list of words %q", name)
			}
			for _, w := range list {
				more, err := b.expand(w, depth+1)
				if err != nil {
					return nil, err
				}
				words = append(words, more...)
			}
			continue
		}
		stem, _ := strings.CutSuffix(alternative, "*")
		t := NewText(stem)
		if len(t.Words) != 1 || string(t.Fold(0)) != stem {
			return nil, fmt.Errorf("%q is not one word in lower case", alternative)
		}
		words = append(words, alternative)
	}
	return words, nil
}

// A lexicon is a trie of bytes that gives the symbols of a word.
type lexicon struct {
	nodes []letters
}

type letters struct {
	next          [slots]int32
	exact, prefix []int32
}

// Slots of letters.next: letters, digits, the apostrophe, and two nibbles for any other byte.
const (
	slotDigit = 26
	slotQuote = 36
	slotHigh  = 37
	slotLow   = slotHigh + 16
	slots     = slotLow + 16
)

// slot returns the place of byte c, and a second one or -1.
func slot(c byte) (int, int) {
	switch {
	case 'a' <= c && c <= 'z':
		return int(c - 'a'), -1
	case '0' <= c && c <= '9':
		return int(c-'0') + slotDigit, -1
	case c == '\'':
		return slotQuote, -1
	}
	return slotHigh + int(c>>4), slotLow + int(c&15)
}

func (l *lexicon) add(word string, symbol int32, stem bool) {
	if len(l.nodes) == 0 {
		l.nodes = make([]letters, 1)
	}
	at := int32(0)
	step := func(slot int) {
		next := l.nodes[at].next[slot]
		if next == 0 {
			next = int32(len(l.nodes))
			l.nodes = append(l.nodes, letters{})
			l.nodes[at].next[slot] = next
		}
		at = next
	}
	for i := range len(word) {
		high, low := slot(word[i])
		step(high)
		if low >= 0 {
			step(low)
		}
	}
	if stem {
		l.nodes[at].prefix = append(l.nodes[at].prefix, symbol)
	} else {
		l.nodes[at].exact = append(l.nodes[at].exact, symbol)
	}
}

// symbols appends the symbols of word to list.
func (l *lexicon) symbols(list []int32, word []byte) []int32 {
	if len(l.nodes) == 0 {
		return list
	}
	at := int32(0)
	for _, b := range word {
		high, low := slot(b)
		at = l.nodes[at].next[high]
		if at != 0 && low >= 0 {
			at = l.nodes[at].next[low]
		}
		if at == 0 {
			return list
		}
		list = append(list, l.nodes[at].prefix...)
	}
	return append(list, l.nodes[at].exact...)
}

// A finder holds the memory that matching by the rules of one codebook uses again.
type finder struct {
	words   []wordSymbols
	known   [knownWords]knownWord // words met, by their hash
	matches []match
}

// knownWords is how many words a finder remembers the symbols of.
const knownWords = 1 << 12

type knownWord struct {
	hash uint64
	wordSymbols
}

// wordSymbols are the symbols that a word is.
type wordSymbols struct {
	marks uint64 // of the symbols
	list  []int32
}

// symbols returns the symbols of word i of t.
//
// Note: what the lexicon said of a word is remembered until another takes its place, which halves the time. Words are told apart
// by 64 bits of hash alone, as by the net.
func (r *rules) symbols(t *Text, i int, f *finder) wordSymbols {
	w := &t.Words[i]
	if w.Kind != Letters && w.Kind != Number {
		return wordSymbols{marks: anyMark}
	}
	k := &f.known[w.hash%knownWords]
	if k.hash != w.hash {
		*k = knownWord{w.hash, wordSymbols{anyMark, r.words.symbols(nil, t.Fold(i))}}
		for _, s := range k.list {
			k.marks |= markOf(s)
		}
	}
	return k.wordSymbols
}

// find returns the matches of all patterns in t, unit by unit. They are valid until the next call.
func (r *rules) find(t *Text, f *finder) []match {
	f.words, f.matches = f.words[:0], f.matches[:0]
	for i := range t.Words {
		f.words = append(f.words, r.symbols(t, i, f))
	}
	f.words = append(f.words, wordSymbols{marks: anyMark})
	for u := range t.Units {
		first, end := t.UnitWords(u)
		for i := first; i < end; i++ {
			for _, s := range f.words[i].list {
				if n := r.root[s]; r.nodes[n].marks&f.words[i+1].marks != 0 {
					r.follow(f, n, i, i+1, end)
				}
			}
		}
	}
	return f.matches
}

// follow collects the matches that began at word first and came to node n before word i.
func (r *rules) follow(f *finder, n int32, first, i, end int) {
	at := &r.nodes[n]
	for _, a := range at.accept {
		f.matches = append(f.matches, match{a, first, i})
	}
	if i >= end {
		return
	}
	if word := &f.words[i]; at.marks&word.marks&^anyMark != 0 {
		for _, s := range word.list {
			for _, e := range at.edges {
				if e.symbol == s && r.nodes[e.node].marks&f.words[i+1].marks != 0 {
					r.follow(f, e.node, first, i+1, end)
				}
			}
		}
	}
	if at.any != 0 {
		r.follow(f, at.any, first, i+1, end)
	}
	if at.gap != 0 {
		for k := i; k < end && k <= i+gapWords; k++ {
			if r.nodes[at.gap].marks&f.words[k].marks != 0 {
				r.follow(f, at.gap, first, k, end)
			}
		}
	}
}
