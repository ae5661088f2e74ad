package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"voc"
	"voc/internal/attack"
	"voc/report"
	"voc/report/table"
)

// A spoken is what the comments of one month say of a department: how many name a label.
type spoken struct{ department, label, month string }

// TestSampleGivesNothingAway takes all figures of the sample's tables and reports together, and finds no group of fewer than ten comments
// and no hidden cell by sums and differences; were every quarter of ten comments shown, it would.
func TestSampleGivesNothingAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "city")
	root := newRoot()
	root.SetArgs([]string{"demo", "--quiet", dir})
	root.SetOut(io.Discard)
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	tables := filepath.Join(dir, "published", "tables")
	counts := map[spoken]int{}
	for r, err := range table.Records(tables) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Channel == voc.ChannelTranscript || !r.Counts() || r.NoContent || r.Sentiment == "" {
			continue
		}
		for _, label := range append(needsOf(&r), r.Themes...) {
			counts[spoken{r.Department, label, report.MonthOf(r.Time).String()}]++
		}
	}
	var rows []table.PeriodRow
	for _, name := range []string{"needs_by_period", "themes_by_period"} {
		list, err := table.ReadRows[table.PeriodRow](filepath.Join(tables, name+".parquet"))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, list...)
	}
	c := newCells(counts)
	shown := 0
	for _, row := range rows {
		switch {
		case row.Department == "all": // which add up, as reports say
		case row.Suppressed:
			c.hidden = append(c.hidden, c.of(t, row.Department, row.Label, row.Period))
		default:
			c.see(t, row.Department, row.Label, row.Period, int(*row.N))
			shown++
		}
	}
	if shown < 60 {
		t.Errorf("%d rows are shown", shown)
	}
	c.readReports(t, filepath.Join(dir, "published", "reports"))
	if what := c.check(); what != nil {
		t.Errorf("comments %v can be had: a group of %d", what, c.total(what))
	}
	for _, row := range rows {
		if group := c.of(t, row.Department, row.Label, row.Period); row.Suppressed && len(row.Period) == len("2026-Q3") && c.total(group) >= report.MinBase {
			c.sums = append(c.sums, group)
		}
	}
	if c.check() == nil {
		t.Error("with every quarter of ten comments shown nothing can be had: the attack is too weak")
	}
}

func needsOf(r *voc.Record) []string {
	var needs []string
	for i, p := range r.Needs {
		if p != "" {
			needs = append(needs, string(voc.Needs[i]))
		}
	}
	return needs
}

// cells are counts by their place, and the sums of them that are shown.
type cells struct {
	place        map[spoken]int
	values       []int
	sums, hidden [][]int
}

func newCells(counts map[spoken]int) *cells {
	c := &cells{place: map[spoken]int{}}
	for key, n := range counts {
		c.place[key] = len(c.values)
		c.values = append(c.values, n)
	}
	return c
}

// of returns the cells of a department and label in a period.
func (c *cells) of(t *testing.T, department, label, period string) []int {
	t.Helper()
	p := report.Period{}
	if period != "undated" {
		var err error
		if p, err = report.ParsePeriod(period); err != nil {
			t.Fatal(err)
		}
	}
	var group []int
	for m := p.First; m <= p.Last; m++ {
		if place, ok := c.place[spoken{department, label, m.String()}]; ok {
			group = append(group, place)
		}
	}
	return group
}

func (c *cells) total(group []int) int {
	n := 0
	for _, place := range group {
		n += c.values[place]
	}
	return n
}

func (c *cells) see(t *testing.T, department, label, period string, n int) {
	t.Helper()
	group := c.of(t, department, label, period)
	if total := c.total(group); total != n {
		t.Fatalf("%s %s %s shows %d of %d comments", department, label, period, n, total)
	}
	c.sums = append(c.sums, group)
}

// readReports takes in the figures on needs and themes of all reports.
func (c *cells) readReports(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "report.json"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var s report.Summary
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		for _, row := range append(s.Needs, s.Themes...) {
			if row.Figure.Shown {
				c.see(t, s.Department.ID, row.ID, s.Period.ID, row.Figure.N)
			}
			if row.Figure.Change != nil {
				c.see(t, s.Department.ID, row.ID, s.Before.ID, row.Figure.Change.N)
			}
			if row.Figure.YearAgo != nil {
				c.see(t, s.Department.ID, row.ID, s.YearAgo.ID, row.Figure.YearAgo.N)
			}
		}
		for _, step := range s.Progress.Steps {
			if step.Figure.Shown {
				c.see(t, s.Department.ID, s.Progress.ID, step.Period, step.Figure.N)
			}
		}
	}
}

// check returns a small group or hidden cell that can be had; nil if there is none.
func (c *cells) check() []int {
	system := attack.New(c.values, c.sums)
	for _, group := range c.hidden {
		if len(group) > 0 && system.Tells(group) {
			return group
		}
	}
	return system.Small(report.MinBase)
}
