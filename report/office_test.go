package report

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestWorkbookInLibreOffice opens a workbook in LibreOffice and holds the numbers of its sheets against the report's.
func TestWorkbookInLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		missing(t, "soffice")
	}
	s, dir := summaryOf(t, fullInput(t), "streets"), t.TempDir()
	words, err := ReadWords(nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "report.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.WriteXLSX(f, words); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	// Every sheet as CSV, with values as they are stored and not as they are shown.
	convert := exec.CommandContext(ctx, office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", "--outdir", dir, f.Name())
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	var needs, themes, people, steps [][]float64
	for _, row := range s.Needs {
		cells := numbers(row.Figure)
		if x := row.Figure.Corrected; x != nil && !x.CannotTell {
			cells = append(cells, x.Share, x.Low, x.High)
		}
		needs = append(needs, cells)
	}
	for _, row := range s.Themes {
		themes = append(themes, append(numbers(row.Figure), row.Of.Share))
	}
	for _, row := range s.People.Rows {
		people = append(people, []float64{float64(row.Figure.Count), row.Figure.Share, row.Figure.Low, row.Figure.High})
	}
	for _, step := range s.Progress.Steps {
		steps = append(steps, numbers(step.Figure))
	}
	for key, want := range map[string][][]float64{"needs": needs, "themes": themes, "people": people, "progress": steps} {
		sheet(t, filepath.Join(dir, "report-"+words.Say(key)+".csv"), want)
	}
}

// numbers are those of a figure in the order of a workbook's columns.
func numbers(f Figure) []float64 {
	if !f.Shown {
		return nil
	}
	list := []float64{float64(f.N), float64(f.Count), f.Share, f.Low, f.High}
	if f.All != nil {
		list = append(list, f.All.Share)
	}
	if f.Change != nil {
		list = append(list, f.Change.Points)
	}
	return list
}

// sheet compares the numbers of the rows below the first with those wanted.
func sheet(t *testing.T, name string, want [][]float64) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) <= len(want) || len(want) == 0 {
		t.Errorf("%s has %d rows, want more than %d", filepath.Base(name), len(rows), len(want))
		return
	}
	for i, wanted := range want {
		var got []float64
		for _, cell := range rows[i+1][1:] {
			number, percent := strings.CutSuffix(cell, "%")
			x, err := strconv.ParseFloat(number, 64)
			if err != nil {
				continue // words
			}
			if percent {
				x /= 100
			}
			got = append(got, x)
		}
		if len(got) != len(wanted) {
			t.Errorf("%s, row %d: %v, want %v", filepath.Base(name), i+2, got, wanted)
			continue
		}
		for k := range got {
			if math.Abs(got[k]-wanted[k]) > 1e-9 {
				t.Errorf("%s, row %d: %v, want %v", filepath.Base(name), i+2, got, wanted)
				break
			}
		}
	}
}
