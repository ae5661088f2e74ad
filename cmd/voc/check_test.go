package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voc/internal/nightly"
	"voc/internal/workspace"
	"voc/report/table"
)

// TestCheckCountsAsRun holds the account of "voc check" against that of the run after it, file by file,
// and the rejected rows against each other wherever they stand: run.json, rejects.csv, the tables rejects and runs.
// Beside the sample there are a row whose second answer alone is no text, an archive whose members share row numbers,
// and the same file twice.
func TestCheckCountsAsRun(t *testing.T) {
	dir := sampleWorkspace(t).Dir
	inbox := filepath.Join(dir, "inbox")
	half := "id,date,What did we do well?,What could we do better?\n1,2026-09-01,The benches are new,\x01\x02\x03\x04\n2,2026-09-02,Clean paths,More bins\n"
	members := map[string]string{
		"a.csv": "id,date,comment\n1,2026-09-01,The gate was open\n2,never,The gate was shut\n",
		"b.csv": "id,date,comment\n3,2026-09-01,The tap drips\n4,2026-09-02,\n5,2026-09-03,The tap is mended\n",
	}
	for name, data := range map[string][]byte{"half.csv": []byte(half), "both.zip": zipped(t, members), "twin.zip": zipped(t, members)} {
		if err := os.WriteFile(filepath.Join(inbox, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var checked []struct {
		File string `json:"file"`
		workspace.Rows
		Codes map[string]int `json:"codes"`
	}
	printed(t, exitPartial, &checked, "check", "--json", "-c", dir)
	var account workspace.Account
	printed(t, exitPartial, &account, "run", "--json", "-c", dir)

	codes := map[string]int{}
	for i, in := range account.Inputs {
		if checked[i].File != in.File {
			t.Fatalf("check read %s where the run read %s", checked[i].File, in.File)
		}
		if diff := cmp.Diff(in.Rows, checked[i].Rows); diff != "" {
			t.Errorf("%s (-run +check):\n%s", in.File, diff)
		}
		if r := in.Rows; r.Rows != r.Accepted+r.Duplicates+r.Empty+r.Rejected {
			t.Errorf("%s: %+v does not add up", in.File, r)
		}
		for code, n := range checked[i].Codes {
			codes[code] += n
		}
	}
	if diff := cmp.Diff(account.Rejects, codes); diff != "" {
		t.Errorf("rejects by code (-run +check):\n%s", diff)
	}
	want := workspace.Rows{Rows: 5, Accepted: 3, Empty: 1, Rejected: 1, Comments: 3}
	if diff := cmp.Diff(want, account.Inputs[1].Rows); diff != "" {
		t.Errorf("rows of %s (-want +got):\n%s", account.Inputs[1].File, diff)
	}
	sameRejects(t, dir, &account)
}

// sameRejects checks that every rejected row stands once in each place that lists or counts them.
func sameRejects(t *testing.T, dir string, account *workspace.Account) {
	t.Helper()
	sum := 0
	for _, n := range account.Rejects {
		sum += n
	}
	f, err := os.Open(filepath.Join(dir, "published", "rejects.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, line := range lines[1:] {
		if place := line[0] + ":" + line[1]; seen[place] {
			t.Errorf("rejects.csv has %s twice", place)
		} else {
			seen[place] = true
		}
	}
	tables := filepath.Join(dir, "published", "tables")
	rejects, err := table.ReadRows[table.RejectRow](filepath.Join(tables, "rejects.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	runs, err := table.ReadRows[table.RunRow](filepath.Join(tables, "runs.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	n := account.Totals.Rejected
	if n == 0 || sum != n || len(lines)-1 != n || len(rejects) != n || runs[0].Rejected != int64(n) {
		t.Errorf("%d rows rejected; by code %d, in rejects.csv %d, in the table %d, n_rejected %d", n, sum, len(lines)-1, len(rejects), runs[0].Rejected)
	}
}

// printed runs the command, checks its exit status and reads the JSON it prints into v.
func printed(t *testing.T, status int, v any, args ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if got := run(append([]string{"--progress", "none"}, args...), nil, &stdout, &stderr); got != status {
		t.Fatalf("voc %v exits with %d, want %d: %s", args, got, status, &stderr)
	}
	if err := json.Unmarshal(stdout.Bytes(), v); err != nil {
		t.Fatalf("voc %v: %v", args, err)
	}
}

// zipped returns an archive of the files, which are sorted by name.
func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, name := range []string{"a.csv", "b.csv"} {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// Every setting that a run opens is one that doctor looks at.
func TestDoctorOpensWhatRunOpens(t *testing.T) {
	w := sampleWorkspace(t)
	var looked []string
	for _, f := range examine(w) {
		looked = append(looked, f.Check)
		if !f.OK {
			t.Errorf("the sample: %s: %s", f.Check, f.Found)
		}
	}
	at := 0
	for _, s := range nightly.Settings(w) {
		for at < len(looked) && looked[at] != s.Name {
			at++
		}
		if at == len(looked) {
			t.Errorf("doctor does not look at %s", s.Name)
		}
	}
}
