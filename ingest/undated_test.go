package ingest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// dated is a table of 20 rows in which the column called header holds what cell gives.
func dated(header string, cell func(i int) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "id,%q,comment\n", header)
	for i := range 20 {
		fmt.Fprintf(&b, "%d,%q,The person at window %d took time for me\n", i, cell(i), i)
	}
	return b.String()
}

// A day that can be found is found, and a file without one says so.
func TestDaysFound(t *testing.T) {
	number := func(first, step int) func(int) string {
		return func(i int) string { return fmt.Sprint(first + step*i) }
	}
	iso := func(year int) func(int) string {
		return func(i int) string { return fmt.Sprintf("%d-08-%02d", year, 1+i) }
	}
	for _, test := range []struct {
		header string
		cell   func(int) string
		want   string // day of the first comment; empty for none
		note   string // part of one; empty for none
	}{
		{"date", iso(2026), "2026-08-01", ""},
		{"date", number(46266, 1), "2026-09-01", ""},
		{"Date submitted", func(i int) string { return fmt.Sprintf("%d.5", 46266+i) }, "2026-09-01", ""},
		{"When", iso(2026), "2026-08-01", `column "When" is taken for the date, since no other holds dates`},
		{"Besuch am", func(i int) string { return fmt.Sprintf("%d.8.2026", 1+i) }, "2026-08-01", `column "Besuch am" is taken for the date`},

		{"date", number(100, 1), "", "20 of 20 comments bear no day, so they stand in no period"},
		{"date", number(59000, 1), "", "20 of 20 comments bear no day"}, // in the year 2061
		{"time", number(46266, 1), "", "20 of 20 comments bear no day"}, // of the day, in seconds
		{"visit no", number(46266, 1), "", "20 of 20 comments bear no day"},
		{"phone line", number(2026550100, 1), "", "20 of 20 comments bear no day"},
		{"Date of birth", iso(1980), "", "20 of 20 comments bear no day"},
		{"When were you born?", iso(1980), "", "20 of 20 comments bear no day"},
		{"When", iso(2030), "", "20 of 20 comments bear no day"},
		{"When", func(int) string { return "03/04/2026" }, "", "20 of 20 comments bear no day"}, // April or March
		{"date", func(int) string { return "" }, "", "20 of 20 comments bear no day"},
	} {
		opt := Options{Latest: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}
		comments, rejects, f := readAll(t, write(t, "desk.csv", []byte(dated(test.header, test.cell))), opt)
		if len(comments) != 20 || len(rejects) != 0 {
			t.Errorf("%s: %d comments, %d rejects", test.header, len(comments), len(rejects))
			continue
		}
		day := ""
		if !comments[0].Time.IsZero() {
			day = comments[0].Time.Format(time.DateOnly)
		}
		notes := strings.Join(f.Notes(), "\n")
		if day != test.want || !strings.Contains(notes, test.note) || test.note == "" && notes != "" {
			t.Errorf("%s of %s: day %q, notes %q; want %q, %q", test.header, test.cell(0), day, notes, test.want, test.note)
		}
	}
}

// Two columns of dates leave a doubt, and so does a day that is declared.
func TestDaysInDoubt(t *testing.T) {
	two := "When,Where to,Until,comment\n2026-08-01,Desk,2026-08-02,The person at the window took time\n"
	comments, _, f := readAll(t, write(t, "desk.csv", []byte(two)), Options{})
	if len(comments) != 1 || !comments[0].Time.IsZero() || !strings.Contains(strings.Join(f.Notes(), "\n"), "1 of 1 comments bear no day") {
		t.Errorf("%+v, notes %q; want one without a day", comments, f.Notes())
	}
	comments, _, f = readAll(t, write(t, "desk.csv", []byte(two)), Options{Mapping: &Mapping{Date: "2026-07-01"}})
	if len(comments) != 1 || comments[0].Time.Format(time.DateOnly) != "2026-07-01" || len(f.Notes()) != 0 {
		t.Errorf("%+v, notes %q; want one of the day declared", comments, f.Notes())
	}
}
