package nightly

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"voc"
	"voc/internal/review"
	"voc/internal/workspace"
)

// A place is one comment's: the slice it is in and its number there.
type place struct {
	slice, comment int32
}

// A merge says which comments of all slices are kept: each is counted once,
// however many exports it stands in. It also says which of them are letters of one campaign.
type merge struct {
	slices  []slice
	dropped []map[int]bool // of each slice, the comments that are duplicates; nil if there are none
	places  map[uint64]place
	marked  []map[int]string // of each slice, the campaigns of the comments that are near-identical letters; nil if there are none
	letters int              // comments that belong to a campaign
	sent    int              // campaigns

	repeated bool // so many texts are alike that none was taken for a campaign's

	reviews  *review.Set
	reviewed map[int]string // slices with comments whose labels people corrected -> digest of what they said
}

// unite finds the duplicates among all slices, which are in the order of their inputs.
// The same id again is an update: the newest wins, the later one where its tool does not tell.
// The same content under the same native id is a duplicate: the first stays, unless its tool has changed it since,
// such as a case that was open then and is closed now.
func unite(slices []slice) *merge {
	total := 0
	for _, s := range slices {
		total += len(s.keys)
	}
	m := &merge{
		slices: slices, places: make(map[uint64]place, total),
		dropped: make([]map[int]bool, len(slices)), marked: make([]map[int]string, len(slices)),
	}
	contents := map[uint64]place{}
	for i, s := range slices {
		for j, k := range s.keys {
			here := place{int32(i), int32(j)}
			if k.Content != 0 {
				if before, ok := contents[k.Content]; ok {
					if k.Updated <= m.key(before).Updated {
						m.drop(here)
						continue
					}
					m.drop(before)
					if id := m.key(before).ID; m.places[id] == before {
						delete(m.places, id)
					}
				}
				contents[k.Content] = here
			}
			before, ok := m.places[k.ID]
			switch {
			case !ok:
				m.places[k.ID] = here
			case m.key(before).Content != k.Content && k.Updated >= m.key(before).Updated:
				m.drop(before)
				m.places[k.ID] = here
			default:
				m.drop(here)
			}
		}
	}
	return m
}

func (m *merge) key(p place) key { return m.slices[p.slice].keys[p.comment] }

func (m *merge) drop(p place) {
	if m.dropped[p.slice] == nil {
		m.dropped[p.slice] = map[int]bool{}
	}
	m.dropped[p.slice][int(p.comment)] = true
}

// account returns what became of the rows of the slices of one input, which are those from first to last.
func (m *merge) account(first, last int) workspace.Rows {
	var rows workspace.Rows
	for i := first; i < last; i++ {
		rows.Comments += len(m.slices[i].keys) - len(m.dropped[i])
		for _, f := range m.fates(i) {
			rows.Rows++
			switch f {
			case accepted:
				rows.Accepted++
			case duplicate:
				rows.Duplicates++
			case rejected:
				rows.Rejected++
			case onPurpose:
				rows.Rejected++
				rows.OnPurpose++
			case empty:
				rows.Empty++
			}
		}
	}
	return rows
}

// fates returns what became of each row of slice i.
func (m *merge) fates(i int) map[int64]fate {
	fates := map[int64]fate{}
	for j, k := range m.slices[i].keys {
		fates[k.Row] = max(fates[k.Row], m.fate(i, j))
	}
	for _, left := range m.slices[i].Left {
		fates[left.row()] = max(fates[left.row()], left.fate())
	}
	return fates
}

// fate is that of a row if nothing but comment j of slice i is in it.
func (m *merge) fate(i, j int) fate {
	if m.dropped[i][j] {
		return duplicate
	}
	return accepted
}

// doubtful returns what became of the rows of slice i in which something was rejected; there are few.
func (m *merge) doubtful(i int) map[int64]fate {
	fates := map[int64]fate{}
	for _, left := range m.slices[i].Left {
		if f := left.fate(); f != empty {
			fates[left.row()] = max(fates[left.row()], f)
		}
	}
	if len(fates) == 0 {
		return nil
	}
	for j, k := range m.slices[i].keys {
		if f, ok := fates[k.Row]; ok {
			fates[k.Row] = max(f, m.fate(i, j))
		}
	}
	return fates
}

// rejects returns the rows of slice i that were rejected, each once and in their order:
// the code is that of the first reason that decided, the reasons are joined.
func (m *merge) rejects(i int) []leaving {
	fates := m.doubtful(i)
	var list []leaving
	at := map[int64]int{}
	for _, left := range m.slices[i].Left {
		f := left.fate()
		if f == empty || f != fates[left.row()] {
			continue
		}
		if first, ok := at[left.row()]; ok {
			if !strings.Contains(list[first].Reason, left.Reason) {
				list[first].Reason += "; " + left.Reason
			}
			continue
		}
		at[left.row()] = len(list)
		list = append(list, left)
	}
	return list
}

// leftOut says which answers could not be read in rows of which others were taken; empty if there are none.
// They are no rejected rows, yet nothing is left out in silence.
func (m *merge) leftOut(first, last int) string {
	n, place := 0, ""
	for i := first; i < last; i++ {
		fates := m.doubtful(i)
		for _, left := range m.slices[i].Left {
			if left.fate() != rejected || fates[left.row()] <= rejected {
				continue
			}
			if n++; n == 1 {
				place = fmt.Sprintf("row %d: %s", left.Row, left.Reason)
				if left.Member != "" {
					place = left.Member + ", " + place
				}
			}
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d answers left out of rows whose other answers are kept, the first in %s", n, place)
}

// A fate is what became of a row. Of several answers in a row the highest decides.
type fate int

const (
	empty fate = iota + 1
	onPurpose
	rejected
	duplicate
	accepted
)

// fate is that of the row if nothing else is in it.
func (l leaving) fate() fate {
	switch {
	case l.Code == voc.CodeEmpty:
		return empty
	case (&voc.RowError{Code: l.Code}).OnPurpose():
		return onPurpose
	}
	return rejected
}

// correct notes which slices hold comments that people corrected.
func (m *merge) correct(reviews *review.Set) error {
	m.reviews, m.reviewed = reviews, map[int]string{}
	for _, id := range reviews.IDs() {
		at, ok := m.places[fingerprint(id)]
		if !ok {
			continue
		}
		said, err := json.Marshal(reviews.For(id))
		if err != nil {
			return err
		}
		m.reviewed[int(at.slice)] = digest(m.reviewed[int(at.slice)], string(said))
	}
	return nil
}

// editor returns what changes the records of slice i when they are published; nil if nothing does.
// It is called with every record of the slice in order, and reports whether the record stays.
func (m *merge) editor(i int) func(*voc.Record) bool {
	if m.edit(i) == "" {
		return nil
	}
	dropped, marked, reviewed := m.dropped[i], m.marked[i], m.reviewed[i] != ""
	at := -1
	return func(r *voc.Record) bool {
		at++
		if reviewed {
			m.reviews.Apply(r)
		}
		r.Campaign = marked[at]
		return !dropped[at]
	}
}

// edit is a digest of what is changed in slice i; empty if nothing is.
func (m *merge) edit(i int) string {
	if m.dropped[i] == nil && m.marked[i] == nil && m.reviewed[i] == "" {
		return ""
	}
	all := []string{m.reviewed[i]}
	for _, at := range slices.Sorted(maps.Keys(m.dropped[i])) {
		all = append(all, strconv.Itoa(at))
	}
	for _, at := range slices.Sorted(maps.Keys(m.marked[i])) {
		all = append(all, strconv.Itoa(at), m.marked[i][at])
	}
	return digest(all...)
}
