package index

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A node is a part of a query that is ready to be matched: a leaf with ways to be worded, or a group of nodes.
type node struct {
	must, not bool
	either    bool // of a group: one of its nodes will do
	column    int
	ways      []way   // of a leaf
	idf       float64 // of a leaf: how rare it is over the whole index
	nodes     []*node // of a group
}

// several reports whether the node is a group in which more than one node may match.
func (n *node) several() bool {
	if n == nil || n.either {
		return false
	}
	positive := 0
	for _, child := range n.nodes {
		if !child.not {
			positive++
		}
	}
	return positive > 1
}

// demand makes every node of a group one that must match, but those that must not.
func (n *node) demand() {
	if n == nil {
		return
	}
	for _, child := range n.nodes {
		child.must = !child.not
	}
}

// A way is one wording of a leaf: a term, or terms in a row.
type way struct {
	terms  []string // an empty one stands for a word that is not looked at
	weight float64  // 1 for what was written, less for what is only like it
}

// weightSynonym is the weight of a word of like meaning.
const weightSynonym = 0.3

// nearness is the weight of a word that differs by so many letters.
var nearness = [...]float64{1, 0.7, 0.4}

// plan makes the tree of a query's text, nil if it has none, and the words of like meaning that are in it.
func (ix *Index) plan(text string, synonyms bool) (*node, []string, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil, nil
	}
	clauses, err := parse(text)
	if err != nil {
		return nil, nil, err
	}
	l := ix.lexicons.Get().(*lexicon)
	defer ix.lexicons.Put(l)
	p := &planner{ix: ix, text: text, lexicon: l, synonyms: synonyms, sparing: true}
	root, err := p.group(&clause{clauses: clauses})
	if err == nil && root == nil {
		p.sparing = false
		root, err = p.group(&clause{clauses: clauses})
	}
	if err != nil {
		return nil, nil, err
	}
	if root == nil {
		return nil, nil, &QueryError{text, 1, "there is no word to look for"}
	}
	slices.Sort(p.also)
	return root, slices.Compact(p.also), nil
}

type planner struct {
	ix       *Index
	text     string
	lexicon  *lexicon
	synonyms bool
	sparing  bool       // common words are left out
	excluded [][]string // terms in a row that must not be there where the planner is, so that no word of like meaning has them
	also     []string
}

func (p *planner) fail(c *clause, reason string) error {
	return &QueryError{p.text, c.column, reason}
}

// group returns nil for a group in which nothing can be looked for.
func (p *planner) group(c *clause) (*node, error) {
	g := &node{must: c.must, not: c.not, either: c.either, column: c.column}
	defer p.leave(*p)
	for _, child := range c.notsFirst() {
		n, err := p.child(child)
		if err != nil {
			return nil, err
		}
		if n != nil {
			g.nodes = append(g.nodes, n)
		}
		if n != nil && n.not {
			p.excluded = append(p.excluded, n.each()...)
		}
	}
	if len(g.nodes) == 0 {
		return nil, nil
	}
	return g, nil
}

// child plans a clause of a group. What must not be there is only what was written, never words of like meaning.
func (p *planner) child(c *clause) (*node, error) {
	defer p.leave(*p)
	p.synonyms = p.synonyms && !c.not
	if len(c.clauses) > 0 {
		return p.group(c)
	}
	return p.leaf(c)
}

// leave forgets what holds only inside a clause.
func (p *planner) leave(outside planner) {
	p.synonyms, p.excluded = outside.synonyms, slices.Clip(outside.excluded)
}

// notsFirst returns the clauses of a group, first those that must not be there: the others depend on them.
func (c *clause) notsFirst() []*clause {
	first := slices.Clone(c.clauses)
	slices.SortStableFunc(first, func(a, b *clause) int {
		switch {
		case a.not == b.not:
			return 0
		case a.not:
			return -1
		}
		return 1
	})
	return first
}

// each returns the terms in a row of which each matches the node by itself.
func (n *node) each() [][]string {
	var all [][]string
	for _, w := range n.ways {
		all = append(all, w.terms)
	}
	var must []*node
	for _, child := range n.nodes {
		switch {
		case child.not:
			return nil
		case child.must && !n.either:
			must = append(must, child)
		default:
			all = append(all, child.each()...)
		}
	}
	switch len(must) {
	case 0:
		return all
	case 1:
		return must[0].each()
	}
	return nil
}

// leaf returns nil for what is no word, and for a common word unless the query is of such words only.
func (p *planner) leaf(c *clause) (*node, error) {
	terms := termsOf(p.lexicon.words(c.text))
	if len(terms) == 0 || p.sparing && len(terms) == 1 && !c.quoted && !c.prefix && !c.fuzzy && common()[terms[0]] {
		return nil, nil
	}
	n := &node{must: c.must, not: c.not, column: c.column}
	var err error
	switch {
	case c.prefix || c.fuzzy:
		n.ways, err = p.expand(c)
	case p.synonyms && !c.quoted:
		n.ways = append([]way{{terms, 1}}, p.like(terms)...)
	default:
		n.ways = []way{{terms, 1}}
	}
	if err != nil {
		return nil, err
	}
	return n, p.weigh(n)
}

// termsOf returns the terms of words in a row, with a gap for a mask between them.
func termsOf(words []word) []string {
	var terms []string
	for i, w := range words {
		if len(terms) > 0 {
			for gap := words[i-1].pos + 1; gap < w.pos; gap++ {
				terms = append(terms, "")
			}
		}
		if w.term != "" || len(terms) > 0 {
			terms = append(terms, w.term)
		}
	}
	for len(terms) > 0 && terms[len(terms)-1] == "" {
		terms = terms[:len(terms)-1]
	}
	return terms
}

// weigh sets how rare the leaf is: as rare as what was written, or as all that it stands for if that is in no comment.
// It counts over all shards, so that a score does not depend on which shard a comment is in.
func (p *planner) weigh(n *node) error {
	docs := 0
	for _, w := range n.ways {
		fewest := math.MaxInt
		for _, term := range w.terms {
			if term == "" {
				continue
			}
			count, err := p.ix.count(term)
			if err != nil {
				return err
			}
			fewest = min(fewest, count)
		}
		if w.weight < 1 && docs > 0 {
			break
		}
		docs = min(docs+fewest, p.ix.docs)
	}
	n.idf = math.Log(1 + (float64(p.ix.docs-docs)+0.5)/(float64(docs)+0.5))
	return nil
}

// count returns the number of comments that have the term.
func (ix *Index) count(term string) (int, error) {
	all := 0
	for _, s := range ix.shards {
		n, err := s.count(term, fieldText)
		if err != nil {
			return 0, err
		}
		all += n
	}
	return all, nil
}

// addSynonyms keeps groups of words of like meaning by the terms of each.
func (ix *Index) addSynonyms(groups [][]string) {
	ix.groups, ix.synonyms = groups, map[string][]int{}
	l := newLexicon()
	for i, group := range groups {
		for _, words := range group {
			if terms := termsOf(l.words(words)); len(terms) > 0 {
				key := strings.Join(terms, " ")
				if !slices.Contains(ix.synonyms[key], i) {
					ix.synonyms[key] = append(ix.synonyms[key], i)
				}
			}
		}
	}
}

// excludes reports whether a comment with these terms in a row has something that must not be there.
func (p *planner) excludes(terms []string) bool {
	return slices.ContainsFunc(p.excluded, func(row []string) bool {
		for i := range len(terms) - len(row) + 1 {
			if slices.Equal(terms[i:i+len(row)], row) {
				return true
			}
		}
		return false
	})
}

// like returns the other words of the groups that the words with these terms are in, but those that must not be there.
func (p *planner) like(terms []string) []way {
	var ways []way
	seen := map[string]bool{strings.Join(terms, " "): true}
	for _, i := range p.ix.synonyms[strings.Join(terms, " ")] {
		for _, words := range p.ix.groups[i] {
			other := termsOf(p.lexicon.words(words))
			if key := strings.Join(other, " "); len(other) > 0 && !seen[key] && !p.excludes(other) {
				seen[key] = true
				ways = append(ways, way{other, weightSynonym})
				p.also = append(p.also, words)
			}
		}
	}
	return ways
}

// Scores follow BM25.
//
// Note: Bleve's own scores depend on how comments are spread over shards and on what was deleted;
// these depend only on the comment and on counts over the whole index, so that an updated index orders like one built anew.
// Length counts little, so that a comment of one word is not the best answer to every query.
const (
	bm25K      = 1.2
	bm25B      = 0.3
	typicalLen = 40 // terms of a comment, taken as fixed
)

// bm25 returns the score of a document by how often a word is in it, and 1/sqrt(words).
func bm25(times uint64, norm float64) float64 {
	freq, length := float64(times), 1/(norm*norm)
	return freq * (bm25K + 1) / (freq + bm25K*(1-bm25B+bm25B*length/typicalLen))
}

// Bounds of what a prefix or a misspelled word may stand for.
const (
	maxBeginning = 1000
	maxNear      = 50
)

// expand returns the words that a prefix or a misspelled word stands for.
func (p *planner) expand(c *clause) ([]way, error) {
	words := p.lexicon.words(c.text)
	if len(words) != 1 {
		return nil, p.fail(c, "* and ~ should follow a single word")
	}
	written := string(fold(nil, c.text[words[0].start:words[0].end]))
	vocabulary, err := p.ix.words()
	if err != nil {
		return nil, err
	}
	var list []near
	if c.fuzzy {
		list = vocabulary.near(written)
	} else {
		terms := append(vocabulary.beginning(written), vocabulary.beginning(american(written))...)
		slices.Sort(terms)
		for _, term := range slices.Compact(terms) {
			list = append(list, near{term: term})
		}
	}
	var ways []way
	for _, n := range list {
		docs, err := p.ix.count(n.term)
		switch {
		case err != nil:
			return nil, err
		case docs == 0:
		case c.fuzzy && len(ways) == maxNear:
			return ways, nil
		case len(ways) == maxBeginning:
			return nil, p.fail(c, fmt.Sprintf("more than %d words begin so: write more letters before *", maxBeginning))
		default:
			ways = append(ways, way{[]string{n.term}, nearness[n.off]})
		}
	}
	return ways, nil
}
