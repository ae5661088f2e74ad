package ingest

import (
	"testing"
	"time"
)

var dateTests = []struct {
	in    string
	order order
	want  string // RFC 3339, or a day; empty if it is no date
}{
	{"2026-03-04", unknownOrder, "2026-03-04"},
	{"2026/3/4", unknownOrder, "2026-03-04"},
	{"2026-03-04 05:06", unknownOrder, "2026-03-04T05:06:00Z"},
	{"2026-03-04T05:06:07.5+02:00", unknownOrder, "2026-03-04T03:06:07Z"},
	{"2026-03-04T05:06:07-0500", unknownOrder, "2026-03-04T10:06:07Z"},
	{"2026-05-01 10:00:00 UTC", unknownOrder, "2026-05-01T10:00:00Z"},
	{"2026-03", unknownOrder, "2026-03-01"},
	{"20260304", unknownOrder, "2026-03-04"},
	{"1772582400", unknownOrder, "2026-03-04T00:00:00Z"},
	{"1772582400000", unknownOrder, "2026-03-04T00:00:00Z"},
	{"25/12/2026", unknownOrder, "2026-12-25"},
	{"12/25/2026", unknownOrder, "2026-12-25"},
	{"03/04/2026", unknownOrder, ""},
	{"03/04/2026", dayFirst, "2026-04-03"},
	{"03/04/2026", monthFirst, "2026-03-04"},
	{"13/04/2026", monthFirst, ""},
	{"3.4.2026", unknownOrder, "2026-04-03"},
	{"04/18/2019 09:55:45 PM", monthFirst, "2019-04-18T21:55:45Z"},
	{"7/2/20 11:00:22", monthFirst, "2020-07-02T11:00:22Z"},
	{"12:00 AM", monthFirst, ""},
	{"1/2/2026 12:05 am", monthFirst, "2026-01-02T00:05:00Z"},
	{"4 Mar 2026", unknownOrder, "2026-03-04"},
	{"4th March 2026", unknownOrder, "2026-03-04"},
	{"March 4, 2026", unknownOrder, "2026-03-04"},
	{"Tue Mar 03 22:10:47 +0000 2026", unknownOrder, "2026-03-03T22:10:47Z"},
	{"Wed, 04 Mar 2026 05:06:07 GMT", unknownOrder, "2026-03-04T05:06:07Z"},
	{"31/02/2026", dayFirst, ""},
	{"2026-13-01", unknownOrder, ""},
	{"20269901", unknownOrder, ""},
	{"next week", unknownOrder, ""},
	{"5 stars", unknownOrder, ""},
	{"12345", unknownOrder, ""},
}

func TestParseDate(t *testing.T) {
	for _, test := range dateTests {
		var o *orders
		if test.order != unknownOrder {
			o = all(test.order)
		}
		m, _, err := parseDate(test.in, o, time.UTC, false)
		got := ""
		if err == nil {
			got = m.time.UTC().Format(time.RFC3339)
			if m.dateOnly {
				got = m.time.Format(time.DateOnly)
			}
		}
		if got != test.want {
			t.Errorf("parseDate(%q, %q) = %q, %v, want %q", test.in, test.order, got, err, test.want)
		}
	}
}

// TestWhere reads times in the ways in which tools write where they are: the day is that of the place.
func TestWhere(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ in, want string }{
		{"2026-09-30T20:30:00", "2026-09-30T20:30:00-04:00"},
		{"2026-09-30T20:30:00-04:00", "2026-09-30T20:30:00-04:00"},
		{"2026-10-01T08:30:00+13:00", "2026-10-01T08:30:00+13:00"},
		{"2026-09-30 20:30:00 PDT", "2026-09-30T20:30:00-07:00"},
		{"2026-10-01T01:30:00Z", "2026-09-30T21:30:00-04:00"},
		{"2026-10-01T01:30:00+00:00", "2026-09-30T21:30:00-04:00"},
		{"Thu, 01 Oct 2026 01:30:00 GMT", "2026-09-30T21:30:00-04:00"},
		{"1790818200", "2026-09-30T21:30:00-04:00"},
		{"1790818200000", "2026-09-30T21:30:00-04:00"},
		{"2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z"}, // a day, as tools write it
		{"1790812800", "2026-10-01T00:00:00Z"},
		{"2026-10-01", "2026-10-01T00:00:00-04:00"},
	} {
		m, _, err := parseDate(test.in, nil, zone, false)
		if got := m.time.Format(time.RFC3339); err != nil || got != test.want {
			t.Errorf("parseDate(%q) = %s, %v, want %s", test.in, got, err, test.want)
		}
	}
}

func TestColumnOrder(t *testing.T) {
	tests := []struct {
		name     string
		values   []string
		fallback order
		in, want string // what a value of the column then means; empty if the column asks
	}{
		{"a late day settles it", []string{"03/04/2026", "05/06/2026", "25/06/2026"}, unknownOrder, "03/04/2026", "2026-04-03"},
		{"a late month settles it", []string{"03/04/2026", "05/26/2026"}, unknownOrder, "03/04/2026", "2026-03-04"},
		{"nothing settles it", []string{"03/04/2026", "05/06/2026"}, unknownOrder, "03/04/2026", ""},
		{"the format settles it", []string{"03/04/2026"}, dayFirst, "03/04/2026", "2026-04-03"},
		{"the values beat the format", []string{"03/04/2026", "03/25/2026"}, dayFirst, "03/04/2026", "2026-03-04"},
		{"two styles side by side", []string{"05/07/2026", "25/07/2026", "7/5/2026", "7/25/2026"}, unknownOrder, "7/5/2026", "2026-07-05"},
		{"one style both ways asks", []string{"25/10/2026", "10/25/2026", "10/11/2026"}, unknownOrder, "10/11/2026", ""},
	}
	for _, test := range tests {
		var e dateEvidence
		for _, v := range test.values {
			e.add(v, false)
		}
		o, err := e.orders(test.fallback)
		got := ""
		if err == nil {
			m, _, err := parseDate(test.in, o, time.UTC, false)
			if err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			got = m.time.Format(time.DateOnly)
		}
		if got != test.want {
			t.Errorf("%s: %q = %q, %v, want %q", test.name, test.in, got, err, test.want)
		}
	}
}
