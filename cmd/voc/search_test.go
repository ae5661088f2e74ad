package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"voc"
	"voc/index"
	"voc/internal/workspace"
	"voc/report/table"
)

// saying makes a record in which each need is held by a whole sentence.
func saying(id, dept, day string, score float64, sentences ...string) voc.Record {
	r := voc.Record{Comment: voc.Comment{ID: id, Source: "desk", Origin: voc.Origin{File: "desk.csv", Row: len(id)}, Department: dept, Channel: voc.ChannelSurvey,
		Audience: voc.External, Language: "en", DateOnly: true}, SentimentScore: score, Sentiment: voc.Negative}
	if score > 0 {
		r.Sentiment = voc.Positive
	}
	r.Time, _ = time.Parse(time.DateOnly, day)
	for _, s := range sentences {
		label, text, _ := strings.Cut(s, ": ")
		if r.Text != "" {
			r.Text += " "
		}
		span := voc.Span{Start: len(r.Text), End: len(r.Text) + len(text)}
		r.Text += text
		r.Units = append(r.Units, span)
		need, polarity, ok := strings.Cut(label, " ")
		if !ok {
			continue
		}
		r.Needs[slices.Index(voc.Needs[:], voc.Need(need))] = voc.Polarity(polarity)
		r.Mentions = append(r.Mentions, voc.Mention{Kind: voc.KindNeed, Label: need, Polarity: voc.Polarity(polarity), Score: 0.91,
			Unit: len(r.Units) - 1, Span: span, By: voc.ByRule, Rule: need + "-1"})
	}
	r.Words = len(strings.Fields(r.Text))
	return r
}

// deskRecords are the comments of the workspace that publishedRecords makes.
func deskRecords() []voc.Record {
	first := saying("aa1", "water", "2026-03-02", -0.8, "control unmet: Nobody picks up the phone at the water desk.", "dignity met: The clerk was kind.")
	second := saying("ab2", "water", "2026-03-09", -0.4, "control unmet: There is no way to pick a date.", "none: I left a phone number.")
	third := saying("b3", "parks", "2026-04-01", 0.9, "dignity met: Café staff by the lake were\x1b[31m lovely.")
	first.Session, first.Turn, first.Speaker = "s1", 2, "P1"
	second.Session, second.Turn, second.Speaker = "s1", 1, "P2"
	return []voc.Record{first, second, third}
}

// publishedRecords makes a workspace in which a run has published records, and goes there.
func publishedRecords(t *testing.T, records []voc.Record) *workspace.Workspace {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ok(os.WriteFile("voc.yaml", []byte("organisation: Springvale\n"), 0o644))
	w, err := workspace.Open("")
	ok(err)
	run, err := w.Begin("test")
	ok(err)
	tables := filepath.Dir(run.Table("comments"))
	out, err := table.Create(tables, "test")
	ok(err)
	for _, r := range records {
		ok(out.Add(r))
	}
	ok(out.Close())
	ok(table.WriteRows(run.Table("departments"), []table.DepartmentRow{{ID: "water", Name: "Water"}, {ID: "parks", Name: "Parks"}}))
	ok(table.WriteRows(run.Table("themes_by_period"), []table.PeriodRow{}))
	ok(index.Build(t.Context(), run.Index(), table.Records(tables)))
	ok(os.WriteFile(filepath.Join(run.Dir, "run.json"), []byte(`{"run_id":"test"}`), 0o644))
	ok(w.Publish(run))
	return w
}

// voc runs the command and returns what it prints and its exit status.
func vocPrints(args ...string) (stdout, stderr string, status int) {
	var out, errs bytes.Buffer
	status = run(args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), status
}

func TestSearchPrints(t *testing.T) {
	publishedRecords(t, deskRecords())
	for _, test := range []struct {
		args   string
		status int
		stdout string
		stderr string
	}{
		{"search phone --no-synonyms", 0, `ab2  2026-03-09 · water · survey · negative · control unmet
  There is no way to pick a date. I left a phone number.

aa1  2026-03-02 · water · survey · negative · dignity met · control unmet
  Nobody picks up the phone at the water desk. The clerk was kind.
`, "2 comments\n"},
		{"search phone --same-unit --need control -q --no-synonyms", 0, `aa1  2026-03-02 · water · survey · negative · dignity met · control unmet
  Nobody picks up the phone at the water desk. The clerk was kind.
`, ""},
		{"search cafe --no-synonyms -q", 0, "b3  2026-04-01 · parks · survey · positive · dignity met\n  Café staff by the lake were [31m lovely.\n", ""},
		{"search cafe --no-synonyms -q --color always", 0, "\x1b[1mb3\x1b[0m  \x1b[2m2026-04-01 · parks · survey · positive · dignity met\x1b[0m\n" +
			"  \x1b[1;33mCafé\x1b[0m staff by the lake were [31m lovely.\n", ""},
		{"search phone --context -q --no-synonyms", 0, `ab2       is no way to pick a date. I left a phone number.
aa1                      Nobody picks up the phone at the water desk. The clerk was kind.
`, ""},
		{"search --sort negative --limit 1 --offset 1 -q", 0, `ab2  2026-03-09 · water · survey · negative · control unmet
  There is no way to pick a date. I left a phone number.
`, ""},
		{"search zebra", 0, "", "0 comments\nhint: leave out a word or a filter, or shorten a word and end it with *\n"},
		{"search zebra -q --fail-if-empty", 5, "", "voc: nothing matches\n"},
		{`search "phone`, 2, "", "voc: query, column 1: this quotation mark is not closed\nhint: type \"voc help query\" for what a query can say\n"},
		{"search phone --sort bets", 2, "", "voc: --sort: nothing is called \"bets\"\nhint: did you mean best?\n"},
		{"search phone --dept Water --open --same-unit", 0, "http://127.0.0.1:8080/?dept=water&q=phone&unit=1\n", ""},
		{"search phone --limit 0 --facets --dept parks -q", 0, `
dept
  water                                    2
* parks                                    0
`, ""},
	} {
		t.Setenv("PATH", "") // no browser opens
		stdout, stderr, status := vocPrints(strings.Fields(test.args)...)
		if stdout != test.stdout || stderr != test.stderr || status != test.status {
			t.Errorf("voc %s: exit %d, stdout\n%s\nstderr %q; want exit %d,\n%s\n%q", test.args, status, stdout, stderr, test.status, test.stdout, test.stderr)
		}
	}
}

func TestSearchForMachines(t *testing.T) {
	publishedRecords(t, deskRecords())
	stdout, _, status := vocPrints("search", "cafe", "--json", "--facets")
	var result struct {
		Total int
		Hits  []struct {
			ID       string `json:"comment_id"`
			Needs    map[string]string
			Mentions []struct{ Evidence string }
			Marks    []spanJSON
		}
		Facets map[string][]countJSON
	}
	if err := json.Unmarshal([]byte(stdout), &result); err != nil || status != 0 {
		t.Fatalf("search --json: %v, exit %d", err, status)
	}
	hit := result.Hits[0]
	if result.Total != 1 || hit.ID != "b3" || hit.Needs["dignity"] != "met" || len(hit.Mentions) != 1 || hit.Marks[0] != (spanJSON{0, 4}) || len(result.Facets["month"]) != 1 {
		t.Errorf("search --json printed %+v", result)
	}
	stdout, _, _ = vocPrints("search", "--csv", "--sort", "oldest")
	rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
	if err != nil || len(rows) != 4 || rows[1][0] != "aa1" || rows[3][0] != "b3" {
		t.Errorf("search --csv printed %q, %v", rows, err)
	}
}

func TestShow(t *testing.T) {
	publishedRecords(t, deskRecords())
	stdout, stderr, status := vocPrints("show", "aa")
	for _, want := range []string{"aa1\n", "  from        desk.csv:3\n", "  session     s1, turn 2\n",
		"  need control unmet                0.91    rule control-1        Nobody picks up the phone at the water desk.\n",
		"  before\n  1 P2: There is no way to pick a date. I left a phone number.\n"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("show aa printed\n%s\nwithout %q (exit %d, %s)", stdout, want, status, stderr)
		}
	}
	if _, stderr, status := vocPrints("show", "a"); status != exitUsage || !strings.Contains(stderr, "hint: type more of it: aa1, ab2") {
		t.Errorf("show of an unclear id: exit %d, %s", status, stderr)
	}
	if _, _, status := vocPrints("show", "zz"); status != exitFailed {
		t.Errorf("show of an unknown id: exit %d", status)
	}
	stdout, _, _ = vocPrints("show", "b3", "--json")
	var c commentJSON
	if err := json.Unmarshal([]byte(stdout), &c); err != nil || c.ReceivedOn != "2026-04-01" || c.Mentions[0].Start != 0 || c.Mentions[0].Rule != "dignity-1" {
		t.Errorf("show --json printed %s, %v", stdout, err)
	}
}

func TestThemes(t *testing.T) {
	var records []voc.Record
	for i := range 8 {
		for _, r := range deskRecords() {
			r.ID += strings.Repeat("x", i)
			records = append(records, r)
		}
	}
	publishedRecords(t, records)
	stdout, stderr, _ := vocPrints("themes")
	want := `need                     comments  share                       met    unmet    mixed  
dignity                        16   66.7 % [46.7, 82.0]         16        0        0  
control                        16   66.7 % [46.7, 82.0]          0       16        0  
`
	if stdout != want || stderr != "24 comments\n" {
		t.Errorf("themes printed\n%s%s, want\n%s", stdout, stderr, want)
	}
	stdout, _, _ = vocPrints("themes", "--need", "control", "--polarity", "unmet", "--dept", "water", "--json")
	var counted struct {
		Total int
		Rows  []themeRow
	}
	if err := json.Unmarshal([]byte(stdout), &counted); err != nil || counted.Total != 16 || counted.Rows[0].N != 8 || counted.Rows[1].Unmet != 16 {
		t.Errorf("themes --json printed %s, %v", stdout, err)
	}
}

func TestIndexRebuildFindsTheSame(t *testing.T) {
	w := publishedRecords(t, deskRecords())
	before, _, _ := vocPrints("search", "phone", "--json")
	run, err := w.Current()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(run.Index()); err != nil {
		t.Fatal(err)
	}
	if _, stderr, status := vocPrints("search", "phone"); status != exitFailed || !strings.Contains(stderr, "voc index rebuild") {
		t.Errorf("search without an index: exit %d, %s", status, stderr)
	}
	if _, stderr, status := vocPrints("index", "rebuild"); status != 0 || stderr != "index made anew: 3 comments\n" {
		t.Fatalf("index rebuild: exit %d, %s", status, stderr)
	}
	if after, _, _ := vocPrints("search", "phone", "--json"); after != before {
		t.Errorf("after index rebuild\n%s, before\n%s", after, before)
	}
	left, err := filepath.Glob(run.Index() + "*")
	if err != nil || len(left) != 1 {
		t.Errorf("index rebuild left %q, %v", left, err)
	}
}

// A theme that a comment calls met here and unmet there is one comment, mixed: what stands in a row adds up to its comments.
func TestThemesTellMixedApart(t *testing.T) {
	records := deskRecords()
	for i, said := range [][]voc.Polarity{{voc.Met, voc.Unmet}, {voc.Unmet, voc.Unmet}, {voc.Met}} {
		records[i].Themes = []string{"timeliness"}
		for _, polarity := range said {
			records[i].Mentions = append(records[i].Mentions, voc.Mention{Kind: voc.KindTheme, Label: "timeliness", Polarity: polarity, Span: records[i].Units[0], By: voc.ByRule})
		}
	}
	publishedRecords(t, records)
	out, _, code := vocPrints("themes", "--json")
	var got struct {
		Rows []themeRow `json:"rows"`
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 {
		t.Fatalf("voc themes --json: exit %d, %v", code, err)
	}
	row := got.Rows[slices.IndexFunc(got.Rows, func(r themeRow) bool { return r.Label == "timeliness" })]
	if row.N != 3 || row.Met != 1 || row.Unmet != 1 || row.Mixed != 1 {
		t.Errorf("timeliness: %d comments, met %d, unmet %d, mixed %d; want 3 of 1, 1, 1", row.N, row.Met, row.Unmet, row.Mixed)
	}
}
