package nightly

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"voc"
	"voc/index"
	"voc/internal/review"
	"voc/internal/workspace"
	"voc/report"
	"voc/report/table"
)

// publish writes everything that people open into a new run's folder,
// and then makes that run the published one.
func (n *night) publish(ctx context.Context) (outcome *Outcome, err error) {
	if len(n.merge.renamed) > 0 { // the run is called by what the corrections say once they are renamed, so that one which was killed before is made again
		n.settings.reviews = n.merge.reviews
		n.everything = n.decide()
		n.identify()
	}
	run, err := n.Workspace.Begin(n.account.RunID)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, n.Workspace.Discard(run))
		}
	}()
	steps := []struct {
		name string
		do   func(context.Context, *workspace.Run) error
	}{{"tables", n.tables}, {"index", n.index}, {"reports", n.reports}, {"account", n.write}}
	for _, step := range steps {
		if err := n.stage(ctx, step.name, func(ctx context.Context) error { return step.do(ctx, run) }); err != nil {
			return &Outcome{Account: &n.account}, err
		}
	}
	if err := ctx.Err(); err != nil {
		return &Outcome{Account: &n.account}, err
	}
	switch err := n.Workspace.Publish(run); {
	case errors.Is(err, workspace.ErrUnsure): // so the runs before it stay
		n.warnAfter(run, err.Error())
	case err != nil:
		return &Outcome{Account: &n.account}, err
	default:
		if err := review.Rename(n.Workspace.Reviews(), n.merge.renamed); err != nil {
			n.warnAfter(run, "published, but corrections still bear the ids that their comments had, until the next run: "+err.Error())
		}
		if err := n.tidy(); err != nil {
			n.warnAfter(run, "published, but what is no longer needed is still there: "+strings.ReplaceAll(err.Error(), "\n", "; "))
		}
	}
	return &Outcome{Account: &n.account, Run: run}, nil
}

// warnAfter notes what went wrong after the run was published, also in its account. It did no harm to what is published.
func (n *night) warnAfter(run *workspace.Run, warning string) {
	n.account.Warnings = append(n.account.Warnings, warning)
	if err := n.writeAccount(run); err != nil {
		slog.Warn("not in the account: "+warning, "error", err)
	}
}

// tables joins the parts of all slices.
func (n *night) tables(_ context.Context, run *workspace.Run) error {
	var parts []table.Part
	for i, s := range n.merge.slices {
		parts = append(parts, table.Part{Dir: s.dir, Edit: n.merge.editor(i)})
	}
	return table.Concat(filepath.Join(run.Published(), "tables"), parts, n.account.RunID)
}

// records are those of slice i, as published.
func (n *night) records(i int) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		edit := n.merge.editor(i)
		for record, err := range table.Records(n.merge.slices[i].dir) {
			if err == nil && edit != nil && !edit(&record) {
				continue
			}
			if !yield(record, err) {
				return
			}
		}
	}
}

// index makes the search index: from the last one where little changed, else anew.
func (n *night) index(ctx context.Context, run *workspace.Run) error {
	n.Progress.Stage("indexing", n.state.Comments)
	defer n.Progress.Done()
	added, gone, err := n.changes()
	if err != nil {
		return err
	}
	count := 0
	for _, i := range added {
		count += n.merge.slices[i].Comments
	}
	if n.Full || n.current == nil || n.state.Purged != n.before.Purged || 4*(count+len(gone)) > n.state.Comments || index.Check(n.current.Index()) != nil {
		return index.Build(ctx, run.Index(), n.counted(table.Records(filepath.Join(run.Published(), "tables"))))
	}
	return index.Update(ctx, run.Index(), n.current.Index(), n.counted(func(yield func(voc.Record, error) bool) {
		for _, i := range added {
			for record, err := range n.records(i) {
				if !yield(record, err) {
					return
				}
			}
		}
	}), gone)
}

// changes compares with the published run: the slices that are new or changed, by number,
// and the ids of comments that are in no slice any more or in one of those.
func (n *night) changes() (added []int, gone []string, err error) {
	before := map[published]bool{}
	for _, s := range n.before.Slices {
		before[s] = true
	}
	for i, s := range n.state.Slices {
		if before[s] {
			delete(before, s)
		} else {
			added = append(added, i)
		}
	}
	for _, s := range n.before.Slices { // in order
		if !before[s] {
			continue
		}
		for record, err := range table.Comments(filepath.Join(n.Workspace.Parts(), s.Dir), "comment_id") {
			if errors.Is(err, fs.ErrNotExist) {
				return nil, nil, nil // its part is gone: everything is new
			}
			if err != nil {
				return nil, nil, err
			}
			gone = append(gone, record.ID)
		}
	}
	return added, gone, nil
}

// counted tells the progress of every few records that pass.
func (n *night) counted(records iter.Seq2[voc.Record, error]) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		done := 0
		for record, err := range records {
			if done++; done%4096 == 0 {
				n.Progress.Step(4096)
			}
			if !yield(record, err) {
				return
			}
		}
		n.Progress.Step(done % 4096)
	}
}

// sums adds up the sums of all slices.
func (n *night) sums() (*report.Sums, error) {
	total := report.NewSums()
	for i, s := range n.merge.slices {
		sums, err := s.readSums()
		if err != nil {
			return nil, err
		}
		if edit := n.merge.editor(i); edit != nil {
			for record, err := range table.Records(s.dir) {
				if err != nil {
					return nil, err
				}
				sums.Remove(&record)
				if edit(&record) {
					sums.Add(&record)
				}
			}
		}
		total.Merge(sums)
	}
	return total, nil
}

// write writes the tables of the run itself, its state and, last, its account.
func (n *night) write(ctx context.Context, run *workspace.Run) error {
	if err := n.rejects(run); err != nil {
		return err
	}
	if err := n.small(run); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(run.Dir, "state.json"), n.state); err != nil {
		return err
	}
	if err := n.outputs(ctx, run); err != nil {
		return err
	}
	n.account.ExitStatus = n.exitStatus()
	n.account.End = n.clock().UTC()
	return n.writeAccount(run)
}

func (n *night) writeAccount(run *workspace.Run) error {
	return writeJSON(filepath.Join(run.Dir, "run.json"), n.account)
}

// exitStatus is 3 where rows, files or reports were left out against the operator's wish.
func (n *night) exitStatus() int {
	if totals := n.account.Totals; n.account.FilesLeftOut() > 0 || totals.Rejected > totals.OnPurpose {
		return 3
	}
	return 0
}

// rejected calls yield for every row that was rejected, in the order of files and rows,
// and for every file that could not be read to its end.
func (n *night) rejected(yield func(input int, file string, l leaving) error) error {
	starts := make([]int, len(n.found)+1) // of each input's slices
	for i, p := range n.parts {
		starts[i+1] = starts[i]
		if p != nil {
			starts[i+1] += len(p.slices)
		}
	}
	for i, in := range n.found {
		own := i
		if n.parts[i] == nil {
			own = in.twin
		}
		for j := starts[own]; j < starts[own+1]; j++ {
			for _, l := range n.merge.rejects(j) {
				file := in.name
				if l.Member != "" {
					file += "/" + l.Member
				}
				if err := yield(i, file, l); err != nil {
					return err
				}
			}
		}
		if p := n.parts[own]; p.Error != "" {
			if err := yield(i, in.name, leaving{Code: codeFile, Reason: p.Error}); err != nil {
				return err
			}
		}
	}
	return nil
}

// codeFile is the code of a file that could not be read to its end, which is no row.
const codeFile = "file"

// rejects writes rejects.csv, of which no spreadsheet takes a name for a formula.
func (n *night) rejects(run *workspace.Run) error {
	f, err := os.Create(filepath.Join(run.Published(), "rejects.csv"))
	if err != nil {
		return err
	}
	defer f.Close()
	buffer := bufio.NewWriter(f)
	w := csv.NewWriter(buffer)
	if err := w.Write([]string{"file", "row", "code", "reason"}); err != nil {
		return err
	}
	err = n.rejected(func(_ int, file string, l leaving) error {
		return w.Write([]string{table.Defuse(file), strconv.Itoa(l.Row), l.Code, table.Defuse(l.Reason)})
	})
	w.Flush()
	return errors.Join(err, w.Error(), buffer.Flush(), f.Close())
}

// outputs lists what was published, with hashes.
func (n *night) outputs(ctx context.Context, run *workspace.Run) error {
	return filepath.WalkDir(run.Published(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(run.Published(), path)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		sum, err := hash(ctx, path)
		if err != nil {
			return err
		}
		out := workspace.Output{File: filepath.ToSlash(name), Bytes: info.Size(), SHA256: sum}
		if filepath.Ext(name) == ".parquet" {
			if out.Rows, err = table.Rows(path); err != nil {
				return err
			}
		}
		n.account.Outputs = append(n.account.Outputs, out)
		return nil
	})
}

// tidy takes away old runs, and parts that neither this run nor a later one will use: all that it can, whatever it cannot.
func (n *night) tidy() error {
	keep := n.Workspace.Config.KeepRuns
	if n.state.Purged != n.before.Purged { // what was erased must not live on in the runs before
		keep = 1
	}
	_, failed := n.Workspace.Prune(keep)
	used := map[string]bool{}
	for _, in := range n.found {
		used[in.key] = true
	}
	entries, err := os.ReadDir(n.Workspace.Parts())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(failed, err)
	}
	for _, entry := range entries {
		if !used[entry.Name()] {
			failed = errors.Join(failed, os.RemoveAll(filepath.Join(n.Workspace.Parts(), entry.Name())))
		}
	}
	return failed
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// twinOf returns the account of a file with the same bytes as another: every comment is a duplicate.
func twinOf(entry, first workspace.Input) workspace.Input {
	entry.Source, entry.Format, entry.Error, entry.Cached = first.Source, first.Format, first.Error, first.Cached
	entry.Rows = first.Rows
	entry.Rows.Duplicates += entry.Rows.Accepted
	entry.Rows.Accepted, entry.Rows.Comments = 0, 0
	entry.Notes = append(entry.Notes, fmt.Sprintf("the same bytes as %s: all of it is counted there", first.File))
	return entry
}
