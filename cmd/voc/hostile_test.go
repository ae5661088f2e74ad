package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voc/internal/workspace"
)

// hostile are comments that no person writes, and some that break careless programs.
var hostile = map[string]string{
	"spaces":        strings.Repeat(" ", 1<<20) + "x",
	"marks":         strings.Repeat("!", 1<<20),
	"no space":      strings.Repeat("a", 1<<20),
	"sentences":     strings.Repeat("No. ", 1<<18),
	"nul":           "before\x00after",
	"invalid":       "caf\xe9 was closed \xff\xfe",
	"cjk":           strings.Repeat("工作人员很有礼貌", 100),
	"emoji":         strings.Repeat("😡🙏🏽👨‍👩‍👧", 1000),
	"right to left": strings.Repeat("הפקיד היה אדיב מאוד ", 50),
	"combining":     "e" + strings.Repeat("\u0301", 1<<16),
	"brackets":      strings.Repeat("[(\"", 1<<16),
	"formula":       "=HYPERLINK(\"http://example.org\")",
	"markup":        "<script>alert(1)</script> & the clerk was rude",
}

// Every hostile comment is a labelled or a rejected row, and the rows beside it are unharmed.
func TestHostileComments(t *testing.T) {
	dir := t.TempDir()
	if status, _, stderr := vocProcess(t, t.Context(), dir, "init"); status != exitDone {
		t.Fatalf("init: %s", stderr)
	}
	rows := 0
	for name, text := range hostile {
		line, err := json.Marshal(map[string]string{"id": name, "text": text, "date": "2026-03-05"})
		if err != nil {
			t.Fatal(err)
		}
		if name == "invalid" { // as it would stand in a file, not as JSON mends it
			line = []byte(`{"id":"invalid","date":"2026-03-05","text":"` + text + `"}`)
		}
		good := `{"id":"good after ` + name + `","date":"2026-03-05","text":"The clerk listened and fixed it."}`
		file := filepath.Join(dir, "inbox", strings.ReplaceAll(name, " ", "-")+".jsonl")
		if err := os.WriteFile(file, []byte(string(line)+"\n"+good+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		rows += 2
	}
	status, stdout, stderr := vocProcess(t, t.Context(), dir, "run", "--json", "--max-reject", "100")
	if status != exitDone && status != exitPartial {
		t.Fatalf("run exits with %d: %s", status, stderr)
	}
	var account workspace.Account
	if err := json.Unmarshal([]byte(stdout), &account); err != nil {
		t.Fatal(err)
	}
	totals := account.Totals
	if totals.Rows != rows || totals.Accepted+totals.Duplicates+totals.Empty+totals.Rejected != rows {
		t.Errorf("totals %+v, want %d rows accounted for", totals, rows)
	}
	for _, in := range account.Inputs {
		if in.Accepted == 0 {
			t.Errorf("%s: the good row beside the hostile one was not accepted: %+v", in.File, in.Rows)
		}
	}
}
