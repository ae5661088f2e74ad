package index

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	"golang.org/x/sync/errgroup"

	"voc"
)

// Search finds comments. A mistake in the query is a [*QueryError] or a [*FilterError].
func (ix *Index) Search(ctx context.Context, q Query) (*Result, error) {
	found, err := ix.again(ctx, q, max(0, q.Offset)+max(0, q.Limit))
	if err != nil {
		return nil, err
	}
	result := &Result{Total: found.total, Whole: found.whole, Also: found.also}
	if q.Facets || q.Counts {
		result.Facets, result.Months = found.counts.facets(q.Filter)
	}
	first := min(max(0, q.Offset), len(found.ranked))
	for _, c := range found.ranked[first:min(first+max(0, q.Limit), len(found.ranked))] {
		hit, err := ix.hit(found, c)
		if err != nil {
			return nil, err
		}
		result.Hits = append(result.Hits, hit)
	}
	return result, nil
}

// Each finds all comments that match, whatever the query's limit and offset, in its order.
// An error is the last thing in the sequence.
func (ix *Index) Each(ctx context.Context, q Query) iter.Seq2[Hit, error] {
	return func(yield func(Hit, error) bool) {
		q.Facets, q.Counts = false, false
		found, err := ix.find(ctx, q, ix.docs)
		if err != nil {
			yield(Hit{}, err)
			return
		}
		for _, c := range found.ranked {
			hit, err := ix.hit(found, c)
			if err == nil {
				err = ctx.Err()
			}
			if !yield(hit, err) || err != nil {
				return
			}
		}
	}
}

// Found is what a query found before records are read.
type found struct {
	total  int
	whole  int // of total: those that match all that was asked for
	ranked []*candidate
	counts counts
	root   *node
	also   []string
}

// again finds what a query finds, or takes it from the last time it was asked.
func (ix *Index) again(ctx context.Context, q Query, keep int) (*found, error) {
	if keep > keepFirst {
		return ix.find(ctx, q, keep)
	}
	key, err := q.key()
	if err != nil {
		return nil, err
	}
	if f := ix.recent.get(key, keep); f != nil {
		return f, nil
	}
	f, err := ix.find(ctx, q, keepFirst)
	if err == nil {
		ix.recent.put(key, f)
	}
	if ix.searches.Add(1)%releaseEvery == 0 {
		for _, s := range ix.shards {
			s.release()
		}
	}
	return f, err
}

// releaseEvery is the number of searches after which the memory of files is given back.
const releaseEvery = 16

func (ix *Index) find(ctx context.Context, q Query, keep int) (*found, error) {
	if q.Sort == "" || q.Sort == Best && strings.TrimSpace(q.Text) == "" {
		q.Sort = Best
		if strings.TrimSpace(q.Text) == "" {
			q.Sort = Newest
		}
	}
	if !slices.Contains(Sorts, q.Sort) {
		return nil, &FilterError{"sort", string(q.Sort), "is not best, newest, oldest or negative"}
	}
	root, also, err := ix.plan(q.Text, q.Synonyms)
	if err != nil {
		return nil, searching(err)
	}
	if q.SameUnit {
		root.demand()
	}
	var parts [shards]*found
	group, ctx := errgroup.WithContext(ctx)
	for i, s := range ix.shards {
		group.Go(func() (err error) {
			// Those who come first are served first: shared among all, every search would take as long as the longest.
			select {
			case ix.gate <- struct{}{}:
				defer func() { <-ix.gate }()
			case <-ctx.Done():
				return ctx.Err()
			}
			parts[i], err = s.find(ctx, q, root, keep)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, searching(err)
	}
	all := &found{root: root, also: also, counts: counts{}}
	for _, part := range parts {
		all.total += part.total
		all.whole += part.whole
		all.ranked = append(all.ranked, part.ranked...)
		all.counts.add(part.counts)
	}
	slices.SortFunc(all.ranked, q.Sort.compare)
	all.ranked = all.ranked[:min(keep, len(all.ranked))]
	return all, nil
}

// searching says what was being done, but to the person who made a mistake in the query.
func searching(err error) error {
	var query *QueryError
	var filter *FilterError
	if errors.As(err, &query) || errors.As(err, &filter) {
		return err
	}
	return fmt.Errorf("search index: %w", err)
}

// find finds the best keep documents of one shard.
func (s *shard) find(ctx context.Context, q Query, root *node, keep int) (*found, error) {
	sets, err := s.sets(q.Filter)
	if err != nil {
		return nil, err
	}
	var text matches
	words := s.live
	if root != nil {
		if text, err = s.match(ctx, root, q.Sort == Best); err != nil {
			return nil, err
		}
		words = roaring.New()
		words.AddMany(text.docs)
	}
	sel := selection{shard: s, words: words, sets: sets}
	if q.SameUnit {
		delete(sets, tagNeed)
		delete(sets, tagTheme)
		if sel.units, err = s.inUnit(ctx, root, labelParts(q.Filter)); err != nil {
			return nil, err
		}
	}
	hits := sel.without("")
	f := &found{total: int(hits.GetCardinality())}
	f.whole = f.total
	if root.several() {
		f.whole = int(hits.AndCardinality(roaring.BitmapOf(text.whole...)))
	}
	if q.Facets || q.Counts {
		if f.counts, err = sel.count(q.Counts); err != nil {
			return nil, err
		}
	}
	f.ranked = s.rank(q.Sort, text, hits, keep)
	return f, ctx.Err()
}

// A selection is the documents of a shard that match a query, part by part of its filter.
type selection struct {
	shard *shard
	words *roaring.Bitmap          // those that match the text
	sets  map[part]*roaring.Bitmap // those that match each part of the filter
	units *inUnits                 // those that match text, need and theme in one unit, which then have no sets; nil if they need not
}

// without returns the documents that match everything but a part of the filter. They are not the caller's to change.
func (sel *selection) without(left part) *roaring.Bitmap {
	list := []*roaring.Bitmap{sel.words}
	if sel.units != nil {
		list = append(list, sel.units.without[sel.units.leaving(left)])
	}
	for _, name := range slices.Sorted(maps.Keys(sel.sets)) {
		if name != left {
			list = append(list, sel.sets[name])
		}
	}
	if len(list) == 1 {
		return sel.words
	}
	return roaring.FastAnd(list...)
}

// A candidate is a document that may be among the hits.
type candidate struct {
	shard *shard
	doc   uint32
	score float64
	day   int32
	clock int16
	mood  int16
	known string // comment id, once it was asked for
}

// id returns the comment id. It is read only for what is otherwise equal, since reading it takes a microsecond.
func (c *candidate) id() string {
	if c.known == "" {
		// An id that cannot be read is an error when the record is.
		c.known, _ = c.shard.id(c.doc)
	}
	return c.known
}

// compare orders candidates: negative if a comes before b.
func (s Sort) compare(a, b *candidate) int {
	order := 0
	switch s {
	case Best:
		order = cmp.Compare(b.score, a.score)
	case Negative:
		order = cmp.Compare(a.mood, b.mood)
	case Oldest:
		if (a.day == noDay) != (b.day == noDay) {
			return cmp.Compare(b.day, a.day)
		}
		order = cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.clock, b.clock))
	}
	if order == 0 {
		order = cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(b.clock, a.clock))
	}
	if order == 0 {
		order = cmp.Compare(a.id(), b.id())
	}
	return order
}

// rank returns the first keep of the hits in no order. text has their scores, if they are scored.
func (s *shard) rank(sort Sort, text matches, hits *roaring.Bitmap, keep int) []*candidate {
	if keep == 0 {
		return nil
	}
	top := &worst{sort: sort}
	next := &candidate{}
	i := 0
	each(hits, func(doc uint32) {
		if sort == Newest && len(top.list) == keep && s.days[doc] < top.list[0].day {
			return // as most are
		}
		*next = candidate{shard: s, doc: doc, day: s.days[doc], clock: s.clock[doc], mood: s.moods[doc]}
		if text.scores != nil {
			for text.docs[i] < doc {
				i++
			}
			next.score = text.scores[i]
		}
		switch {
		case len(top.list) < keep:
			heap.Push(top, next)
			next = &candidate{}
		case sort.compare(next, top.list[0]) < 0:
			top.list[0], next = next, top.list[0]
			heap.Fix(top, 0)
		}
	})
	return top.list
}

// worst is a heap with the worst candidate on top.
type worst struct {
	sort Sort
	list []*candidate
}

func (w *worst) Len() int           { return len(w.list) }
func (w *worst) Less(i, j int) bool { return w.sort.compare(w.list[i], w.list[j]) > 0 }
func (w *worst) Swap(i, j int)      { w.list[i], w.list[j] = w.list[j], w.list[i] }
func (w *worst) Push(x any)         { w.list = append(w.list, x.(*candidate)) }
func (w *worst) Pop() any           { panic("not used") }

// hit reads the record of a candidate and marks the words that were asked for.
func (ix *Index) hit(f *found, c *candidate) (Hit, error) {
	id, err := c.shard.id(c.doc)
	if err != nil {
		return Hit{}, fmt.Errorf("search index: %w", err)
	}
	record, err := c.shard.record(id)
	if err != nil {
		return Hit{}, fmt.Errorf("search index: %w", err)
	}
	hit := Hit{Record: record, Score: c.score}
	if f.root != nil {
		l := ix.lexicons.Get().(*lexicon)
		defer ix.lexicons.Put(l)
		hit.Marks = mark(f.root, l.words(record.Text))
	}
	return hit, nil
}

// mark returns the spans of the words that match the node, in order, not overlapping.
func mark(n *node, words []word) []voc.Span {
	at := map[string][]int{}
	for i, w := range words {
		if w.term != "" {
			at[w.term] = append(at[w.term], i)
		}
	}
	var spans []voc.Span
	n.mark(words, at, &spans)
	slices.SortFunc(spans, func(a, b voc.Span) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	kept := spans[:0]
	for _, s := range spans {
		if len(kept) == 0 || s.Start >= kept[len(kept)-1].End {
			kept = append(kept, s)
		}
	}
	return kept
}

func (n *node) mark(words []word, at map[string][]int, spans *[]voc.Span) {
	if n.not {
		return
	}
	for _, child := range n.nodes {
		child.mark(words, at, spans)
	}
	for _, w := range n.ways {
		for _, i := range at[w.terms[0]] {
			if end := i + len(w.terms); end <= len(words) && inRow(words[i:end], w.terms) {
				*spans = append(*spans, voc.Span{Start: words[i].start, End: words[end-1].end})
			}
		}
	}
}

// inRow reports whether the words are the terms; an empty term stands for any word.
func inRow(words []word, terms []string) bool {
	for i, term := range terms {
		if words[i].pos != words[0].pos+i || term != "" && words[i].term != term {
			return false
		}
	}
	return true
}
