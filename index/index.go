package index

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	api "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"

	"voc"
)

// ErrNotFound means that no comment has the id.
var ErrNotFound = errors.New("no comment has this id")

// Options say how an index is searched.
type Options struct {
	Synonyms [][]string // groups of words and phrases of like meaning, for queries that ask for them
}

// An Index is an open index, for reading. It is safe for concurrent use.
type Index struct {
	shards   [shards]*shard
	docs     int
	synonyms map[string][]int // terms of a word or phrase → groups it is in
	groups   [][]string
	lexicons sync.Pool
	words    func() (*vocabulary, error)
	gate     chan struct{} // holds as many as may search a shard at once
	recent   recent
	searches atomic.Int64
}

// Open opens the index in the folder dir. Any number of programs may have it open.
func Open(dir string, opt Options) (*Index, error) {
	if err := Check(dir); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	ix := &Index{gate: make(chan struct{}, runtime.GOMAXPROCS(0)), lexicons: sync.Pool{New: func() any { return newLexicon() }}}
	var group errgroup.Group
	for i := range ix.shards {
		group.Go(func() (err error) {
			ix.shards[i], err = openShard(shardDir(dir, i))
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, errors.Join(fmt.Errorf("open index: %w", err), ix.Close())
	}
	for _, s := range ix.shards {
		ix.docs += s.docs
	}
	ix.words = sync.OnceValues(func() (*vocabulary, error) { return readVocabulary(dir) })
	ix.addSynonyms(opt.Synonyms)
	return ix, nil
}

// Close frees what the index holds. No call may be under way.
func (ix *Index) Close() error {
	var err error
	for _, s := range ix.shards {
		if s != nil {
			err = errors.Join(err, s.close())
		}
	}
	return err
}

// Len returns the number of comments in the index.
func (ix *Index) Len() int { return ix.docs }

// Prepare reads what only some queries need, so that none has to wait for it.
func (ix *Index) Prepare() error {
	_, err := ix.words()
	for _, s := range ix.shards {
		_, unitsErr := s.units()
		err = errors.Join(err, unitsErr)
		s.release()
	}
	return err
}

// Get returns the record of the comment with the id, or [ErrNotFound].
func (ix *Index) Get(id string) (voc.Record, error) {
	return ix.shards[shardOf(id)].record(id)
}

// Complete returns the ids that begin with prefix, sorted, at most limit.
func (ix *Index) Complete(prefix string, limit int) ([]string, error) {
	var ids []string
	for _, s := range ix.shards {
		most := len(ids) + limit // any shard may hold all of the first
		err := s.eachTerm("_id", prefix, func(id string) bool {
			// A comment that was taken out may still have its term.
			if internal, err := s.reader.InternalID(id); err == nil && internal != nil {
				ids = append(ids, id)
			}
			return len(ids) < most
		})
		if err != nil {
			return nil, fmt.Errorf("search index: %w", err)
		}
	}
	slices.Sort(ids)
	return ids[:min(limit, len(ids))], nil
}

// Session returns the comments of a session of a source, in the order they were said.
func (ix *Index) Session(source, session string) ([]voc.Record, error) {
	var records []voc.Record
	for _, s := range ix.shards {
		docs, err := s.docsOf(sessionKey(source, session), fieldSession)
		if err != nil {
			return nil, fmt.Errorf("search index: %w", err)
		}
		docs.And(s.live) // what was taken out may still have its terms
		each(docs, func(doc uint32) {
			id, idErr := s.id(doc)
			r, recordErr := s.record(id)
			if bad := cmp.Or(idErr, recordErr); err == nil {
				err = bad
			}
			records = append(records, r)
		})
		if err != nil {
			return nil, fmt.Errorf("search index: %w", err)
		}
	}
	slices.SortFunc(records, func(a, b voc.Record) int {
		if a.Turn != b.Turn {
			return a.Turn - b.Turn
		}
		return strings.Compare(a.ID, b.ID)
	})
	return records, nil
}

// A shard is one open part of an index.
type shard struct {
	index    bleve.Index
	reader   api.IndexReader
	segments []segment
	docs     int
	units    func() (*unitTable, error) // read when they are first asked for
	columns
}

func openShard(dir string) (s *shard, err error) {
	s = &shard{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
			s = nil
		}
	}()
	opened, err := bleve.OpenUsing(dir, map[string]any{"read_only": true, "bolt_timeout": "5s"})
	if err != nil {
		if forbidden := unreadable(dir); forbidden != nil {
			return s, forbidden // of which Bleve says that something is missing
		}
		return s, fmt.Errorf("%s: %w", dir, err) // what comes with an error is not to be closed
	}
	s.index = opened
	store, err := s.index.Advanced()
	if err != nil {
		return s, err
	}
	if s.reader, err = store.Reader(); err != nil {
		return s, err
	}
	snapshot, ok := s.reader.(*scorch.IndexSnapshot)
	if !ok {
		return s, fmt.Errorf("%s: %w", dir, errSegment)
	}
	s.segments = segmentsOf(snapshot)
	s.units = sync.OnceValues(func() (*unitTable, error) { return readUnits(s) })
	if err := s.columns.load(s); err != nil {
		return s, err
	}
	s.docs = int(s.live.GetCardinality())
	return s, nil
}

// unreadable returns the first error that keeps a file below the folder dir from being read for want of permission, nil if there is none.
func unreadable(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			var f *os.File
			if f, err = os.Open(path); err == nil {
				err = f.Close()
			}
		}
		if errors.Is(err, fs.ErrPermission) {
			return err
		}
		return nil
	})
}

func (s *shard) close() error {
	var err error
	if s.reader != nil {
		err = s.reader.Close()
	}
	if s.index != nil {
		err = errors.Join(err, s.index.Close())
	}
	return err
}

// id returns the comment id of a document.
func (s *shard) id(doc uint32) (string, error) {
	return s.reader.ExternalID(api.NewIndexInternalID(nil, uint64(doc)))
}

// record returns the stored record of a comment.
func (s *shard) record(id string) (voc.Record, error) {
	doc, err := s.reader.Document(id)
	if err != nil {
		return voc.Record{}, fmt.Errorf("comment %s: %w", id, err)
	}
	if doc == nil {
		return voc.Record{}, ErrNotFound
	}
	var record voc.Record
	err = errStored
	doc.VisitFields(func(f api.Field) {
		if f.Name() == fieldRecord {
			record, err = unpack(f.Value())
		}
	})
	if err != nil {
		err = fmt.Errorf("comment %s: %w", id, err)
	}
	return record, err
}

// eachTerm calls f with every term of a field that begins with prefix, in order, until it returns false.
func (s *shard) eachTerm(field, prefix string, f func(term string) bool) error {
	dict, err := s.reader.FieldDictPrefix(field, []byte(prefix))
	if err != nil {
		return err
	}
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if err != nil || entry == nil || !f(entry.Term) {
			return err
		}
	}
}
