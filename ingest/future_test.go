package ingest

import (
	"slices"
	"testing"
	"time"
)

// TestLatest reads dates before, on and after the latest day possible: a row after it is left out once, however many answers it has.
func TestLatest(t *testing.T) {
	const survey = "date,What did we do well?,What could we do better?\n" +
		"2026-09-30,The clerk was friendly to all of us,Open the counter on Saturdays please\n" +
		"2026-10-01,The form was short and simple,Answer the telephone more quickly\n" +
		"2026-10-05,The lamp was mended in a day,Tell people when you are coming\n" +
		"2062-09-30,The street was swept on time,Nothing more than that to say\n" +
		",The guard helped with the gate,Put up a sign at the entrance\n"
	path := write(t, "survey.csv", []byte(survey))
	for _, test := range []struct {
		latest   string // empty for any
		comments int
		rejects  []int // rows
		due      string
	}{
		{"2026-10-01", 6, []int{4, 5}, "2026-10-05"},
		{"2026-10-05", 8, []int{5}, "2062-09-30"},
		{"", 10, nil, ""},
	} {
		latest, _ := time.Parse(time.DateOnly, test.latest) // zero for the empty one
		comments, rejects, f := readAll(t, path, Options{Latest: latest})
		var rows []int
		for _, r := range rejects {
			rows = append(rows, r.Origin.Row)
		}
		if len(comments) != test.comments || !slices.Equal(rows, test.rejects) || f.Due() != test.due {
			t.Errorf("latest %q: %d comments, rows %v rejected, due %q; want %d, %v, %q", test.latest, len(comments), rows, f.Due(), test.comments, test.rejects, test.due)
		}
	}
}
