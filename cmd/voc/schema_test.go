package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"voc/report/table"
)

// vocRun runs the command and returns what it printed.
func vocRun(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	status = run(args, strings.NewReader(""), &out, &err)
	return status, out.String(), err.String()
}

func TestSchema(t *testing.T) {
	status, out, _ := vocRun(t, "schema", "--json", "rejects", "runs")
	var tables []table.Description
	if err := json.Unmarshal([]byte(out), &tables); err != nil || status != exitDone {
		t.Fatalf("status %d, %v", status, err)
	}
	if len(tables) != 2 || tables[0].Table != "rejects" || tables[1].Table != "runs" {
		t.Errorf("%d tables, want rejects and runs", len(tables))
	}
	_, all, _ := vocRun(t, "schema", "--format", "md")
	if n := strings.Count(all, "\n## "); n != 7 {
		t.Errorf("%d tables in Markdown, want 7", n)
	}
}

func TestSchemaRefuses(t *testing.T) {
	for _, test := range []struct{ args, want string }{
		{"mention", "voc: no table is called \"mention\"\nhint: did you mean mentions?\n"},
		{"--format=spreadsheet", "voc: --format: nothing is called \"spreadsheet\"\nhint: one of text, md, json, sql\n"},
	} {
		status, out, stderr := vocRun(t, "schema", test.args)
		if status != exitUsage || out != "" || stderr != test.want {
			t.Errorf("schema %s: status %d, stdout %q, stderr %q; want 2 and %q", test.args, status, out, stderr, test.want)
		}
	}
}
