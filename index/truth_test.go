package index

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"voc"
)

// passes reports whether a record passes a filter without a part of it.
func passes(r *voc.Record, f voc.Filter, left string) bool {
	switch left {
	case "dept":
		f.Dept = nil
	case "channel":
		f.Channel = nil
	case "audience":
		f.Audience = nil
	case "sentiment":
		f.Sentiment = nil
	case "month":
		f.From, f.To = "", ""
	case "need":
		if f.Need = nil; len(f.Theme) == 0 {
			f.Polarity = nil
		}
	case "theme":
		if len(f.Theme) > 0 && len(f.Need) == 0 {
			f.Polarity = nil
		}
		f.Theme = nil
	}
	return f.Match(r)
}

// someFilter draws a filter that leaves something often enough.
func someFilter(random *rand.Rand) voc.Filter {
	some := func(list ...string) []string {
		if random.IntN(3) > 0 {
			return nil
		}
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		return list[:1+random.IntN(2)]
	}
	f := voc.Filter{
		Dept: some("water", "parks", "streets"), Need: some("dignity", "control", "understanding", "resolution"), Polarity: some("met", "unmet", "mixed"),
		Theme: some("courtesy", "access", "fixed", "choice"), Sentiment: some("positive", "negative", "neutral", "mixed"),
		Channel: some("survey", "review"), Audience: some("external", "internal"),
	}
	if random.IntN(3) == 0 {
		f.From = fmt.Sprintf("2025-%02d-15", 1+random.IntN(12))
	}
	if random.IntN(3) == 0 {
		f.To = fmt.Sprintf("2025-%02d-20", 1+random.IntN(12))
	}
	return f
}

func TestCountsAreThoseOfPlainCounting(t *testing.T) {
	records := recordsTo(2000)
	ix := open(t, records, Options{})
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 1))
		f := someFilter(random)
		word := []string{"", "phone", "rude", "clerk"}[random.IntN(4)]
		found := func(r *voc.Record, left string) bool {
			return strings.Contains(strings.ToLower(r.Text), word) && passes(r, f, left)
		}
		want := map[string]int{}
		total := 0
		for i := range records {
			r := &records[i]
			// The mask [phone] is not the word.
			r.Text = strings.ReplaceAll(r.Text, "[phone]", "[-----]")
			if found(r, "") {
				total++
			}
			for _, tag := range tags(r) {
				name, value, _ := strings.Cut(tag, "=")
				if name != "polarity" && found(r, name) {
					want[name+" "+value]++
				}
			}
		}
		result := search(t, ix, Query{Text: word, Filter: f, Facets: true, Limit: 10})
		got := map[string]int{}
		add := func(name string, c Count) {
			if c.Polarity != "" {
				c.Value += "/" + string(c.Polarity)
			}
			if c.N > 0 {
				got[name+" "+c.Value] = c.N
			}
		}
		for _, facet := range result.Facets {
			for _, c := range facet.Counts {
				add(facet.Name, c)
			}
		}
		for _, c := range result.Months {
			add("month", c)
		}
		if result.Total != total || !maps.Equal(got, want) {
			t.Fatalf("Search(%q, %+v) counts\n%d %v, want\n%d %v", word, f, result.Total, got, total, want)
		}
	}
}

func TestOrders(t *testing.T) {
	records := recordsTo(1500)
	ix := open(t, records, Options{})
	newest := func(a, b voc.Record) int {
		clock := func(r voc.Record) string {
			if r.Time.IsZero() {
				return ""
			}
			if r.DateOnly {
				return r.Time.Format("2006-01-02") + " 00:00"
			}
			return r.Time.Format("2006-01-02 15:04")
		}
		return cmp.Or(strings.Compare(clock(b), clock(a)), strings.Compare(a.ID, b.ID))
	}
	mood := func(r voc.Record) string {
		if r.Sentiment == "" {
			return "999"
		}
		return mood(r.SentimentScore)
	}
	for sort, compare := range map[Sort]func(a, b voc.Record) int{
		Newest:   newest,
		Best:     newest, // with no text to be good for
		Negative: func(a, b voc.Record) int { return cmp.Or(strings.Compare(mood(a), mood(b)), newest(a, b)) },
	} {
		want := slices.Clone(records)
		slices.SortFunc(want, compare)
		for _, page := range [][2]int{{0, 20}, {20, 7}, {1495, 20}, {2000, 5}} {
			result := search(t, ix, Query{Sort: sort, Offset: page[0], Limit: page[1]})
			var wanted []string
			for i := page[0]; i < min(page[0]+page[1], len(want)); i++ {
				wanted = append(wanted, want[i].ID)
			}
			var got []string
			for _, hit := range result.Hits {
				got = append(got, hit.Record.ID)
			}
			if !slices.Equal(got, wanted) {
				t.Errorf("%s from %d: %v, want %v", sort, page[0], got, wanted)
			}
		}
	}
	oldest := search(t, ix, Query{Sort: Oldest, Limit: len(records)})
	for i := 1; i < len(oldest.Hits); i++ {
		a, b := oldest.Hits[i-1].Record, oldest.Hits[i].Record
		if !b.Time.IsZero() && (a.Time.IsZero() || a.Time.Format("2006-01-02") > b.Time.Format("2006-01-02")) {
			t.Fatalf("oldest first: %v before %v", a.Time, b.Time)
		}
	}
}

func TestUnits(t *testing.T) {
	records := recordsTo(1500)
	ix := open(t, records, Options{})
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 2))
		f := someFilter(random)
		word := []string{"", "phone", "rude", "through"}[random.IntN(4)]
		second := []string{"", "line"}[random.IntN(2)] // both words must be there
		total := 0
		for i := range records {
			r := records[i]
			r.Text = strings.ReplaceAll(r.Text, "[phone]", "[-----]")
			for u, span := range r.Units {
				one := unitOf(r, u, span)
				labels, rest := labelsOnly(f), f
				rest.Need, rest.Theme, rest.Polarity = nil, nil, nil
				said := strings.ToLower(r.Text[span.Start:span.End])
				if strings.Contains(said, word) && strings.Contains(said, second) && rest.Match(&r) && labels.Match(&one) {
					total++
					break
				}
			}
		}
		word += " " + second
		result := search(t, ix, Query{Text: word, Filter: f, SameUnit: true, Facets: true, Limit: 3})
		if result.Total != total {
			t.Errorf("in one unit, %q %+v: %d, want %d", word, f, result.Total, total)
		}
		// Choosing what a facet offers must give as many as it says.
		for _, facet := range result.Facets {
			if facet.Name != "need" {
				continue
			}
			for _, c := range facet.Counts {
				chosen := f
				chosen.Need = []string{c.Value}
				if c.Polarity != "" {
					chosen.Polarity = []string{string(c.Polarity)}
				} else if len(f.Theme) == 0 {
					chosen.Polarity = nil
				}
				if c.Polarity != "" && len(f.Theme) > 0 {
					continue // it would change what is asked of the theme
				}
				if c.Polarity == "" && len(f.Polarity) > 0 {
					continue
				}
				if n := search(t, ix, Query{Text: word, Filter: chosen, SameUnit: true}).Total; n != c.N {
					t.Errorf("in one unit, %q %+v: facet says %d, choosing it gives %d", word, chosen, c.N, n)
				}
			}
		}
	}
}

// unitOf returns one unit of a record as if it were a record.
func unitOf(r voc.Record, unit int, span voc.Span) voc.Record {
	one := voc.Record{Comment: voc.Comment{Text: r.Text[span.Start:span.End]}}
	for _, m := range r.Mentions {
		if m.Unit != unit {
			continue
		}
		one.Mentions = append(one.Mentions, m)
		switch m.Kind {
		case voc.KindTheme:
			one.Themes = append(one.Themes, m.Label)
		case voc.KindNeed:
			for i, need := range voc.Needs {
				if string(need) == m.Label {
					one.Needs[i] = m.Polarity
				}
			}
		}
	}
	return one
}

func labelsOnly(f voc.Filter) voc.Filter {
	return voc.Filter{Need: f.Need, Theme: f.Theme, Polarity: f.Polarity}
}

// An updated index finds the same as one built anew: hits, scores, order, counts.
func TestUpdateIsAsGoodAsBuild(t *testing.T) {
	queries := []Query{
		{Text: "phone rude friendly", Limit: 40, Facets: true},
		{Text: `+line "not rude" call* -refund`, Limit: 40, Facets: true},
		{Text: "neighbor", Sort: Oldest, Limit: 40, Filter: voc.Filter{Need: []string{"control"}}},
		{Text: "freindly~ OR excellen*", Limit: 40},
		{Text: "phone", SameUnit: true, Filter: voc.Filter{Need: []string{"control"}, Polarity: []string{"unmet"}}, Limit: 40, Facets: true},
		{Sort: Negative, Limit: 40, Offset: 10, Facets: true},
		{Limit: 1000},
	}
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 3))
		dir := t.TempDir()
		now := map[string]voc.Record{}
		next := 0
		add := func(n int) []voc.Record {
			var list []voc.Record
			for range n {
				r := record(next)
				next++
				now[r.ID] = r
				list = append(list, r)
			}
			return list
		}
		at := func(n int) string { return filepath.Join(dir, fmt.Sprint(n)) }
		if err := Build(context.Background(), at(0), sequence(add(int(seed%4)*random.IntN(200)))); err != nil {
			t.Fatal(err)
		}
		nights := 1 + random.IntN(4)
		for night := 1; night <= nights; night++ {
			var gone []string
			before := slices.Sorted(maps.Keys(now))
			list := add(random.IntN(60))
			for _, id := range before {
				switch random.IntN(10) {
				case 0:
					gone = append(gone, id)
					delete(now, id)
				case 1: // it was labelled anew
					r := now[id]
					r.Needs, r.Mentions, r.Text = [4]voc.Polarity{}, nil, r.Text+" The line again."
					now[id] = r
					list = append(list, r)
				}
			}
			if err := Update(context.Background(), at(night), at(night-1), sequence(list), gone); err != nil {
				t.Fatal(err)
			}
		}
		var all []voc.Record
		for _, id := range slices.Sorted(maps.Keys(now)) {
			all = append(all, now[id])
		}
		anew := filepath.Join(dir, "anew")
		if err := Build(context.Background(), anew, sequence(all)); err != nil {
			t.Fatal(err)
		}
		same(t, at(nights), anew, queries)
	}
}

func same(t *testing.T, a, b string, queries []Query) {
	var results [2][]string
	for i, dir := range []string{a, b} {
		ix, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range queries {
			r, err := ix.Search(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			text := fmt.Sprint(r.Total, r.Facets, r.Months)
			for _, hit := range r.Hits {
				text += fmt.Sprintln(hit.Record.ID, hit.Score, hit.Marks, hit.Record.Text)
			}
			results[i] = append(results[i], text)
		}
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for i := range queries {
		if results[0][i] != results[1][i] {
			t.Fatalf("%+v: updated\n%s\nbuilt anew\n%s", queries[i], results[0][i], results[1][i])
		}
	}
}
