package nightly

import (
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
	common  *common
	dropped []map[int]loss // of each slice, the comments that are duplicates; nil if there are none
	kept    map[lost]int   // the first input that holds what another lost
	apart   map[int]int    // of each input, the comments that share a number and its time with others and are not one with them
	echoed  map[pairOf]int // comments of few words that stand in both members and are kept in both
	places  map[uint64]place
	marked  []map[int]string // of each slice, the campaigns of the comments that are near-identical letters; nil if there are none
	letters int              // comments that belong to a campaign
	sent    int              // campaigns

	contents, echoes, threads map[uint64]place // by what comments are known beside their ids

	repeated bool // so many texts are alike that none was taken for a campaign's

	reviews  *review.Set
	reviewed map[int]string    // slices with comments whose labels people corrected -> digest of what they said
	renamed  map[string]string // ids that corrections bear -> those that the comments have now
}

// A loss is why a comment is not kept.
type loss uint8

const (
	copied    loss = iota + 1 // it stands elsewhere too
	elsewhere                 // the same, in a file of another name: it was known by its words and time
	updated                   // its tool says that there is a newer version of it
	replaced                  // a later row has its id and other words
)

// A lost is why comments of an input are not kept.
type lost struct {
	input int
	why   loss
}

// unite finds the duplicates among all slices, which are in the order of their inputs.
// Of the versions of a comment the newest is kept, the later one where its tool does not tell; of copies the first.
func unite(slices []slice) *merge {
	total := 0
	for _, s := range slices {
		total += len(s.keys)
	}
	m := &merge{
		slices: slices, common: compare(slices), places: make(map[uint64]place, total),
		dropped: make([]map[int]loss, len(slices)), marked: make([]map[int]string, len(slices)),
		kept: map[lost]int{}, apart: map[int]int{}, echoed: map[pairOf]int{}, contents: map[uint64]place{}, echoes: map[uint64]place{}, threads: map[uint64]place{},
	}
	for i, s := range slices {
		for j := range s.keys {
			m.add(place{int32(i), int32(j)})
		}
	}
	m.contents, m.echoes, m.threads = nil, nil, nil
	return m
}

// add keeps the comment at here, in place of older versions or not, or drops it.
func (m *merge) add(here place) {
	known := m.known(here)
	kept := here
	m.places[m.key(here).ID] = here
	for _, before := range known {
		if before != kept {
			kept = m.join(before, kept, m.version(before, here))
		}
	}
	if len(known) == 0 {
		m.doubt(here)
	}
	m.remember(here)
}

// join drops one of two places of one comment, of which the second was read later, and returns the other.
// Of versions that differ the newer one is kept, of copies the first.
func (m *merge) join(before, later place, version bool) (kept place) {
	b, k := m.key(before), m.key(later)
	gone, kept := later, before
	if k.Updated > b.Updated || k.Updated == b.Updated && version {
		gone, kept = before, later
	}
	why := copied
	switch {
	case k.Updated != b.Updated:
		why = updated
	case version:
		why = replaced
	case k.ID != b.ID:
		why = elsewhere
	}
	m.drop(gone, why, kept)
	m.places[m.key(gone).ID] = kept
	m.places[m.key(kept).ID] = kept
	return kept
}

// version reports whether two places of one comment hold versions that differ.
func (m *merge) version(before, here place) bool {
	b, k := m.key(before), m.key(here)
	return b.Content != k.Content || b.Echo != k.Echo
}

// doubt notes what speaks for it that the comment at here is one that is kept already.
func (m *merge) doubt(here place) {
	k, to := m.key(here), m.slices[here.slice].input
	if _, ok := m.threads[k.Thread]; ok && k.Thread != 0 {
		m.apart[to]++
	}
	if p, ok := m.echoes[k.Echo]; ok && k.Echo != 0 && m.member(p) != m.member(here) {
		m.echoed[pairOf{m.member(p), m.member(here)}]++
	}
}

// known returns the comments kept so far that are the same as the one at here: by its words, by its id, and by its number.
func (m *merge) known(here place) (same []place) {
	k := m.key(here)
	if p, ok := m.contents[k.Content]; ok && k.Content != 0 {
		same = append(same, m.living(p))
	}
	if p, ok := m.places[k.ID]; ok {
		same = append(same, m.living(p))
	}
	if p, ok := m.threads[k.Thread]; ok && k.Thread != 0 && m.common.updated(m.member(p), m.member(here), m.key(p), k) {
		same = append(same, m.living(p))
	}
	if p, ok := m.echoes[k.Echo]; ok && len(same) == 0 && k.Echo != 0 && m.common.copied(m.member(p), m.member(here)) {
		same = append(same, m.living(p))
	}
	return same
}

// remember notes by what the comment at here can be known again.
func (m *merge) remember(here place) {
	k := m.key(here)
	if _, ok := m.contents[k.Content]; !ok {
		m.contents[k.Content] = here
	}
	if _, ok := m.echoes[k.Echo]; !ok {
		m.echoes[k.Echo] = here
	}
	m.threads[k.Thread] = here
}

// living returns the comment that is kept in place of the one at p.
func (m *merge) living(p place) place {
	for {
		next := m.places[m.key(p).ID]
		if next == p {
			return p
		}
		m.places[m.key(p).ID] = m.places[m.key(next).ID] // a way half as long for the next one
		p = next
	}
}

func (m *merge) key(p place) key { return m.slices[p.slice].keys[p.comment] }

func (m *merge) member(p place) member { return m.slices[p.slice].memberOf(int(p.comment)) }

// drop takes the comment at p out, since the one at kept is the same.
func (m *merge) drop(p place, why loss, kept place) {
	if m.dropped[p.slice] == nil {
		m.dropped[p.slice] = map[int]loss{}
	}
	m.dropped[p.slice][int(p.comment)] = why
	to := lost{m.slices[p.slice].input, why}
	if _, ok := m.kept[to]; !ok {
		m.kept[to] = m.slices[kept.slice].input
	}
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
			case older:
				rows.Updates++
				rows.Duplicates++
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
	switch m.dropped[i][j] {
	case 0:
		return accepted
	case updated, replaced:
		return older
	}
	return duplicate
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
	older // a duplicate of which there is a newer version
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
		return dropped[at] == 0
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
