package table

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An older version's table of periods has fewer columns than this one's.
type olderPeriodRow struct {
	Period string `parquet:"period,dict"`
	Label  string `parquet:"label,dict"`
}

func TestCheck(t *testing.T) {
	dir := write(t, samples(3))
	path := func(name string) string { return filepath.Join(dir, name+".parquet") }
	for _, err := range []error{
		WriteRows(path("needs_by_period"), []PeriodRow{{Label: "control"}}),
		WriteRows(path("themes_by_period"), []PeriodRow{}),
		WriteRows(path("rejects"), []RejectRow{}),
		WriteRows(path("runs"), []RunRow{{}}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := Check(dir); err == nil || errors.Is(err, ErrColumns) {
		t.Errorf("without the table departments: %v", err)
	}
	if err := WriteRows(path("departments"), []DepartmentRow{{Aliases: []string{"Water"}}}); err != nil {
		t.Fatal(err)
	}
	if err := Check(dir); err != nil {
		t.Errorf("tables of this version: %v", err)
	}
	if err := WriteRows(path("needs_by_period"), []olderPeriodRow{{"2026-09", "control"}, {"2026-09", "dignity"}}); err != nil {
		t.Fatal(err)
	}
	if err := Check(dir); !errors.Is(err, ErrColumns) || !strings.Contains(err.Error(), path("needs_by_period")) {
		t.Errorf("a table of an older version: %v", err)
	}
	if labels, err := Labels(path("needs_by_period")); err != nil || !slices.Equal(labels, []string{"control", "dignity"}) {
		t.Errorf("labels of an older version: %v, %v", labels, err)
	}
	if _, err := ReadRows[PeriodRow](path("needs_by_period")); !errors.Is(err, ErrColumns) {
		t.Errorf("rows of an older version: %v", err)
	}
	if _, err := Labels(path("rejects")); err == nil {
		t.Error("labels of a table without any: no error")
	}
}

// A column that comes, goes or changes its type changes the layout, since each stands there by its name and type.
func TestLayout(t *testing.T) {
	part, run := Layout()
	if !strings.HasPrefix(run, part) {
		t.Errorf("a part's tables are not among a run's:\n%s", part)
	}
	sections := strings.Split(run, "\n}\n")
	for i, d := range Dictionary() {
		lines := strings.Split(sections[i], "\n")
		if len(lines) == 0 || !strings.HasPrefix(lines[0], d.Table+" ") {
			t.Fatalf("section %d is not of %s: %q", i, d.Table, lines[0])
		}
		for _, c := range d.Columns {
			kind := "required"
			if c.Nullable {
				kind = "optional"
			}
			if !slices.ContainsFunc(lines, func(line string) bool {
				return strings.HasPrefix(line, "\t"+kind+" ") && strings.Contains(strings.NewReplacer(";", " ", "{", " ").Replace(line)+" ", " "+c.Name+" ")
			}) {
				t.Errorf("%s: no %s column %s in\n%s", d.Table, kind, c.Name, sections[i])
			}
		}
		if strings.Contains(part, d.Table+" ") != (i < 2) {
			t.Errorf("%s: whether a part has it is wrong", d.Table)
		}
	}
}
