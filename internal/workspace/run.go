package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"voc/internal/disk"
)

// ErrNothing means that no run was published yet.
var ErrNothing = errors.New("nothing published yet")

// ErrUnsure means that a run was published, but may not be after a loss of power.
var ErrUnsure = errors.New("published, but not surely on the disk")

// A Run is a published run, or one being made: a folder below store/runs.
type Run struct {
	Dir string
}

// Published is the folder of the run that people open.
func (r *Run) Published() string { return filepath.Join(r.Dir, "published") }

// Table is the path of the Parquet table called name.
func (r *Run) Table(name string) string {
	return filepath.Join(r.Published(), "tables", name+".parquet")
}

// Reports is the folder that officers are given.
func (r *Run) Reports() string { return filepath.Join(r.Published(), "reports") }

// Index is the folder of the search index.
func (r *Run) Index() string { return filepath.Join(r.Dir, "index") }

// Account reads the run's run.json.
func (r *Run) Account() (*Account, error) {
	data, err := os.ReadFile(filepath.Join(r.Dir, "run.json"))
	if err != nil {
		return nil, err
	}
	var a Account
	if err := json.Unmarshal(data, &a); err != nil {
		return nil, fmt.Errorf("%s/run.json: %w", r.Dir, err)
	}
	return &a, nil
}

// An Account is a run.json: what a run read, what became of every row, and what it wrote.
type Account struct {
	RunID        string            `json:"run_id"` // made from the inputs and the fingerprints: the same for the same work
	Start        time.Time         `json:"start"`
	End          time.Time         `json:"end"`
	ExitStatus   int               `json:"exit_status"`
	Program      string            `json:"program"`
	AsOf         string            `json:"as_of"` // newest day that the reports speak of
	Inputs       []Input           `json:"inputs"`
	Totals       Rows              `json:"totals"`
	Stages       []Stage           `json:"stages"`
	Rejects      map[string]int    `json:"rejects_by_code"`
	Outputs      []Output          `json:"outputs"`
	Fingerprints map[string]string `json:"fingerprints"`
	Warnings     []string          `json:"warnings"`
}

// FilesLeftOut is the number of inputs that could not be read, or not to their end.
func (a *Account) FilesLeftOut() (n int) {
	for _, in := range a.Inputs {
		if in.Error != "" {
			n++
		}
	}
	return n
}

// Rows is the account of a file's rows: Rows = Accepted + Duplicates + Empty + Rejected.
type Rows struct {
	Rows       int `json:"rows"`
	Accepted   int `json:"accepted"`
	Duplicates int `json:"duplicates"`
	Updates    int `json:"duplicates_updated"` // of Duplicates: there is a newer version of them
	Empty      int `json:"empty"`
	Rejected   int `json:"rejected"`
	OnPurpose  int `json:"rejected_on_purpose"` // of Rejected: previews, staff's words
	Comments   int `json:"comments"`            // a row can hold several
}

// Add adds the rows of another file.
func (r *Rows) Add(other Rows) {
	r.Rows += other.Rows
	r.Accepted += other.Accepted
	r.Duplicates += other.Duplicates
	r.Updates += other.Updates
	r.Empty += other.Empty
	r.Rejected += other.Rejected
	r.OnPurpose += other.OnPurpose
	r.Comments += other.Comments
}

// An Input is one file of the inbox.
type Input struct {
	File   string   `json:"file"` // path below the inbox
	Bytes  int64    `json:"bytes"`
	SHA256 string   `json:"sha256"`
	Source string   `json:"source"`
	Format string   `json:"format"`
	Cached bool     `json:"cached"`          // nothing of it was computed again
	Error  string   `json:"error,omitempty"` // why the whole file was left out
	Notes  []string `json:"notes,omitempty"`
	Rows
}

// A Stage is a step of a run and how long it took.
type Stage struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
}

// An Output is one file that a run published.
type Output struct {
	File   string `json:"file"` // path below published
	Bytes  int64  `json:"bytes"`
	Rows   int    `json:"rows,omitempty"` // of a table
	SHA256 string `json:"sha256"`
}

// Current returns the last published run.
func (w *Workspace) Current() (*Run, error) {
	target, err := os.Readlink(w.Published())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", w.Dir, ErrNothing)
	}
	if err != nil {
		return nil, err
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(w.Dir, target)
	}
	return &Run{Dir: filepath.Dir(target)}, nil
}

func (w *Workspace) runs() string { return filepath.Join(w.Store(), "runs") }

// Runs returns the runs that were published, oldest first.
func (w *Workspace) Runs() ([]*Run, error) {
	entries, err := os.ReadDir(w.runs())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var runs []*Run
	for _, entry := range entries {
		if entry.IsDir() && !strings.HasSuffix(entry.Name(), unfinished) {
			runs = append(runs, &Run{Dir: filepath.Join(w.runs(), entry.Name())})
		}
	}
	slices.SortFunc(runs, func(a, b *Run) int { return a.number() - b.number() })
	return runs, nil
}

const unfinished = ".unfinished"

// number is the run's place in the order of publishing, from 1.
func (r *Run) number() int {
	digits, _, _ := strings.Cut(filepath.Base(r.Dir), "-")
	n, _ := strconv.Atoi(digits)
	return n
}

// Complete reports whether the run's tables and index are still kept.
func (r *Run) Complete() bool {
	_, err := os.Stat(r.Published())
	return err == nil
}

// Clean takes away what runs that did not end left behind. The caller holds the lock.
func (w *Workspace) Clean() error {
	entries, err := os.ReadDir(w.runs())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), unfinished) {
			if err := os.RemoveAll(filepath.Join(w.runs(), entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// Begin makes the folder of a new run. The caller holds the lock.
func (w *Workspace) Begin(id string) (*Run, error) {
	runs, err := w.Runs()
	if err != nil {
		return nil, err
	}
	number := 1
	if len(runs) > 0 {
		number = runs[len(runs)-1].number() + 1
	}
	run := &Run{Dir: filepath.Join(w.runs(), fmt.Sprintf("%06d-%s%s", number, id, unfinished))}
	return run, os.MkdirAll(filepath.Join(run.Published(), "tables"), 0o755)
}

// Discard takes away what there is of a run that was not published. One that was stays.
func (w *Workspace) Discard(run *Run) error {
	if !strings.HasSuffix(run.Dir, unfinished) {
		return nil
	}
	return os.RemoveAll(run.Dir)
}

// Publish makes the run the one that readers see, by one atomic replacement of a link.
// Everything in it is on the disk before. After an error readers see the run before,
// unless it is [ErrUnsure].
func (w *Workspace) Publish(run *Run) error {
	if err := syncTree(run.Dir); err != nil {
		return err
	}
	begun, final := run.Dir, strings.TrimSuffix(run.Dir, unfinished)
	if err := os.Rename(begun, final); err != nil {
		return err
	}
	run.Dir = final
	if err := w.show(run); err != nil {
		run.Dir = begun
		return errors.Join(err, os.Rename(final, begun))
	}
	if err := disk.Sync(w.Dir); err != nil {
		return fmt.Errorf("%w: %w", ErrUnsure, err)
	}
	return nil
}

// show makes the published link lead to the run.
func (w *Workspace) show(run *Run) error {
	if err := disk.Sync(w.runs()); err != nil {
		return err
	}
	target, err := filepath.Rel(w.Dir, run.Published())
	if err != nil {
		return err
	}
	link := filepath.Join(w.Dir, ".published.new") // beside it: store may be on another disk
	if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(target, link); err != nil {
		return err
	}
	return os.Rename(link, w.Published())
}

// syncTree brings every file and folder below dir to the disk.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return disk.Sync(path)
	})
}

// Prune takes away tables, reports and indexes of all but the newest keep runs;
// the account of every run stays. The published run is never touched.
// It returns the runs it took from; the error names those that it could not take from, after all others.
func (w *Workspace) Prune(keep int) ([]*Run, error) {
	current, err := w.Current()
	if err != nil {
		return nil, err
	}
	runs, err := w.Runs()
	if err != nil {
		return nil, err
	}
	var pruned []*Run
	var failed error
	for _, run := range runs[:max(0, len(runs)-max(1, keep))] {
		if run.Dir == current.Dir || !run.Complete() {
			continue
		}
		err := errors.Join(os.RemoveAll(run.Index()), os.RemoveAll(run.Published()))
		if failed = errors.Join(failed, err); err == nil {
			pruned = append(pruned, run)
		}
	}
	return pruned, failed
}
