package ingest

import (
	"fmt"
	"time"

	"voc"
)

// dayNumber writes the day of t, where t was said, as 20260930; 0 if t is zero.
func dayNumber(t time.Time) int {
	if t.IsZero() {
		return 0
	}
	year, month, day := t.Date()
	return (year*100+int(month))*100 + day
}

// untilLatest passes on to yield what is read; in the place of a row that is dated after the latest day possible it gives one error.
// Note: kept without its date, such a comment would stand in no report and nobody would put the date right.
func (f *File) untilLatest(yield func(voc.Comment, error) bool) func(voc.Comment, error) bool {
	if f.latest == 0 {
		return yield
	}
	var refused voc.Origin
	return func(c voc.Comment, err error) bool {
		if err != nil || dayNumber(c.Time) <= f.latest {
			return yield(c, err)
		}
		day := c.Time.Format(time.DateOnly)
		if f.due == "" || day < f.due {
			f.due = day
		}
		if c.Origin == refused {
			return true // told of another answer of the row
		}
		refused = c.Origin
		return yield(voc.Comment{}, &voc.RowError{Origin: c.Origin, Code: voc.CodeBadDate, Reason: fmt.Sprintf("dated %s, a day that is yet to come", day)})
	}
}

// Due returns the first of the days for which the last reading left rows out, since they were later than any comment could be;
// empty if there was none. From that day on, reading the file again gives more.
func (f *File) Due() string { return f.due }
