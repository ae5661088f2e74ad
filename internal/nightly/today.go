package nightly

import (
	"path/filepath"
	"time"
)

// A comment cannot be of a day that is yet to come: one mistyped year would move every report to an empty quarter.
// The rows of such days are left out, and read when the day has come.

// Latest is the newest day that a comment can be of where it is today: elsewhere it can be tomorrow.
func Latest(today time.Time) time.Time { return today.AddDate(0, 0, 1) }

// latest is the newest day that a comment read by this run can be of.
func (n *night) latest() time.Time { return Latest(n.Today) }

// come reports whether a day for which rows were left out, if any were, has come.
func come(due, latest string) bool { return due != "" && due <= latest }

// dues lists the days for which the finished parts of the inputs left rows out, in their order:
// pending ones as they are, and for those that have come the day of this run.
func (n *night) dues() []string {
	var dues []string
	latest := n.latest().Format(time.DateOnly)
	for _, in := range n.found {
		var end ending
		if err := readJSON(filepath.Join(n.dir(in), partFile), &end); err != nil || end.Due == "" {
			continue // a part that is damaged is told of where it is used
		}
		due := in.key + end.Due
		if come(end.Due, latest) {
			due = in.key + " read again " + latest
		}
		dues = append(dues, due)
	}
	return dues
}
