package index

import (
	"context"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"voc"
)

// A unitReader tells in which units of a document words and labels stand.
// The units of a comment are placed in fieldUnit, each label in it where its unit stands.
type unitReader struct {
	units  *row
	labels map[string]*row // by tag
	leaves map[*node][]*row
	starts []uint64 // of the document's units, ascending
}

// A unitSet is a set of a document's units.
type unitSet []bool

// openUnits opens the words of the tree and the tags.
func (s *shard) openUnits(ctx context.Context, root *node, tags []string) (_ *unitReader, err error) {
	r := &unitReader{labels: map[string]*row{}, leaves: map[*node][]*row{}}
	defer func() {
		if err != nil {
			r.close()
		}
	}()
	if r.units, err = s.openRow(ctx, fieldUnit, []string{everyUnit}); err != nil {
		return nil, err
	}
	slices.Sort(tags)
	for _, tag := range slices.Compact(tags) {
		if r.labels[tag], err = s.openRow(ctx, fieldUnit, []string{tag}); err != nil {
			delete(r.labels, tag)
			return nil, err
		}
	}
	for leaf := range root.leaves {
		for _, w := range leaf.ways {
			row, err := s.openRow(ctx, fieldText, w.terms)
			if err != nil {
				return nil, err
			}
			r.leaves[leaf] = append(r.leaves[leaf], row)
		}
	}
	return r, nil
}

// leaves calls yield with every leaf of the tree, of which there are none if it is nil.
func (n *node) leaves(yield func(*node) bool) {
	n.eachLeaf(yield)
}

func (n *node) eachLeaf(yield func(*node) bool) bool {
	if n == nil {
		return true
	}
	if len(n.nodes) == 0 {
		return yield(n)
	}
	for _, child := range n.nodes {
		if !child.eachLeaf(yield) {
			return false
		}
	}
	return true
}

func (r *unitReader) close() {
	if r.units != nil {
		r.units.close()
	}
	for _, row := range r.labels {
		row.close()
	}
	for _, rows := range r.leaves {
		for _, row := range rows {
			row.close()
		}
	}
}

// read goes to a document; it reports whether that has units. Documents must be read in order.
func (r *unitReader) read(doc uint32) (bool, error) {
	ok, err := r.units.has(doc)
	if err != nil || !ok {
		return false, err
	}
	r.starts = append(r.starts[:0], r.units.starts()...)
	slices.Sort(r.starts)
	return true, nil
}

// with adds to set the units of the document in which the row stands.
func (r *unitReader) with(row *row, doc uint32, set unitSet) error {
	ok, err := row.has(doc)
	if err != nil || !ok {
		return err
	}
	for _, start := range row.starts() {
		i, found := slices.BinarySearch(r.starts, start)
		if !found {
			i-- // it stands behind where this unit starts
		}
		if i >= 0 {
			set[i] = true
		}
	}
	return nil
}

// matching returns the units in which the tree holds: all if there is no tree.
func (r *unitReader) matching(n *node, doc uint32) (unitSet, error) {
	set := make(unitSet, len(r.starts))
	if n == nil {
		return set.not(), nil
	}
	if len(n.nodes) == 0 {
		for _, row := range r.leaves[n] {
			if err := r.with(row, doc, set); err != nil {
				return nil, err
			}
		}
		return set, nil
	}
	must, not := make(unitSet, len(r.starts)).not(), make(unitSet, len(r.starts))
	anyMust, positive := false, false
	for _, child := range n.nodes {
		found, err := r.matching(child, doc)
		if err != nil {
			return nil, err
		}
		switch {
		case child.not:
			not = not.or(found)
			continue
		case child.must:
			must, anyMust = must.and(found), true
		default:
			set = set.or(found)
		}
		positive = true
	}
	if anyMust || !positive {
		set = must
	}
	return set.and(not.not()), nil
}

func (s unitSet) and(o unitSet) unitSet {
	for i := range s {
		s[i] = s[i] && o[i]
	}
	return s
}

func (s unitSet) or(o unitSet) unitSet {
	for i := range s {
		s[i] = s[i] || o[i]
	}
	return s
}

func (s unitSet) not() unitSet {
	for i := range s {
		s[i] = !s[i]
	}
	return s
}

// A labelPart is a part of the filter that must hold in the unit: any of its tags.
type labelPart struct {
	part part
	tags []string
}

// labelParts returns the parts of the filter that are about a unit.
func labelParts(f voc.Filter) []labelPart {
	polarities := f.Polarity
	if len(polarities) == 0 {
		polarities = []string{"", string(voc.Met), string(voc.Unmet), string(voc.Mixed)}
	}
	var parts []labelPart
	take := func(name string, values []string) {
		p := labelPart{part: part(name)}
		for _, value := range values {
			for _, polarity := range polarities {
				p.tags = append(p.tags, tag(name, value, voc.Polarity(polarity)))
			}
		}
		if len(p.tags) > 0 {
			parts = append(parts, p)
		}
	}
	if len(f.Need) == 0 && len(f.Theme) == 0 && len(f.Polarity) > 0 {
		for _, need := range voc.Needs {
			f.Need = append(f.Need, string(need))
		}
	}
	take(tagNeed, f.Need)
	take(tagTheme, f.Theme)
	return parts
}

// inUnit returns the documents, of those given, that have a unit in which the tree and each part hold, except the part left out.
// If tally is not nil it is given the tags called name of the units in which they hold, document by document.
func (s *shard) inUnit(ctx context.Context, root *node, parts []labelPart, left part, docs *roaring.Bitmap, name string, tally counts) (*roaring.Bitmap, error) {
	var tags []string
	for _, p := range parts {
		if p.part != left {
			tags = append(tags, p.tags...)
		}
	}
	var all []string
	if tally != nil {
		if err := s.eachTerm(fieldUnit, name+"=", func(term string) bool { all = append(all, term); return true }); err != nil {
			return nil, err
		}
	}
	r, err := s.openUnits(ctx, root, slices.Concat(tags, all))
	if err != nil {
		return nil, err
	}
	defer r.close()
	kept := roaring.New()
	for it := docs.Iterator(); it.HasNext(); {
		doc := it.Next()
		if ok, err := r.read(doc); err != nil || !ok {
			if err != nil {
				return nil, err
			}
			continue
		}
		set, err := r.matching(root, doc)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			if p.part == left {
				continue
			}
			labelled := make(unitSet, len(set))
			for _, tag := range p.tags {
				if err := r.with(r.labels[tag], doc, labelled); err != nil {
					return nil, err
				}
			}
			set = set.and(labelled)
		}
		if !slices.Contains(set, true) {
			continue
		}
		kept.Add(doc)
		if err := r.tally(tally, all, doc, set); err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return kept, nil
}

// tally counts the document once for each tag that stands in one of the units, and once for the tag without its polarity.
func (r *unitReader) tally(c counts, tags []string, doc uint32, set unitSet) error {
	counted := ""
	for _, tag := range tags {
		labelled := make(unitSet, len(set))
		if err := r.with(r.labels[tag], doc, labelled); err != nil {
			return err
		}
		if !slices.Contains(labelled.and(set), true) {
			continue
		}
		whole, _, polar := strings.Cut(tag, "/")
		if polar {
			c[tag]++
		}
		if whole != counted {
			c[whole]++
			counted = whole
		}
	}
	return nil
}
