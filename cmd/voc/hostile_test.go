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

// Names of files, columns and speakers command no terminal and break no line, in whatever command they are told.
func TestHostileNames(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if _, stderr, status := vocPrints("init"); status != exitDone {
		t.Fatalf("init: %s", stderr)
	}
	const bad, good = "b\nad\x1b[31m.csv", "go\nod\x1b[31m.csv"
	for name, text := range map[string]string{
		bad:            "gar\x00bage",
		good:           "id,date,department,comment,\"st\x1b[31mars\"\n1,2026-03-05,Water,The clerk was rude and nobody helped,\x1b[31m\n2,2026-03-0x,Water,The clerk listened and fixed it,3\n",
		"talk\x1b.vtt": "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v An\x1b[31mn>The clerk listened and fixed it.\n",
	} {
		if err := os.WriteFile(filepath.Join("inbox", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range []string{"status", "check", "sniff inbox/" + good, "sniff inbox/" + bad, "sniff inbox/talk\x1b.vtt", "check none\x1b.csv", "run --max-reject 100", "run --input \x1b*", "runs show", "search clerk", "status"} {
		command, rest, _ := strings.Cut(args, " ")
		list := []string{command}
		switch {
		case command == "run" && rest != "":
			list = append(list, strings.Fields(rest)...)
		case rest != "":
			list = append(list, rest)
		}
		stdout, stderr, _ := vocPrints(list...)
		for _, out := range []string{stdout, stderr} {
			if strings.ContainsRune(out, '\x1b') || strings.Contains(out, "\nad") || strings.Contains(out, "\nod") {
				t.Errorf("voc %q prints %q", args, out)
			}
		}
		if stdout+stderr == "" {
			t.Errorf("voc %q prints nothing", args)
		}
	}
}
