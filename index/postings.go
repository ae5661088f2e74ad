package index

import (
	"context"
	"errors"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	api "github.com/blevesearch/scorch_segment_api/v2"
)

// A segment is a file of a shard, with documents of its own.
//
// Note: postings are read from segments, not by Bleve's TermFieldReader, which goes from document to document:
// all documents that have a term are there as a set, and taking it is twenty times as fast.
type segment struct {
	*scorch.SegmentSnapshot
	first uint32 // number that its first document has in the shard
}

// errSegment means that a segment is of a kind that this package does not know.
var errSegment = errors.New("segment of an unknown kind")

// segmentsOf returns the segments of a shard in the order of their documents.
func segmentsOf(snapshot *scorch.IndexSnapshot) []segment {
	var list []segment
	first := uint32(0)
	for _, s := range snapshot.Segments() {
		list = append(list, segment{s, first})
		first += uint32(s.Segment().Count())
	}
	return list
}

// release gives back the memory in which the files of the shard were read.
// Files are mapped, so that what was ever read counts as memory of the program until somebody else needs it.
func (s *shard) release() {
	for _, segment := range s.segments {
		if mapped, ok := segment.Segment().(interface{ Data() []byte }); ok {
			release(mapped.Data())
		}
	}
}

// A list is the documents of a segment that have a term.
type list struct {
	api.PostingsList
	first uint32 // number that the first document of the segment has in the shard
}

// lists returns the documents that have the term, those that were taken out left out, segment by segment.
func (s *shard) lists(term, field string) ([]list, error) {
	all := make([]list, 0, len(s.segments))
	for _, segment := range s.segments {
		dictionary, err := segment.Segment().Dictionary(field)
		if err != nil {
			return nil, err
		}
		postings, err := dictionary.PostingsList([]byte(term), segment.Deleted(), nil)
		if err != nil {
			return nil, err
		}
		all = append(all, list{postings, segment.first})
	}
	return all, nil
}

// A posting is a document that has a term.
type posting struct {
	doc    uint32
	freq   uint64
	norm   float64
	starts []uint64 // byte offsets, in order; the caller's until the next posting
}

// depth says how much of a posting is read.
type depth int

const (
	frequencies depth = iota // how often, and how long the document is
	places                   // and where
)

// scan calls f with every document that has the term, in order.
func (s *shard) scan(ctx context.Context, term, field string, deep depth, f func(*posting)) error {
	lists, err := s.lists(term, field)
	if err != nil {
		return err
	}
	var p posting
	n := 0
	for _, l := range lists {
		for it := l.Iterator(true, true, deep == places, nil); ; {
			next, err := it.Next()
			if err != nil {
				return err
			}
			if next == nil {
				break
			}
			p.doc, p.freq, p.norm, p.starts = l.first+uint32(next.Number()), next.Frequency(), next.Norm(), p.starts[:0]
			if deep == places {
				for _, place := range next.Locations() {
					p.starts = append(p.starts, place.Start())
				}
			}
			f(&p)
			if n++; n%4096 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	return nil
}

// docsOf returns the documents that have the term. The set is the caller's.
func (s *shard) docsOf(term, field string) (*roaring.Bitmap, error) {
	lists, err := s.lists(term, field)
	if err != nil {
		return nil, err
	}
	docs := roaring.New()
	for _, l := range lists {
		set, ok := l.Iterator(false, false, false, nil).(api.OptimizablePostingsIterator)
		if !ok {
			return nil, errSegment
		}
		if doc, single := set.DocNum1Hit(); single {
			docs.Add(l.first + uint32(doc))
		} else if bitmap := set.ActualBitmap(); bitmap != nil {
			docs.Or(roaring.AddOffset64(bitmap, int64(l.first)))
		}
	}
	return docs, nil
}

// count returns the number of documents that have the term.
func (s *shard) count(term, field string) (int, error) {
	lists, err := s.lists(term, field)
	n := 0
	for _, l := range lists {
		n += int(l.Count())
	}
	return n, err
}

// liveDocs returns the documents that were not taken out.
func (s *shard) liveDocs() *roaring.Bitmap {
	docs := roaring.New()
	for _, segment := range s.segments {
		docs.Or(roaring.AddOffset64(segment.DocNumbersLive(), int64(segment.first)))
	}
	return docs
}

// each calls f with every number of a set, in order.
func each(set *roaring.Bitmap, f func(uint32)) {
	var buffer [1024]uint32
	for it := set.ManyIterator(); ; {
		n := it.NextMany(buffer[:])
		if n == 0 {
			return
		}
		for _, number := range buffer[:n] {
			f(number)
		}
	}
}
