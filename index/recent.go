package index

import (
	"encoding/json"
	"sync"
)

// Bounds of what is kept of recent queries: about 20 KB each.
const (
	maxRecent = 64
	keepFirst = 100 // hits: the first pages
)

// recent keeps what was found by the queries that were asked last.
// An index does not change while it is open, so the next page, the way back and the search that everybody opens cost little.
// It is safe for concurrent use.
type recent struct {
	mu    sync.Mutex
	found map[string]*found
	keys  []string // the one asked last is last
}

// key is the same for queries that find the same, whichever of it they want to see.
func (q Query) key() (string, error) {
	q.Limit, q.Offset = 0, 0
	data, err := json.Marshal(q)
	return string(data), err
}

// get returns what was found for a key if that has the first keep of the hits, else nil.
func (r *recent) get(key string, keep int) *found {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := r.found[key]
	if f == nil || len(f.ranked) < min(keep, f.total) {
		return nil
	}
	r.touch(key)
	return f
}

func (r *recent) put(key string, f *found) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.found == nil {
		r.found = map[string]*found{}
	}
	r.found[key] = f
	r.touch(key)
	if len(r.keys) > maxRecent {
		delete(r.found, r.keys[0])
		r.keys = r.keys[1:]
	}
}

// touch makes key the last one.
func (r *recent) touch(key string) {
	keys := make([]string, 0, maxRecent+2)
	for _, k := range r.keys {
		if k != key {
			keys = append(keys, k)
		}
	}
	r.keys = append(keys, key)
}
