package main

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"voc"
	"voc/index"
	"voc/internal/workspace"
	"voc/report/table"
)

// TestCountsEqualTables holds the totals, facets and months of 50 filters drawn at random against counting the rows of the tables,
// in a small workspace and in the one that VOC_ANALYST_WORKSPACE names.
func TestCountsEqualTables(t *testing.T) {
	var records []voc.Record
	for i := range 40 {
		for _, r := range deskRecords() {
			r.ID = fmt.Sprint(r.ID, i)
			if i%5 == 0 {
				r.Time = time.Time{}
			}
			r.Time = r.Time.AddDate(0, i%4, i)
			records = append(records, r)
		}
	}
	workspaces := []string{publishedRecords(t, records).Dir}
	if dir := os.Getenv("VOC_ANALYST_WORKSPACE"); dir != "" {
		workspaces = append(workspaces, dir)
	}
	for _, dir := range workspaces {
		w, err := workspace.Open(filepath.Join(dir, "voc.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		run, err := w.Current()
		if err != nil {
			t.Fatal(err)
		}
		ix, err := index.Open(run.Index(), index.Options{})
		if err != nil {
			t.Fatal(err)
		}
		compareCounts(t, ix, filepath.Dir(run.Table("comments")))
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}
}

func compareCounts(t *testing.T, ix *index.Index, tables string) {
	t.Helper()
	var rows []voc.Record
	values := map[string][]string{}
	for r, err := range table.Records(tables) {
		if err != nil {
			t.Fatal(err)
		}
		r.Text, r.Units, r.KeyPhrases = "", nil, nil
		rows = append(rows, r)
		for _, l := range labelsOf(&r) {
			if !slices.Contains(values[l.facet], l.value) {
				values[l.facet] = append(values[l.facet], l.value)
			}
		}
	}
	for seed := range uint64(50) {
		f := drawFilter(rand.New(rand.NewPCG(seed, 9)), values)
		result, err := ix.Search(t.Context(), index.Query{Filter: f, Facets: true})
		if err != nil {
			t.Fatal(err)
		}
		got := map[counted]int{}
		for _, c := range result.Months {
			got[counted{"month", c.Value, ""}] = c.N
		}
		for _, facet := range result.Facets {
			for _, c := range facet.Counts {
				if c.N > 0 {
					got[counted{facet.Name, c.Value, c.Polarity}] = c.N
				}
			}
		}
		if total, want := countRows(rows, f); result.Total != total || !maps.Equal(got, want) {
			t.Errorf("%+v: the index counts %d, %v; the tables %d, %v", f, result.Total, got, total, want)
		}
	}
}

// A counted is a value of a facet.
type counted struct {
	facet, value string
	polarity     voc.Polarity
}

// labelsOf returns all that a comment is counted under, each once.
func labelsOf(r *voc.Record) []counted {
	list := []counted{{"dept", cmp.Or(r.Department, voc.Unassigned), ""}, {"channel", r.Channel, ""}, {"audience", r.Audience, ""}, {"sentiment", string(r.Sentiment), ""}}
	if !r.Time.IsZero() {
		list = append(list, counted{"month", r.Time.Format("2006-01"), ""})
	}
	for i, polarity := range r.Needs {
		if polarity != "" {
			list = append(list, counted{"need", string(voc.Needs[i]), ""}, counted{"need", string(voc.Needs[i]), polarity})
		}
	}
	for _, theme := range r.Themes {
		said := map[voc.Polarity]bool{}
		for _, m := range r.Mentions {
			if m.Kind == voc.KindTheme && m.Label == theme {
				said[m.Polarity] = true
			}
		}
		list = append(list, counted{"theme", theme, ""})
		switch {
		case said[voc.Mixed] || said[voc.Met] && said[voc.Unmet]:
			list = append(list, counted{"theme", theme, voc.Mixed})
		case said[voc.Met]:
			list = append(list, counted{"theme", theme, voc.Met})
		case said[voc.Unmet]:
			list = append(list, counted{"theme", theme, voc.Unmet})
		}
	}
	return slices.DeleteFunc(list, func(l counted) bool { return l.value == "" })
}

// countRows counts rows that pass a filter, and for each facet those that pass without its part of it.
func countRows(rows []voc.Record, f voc.Filter) (total int, counts map[counted]int) {
	counts = map[counted]int{}
	without := map[string]voc.Filter{}
	for _, facet := range []string{"dept", "channel", "audience", "sentiment", "month", "need", "theme"} {
		without[facet] = leaveOut(f, facet)
	}
	for i := range rows {
		r := &rows[i]
		if f.Match(r) {
			total++
		}
		passes := map[string]bool{}
		for facet, rest := range without {
			passes[facet] = rest.Match(r)
		}
		for _, l := range labelsOf(r) {
			if passes[l.facet] {
				counts[l]++
			}
		}
	}
	return total, counts
}

func leaveOut(f voc.Filter, facet string) voc.Filter {
	switch facet {
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
	return f
}

// drawFilter draws a filter of values that the tables have.
func drawFilter(random *rand.Rand, values map[string][]string) voc.Filter {
	some := func(facet string) []string {
		list := values[facet]
		if len(list) == 0 || random.IntN(3) > 0 {
			return nil
		}
		return []string{list[random.IntN(len(list))], list[random.IntN(len(list))]}
	}
	f := voc.Filter{Dept: some("dept"), Need: some("need"), Theme: some("theme"), Sentiment: some("sentiment"), Channel: some("channel"), Audience: some("audience")}
	if random.IntN(3) == 0 {
		f.Polarity = []string{"met", "unmet", "mixed"}[random.IntN(3):]
	}
	if months := values["month"]; len(months) > 0 && random.IntN(2) == 0 {
		f.From, f.To = months[random.IntN(len(months))]+"-10", months[random.IntN(len(months))]+"-20"
	}
	return f
}
