// Package nightly turns an inbox of exports into tables, an index and reports:
// it finds what is new, labels it, takes duplicates out, and publishes everything at once or nothing.
package nightly

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"voc"
	"voc/ingest"
	"voc/internal/workspace"
	"voc/report"
	"voc/report/table"
)

// format is part of every part's key: it changes when the files of a part do.
const format = "15"

// Options say how a run is made.
type Options struct {
	Workspace *workspace.Workspace
	Workers   int       // goroutines that label; at least 1
	Input     string    // glob of the new files to read; all if empty
	Full      bool      // compute everything again
	DryRun    bool      // publish nothing
	AsOf      string    // day that reports speak from, 2006-01-02; the newest comment's if empty
	MaxReject float64   // percent of rows
	MaxFall   float64   // percent by which the number of comments may fall; not checked if 100
	Program   string    // name and version, for the account
	Now       time.Time // start, for the account alone
	Today     time.Time // day of the run; comments of later days than tomorrow are left out
	Progress  Progress
}

// A Progress is told how far a run is. Its methods are called by one goroutine at a time.
type Progress interface {
	Stage(name string, total int) // a step begins; total is its number of things, 0 if unknown
	Step(n int)                   // n more things are done
	Done()                        // the step is done
}

// A GateError is a quality gate that stopped a run: nothing was published.
type GateError struct{ Reason string }

func (e *GateError) Error() string { return e.Reason }

// An Outcome is what became of a run.
type Outcome struct {
	Account *workspace.Account
	Nothing bool           // the same inputs and settings as the published run's, or no input was asked for: nothing was done
	Run     *workspace.Run // published; nil for a dry run

	Unmatched bool     // no file of the inbox matches the glob; Account is nil
	Inbox     []string // the files that are there, where none matches
}

// A night is one run while it is made.
type night struct {
	Options
	settings   settings
	zone       *time.Location
	secret     workspace.Secret
	purged     *purged
	account    workspace.Account
	everything string         // digest of what decides what is published, but for the days that are yet to come
	decide     func() string  // makes it
	current    *workspace.Run // published before; nil if none
	state      state          // of this run
	before     state          // of the published run
	found      []input
	asked      bool    // some input is
	parts      []*part // one for each of found
	merge      *merge
	clock      func() time.Time
}

// A state is what the next run needs to know of this one.
type state struct {
	Digest   string      `json:"digest"` // of everything that decides what is published
	Comments int         `json:"comments"`
	Newest   string      `json:"newest,omitempty"` // day of the newest comment; empty if none is known
	Purged   int         `json:"purged"`           // ids and marks of what was to be erased
	Secret   string      `json:"secret"`           // tag of what keyed the hashes in its parts
	Slices   []published `json:"slices"`

	Figures *report.Published `json:"figures,omitempty"` // what reports showed
}

// upgrade names the labels that the figures stand on, where a version before named all settings of its run.
func (s *state) upgrade(fingerprints map[string]string) {
	if s.Figures != nil && s.Figures.Labels == fingerprints["settings"] {
		s.Figures.Labels = fingerprints["labels"]
	}
}

// A published slice is part of a run's tables and index.
type published struct {
	Dir  string `json:"dir"`            // below store/parts
	Edit string `json:"edit,omitempty"` // digest of what was changed in it
}

// Run makes one run. The caller holds the workspace's lock.
// A [GateError] or any other error means that nothing was published.
func Run(ctx context.Context, options Options) (*Outcome, error) {
	n := &night{Options: options, clock: time.Now}
	n.account = workspace.Account{Start: options.Now.UTC(), Program: options.Program, Rejects: map[string]int{}}
	if err := n.prepare(ctx); err != nil {
		return nil, err
	}
	if !n.asked {
		names, err := Names(n.Workspace.Inbox())
		return &Outcome{Nothing: true, Unmatched: true, Inbox: names}, err
	}
	if !n.Full && n.current != nil && n.before.Digest == n.state.Digest && n.before.Secret == n.state.Secret && n.usable() {
		account, err := n.current.Account()
		return &Outcome{Account: account, Nothing: true, Run: n.current}, err
	}
	steps := []struct {
		name string
		do   func(context.Context) error
	}{{"read and label", n.label}, {"take duplicates out", n.unite}, {"check", n.gate}}
	for _, step := range steps {
		if err := n.stage(ctx, step.name, step.do); err != nil {
			return &Outcome{Account: &n.account}, err
		}
	}
	if n.DryRun {
		n.account.ExitStatus = n.exitStatus()
		return &Outcome{Account: &n.account}, nil
	}
	return n.publish(ctx)
}

// usable reports whether the published tables are there, with the columns of this version.
func (n *night) usable() bool {
	err := table.Check(filepath.Dir(n.current.Table("comments")))
	if err != nil {
		slog.Warn("made again", "run", n.current.Dir, "error", err)
	}
	return err == nil
}

// prepare finds the inputs and what decides their labels.
func (n *night) prepare(ctx context.Context) (err error) {
	w := n.Workspace
	if err := w.Clean(); err != nil {
		return err
	}
	if n.zone, err = Location(w); err != nil {
		return err
	}
	if err := n.settings.open(w); err != nil {
		return err
	}
	if n.secret, err = w.MakeSecret(); err != nil {
		return err
	}
	n.state.Secret = n.secret.Tag()
	if n.purged, err = readPurged(w, n.secret); err != nil {
		return err
	}
	if n.current, err = w.Current(); err != nil && !errors.Is(err, workspace.ErrNothing) {
		return err
	}
	if n.current != nil {
		if err := readJSON(filepath.Join(n.current.Dir, "state.json"), &n.before); err != nil {
			return err
		}
		account, err := n.current.Account()
		if err != nil {
			return err
		}
		n.before.upgrade(account.Fingerprints)
	}
	quality, err := json.Marshal(n.settings.quality)
	if err != nil {
		return err
	}
	departments, err := json.Marshal(w.Departments)
	if err != nil {
		return err
	}
	parts, tables := table.Layout()
	settings := digest(format, parts, n.Program, n.settings.analyzer.Fingerprint(), matching(w.Departments), n.zone.String())
	return n.stage(ctx, "find inputs", func(ctx context.Context) error {
		if n.found, err = inputs(ctx, w, n.Input, settings); err != nil {
			return err
		}
		n.asked = n.Input == "" || slices.ContainsFunc(n.found, func(in input) bool { return in.asked })
		n.decide = func() string {
			all := []string{settings, tables, string(n.settings.ledger), string(n.settings.words), string(quality), string(departments), w.Config.Organisation, n.AsOf, n.Program, n.settings.reviews.Fingerprint(), n.purged.digest()}
			for _, in := range n.found {
				all = append(all, in.name, in.key)
			}
			return digest(all...)
		}
		n.everything = n.decide()
		n.state.Purged = len(n.purged.ids) + len(n.purged.marks)
		n.account.Fingerprints = map[string]string{"labels": n.settings.analyzer.Fingerprint(), "settings": settings}
		n.identify()
		return nil
	})
}

// identify names the run by what decides what is published. With the days for which finished parts left rows out
// that can change when parts were made, so it is done once before and once after.
func (n *night) identify() {
	n.state.Digest = n.everything
	if dues := n.dues(); len(dues) > 0 {
		n.state.Digest = digest(append(dues, n.everything)...)
	}
	n.account.RunID = "r" + n.state.Digest[:11]
	n.account.Fingerprints["run"] = n.state.Digest
}

// readOptional reads a file that need not be there.
func readOptional(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return text, err
}

// matching is the part of the departments that decides what a comment's department is.
func matching(departments []voc.Department) string {
	var all []string
	for _, d := range departments {
		all = append(all, digest(append(append([]string{d.ID, d.Name}, d.Aliases...), d.Patterns...)...))
	}
	return digest(all...)
}

// stage does one step and notes how long it took.
func (n *night) stage(ctx context.Context, name string, do func(context.Context) error) error {
	start := n.clock()
	slog.Debug("begin", "stage", name)
	err := do(ctx)
	n.account.Stages = append(n.account.Stages, workspace.Stage{Name: name, Seconds: n.clock().Sub(start).Seconds()})
	return err
}

// label finds the part of every input, and makes it where there is none.
func (n *night) label(ctx context.Context) error {
	n.parts = make([]*part, len(n.found))
	var todo []int
	total := int64(0)
	for i, in := range n.found {
		if in.twin >= 0 {
			continue
		}
		if in.unread != nil {
			n.parts[i] = &part{ending: ending{Error: in.unread.Error()}}
			continue
		}
		p, err := n.cached(in)
		if err != nil {
			return err
		}
		if n.parts[i] = p; p == nil {
			n.parts[i] = &part{}
			todo = append(todo, i)
			total += in.bytes
		}
	}
	if len(todo) == 0 {
		return nil
	}
	n.Progress.Stage("labelling", len(todo))
	defer n.Progress.Done()
	m := maker{n.settings.analyzer, n.secret, n.latest().Format(time.DateOnly)}
	line := voc.Pipeline[task, slice]{
		Workers: n.Workers,
		Do: func(ctx context.Context, t task) (slice, error) {
			return m.process(ctx, n.dir(n.found[t.input]), t)
		},
		Sink: n.keep,
	}
	if err := line.Run(ctx, tasks(ctx, todo, n.found, n.options, n.purged)); err != nil {
		return err
	}
	n.identify()
	return nil
}

// keep takes the slices of the pipeline, which come in the order of the inputs.
func (n *night) keep(s slice) error {
	p := n.parts[s.input]
	p.slices = append(p.slices, s)
	n.Progress.Step(s.Comments)
	if s.last == nil {
		return nil
	}
	p.ending = *s.last
	slog.Info("labelled", "file", n.found[s.input].name, "slices", len(p.slices))
	return p.finish(n.dir(n.found[s.input]))
}

// cached returns the finished part of an input; nil if there is none.
// With Full there is none, and its folder is emptied.
func (n *night) cached(in input) (*part, error) {
	if n.Full && in.asked {
		return nil, os.RemoveAll(n.dir(in))
	}
	p, err := readPart(n.dir(in), n.secret)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, n.clear(in)
	}
	if err != nil { // damaged: made again
		slog.Warn("made again", "file", in.name, "error", err)
		return nil, os.RemoveAll(n.dir(in))
	}
	erased := func(s slice) bool { return n.purged.hasAny(s.keys) } // purge was killed before it took the part away
	if come(p.Due, n.latest().Format(time.DateOnly)) || slices.ContainsFunc(p.slices, erased) {
		return nil, os.RemoveAll(n.dir(in))
	}
	return p, nil
}

// clear empties the folder of an input that has no finished part, if a comment in it was erased since:
// without the comment other slices begin elsewhere, or there is one fewer, whose keys would stay.
func (n *night) clear(in input) error {
	if n.purged.none() {
		return nil
	}
	if keys, err := keysBelow(n.dir(in), n.secret); err != nil || n.purged.hasAny(keys) { // what is damaged is made again too
		return os.RemoveAll(n.dir(in))
	}
	return nil
}

// dir is the folder of an input's part.
func (n *night) dir(in input) string { return filepath.Join(n.Workspace.Parts(), in.key) }

func (n *night) options(in input) ingest.Options {
	return Reading(n.Workspace, in.name, n.zone, n.Today)
}

// unite takes duplicates out, finds campaigns and accounts for every row.
func (n *night) unite(context.Context) error {
	var all []slice
	for i, p := range n.parts {
		if p == nil {
			continue
		}
		for _, s := range p.slices {
			s.input = i
			all = append(all, s)
		}
	}
	n.merge = unite(all)
	if err := n.merge.correct(n.settings.reviews, n.origins, n.found); err != nil {
		return err
	}
	if err := n.merge.campaigns(); err != nil {
		return err
	}
	n.count()
	for i, s := range all {
		rel, err := filepath.Rel(n.Workspace.Parts(), s.dir)
		if err != nil {
			return err
		}
		n.state.Slices = append(n.state.Slices, published{Dir: filepath.ToSlash(rel), Edit: n.merge.edit(i)})
	}
	if err := n.rejected(func(_ int, _ string, l leaving) error {
		n.account.Rejects[l.Code]++
		return nil
	}); err != nil {
		return err
	}
	n.state.Comments = n.account.Totals.Comments
	n.warn()
	return n.warnGone()
}

// count accounts for every row of the inputs.
func (n *night) count() {
	first := 0
	for i, in := range n.found {
		entry := workspace.Input{File: in.name, Bytes: in.bytes, SHA256: in.sha}
		if p := n.parts[i]; p == nil { // the same bytes as an earlier file
			entry = twinOf(entry, n.account.Inputs[in.twin])
		} else {
			entry.Source, entry.Format, entry.Error, entry.Cached = p.Source, p.Format, p.Error, p.cached
			entry.Notes = slices.Clone(p.Notes)
			last := first + len(p.slices)
			entry.Rows = n.merge.account(first, last)
			if note := n.merge.leftOut(first, last); note != "" {
				entry.Notes = append(entry.Notes, note)
			}
			entry.Notes = append(entry.Notes, n.merge.remarks(i, first, last, n.found)...)
			first = last
		}
		n.account.Inputs = append(n.account.Inputs, entry)
		n.account.Totals.Add(entry.Rows)
	}
}

// gate stops a run that reads much worse than it should.
func (n *night) gate(context.Context) error {
	totals := n.account.Totals
	if n.state.Comments == 0 {
		for _, in := range n.account.Inputs {
			if in.Error != "" {
				return fmt.Errorf("no comments: no file of the inbox could be read, the first because: %s", in.Error)
			}
		}
	}
	bad := totals.Rejected - totals.OnPurpose
	if share := 100 * float64(bad) / float64(max(1, totals.Rows)); share > n.MaxReject {
		return &GateError{fmt.Sprintf("%d of %d rows were rejected (%.1f %%, at most %g %% may be)", bad, totals.Rows, share, n.MaxReject)}
	}
	if n.before.Comments == 0 {
		return nil // nothing can fall
	}
	if fall := 100 * (1 - float64(n.state.Comments)/float64(n.before.Comments)); n.MaxFall < 100 && fall > n.MaxFall {
		return &GateError{fmt.Sprintf("%d comments where the last run had %d (a fall of %.0f %%, at most %g %% may be)", n.state.Comments, n.before.Comments, fall, n.MaxFall)}
	}
	return nil
}

// warn notes what an operator should know of the inputs.
func (n *night) warn() {
	if len(n.account.Inputs) == 0 {
		n.account.Warnings = append(n.account.Warnings, n.Workspace.Inbox()+" is empty: put exports into it")
	}
	if n.before.Secret != "" && n.before.Secret != n.state.Secret {
		n.account.Warnings = append(n.account.Warnings, "store/secret is not that of the last run, so every export was read again; keep it with the rest of store")
	}
	if warning := n.purged.warning(); warning != "" {
		n.account.Warnings = append(n.account.Warnings, warning)
	}
	if n.merge.sent > 0 {
		n.account.Warnings = append(n.account.Warnings, fmt.Sprintf(
			"campaigns of near-identical letters: %d, with %d comments; in shares each campaign counts once", n.merge.sent, n.merge.letters))
	}
	if n.merge.repeated {
		n.account.Warnings = append(n.account.Warnings, "more than one long text in ten stands five times or more: texts of a form, so none was taken for a campaign's letter")
	}
	if note := n.merge.anew(n.found); note != "" {
		n.account.Warnings = append(n.account.Warnings, note)
	}
	for _, in := range n.account.Inputs {
		for _, note := range in.Notes {
			n.account.Warnings = append(n.account.Warnings, in.File+": "+note)
		}
	}
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
