package report

import (
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"voc"
)

// small groups that can be had from a report on demand and the published ones, by taking one from the other.
func givenAway(t *testing.T, published, demanded Input) []string {
	t.Helper()
	before, err := newCity(published)
	if err != nil {
		t.Fatal(err)
	}
	now, err := newCity(demanded)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, d := range now.departments {
		whole, part := before.summary(d), now.summary(d)
		see := func(label string, a, b Figure) {
			if a.Shown && b.Shown && small(a.N-b.N) {
				found = append(found, fmt.Sprintf("%s %s: %d less %d", d.ID, label, a.N, b.N))
			}
		}
		if len(whole.Glance.Tiles) > 0 && len(part.Glance.Tiles) > 0 {
			see("comments", *whole.Glance.Tiles[0].Figure, *part.Glance.Tiles[0].Figure)
		}
		for i := range whole.Needs {
			see(whole.Needs[i].ID, whole.Needs[i].Figure, part.Needs[i].Figure)
		}
		for _, a := range whole.Themes {
			for _, b := range part.Themes {
				if a.ID == b.ID {
					see(a.ID, a.Figure, b.Figure)
				}
			}
		}
	}
	return found
}

// A report on demand, on part of the published period or some of its comments, is the published one less no small group.
func TestReportsOnDemandLeaveNoSmallGroup(t *testing.T) {
	w := newWorld(3, "streets", "water", "permits", "parks")
	records := w.months(mustPeriod("2026-01..2026-09"), func(d string, m Month) int {
		return map[string]int{"streets": 30, "water": 14, "permits": 8, "parks": 5}[d] / (1 + (9-m.number())/3)
	})
	published := inputOf(records)
	published.Period = mustPeriod("2026-04..2026-09")
	reference := &Reference{Sums: published.Sums, Period: published.Period, AsOf: published.AsOf}
	selected := func(filter voc.Filter) Input {
		in := inputOf(records)
		var list []voc.Record
		for _, r := range records {
			if filter.Match(&r) {
				list = append(list, r)
			}
		}
		in.Sums, in.Period = sumsOf(list), published.Period
		in.Records = func() iter.Seq2[voc.Record, error] { return eachOf(list) }
		in.Filter = filter
		return in
	}
	quarter := inputOf(records)
	quarter.Sums, quarter.Period = published.Sums, mustPeriod("2026-Q3")
	five := quarter
	five.Period = mustPeriod("2026-04..2026-08")
	days := selected(voc.Filter{From: "2026-05-10", To: "2026-09-30"})
	days.Days = &Days{time.Date(2026, 5, 10, 0, 0, 0, 0, time.UTC), time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)}
	for name, in := range map[string]Input{"quarter": quarter, "five months": five, "days": days, "channels": selected(voc.Filter{Channel: []string{voc.ChannelSurvey, voc.Channel311}}), "outside": selected(voc.Filter{Audience: []string{voc.External}})} {
		if len(givenAway(t, published, in)) == 0 {
			t.Errorf("%s: without protection no small group can be had: the attack is too weak", name)
		}
		in.Reference = reference
		if found := givenAway(t, published, in); len(found) > 0 {
			t.Errorf("%s: small groups can be had: %v", name, found)
		}
	}
	same := inputOf(records)
	same.Sums, same.Period, same.Reference = published.Sums, published.Period, reference
	if got, want := summaryOf(t, same, "streets").Needs[3].Figure, summaryOf(t, published, "streets").Needs[3].Figure; !got.Shown || got.N != want.N {
		t.Errorf("the published report on demand has %d comments on resolution, want %d", got.N, want.N)
	}
}

// A selection that lets all comments through shows what is published, which may be as of an earlier night, and one that lets
// nearly all through hides what the published figure and its own would give away.
func TestReportsOnDemandBesideHeldFigures(t *testing.T) {
	records := newWorld(7, "streets", "water").months(mustPeriod("2026-07..2026-09"), func(string, Month) int { return 40 })
	for i := range records {
		records[i].Channel, records[i].Respondent = voc.ChannelSurvey, fmt.Sprint(i/3)
	}
	night := func(records []voc.Record, published *Published) (Input, *city) {
		in := inputOf(records)
		in.Period, in.Published, in.Labels = mustPeriod("2026-Q3"), published, "1"
		c, err := newCity(in)
		if err != nil {
			t.Fatal(err)
		}
		return in, c
	}
	_, first := night(records, nil)
	rest := records[4:] // four were taken out
	published, second := night(rest, restored(t, first.published))
	demanded := func(filter voc.Filter) *Summary {
		in := published
		var list []voc.Record
		for _, r := range rest {
			if filter.Match(&r) {
				list = append(list, r)
			}
		}
		in.Sums, in.Filter, in.Published, in.Labels = sumsOf(list), filter, nil, ""
		in.Records = func() iter.Seq2[voc.Record, error] { return eachOf(list) }
		in.Reference = &Reference{Sums: published.Sums, Period: published.Period, AsOf: published.AsOf, Published: second.published, Labels: "1"}
		return summaryOf(t, in, "streets")
	}
	want := second.summary(DepartmentID{ID: "streets"})
	if n := want.Glance.Tiles[0].Figure; n.N != 120 || n.Held == nil {
		t.Fatalf("the published report counts %+v", n)
	}
	all := demanded(voc.Filter{Channel: []string{voc.ChannelSurvey}})
	for i, row := range all.Needs {
		if f, p := row.Figure, want.Needs[i].Figure; f.N != p.N || f.Count != p.Count {
			t.Errorf("%s: a selection of everything shows %d of %d, the published report %d of %d", row.ID, f.Count, f.N, p.Count, p.N)
		}
	}
	for i, row := range all.Audiences.Rows {
		if p := want.Audiences.Rows[i]; row.External.N != p.External.N || row.Internal.N != p.Internal.N {
			t.Errorf("%s: kinds of customers are %d and %d, in the published report %d and %d", row.ID, row.External.N, row.Internal.N, p.External.N, p.Internal.N)
		}
	}
	if n := all.Glance.Tiles[0].Figure; n.N != 120 || n.Held == nil || all.People == nil || all.People.N != want.People.N {
		t.Errorf("a selection of everything counts %+v and people %+v, the published report people %+v", n, all.People, want.People)
	}
	last := rest[0].Time
	for _, r := range rest {
		if r.Department == "streets" && r.Time.After(last) {
			last = r.Time
		}
	}
	if text := strings.Join(demanded(voc.Filter{To: last.AddDate(0, 0, -1).Format(time.DateOnly)}).Glance.Sentences, " "); !strings.Contains(text, "published") {
		t.Errorf("a selection of all but a few says %q", text)
	}
}

// Days that are whole months are months, and others are shown as one.
func TestDays(t *testing.T) {
	day := func(text string) time.Time {
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, test := range []struct {
		from, to, want string
		whole          bool
	}{
		{"2026-07-01", "2026-07-31", "2026-07", true},
		{"2025-10-01", "2025-12-31", "2025-Q4", true},
		{"2024-02-01", "2024-02-28", "2024-02", false},
		{"2026-07-02", "2026-09-30", "2026-Q3", false},
	} {
		if p, whole := WholeMonths(day(test.from), day(test.to)); p.String() != test.want || whole != test.whole {
			t.Errorf("WholeMonths(%s, %s) = %s, %t, want %s, %t", test.from, test.to, p, whole, test.want, test.whole)
		}
	}
	var records []voc.Record
	want := 0
	for _, r := range newWorld(2, "streets").months(mustPeriod("2026-06..2026-09"), func(string, Month) int { return 40 }) {
		if text := r.Time.Format(time.DateOnly); text >= "2026-07-20" && text <= "2026-08-10" {
			records = append(records, r)
			want++
		}
	}
	in := inputOf(records)
	in.Days = &Days{day("2026-07-20"), day("2026-08-10")}
	s := summaryOf(t, in, "streets")
	if s.Period.ID != "2026-07-20..2026-08-10" || s.Period.Name != "the days from 20 July 2026 to 10 August 2026" || s.Period.Partial != "" {
		t.Errorf("the period is %+v", s.Period)
	}
	if len(s.Glance.Tiles) == 0 || s.Glance.Tiles[0].Figure.N != want || want < MinBase {
		t.Errorf("tiles %+v, want %d comments", s.Glance.Tiles, want)
	}
	if subtitle(mustWords(t), s) != s.Period.Name {
		t.Errorf("the subtitle is %q", subtitle(mustWords(t), s))
	}
}

func mustWords(t *testing.T) *Words {
	t.Helper()
	w, err := ReadWords(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
