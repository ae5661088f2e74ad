package workspace

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// made returns a new workspace with the given voc.yaml.
func made(t *testing.T, config string) *Workspace {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "voc.yaml"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// published makes and publishes a run with one file in it.
func published(t *testing.T, w *Workspace, id, content string) *Run {
	t.Helper()
	run, err := w.Begin(id)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(run.Table("comments"), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(run.Dir, "run.json"), []byte(`{"run_id":"`+id+`"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := w.Publish(run); err != nil {
		t.Fatal(err)
	}
	return run
}

func TestOpenLooksUpwards(t *testing.T) {
	w := made(t, "organisation: Springvale\n")
	below := filepath.Join(w.Dir, "a", "b")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(below)
	found, err := Open("")
	if err != nil || found.Config.Organisation != "Springvale" {
		t.Errorf("Open = %+v, %v", found, err)
	}
	t.Chdir(t.TempDir())
	if _, err := Open(""); !errors.Is(err, ErrNone) {
		t.Errorf("Open where there is none = %v, want %v", err, ErrNone)
	}
}

func TestOpenRefusesUnknownKeys(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "voc.yaml")
	if err := os.WriteFile(path, []byte("organisation: Springvale\ntimezon: UTC\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Open(path)
	if err == nil || !strings.Contains(err.Error(), "timezon") || !strings.Contains(err.Error(), "voc.yaml:2") ||
		!strings.Contains(err.Error(), `did you mean "timezone"`) {
		t.Errorf("Open = %v, want the file, the line, the key and a suggestion", err)
	}
}

func TestPublishReplacesAtOnce(t *testing.T) {
	w := made(t, "")
	if _, err := w.Current(); !errors.Is(err, ErrNothing) {
		t.Errorf("Current before any run = %v, want %v", err, ErrNothing)
	}
	for _, content := range []string{"first", "second"} {
		published(t, w, content, content)
		got, err := os.ReadFile(filepath.Join(w.Published(), "tables", "comments.parquet"))
		if err != nil || string(got) != content {
			t.Errorf("published %q, %v, want %q", got, err, content)
		}
	}
	unfinishedRun, err := w.Begin("third")
	if err != nil {
		t.Fatal(err)
	}
	if current, err := w.Current(); err != nil || !strings.HasSuffix(current.Dir, "000002-second") {
		t.Errorf("while a run is made Current = %v, %v", current, err)
	}
	if err := w.Clean(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(unfinishedRun.Dir); !os.IsNotExist(err) {
		t.Errorf("what an interrupted run left is still there: %v", err)
	}
}

func TestPruneKeepsAccountsAndWhatIsPublished(t *testing.T) {
	w := made(t, "")
	for _, id := range []string{"a", "b", "c", "d"} {
		published(t, w, id, id)
	}
	pruned, err := w.Prune(2)
	if err != nil || len(pruned) != 2 {
		t.Fatalf("Prune = %d runs, %v, want 2", len(pruned), err)
	}
	runs, err := w.Runs()
	if err != nil || len(runs) != 4 {
		t.Fatalf("Runs = %d, %v, want 4", len(runs), err)
	}
	for i, run := range runs {
		if _, err := run.Account(); err != nil {
			t.Errorf("account of %s: %v", run.Dir, err)
		}
		if run.Complete() != (i >= 2) {
			t.Errorf("%s: complete %v", run.Dir, run.Complete())
		}
	}
}

func TestLock(t *testing.T) {
	w := made(t, "")
	unlock, err := w.Lock(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Lock(t.Context(), 0); !errors.Is(err, ErrLocked) {
		t.Errorf("second Lock = %v, want %v", err, ErrLocked)
	}
	unlock()
	again, err := w.Lock(t.Context(), 0)
	if err != nil {
		t.Fatalf("Lock after unlock: %v", err)
	}
	again()
}

// A name that two departments go by cannot say whose comments are meant.
func TestNamesOfTwoDepartments(t *testing.T) {
	const water = "departments:\n  - id: water\n    name: Water\n    aliases: [Water, H2O]\n"
	for text, want := range map[string]string{
		"  - id: sewer\n    name: Sewer\n    aliases: [drains, \"WATER.\"]\n": `departments.yaml:7: departments water and sewer are both called "WATER.", water too in line 2`,
		"  - id: sewer\n    name: water\n":                                    `departments.yaml:6: departments water and sewer are both called "water", water too in line 2`,
		"  - id: h2o\n    name: Sewer\n":                                      `departments.yaml:5: departments water and h2o are both called "h2o", water too in line 4`,
		"  - id: unassigned\n    name: Sewer\n":                               `departments.yaml:5: department id "unassigned": comments of no department go by it`,
		"  - id: other\n    name: Unassigned\n":                               `departments.yaml:6: department other is called "Unassigned": comments of no department go by it`,
		"  - id: other\n    name: Other\n    aliases: [rest, UNASSIGNED.]\n":  `departments.yaml:7: department other is called "UNASSIGNED.": comments of no department go by it`,
		"  - id: other\n    name: Other\n    aliases: [not assigned]\n":       "",
		"  - id: sewer\n    name: Sewer\n    aliases: [sewer, SEWER]\n":       "",
	} {
		dir := t.TempDir()
		for name, data := range map[string]string{"voc.yaml": "", "departments.yaml": water + text} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		_, err := Open(dir)
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", text, err)
		case want != "" && (err == nil || !strings.HasSuffix(err.Error(), want)):
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// A run whose link cannot be set is not published, and can be discarded; one that is published cannot.
func TestDiscard(t *testing.T) {
	w := made(t, "")
	run := published(t, w, "a", "first")
	if err := w.Discard(run); err != nil {
		t.Fatal(err)
	}
	if current, err := w.Current(); err != nil || !current.Complete() {
		t.Errorf("after Discard of the published run it is %v, %v", current, err)
	}
	obstacle := filepath.Join(w.Dir, ".published.new", "in the way")
	if err := os.MkdirAll(obstacle, 0o755); err != nil {
		t.Fatal(err)
	}
	second, err := w.Begin("b")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Publish(second); err == nil {
		t.Fatalf("Publish with %s in the way is no error", obstacle)
	}
	if err := w.Discard(second); err != nil {
		t.Fatal(err)
	}
	if runs, err := w.Runs(); err != nil || len(runs) != 1 || runs[0].Dir != run.Dir {
		t.Errorf("Runs = %v, %v, want the first alone", runs, err)
	}
}

// A run that cannot be taken away does not keep the others from it.
func TestPruneGoesOn(t *testing.T) {
	w := made(t, "")
	for _, id := range []string{"a", "b", "c"} {
		published(t, w, id, id)
	}
	runs, err := w.Runs()
	if err != nil {
		t.Fatal(err)
	}
	fasten(t, runs[0].Published())
	pruned, err := w.Prune(1)
	if err == nil || len(pruned) != 1 || pruned[0].Dir != runs[1].Dir {
		t.Errorf("Prune = %v, %v, want an error and the second run", pruned, err)
	}
}

// fasten makes a folder that cannot be taken away until the test ends.
func fasten(t *testing.T, dir string) {
	t.Helper()
	if os.Getuid() != 0 {
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
		return
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("cannot mount: %v: %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
}

// A mark that was half written does not swallow the next.
func TestAddPurgedAfterHalfAMark(t *testing.T) {
	w := made(t, "")
	if err := os.MkdirAll(w.Store(), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := w.AddPurged([]string{"aaaa"}); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(w.purged(), os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("bbb"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Close(), w.AddPurged([]string{"cccc", "dddd"})); err != nil {
		t.Fatal(err)
	}
	marks, err := w.Purged()
	if want := []string{"aaaa", "bbb", "cccc", "dddd"}; err != nil || !slices.Equal(slices.Sorted(maps.Keys(marks)), want) {
		t.Errorf("Purged = %v, %v, want %v", marks, err, want)
	}
}
