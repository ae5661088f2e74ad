package index

import "sync"

// A Live holds the index that is searched now and lets another take its place while searches are under way.
// It is safe for concurrent use. The zero value holds none.
type Live struct {
	mu  sync.Mutex
	now *held
}

// held is an index and how many use it.
type held struct {
	index *Index
	users int
	gone  bool // another has taken its place
}

// Acquire returns the index that is searched now, nil if there is none.
// It stays open until release is called, whatever takes its place.
func (l *Live) Acquire() (ix *Index, release func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h := l.now
	if h == nil {
		return nil, func() {}
	}
	h.users++
	return h.index, sync.OnceFunc(func() { l.leave(h) })
}

func (l *Live) leave(h *held) {
	l.mu.Lock()
	h.users--
	last := h.gone && h.users == 0
	l.mu.Unlock()
	if last {
		h.index.Close()
	}
}

// Swap puts ix in the place of the index that is searched now, which is closed as soon as nobody uses it.
// With nil nothing is searched any more.
func (l *Live) Swap(ix *Index) {
	l.mu.Lock()
	old := l.now
	l.now = nil
	if ix != nil {
		l.now = &held{index: ix}
	}
	idle := false
	if old != nil {
		old.gone = true
		idle = old.users == 0
	}
	l.mu.Unlock()
	if idle {
		old.index.Close()
	}
}
