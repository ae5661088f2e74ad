package table

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/parquet-go/parquet-go"
)

// A PeriodRow is a row of the tables needs_by_period and themes_by_period:
// what the comments on one department in one period say of one need or theme.
type PeriodRow struct {
	Department  string   `parquet:"department,optional,dict" doc:"department spoken of; NULL if it is not known" range:"id in departments; all for those together whose row is not suppressed, where there are two or more"`
	Period      string   `parquet:"period,dict" doc:"month or quarter the comments were said in" range:"such as 2026-09, 2026-Q3; undated if the day is not known"`
	Label       string   `parquet:"label,dict" doc:"the need or theme"`
	N           *int64   `parquet:"n,optional" doc:"comments that speak of it; NULL if suppressed" unit:"comments"`
	Unmet       *int64   `parquet:"n_unmet,optional" doc:"those of n that say it was not met, wholly or in part" unit:"comments"`
	Share       *float64 `parquet:"share,optional" doc:"n_unmet divided by n, to six places" range:"0 to 1"`
	ShareLow    *float64 `parquet:"share_low,optional" doc:"lower end of the share's 95 % interval (Wilson)" range:"0 to 1"`
	ShareHigh   *float64 `parquet:"share_high,optional" doc:"upper end of the share's 95 % interval (Wilson)" range:"0 to 1"`
	CityShare   *float64 `parquet:"city_share,optional" doc:"the share for all departments together whose row is not suppressed, as on reports of the same period" range:"0 to 1"`
	Change      *float64 `parquet:"change,optional" doc:"share less that of the period before; NULL without one, and for all departments, which may be others in each period" range:"-1 to 1"`
	ClearChange bool     `parquet:"is_clear_change" doc:"the change is more than chance, after allowing for the number of comparisons"`
	Suppressed  bool     `parquet:"is_suppressed" doc:"the base is under 10 comments, or one that is would follow from it and what else is or was shown; after a first run also until the quarter is over, unless reports speak of it"`
	Held        bool     `parquet:"is_held" doc:"the figures are as an earlier run published them: fewer than 10 comments have come or gone since"`
}

// A RejectRow is a row of the table rejects.
type RejectRow struct {
	File   string `parquet:"file,dict" doc:"file it stands in" range:"path below the inbox"`
	Row    int32  `parquet:"row" doc:"line, row or cue in that file, as a person counts" range:"1 and up; 0 if the whole file is meant"`
	Code   string `parquet:"code,dict" doc:"why it was left out, for machines" range:"preview, staff, purged, malformed, bad_date, bad_text, too_long, file"`
	Reason string `parquet:"reason" doc:"why it was left out, for people"`
}

// A RunRow is a row of the table runs.
// When a run began and ended stands in run.json alone: the same inputs make the same tables.
type RunRow struct {
	RunID      string `parquet:"run_id" doc:"run; the same for the same work" range:"unique"`
	AsOf       *int32 `parquet:"as_of,optional,date" doc:"newest day that the reports speak of"`
	Program    string `parquet:"program,dict" doc:"version of voc that ran"`
	Files      int64  `parquet:"n_files" doc:"files read" unit:"files"`
	Rows       int64  `parquet:"n_rows" doc:"rows read; the sum of the four that follow" unit:"rows"`
	Accepted   int64  `parquet:"n_accepted" doc:"rows that hold a comment" unit:"rows"`
	Duplicates int64  `parquet:"n_duplicates" doc:"rows that were counted before" unit:"rows"`
	Empty      int64  `parquet:"n_empty" doc:"rows without words" unit:"rows"`
	Rejected   int64  `parquet:"n_rejected" doc:"rows rejected, each once in rejects, where files that cannot be read stand too" unit:"rows"`
	Comments   int64  `parquet:"n_comments" doc:"rows in comments; a row of a file can hold several" unit:"comments"`
}

// A DepartmentRow is a row of the table departments.
type DepartmentRow struct {
	ID       string   `parquet:"department" doc:"identifier used in all tables, paths and flags; else the name as written" range:"unique"`
	Name     string   `parquet:"name" doc:"as printed on reports"`
	Aliases  []string `parquet:"aliases,list" doc:"other names in exports"`
	Vision   string   `parquet:"vision,optional" doc:"its vision"`
	Mission  string   `parquet:"mission,optional" doc:"its mission"`
	Listed   bool     `parquet:"is_listed" doc:"departments.yaml knows it; else it was met in an export"`
	Comments int64    `parquet:"n_comments" doc:"rows in comments that speak of it" unit:"comments"`
}

// Day returns t's day as a nullable date of a row; nil if t is unknown.
func Day(t time.Time) *int32 {
	if t.IsZero() {
		return nil
	}
	days := day(t)
	return &days
}

// WriteRows writes a whole table. T is one of the row types of this package.
// The file appears under its name when it is complete.
func WriteRows[T any](path string, rows []T) error {
	f, err := createFile(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	w := oneByOne[T]{parquet.NewGenericWriter[T](f, writerOptions[T]()...)}
	if _, err := w.Write(rows); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return f.Close()
}

// ReadRows reads a whole table that [WriteRows] wrote; an error that is [ErrColumns] means that another version did.
func ReadRows[T any](path string) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var rows []T
	err = guard(func() error {
		info, err := f.Stat()
		if err != nil {
			return err
		}
		p, err := parquet.OpenFile(f, info.Size())
		if err != nil {
			return err
		}
		if !parquet.EqualNodes(p.Schema(), parquet.SchemaOf(new(T))) {
			return ErrColumns
		}
		r := parquet.NewGenericReader[T](p)
		buffer := make([]T, batch)
		for err == nil {
			n := 0
			n, err = r.Read(buffer)
			rows = append(rows, buffer[:n]...)
			clear(buffer)
		}
		if !errors.Is(err, io.EOF) {
			return errors.Join(err, r.Close())
		}
		return r.Close()
	})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return rows, nil
}

// Rows returns the number of rows of the table at path.
func Rows(path string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	_, footer, err := readFooter(f)
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", path, err)
	}
	return int(footer.NumRows), nil
}

// oneByOne writes rows one at a time, so that an empty string marked optional is NULL in every row: see commentRow.
type oneByOne[Row any] struct {
	*parquet.GenericWriter[Row]
}

func (w oneByOne[Row]) Write(rows []Row) (int, error) {
	for i := range rows {
		if _, err := w.GenericWriter.Write(rows[i : i+1]); err != nil {
			return i, err
		}
	}
	return len(rows), nil
}
