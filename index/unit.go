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
		case child.must && !n.either:
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

// inUnits are the documents of which one unit is as a query wants it.
type inUnits struct {
	parts   []labelPart
	without map[part]*roaring.Bitmap // by the part that was not looked at: "" if all were
	places  map[part]*unitPlaces     // the same with the units
}

// leaving returns left if there is such a part, else "": then leaving it out changes nothing.
func (u *inUnits) leaving(left part) part {
	if slices.ContainsFunc(u.parts, func(p labelPart) bool { return p.part == left }) {
		return left
	}
	return ""
}

// unitPlaces are units of documents.
type unitPlaces struct {
	docs   []uint32
	first  []int // by document: its first unit below
	starts []uint64
	in     []bool // by unit
}

func (u *unitPlaces) add(doc uint32, starts []uint64, set unitSet) {
	u.docs, u.first = append(u.docs, doc), append(u.first, len(u.starts))
	u.starts, u.in = append(u.starts, starts...), append(u.in, set...)
}

// has reports whether one of the places in a text lies in a unit of the ith document.
func (u *unitPlaces) has(i int, places []uint64) bool {
	end := len(u.starts)
	if i+1 < len(u.first) {
		end = u.first[i+1]
	}
	starts, in := u.starts[u.first[i]:end], u.in[u.first[i]:end]
	return slices.ContainsFunc(places, func(at uint64) bool {
		unit, found := slices.BinarySearch(starts, at)
		return found && in[unit]
	})
}

// inUnit looks for units in which the tree and the parts hold, in the documents given.
// It also looks without each of the parts in tallied, and keeps those units.
func (s *shard) inUnit(ctx context.Context, root *node, parts []labelPart, docs *roaring.Bitmap, tallied []part) (*inUnits, error) {
	var tags []string
	for _, p := range parts {
		tags = append(tags, p.tags...)
	}
	r, err := s.openUnits(ctx, root, tags)
	if err != nil {
		return nil, err
	}
	defer r.close()
	found := &inUnits{parts: parts, without: map[part]*roaring.Bitmap{"": roaring.New()}, places: map[part]*unitPlaces{}}
	lefts := []part{""}
	for _, left := range tallied {
		if left = found.leaving(left); left != "" {
			lefts = append(lefts, left)
		}
		found.places[left] = new(unitPlaces)
	}
	kept := make([][]uint32, len(lefts))
	for it := docs.Iterator(); it.HasNext(); {
		doc := it.Next()
		sets, err := r.hold(doc, root, parts, lefts)
		if err != nil {
			return nil, err
		}
		for i, set := range sets {
			if !slices.Contains(set, true) {
				continue
			}
			kept[i] = append(kept[i], doc)
			if places := found.places[lefts[i]]; places != nil {
				places.add(doc, r.starts, set)
			}
		}
		if doc%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	for i, left := range lefts {
		found.without[left] = roaring.BitmapOf(kept[i]...)
	}
	return found, nil
}

// hold returns for each of the parts that may be left out the units of the document in which everything else holds,
// nothing if the tree holds in none.
func (r *unitReader) hold(doc uint32, root *node, parts []labelPart, lefts []part) ([]unitSet, error) {
	if ok, err := r.read(doc); err != nil || !ok {
		return nil, err
	}
	words, err := r.matching(root, doc)
	if err != nil || !slices.Contains(words, true) {
		return nil, err
	}
	sets := make([]unitSet, len(lefts))
	for i := range lefts {
		sets[i] = slices.Clone(words)
	}
	for _, p := range parts {
		labelled := make(unitSet, len(words))
		for _, tag := range p.tags {
			if err := r.with(r.labels[tag], doc, labelled); err != nil {
				return nil, err
			}
		}
		for i, left := range lefts {
			if p.part != left {
				sets[i].and(labelled)
			}
		}
	}
	return sets, nil
}

// tally counts the documents that pass for each label called name that stands in one of the places, and for the label whatever its polarity.
func (s *shard) tally(ctx context.Context, name string, places *unitPlaces, pass *roaring.Bitmap, c counts) error {
	wholes := map[string][]uint32{}
	var failed error
	err := s.eachTerm(fieldUnit, name+"=", func(term string) bool {
		var docs []uint32
		docs, failed = s.placed(ctx, term, places, pass)
		whole, _, polar := strings.Cut(term, "/")
		if polar && len(docs) > 0 {
			c[term] += len(docs)
		}
		wholes[whole] = append(wholes[whole], docs...)
		return failed == nil
	})
	if err != nil {
		return err
	}
	for whole, docs := range wholes {
		if n := roaring.BitmapOf(docs...).GetCardinality(); n > 0 {
			c[whole] += int(n)
		}
	}
	return failed
}

// placed returns the documents in which the label stands in one of the places.
func (s *shard) placed(ctx context.Context, label string, places *unitPlaces, pass *roaring.Bitmap) ([]uint32, error) {
	row, err := s.openRow(ctx, fieldUnit, []string{label})
	if err != nil {
		return nil, err
	}
	defer row.close()
	var docs []uint32
	at := row.cursors[0]
	for i := 0; i < len(places.docs); {
		if err := at.advance(places.docs[i]); err != nil || at.at == nil {
			return docs, err
		}
		doc := at.doc()
		if doc > places.docs[i] {
			skip, _ := slices.BinarySearch(places.docs[i:], doc)
			i += skip
			continue
		}
		if pass.Contains(doc) && places.has(i, row.starts()) {
			docs = append(docs, doc)
		}
		i++
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return docs, nil
}
