package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"voc"
)

// ratedRecords makes comments of which every other says that courtesy was not met, and the others that fairness was met.
func ratedRecords(n int, months Period) []voc.Record {
	records := newWorld(3, "streets").months(months, func(string, Month) int { return n })
	for i := range records {
		if i%2 == 0 {
			rate(&records[i], "fairness", voc.Met, 0.75)
		} else {
			rate(&records[i], "courtesy", voc.Unmet, 0.25)
		}
	}
	return records
}

func rate(r *voc.Record, theme string, p voc.Polarity, rating float64) {
	r.Needs, r.Themes, r.Rating = [4]voc.Polarity{p}, []string{theme}, &rating
	r.Mentions = []voc.Mention{{Kind: voc.KindTheme, Label: theme, Polarity: p, Span: voc.Span{Start: 0, End: 3}}}
}

// after returns the report on the streets of a night after what was published, and what is published then.
func after(t *testing.T, records []voc.Record, published *Published, change func(*Input)) (*Summary, *Published) {
	t.Helper()
	in := withPublished(inputOf(slices.Clone(records)), published)
	in.Records, in.Period = nil, mustPeriod("2026-Q3")
	if change != nil {
		change(&in)
	}
	c, err := newCity(in)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(c.departments, func(d DepartmentID) bool { return d.ID == "streets" })
	return c.summary(c.departments[i]), restored(t, c.published)
}

// What weighs on the rating is the same whatever one late comment's rating is, and is marked.
func TestImpactHidesTheRatingOfOneComment(t *testing.T) {
	records := ratedRecords(50, mustPeriod("2026-Q3"))
	first, published := after(t, records, nil, nil)
	if len(first.Impact) != 1 || first.Impact[0].ID != "courtesy" || first.Impact[0].Held != nil {
		t.Fatalf("the first night shows %+v, want courtesy", first.Impact)
	}
	for _, rating := range []float64{0, 0.25, 0.5, 1} {
		late := records[0]
		late.ID, late.Respondent = "late", "late"
		rate(&late, "fairness", voc.Met, rating)
		next, _ := after(t, append(slices.Clip(records), late), published, nil)
		if len(next.Impact) != 1 {
			t.Fatalf("of one late comment the row is gone")
		}
		row := next.Impact[0]
		if row.Held == nil || row.Held.Day != "2026-10-12" {
			t.Errorf("a row that is not of this night is marked %+v", row.Held)
		}
		if row.Held = nil; row != first.Impact[0] {
			t.Errorf("one late comment of rating %v turns %+v into %+v", rating, first.Impact[0], row)
		}
		onDemand, _ := after(t, append(slices.Clip(records), late), nil, func(in *Input) {
			in.Reference = &Reference{Sums: in.Sums, Period: in.Period, AsOf: in.AsOf, Published: published}
		})
		if len(onDemand.Impact) != 1 || onDemand.Impact[0].Without != row.Without || onDemand.Impact[0].Part != row.Part {
			t.Errorf("a report on demand shows %+v, want what is published, %+v", onDemand.Impact, row)
		}
		without, _ := after(t, append(slices.Clip(records), late), nil, func(in *Input) {
			in.Reference = &Reference{Sums: in.Sums, Period: in.Period, AsOf: in.AsOf, Published: published}
			in.Sums = sumsOf(records[1:])
		})
		if len(without.Impact) > 0 {
			t.Errorf("a selection of all comments but two shows %+v", without.Impact)
		}
	}
}

// While comments trickle in and some are taken out, every two versions of a row that are shown differ by no small group,
// neither of the comments that say that the theme was not met, nor of the others, nor of all; and rows do not freeze.
func TestImpactOverManyNights(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	records := ratedRecords(60, mustPeriod("2026-Q3"))
	var published *Published
	seen := map[[2]int]string{} // figures by the sizes of the two groups
	shown, replaced := 0, 0
	var last [2]int
	for night := range 120 {
		for k := range random.IntN(4) {
			r := records[random.IntN(50)]
			r.ID = fmt.Sprint("late", night, "-", k)
			rate(&r, []string{"courtesy", "fairness"}[random.IntN(2)], voc.Unmet, float64(random.IntN(5))/4)
			records = append(records, r)
		}
		var s *Summary
		s, published = after(t, records, published, nil)
		if len(published.Impact) != 1 {
			t.Fatalf("night %d: %d periods are remembered", night, len(published.Impact))
		}
		for _, row := range s.Impact {
			if row.ID != "courtesy" {
				continue
			}
			shown++
			kept := published.Impact[0].Rows["courtesy"]
			size := [2]int{kept.Of.N, kept.Rest.N}
			figures := fmt.Sprint(row.N, row.Without, row.Low, row.High, row.Part)
			if was, ok := seen[size]; ok && was != figures {
				t.Fatalf("night %d: two versions of groups of %v", night, size)
			}
			if seen[size] = figures; size != last && night > 0 {
				replaced++
			}
			last = size
		}
	}
	if shown < 40 || replaced < 3 {
		t.Errorf("the row is shown on %d of 120 nights and replaced %d times: it freezes", shown, replaced)
	}
	for a := range seen {
		for b := range seen {
			for _, d := range []int{a[0] - b[0], a[1] - b[1], a[0] + a[1] - b[0] - b[1]} {
				if small(d) {
					t.Errorf("rows of groups of %v and of %v comments are both shown", a, b)
				}
			}
		}
	}
}

// panel returns a turn of a participant of a focus group.
func panel(r voc.Record, speaker int, p voc.Polarity) voc.Record {
	r.ID, r.Channel, r.Session, r.Speaker = fmt.Sprint("turn", speaker), voc.ChannelTranscript, "panel", fmt.Sprint(speaker)
	rate(&r, "courtesy", p, 0)
	r.Rating = nil
	return r
}

// What one more participant said is not told, and what ten more said is.
func TestGroupsFollowTenParticipants(t *testing.T) {
	records := ratedRecords(40, mustPeriod("2026-Q3"))
	base := records[0]
	for i := range 12 {
		records = append(records, panel(base, i, []voc.Polarity{voc.Met, voc.Unmet}[i%2]))
	}
	first, published := after(t, records, nil, nil)
	if first.Groups == nil || first.Groups.Participants != 12 || first.Groups.Rows[0].Participants != 6 || first.Groups.Held != nil {
		t.Fatalf("the first night shows %+v", first.Groups)
	}
	for more := 1; more <= 10; more++ {
		records = append(records, panel(base, 100+more, voc.Unmet))
		var s *Summary
		s, published = after(t, records, published, nil)
		people, said := 12, 6
		if more == 10 {
			people, said = 22, 16
		}
		if s.Groups.Participants != people || s.Groups.Rows[0].Participants != said || (s.Groups.Held != nil) != (more < 10) {
			t.Errorf("of %d more participants the report shows %+v, want %d of %d", more, s.Groups, said, people)
		}
	}
	few := slices.DeleteFunc(slices.Clone(records), func(r voc.Record) bool { return r.Speaker > "108" && r.Speaker < "11" })
	s, _ := after(t, few, nil, func(in *Input) {
		in.Reference = &Reference{Sums: sumsOf(records), Period: in.Period, AsOf: in.AsOf, Published: published}
	})
	if s.Groups == nil || s.Groups.Participants != 0 || len(s.Groups.Rows) > 0 {
		t.Errorf("a selection of all participants but a few shows %+v", s.Groups)
	}
}

// Half years that share a quarter tell nothing of the few participants that one has and the other has not.
func TestGroupsOfPeriodsThatShareAQuarter(t *testing.T) {
	records := ratedRecords(40, mustPeriod("2026-Q3"))
	base := records[0]
	for i := range 17 {
		r := panel(base, i, voc.Unmet)
		r.Time = mustPeriod("2026-07").From()
		if i >= 14 {
			r.Time = mustPeriod("2026-02").From()
		}
		records = append(records, r)
	}
	half := func(text string) func(*Input) {
		return func(in *Input) { in.Period = mustPeriod(text) }
	}
	first, published := after(t, records, nil, half("2026-Q3"))
	if first.Groups.Participants != 14 {
		t.Fatalf("the quarter shows %+v", first.Groups)
	}
	s, _ := after(t, records, published, half("2026-01..2026-09"))
	if s.Groups == nil || s.Groups.Participants != 0 {
		t.Errorf("nine months show %+v beside a quarter with all but three of their participants", s.Groups)
	}
}
