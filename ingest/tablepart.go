package ingest

import (
	"errors"
	"fmt"
	"io"

	"voc"
)

// A tablePart makes comments of the rows of one table.
type tablePart struct {
	table table
	plan  *plan
	name  string
}

func (t *tablePart) comments(r *reading, yield func(voc.Comment, error) bool) bool {
	in, closer, err := t.table.open()
	if err != nil {
		yield(voc.Comment{}, err)
		return false
	}
	defer closer.Close()
	keyed, _ := in.(keyedRows)
	if keyed != nil {
		keyed.keep(len(t.plan.columns)) // they come in the order in which the plan saw them
		defer func() { t.noteLeftOut(keyed, r) }()
	}
	b := newBuilder(t.plan, r, t.name)
	for header := t.plan.header; ; {
		cells, line, err := in.read()
		var bad *badRow
		more := true
		switch {
		case errors.Is(err, io.EOF):
			return true
		case errors.As(err, &bad):
			more = yield(voc.Comment{}, b.rejectBad(line, bad))
		case err != nil:
			yield(voc.Comment{}, fmt.Errorf("%s:%d: %w", t.name, line, err))
			return false
		case header > 0: // only records that can be read are counted, as [readHead] counts them
			header--
		default:
			more = b.row(cells, line, yield)
		}
		if !more {
			return false
		}
	}
}

// noteLeftOut says how many rows had more than what is read of them.
// Note: reading all of a file for its keys before its first row would take twice the time.
func (t *tablePart) noteLeftOut(in keyedRows, r *reading) {
	if first, rows := in.beyond(); rows > 0 {
		r.notes.countBy(fmt.Sprintf("rows also have keys beyond the %d known from the first %d rows, such as %q: what stands under those is not read",
			len(t.plan.columns), headRows+firstRows, first), rows)
	}
}
