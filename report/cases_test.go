package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"voc"
)

// caseRecords are cases of one service, a day apart from the first of July, each due three days later.
// Those whose number is below kept are closed in time, those below late a week too late, the others are open.
func caseRecords(service string, n, kept, late int) []voc.Record {
	var records []voc.Record
	for i := range n {
		r := voc.Record{}
		r.ID, r.Source, r.Service, r.Department = fmt.Sprint(service, i), "requests", service, "streets"
		r.Audience, r.Sentiment = voc.External, voc.Neutral
		r.Time = time.Date(2026, 7, 1+i, 9, 0, 0, 0, time.UTC)
		r.Due = r.Time.Add(72 * time.Hour)
		switch {
		case i < kept:
			r.Closed = r.Time.Add(24 * time.Hour)
		case i < late:
			r.Closed = r.Due.Add(7 * 24 * time.Hour)
		}
		records = append(records, r)
	}
	return records
}

func standardOf(t *testing.T, records []voc.Record, standard voc.Standard) StandardResult {
	t.Helper()
	in := inputOf(records)
	in.AsOf = in.Sums.Newest()
	in.Period = mustPeriod("2026-Q3")
	in.Departments[0].Standards = []voc.Standard{standard}
	return summaryOf(t, in, "streets").Standards[0]
}

// A case that is overdue and open has not kept its promise; one that is not yet due says nothing.
func TestOpenCases(t *testing.T) {
	records := caseRecords("Missed pickup", 60, 15, 20) // the newest is of 29 August, so that those of the last four days are not yet overdue
	for _, within := range []string{"due", "3d"} {
		r := standardOf(t, records, voc.Standard{Name: "On time", Kind: kindRigid, Target: 0.95, Within: within})
		if r.Recorded.N != 56 || r.Recorded.Count != 15 || r.Overdue != 36 || r.Result != "not_met" {
			t.Errorf("within %s: %d of %d kept it, %d overdue, %s; want 15 of 56, 36 overdue, not_met", within, r.Recorded.Count, r.Recorded.N, r.Overdue, r.Result)
		}
		for _, want := range []string{"56 cases of every service", "still open: 36", "fewer than 10 more"} {
			if !strings.Contains(r.Counted, want) {
				t.Errorf("within %s: %q does not say %q", within, r.Counted, want)
			}
		}
	}
}

// A source knows of nothing after its newest day: a later comment of another one makes none of its cases overdue.
func TestOpenCasesOfAnOldExport(t *testing.T) {
	records := caseRecords("Missed pickup", 40, 15, 20)
	other := records[0]
	other.ID, other.Source, other.Time, other.Due, other.Closed = "later", "survey", time.Date(2026, 9, 28, 9, 0, 0, 0, time.UTC), time.Time{}, time.Time{}
	r := standardOf(t, append(records, other), voc.Standard{Kind: kindRigid, Target: 0.95, Within: "due"})
	if r.Recorded.N != 36 {
		t.Errorf("%d cases on record, want 36", r.Recorded.N)
	}
}

// A source that closes no case cannot say which are open, nor has a comment without times a promise where its source gives due times.
func TestWhatIsNoCase(t *testing.T) {
	r := standardOf(t, caseRecords("Missed pickup", 60, 0, 0), voc.Standard{Kind: kindRigid, Target: 0.95, Within: "due"})
	if r.Recorded.Shown {
		t.Errorf("cases of a source without closing times are counted: %+v", r.Recorded)
	}
	records := caseRecords("Missed pickup", 60, 15, 20)
	for i := 40; i < 60; i++ {
		records[i].Due = time.Time{}
	}
	if r = standardOf(t, records, voc.Standard{Kind: kindRigid, Target: 0.95, Within: "3d"}); r.Recorded.N != 40 {
		t.Errorf("%d cases with records that have no times, want 40", r.Recorded.N)
	}
	for i := range records {
		records[i].Due = time.Time{}
	}
	if r = standardOf(t, records, voc.Standard{Kind: kindRigid, Target: 0.95, Within: "3d"}); r.Recorded.N != 56 {
		t.Errorf("%d cases of a source that has closing times alone, want 56", r.Recorded.N)
	}
}

// A standard is measured on the cases of its services alone.
func TestServicesOfAStandard(t *testing.T) {
	records := append(caseRecords("Missed pickup", 30, 0, 30), caseRecords(" missed PICKUP, bulky", 20, 0, 20)...)
	records = append(records, caseRecords("Pothole", 30, 30, 30)...)
	for _, test := range []struct {
		services []string
		n, kept  int
	}{
		{nil, 80, 30},
		{[]string{"Missed pickup"}, 30, 0},
		{[]string{"missed pickup*"}, 50, 0},
		{[]string{"pot*le", "Missed pickup"}, 60, 30},
		{[]string{"Leak"}, 0, 0},
	} {
		r := standardOf(t, records, voc.Standard{Kind: kindRigid, Target: 0.95, Within: "due", Services: test.services})
		if r.Recorded.N != test.n || r.Recorded.Count != test.kept {
			t.Errorf("services %q: %d of %d, want %d of %d", test.services, r.Recorded.Count, r.Recorded.N, test.kept, test.n)
		}
		if test.n == 0 && (r.Result != "few" || r.Words != "Too few cases" || r.Counted != "On record: too few cases of “Leak” with a due date to be shown.") {
			t.Errorf("a standard without cases: %s, %s, %s", r.Result, r.Words, r.Counted)
		}
	}
}

// Sums of cases are the same whether stored and merged or counted at once, and none is left of records that are removed.
func TestSumsOfCases(t *testing.T) {
	records := caseRecords("Missed pickup", 60, 15, 20)
	half := sumsOf(records[:30])
	text, err := json.Marshal(half)
	if err != nil {
		t.Fatal(err)
	}
	merged := NewSums()
	if err := json.Unmarshal(text, merged); err != nil {
		t.Fatal(err)
	}
	merged.Merge(sumsOf(records[30:]))
	for i := range records {
		merged.Remove(&records[i])
	}
	for key, tally := range merged.groups {
		for source, services := range tally.Cases {
			for service, c := range services {
				if n := counts(c.Elapsed) + c.Due + c.InTime + counts(c.Promised) + counts(c.Open) + counts(c.Bare); n != 0 {
					t.Errorf("%v %s %s: %+v is left", key, source, service, *c)
				}
			}
		}
	}
	if got := merged.sources["requests"]; !got.Equal(time.Date(2026, 8, 29, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("the newest day is %s", got)
	}
}

// Two standards that ask the same of the same cases count each case once.
func TestCasesOfTwoStandardsCountOnce(t *testing.T) {
	in := inputOf(caseRecords("Missed pickup", 30, 30, 30))
	in.AsOf = in.Sums.Newest()
	in.Period = mustPeriod("2026-Q3")
	in.Departments[0].Standards = []voc.Standard{{Name: "A", Kind: kindRigid, Target: 0.9, Within: "3d"}, {Name: "B", Kind: kindRigid, Target: 0.8, Within: "3d"}}
	for _, r := range summaryOf(t, in, "streets").Standards {
		if r.Recorded == nil || r.Recorded.N != 30 || r.Recorded.Count != 30 {
			t.Errorf("%s: %+v, want 30 of 30", r.Name, r.Recorded)
		}
	}
}
