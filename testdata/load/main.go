// Command load searches an index as many people would, and prints how long they wait.
//
//	go run ./testdata/load -users 20 -for 60s store/runs/000001-…/index
//
// Every search has words, all facets and 20 comments with the words found in them, as a page of "voc serve" has.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"voc"
	"voc/index"
)

// searches are taken in turn.
var searches = []index.Query{
	{Text: "phone"},
	{Text: "rude staff"},
	{Text: "+appointment -cancelled"},
	{Text: `"not helpful"`},
	{Text: "wait*", Filter: voc.Filter{Need: []string{"resolution"}, Polarity: []string{"unmet"}}},
	{Text: "explained nothing", Filter: voc.Filter{Sentiment: []string{"negative"}}},
	{Text: "recieved~ letter"},
	{Text: "friendly kind polite", Sort: index.Newest},
	{Text: "parking OR noise OR rubbish", Filter: voc.Filter{From: "2024-01-01", To: "2025-12-31"}},
	{Text: "claim refund", Sort: index.Negative},
	{Filter: voc.Filter{Need: []string{"control"}}},
	{},
	{Text: "call back", SameUnit: true, Filter: voc.Filter{Need: []string{"control"}}},
}

func main() {
	users := flag.Int("users", 20, "people who search at once")
	span := flag.Duration("for", 60*time.Second, "how long they do")
	alone := flag.Int("alone", 300, "searches of one person before")
	each := flag.Bool("each", false, "print how long each kind of search takes")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "load: name the folder of an index")
		os.Exit(2)
	}
	if err := load(flag.Arg(0), *users, *span, *alone, *each); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func load(dir string, users int, span time.Duration, alone int, each bool) error {
	start := time.Now()
	ix, err := index.Open(dir, index.Options{})
	if err != nil {
		return err
	}
	defer ix.Close()
	fmt.Printf("%d comments, open after %v\n", ix.Len(), time.Since(start).Round(time.Millisecond))
	var waits []time.Duration
	kinds := make([][]time.Duration, len(searches))
	for i := range alone {
		took, err := search(ix, i)
		if err != nil {
			return err
		}
		waits = append(waits, took)
		kinds[i%len(searches)] = append(kinds[i%len(searches)], took)
	}
	fmt.Println("one person:", percentiles(waits))
	for i, list := range kinds {
		if each && len(list) > 0 {
			fmt.Printf("  %+v: %s\n", searches[i], percentiles(list))
		}
	}
	waits, err = together(ix, users, span)
	if err != nil {
		return err
	}
	fmt.Printf("%d people: %s\n", users, percentiles(waits))
	fmt.Printf("memory: %s\n", memory())
	return nil
}

func search(ix *index.Index, i int) (time.Duration, error) {
	q := searches[i%len(searches)]
	q.Facets, q.Limit = true, 20
	start := time.Now()
	_, err := ix.Search(context.Background(), q)
	return time.Since(start), err
}

// together lets users search one search after another for a while.
func together(ix *index.Index, users int, span time.Duration) ([]time.Duration, error) {
	end := time.Now().Add(span)
	lists, errs := make([][]time.Duration, users), make([]error, users)
	var group sync.WaitGroup
	for u := range users {
		group.Go(func() {
			for i := u; time.Now().Before(end) && errs[u] == nil; i++ {
				var took time.Duration
				took, errs[u] = search(ix, i)
				lists[u] = append(lists[u], took)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return slices.Concat(lists...), nil
}

func percentiles(waits []time.Duration) string {
	if len(waits) == 0 {
		return "no search"
	}
	slices.Sort(waits)
	at := func(p int) time.Duration {
		return waits[min(len(waits)-1, len(waits)*p/100)].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf("%d searches, p50 %v, p95 %v, p99 %v, longest %v", len(waits), at(50), at(95), at(99), at(100))
}

// memory returns what the program has had in memory at most, where the system tells.
func memory() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.Fields(value)[0])
			if err != nil {
				return "unknown"
			}
			return fmt.Sprintf("%d MB at most", kb/1024)
		}
	}
	return "unknown"
}
