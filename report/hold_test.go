package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"voc"
	"voc/internal/attack"
)

// A filling is an inbox that fills night by night over one quarter, and is read on for two weeks after.
type filling struct {
	departments []string
	daily       int // comments a day, shared out among the departments
	late        int // most days from a comment to its arrival
	half        bool
	later       bool // the quarter before is there from the first night on, so that reports speak of it until this one is over
}

const fillingNights = 104

// arrivals returns the records that come on each night.
func (f filling) arrivals(seed uint64) [fillingNights][]voc.Record {
	var nights [fillingNights][]voc.Record
	w := newWorld(seed, f.departments...)
	if f.later {
		nights[0] = w.months(mustPeriod("2025-Q4"), func(string, Month) int { return 60 })
	}
	first := mustPeriod("2026-01").From()
	for day := range 90 {
		for i := range f.daily {
			r := w.record(1000*day+i, f.departments[w.random.IntN(1+w.random.IntN(len(f.departments)))], mustPeriod("2026-01").First)
			r.Time = first.AddDate(0, 0, day)
			night := day + w.random.IntN(f.late+1)
			nights[night] = append(nights[night], r)
		}
	}
	return nights
}

// input is what a night's reports are made from.
func (f filling) input(records []voc.Record) Input {
	in := inputOf(records)
	in.Departments, in.Labels = nil, "1"
	in.AsOf = in.Sums.Newest()
	in.People, in.Records = in.Records, nil
	if f.half {
		in.Period = LastMonths(6, in.Sums.First(), in.AsOf)
	}
	return in
}

// away is how far a shown figure is from the truth.
func away(shown, truth cell) int {
	n := 0
	for _, x := range shown.minus(truth) {
		n = max(n, x, -x)
	}
	return n
}

// While an inbox fills, a shown figure is never ten comments from the truth of its night, one that is not the truth is marked,
// and when all has come a quarter is what a first run over the same inbox shows, or is marked and near it.
func TestFiguresFollowAFillingInbox(t *testing.T) {
	for name, f := range map[string]filling{
		"one department":                 {departments: []string{"streets"}, daily: 6},
		"one department, late":           {departments: []string{"streets"}, daily: 6, late: 4},
		"six departments, late":          {departments: []string{"streets", "water", "permits", "parks", "library", "clerk"}, daily: 24, late: 4},
		"half years, late":               {departments: []string{"streets", "water", "permits"}, daily: 12, late: 4, half: true},
		"one busy department, late":      {departments: []string{"streets"}, daily: 60, late: 4},
		"one department, weeks too late": {departments: []string{"streets", "water"}, daily: 9, late: 13},
		"the second quarter":             {departments: []string{"streets", "water", "permits"}, daily: 18, late: 4, later: true},
		"half years, the third quarter":  {departments: []string{"streets", "water", "permits"}, daily: 18, late: 4, later: true, half: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f.follow(t)
		})
	}
}

func (f filling) follow(t *testing.T) {
	arrivals := f.arrivals(5)
	var records []voc.Record
	var published *Published
	held, frozen := 0, map[string]int{}
	for night, list := range arrivals {
		if records = append(records, list...); len(records) == 0 {
			continue
		}
		c, err := newCity(withPublished(f.input(records), published))
		if err != nil {
			t.Fatal(err)
		}
		published = restored(t, c.published)
		fresh, err := newCity(f.input(records))
		if err != nil {
			t.Fatal(err)
		}
		if months, of := shownMonths(c, fresh); f.later && night == fillingNights-1 && (months < of*9/10 || of < 20) {
			t.Errorf("at the end %d months are shown of %d", months, of)
		}
		held += f.check(t, night, c, fresh, night == fillingNights-1)
		for key, bl := range c.board.blocks {
			if q := bl.Cells[partQuarter]; bl.held(partQuarter) && moved(q, bl.live[partQuarter]) {
				frozen[fmt.Sprint(key)]++
			}
		}
	}
	if held == 0 && f.daily < 60 {
		t.Error("no figure was ever held: the nights are too few")
	}
	if len(frozen) > 0 {
		t.Errorf("figures are held that ten comments bear on: %v", frozen)
	}
}

func withPublished(in Input, published *Published) Input {
	in.Published = published
	return in
}

// check compares a night's tables and reports with those of a first run over the same records, and returns how many figures are held.
func (f filling) check(t *testing.T, night int, c, fresh *city, last bool) (held int) {
	t.Helper()
	if got, want := rowNames(c), rowNames(fresh); !slices.Equal(got, want) {
		t.Errorf("night %d: the tables have rows on %v, want %v", night, got, want)
	}
	for _, d := range c.departments {
		for _, p := range append(c.board.periods(), c.period) {
			for _, measure := range measuresOf(c) {
				n, shown := c.board.figure(d.ID, measure, p)
				truth, open := fresh.board.figure(d.ID, measure, p)
				if !shown {
					if last && open && (p == p.First.Quarter() || p == c.period) && truth.base() >= 2*MinBase {
						t.Errorf("at the end %s %s %s is hidden, of %d comments", d.ID, measure, p, truth.base())
					}
					continue
				}
				_, marked := c.board.held(d.ID, measure, p)
				limit := MinBase * ((p.Months() + 2) / 3)
				if far := away(n, truth); far >= limit || far > 0 && !marked {
					t.Fatalf("night %d: %s %s %s shows %v of %v, marked %t", night, d.ID, measure, p, n, truth, marked)
				} else if far > 0 {
					held++
				}
			}
		}
		f.checkPage(t, night, c, fresh, d)
	}
	return held
}

// shownMonths counts the months of 2026 that are shown, and those that a first run shows.
func shownMonths(c, fresh *city) (n, of int) {
	for _, d := range c.departments {
		for _, measure := range measuresOf(c) {
			for m := mustPeriod("2026-01").First; m <= mustPeriod("2026-03").First; m++ {
				if _, shown := fresh.board.figure(d.ID, measure, Period{m, m}); shown {
					of++
				}
				if _, shown := c.board.figure(d.ID, measure, Period{m, m}); shown {
					n++
				}
			}
		}
	}
	return n, of
}

// rowNames lists what the tables have a row on, suppressed or not.
func rowNames(c *city) []string {
	var names []string
	needs, themes := c.periodRows()
	for _, row := range append(needs, themes...) {
		if row.Department != allDepartments {
			names = append(names, cellName(row.Department, row.Label, row.Period))
		}
	}
	return names
}

func measuresOf(c *city) []string {
	measures := []string{measureComments}
	for _, label := range c.board.labels() {
		measures = append(measures, label.measure)
	}
	return measures
}

// checkPage holds that the first page names the figures that are not of its night.
func (f filling) checkPage(t *testing.T, night int, c, fresh *city, d DepartmentID) {
	t.Helper()
	s, now := c.summary(d), fresh.summary(d)
	text := strings.Join(s.Glance.Notes, " ")
	if len(s.Glance.Tiles) > 0 && len(now.Glance.Tiles) > 0 {
		figure := s.Glance.Tiles[0].Figure
		if off := figure.N - now.Glance.Tiles[0].Figure.N; off != 0 && (figure.Held == nil || !strings.Contains(text, c.words.Say("tile_comments"))) {
			t.Errorf("night %d: %s counts %d comments too many and does not say so: %q", night, d.ID, off, text)
		}
	}
	for i, row := range s.Needs {
		if len(s.Glance.Tiles) == 0 || !row.Figure.Shown {
			continue
		}
		if row.Figure.N > s.Glance.Tiles[0].Figure.N {
			t.Errorf("night %d: %s has more comments on %s than in all", night, d.ID, row.ID)
		}
		if row.Figure.N != now.Needs[i].Figure.N && !strings.Contains(text, row.Name) {
			t.Errorf("night %d: %s, %s is as of an earlier run and no note says so: %q", night, d.ID, row.ID, text)
		}
	}
}

// Comments that are taken out, as by an erasure, do not freeze a figure either, and a few do not show.
func TestFiguresFollowWhatIsTakenOut(t *testing.T) {
	records := newWorld(3, "streets").months(mustPeriod("2026-Q3"), func(string, Month) int { return 60 })
	var published *Published
	for _, keep := range []int{180, 175, 120, 118, 40, 9, 4, 30, 180} {
		in := inputOf(slices.Clone(records[:keep]))
		in.Records, in.Period, in.Published = nil, mustPeriod("2026-Q3"), published
		c, err := newCity(in)
		if err != nil {
			t.Fatal(err)
		}
		published = restored(t, c.published)
		n, shown := c.board.figure("streets", measureComments, in.Period)
		if shown != (keep >= MinBase) {
			t.Errorf("of %d comments it is %t that a figure is shown", keep, shown)
		}
		if far := n.base() - keep; shown && (far >= MinBase || far <= -MinBase) {
			t.Errorf("%d comments are shown of %d", n.base(), keep)
		}
		if keep == 175 && n.base() != 180 || keep == 118 && n.base() != 120 {
			t.Errorf("of %d comments left %d are shown: the few that were taken out can be counted", keep, n.base())
		}
	}
}

// A quarter that ten late comments change takes its months along only where no month tells of a few.
func TestMonthsGiveWay(t *testing.T) {
	night := func(published *Published, months ...int) (*block, *Published) {
		s := NewSums()
		for i, n := range months {
			s.groups[group{mustPeriod("2026-01").First + Month(i), "streets", voc.External, voc.ChannelSurvey}] = &Tally{Comments: n}
		}
		b := newBoard(s, s, nil, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), false, false, nil)
		published = restored(t, b.publish(published, "1", mustPeriod("2026-Q1"), true))
		return b.blocks[blockKey{"streets", measureComments, mustPeriod("2026-01").First}], published
	}
	for _, test := range []struct {
		name   string
		nights [][]int
		want   []int // quarter and months at the end; 0 for a month that is hidden
	}{
		{"a few late comments wait", [][]int{{50, 50, 50}, {50, 54, 52}}, []int{150, 50, 50, 50}},
		{"ten in one month", [][]int{{50, 50, 50}, {50, 50, 60}}, []int{160, 50, 50, 60}},
		{"ten in all: the months stand", [][]int{{50, 50, 50}, {54, 53, 53}}, []int{160, 50, 50, 50}},
		{"many in one month and few in another", [][]int{{50, 50, 50}, {50, 53, 90}}, []int{193, 0, 0, 0}},
		{"and they come back", [][]int{{50, 50, 50}, {50, 53, 90}, {50, 70, 110}}, []int{230, 50, 70, 110}},
		{"not where the nights between tell of a few", [][]int{{50, 50, 50}, {50, 53, 90}, {50, 63, 90}}, []int{203, 0, 0, 0}},
	} {
		var bl *block
		var published *Published
		for _, months := range test.nights {
			bl, published = night(published, months...)
		}
		got := []int{bl.Cells[partQuarter].base(), 0, 0, 0}
		for i := range 3 {
			if bl.Shown[partMonths+i] {
				got[i+1] = bl.Cells[partMonths+i].base()
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v are shown, want %v", test.name, got, test.want)
		}
	}
}

// What the version before wrote is read: without days and histories.
func TestPublishedOfTheVersionBefore(t *testing.T) {
	old := `{"labels":"1","blocks":[{"department":"streets","measure":"comments","quarter":"2026-01","cells":{` +
		`"0":{"cell":[150,0,0,0],"least":120,"most":150,"ever":true},"1":{"cell":[50,0,0,0],"least":50,"most":50,"ever":true},` +
		`"2":{"cell":[50,0,0,0],"least":50,"most":50,"ever":true},"3":{"cell":[50,0,0,0],"least":20,"most":50,"ever":true},"9":{"cell":[1,0,0,0],"least":1,"most":1}}},` +
		`{"department":"water","measure":"comments","quarter":"2026-01","cells":{"0":{"cell":[40,0,0,0],"least":40,"most":40,"ever":true},"1":{"cell":[20,0,0,0],"least":20,"most":20,"gone":true,"ever":true}}}]}`
	p, err := ReadPublished([]byte(old))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := p.Bytes(); err != nil || bytes.Contains(text, []byte("most")) {
		t.Errorf("what nothing reads is written: %s, %v", text, err)
	}
	s := NewSums()
	for i, n := range []int{50, 62, 54} {
		for _, d := range []string{"streets", "water"} {
			s.groups[group{mustPeriod("2026-01").First + Month(i), d, voc.External, voc.ChannelSurvey}] = &Tally{Comments: n}
		}
	}
	b := newBoard(s, s, nil, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), false, false, nil)
	b.publish(p, "1", mustPeriod("2026-Q1"), true)
	for _, d := range []string{"streets", "water"} {
		if n, shown := b.figure(d, measureComments, mustPeriod("2026-Q1")); !shown || n.base() != 166 {
			t.Errorf("%s shows %v of 166 comments", d, n)
		}
		if _, shown := b.figure(d, measureComments, mustPeriod("2026-03")); shown {
			t.Errorf("%s shows months whose nights before are not known, or of which one tells of four comments", d)
		}
	}
}

// An attacker who tries all groups finds the small ones of a table's sums, and only those.
func TestHistoryTells(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	unsafe, safe := 0, 0
	for range 3000 {
		now := make([]int, 2+random.IntN(2))
		h := history{slices.Clone(now)}
		for range 1 + random.IntN(4) {
			rise := 0
			for i := range now {
				if random.IntN(2) == 0 {
					n := random.IntN(14)
					now[i], rise = now[i]+n, rise+n
				}
			}
			if rise < MinBase {
				now[0] += MinBase
			}
			h = append(h, slices.Clone(now))
		}
		h, now = h[:len(h)-1], h[len(h)-1]
		want := attackHistory(h, now)
		if got := h.tells(now); got != want {
			t.Fatalf("that %v, %v tell of a small group is %t, want %t", h, now, got, want)
		}
		if want {
			unsafe++
		} else {
			safe++
		}
	}
	if unsafe < 100 || safe < 100 {
		t.Errorf("%d histories tell of a small group and %d do not: too few to test", unsafe, safe)
	}
}

// attackHistory finds by elimination whether the sums that a history shows give a small group.
func attackHistory(h history, now []int) bool {
	var values []int
	var sums [][]int
	columns := make([][]int, len(now))
	before := h[0]
	for _, next := range append(slices.Clone(h[1:]), now) {
		var row []int
		for i := range next {
			cell := len(values)
			values = append(values, next[i]-before[i])
			row, columns[i] = append(row, cell), append(columns[i], cell)
		}
		sums, before = append(sums, row), next
	}
	return attack.New(values, append(sums, columns...)).Small(MinBase) != nil
}
