package nightly

import (
	"slices"
	"testing"

	"voc"
	"voc/internal/workspace"
)

// Two exports whose windows overlap, the second with an update: every comment is counted once.
func TestUnite(t *testing.T) {
	first := slice{keys: []key{
		{ID: 1, Content: 11, Row: 2},
		{ID: 2, Content: 12, Row: 3},
		{ID: 3, Content: 13, Row: 4},
		{ID: 4, Content: 14, Row: 4}, // two answers in one row
	}, Left: []leaving{{Row: 5, Code: voc.CodeEmpty}, {Row: 6, Code: voc.CodeBadDate}, {Row: 7, Code: voc.CodePreview}, {Row: 2, Code: voc.CodeEmpty}}}
	second := slice{keys: []key{
		{ID: 2, Content: 12, Row: 2},             // again
		{ID: 3, Content: 23, Row: 3},             // an update of no known time: the later one wins
		{ID: 9, Content: 14, Row: 4},             // the same answer under another source's name
		{ID: 5, Content: 15, Row: 5, Updated: 9}, // newer than what follows
		{ID: 5, Content: 25, Row: 6, Updated: 8},
		{ID: 6, Row: 7}, // no native id
		{ID: 6, Row: 8},
	}}
	m := unite([]slice{first, second})
	want := []workspace.Rows{
		{Rows: 6, Accepted: 3, Empty: 1, Rejected: 2, OnPurpose: 1, Comments: 3},
		{Rows: 7, Accepted: 3, Duplicates: 4, Updates: 1, Comments: 3},
	}
	for i, want := range want {
		if got := m.account(i, i+1); got != want {
			t.Errorf("slice %d: %+v, want %+v", i, got, want)
		}
	}
	if m.edit(0) == "" || m.edit(0) == m.edit(1) {
		t.Errorf("edits %q and %q: one comment of the first slice was updated", m.edit(0), m.edit(1))
	}
	var stayed []int
	edit := m.editor(1)
	for i := range second.keys {
		if edit(&voc.Record{}) {
			stayed = append(stayed, i)
		}
	}
	if len(stayed) != 3 || stayed[0] != 1 || stayed[1] != 3 || stayed[2] != 5 {
		t.Errorf("of the second slice %v stayed, want [1 3 5]", stayed)
	}
}

// A case that an earlier export has open and a later one closed is closed, in whatever order they are read; the rest stays as it is.
func TestUniteCases(t *testing.T) {
	open, closed := key{ID: 1, Content: 11, Row: 2}, key{ID: 1, Content: 11, Row: 2, Updated: 7}
	edited := key{ID: 1, Content: 12, Row: 2, Updated: 5}
	renamed := key{ID: 9, Content: 11, Row: 2, Updated: 7} // in a file of another source
	for _, test := range []struct {
		keys []key
		want int // the one that stays
	}{
		{[]key{open, closed}, 1},
		{[]key{closed, open}, 0},
		{[]key{open, closed, open}, 1},
		{[]key{open, edited, closed}, 2},
		{[]key{open, edited, open}, 1},
		{[]key{closed, edited, closed}, 0},
		{[]key{open, renamed, closed}, 1},
	} {
		m := unite([]slice{{keys: test.keys}})
		for i := range test.keys {
			if (m.dropped[0][i] == 0) == (i != test.want) {
				t.Errorf("%+v: %v are dropped, want all but %d", test.keys, m.dropped[0], test.want)
				break
			}
		}
		if at := m.places[test.keys[test.want].ID]; int(at.comment) != test.want {
			t.Errorf("%+v: comment %d is said to stay, want %d", test.keys, at.comment, test.want)
		}
	}
}

// Exports of many names, each with newer versions of all comments, are united in time that grows as they do, and one of each stays.
func TestUniteMany(t *testing.T) {
	const files, comments = 2000, 50
	var all []slice
	for i := range files {
		s := slice{input: i}
		for j := range comments {
			s.keys = append(s.keys, key{ID: uint64(i*comments+j) + 1e6, Content: uint64(j) + 1, Updated: int64(i + 1), Row: int64(j)})
		}
		all = append(all, s)
	}
	m := unite(all)
	for i := range all {
		want := 0
		if i == files-1 {
			want = comments
		}
		if got := m.account(i, i+1).Comments; got != want {
			t.Fatalf("file %d: %d comments stay, want %d", i, got, want)
		}
	}
	steps := 0
	for at := (place{}); m.places[m.key(at).ID] != at; at = m.places[m.key(at).ID] {
		steps++
	}
	if steps > 20 {
		t.Errorf("%d steps from the first version to the one that stays", steps)
	}
}

// A row is rejected once, with the code of its first reason and all of them joined;
// one of which an answer was kept is not rejected, and what is lacking is said.
func TestRejectsRowsOnce(t *testing.T) {
	m := unite([]slice{{keys: []key{{ID: 1, Row: 2}}, Left: []leaving{
		{Row: 2, Code: voc.CodeBadText, Reason: "column B holds no text"},
		{Row: 3, Code: voc.CodeBadText, Reason: "column A holds no text"},
		{Row: 3, Code: voc.CodeTooLong, Reason: "column B is too long"},
		{Row: 4, Code: voc.CodeEmpty},
		{Row: 5, Code: voc.CodePreview, Reason: "a preview"},
		{Member: "b.csv", Row: 3, Code: voc.CodeBadDate, Reason: "no date"},
	}}})
	want := []leaving{
		{Row: 3, Code: voc.CodeBadText, Reason: "column A holds no text; column B is too long"},
		{Row: 5, Code: voc.CodePreview, Reason: "a preview"},
		{Member: "b.csv", Row: 3, Code: voc.CodeBadDate, Reason: "no date"},
	}
	if got := m.rejects(0); !slices.Equal(got, want) {
		t.Errorf("rejects %+v, want %+v", got, want)
	}
	if rows := m.account(0, 1); rows.Rejected != len(want) || rows.Rows != 5 {
		t.Errorf("%+v, want %d rejected of 5 rows", rows, len(want))
	}
	const said = "1 answers left out of rows whose other answers are kept, the first in row 2: column B holds no text"
	if got := m.leftOut(0, 1); got != said {
		t.Errorf("said %q, want %q", got, said)
	}
}
