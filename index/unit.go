package index

import (
	"context"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"voc"
)

// A unitTable is the units of a shard, numbered in the order of documents, in memory: about six bytes each.
//
// Note: it is read once, when a query first asks for one unit. Looking units up document by document took a fifth of a second
// for a common word over a million comments; sets of units take a tenth of that.
type unitTable struct {
	first  []uint32                   // by document: the number of its first unit; one more than there are documents
	docs   []uint32                   // the document of every stride-th unit
	starts []uint16                   // by unit: where it begins in the text, in bytes; far if it is in beyond
	beyond map[uint32]uint32          // by unit, for very long texts
	labels map[string]*roaring.Bitmap // by tag: the units that have it
}

const (
	stride = 32
	far    = math.MaxUint16
)

// readUnits reads the units of a shard.
func readUnits(s *shard) (*unitTable, error) {
	ctx := context.Background() // of all queries, not of the one that came first
	u := &unitTable{first: make([]uint32, 0, len(s.days)+1), beyond: map[uint32]uint32{}, labels: map[string]*roaring.Bitmap{}}
	err := s.scan(ctx, everyUnit, fieldUnit, places, func(p *posting) {
		u.until(p.doc + 1)
		slices.Sort(p.starts)
		for _, start := range p.starts {
			u.add(p.doc, start)
		}
	})
	if err != nil {
		return nil, err
	}
	u.until(uint32(len(s.days)) + 1)
	var failed error
	err = s.eachTerm(fieldUnit, "", func(term string) bool {
		if term != everyUnit {
			u.labels[term], failed = u.with(ctx, s, term, fieldUnit)
		}
		return failed == nil
	})
	if err == nil {
		err = failed
	}
	return u, err
}

// until says of all documents before doc that have no first unit yet that it is the next one.
func (u *unitTable) until(doc uint32) {
	for uint32(len(u.first)) < doc {
		u.first = append(u.first, u.len())
	}
}

func (u *unitTable) len() uint32 { return uint32(len(u.starts)) }

func (u *unitTable) add(doc uint32, start uint64) {
	if u.len()%stride == 0 {
		u.docs = append(u.docs, doc)
	}
	if start >= far {
		u.beyond[u.len()] = uint32(start)
	}
	u.starts = append(u.starts, uint16(min(start, far)))
}

// start returns where a unit begins in the text.
func (u *unitTable) start(unit uint32) uint64 {
	if start := u.starts[unit]; start < far {
		return uint64(start)
	}
	return uint64(u.beyond[unit])
}

// with returns the units in which a term stands.
func (u *unitTable) with(ctx context.Context, s *shard, term, field string) (*roaring.Bitmap, error) {
	c := collector{set: roaring.New()}
	err := s.scan(ctx, term, field, places, func(p *posting) { u.at(&c, p.doc, p.starts) })
	return c.all(), err
}

// at collects the units of a document in which places in its text lie.
func (u *unitTable) at(c *collector, doc uint32, starts []uint64) {
	first, end := u.first[doc], u.first[doc+1]
	for _, start := range starts {
		// It stands in the last unit that begins before or where it does.
		after := first + uint32(sort.Search(int(end-first), func(i int) bool { return u.start(first+uint32(i)) > start }))
		if after > first {
			c.add(after - 1)
		}
	}
}

// docsIn returns the documents of units.
func (u *unitTable) docsIn(set *roaring.Bitmap) *roaring.Bitmap {
	c := collector{set: roaring.New()}
	doc, known := uint32(0), false
	each(set, func(unit uint32) {
		if known && unit < u.first[doc+1] {
			return
		}
		for doc = max(doc, u.docs[unit/stride]); u.first[doc+1] <= unit; {
			doc++
		}
		known = true
		c.add(doc)
	})
	return c.all()
}

// A collector makes a set of numbers, without holding them all.
type collector struct {
	set    *roaring.Bitmap
	buffer [4096]uint32
	n      int
}

func (c *collector) add(number uint32) {
	if c.n == len(c.buffer) {
		c.all()
	}
	c.buffer[c.n] = number
	c.n++
}

func (c *collector) all() *roaring.Bitmap {
	c.set.AddMany(c.buffer[:c.n])
	c.n = 0
	return c.set
}

// matching returns the units in which the tree holds: all if there is no tree.
func (u *unitTable) matching(ctx context.Context, s *shard, n *node) (*roaring.Bitmap, error) {
	switch {
	case n == nil:
		return u.all(), nil
	case len(n.nodes) == 0:
		return u.worded(ctx, s, n)
	}
	var must, either *roaring.Bitmap // nil if there is no such node
	not := roaring.New()
	for _, child := range n.nodes {
		found, err := u.matching(ctx, s, child)
		switch {
		case err != nil:
			return nil, err
		case child.not:
			not.Or(found)
		case child.must && !n.either && must == nil:
			must = found
		case child.must && !n.either:
			must.And(found)
		case either == nil:
			either = found
		default:
			either.Or(found)
		}
	}
	set := must
	if set == nil {
		set = either
	}
	if set == nil {
		set = u.all()
	}
	set.AndNot(not)
	return set, nil
}

func (u *unitTable) all() *roaring.Bitmap {
	set := roaring.New()
	set.AddRange(0, uint64(u.len()))
	return set
}

// worded returns the units in which a leaf stands in one of its ways.
func (u *unitTable) worded(ctx context.Context, s *shard, leaf *node) (*roaring.Bitmap, error) {
	all := roaring.New()
	for _, w := range leaf.ways {
		look := u.phrased
		if len(w.terms) == 1 {
			look = func(ctx context.Context, s *shard, w way) (*roaring.Bitmap, error) {
				return u.with(ctx, s, w.terms[0], fieldText)
			}
		}
		set, err := look(ctx, s, w)
		if err != nil {
			return nil, err
		}
		all.Or(set)
	}
	return all, nil
}

// phrased returns the units in which the terms of a way stand in a row.
func (u *unitTable) phrased(ctx context.Context, s *shard, w way) (*roaring.Bitmap, error) {
	row, err := s.openRow(ctx, fieldText, w.terms)
	if err != nil {
		return nil, err
	}
	defer row.close()
	c := collector{set: roaring.New()}
	for n := 1; ; n++ {
		ok, err := row.next()
		if err != nil || !ok {
			return c.all(), err
		}
		u.at(&c, row.doc(), row.starts())
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
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

// inUnits are the units that are as a query wants one, and their documents,
// by the part of the filter that was not looked at: "" if all were.
type inUnits struct {
	units   map[part]*roaring.Bitmap
	without map[part]*roaring.Bitmap
}

// leaving returns left if there is such a part, else "": then leaving it out changes nothing.
func (in *inUnits) leaving(left part) part {
	if in.units[left] == nil {
		return ""
	}
	return left
}

// inUnit looks for units in which the tree and the parts hold.
func (s *shard) inUnit(ctx context.Context, root *node, parts []labelPart) (*inUnits, error) {
	u, err := s.units()
	if err != nil {
		return nil, err
	}
	words, err := u.matching(ctx, s, root)
	if err != nil {
		return nil, err
	}
	sets := map[part]*roaring.Bitmap{}
	lefts := []part{""}
	for _, p := range parts {
		set := roaring.New()
		for _, tag := range p.tags {
			if labelled := u.labels[tag]; labelled != nil {
				set.Or(labelled)
			}
		}
		sets[p.part], lefts = set, append(lefts, p.part)
	}
	in := &inUnits{units: map[part]*roaring.Bitmap{}, without: map[part]*roaring.Bitmap{}}
	for _, left := range lefts {
		set := words.Clone()
		for _, p := range parts {
			if p.part != left {
				set.And(sets[p.part])
			}
		}
		in.units[left], in.without[left] = set, u.docsIn(set)
	}
	return in, nil
}

// tally counts the documents that pass for each label called name that stands in one of the units, and for the label whatever its polarity.
func (u *unitTable) tally(name string, in, pass *roaring.Bitmap, c counts) {
	wholes := map[string]*roaring.Bitmap{}
	for label, labelled := range u.labels {
		if !strings.HasPrefix(label, name+"=") {
			continue
		}
		set := roaring.And(in, labelled)
		whole, _, polar := strings.Cut(label, "/")
		if wholes[whole] == nil {
			wholes[whole] = roaring.New()
		}
		wholes[whole].Or(set)
		if polar {
			c.put(label, u.docsIn(set).AndCardinality(pass))
		}
	}
	for label, set := range wholes {
		c.put(label, u.docsIn(set).AndCardinality(pass))
	}
}
