package ingest

import (
	"fmt"
	"strings"
	"testing"
)

// TestWordsBeside reads tables with two columns of people's own words: by its name the second is a question, or a note says that it is not read.
func TestWordsBeside(t *testing.T) {
	table := func(first, second string, repeat bool) string {
		var b strings.Builder
		fmt.Fprintf(&b, "id,date,%s,%s\n", first, second)
		for i := range 20 {
			said := fmt.Sprintf("the clerk at counter %d was kind to us", i)
			other := fmt.Sprintf("please open window %d on Saturdays as well", i)
			if repeat {
				other = said
			}
			fmt.Fprintf(&b, "%d,2026-09-01,%s,%s\n", i, said, other)
		}
		return b.String()
	}
	single, _, _ := readAll(t, write(t, "one.csv", []byte("id,date,comments\n0,2026-09-01,the clerk at counter 0 was kind to us\n")), Options{Mapping: &Mapping{Name: "desk"}})
	for _, test := range []struct {
		first, second string
		repeat        bool
		comments      int
		note          string // part of one; empty for no note
	}{
		{"comments", "suggestions", false, 40, ""},
		{"comments", "Comments", false, 40, ""},
		{"comments", "comments", false, 40, ""},
		{"comments", "feedback", false, 40, ""},
		{"feedback", "comments", false, 40, ""},
		{"comments", "notes", false, 20, `column "notes" is not read, though`},
		{"comments", "description", false, 20, `column "description" is not read, though`},
		{"comments", "feedback", true, 20, `column "feedback" is not read: mostly the same words as in column "comments"`},
		{"comments", "team", false, 20, ""},
	} {
		name := test.first + " and " + test.second
		comments, rejects, f := readAll(t, write(t, "desk.csv", []byte(table(test.first, test.second, test.repeat))), Options{Mapping: &Mapping{Name: "desk"}})
		notes := strings.Join(f.Notes(), "\n")
		if len(comments) != test.comments || len(rejects) != 0 || !strings.Contains(notes, test.note) || (test.note == "") != (notes == "") {
			t.Errorf("%s: %d comments, %d rejects, notes %q; want %d, 0, %q", name, len(comments), len(rejects), notes, test.comments, test.note)
		}
		if test.first == "comments" && comments[0].ID != single[0].ID {
			t.Errorf("%s: the comment has another id than alone", name)
		}
	}
}

// TestDeclaredWords reads only what is declared to be people's own words, and says nothing of the rest.
func TestDeclaredWords(t *testing.T) {
	path := write(t, "desk.csv", []byte("id,comments,suggestions\n1,the clerk was kind to all of us,please open on Saturdays too\n2,nobody told us about the fee,put the fee on the form itself\n"))
	comments, _, f := readAll(t, path, Options{Mapping: &Mapping{Date: "2026-09-01", Columns: map[string]string{"text": "comments"}}})
	if len(comments) != 2 || len(f.Notes()) != 0 {
		t.Errorf("%d comments, notes %q; want 2 and none", len(comments), f.Notes())
	}
}
