package table

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voc"
)

func TestWriteRowsThenReadRows(t *testing.T) {
	n, share := int64(0), 0.0
	periods := []PeriodRow{
		{Department: "water", Period: "2026-09", Label: "control", N: &n, Unmet: &n, Share: &share, ClearChange: true},
		{Period: "2026-Q3", Label: "fees", Suppressed: true},
	}
	path := filepath.Join(t.TempDir(), "needs_by_period.parquet")
	if err := WriteRows(path, periods); err != nil {
		t.Fatal(err)
	}
	got, err := ReadRows[PeriodRow](path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(periods, got); diff != "" {
		t.Errorf("rows differ (-written +read):\n%s", diff)
	}
	if rows, err := Rows(path); rows != 2 || err != nil {
		t.Errorf("Rows = %d, %v, want 2", rows, err)
	}
	if _, err := ReadRows[RunRow](path); err == nil {
		t.Error("rows of another table: no error")
	}
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadRows[PeriodRow](path); err == nil {
		t.Error("a file cut short: no error")
	}
	if _, err := Rows(path); err == nil {
		t.Error("a file cut short: no error from Rows")
	}
}

func TestDay(t *testing.T) {
	for _, test := range []struct {
		time time.Time
		want int32
	}{
		{time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC), 1},
		{time.Date(1969, 12, 31, 23, 59, 0, 0, time.UTC), -1},
		{time.Date(1970, 1, 1, 20, 0, 0, 0, time.FixedZone("", -5*3600)), 0}, // the next day in UTC
		{time.Date(1970, 1, 1, 2, 0, 0, 0, time.FixedZone("", 5*3600)), 0},   // the day before in UTC
	} {
		if got := Day(test.time); got == nil || *got != test.want {
			t.Errorf("Day(%v) = %v, want %d", test.time, got, test.want)
		}
	}
	if got := Day(time.Time{}); got != nil {
		t.Errorf("Day of an unknown time = %d, want nil", *got)
	}
}

// empties counts the values of a column that are empty and yet not NULL.
func empties[Row any](t *testing.T, path, name string) int {
	t.Helper()
	n := 0
	r, err := open[Row](path, []field[*int]{{name, func(n *int, c *column) {
		if c.text() == "" {
			*n++
		}
	}}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	for err = r.next(&n); err == nil; err = r.next(&n) {
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return n
}

// TestEmptyIsNull has runs of known values that begin as many rows after a multiple of 64 as they are long,
// which the library takes to go on to the next multiple.
func TestEmptyIsNull(t *testing.T) {
	records := samples(640)
	periods := make([]PeriodRow, len(records))
	for i := range records {
		k := i / 64 // rows into the 64, and length of the run
		records[i].Department, records[i].Needs = "", [4]voc.Polarity{}
		if i%64 >= k && i%64 < 2*k {
			records[i].Department, records[i].Needs[1], periods[i].Department = "water", voc.Met, "water"
		}
	}
	dir := write(t, records)
	path := filepath.Join(dir, "needs_by_period.parquet")
	if err := WriteRows(path, periods); err != nil {
		t.Fatal(err)
	}
	for column, n := range map[string]int{
		"comments department":        empties[commentRow](t, filepath.Join(dir, CommentsFile), "department"),
		"comments need_control":      empties[commentRow](t, filepath.Join(dir, CommentsFile), "need_control"),
		"mentions department":        empties[mentionRow](t, filepath.Join(dir, MentionsFile), "department"),
		"needs_by_period department": empties[PeriodRow](t, path, "department"),
	} {
		if n > 0 {
			t.Errorf("%s: %d rows are empty and not NULL", column, n)
		}
	}
}
