package web

import (
	"errors"
	"os"
	"sync"

	"voc/index"
)

// A view is an open run. It is closed when it is no longer the current one and no request reads it.
type view struct {
	Run
	index   *index.Index
	reports *os.Root          // nil if there are none
	folders map[string]string // of departments that have a report, below reports, by id
	readers int               // requests that read it, and one for being current
}

func (v *view) close() error {
	err := v.index.Close()
	if v.reports != nil {
		err = errors.Join(err, v.reports.Close())
	}
	return err
}

// open opens a run.
func (s *Site) open(run Run) (*view, error) {
	ix, err := index.Open(run.Index, index.Options{Synonyms: s.opt.Synonyms})
	if err != nil {
		return nil, err
	}
	v := &view{Run: run, index: ix, reports: reports(run), readers: 2}
	if v.folders, err = v.reportFolders(); err != nil {
		s.opt.Log(err) // comments can be searched all the same
	}
	go func() {
		if err := ix.Prepare(); err != nil {
			s.opt.Log(err)
		}
		s.release(v)
	}()
	return v, nil
}

// A follower holds the view of the current run. It is safe for concurrent use.
type follower struct {
	open    func(Run) (*view, error)
	mu      sync.Mutex
	current *view
}

// refresh opens the run that is current, if it is another than before.
// Requests go on reading the one before meanwhile. Only one goroutine may call it.
func (f *follower) refresh(current func() (Run, error)) error {
	run, err := current()
	if err != nil {
		return err
	}
	f.mu.Lock()
	same := f.current != nil && f.current.Index == run.Index
	f.mu.Unlock()
	if same {
		return nil
	}
	next, err := f.open(run)
	if err != nil {
		return err
	}
	f.mu.Lock()
	last := f.current
	f.current = next
	f.mu.Unlock()
	if last == nil {
		return nil
	}
	return f.release(last)
}

// acquire returns the current view, which the caller gives back with release.
func (f *follower) acquire() *view {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.current.readers++
	return f.current
}

func (f *follower) release(v *view) error {
	f.mu.Lock()
	v.readers--
	last := v.readers == 0
	f.mu.Unlock()
	if !last {
		return nil
	}
	return v.close()
}

func (f *follower) close() error {
	f.mu.Lock()
	last := f.current
	f.mu.Unlock()
	return f.release(last)
}
