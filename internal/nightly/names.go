package nightly

import (
	"fmt"
	"slices"
	"strings"

	"voc"
	"voc/analyze"
	"voc/ingest"
	"voc/internal/workspace"
)

// What the workspace's files call by a name must be known by it elsewhere.

// CheckSources reports a source of voc.yaml whose department departments.yaml does not know.
// Where departments.yaml names none, any is taken as it is written.
func CheckSources(w *workspace.Workspace) error {
	if len(w.Departments) == 0 {
		return nil
	}
	var known []string
	for _, d := range w.Departments {
		known = append(known, d.ID)
	}
	for i, source := range w.Config.Sources {
		id, err := ingest.FindDepartment(source.Department, w.Departments)
		if err != nil {
			return err
		}
		if source.Department == "" || source.Department == voc.Unassigned || id != "" {
			continue
		}
		return w.Mistake(fmt.Sprintf("$.sources[%d].department", i),
			fmt.Errorf("source %s: no department is called %q", source.Name, source.Department),
			meant(source.Department, known, "departments.yaml knows "+strings.Join(known, ", ")))
	}
	return nil
}

// checkStandards reports a standard of a charter that names a theme or need that there is not.
func checkStandards(w *workspace.Workspace) error {
	known := labels(w)
	if known == nil { // why is told where it is opened
		return nil
	}
	for i, d := range w.Departments {
		for j, s := range d.Standards {
			if s.Theme == "" || slices.Contains(known, s.Theme) {
				continue
			}
			return w.DepartmentMistake(fmt.Sprintf("$.departments[%d].standards[%d].theme", i, j),
				fmt.Errorf("department %s: no theme or need is called %q", d.ID, s.Theme),
				meant(s.Theme, known, `type "voc codebook show" for the themes there are`))
		}
	}
	return nil
}

// labels returns the needs, and the themes of the codebook and of the models that voc.yaml names;
// nil if one of these cannot be opened.
func labels(w *workspace.Workspace) []string {
	book, err := Codebook(w)
	if err != nil {
		return nil
	}
	var known []string
	for _, need := range voc.Needs {
		known = append(known, string(need))
	}
	for _, theme := range book.Themes {
		known = append(known, theme.ID)
	}
	for _, path := range w.Paths(w.Config.Models) {
		model, err := analyze.OpenTrained(path)
		if err != nil {
			return nil
		}
		known = append(known, model.Themes()...)
	}
	return known
}

// meant is the hint that a name comes with which is not known: the nearest that is, else what other says.
func meant(name string, known []string, other string) string {
	if near := workspace.Nearest(name, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return other
}
