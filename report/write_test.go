package report

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voc"
)

// files returns the files below dir by name.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, path))
		all[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func writeAll(t *testing.T, in Input) (map[string]string, *Output) {
	t.Helper()
	dir := t.TempDir()
	if keep := os.Getenv("KEEP_REPORTS"); keep != "" {
		dir = filepath.Join(keep, t.Name())
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	out, err := WriteAll(context.Background(), dir, in)
	if err != nil {
		t.Fatal(err)
	}
	return files(t, dir), out
}

func TestWriteAllIsTheSameForTheSameInput(t *testing.T) {
	records := exampleRecords()
	first, out := writeAll(t, inputOf(records))
	if out.Period.String() != "2026-Q3" || out.Reports != 4 {
		t.Fatalf("reports on %d departments in %s, want 4 in 2026-Q3", out.Reports, out.Period)
	}
	for i, j := 0, len(records)-1; i < j; i, j = i+1, j-1 {
		records[i], records[j] = records[j], records[i]
	}
	for range 3 { // excelize takes some things from maps
		again, _ := writeAll(t, inputOf(records))
		for name := range first {
			if first[name] != again[name] {
				t.Errorf("%s is not the same again", name)
			}
		}
	}
	second, again := writeAll(t, inputOf(records))
	out.Written, again.Written = 0, 0
	for name := range first {
		if first[name] != second[name] {
			t.Errorf("the order of records changes %s", name)
		}
	}
	if diff := cmp.Diff(out, again); diff != "" {
		t.Errorf("the order of records changes the rows:\n%s", diff)
	}
	for _, name := range []string{"index.html", "streets/report.html", "streets/report.md", "streets/report.json", "streets/charts/needs.svg", "parks/report.html"} {
		if first[name] == "" {
			t.Errorf("no %s", name)
		}
	}
}

// A report may lie anywhere, so its pages lead only to places within themselves and to each other,
// whatever the formats that were asked for.
func TestLinksLeadSomewhere(t *testing.T) {
	links := regexp.MustCompile(`(?:href="|\]\()([^"()]*)[")]`)
	for _, formats := range [][]string{nil, {"html"}, {"md"}, {"xlsx"}, {"json"}} {
		in := fullInput(t)
		in.Formats = formats
		written, _ := writeAll(t, in)
		followed := 0
		for name, page := range written {
			if ext := path.Ext(name); ext != ".html" && ext != ".md" {
				continue
			}
			for _, link := range links.FindAllStringSubmatch(page, -1) {
				followed++
				to, anchor, _ := strings.Cut(link[1], "#")
				target := page
				if to != "" {
					target = written[path.Join(path.Dir(name), to)]
				}
				if target == "" || anchor != "" && !strings.Contains(target, `id="`+anchor+`"`) {
					t.Errorf("formats %v: %s: the link %q leads nowhere", formats, name, link[1])
				}
			}
		}
		if asJSON := slices.Equal(formats, []string{"json"}); (followed == 0) != asJSON {
			t.Errorf("formats %v: %d links", formats, followed)
		}
	}
	written, _ := writeAll(t, fullInput(t))
	if text := written["streets/report.html"]; !strings.Contains(text, "type “voc show streets-20") || strings.Contains(text, "/comment/") {
		t.Error("no quotation says how its record is shown")
	}
}

// What is left to staff's judgement has no target.
func TestDiscretionHasNoTarget(t *testing.T) {
	written, _ := writeAll(t, fullInput(t))
	if want := "| A kind word | Total discretion | – |"; !strings.Contains(written["streets/report.md"], want) {
		t.Errorf("report.md does not say %q", want)
	}
}

func TestFolders(t *testing.T) {
	records := newWorld(3, "streets", "Streets", "../../etc", "Ämter & Co.", "", "index.html", "unassigned").months(mustPeriod("2026-Q3"), func(string, Month) int { return 12 })
	in := inputOf(records)
	written, _ := writeAll(t, in)
	var folders []string
	for name := range written {
		if folder, ok := strings.CutSuffix(name, "/report.html"); ok {
			folders = append(folders, folder)
		}
	}
	want := []string{"amter-co", "etc", "index-html", "streets", "streets-2", "unassigned", "unassigned-2"}
	if diff := cmp.Diff(want, sortedCopy(folders)); diff != "" {
		t.Errorf("folders (-want +got):\n%s", diff)
	}
}

func TestWriteAllWithoutComments(t *testing.T) {
	written, out := writeAll(t, Input{Sums: NewSums()})
	if len(written) != 0 || out.Reports != 0 {
		t.Errorf("wrote %d files and %d reports of nothing", len(written), out.Reports)
	}
}

// Comments without any date are reported on together.
func TestUndated(t *testing.T) {
	records := newWorld(4, "streets").months(mustPeriod("2026-Q3"), func(string, Month) int { return 20 })
	for i := range records {
		records[i].Time = voc.Record{}.Time
	}
	in := inputOf(records)
	in.AsOf = in.Sums.Newest()
	written, _ := writeAll(t, in)
	if page := written["streets/report.md"]; !strings.Contains(page, "60 comments in") {
		t.Errorf("page of undated comments does not count them:\n%s", page)
	}
}

// A table's row of all departments adds up the rows that are shown, and is what the reports of that period call all departments.
func TestAllDepartmentsInTables(t *testing.T) {
	in := inputOf(exampleRecords())
	in.Records, in.Formats = nil, []string{"json"}
	out, err := WriteAll(t.Context(), t.TempDir(), in)
	if err != nil {
		t.Fatal(err)
	}
	type at struct{ period, label string }
	n, unmet, shown, all := map[at]int{}, map[at]int{}, map[at]int{}, map[at]PeriodRow{}
	for _, row := range append(slices.Clone(out.Needs), out.Themes...) {
		key := at{row.Period, row.Label}
		switch {
		case row.Department == allDepartments:
			all[key] = row
		case !row.Suppressed:
			n[key] += row.N
			unmet[key] += row.NUnmet
			shown[key]++
		}
	}
	for key, count := range shown {
		row, ok := all[key]
		if ok != (count > 1) || ok && (row.N != n[key] || row.NUnmet != unmet[key] || row.Suppressed) {
			t.Errorf("%v: %d departments with %d of %d, all %+v", key, count, unmet[key], n[key], row)
		}
	}
	for _, row := range summaryOf(t, in, "streets").Needs {
		key := at{"2026-Q3", row.ID}
		if f := row.Figure.All; f == nil || f.N != all[key].N || f.Share != all[key].Share || all[key].CityShare == nil || *all[key].CityShare != f.Share {
			t.Errorf("%s: the table has %+v, the report %+v", row.ID, all[key], f)
		}
	}
}
