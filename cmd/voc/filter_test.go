package main

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"voc"
)

var testDepartments = []voc.Department{
	{ID: "water", Name: "Water and Sewer", Aliases: []string{"DWS"}},
	{ID: "parks", Name: "Parks"},
	{ID: "Fire, Rescue", Name: "Fire, Rescue"},
	{ID: voc.Unassigned},
}

// parseFilter runs args through the flags and the check.
func parseFilter(args ...string) (voc.Filter, error) {
	var filter voc.Filter
	c := &cobra.Command{Use: "test"}
	bindFilter(c, &filter)
	if err := c.ParseFlags(args); err != nil {
		return filter, err
	}
	return filter, checkFilter(&filter, testDepartments, []string{"courtesy", "fees"})
}

func TestFilterFlags(t *testing.T) {
	got, err := parseFilter("--dept", "dws,Parks", "--need=Control", "--polarity", "unmet", "--theme", "fees",
		"--sentiment", "negative", "--channel", "311", "--audience", "internal", "--from", "2026-01-01", "--to", "2026-01-01")
	if err != nil {
		t.Fatal(err)
	}
	want := voc.Filter{
		Dept: []string{"water", "parks"}, Need: []string{"control"}, Polarity: []string{"unmet"}, Theme: []string{"fees"},
		Sentiment: []string{"negative"}, Channel: []string{"311"}, Audience: []string{"internal"}, From: "2026-01-01", To: "2026-01-01",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("filter differs (-want +got):\n%s", diff)
	}
}

// A list with commas is taken apart, but for names that have commas in them.
func TestDepartmentsInLists(t *testing.T) {
	for list, want := range map[string][]string{
		"Fire, Rescue":              {"Fire, Rescue"},
		"fire, rescue":              {"Fire, Rescue"},
		"parks, Fire, Rescue,water": {"parks", "Fire, Rescue", "water"},
		"Unassigned,dws":            {"unassigned", "water"},
		"parks,Fire, Rescue":        {"parks", "Fire, Rescue"},
		"Water,":                    {"water"},
		" ,, parks ,":               {"parks"},
	} {
		got, err := parseFilter("--dept", list)
		if diff := cmp.Diff(want, got.Dept); err != nil || diff != "" {
			t.Errorf("--dept %q: %v, differs (-want +got):\n%s", list, err, diff)
		}
	}
	if got, err := parseFilter("--dept", "parks", "--dept", "water"); err != nil || len(got.Dept) != 2 {
		t.Errorf("--dept twice: %v, %v", got.Dept, err)
	}
}

// A script that forgot to set what it asks for gets an error, not the comments of no department or of all.
func TestEmptyFlags(t *testing.T) {
	for _, flag := range []string{"dept", "need", "polarity", "theme", "sentiment", "channel", "audience"} {
		for _, value := range []string{"", " ", ","} {
			var f *failure
			if got, err := parseFilter("--"+flag, value); !errors.As(err, &f) || f.status != exitUsage || f.Error() != "--"+flag+`: nothing is called ""` {
				t.Errorf("--%s %q: %v, filter %v", flag, value, err, got)
			}
		}
	}
	if err := nameDepartments("report: no department", []string{""}, testDepartments); err == nil {
		t.Error("an argument that names nothing: no error")
	}
	if err := nameDepartments("report: no department", []string{""}, nil); err == nil {
		t.Error("an argument that names nothing, and no department is known: no error")
	}
}

func TestFilterFlagsRefuse(t *testing.T) {
	for _, test := range []struct{ flag, value, message, hint string }{
		{"dept", "watr", `--dept: nothing is called "watr"`, "did you mean water?"},
		{"need", "dignty", `--need: nothing is called "dignty"`, "did you mean dignity?"},
		{"polarity", "xyzzy-plugh", `--polarity: nothing is called "xyzzy-plugh"`, "one of met, unmet, mixed"},
		{"theme", "fee", `--theme: nothing is called "fee"`, "did you mean fees?"},
		{"from", "01/02/2026", `--from: "01/02/2026" is not a day`, "type it as --from 2026-09-30"},
		{"to", "2026-02-30", `--to: "2026-02-30" is not a day`, "type it as --to 2026-09-30"},
	} {
		_, err := parseFilter("--"+test.flag, test.value)
		var f *failure
		if !errors.As(err, &f) {
			t.Errorf("--%s %s: %v, want a failure", test.flag, test.value, err)
			continue
		}
		if f.status != exitUsage || f.Error() != test.message || f.hint != test.hint {
			t.Errorf("--%s %s: status %d, %q, hint %q; want 2, %q, %q", test.flag, test.value, f.status, f, f.hint, test.message, test.hint)
		}
	}
	if _, err := parseFilter("--from", "2026-02-02", "--to", "2026-02-01"); err == nil {
		t.Error("a period that ends before it begins: no error")
	}
}
