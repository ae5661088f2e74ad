package main

import (
	"fmt"
	"strings"
	"testing"

	"voc/internal/workspace"
)

// Of many files a run names those that are new or need a look, and adds up the rest; the account of the run names them all.
func TestRowsOfManyFiles(t *testing.T) {
	account := &workspace.Account{}
	add := func(in workspace.Input, rows workspace.Rows) {
		in.Rows = rows
		account.Inputs = append(account.Inputs, in)
		account.Totals.Add(rows)
	}
	for i := range longList {
		add(workspace.Input{File: fmt.Sprintf("hour-%d.csv", i), Cached: true}, workspace.Rows{Rows: 3, Accepted: 2, Duplicates: 1, Comments: 2})
	}
	print := func(all bool) []string {
		var out strings.Builder
		printRows(&out, account, all)
		return strings.Split(strings.TrimSpace(out.String()), "\n")
	}
	if lines := print(false); len(lines) != longList+2 || strings.Contains(strings.Join(lines, "\n"), "more files") {
		t.Errorf("%d lines for %d files, want all of them, a heading and a total", len(lines), longList)
	}
	add(workspace.Input{File: "new.csv"}, workspace.Rows{Rows: 1, Accepted: 1, Comments: 1})
	add(workspace.Input{File: "doubtful.csv", Cached: true}, workspace.Rows{Rows: 2, Accepted: 1, Rejected: 1, Comments: 1})
	add(workspace.Input{File: "broken.csv", Cached: true, Error: "no table"}, workspace.Rows{})
	want := `file                rows  accepted duplicates   empty  rejected
new.csv                1         1          0       0         0
doubtful.csv           2         1          0       0         1  known
broken.csv             0         0          0       0         0  left out: no table
100 more files       300       200        100       0         0  known
total                303       202        100       0         1  202 comments`
	if got := strings.Join(print(false), "\n"); got != want {
		t.Errorf("printed\n%s\nwant\n%s", got, want)
	}
	if lines := print(true); len(lines) != len(account.Inputs)+2 {
		t.Errorf("the account of the run has %d lines for %d files", len(lines), len(account.Inputs))
	}
}
