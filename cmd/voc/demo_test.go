package main

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voc"
	"voc/ingest"
	"voc/internal/workspace"
)

// sampleWorkspace makes a workspace of the sample feedback.
func sampleWorkspace(t *testing.T) *workspace.Workspace {
	t.Helper()
	dir := t.TempDir()
	if _, err := makeSample(dir); err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestSample holds the sample feedback to what it is there to show.
func TestSample(t *testing.T) {
	w := sampleWorkspace(t)
	departments, months, audiences := map[string]int{}, map[string]int{}, map[string]int{}
	comments, rejected, quarter := 0, 0, map[string]int{}
	files, err := fs.Glob(os.DirFS(w.Inbox()), "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		for c, err := range open(t, w, name).Comments() {
			var left *voc.RowError
			if errors.As(err, &left) {
				rejected++
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			comments++
			departments[c.Department]++
			audiences[c.Audience]++
			if month := c.Time.Format("2006-01"); !c.Time.IsZero() {
				months[month]++
				if month >= "2026-07" && month <= "2026-09" {
					quarter[c.Department]++
				}
			}
		}
	}
	if comments < 400 || len(files) < 4 || len(months) != 13 || rejected < 5 {
		t.Errorf("%d comments in %d files over %d months, %d rows broken; want 400, 4, 13 and 5", comments, len(files), len(months), rejected)
	}
	for _, d := range w.Departments {
		if quarter[d.ID] < 30 {
			t.Errorf("%d comments about %s in the last whole quarter, want 30 to show its figures", quarter[d.ID], d.ID)
		}
	}
	if len(w.Departments) < 6 || audiences[voc.Internal] < 30 || audiences[voc.External] < 300 {
		t.Errorf("%d departments, audiences %v", len(w.Departments), audiences)
	}
}

// TestSampleWorkbook compares the workbook with the text that it is made from by "go generate".
func TestSampleWorkbook(t *testing.T) {
	in, err := os.Open("demo/permit-comments.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	r := csv.NewReader(in)
	r.Comma = '\t'
	r.LazyQuotes = true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, row := range rows[1:] {
		if row[1] >= "2025" && row[1] < "2027" && row[5] != "" {
			want = append(want, row[0]+" "+row[1]+" "+row[5])
		}
	}
	w, err := workspace.Open("demo")
	if err != nil {
		t.Fatal(err)
	}
	for c, err := range open(t, w, "permit-comments.xlsx").Comments() {
		if err == nil {
			got = append(got, c.Native+" "+c.Time.Format("2006-01-02")+" "+c.Text)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the workbook is not that of its text (-text +workbook):\n%s", diff)
	}
}

// open opens one file of the workspace's inbox as a run would.
func open(t *testing.T, w *workspace.Workspace, name string) *ingest.File {
	t.Helper()
	options := ingest.Options{Name: name, Departments: w.Departments}
	for i := range w.Config.Sources {
		if ok, _ := path.Match(w.Config.Sources[i].Files, name); ok && options.Mapping == nil {
			options.Mapping = &w.Config.Sources[i]
		}
	}
	file, err := ingest.Open(filepath.Join(w.Inbox(), name), options)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
