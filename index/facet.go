package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"voc"
)

// counts are numbers of documents by tag.
type counts map[string]int

func (c counts) add(other counts) {
	for tag, n := range other {
		c[tag] += n
	}
}

// put adds n documents of a tag, if there are any.
func (c counts) put(tag string, n uint64) {
	if n > 0 {
		c[tag] += int(n)
	}
}

// leaves says which part of a filter the counts of a tag leave out: none if whole is set.
func leaves(name string, whole bool) part {
	switch {
	case whole:
		return ""
	case name == tagMonth:
		return partDays
	}
	return part(name)
}

// count counts the documents of each tag that match everything but the tag's own part of the filter,
// or everything if whole is set.
func (sel *selection) count(whole bool) (counts, error) {
	bases := map[part]*roaring.Bitmap{}
	c := counts{}
	if sel.units != nil {
		units, err := sel.shard.units()
		if err != nil {
			return nil, err
		}
		for _, name := range []string{tagNeed, tagTheme} {
			left := leaves(name, whole)
			units.tally(name, sel.units.units[sel.units.leaving(left)], sel.without(left), c)
		}
	}
	for tag, docs := range sel.shard.tags {
		name, _, _ := strings.Cut(tag, "=")
		if name == tagPolarity || sel.units != nil && (name == tagNeed || name == tagTheme) {
			continue
		}
		left := leaves(name, whole)
		if bases[left] == nil {
			bases[left] = sel.without(left)
		}
		c.put(tag, bases[left].AndCardinality(docs))
	}
	return c, nil
}

// facets sorts counts into facets, in which the most frequent comes first, and months.
func (c counts) facets(f voc.Filter) ([]Facet, []Count) {
	chosen := map[string][]string{tagDept: f.Dept, tagNeed: f.Need, tagTheme: f.Theme, tagSentiment: f.Sentiment, tagChannel: f.Channel, tagAudience: f.Audience}
	by := map[string][]Count{}
	for tag, n := range c {
		name, value, _ := strings.Cut(tag, "=")
		count := Count{Value: value, N: n}
		if name == tagNeed || name == tagTheme {
			before, polarity, _ := strings.Cut(value, "/")
			count.Value, count.Polarity = before, voc.Polarity(polarity)
		}
		count.Chosen = slices.Contains(chosen[name], count.Value) &&
			(count.Polarity == "" || len(f.Polarity) == 0 || slices.Contains(f.Polarity, string(count.Polarity)))
		by[name] = append(by[name], count)
	}
	var facets []Facet
	for _, name := range []string{tagNeed, tagTheme, tagSentiment, tagDept, tagChannel, tagAudience} {
		list := withChosen(by[name], chosen[name])
		order(list)
		facets = append(facets, Facet{Name: name, Counts: list})
	}
	months := by[tagMonth]
	slices.SortFunc(months, func(a, b Count) int { return strings.Compare(a.Value, b.Value) })
	return facets, months
}

// withChosen adds what is chosen and has no comment, so that it can be taken back.
func withChosen(list []Count, chosen []string) []Count {
	for _, value := range chosen {
		if !slices.ContainsFunc(list, func(c Count) bool { return c.Value == value && c.Polarity == "" }) {
			list = append(list, Count{Value: value, Chosen: true})
		}
	}
	return list
}

// order sorts counts by number, those of one value together: first whatever the polarity, then by polarity.
func order(list []Count) {
	whole := map[string]int{}
	for _, c := range list {
		if c.Polarity == "" {
			whole[c.Value] = c.N
		}
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(whole[b.Value]-whole[a.Value], strings.Compare(a.Value, b.Value), strings.Compare(string(a.Polarity), string(b.Polarity)))
	})
}
