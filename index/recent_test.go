package index

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voc"
)

// TestPages reads the pages of a search forwards and backwards: what is remembered of it changes nothing.
func TestPages(t *testing.T) {
	ix := open(t, recordsTo(2500), Options{})
	q := Query{Text: "phone", Filter: voc.Filter{Sentiment: []string{"negative", "positive"}}, Facets: true}
	var want []string
	for hit, err := range ix.Each(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, hit.Record.ID)
	}
	if len(want) < 2*keepFirst {
		t.Fatalf("%d hits, want over %d", len(want), 2*keepFirst)
	}
	whole := search(t, ix, q)
	for _, limit := range []int{7, 20, 60, 150} {
		for _, offset := range []int{0, 90, 40, 95, len(want) - 3, len(want) + 5} {
			page := q
			page.Limit, page.Offset = limit, offset
			result := search(t, ix, page)
			var got []string
			for _, hit := range result.Hits {
				got = append(got, hit.Record.ID)
			}
			first := min(offset, len(want))
			if diff := cmp.Diff(append([]string(nil), want[first:min(first+limit, len(want))]...), got); diff != "" {
				t.Errorf("%d hits from %d on (-want +got):\n%s", limit, offset, diff)
			}
			if diff := cmp.Diff(whole.Facets, result.Facets); diff != "" || result.Total != len(want) {
				t.Errorf("%d hits from %d on: total %d, want %d; facets (-want +got):\n%s", limit, offset, result.Total, len(want), diff)
			}
		}
	}
}

// TestRecentIsBounded asks more queries than are remembered, at once, again and again while memory is given back.
func TestRecentIsBounded(t *testing.T) {
	ix := open(t, recordsTo(300), Options{})
	if err := ix.Prepare(); err != nil {
		t.Fatal(err)
	}
	query := func(i int) Query {
		return Query{Text: "phone OR clerk", Filter: voc.Filter{From: fmt.Sprintf("2025-%02d-%02d", 1+i%12, 1+i/12)}, Limit: 5, SameUnit: i%2 == 0}
	}
	want := make([]int, 2*maxRecent)
	for i := range want {
		want[i] = search(t, ix, query(i)).Total
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i := range 4 * len(want) {
				result, err := ix.Search(t.Context(), query(i%len(want)))
				if err != nil || result.Total != want[i%len(want)] {
					t.Errorf("query %d: %v, %v, want %d", i, result, err, want[i%len(want)])
					return
				}
			}
		})
	}
	group.Wait()
	if len(ix.recent.keys) != maxRecent || len(ix.recent.found) != maxRecent {
		t.Errorf("%d queries are remembered, %d found, want %d", len(ix.recent.keys), len(ix.recent.found), maxRecent)
	}
}
