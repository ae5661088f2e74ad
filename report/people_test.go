package report

import (
	"strings"
	"testing"

	"voc"
)

// Sixty comments of one quarter: twenty persons write two each, the second time not satisfied, and twenty write without a name.
func TestPeopleCountOnce(t *testing.T) {
	var records []voc.Record
	w := newWorld(8, "streets")
	for i := range 60 {
		r := w.record(i, "streets", mustPeriod("2026-08").First)
		r.Respondent = ""
		if i < 40 {
			r.Respondent = "p" + string(rune('a'+i%20))
		}
		r.Needs, r.Sentiment = [4]voc.Polarity{}, voc.Positive
		if i >= 20 && i < 40 {
			r.Needs[3], r.Sentiment = voc.Unmet, voc.Negative
		}
		records = append(records, r)
	}
	other := w.record(99, "streets", mustPeriod("2026-04").First) // of another quarter
	turn := w.record(98, "streets", mustPeriod("2026-08").First)
	turn.Channel = voc.ChannelTranscript
	letter := w.record(97, "streets", mustPeriod("2026-08").First) // that another letter counts for
	letter.Campaign = "another"
	s := summaryOf(t, inputOf(append(records, other, turn, letter)), "streets")
	if s.People == nil || s.People.N != 40 || len(s.People.Rows) != 3 {
		t.Fatalf("people are %+v, want 40", s.People)
	}
	for i, want := range []int{20, 20, 40} { // negative, not met, praise
		if got := s.People.Rows[i].Figure; got.Count != want || got.N != 40 {
			t.Errorf("%s: %d of %d people, want %d of 40", s.People.Rows[i].ID, got.Count, got.N, want)
		}
	}
	for i := range records[:31] { // now nine are further comments
		records[i].Respondent = ""
	}
	if s = summaryOf(t, inputOf(records), "streets"); s.People == nil || s.People.N != 0 || len(s.People.Rows) != 0 || !strings.Contains(s.People.Note, "fewer than 10") {
		t.Errorf("nine further comments of the same people show %+v", s.People)
	}
}

func TestCampaignsCountOnce(t *testing.T) {
	records := newWorld(9, "streets").months(mustPeriod("2026-Q3"), func(string, Month) int { return 20 })
	for i := range 12 {
		records[i].Campaign = records[0].ID
	}
	s := summaryOf(t, inputOf(records), "streets")
	if got := s.Campaigns; got == nil || got.Letters != 12 || got.Campaigns != 1 {
		t.Errorf("campaigns are %+v, want 12 letters of one", got)
	}
	if n := s.Glance.Tiles[0].Figure.N; n != 49 {
		t.Errorf("%d comments, want 49: 48 and one for the campaign", n)
	}
	if lines := strings.Join(s.Glance.Tiles[0].Lines, "; "); !strings.Contains(lines, "12 near-identical letters count as 1") {
		t.Errorf("the first page says %q of the campaign", lines)
	}
	for _, r := range records[1:12] {
		for _, q := range s.Quotations {
			if q.ID == r.ID {
				t.Errorf("quoted: %s, a letter that another counts for", q.ID)
			}
		}
	}
	for i := range records {
		records[i].Campaign = ""
	}
	for i := range 9 {
		records[i].Campaign = records[0].ID
	}
	if s = summaryOf(t, inputOf(records), "streets"); s.Campaigns != nil {
		t.Errorf("nine letters are shown: %+v", s.Campaigns)
	}
}

// summaryOf returns the report of one department.
func summaryOf(t *testing.T, in Input, department string) *Summary {
	t.Helper()
	c, err := newCity(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range c.departments {
		if d.ID == department {
			return c.summary(d)
		}
	}
	t.Fatalf("no department %s", department)
	return nil
}
