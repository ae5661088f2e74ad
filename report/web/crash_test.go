package web

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"voc/internal/review"
)

// TestKilledServer kills a server, as by kill -9, while people post 200 corrections, and starts another until all are posted:
// every correction that was acknowledged is there, once.
func TestKilledServer(t *testing.T) {
	if index := os.Getenv("VOC_TEST_INDEX"); index != "" {
		p := &place{t: t, Reviews: os.Getenv("VOC_TEST_REVIEWS")}
		p.current.Store(&Run{Index: index})
		server := httptest.NewServer(p.site())
		fmt.Println("serving", server.URL)
		select {}
	}
	p := newPlace(t)
	run := p.publish("000001-a", city(200)...)
	var acknowledged []string
	for posted, round := 0, 0; posted < 200; round++ {
		got, n := postUntilKilled(t, p, run, posted, 60)
		acknowledged = append(acknowledged, got...)
		posted += n
	}
	made, err := review.Read(p.Reviews)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range acknowledged {
		if len(made.For(id)) != 1 {
			t.Errorf("the correction of %s was acknowledged and is there %d times", id, len(made.For(id)))
		}
	}
	if len(acknowledged) < 150 {
		t.Errorf("only %d corrections were acknowledged", len(acknowledged))
	}
	t.Logf("%d acknowledged, %d kept", len(acknowledged), len(made.IDs()))
}

// postUntilKilled starts a server, posts corrections of the comments from first on, four at a time,
// and kills it when so many were acknowledged. It returns the ids of those, and how many were posted.
func postUntilKilled(t *testing.T, p *place, run Run, first, enough int) (acknowledged []string, posted int) {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run=^TestKilledServer$")
	command.Env = append(os.Environ(), "VOC_TEST_INDEX="+run.Index, "VOC_TEST_REVIEWS="+p.Reviews)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	base := ""
	for base == "" && lines.Scan() {
		base, _ = strings.CutPrefix(lines.Text(), "serving ")
		if !strings.HasPrefix(base, "http") {
			base = ""
		}
	}
	var mu sync.Mutex
	var people sync.WaitGroup
	next, dead := first, false
	for range 4 {
		people.Go(func() {
			for {
				mu.Lock()
				i := next
				stop := dead || i >= 200
				if !stop {
					next++
				}
				mu.Unlock()
				if stop {
					return
				}
				id := fmt.Sprintf("c%05d", i)
				ok := postCorrection(base, id)
				mu.Lock()
				if ok {
					acknowledged = append(acknowledged, id)
				}
				if len(acknowledged) == enough && !dead {
					dead = true
					if err := command.Process.Kill(); err != nil {
						t.Error(err)
					}
				}
				mu.Unlock()
			}
		})
	}
	people.Wait()
	if !dead {
		if err := command.Process.Kill(); err != nil {
			t.Error(err)
		}
	}
	if err := command.Wait(); err == nil {
		t.Error("the server ended by itself")
	}
	return acknowledged, next - first
}

// postCorrection reports whether the server said that it keeps a correction.
func postCorrection(base, id string) bool {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.PostForm(base+"/comment/"+id, url.Values{"by": {"Ada"}, "need:dignity": {"mixed"}, "was:need:dignity": {"none"}})
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusSeeOther
}
