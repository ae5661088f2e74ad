package report

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"

	"voc"
	"voc/internal/stat"
)

// An Output is what [WriteAll] made beside the files.
type Output struct {
	Needs   []PeriodRow // of the table needs_by_period, sorted
	Themes  []PeriodRow // of the table themes_by_period, sorted
	Reports int         // departments reported on
	Written int         // files written; those that were there with the same bytes are left alone
	Period  Period

	Published *Published // what the next reports must be given
}

// A PeriodRow is one need or theme of one department in one month or quarter.
// The numbers of a suppressed row are zero and mean nothing.
type PeriodRow struct {
	Department string
	Period     string
	Label      string
	N          int
	NUnmet     int
	Share      float64
	Low        float64
	High       float64
	CityShare  *float64 // over the departments that are shown; nil if there is none
	Change     *float64 // against the period before; nil if that is not shown
	IsClear    bool
	Suppressed bool
	Held       bool // as of an earlier day: fewer than [MinBase] comments have come or gone since
}

// Formats that a report is written in.
var Formats = []string{"html", "md", "json", "xlsx"}

// WriteAll writes the reports of all departments and the index page below dir:
// index.html, index.json, and DEPARTMENT/report.html and its other formats.
// The index page leads to what is written: where that is Markdown alone it is index.md.
// Without any comment it writes nothing and returns an empty Output.
func WriteAll(ctx context.Context, dir string, in Input) (*Output, error) {
	c, err := newCity(in)
	if errors.Is(err, errNothing) {
		return &Output{}, nil
	}
	if err != nil {
		return nil, err
	}
	pages, err := newPageMaker(c.words)
	if err != nil {
		return nil, err
	}
	w := &writer{dir: dir, pages: pages, formats: Formats, charts: in.Formats == nil, index: in.Only == nil}
	if in.Formats != nil {
		w.formats = in.Formats
	}
	reports, overview := 0, c.newOverview()
	line := voc.Pipeline[DepartmentID, *Summary]{
		Workers: runtime.GOMAXPROCS(0),
		Do: func(_ context.Context, d DepartmentID) (*Summary, error) {
			s := c.summary(d)
			if in.Only != nil && !slices.Contains(in.Only, d.ID) {
				return s, nil
			}
			return s, w.department(s)
		},
		Sink: func(s *Summary) error {
			if in.Only == nil || slices.Contains(in.Only, s.Department.ID) {
				reports++
			}
			overview.add(c, s)
			return nil
		},
	}
	if err := line.Run(ctx, each(c.departments)); err != nil {
		return nil, err
	}
	overview.finish(c)
	if w.index {
		if err := w.overview(&overview.Overview); err != nil {
			return nil, err
		}
	}
	o := &Output{Reports: reports, Written: int(w.written.Load()), Period: c.period, Published: c.published}
	o.Needs, o.Themes = c.periodRows()
	return o, nil
}

// each gives the departments one by one.
func each(departments []DepartmentID) iter.Seq2[DepartmentID, error] {
	return func(yield func(DepartmentID, error) bool) {
		for _, d := range departments {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// A writer writes files below a folder, those of several departments at once.
type writer struct {
	dir     string
	pages   *pageMaker
	formats []string
	charts  bool // beside the formats
	index   bool // of all departments
	written atomic.Int64
}

// department writes one report in all formats.
func (w *writer) department(s *Summary) error {
	folder := s.Department.Folder
	for _, format := range w.formats {
		err := w.file(filepath.Join(folder, "report."+format), func(out io.Writer) error {
			return w.pages.write(out, s, format, w.index)
		})
		if err != nil {
			return err
		}
	}
	if !w.charts {
		return nil
	}
	for name, draw := range charts {
		err := w.file(filepath.Join(folder, "charts", name+".svg"), func(out io.Writer) error {
			_, err := io.WriteString(out, draw(w.pages.words, s, true))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// overview writes the index page, leading to the reports that are written, and index.json.
func (w *writer) overview(o *Overview) error {
	err := w.file("index.json", o.WriteJSON)
	for _, format := range []string{"html", "xlsx", "md"} { // the first is what most people open
		if err != nil || !slices.Contains(w.formats, format) {
			continue
		}
		if format == "md" {
			return w.file("index.md", func(out io.Writer) error { return o.WriteMarkdown(out, w.pages.words) })
		}
		return w.file("index.html", func(out io.Writer) error { return w.pages.overview(out, o, format) })
	}
	return err
}

// charts are the drawings that are also files of their own, for slides. One that has nothing to show is an empty text.
var charts = map[string]func(w *Words, s *Summary, alone bool) string{
	"needs":    needsChart,
	"themes":   quadrantChart,
	"progress": trendChart,
}

// write writes a report in one format.
func (m *pageMaker) write(out io.Writer, s *Summary, format string, index bool) error {
	switch format {
	case "html":
		return m.report(out, s, index)
	case "md":
		return s.WriteMarkdown(out, m.words)
	case "json":
		return s.WriteJSON(out)
	case "xlsx":
		return s.WriteXLSX(out, m.words)
	}
	return fmt.Errorf("no report format %q", format)
}

// file writes one file beside its name and renames it, unless it is there with the same bytes.
// One that has nothing in it is not written.
func (w *writer) file(name string, write func(io.Writer) error) error {
	var text bytes.Buffer
	if err := write(&text); err != nil {
		return err
	}
	path := filepath.Join(w.dir, name)
	if text.Len() == 0 {
		return nil
	}
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, text.Bytes()) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temporary := path + ".tmp"
	if err := os.WriteFile(temporary, text.Bytes(), 0o644); err != nil {
		return err
	}
	w.written.Add(1)
	return os.Rename(temporary, path)
}

// periodRows returns the rows of needs_by_period and themes_by_period:
// every month and quarter up to the newest comment in which a department has a comment on the label,
// and after the departments a row of [allDepartments] where two or more are shown.
//
// Note: it adds up the departments that are shown, as reports do. The sum over every department would give a hidden one
// as what it has more than those that are shown, in one quarter or from one night to the next.
func (c *city) periodRows() (needs, themes []PeriodRow) {
	labels := c.board.labels()
	for _, p := range c.board.periods() {
		changes, held := c.changesOf(p, p.Before()), map[string]bool{}
		for _, d := range c.departments {
			for _, label := range labels {
				n, shown := c.board.figure(d.ID, label.measure, p)
				if n.base() == 0 && !c.board.spoken(d.ID, label.measure, p) {
					continue
				}
				row := PeriodRow{Department: d.ID, Period: p.String(), Label: label.id, Suppressed: !shown}
				if sum := c.all(label.measure, p); sum.departments > 0 {
					share := round(stat.Share(sum.cell[1], sum.cell.base()))
					row.CityShare = &share
				}
				if shown {
					f := bare(n, 1)
					row.N, row.NUnmet, row.Share, row.Low, row.High = f.N, f.Count, f.Share, f.Low, f.High
					row.Held = c.held(d.ID, label.measure, p) != nil
					held[label.measure] = held[label.measure] || row.Held && d.ID != ""
					if change := changes[subject{d.ID, label.measure, 1}]; change != nil {
						row.Change, row.IsClear = &change.Points, change.Clear
					}
				}
				if label.theme {
					themes = append(themes, row)
				} else {
					needs = append(needs, row)
				}
			}
		}
		for _, label := range labels {
			sum := c.all(label.measure, p)
			if sum.departments < 2 {
				continue
			}
			f := bare(sum.cell, 1)
			row := PeriodRow{Department: allDepartments, Period: p.String(), Label: label.id, N: f.N, NUnmet: f.Count, Share: f.Share, Low: f.Low, High: f.High, CityShare: &f.Share, Held: held[label.measure]}
			if label.theme {
				themes = append(themes, row)
			} else {
				needs = append(needs, row)
			}
		}
	}
	return needs, themes
}

// allDepartments stands for a department's id in the rows of all that are shown together.
const allDepartments = "all"

// Write writes the report of one department in one format.
// A department that no comment speaks of is an error.
func Write(out io.Writer, in Input, department, format string) error {
	c, err := newCity(in)
	if err != nil {
		return err
	}
	pages, err := newPageMaker(c.words)
	if err != nil {
		return err
	}
	for _, d := range c.departments {
		if d.ID == department {
			return pages.write(out, c.summary(d), format, false)
		}
	}
	return fmt.Errorf("no comments on department %s", cmp.Or(department, voc.Unassigned))
}
