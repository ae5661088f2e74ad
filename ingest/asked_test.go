package ingest

import (
	"fmt"
	"strings"
	"testing"

	"voc"
)

// townDepartments are those of the tests of what is asked for.
var townDepartments = []voc.Department{
	{ID: "water", Name: "Water", Aliases: []string{"Water Works"}}, {ID: "parks", Name: "Parks and Rivers"}, {ID: "clerk", Name: "Town Clerk", Patterns: []string{"^licen[cs]e"}},
}

// visits is a table of n rows in which the column called header holds the answers in turn.
func visits(header string, n int, answers ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "date,%q,comment\n", header)
	for i := range n {
		fmt.Fprintf(&b, "2026-09-%02d,%q,The person at window %d took time for me\n", 1+i%28, answers[i%len(answers)], i)
	}
	return b.String()
}

// A header that asks for a department need not be called so, and neither need one whose answers are departments.
func TestAskedDepartment(t *testing.T) {
	names := []string{"Water", "parks & rivers", "TOWN CLERK", "water works"}
	for _, test := range []struct {
		header  string
		answers []string
		listed  bool   // departments.yaml knows the departments
		want    string // of the first four comments
		note    string // part of one; empty for none
	}{
		{"Dept.", names, true, "water parks clerk water", ""},
		{"Which department did you visit?", names, true, "water parks clerk water", ""},
		{"Q4. Which of our offices did you deal with?", names, true, "water parks clerk water", ""},
		{"Department visited", names, true, "water parks clerk water", ""},
		{"Please select the agency that you contacted", names, true, "water parks clerk water", ""},
		{"Which department did you work with?", names, true, "water parks clerk water", ""},
		{"Which department did you visit?", []string{"Water", "Other", "License desk", "Harbor"}, true, "water  clerk Harbor", "10 rows of departments that departments.yaml does not know: \"Harbor\" (10)"},
		{"Which departments did you visit?", []string{"Water;", "Water;Parks and Rivers;", "Town Clerk;", "Water, Town Clerk"}, true, "water  clerk ", "20 of 40 comments name no department and stand in unassigned"},
		{"Which department did you visit?", names, false, "Water parks & rivers TOWN CLERK water works", ""},
		{"Your visit was about", names, true, "water parks clerk water", `column "Your visit was about" is taken for the department's, since its answers are names of departments.yaml`},

		{"Your visit was about", names, false, "   ", ""},
		{"Which department should get more money?", []string{"Harbor", "School"}, true, "   ", "departments.yaml knows none of its answers"},
		{"What should we invest in most?", names, true, "   ", "40 of 40 comments name no department"},
		{"Which department do you work for?", names, true, "   ", "names the department of the one who answers"},
		{"Your department", names, true, "   ", "names the department of the one who answers"},
		{"How would you rate the department?", []string{"Good", "Poor"}, false, "   ", ""},
		{"Department staff were kind", []string{"Agree", "Disagree"}, false, "   ", ""},
		{"Was the office clean?", []string{"Yes", "No"}, false, "   ", ""},
		{"Office hours", []string{"Short", "Long"}, true, "   ", "40 of 40 comments name no department"},
	} {
		opt := Options{Mapping: &Mapping{Name: "desk"}}
		if test.listed {
			opt.Departments = townDepartments
		}
		comments, rejects, f := readAll(t, write(t, "desk.csv", []byte(visits(test.header, 40, test.answers...))), opt)
		if len(comments) != 40 || len(rejects) != 0 {
			t.Fatalf("%s: %d comments, %d rejects", test.header, len(comments), len(rejects))
		}
		var got []string
		for _, c := range comments[:4] {
			got = append(got, c.Department)
		}
		notes := strings.Join(f.Notes(), "\n")
		if strings.Join(got, " ") != test.want || !strings.Contains(notes, test.note) || test.note == "" && notes != "" {
			t.Errorf("%s: departments %q, notes %q; want %q, %q", test.header, got, notes, test.want, test.note)
		}
	}
}

// One row is enough where the header asks.
func TestAskedOnce(t *testing.T) {
	for _, header := range []string{"Dept.", "Which department?"} {
		comments, _, f := readAll(t, write(t, "one.csv", []byte("date,"+header+",comment\n2026-09-01,Water,The person at the window was rude\n")), Options{Departments: townDepartments})
		if len(comments) != 1 || comments[0].Department != "water" || len(f.Notes()) != 0 {
			t.Errorf("%s: %+v, notes %q; want one of water", header, comments, f.Notes())
		}
	}
}

// A comment keeps the id that it had before the answers were read as departments.
func TestAskedKeepsIDs(t *testing.T) {
	path := write(t, "desk.csv", []byte(visits("Which department did you visit?", 8, "Water", "Town Clerk")))
	asked, _, _ := readAll(t, path, Options{Departments: townDepartments})
	without, _, _ := readAll(t, path, Options{Departments: townDepartments, Mapping: &Mapping{Department: voc.Unassigned}})
	for i := range asked {
		if asked[i].Department == "" || without[i].Department != "" || asked[i].ID != without[i].ID {
			t.Errorf("row %d: %s of %q and %s of %q, want one id", i, asked[i].ID, asked[i].Department, without[i].ID, without[i].Department)
		}
	}
}

// Of two columns the plain name has it, unless departments.yaml knows none of its cells.
func TestAskedBeside(t *testing.T) {
	table := func(first string) string {
		b := "organization,date,Which department did you visit?,comment\n"
		for i := range 12 {
			b += fmt.Sprintf("%s,2026-09-%02d,Town Clerk,The person at window %d took time for me\n", first, 1+i, i)
		}
		return b
	}
	for first, want := range map[string]string{"Water": "water", "Miller and Sons": "clerk"} {
		comments, _, f := readAll(t, write(t, "desk.csv", []byte(table(first))), Options{Departments: townDepartments})
		if comments[0].Department != want || len(f.Notes()) != 0 {
			t.Errorf("organization %s: department %q, notes %q; want %q", first, comments[0].Department, f.Notes(), want)
		}
	}
}

// Of a question with a column for each department the one that is ticked is meant, if it is the only one.
func TestTickedDepartment(t *testing.T) {
	data := "Respondent ID,Collector ID,Start Date,Which departments did you visit? (all that apply),,,What could we do better?\n,,,Water,Town Clerk,Other (please specify),Open-Ended Response\n"
	for i, ticks := range []string{"Water,,", ",Town Clerk,", "Water,Town Clerk,", ",,the pool", ",,", "Water,,the pool"} {
		data += fmt.Sprintf("%d,7,09/%02d/2026 10:00,%s,Please open window %d on Saturdays too\n", 100+i, 14+i, ticks, i)
	}
	comments, _, f := readAll(t, write(t, "desk.csv", []byte(data)), Options{Departments: townDepartments})
	var got []string
	for _, c := range comments {
		got = append(got, c.Department)
	}
	if notes := strings.Join(f.Notes(), "\n"); strings.Join(got, " ") != "water clerk    water" || !strings.HasPrefix(notes, "3 of 6 comments name no department") || strings.Contains(notes, "\n") {
		t.Errorf("departments %q, notes %q", got, notes)
	}
}

// Keys of objects ask as headers do.
func TestAskedKeys(t *testing.T) {
	for _, key := range []string{`"visit":{"department_name":"Water"}`, `"which_department":"Water"`, `"form":{"Which office did you visit?":"water"}`} {
		comments, _, f := readAll(t, write(t, "desk.jsonl", []byte(`{"date":"2026-09-01",`+key+`,"comment":"The person at the window was rude"}`+"\n")), Options{Departments: townDepartments})
		if len(comments) != 1 || comments[0].Department != "water" || len(f.Notes()) != 0 {
			t.Errorf("%s: %+v, notes %q; want one of water", key, comments, f.Notes())
		}
	}
}

// Comments without a department are noted where they are many, unless no department is known or the source is declared to have none.
func TestUnassignedNote(t *testing.T) {
	some := append(strings.Split(strings.Repeat("Water,", 19), ",")[:19], "")
	for _, test := range []struct {
		name    string
		answers []string
		opt     Options
		noted   bool
	}{
		{"all", []string{""}, Options{Departments: townDepartments}, true},
		{"half", []string{"Water", ""}, Options{Departments: townDepartments}, true},
		{"one in twenty", some, Options{Departments: townDepartments}, false},
		{"no departments", []string{""}, Options{}, false},
		{"declared", []string{""}, Options{Departments: townDepartments, Mapping: &Mapping{Department: "Water"}}, false},
		{"declared without", []string{""}, Options{Departments: townDepartments, Mapping: &Mapping{Department: voc.Unassigned}}, false},
	} {
		_, _, f := readAll(t, write(t, "desk.csv", []byte(visits("department", 40, test.answers...))), test.opt)
		if noted := strings.Contains(strings.Join(f.Notes(), "\n"), "name no department"); noted != test.noted {
			t.Errorf("%s: notes %q, want one of unassigned: %v", test.name, f.Notes(), test.noted)
		}
	}
}
