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

// TestFollow publishes 200 runs, with 30 to 34 comments in turn, while visitors search:
// no request fails, no total is that of no run, and no file of an old run stays open.
func TestFollow(t *testing.T) {
	const runs, kinds = 200, 5
	p := newPlace(t)
	for i := range kinds {
		p.publish(fmt.Sprint("kind", i), city(30+i)...)
	}
	p.republish(0, 0)
	s := p.site()
	ctx, stop := context.WithCancel(context.Background())
	var searching sync.WaitGroup
	var searches atomic.Int64
	for range 4 {
		searching.Go(func() {
			for ctx.Err() == nil {
				w := serve(t, s, "GET", "/", nil)
				var n int
				if _, err := fmt.Sscanf(total(t, w.Body.String()), "%d comments", &n); err != nil || w.Code != http.StatusOK || n < 30 || n >= 30+kinds {
					t.Errorf("status %d, %d comments (%v)", w.Code, n, err)
					return
				}
				searches.Add(1)
			}
		})
	}
	var opened int
	for i := 1; i <= runs; i++ {
		old, _ := p.run()
		p.republish(i, i%kinds)
		if err := s.runs.refresh(p.run); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(filepath.Dir(old.Index)); err != nil {
			t.Fatal(err)
		}
		if i == kinds {
			opened = openFiles(t, p.dir)
		}
	}
	stop()
	searching.Wait()
	if got := total(t, get(t, s, "/")); got != fmt.Sprintf("%d comments", 30+runs%kinds) {
		t.Errorf("after the last run: %s", got)
	}
	// A few requests may still have held the run before when the files were counted first.
	if now := openFiles(t, p.dir); now > 2*opened {
		t.Errorf("%d files are open after %d runs, %d after %d", now, runs, opened, kinds)
	}
	t.Logf("%d searches during %d runs", searches.Load(), runs)
	if searches.Load() < runs/4 {
		t.Error("there was no load")
	}
}

// republish publishes a copy of a run of one kind as the run with the number.
func (p *place) republish(number, kind int) {
	p.t.Helper()
	dir := filepath.Join(p.dir, fmt.Sprintf("run%06d", number))
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(p.dir, fmt.Sprint("kind", kind)))); err != nil {
		p.t.Fatal(err)
	}
	p.current.Store(&Run{Name: filepath.Base(dir), Index: filepath.Join(dir, "index"), Reports: filepath.Join(dir, "reports")})
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
