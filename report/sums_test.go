package report

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voc"
)

func marshal(t *testing.T, s *Sums) string {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Sums are the same however the records are divided, and from whatever they are read.
func TestSumsOfPartsAreTheSum(t *testing.T) {
	records := exampleRecords()[:3000]
	for i := range 40 {
		records[i].Channel, records[i].Session, records[i].Speaker = voc.ChannelTranscript, "s1", string(rune('a'+i%8))
	}
	whole := marshal(t, sumsOf(records))
	parts := NewSums()
	for _, part := range [][]voc.Record{records[2000:], records[:700], records[700:2000]} {
		stored := NewSums()
		if err := json.Unmarshal([]byte(marshal(t, sumsOf(part))), stored); err != nil {
			t.Fatal(err)
		}
		parts.Merge(stored)
	}
	if marshal(t, parts) != whole {
		t.Error("the sums of parts differ from the sum of all")
	}
	extra := records[50]
	parts.Add(&extra)
	parts.Remove(&extra)
	if marshal(t, parts) != whole {
		t.Error("a record added and removed leaves a trace")
	}
}

// Focus groups are counted as people and sessions, and are in no share of comments.
func TestFocusGroupsAreKeptApart(t *testing.T) {
	records := newWorld(5, "streets").months(mustPeriod("2026-Q3"), func(string, Month) int { return 20 })
	before := len(records)
	for i := range 24 {
		r := records[i]
		r.ID, r.Time = r.ID+"-group", records[0].Time
		r.Channel, r.Session, r.Speaker = voc.ChannelTranscript, string(rune('a'+i%3)), string(rune('a'+i%12))
		r.Needs = [4]voc.Polarity{3: voc.Unmet}
		records = append(records, r)
	}
	c, err := newCity(inputOf(records))
	if err != nil {
		t.Fatal(err)
	}
	s := c.summary(c.departments[0])
	if n := s.Glance.Tiles[0].Figure.N; n != before {
		t.Errorf("%d comments, want %d without those of focus groups", n, before)
	}
	if s.Groups == nil || s.Groups.Participants != 12 || s.Groups.Sessions != 3 {
		t.Fatalf("focus groups %+v, want 12 participants in 3 sessions", s.Groups)
	}
	if got, want := s.Groups.Rows[0].Words, "12 of 12 participants in 3 of 3 sessions said that it was not met"; got != want {
		t.Errorf("focus groups say %q, want %q", got, want)
	}
}

// What a handful of people said in a focus group is told in words, without a number.
func TestSmallFocusGroupsAreNotCounted(t *testing.T) {
	records := newWorld(5, "streets").months(mustPeriod("2026-Q3"), func(string, Month) int { return 20 })
	for i := range 18 {
		r := records[i]
		r.ID, r.Time = r.ID+"-group", records[0].Time
		r.Channel, r.Session, r.Speaker = voc.ChannelTranscript, "panel", string(rune('a'+i%9))
		r.Needs = [4]voc.Polarity{3: voc.Unmet}
		records = append(records, r)
	}
	s := summaryOf(t, inputOf(records), "streets")
	want := &Groups{Rows: []GroupRow{}, Words: "Fewer than 10 people took part in focus groups in this period, so what they said is not counted here. Read it in the transcripts."}
	if diff := cmp.Diff(want, s.Groups); diff != "" {
		t.Errorf("a focus group of nine people (-want +got):\n%s", diff)
	}
}

func TestVerdict(t *testing.T) {
	e := &FocusEntry{N: 200, Unmet: 120, Target: 0.45}
	for _, test := range []struct {
		n, unmet int
		want     string
	}{
		{200, 80, Moved},
		{200, 120, NotMoved},
		{200, 150, NotMoved},
		{40, 20, CannotTell},
		{9, 1, CannotTell},
	} {
		if got := Verdict(e, test.n, test.unmet); got != test.want {
			t.Errorf("Verdict of %d/%d after 120/200 with target 45%% = %s, want %s", test.unmet, test.n, got, test.want)
		}
	}
}

func TestStandards(t *testing.T) {
	records := newWorld(6, "streets").months(mustPeriod("2026-Q3"), func(string, Month) int { return 20 })
	for i := range records {
		records[i].Closed = records[i].Time.Add(time.Duration(1+i%4) * time.Hour)
	}
	in := inputOf(records)
	in.Departments[0].Standards = []voc.Standard{
		{Name: "Every call returned within two hours", Kind: "rigid", Target: 1, Within: "2h"},
		{Name: "Closed within four hours", Kind: "flexible", Target: 0.9, Within: "4h"},
		{Name: "A kind word", Kind: "discretion", Theme: "courtesy"},
		{Name: "Clean desks", Kind: "flexible", Target: 0.9},
	}
	c, err := newCity(in)
	if err != nil {
		t.Fatal(err)
	}
	got := c.summary(c.departments[0]).Standards
	for i, want := range []string{"not_met", "met", "discretion", "not_measured"} {
		if got[i].Result != want {
			t.Errorf("%s: %s, want %s (%+v)", got[i].Name, got[i].Result, want, got[i].Recorded)
		}
	}
	if r := got[0].Recorded; r.N != 60 || r.Count != 30 {
		t.Errorf("%d of %d cases within two hours, want 30 of 60", r.Count, r.N)
	}
}

func TestPeriods(t *testing.T) {
	for _, text := range []string{"2026-07", "2026-Q3", "2026", "2026-02..2026-05"} {
		if got := mustPeriod(text).String(); got != text {
			t.Errorf("period %s reads back as %s", text, got)
		}
	}
	for _, text := range []string{"", "26", "2026-Q5", "2026-13", "2026-05..2026-02", "soon"} {
		if p, err := ParsePeriod(text); err == nil {
			t.Errorf("ParsePeriod(%q) = %v, want an error", text, p)
		}
	}
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	first := mustPeriod("2025-01").First
	for _, test := range []struct {
		asOf time.Time
		want string
	}{{day(9, 30), "2026-Q3"}, {day(9, 26), "2026-Q3"}, {day(9, 20), "2026-Q2"}, {day(10, 1), "2026-Q3"}} {
		if got := LastPeriod(first, test.asOf).String(); got != test.want {
			t.Errorf("on %s the report is about %s, want %s", test.asOf.Format(time.DateOnly), got, test.want)
		}
	}
}

// A month without comments in a quarter that is shown has no figure, rather than one of nothing.
func TestMonthWithoutComments(t *testing.T) {
	records := newWorld(12, "streets").months(mustPeriod("2026-Q3"), func(_ string, m Month) int {
		if m == mustPeriod("2026-08").First {
			return 0
		}
		return 200
	})
	in := inputOf(records)
	in.Focus = []FocusEntry{{Department: "streets", Theme: "resolution", Period: "2026-Q2", N: 100, Unmet: 50, Target: 0.3, Since: "2026-07-01"}}
	steps := summaryOf(t, in, "streets").Progress.Steps
	for _, step := range steps {
		if step.Figure.Shown && step.Figure.N == 0 {
			t.Errorf("%s is shown with no comments", step.Period)
		}
	}
	if len(steps) == 0 {
		t.Error("no trend")
	}
	in.Period = mustPeriod("2026-08")
	if got := summaryOf(t, in, "streets").Needs[0].Figure; got.Shown {
		t.Errorf("a month without comments shows %+v", got)
	}
}

// A comment without content is in no share, whatever its question makes of it.
func TestNoContentIsNoPraise(t *testing.T) {
	s := NewSums()
	for _, sentiment := range []voc.Sentiment{voc.Positive, voc.Negative, ""} {
		s.Add(&voc.Record{NoContent: true, Sentiment: sentiment})
	}
	s.Add(&voc.Record{Sentiment: voc.Positive})
	s.Add(&voc.Record{Unlabelled: true})
	for _, tally := range s.groups {
		if tally.Comments != 1 || tally.Praise != 1 || tally.Positive != 1 || tally.Negative != 0 || tally.NoContent != 3 || tally.Unlabelled != 1 {
			t.Errorf("one praise, three without content and one not labelled are counted as %+v", *tally)
		}
	}
	if len(s.groups) != 1 {
		t.Errorf("%d groups, want 1", len(s.groups))
	}
}
