package web

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestFollow publishes runs, 200 where CI=true, each with one comment more, while visitors search:
// no request fails, no total is that of no run, and no file of an old run stays open.
func TestFollow(t *testing.T) {
	runs := 20
	if os.Getenv("CI") == "true" {
		runs = 200
	}
	p := newPlace(t)
	first := p.publish("000000-a", city(30)...)
	s := p.site()
	ctx, stop := context.WithCancel(context.Background())
	var searching sync.WaitGroup
	var searches atomic.Int64
	for range 4 {
		searching.Go(func() {
			last := 0
			for ctx.Err() == nil {
				w := serve(t, s, "GET", "/?source=x", nil)
				var n int
				if w.Code != http.StatusOK {
					t.Errorf("status %d", w.Code)
					return
				}
				if _, err := fmt.Sscanf(total(t, w.Body.String()), "%d comments", &n); err != nil || n < last || n > 30+runs {
					t.Errorf("%d comments after %d (%v)", n, last, err)
					return
				}
				last = n
				searches.Add(1)
			}
		})
	}
	var opened int
	old := first
	for i := 1; i <= runs; i++ {
		p.publish(fmt.Sprintf("%06d-a", i), city(30+i)...)
		if err := s.runs.refresh(p.run); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(filepath.Dir(old.Index)); err != nil {
			t.Fatal(err)
		}
		old, _ = p.run()
		if i == 5 {
			opened = openFiles(t, p.dir)
		}
	}
	stop()
	searching.Wait()
	if got := total(t, get(t, s, "/")); got != fmt.Sprintf("%d comments", 30+runs) {
		t.Errorf("after the last run: %s", got)
	}
	if now := openFiles(t, p.dir); now > opened+4 {
		t.Errorf("%d files are open after %d runs, %d after 5", now, runs, opened)
	}
	if searches.Load() < int64(runs) {
		t.Errorf("only %d searches during %d runs", searches.Load(), runs)
	}
	t.Logf("%d searches during %d runs", searches.Load(), runs)
}

// openFiles returns how many files below dir this process has open or mapped.
func openFiles(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc here")
	}
	n := 0
	for _, entry := range entries {
		if target, err := os.Readlink("/proc/self/fd/" + entry.Name()); err == nil && strings.HasPrefix(target, dir) {
			n++
		}
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	return n + strings.Count(string(maps), dir)
}

// TestFollowByItself waits until a run that was published is seen, without a restart.
func TestFollowByItself(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(6)...)
	s := p.site()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { s.Follow(ctx); close(done) }()
	p.publish("000002-a", city(7)...)
	for deadline := time.Now().Add(10 * time.Second); total(t, get(t, s, "/")) != "7 comments"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the new run is not seen")
		}
	}
	stop()
	<-done
}
