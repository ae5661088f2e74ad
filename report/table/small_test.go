package table

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
