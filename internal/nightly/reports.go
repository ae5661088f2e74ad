package nightly

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"time"

	"voc"
	"voc/analyze"
	"voc/internal/workspace"
	"voc/report"
	"voc/report/table"
)

// reports renders the reports of all departments, and writes the tables of their figures.
func (n *night) reports(ctx context.Context, run *workspace.Run) error {
	sums, err := n.sums()
	if err != nil {
		return err
	}
	in, err := n.reportInput(run, sums)
	if err != nil {
		return err
	}
	out, err := report.WriteAll(ctx, run.Reports(), in)
	if err != nil {
		return err
	}
	n.state.Figures = out.Published
	n.account.AsOf = in.AsOf.Format(time.DateOnly)
	if newest := sums.Newest(); !newest.IsZero() {
		n.state.Newest = newest.Format(time.DateOnly)
	}
	n.warnBack()
	if err := table.WriteRows(run.Table("needs_by_period"), periodRows(out.Needs)); err != nil {
		return err
	}
	return table.WriteRows(run.Table("themes_by_period"), periodRows(out.Themes))
}

// reportInput is what the reports of a run are made from.
func (n *night) reportInput(run *workspace.Run, sums *report.Sums) (report.Input, error) {
	w := n.Workspace
	in := report.Input{
		Organisation: w.Config.Organisation,
		Departments:  w.Departments,
		Sums:         sums,
		Records: func() iter.Seq2[voc.Record, error] {
			return table.Records(filepath.Join(run.Published(), "tables"))
		},
		People: func() iter.Seq2[voc.Record, error] {
			return table.Comments(filepath.Join(run.Published(), "tables"), report.PeopleColumns...)
		},
		StaffNames:   analyze.StaffNames,
		AsOf:         sums.Newest(),
		Run:          n.account.RunID,
		Words:        n.settings.words,
		Quality:      n.settings.quality,
		Focus:        n.settings.focus,
		Published:    n.before.Figures,
		Labels:       n.account.Fingerprints["labels"],
		RowsRead:     n.account.Totals.Rows,
		RowsRejected: n.account.Totals.Rejected - n.account.Totals.OnPurpose,
		FilesLeftOut: n.account.FilesLeftOut(),
	}
	if n.AsOf != "" {
		day, err := time.Parse(time.DateOnly, n.AsOf)
		if err != nil {
			return in, err
		}
		in.AsOf = day
	}
	in.Period = ReportPeriod(w.Config.Period, sums, in.AsOf)
	return in, nil
}

func periodRows(rows []report.PeriodRow) []table.PeriodRow {
	out := make([]table.PeriodRow, 0, len(rows))
	for _, r := range rows {
		row := table.PeriodRow{Department: r.Department, Period: r.Period, Label: r.Label, ClearChange: r.IsClear, Suppressed: r.Suppressed, Held: r.Held}
		if !r.Suppressed {
			n, unmet := int64(r.N), int64(r.NUnmet)
			row.N, row.Unmet, row.Share, row.ShareLow, row.ShareHigh = &n, &unmet, &r.Share, &r.Low, &r.High
			row.CityShare, row.Change = r.CityShare, r.Change
		}
		out = append(out, row)
	}
	return out
}

// small writes the tables rejects, runs and departments, and views.sql.
func (n *night) small(run *workspace.Run) error {
	var rejects []table.RejectRow
	if err := n.rejected(func(_ int, file string, l leaving) error {
		rejects = append(rejects, table.RejectRow{File: file, Row: int32(l.Row), Code: l.Code, Reason: l.Reason})
		return nil
	}); err != nil {
		return err
	}
	if err := table.WriteRows(run.Table("rejects"), rejects); err != nil {
		return err
	}
	runs, err := n.runs()
	if err != nil {
		return err
	}
	if err := table.WriteRows(run.Table("runs"), runs); err != nil {
		return err
	}
	departments, err := n.departments(run)
	if err != nil {
		return err
	}
	if err := table.WriteRows(run.Table("departments"), departments); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(run.Published(), table.ViewsFile))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := table.WriteViews(f); err != nil {
		return err
	}
	return f.Close()
}

// runs has one row, for this run: the tables depend on nothing that happened before.
func (n *night) runs() ([]table.RunRow, error) {
	day, err := time.Parse(time.DateOnly, n.account.AsOf)
	if err != nil {
		return nil, err
	}
	t := n.account.Totals
	return []table.RunRow{{
		RunID: n.account.RunID, AsOf: table.Day(day), Program: n.account.Program, Files: int64(len(n.found)),
		Rows: int64(t.Rows), Accepted: int64(t.Accepted), Duplicates: int64(t.Duplicates), Empty: int64(t.Empty),
		Rejected: int64(t.Rejected), Comments: int64(t.Comments),
	}}, nil
}

// departments has the listed departments in their order, then those met in exports, sorted.
func (n *night) departments(run *workspace.Run) ([]table.DepartmentRow, error) {
	counts := map[string]int64{}
	for record, err := range table.Comments(filepath.Join(run.Published(), "tables"), "department") {
		if err != nil {
			return nil, err
		}
		counts[record.Department]++
	}
	var rows []table.DepartmentRow
	for _, d := range n.Workspace.Departments {
		rows = append(rows, table.DepartmentRow{
			ID: d.ID, Name: d.Name, Aliases: d.Aliases, Vision: d.Vision, Mission: d.Mission, Listed: true, Comments: counts[d.ID],
		})
		delete(counts, d.ID)
	}
	delete(counts, "")
	for _, name := range sorted(counts) {
		rows = append(rows, table.DepartmentRow{ID: name, Name: name, Comments: counts[name]})
	}
	return rows, nil
}

// ReportPeriod is what reports speak of where no period is named: the last full one of the kind that voc.yaml names.
// The zero Period leaves it to the report.
func ReportPeriod(kind string, sums *report.Sums, asOf time.Time) report.Period {
	switch kind {
	case "month":
		return report.LastMonths(1, sums.First(), asOf)
	case "half":
		return report.LastMonths(6, sums.First(), asOf)
	case "year":
		return report.LastMonths(12, sums.First(), asOf)
	}
	return report.Period{}
}

// Figures returns what the reports of a published run showed, and the fingerprint of the labels they stand on.
func Figures(run *workspace.Run) (*report.Published, string, error) {
	var s state
	if err := readJSON(filepath.Join(run.Dir, "state.json"), &s); err != nil {
		return nil, "", err
	}
	if s.Figures == nil {
		return nil, "", nil
	}
	return s.Figures, s.Figures.Labels, nil
}
