package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voc"
	"voc/internal/workspace"
	"voc/report/table"
)

// publishRecords makes a workspace in which records were published, and returns the path of its voc.yaml.
func publishRecords(t *testing.T, records ...voc.Record) string {
	t.Helper()
	dir := t.TempDir()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(dir, "voc.yaml")
	check(os.WriteFile(config, []byte("organisation: Test City\n"), 0o644))
	check(os.WriteFile(filepath.Join(dir, "departments.yaml"), []byte("departments:\n- id: water\n  name: Water\n"), 0o644))
	w, err := workspace.Open(config)
	check(err)
	run, err := w.Begin("aa")
	check(err)
	tables, err := table.Create(filepath.Dir(run.Table("comments")), "aa")
	check(err)
	for _, r := range records {
		check(tables.Add(r))
	}
	check(tables.Close())
	check(table.WriteRows(run.Table("departments"), []table.DepartmentRow{
		{ID: "water", Name: "Water", Listed: true}, {ID: "Zoo", Name: "Zoo", Comments: 1},
	}))
	check(table.WriteRows(run.Table("themes_by_period"), []table.PeriodRow{{Period: "2026-01", Label: "parking"}}))
	check(table.WriteRows(run.Table("rejects"), []table.RejectRow{{File: "a.csv", Row: 3, Code: "bad_date", Reason: "no day"}}))
	check(os.WriteFile(filepath.Join(run.Dir, "run.json"), []byte(`{"run_id": "aa"}`), 0o644))
	check(w.Publish(run))
	return config
}

func said(id, department string, day int, control voc.Polarity) voc.Record {
	return voc.Record{
		Comment: voc.Comment{ID: id, Department: department, Text: "text " + id, Time: time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC)},
		Needs:   [4]voc.Polarity{1: control},
		Mentions: []voc.Mention{{
			Kind: voc.KindNeed, Label: "control", Polarity: control, Span: voc.Span{Start: 0, End: 4}, By: voc.ByModel,
		}},
	}
}

// ids are the first column of CSV below its header.
func ids(t *testing.T, text string) []string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(all) == 0 {
		t.Fatalf("%v, %d lines", err, len(all))
	}
	var got []string
	for _, line := range all[1:] {
		got = append(got, line[0])
	}
	return got
}

func TestExport(t *testing.T) {
	config := publishRecords(t, said("a", "water", 1, voc.Unmet), said("b", "Zoo", 2, voc.Unmet), said("c", "water", 3, voc.Met))
	for _, test := range []struct {
		args string
		want []string
	}{
		{"export", []string{"a", "b", "c"}},
		{"export comments --dept Water", []string{"a", "c"}},
		{"export mentions --dept zoo", []string{"b"}},
		{"export --need control --polarity unmet --from 2026-01-02", []string{"b"}},
		{"export --to 2025-12-31", nil},
		{"export rejects", []string{"a.csv"}},
	} {
		status, out, stderr := vocRun(t, append(strings.Fields(test.args), "-c", config)...)
		if status != exitDone {
			t.Errorf("%s: status %d: %s", test.args, status, stderr)
			continue
		}
		if diff := cmp.Diff(test.want, ids(t, out)); diff != "" {
			t.Errorf("%s: ids differ (-want +got):\n%s", test.args, diff)
		}
	}
}

func TestExportToFile(t *testing.T) {
	config := publishRecords(t, said("a", "water", 1, voc.Unmet), said("b", "Zoo", 2, voc.Unmet))
	dir := t.TempDir()
	path := filepath.Join(dir, "out.parquet")
	status, out, stderr := vocRun(t, "export", "-c", config, "-o", path, "--dept", "Zoo")
	if status != exitDone || out != "" || stderr != path+": 1 comments\n" {
		t.Errorf("status %d, stdout %q, stderr %q", status, out, stderr)
	}
	if n, err := table.Rows(path); n != 1 || err != nil {
		t.Errorf("%d rows, %v, want 1", n, err)
	}
	sheet := filepath.Join(dir, "out.XLSX")
	if status, out, _ = vocRun(t, "export", "-c", config, "-o", sheet, "--json"); status != exitDone || !strings.Contains(out, `"format":"xlsx"`) {
		t.Errorf("status %d, stdout %q, want xlsx", status, out)
	}
	if data, err := os.ReadFile(sheet); err != nil || !strings.HasPrefix(string(data), "PK") {
		t.Errorf("%s is no workbook: %v", sheet, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("%d files, %v, want the two that were asked for", len(entries), err)
	}
}

func TestExportRefuses(t *testing.T) {
	config := publishRecords(t, said("a", "water", 1, voc.Unmet))
	for _, test := range []struct {
		args   string
		status int
		want   string
	}{
		{"export coments", exitUsage, "voc: no table is called \"coments\"\nhint: did you mean comments?\n"},
		{"export --format docx", exitUsage, "voc: --format: nothing is called \"docx\"\n"},
		{"export --dept watr", exitUsage, "voc: --dept: nothing is called \"watr\"\nhint: did you mean water?\n"},
		{"export --theme parkin", exitUsage, "hint: did you mean parking?\n"},
		{"export rejects --dept water", exitUsage, "voc: flags that choose comments do not apply to rejects\n"},
		{"export --to 2020-01-01 --fail-if-empty", exitEmpty, "voc: nothing matches\n"},
	} {
		status, _, stderr := vocRun(t, append(strings.Fields(test.args), "-c", config)...)
		if status != test.status || !strings.Contains(stderr, test.want) {
			t.Errorf("%s: status %d, stderr %q; want %d, %q", test.args, status, stderr, test.status, test.want)
		}
	}
}

// What "voc export" writes of a query is what "voc search" finds with it, words of like meaning or not.
func TestExportFindsWhatSearchFinds(t *testing.T) {
	publishedRecords(t, deskRecords())
	for args, want := range map[string][]string{"telephone": {"aa1", "ab2"}, "telephone --no-synonyms": nil, "phone --no-synonyms": {"aa1", "ab2"}, "phone -kind": {"ab2"}} {
		query, flag, _ := strings.Cut(args, " --")
		flags := []string{"--csv"}
		exported := []string{"export", "--query", query}
		if flag != "" {
			flags, exported = append(flags, "--"+flag), append(exported, "--"+flag)
		}
		found, _, _ := vocPrints(append([]string{"search", query}, flags...)...)
		written, stderr, status := vocPrints(exported...)
		got, searched := ids(t, written), ids(t, found)
		slices.Sort(got)
		slices.Sort(searched)
		if status != 0 || !slices.Equal(got, want) || !slices.Equal(searched, want) {
			t.Errorf("%s: export has %v (%d, %s), search %v, want %v", args, got, status, stderr, searched, want)
		}
	}
}
