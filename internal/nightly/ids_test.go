package nightly

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"voc"
	"voc/ingest"
	"voc/internal/workspace"
)

// numbered writes rows of 1 to n under the header; the row may hold %d twice: its number and its day.
func numbered(header, row string, n int) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := range n {
		fmt.Fprintf(&b, row+"\n", i+1, i%9+1)
	}
	return b.String()
}

// mergeFiles merges the files as a run does, by name.
func mergeFiles(t *testing.T, files map[string]string) (*merge, []input) {
	t.Helper()
	dir, secret := t.TempDir(), workspace.Secret{7}
	var all []slice
	var found []input
	for i, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[name]), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := ingest.Open(path, ingest.Options{Name: name, Departments: []voc.Department{{ID: "water", Name: "Water"}, {ID: "parks", Name: "Parks"}}})
		if err != nil {
			t.Fatal(err)
		}
		s := slice{input: i}
		for c, err := range f.Comments() {
			if err != nil {
				t.Fatal(err)
			}
			s.keys = append(s.keys, keyOf(name, &c, secret))
		}
		all, found = append(all, s), append(found, input{name: name})
	}
	return unite(all), found
}

// TestSame is the table of what is one comment and what is two.
// Each case is a few files, how many of their comments are kept in order of their names, and of which there are newer versions.
func TestSame(t *testing.T) {
	const (
		plain  = "id,date,comment"
		clock  = "ID,Start time,Completion time,Email,Comments"
		bare   = "date,department,comment"
		placed = "id,date,department,comment"
		cases  = "case_id,created,updated,closed,department,description"
		august = "%d,2026-08-%02d,The August clerk was slow and had no time for my form."
		autumn = "%d,2026-09-%02d,The September clerk was quick and found my form at once."
	)
	join := func(parts ...string) string { return strings.Join(parts, "\n") + "\n" }
	tests := []struct {
		name  string
		files map[string]string
		kept  []int
		older []int
		told  string // in the notes
	}{
		{"the same export twice", map[string]string{"survey-1.csv": numbered(plain, august, 12), "survey-2.csv": numbered(plain, august, 12) + "13,2026-08-30,One more.\n"}, []int{12, 1}, []int{0, 0}, ""},
		{"words edited, long ids", map[string]string{
			"survey-1.csv": join(plain, "20260801001,2026-08-01,The gate is shut.", "20260801002,2026-08-01,The gate is open."),
			"survey-2.csv": join(plain, "20260801001,2026-08-01,The gate is still shut.", "20260801002,2026-08-01,The gate is open."),
		}, []int{1, 1}, []int{1, 0}, ""},
		{"words edited, numbers", map[string]string{
			"survey-1.csv": numbered(plain, august, 12),
			"survey-2.csv": strings.Replace(numbered(plain, august, 12), "was slow", "was very slow", 1),
		}, []int{11, 1}, []int{1, 0}, ""},
		{"words edited, one row sent again", map[string]string{
			"survey-1.csv": numbered(plain, august, 12),
			"survey-2.csv": join(plain, "3,2026-08-03,The August clerk was slow. I had no time."),
		}, []int{11, 1}, []int{1, 0}, ""},
		{"words edited, numbers with clock times", map[string]string{
			"survey-1.csv": join(clock, "1,2026-08-01 09:00:10,2026-08-01 09:02:11,,The clerk was slow.", "2,2026-08-01 09:00:10,2026-08-01 09:05:12,,The clerk was kind."),
			"survey-2.csv": join(clock, "1,2026-08-01 09:00:10,2026-08-01 09:02:11,,The clerk was too slow.", "2,2026-08-01 09:00:10,2026-08-01 09:05:12,,The clerk was kind."),
		}, []int{1, 1}, []int{1, 0}, ""},
		{"row numbers of two months", map[string]string{"survey-2026-08.csv": numbered(plain, august, 40), "survey-2026-09.csv": numbered(plain, autumn, 40)},
			[]int{40, 40}, []int{0, 0}, "ids that begin anew: 40 comments of 1 files, the first survey-2026-09.csv"},
		{"row numbers on the same days", map[string]string{"library survey 1.csv": numbered(plain, august, 40), "library survey 2.csv": numbered(plain, strings.Replace(august, "clerk", "librarian", 1), 40)},
			[]int{40, 40}, []int{0, 0}, "ids that begin anew: 40 comments"},
		{"row numbers without days", map[string]string{"survey 1.csv": numbered("id,comment", "%d,Desk %d was slow today.", 20), "survey 2.csv": numbered("id,comment", "%d,Counter %d was quick today.", 20)},
			[]int{20, 20}, []int{0, 0}, "ids that begin anew: 20 comments"},
		{"row numbers and short answers", map[string]string{"survey-2026-08.csv": numbered(plain, "%d,2026-08-%02d,Great", 12), "survey-2026-09.csv": numbered(plain, "%d,2026-09-%02d,Great", 12)},
			[]int{12, 12}, []int{0, 0}, ""},
		{"a form of each month", map[string]string{
			"forms-2026-07.csv": numbered(clock, "%d,2026-07-%02d 09:00:00,2026-07-04 09:02:10,anonymous,The July clerk was slow.", 30),
			"forms-2026-08.csv": numbered(clock, "%d,2026-08-%02d 09:00:00,2026-08-04 09:02:10,anonymous,The August clerk was slow.", 30),
			"forms-2026-09.csv": numbered(clock, "%d,2026-09-%02d 09:00:00,2026-09-04 09:02:10,anonymous,The September clerk was slow.", 30),
		}, []int{30, 30, 30}, []int{0, 0, 0}, "60 comments of 2 files, the first forms-2026-08.csv"},
		{"one form, exported twice", map[string]string{
			"forms-2026-07.csv": numbered(clock, "%d,2026-07-%02d 09:00:00,2026-07-04 09:02:10,anonymous,Good", 30),
			"forms-2026-08.csv": numbered(clock, "%d,2026-07-%02d 09:00:00,2026-07-04 09:02:10,anonymous,Good", 40),
		}, []int{30, 10}, []int{0, 0}, ""},
		{"a folder for each department", map[string]string{
			"libraries/survey.csv": numbered(plain, "%d,2026-08-%02d,Books", 20), "parks/survey.csv": numbered(plain, "%d,2026-08-%02d,Trees", 20), "water/survey.csv": numbered(plain, "%d,2026-08-%02d,Trees", 20),
		}, []int{20, 20, 20}, []int{0, 0, 0}, "20 of its 20 comments stand in parks/survey.csv too"},
		{"folders without ids", map[string]string{"parks/survey.csv": numbered("n,date,comment", "x%d,2026-08-%02d,Friendly staff", 20), "water/survey.csv": numbered("m,date,comment", "y%d,2026-08-%02d,Friendly staff", 20)},
			[]int{20, 20}, []int{0, 0}, "both are counted"},
		{"two departments' short answers", map[string]string{"parks-desk.csv": numbered(placed, "%d,2026-08-0%[2]d,Parks,Great", 12), "water-desk.csv": numbered(placed, "%d,2026-08-0%[2]d,Water,Great", 12)},
			[]int{12, 12}, []int{0, 0}, ""},
		{"two departments in one feed", map[string]string{"desk 1.csv": numbered(placed, "%d,2026-08-0%[2]d,Parks,Great", 12), "desk 2.csv": numbered(placed, "%d,2026-08-0%[2]d,Water,Great", 12)},
			[]int{12, 12}, []int{0, 0}, ""},
		{"cumulative without ids, by day", map[string]string{
			"export-2026-08-10.csv": numbered(bare, "2026-08-0%[2]d,Parks,Great", 12), "export-2026-08-20.csv": numbered(bare, "2026-08-0%[2]d,Parks,Great", 20),
		}, []int{12, 8}, []int{0, 0}, ""},
		{"cumulative without ids, other names", map[string]string{
			"everything.csv": numbered(bare, "2026-08-0%[2]d,Parks,The bench number %[1]d by the lake is broken again\n2026-08-0%[2]d,Parks,Great", 20),
			"first.csv":      numbered(bare, "2026-08-0%[2]d,Parks,The bench number %[1]d by the lake is broken again\n2026-08-0%[2]d,Parks,Great", 12),
		}, []int{40, 0}, []int{0, 0}, "24 of its 24 comments stand in everything.csv or other files too"},
		{"311 cases", map[string]string{
			"cases-08.csv": join(cases, "41,2026-08-01,2026-08-01,,Parks,The lamp is dark.", "42,2026-08-01,2026-08-01,,Parks,The tap drips."),
			"cases-09.csv": join(cases, "41,2026-08-01,2026-08-09,2026-08-09,Parks,The lamp is dark.", "42,2026-08-01,2026-08-01,,Parks,The tap drips."),
		}, []int{1, 1}, []int{1, 0}, ""},
		{"311 cases, read in the wrong order, edited", map[string]string{
			"cases-08.csv": join(cases, "41,2026-08-01,2026-08-09,2026-08-09,Parks,The lamp is dark and the street too.", "42,2026-08-01,2026-08-02,,Parks,The tap drips."),
			"cases-09.csv": join(cases, "41,2026-08-01,2026-08-01,,Parks,The lamp is dark.", "42,2026-08-01,2026-08-02,,Parks,The tap drips."),
		}, []int{2, 0}, []int{0, 1}, ""},
		{"the seconds cut off by a spreadsheet", map[string]string{
			"forms 1.csv": numbered(clock, "%d,2026-07-%02d 09:00:00,2026-07-04 09:02:10,anonymous,The clerk at the third window was slow again today", 20),
			"forms 2.csv": numbered(clock, "%d,2026-07-%02d 09:00,2026-07-04 09:02,anonymous,The clerk at the third window was slow again today", 20),
		}, []int{20, 0}, []int{0, 0}, "20 of its 20 comments stand in forms 1.csv"},
		{"one answer a file, without days", map[string]string{
			"drop-01.csv": join("id,comment", "1,The pond was frozen."), "drop-02.csv": join("id,comment", "1,My bin was left."), "drop-03.csv": join("id,comment", "1,No bus came."),
		}, []int{1, 1, 1}, []int{0, 0, 0}, "2 comments of 2 files, the first drop-02.csv"},
		{"one answer a file, on one day", map[string]string{"survey-1.csv": numbered(plain, august, 12), "survey-2.csv": join(plain, "1,2026-08-01,Somebody else with something else to say.")},
			[]int{12, 1}, []int{0, 0}, "1 comments of 1 files, the first survey-2.csv"},
		{"one number twice in a file", map[string]string{"one.csv": join(plain, "1,2026-08-01,The pond was frozen all week.", "2,2026-08-01,My bin was left.", "2,2026-08-01,My bin was left again.", "3,2026-08-01,No bus came.")},
			[]int{4}, []int{0}, "1 comments of 1 files"},
		{"questions of one form, a row each", map[string]string{
			"long.csv": join("id,date,question,answer", "1,2026-08-01,What was good?,The staff were kind.", "1,2026-08-01,What could improve?,The wait.", "2,2026-08-01,What was good?,All.", "2,2026-08-01,What could improve?,Nothing much."),
		}, []int{4}, []int{0}, ""},
		{"one edited of few words in common", map[string]string{"survey-1.csv": numbered(plain, august, 3), "survey-2.csv": strings.Replace(numbered(plain, august, 3), "2,2026-08-02,The August clerk was slow and had no time for my form.", "2,2026-08-02,I take it back.", 1)},
			[]int{2, 1}, []int{1, 0}, "1 of its 3 comments are taken for older versions of those that bear their ids in survey-2.csv"},
		{"all edited", map[string]string{
			"survey-1.csv": join(plain, "1,2026-08-01,The pond was frozen all week.", "2,2026-08-01,My bin was left out in the rain.", "3,2026-08-02,No bus came to our stop by noon."),
			"survey-2.csv": join(plain, "1,2026-08-01,The pond was frozen for all the week.", "2,2026-08-01,My bin was left out in heavy rain.", "3,2026-08-02,No bus came to our stop before noon."),
		}, []int{0, 3}, []int{3, 0}, "3 of its 3 comments are taken for older versions"},
		{"two corrected rows sent again", map[string]string{
			"survey-1.csv": join(plain, "1,2026-08-01,The pond was frozen all week.", "2,2026-08-01,My bin was left out in the rain.", "3,2026-08-02,No bus came to our stop by noon."),
			"survey-2.csv": join(plain, "1,2026-08-01,The pond was frozen for all the week.", "3,2026-08-02,No bus came to our stop before noon."),
		}, []int{1, 2}, []int{2, 0}, "2 of its 3 comments are taken for older versions"},
		{"letters before row numbers, two months", map[string]string{"survey-2026-08.csv": numbered(plain, "R"+august, 40), "survey-2026-09.csv": numbered(plain, "R"+autumn, 40)},
			[]int{40, 40}, []int{0, 0}, "ids that begin anew: 40 comments of 1 files"},
		{"letters before row numbers, two folders", map[string]string{"parks/survey.csv": numbered(plain, "row %d,2026-08-%02d,The trees give shade.", 40), "water/survey.csv": numbered(plain, "row %d,2026-08-%02d,The pipes leak.", 40)},
			[]int{40, 40}, []int{0, 0}, ""},
		{"two departments in one feed, at noon", map[string]string{"desk 1.csv": numbered(placed, "%d,2026-08-%02d 12:00:00,Parks,Shade", 12), "desk 2.csv": numbered(placed, "%d,2026-08-%02d 12:00:00,Water,Leaks", 12)},
			[]int{12, 12}, []int{0, 0}, ""},
		{"two desks in one feed, at noon", map[string]string{"desk 1.csv": numbered(plain, "%d,2026-08-%02d 12:00:00,Shade", 12), "desk 2.csv": numbered(plain, "%d,2026-08-%02d 12:00:00,Leaks", 12)},
			[]int{12, 12}, []int{0, 0}, "ids that begin anew: 12 comments"},
		{"two desks in one feed, brought in together", map[string]string{"desk 1.csv": numbered(plain, "%d,2026-08-01 17:03:09,Shade number %d", 12), "desk 2.csv": numbered(plain, "%d,2026-08-01 17:03:09,Leak number %d", 12)},
			[]int{12, 12}, []int{0, 0}, "ids that begin anew: 12 comments"},
		{"all edited, with clock times", map[string]string{
			"survey-1.csv": join(plain, "1,2026-08-01 09:02:11,Shade", "2,2026-08-01 09:05:12,Leaks", "3,2026-08-01 09:09:13,Dust"),
			"survey-2.csv": join(plain, "1,2026-08-01 09:02:11,More shade", "2,2026-08-01 09:05:12,No leaks", "3,2026-08-01 09:09:13,Less dust"),
		}, []int{0, 3}, []int{3, 0}, "3 of its 3 comments are taken for older versions"},
		{"the new version stood in a copy before", map[string]string{
			"everything.csv": join(plain, "20260801001,2026-08-01,The gate is still shut."),
			"survey-1.csv":   join(plain, "20260801001,2026-08-01,The gate is shut."),
			"survey-2.csv":   join(plain, "20260801001,2026-08-01,The gate is still shut."),
		}, []int{1, 0, 0}, []int{0, 1, 0}, "1 of its 1 comments are taken for older versions"},
		{"the new version stood in a copy before, numbers", map[string]string{
			"everything.csv": join(plain, "1,2026-08-01,The gate of the old yard is still shut today."),
			"survey-1.csv":   join(plain, "1,2026-08-01,The gate of the old yard is shut today."),
			"survey-2.csv":   join(plain, "1,2026-08-01,The gate of the old yard is still shut today."),
		}, []int{1, 0, 0}, []int{0, 1, 0}, "1 of its 1 comments are taken for older versions"},
	}
	for _, test := range tests {
		m, found := mergeFiles(t, test.files)
		var kept, older []int
		var notes []string
		for i := range found {
			rows := m.account(i, i+1)
			kept, older = append(kept, rows.Comments), append(older, rows.Updates)
			notes = append(notes, m.remarks(i, i, i+1, found)...)
		}
		if note := m.anew(found); note != "" {
			notes = append(notes, note)
		}
		if !slices.Equal(kept, test.kept) || !slices.Equal(older, test.older) {
			t.Errorf("%s: kept %v, want %v; older versions %v, want %v", test.name, kept, test.kept, older, test.older)
		}
		if all := strings.Join(notes, "\n"); !strings.Contains(all, test.told) {
			t.Errorf("%s: notes %q, want one with %q", test.name, all, test.told)
		} else if test.told == "" && all != "" {
			t.Logf("%s: %s", test.name, all)
		}
		ids := map[uint64]bool{}
		for i, s := range m.slices {
			for j, k := range s.keys {
				if m.dropped[i][j] == 0 && ids[k.ID] {
					t.Errorf("%s: comment %d of %s has the id of another", test.name, j, found[i].name)
				} else if m.dropped[i][j] == 0 {
					ids[k.ID] = true
				}
			}
		}
	}
}
