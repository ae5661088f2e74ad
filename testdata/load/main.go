// Command load searches as many people would, and prints how long they wait.
//
//	go run ./testdata/load -users 20 -for 60s store/runs/000001-…/index
//	go run ./testdata/load -users 20 -for 60s http://127.0.0.1:8080
//
// Every search has words, all facets and 20 comments with the words found in them. Of a folder the index is searched in this program,
// of an address the pages of "voc serve" are read. No search is asked twice within some thousands, so that none is answered from memory.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"voc"
	"voc/index"
)

// words are those that searches are made of.
var words = strings.Fields(`phone staff rude helpful wait letter email claim refund money bill doctor nurse street light trash
	noise parking website form appointment driver payment account online price cover policy call hour week answer question manager
	service office visit clean cold food room ward treatment advice explain listen problem repair broken water tree sign
	sidewalk snow dog car accident report credit loan bank debt card fee contract cancel delay delivery customer agent kind
	friendly polite quick slow easy difficult clear honest happy angry`)

// Kinds of searches, each of two words. Those without words are told apart by their days.
var kinds = []func(a, b string, i int) index.Query{
	func(a, b string, _ int) index.Query { return index.Query{Text: a + " " + b} },
	func(a, b string, _ int) index.Query { return index.Query{Text: "rude staff " + a + " " + b} },
	func(a, b string, _ int) index.Query { return index.Query{Text: "+" + a + " -" + b} },
	func(a, b string, _ int) index.Query { return index.Query{Text: `"not helpful" OR ` + a + " OR " + b} },
	func(a, b string, _ int) index.Query {
		f := voc.Filter{Need: []string{"resolution"}, Polarity: []string{"unmet"}}
		return index.Query{Text: a + " " + b[:3] + "*", Filter: f}
	},
	func(a, b string, _ int) index.Query {
		return index.Query{Text: a + " " + b + " nothing", Filter: voc.Filter{Sentiment: []string{"negative"}}}
	},
	func(a, b string, _ int) index.Query { return index.Query{Text: "recieved~ " + a + " " + b} },
	func(a, b string, _ int) index.Query {
		return index.Query{Text: "friendly kind " + a + " " + b, Sort: index.Newest, Synonyms: true}
	},
	func(a, b string, _ int) index.Query {
		f := voc.Filter{From: "2019-01-01", To: "2023-12-31"}
		return index.Query{Text: a + " OR noise OR " + b, Filter: f}
	},
	func(a, b string, _ int) index.Query { return index.Query{Text: a + " " + b, Sort: index.Negative} },
	func(_, _ string, i int) index.Query {
		return index.Query{Filter: voc.Filter{Need: []string{"control"}, From: day(i)}}
	},
	func(_, _ string, i int) index.Query { return index.Query{Filter: voc.Filter{From: day(i)}} },
	func(a, b string, _ int) index.Query {
		return index.Query{Text: a + " " + b, SameUnit: true, Filter: voc.Filter{Need: []string{"control"}}}
	},
}

// day returns another day for each of thousands of searches.
func day(i int) string {
	return time.Date(2008, 1, 1+i%4000, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// query returns the ith search.
func query(i int) index.Query {
	n := i / len(kinds)
	a, b := words[n%len(words)], words[(n/len(words)+n*7+1)%len(words)]
	q := kinds[i%len(kinds)](a, b, i)
	q.Facets, q.Limit = true, 20
	return q
}

func main() {
	users := flag.Int("users", 20, "people who search at once")
	span := flag.Duration("for", 60*time.Second, "how long they do")
	alone := flag.Int("alone", 300, "searches of one person before")
	each := flag.Bool("each", false, "print how long each kind of search takes")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "load: name the folder of an index, or the address of voc serve")
		os.Exit(2)
	}
	if err := load(flag.Arg(0), *users, *span, *alone, *each); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// A search asks one query.
type search func(index.Query) error

func load(from string, users int, span time.Duration, alone int, each bool) error {
	ask := page(from)
	local := !strings.HasPrefix(from, "http://")
	if local {
		start := time.Now()
		ix, err := index.Open(from, index.Options{})
		if err != nil {
			return err
		}
		defer ix.Close()
		fmt.Printf("%d comments, open after %v\n", ix.Len(), time.Since(start).Round(time.Millisecond))
		ask = func(q index.Query) error {
			_, err := ix.Search(context.Background(), q)
			return err
		}
	}
	if err := single(ask, alone, each); err != nil {
		return err
	}
	waits, err := together(ask, users, span)
	if err != nil {
		return err
	}
	fmt.Printf("%d people: %s\n", users, percentiles(waits))
	if local {
		fmt.Printf("memory: %s\n", memory())
	}
	return nil
}

// page returns the search that reads the page of a query at an address.
func page(address string) search {
	client := &http.Client{Timeout: time.Minute}
	return func(q index.Query) error {
		answer, err := client.Get(address + "/?" + parameters(q).Encode())
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if _, err := io.Copy(io.Discard, answer.Body); err != nil {
			return err
		}
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %s", answer.Request.URL, answer.Status)
		}
		return nil
	}
}

// parameters are a query as the address of a page has it.
func parameters(q index.Query) url.Values {
	values := url.Values{"q": {q.Text}, "sort": {string(q.Sort)}, "from": {q.Filter.From}, "to": {q.Filter.To},
		"need": q.Filter.Need, "polarity": q.Filter.Polarity, "sentiment": q.Filter.Sentiment}
	if q.SameUnit {
		values.Set("unit", "1")
	}
	if !q.Synonyms {
		values.Set("exact", "1")
	}
	return values
}

// single asks n searches one after another.
func single(ask search, n int, each bool) error {
	var waits []time.Duration
	by := make([][]time.Duration, len(kinds))
	for i := range n {
		took, err := timed(ask, i)
		if err != nil {
			return err
		}
		waits = append(waits, took)
		by[i%len(kinds)] = append(by[i%len(kinds)], took)
	}
	fmt.Println("one person:", percentiles(waits))
	for i, list := range by {
		if each && len(list) > 0 {
			fmt.Printf("  such as %+v: %s\n", query(i), percentiles(list))
		}
	}
	return nil
}

func timed(ask search, i int) (time.Duration, error) {
	start := time.Now()
	err := ask(query(i))
	return time.Since(start), err
}

// together lets users search one search after another for a while.
func together(ask search, users int, span time.Duration) ([]time.Duration, error) {
	const apart = 1009 // searches of one user before those of the next
	end := time.Now().Add(span)
	lists, errs := make([][]time.Duration, users), make([]error, users)
	var group sync.WaitGroup
	for u := range users {
		group.Go(func() {
			for i := apart * (u + 1); time.Now().Before(end) && errs[u] == nil; i++ {
				var took time.Duration
				took, errs[u] = timed(ask, i)
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

// memory returns what the program has in memory, of its own and with the files it reads, where the system tells.
func memory() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	told := map[string]int{}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		if kb, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB")); err == nil {
			told[name] = kb / 1024
		}
	}
	return fmt.Sprintf("%d MB of its own, %d MB with files, %d MB at most", told["RssAnon"], told["VmRSS"], told["VmHWM"])
}
