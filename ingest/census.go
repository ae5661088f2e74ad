package ingest

import (
	"fmt"

	"voc"
)

// manyWithout is the share of comments without a department, one in so many, or a day, below which it is not noted.
const manyWithout = 10

// A census counts the comments of a reading, and those of them that reports cannot put in their place.
type census struct {
	all     int
	without int // that name no department
	tabled  int // of tables: transcripts say themselves that they bear no day
	undated int // of these, that bear none
}

// counted returns yield, counting what goes to it.
func (n *census) counted(yield func(voc.Comment, error) bool) func(voc.Comment, error) bool {
	return func(c voc.Comment, err error) bool {
		if err == nil {
			n.all++
			if c.Department == "" {
				n.without++
			}
			if c.Session == "" || c.Turn == 0 {
				n.tabled++
				if c.Time.IsZero() {
					n.undated++
				}
			}
		}
		return yield(c, err)
	}
}

// unassignedNote says how many comments name no department, if they are many.
func (n *census) unassignedNote() string {
	if n.without == 0 || manyWithout*n.without < n.all {
		return ""
	}
	how := "`columns: {department: COLUMN}`, or `department: ID` for all"
	if n.tabled == 0 {
		how = "`department: ID`"
	}
	return fmt.Sprintf("%d of %d comments name no department and stand in %s: under the source in voc.yaml say %s (%s if that is meant)", n.without, n.all, voc.Unassigned, how, voc.Unassigned)
}

// undatedNote says how many comments of a reading bear no day, if they are many.
func (n *census) undatedNote() string {
	if n.undated == 0 || manyWithout*n.undated < n.tabled {
		return ""
	}
	return fmt.Sprintf("%d of %d comments bear no day, so they stand in no period: under the source in voc.yaml say `columns: {date: COLUMN}`, or `date: 2026-03-14` for all", n.undated, n.tabled)
}
