package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"voc/internal/workspace"
)

// longList is the number of files above which those that are known from a run before need not be named one by one.
const longList = 100

// printRows prints what became of the rows of every file, or, not all, of every one that may need a look where there are many.
func printRows(out io.Writer, account *workspace.Account, all bool) {
	var shown []workspace.Input
	var others workspace.Rows
	for _, in := range account.Inputs {
		if all || len(account.Inputs) <= longList || !in.Cached || in.Error != "" || in.Rows.Rejected > 0 {
			shown = append(shown, in)
		} else {
			others.Add(in.Rows)
		}
	}
	rest := fmt.Sprintf("%d more files", len(account.Inputs)-len(shown))
	width := len("total")
	if len(shown) < len(account.Inputs) {
		width = len(rest)
	}
	for _, in := range shown {
		width = max(width, utf8.RuneCountInString(plain(in.File)))
	}
	line := func(name string, r workspace.Rows, remark string) {
		row := fmt.Sprintf("%-*s %9d %9d %10d %7d %9d  %s", width, plain(name), r.Rows, r.Accepted, r.Duplicates, r.Empty, r.Rejected, remark)
		fmt.Fprintln(out, strings.TrimRight(row, " "))
	}
	fmt.Fprintf(out, "%-*s %9s %9s %10s %7s %9s\n", width, "file", "rows", "accepted", "duplicates", "empty", "rejected")
	for _, in := range shown {
		remark := ""
		switch {
		case in.Error != "":
			remark = "left out: " + plain(in.Error)
		case in.Cached:
			remark = "known"
		}
		if n := in.Rows.Updates; n > 0 {
			remark = strings.TrimPrefix(fmt.Sprintf("%s, %d of the duplicates are older versions", remark, n), ", ")
		}
		line(in.File, in.Rows, remark)
	}
	if len(shown) < len(account.Inputs) {
		line(rest, others, "known")
	}
	line("total", account.Totals, fmt.Sprintf("%d comments", account.Totals.Comments))
}
