package index

import (
	"context"
	"slices"

	api "github.com/blevesearch/bleve_index_api"
)

// Matches are documents of a shard that match a node, in order, with their scores if they were asked for.
type matches struct {
	docs   []uint32
	scores []float64 // as long as docs, or nil
	whole  []uint32  // of a group: those that match all of its nodes, if it has several
}

func (m *matches) add(doc uint32, score float64, scored bool) {
	m.docs = append(m.docs, doc)
	if scored {
		m.scores = append(m.scores, score)
	}
}

func (m *matches) score(i int) float64 {
	if m.scores == nil {
		return 0
	}
	return m.scores[i]
}

// match returns the documents of the shard that match the node; the must and not of the node itself are its parent's to see to.
func (s *shard) match(ctx context.Context, n *node, scored bool) (matches, error) {
	if len(n.nodes) > 0 && !n.either {
		return s.matchGroup(ctx, n, scored)
	}
	ways := make([]matches, 0, len(n.nodes)+len(n.ways))
	for _, child := range n.nodes {
		found, err := s.match(ctx, child, scored)
		if err != nil {
			return matches{}, err
		}
		ways = append(ways, found)
	}
	for _, w := range n.ways {
		found, err := s.matchWay(ctx, w, n.idf, scored)
		if err != nil {
			return matches{}, err
		}
		if len(found.docs) > 0 {
			ways = append(ways, found)
		}
	}
	return unite(ways, scored), nil
}

// unite merges ways to word the same thing: a document has the best of its scores.
func unite(ways []matches, scored bool) matches {
	for len(ways) > 1 {
		next := ways[:0:len(ways)]
		for i := 0; i+1 < len(ways); i += 2 {
			next = append(next, merge(ways[i], ways[i+1], scored))
		}
		if len(ways)%2 == 1 {
			next = append(next, ways[len(ways)-1])
		}
		ways = next
	}
	if len(ways) == 0 {
		return matches{}
	}
	return ways[0]
}

func merge(a, b matches, scored bool) matches {
	m := matches{docs: make([]uint32, 0, len(a.docs)+len(b.docs))}
	if scored {
		m.scores = make([]float64, 0, cap(m.docs))
	}
	for i, j := 0, 0; i < len(a.docs) || j < len(b.docs); {
		switch {
		case j == len(b.docs) || i < len(a.docs) && a.docs[i] < b.docs[j]:
			m.add(a.docs[i], a.score(i), scored)
			i++
		case i == len(a.docs) || b.docs[j] < a.docs[i]:
			m.add(b.docs[j], b.score(j), scored)
			j++
		default:
			m.add(a.docs[i], max(a.score(i), b.score(j)), scored)
			i++
			j++
		}
	}
	return m
}

// matchGroup returns the documents that match every node that must be, none that must not be,
// and, if none must be, at least one of the rest.
// The score is the sum over nodes times the cube of the share of nodes that match, so that comments with all words come first.
func (s *shard) matchGroup(ctx context.Context, n *node, scored bool) (matches, error) {
	var t tally
	positive := 0
	for _, must := range []bool{true, false} {
		for _, child := range n.nodes {
			if child.not || child.must != must {
				continue
			}
			found, err := s.match(ctx, child, scored)
			if err != nil {
				return matches{}, err
			}
			switch {
			case must && positive > 0:
				t.keep(found)
			case must || !t.fixed:
				t.unite(found)
			default:
				t.boost(found)
			}
			t.fixed = must || t.fixed
			positive++
		}
	}
	if positive == 0 {
		t.docs = s.live.ToArray()
		if scored {
			t.scores = make([]float64, len(t.docs))
		}
	}
	for i := range t.scores {
		if positive > 0 {
			share := float64(t.hits[i]) / float64(positive)
			t.scores[i] *= share * share * share
		}
	}
	for _, child := range n.nodes {
		if child.not {
			found, err := s.match(ctx, child, false)
			if err != nil {
				return matches{}, err
			}
			t.drop(found)
		}
	}
	for i, doc := range t.docs {
		if positive > 1 && int(t.hits[i]) == positive {
			t.whole = append(t.whole, doc)
		}
	}
	return t.matches, nil
}

// A tally adds up the matches of a group's nodes.
type tally struct {
	matches
	hits  []uint8 // nodes that match each document
	fixed bool    // the documents are those of nodes that must match; others only add to scores
}

// unite takes in the documents of another node.
func (t *tally) unite(m matches) {
	old := *t
	t.matches, t.hits = matches{docs: make([]uint32, 0, len(old.docs)+len(m.docs))}, make([]uint8, 0, len(old.docs)+len(m.docs))
	scored := m.scores != nil || old.scores != nil
	if scored {
		t.scores = make([]float64, 0, cap(t.docs))
	}
	for i, j := 0, 0; i < len(old.docs) || j < len(m.docs); {
		switch {
		case j == len(m.docs) || i < len(old.docs) && old.docs[i] < m.docs[j]:
			t.add(old.docs[i], old.score(i), scored)
			t.hits = append(t.hits, old.hits[i])
			i++
		case i == len(old.docs) || m.docs[j] < old.docs[i]:
			t.add(m.docs[j], m.score(j), scored)
			t.hits = append(t.hits, 1)
			j++
		default:
			t.add(m.docs[j], old.score(i)+m.score(j), scored)
			t.hits = append(t.hits, old.hits[i]+1)
			i++
			j++
		}
	}
}

// keep leaves out what does not match another node.
func (t *tally) keep(m matches) {
	t.each(m, func(i, j int, both bool) bool {
		if both {
			t.gain(i, m.score(j))
		}
		return both
	})
}

// boost adds the scores of another node to the documents that match it.
func (t *tally) boost(m matches) {
	t.each(m, func(i, j int, both bool) bool {
		if both {
			t.gain(i, m.score(j))
		}
		return true
	})
}

// drop leaves out what matches another node.
func (t *tally) drop(m matches) {
	t.each(m, func(_, _ int, both bool) bool { return !both })
}

func (t *tally) gain(i int, score float64) {
	if t.scores != nil {
		t.scores[i] += score
	}
	t.hits[i]++
}

// each calls f with each document's index, and its index in m if m has it, and keeps those for which f returns true.
func (t *tally) each(m matches, f func(i, j int, both bool) bool) {
	kept, j := 0, 0
	for i, doc := range t.docs {
		for j < len(m.docs) && m.docs[j] < doc {
			j++
		}
		if !f(i, j, j < len(m.docs) && m.docs[j] == doc) {
			continue
		}
		t.docs[kept] = doc
		if t.scores != nil {
			t.scores[kept] = t.scores[i]
		}
		if t.hits != nil {
			t.hits[kept] = t.hits[i]
		}
		kept++
	}
	t.docs = t.docs[:kept]
	t.scores = t.scores[:min(kept, len(t.scores))]
	t.hits = t.hits[:min(kept, len(t.hits))]
}

// matchWay returns the documents that have the term, or the terms in a row.
func (s *shard) matchWay(ctx context.Context, w way, idf float64, scored bool) (matches, error) {
	if len(w.terms) > 1 {
		return s.matchPhrase(ctx, w, idf, scored)
	}
	if !scored {
		docs, err := s.docsOf(w.terms[0], fieldText)
		if err != nil {
			return matches{}, err
		}
		return matches{docs: docs.ToArray()}, nil
	}
	n, err := s.count(w.terms[0], fieldText)
	if err != nil {
		return matches{}, err
	}
	m := matches{docs: make([]uint32, 0, n), scores: make([]float64, 0, n)}
	err = s.scan(ctx, w.terms[0], fieldText, frequencies, func(p *posting) {
		m.add(p.doc, w.weight*idf*bm25(p.freq, p.norm), true)
	})
	return m, err
}

// matchPhrase walks the postings of all terms side by side.
func (s *shard) matchPhrase(ctx context.Context, w way, idf float64, scored bool) (matches, error) {
	row, err := s.openRow(ctx, fieldText, w.terms)
	if err != nil {
		return matches{}, err
	}
	defer row.close()
	var m matches
	for n := 1; ; n++ {
		ok, err := row.next()
		if err != nil || !ok {
			return m, err
		}
		if starts := row.starts(); len(starts) > 0 {
			score := 0.0
			if scored {
				score = w.weight * idf * bm25(uint64(len(starts)), row.cursors[0].at.Norm)
			}
			m.add(row.doc(), score, scored)
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return m, ctx.Err()
		}
	}
}

// A row is a way's terms and where they are read.
type row struct {
	cursors []*cursor // rarest first
	found   []uint64  // what starts returned last
}

// A cursor is a place in a term's postings.
type cursor struct {
	postings api.TermFieldReader
	held     api.TermFieldDoc
	at       *api.TermFieldDoc // nil at the end
	offset   int               // place of the term in its row
	wanted   api.IndexInternalID
}

func (s *shard) openRow(ctx context.Context, field string, terms []string) (*row, error) {
	r := &row{}
	for i, term := range terms {
		if term == "" {
			continue
		}
		postings, err := s.reader.TermFieldReader(ctx, []byte(term), field, true, true, true)
		if err != nil {
			r.close()
			return nil, err
		}
		r.cursors = append(r.cursors, &cursor{postings: postings, offset: i})
	}
	slices.SortStableFunc(r.cursors, func(a, b *cursor) int { return int(a.postings.Count()) - int(b.postings.Count()) })
	return r, nil
}

func (r *row) close() {
	for _, c := range r.cursors {
		c.postings.Close()
	}
}

func (r *row) doc() uint32 { return uint32(r.cursors[0].at.ID.Value()) }

// next goes to the next document that has all terms; it reports whether there is one.
func (r *row) next() (bool, error) {
	lead := r.cursors[0]
	if err := lead.next(); err != nil {
		return false, err
	}
	return r.align()
}

func (r *row) align() (bool, error) {
	lead := r.cursors[0]
	for lead.at != nil {
		ahead := false
		for _, c := range r.cursors[1:] {
			if err := c.advance(r.doc()); err != nil {
				return false, err
			}
			if c.at == nil {
				return false, nil
			}
			if c.doc() > r.doc() {
				if err := lead.advance(c.doc()); err != nil {
					return false, err
				}
				ahead = true
				break
			}
		}
		if !ahead {
			return true, nil
		}
	}
	return false, nil
}

// starts returns where in the text the row is, each time it is there: byte offsets of its rarest term.
// They are the caller's until the next call.
func (r *row) starts() []uint64 {
	starts := r.found[:0]
	lead := r.cursors[0]
	for _, v := range lead.at.Vectors {
		here := true
		for _, c := range r.cursors[1:] {
			want := v.Pos + uint64(c.offset) - uint64(lead.offset)
			if !slices.ContainsFunc(c.at.Vectors, func(o *api.TermFieldVector) bool { return o.Pos == want }) {
				here = false
				break
			}
		}
		if here {
			starts = append(starts, v.Start)
		}
	}
	r.found = starts
	return starts
}

func (c *cursor) doc() uint32 { return uint32(c.at.ID.Value()) }

func (c *cursor) next() (err error) {
	c.at, err = c.postings.Next(c.held.Reset())
	return err
}

// advance goes to the first posting from doc on; it stays where it is if that is there or beyond.
func (c *cursor) advance(doc uint32) (err error) {
	if c.at != nil && c.doc() >= doc {
		return nil
	}
	c.wanted = api.NewIndexInternalID(c.wanted, uint64(doc))
	c.at, err = c.postings.Advance(c.wanted, c.held.Reset())
	return err
}
