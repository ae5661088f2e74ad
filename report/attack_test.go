package report

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"voc"
)

// An attacker reads everything that a night's run gives to officers and looks for small groups
// by taking published counts from one another: parts from wholes, departments from all departments, one night from another.
type attacker struct {
	shown map[string]map[int]int // every base ever shown for a cell, by its name, and the first night of it
	night int
	found map[string]int // small groups, by how they were had
}

func cellName(department, label, period string) string {
	return department + "|" + label + "|" + period
}

func newAttacker() *attacker {
	return &attacker{shown: map[string]map[int]int{}, found: map[string]int{}}
}

// read takes a night's tables and reports in.
func (a *attacker) read(t *testing.T, out *Output, dir string) {
	t.Helper()
	see := func(department, label, period string, n int) {
		name := cellName(department, label, period)
		if a.shown[name] == nil {
			a.shown[name] = map[int]int{}
		}
		if _, ok := a.shown[name][n]; !ok {
			a.shown[name][n] = a.night
		}
		if n > 0 && n < MinBase {
			a.found["plain "+name] = n
		}
	}
	for _, rows := range [][]PeriodRow{out.Needs, out.Themes} {
		for _, row := range rows {
			if !row.Suppressed {
				see(row.Department, row.Label, row.Period, row.N)
			}
		}
	}
	for name, text := range files(t, dir) {
		if filepath.Base(name) != "report.json" {
			continue
		}
		var s Summary
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Fatal(err)
		}
		id := s.Department.ID
		for _, rows := range [][]Row{s.Needs, s.Themes, s.Strengths, s.Opportunity} {
			for _, row := range rows {
				if row.Figure.Shown {
					see(id, row.ID, s.Period.ID, row.Figure.N)
				}
				if row.Figure.All != nil {
					see("all", row.ID, s.Period.ID, row.Figure.All.N)
				}
				if row.Figure.Change != nil {
					see(id, row.ID, s.Before.ID, row.Figure.Change.N)
				}
			}
		}
		for _, tile := range s.Glance.Tiles {
			see(id, "comments", s.Period.ID, tile.Figure.N)
		}
		if s.People != nil && len(s.People.Rows) > 0 {
			see(id, "people", s.Period.ID, s.People.N)
			if again := s.Glance.Tiles[0].Figure.N - s.People.N; again > 0 && again < MinBase {
				a.found["people "+cellName(id, "comments", s.Period.ID)] = again
			}
		}
		if s.Campaigns != nil {
			see(id, "letters", s.Period.ID, s.Campaigns.Letters)
		}
		for _, row := range s.Impact {
			see(id, row.ID+" rated", s.Period.ID, row.N)
		}
		if s.Groups != nil && s.Groups.Participants > 0 {
			see(id, "participants", s.Period.ID, s.Groups.Participants)
		}
		for _, row := range s.Audiences.Rows {
			if row.External.Shown {
				see(id, row.ID+" external", s.Period.ID, row.External.N)
				see(id, row.ID+" internal", s.Period.ID, row.Internal.N)
			}
		}
		for _, step := range s.Progress.Steps {
			if step.Figure.Shown {
				see(id, s.Progress.ID, step.Period, step.Figure.N)
			}
		}
	}
}

// subtract looks for small groups in all differences it can think of, over all nights.
func (a *attacker) subtract(departments, labels []string, quarters []Period) {
	bases := func(department, label, period string) []int {
		return slices.Sorted(maps.Keys(a.shown[cellName(department, label, period)]))
	}
	small := func(how string, n int) {
		if n > 0 && n < MinBase {
			a.found[how] = n
		}
	}
	for name, values := range a.shown { // one night from another
		list := slices.Sorted(maps.Keys(values))
		for i := range list {
			for j := range i {
				small("night "+name, list[i]-list[j])
			}
		}
	}
	a.halves(departments, labels, small)
	for _, label := range labels {
		for _, q := range quarters {
			for _, d := range departments {
				whole := bases(d, label, q.String())
				var months [3][]int
				for i := range months {
					m := q.First + Month(i)
					months[i] = append(bases(d, label, m.String()), 0)
				}
				for _, n := range whole {
					for _, x := range months[0] {
						for _, y := range months[1] {
							for _, z := range months[2] {
								small("months "+cellName(d, label, q.String()), n-x-y-z)
							}
						}
					}
					for _, audience := range []string{" external", " internal"} {
						for _, x := range bases(d, label+audience, q.String()) {
							small("audience "+cellName(d, label, q.String()), n-x)
						}
					}
				}
			}
			for _, all := range bases("all", label, q.String()) { // every department from all of them
				// Only what is left after every shown department is taken out points at a hidden one.
				rest := all
				for _, d := range departments {
					if list := bases(d, label, q.String()); len(list) == 1 {
						rest -= list[0]
					} else if len(list) > 1 {
						rest = 0
						break
					}
				}
				small("department "+label+" "+q.String(), rest)
			}
		}
	}
}

// halves takes quarters from half years.
func (a *attacker) halves(departments, labels []string, small func(how string, n int)) {
	for _, half := range []string{"2026-01..2026-06", "2026-04..2026-09", "2025-10..2026-03", "2025-07..2025-12"} {
		p := mustPeriod(half)
		for _, d := range departments {
			for _, label := range labels {
				name := cellName(d, label, half)
				for n, night := range a.shown[name] {
					for _, quarter := range []Period{p.First.Quarter(), p.Last.Quarter()} {
						for x, earlier := range a.shown[cellName(d, label, quarter.String())] {
							if earlier <= night { // a later quarter less an earlier half is of no group
								small("half "+name, n-x)
							}
						}
					}
				}
			}
		}
	}
}

// nights publishes the reports of 20 nights on which comments trickle in, and lets the attacker read each.
// With wide reports speak of half years.
func nights(t *testing.T, unprotected, wide bool) *attacker {
	t.Helper()
	departments := []string{"streets", "water", "permits", "parks", "library", "clerk"}
	w := newWorld(11, departments...)
	records := w.months(mustPeriod("2026-01..2026-06"), func(d string, m Month) int {
		return map[string]int{"streets": 90, "water": 45, "permits": 20, "parks": 9, "library": 4, "clerk": 2}[d]
	})
	a := newAttacker()
	var published *Published
	for night := range 20 {
		day := time.Date(2026, 7, 1+night*4, 0, 0, 0, 0, time.UTC)
		for i, d := range departments {
			for k := range w.random.IntN(8 - i) {
				r := w.record(1000*night+k, d, MonthOf(day))
				r.Time = day
				if w.random.IntN(6) == 0 { // late for the last quarter
					r.Time = day.AddDate(0, -2, 0)
				}
				records = append(records, r)
			}
		}
		for i := range records { // nearly everybody writes once to permits
			if r := &records[i]; r.Department == "permits" {
				r.Respondent = r.ID
				if i%23 == 0 {
					r.Respondent = "regular"
				}
			}
			if r := &records[i]; r.Department == "streets" && i%3 == 0 && !slices.Contains(r.Themes, "queues") {
				r.Themes = append(slices.Clip(r.Themes), "queues")
				r.Mentions = append(slices.Clip(r.Mentions), voc.Mention{Kind: voc.KindTheme, Label: "queues", Polarity: voc.Unmet, Span: r.Mentions[0].Span})
			}
			if r := &records[i]; r.Department == "streets" && i%20 == 0 {
				r.Campaign = r.ID // a letter that counts; the others of its campaign are elsewhere
			}
		}
		for k := range w.random.IntN(4) { // a focus group that goes on and on
			r := w.record(1000*night+k, "streets", MonthOf(day))
			r.ID, r.Channel, r.Session, r.Speaker = r.ID+"-turn", voc.ChannelTranscript, "panel", fmt.Sprint(night, k)
			r.Time = day.AddDate(0, -w.random.IntN(4), 0)
			records = append(records, r)
		}
		in := inputOf(records)
		in.AsOf = day
		in.People, in.Records = in.Records, nil
		in.Period = mustPeriod("2026-Q3")
		if night%2 == 0 {
			in.Period = mustPeriod("2026-Q2")
		}
		if wide {
			in.Period.First -= 3
		}
		in.Formats = []string{"json"}
		in.Unprotected, in.Published, in.Labels = unprotected, published, "1"
		dir := t.TempDir()
		out, err := WriteAll(context.Background(), dir, in)
		if err != nil {
			t.Fatal(err)
		}
		if published = out.Published; published != nil {
			text, err := published.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			if published, err = ReadPublished(text); err != nil {
				t.Fatal(err)
			}
		}
		a.night = night
		a.read(t, out, dir)
	}
	labels := []string{"comments", "participants"}
	for i, need := range voc.Needs {
		labels = append(labels, string(need))
		labels = append(labels, worldThemes[i]...)
	}
	a.subtract(departments, labels, []Period{mustPeriod("2026-Q1"), mustPeriod("2026-Q2"), mustPeriod("2026-Q3")})
	return a
}

func TestNoSmallGroupCanBeHadBySubtraction(t *testing.T) {
	for _, wide := range []bool{false, true} {
		if found := nights(t, false, wide).found; len(found) > 0 {
			how := slices.Sorted(maps.Keys(found))
			t.Errorf("half years %t: %d small groups can be had, such as %s", wide, len(found), fmt.Sprint(how[:min(len(how), 12)]))
		}
	}
	found := nights(t, true, false).found
	kinds := map[string]int{}
	for how := range found {
		kind, _, _ := strings.Cut(how, " ")
		kinds[kind]++
	}
	for how := range found {
		for _, kind := range []string{" rated", "participants"} {
			if strings.HasPrefix(how, "night ") && strings.Contains(how, kind) {
				kinds[kind]++
			}
		}
	}
	for _, kind := range []string{"plain", "night", "months", "audience", "people", " rated", "participants"} {
		if kinds[kind] == 0 {
			t.Errorf("without protection the attacker finds no small group by %q: the attack is too weak", kind)
		}
	}
	t.Logf("without protection the attacker has %v", kinds)
}
