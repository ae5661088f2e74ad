package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"voc/internal/workspace"
)

// printRows prints what became of the rows of every file.
func printRows(out io.Writer, account *workspace.Account) {
	width := len("total")
	for _, in := range account.Inputs {
		width = max(width, utf8.RuneCountInString(plain(in.File)))
	}
	line := func(name string, r workspace.Rows, remark string) {
		row := fmt.Sprintf("%-*s %9d %9d %10d %7d %9d  %s", width, plain(name), r.Rows, r.Accepted, r.Duplicates, r.Empty, r.Rejected, remark)
		fmt.Fprintln(out, strings.TrimRight(row, " "))
	}
	fmt.Fprintf(out, "%-*s %9s %9s %10s %7s %9s\n", width, "file", "rows", "accepted", "duplicates", "empty", "rejected")
	for _, in := range account.Inputs {
		remark := ""
		switch {
		case in.Error != "":
			remark = "left out: " + plain(in.Error)
		case in.Cached:
			remark = "known"
		}
		line(in.File, in.Rows, remark)
	}
	line("total", account.Totals, fmt.Sprintf("%d comments", account.Totals.Comments))
}
