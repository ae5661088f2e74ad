package index

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// Searches go on while indexes take each other's place, and each is closed after its last use.
func TestLiveSwapsWithoutAFailedSearch(t *testing.T) {
	dir := t.TempDir()
	const sizes = 3
	for i := range sizes {
		if err := Build(context.Background(), filepath.Join(dir, fmt.Sprint(i)), sequence(recordsTo(100*(i+1)))); err != nil {
			t.Fatal(err)
		}
	}
	next := func(i int) *Index {
		ix, err := Open(filepath.Join(dir, fmt.Sprint(i%sizes)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		return ix
	}
	var live Live
	if ix, release := live.Acquire(); ix != nil {
		t.Error("Acquire of nothing gave an index")
	} else {
		release()
	}
	live.Swap(next(0))
	done := make(chan struct{})
	var searchers sync.WaitGroup
	for range 2 {
		searchers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				ix, release := live.Acquire()
				result, err := ix.Search(context.Background(), Query{Text: "line OR clerk", Facets: true, Limit: 5})
				all, err2 := ix.Search(context.Background(), Query{})
				if err != nil || err2 != nil || all.Total != ix.Len() || result.Total > all.Total {
					t.Errorf("Search during a swap: %v, %v", err, err2)
				}
				release()
			}
		})
	}
	for i := range 60 {
		live.Swap(next(i + 1))
	}
	close(done)
	searchers.Wait()
	live.Swap(nil)
}
