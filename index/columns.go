package index

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"voc"
)

// columns hold what filters, facets and orders need of a shard's documents, in memory: about 30 bytes each.
//
// Note: Bleve's own facets read values document by document and take 0.8 s over a million; counting sets takes a few milliseconds.
type columns struct {
	live  *roaring.Bitmap            // documents that were not taken out
	tags  map[string]*roaring.Bitmap // documents by tag
	days  []int32                    // by document, since 1970; noDay if unknown
	clock []int16                    // minutes of the day; 0 if unknown
	moods []int16                    // 0, most negative, to 200; noMood without a sentiment
}

const (
	noDay  = math.MinInt32
	noMood = math.MaxInt16
)

func (c *columns) load(s *shard) error {
	c.live = s.liveDocs()
	size := 0
	if !c.live.IsEmpty() {
		size = int(c.live.Maximum()) + 1
	}
	c.days, c.clock, c.moods = fill(size, int32(noDay)), make([]int16, size), fill(size, int16(noMood))
	return c.read(s)
}

func fill[T any](n int, value T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = value
	}
	return list
}

// read reads the fields that are kept in memory, term by term.
func (c *columns) read(s *shard) error {
	c.tags = map[string]*roaring.Bitmap{}
	err := s.eachValue(fieldTag, func(term string, docs *roaring.Bitmap) error {
		c.tags[term] = docs
		return nil
	})
	if err != nil {
		return err
	}
	err = s.eachValue(fieldDay, func(term string, docs *roaring.Bitmap) error {
		day, err := dayNumber(term)
		each(docs, func(doc uint32) { c.days[doc] = day })
		return err
	})
	if err != nil {
		return err
	}
	err = s.eachValue(fieldClock, func(term string, docs *roaring.Bitmap) error {
		hours, minutes, _ := strings.Cut(term, ":")
		h, _ := strconv.Atoi(hours)
		m, _ := strconv.Atoi(minutes)
		each(docs, func(doc uint32) { c.clock[doc] = int16(60*h + m) })
		return nil
	})
	if err != nil {
		return err
	}
	return s.eachValue(fieldMood, func(term string, docs *roaring.Bitmap) error {
		mood, err := strconv.Atoi(term)
		each(docs, func(doc uint32) { c.moods[doc] = int16(mood) })
		return err
	})
}

// eachValue calls f with every term of a field that documents have, and these documents.
func (s *shard) eachValue(field string, f func(term string, docs *roaring.Bitmap) error) error {
	var failed error
	err := s.eachTerm(field, "", func(term string) bool {
		var docs *roaring.Bitmap
		if docs, failed = s.docsOf(term, field); failed == nil && !docs.IsEmpty() {
			failed = f(term, docs)
		}
		return failed == nil
	})
	if err == nil {
		err = failed
	}
	return err
}

// dayNumber returns the number of days from 1970 to the day, which is written 2006-01-02.
func dayNumber(day string) (int32, error) {
	t, err := time.Parse("2006-01-02", day)
	return int32(math.Floor(float64(t.Unix()) / 86400)), err
}

// A part is a part of a filter that a facet leaves out.
type part string

// The parts of a filter beside those that are tags by name.
const (
	partDays part = "days"
)

// sets returns the documents that each part of the filter selects.
// A part that selects nothing out has no set.
func (c *columns) sets(f voc.Filter) (map[part]*roaring.Bitmap, error) {
	sets := map[part]*roaring.Bitmap{}
	for name, values := range map[string][]string{tagDept: f.Dept, tagSentiment: f.Sentiment, tagChannel: f.Channel, tagAudience: f.Audience} {
		if len(values) > 0 {
			sets[part(name)] = c.any(name, values, nil)
		}
	}
	if len(f.Need) > 0 {
		sets[tagNeed] = c.any(tagNeed, f.Need, f.Polarity)
	}
	if len(f.Theme) > 0 {
		sets[tagTheme] = c.any(tagTheme, f.Theme, f.Polarity)
	}
	if len(f.Need) == 0 && len(f.Theme) == 0 && len(f.Polarity) > 0 {
		sets[tagNeed] = c.any(tagPolarity, f.Polarity, nil)
	}
	if f.From == "" && f.To == "" {
		return sets, nil
	}
	from, to, err := daysOf(f)
	if err != nil {
		return nil, err
	}
	docs := make([]uint32, 0, len(c.days))
	for doc, day := range c.days {
		if day != noDay && day >= from && day <= to {
			docs = append(docs, uint32(doc))
		}
	}
	sets[partDays] = roaring.BitmapOf(docs...)
	return sets, nil
}

func daysOf(f voc.Filter) (from, to int32, err error) {
	from, to = math.MinInt32, math.MaxInt32
	if f.From != "" {
		if from, err = dayNumber(f.From); err != nil {
			return 0, 0, &FilterError{"from", f.From, "is not a day such as 2026-03-31"}
		}
	}
	if f.To != "" {
		if to, err = dayNumber(f.To); err != nil {
			return 0, 0, &FilterError{"to", f.To, "is not a day such as 2026-03-31"}
		}
	}
	return from, to, nil
}

// any returns the documents that have any of the values, with any of the polarities if there are some.
func (c *columns) any(name string, values, polarities []string) *roaring.Bitmap {
	if len(polarities) == 0 {
		polarities = []string{""}
	}
	all := roaring.New()
	for _, value := range values {
		for _, p := range polarities {
			if set := c.tags[tag(name, value, voc.Polarity(p))]; set != nil {
				all.Or(set)
			}
		}
	}
	return all
}
