package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"voc"
	"voc/internal/nightly"
	"voc/internal/workspace"
	"voc/report/table"
)

// bindFilter binds the flags that choose comments, the same for every command that has them.
// The values are as typed until [checkPublished] has seen them.
func bindFilter(c *cobra.Command, filter *voc.Filter) {
	flags := c.Flags()
	flags.Var((*words)(&filter.Dept), "dept", "departments, by id, name or alias")
	flags.Var((*words)(&filter.Need), "need", "needs: dignity, control, understanding, resolution")
	flags.Var((*words)(&filter.Polarity), "polarity", "how the need or theme was met: met, unmet, mixed")
	flags.Var((*words)(&filter.Theme), "theme", "themes, by id")
	flags.Var((*words)(&filter.Sentiment), "sentiment", "positive, negative, neutral, mixed")
	flags.Var((*words)(&filter.Channel), "channel", "survey, transcript, review, social, ticket, 311, email, comment")
	flags.Var((*words)(&filter.Audience), "audience", "external, internal")
	flags.StringVar(&filter.From, "from", "", "first day, as 2006-01-02")
	flags.StringVar(&filter.To, "to", "", "last day, as 2006-01-02")
}

// The values that parts of a filter can have.
var (
	polarities = []string{"met", "unmet", "mixed"}
	sentiments = []string{"positive", "negative", "neutral", "mixed"}
	channels   = []string{"survey", "transcript", "review", "social", "ticket", "311", "email", "comment"}
	audiences  = []string{"external", "internal"}
)

func needNames() []string {
	names := make([]string, len(voc.Needs))
	for i, need := range voc.Needs {
		names[i] = string(need)
	}
	return names
}

// checkPublished is [checkFilter] with the departments and themes of a workspace and a run it published:
// those it was told of, and those that were met in exports or trained.
func checkPublished(filter *voc.Filter, w *workspace.Workspace, run *workspace.Run) error {
	departments, err := publishedDepartments(w, run)
	if err != nil {
		return err
	}
	themes, err := publishedThemes(w, run)
	if err != nil {
		return err
	}
	return checkFilter(filter, departments, themes)
}

// publishedDepartments returns the departments of the workspace, after them those that exports name beside, and last [voc.Unassigned].
func publishedDepartments(w *workspace.Workspace, run *workspace.Run) ([]voc.Department, error) {
	departments := slices.Clone(w.Departments)
	rows, err := table.ReadRows[table.DepartmentRow](run.Table("departments"))
	for _, row := range rows {
		if !row.Listed {
			departments = append(departments, voc.Department{ID: row.ID, Name: row.Name})
		}
	}
	if len(departments) > 0 {
		departments = append(departments, voc.Department{ID: voc.Unassigned})
	}
	return departments, err
}

// publishedThemes returns the ids of the themes of the codebook, and after them those that models know beside.
func publishedThemes(w *workspace.Workspace, run *workspace.Run) ([]string, error) {
	codebook, err := nightly.Codebook(w)
	if err != nil {
		return nil, err
	}
	var themes []string
	for _, theme := range codebook.Themes {
		themes = append(themes, theme.ID)
	}
	labels, err := table.Labels(run.Table("themes_by_period"))
	for _, label := range labels {
		if !slices.Contains(themes, label) {
			themes = append(themes, label)
		}
	}
	return themes, err
}

// checkFilter brings the values of filter to those of the tables, departments to their ids,
// and reports the first that cannot be meant, with the nearest that can (exit status 2).
// Where no department or theme is known at all, any is taken as it is written.
func checkFilter(filter *voc.Filter, departments []voc.Department, themes []string) error {
	var names []string
	for _, d := range departments {
		names = append(names, d.Names()...)
	}
	filter.Dept = apart(filter.Dept, names)
	if err := nameDepartments("--dept: nothing", filter.Dept, departments); err != nil {
		return err
	}
	for _, part := range []struct {
		flag   string
		values *[]string
		known  []string
	}{
		{"need", &filter.Need, needNames()},
		{"polarity", &filter.Polarity, polarities},
		{"theme", &filter.Theme, themes},
		{"sentiment", &filter.Sentiment, sentiments},
		{"channel", &filter.Channel, channels},
		{"audience", &filter.Audience, audiences},
	} {
		*part.values = apart(*part.values, part.known)
		if err := checkValues(part.flag, *part.values, part.known); err != nil {
			return err
		}
	}
	return checkDays(filter.From, filter.To)
}

// checkDepartments brings departments that are arguments of a command to their ids,
// and reports the first that is not known, with the nearest that is (exit status 2).
func checkDepartments(command string, names []string, w *workspace.Workspace, run *workspace.Run) error {
	departments, err := publishedDepartments(w, run)
	if err != nil {
		return err
	}
	return nameDepartments(command+": no department", names, departments)
}

// nameDepartments brings names of departments to their ids; wrong is what an error about another begins with.
func nameDepartments(wrong string, names []string, departments []voc.Department) error {
	var known []string
	for _, d := range departments {
		known = append(known, d.ID)
	}
	for i, name := range names {
		names[i] = departmentID(name, departments)
	}
	return checkNames(wrong, names, known)
}

// apart returns the values in lists with commas, as [voc.Apart] does. A list without any is the empty value, which [checkNames] refuses:
// where a script forgot to set what it asks for, all comments are not meant.
func apart(lists, names []string) []string {
	var values []string
	for _, list := range lists {
		own := voc.Apart(list, names)
		if len(own) == 0 {
			own = []string{""}
		}
		values = append(values, own...)
	}
	return values
}

// departmentID returns the id of the department that is called name, or name if none is.
func departmentID(name string, departments []voc.Department) string {
	for i := range departments {
		if d := &departments[i]; d.Called(name) {
			return d.ID
		}
	}
	return name
}

// checkValues brings the values of a flag to the case of the known, and reports one that is not known.
func checkValues(flag string, values, known []string) error {
	return checkNames("--"+flag+": nothing", values, known)
}

// checkNames brings values to the case of the known, and reports one that is not known, or empty;
// wrong is what the error begins with, such as "report: no department".
func checkNames(wrong string, values, known []string) error {
	for i, value := range values {
		at := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, strings.TrimSpace(value)) })
		switch {
		case at >= 0:
			values[i] = known[at]
		case len(known) > 0 || strings.TrimSpace(value) == "":
			hint := ""
			if len(known) > 0 {
				hint = "one of " + strings.Join(known, ", ")
			}
			if near := nearest(value, slices.Clone(known)); near != "" {
				hint = "did you mean " + near + "?"
			}
			return fail(exitUsage, hint, "%s is called %q", wrong, value)
		}
	}
	return nil
}

// checkDays reports a day that is not one, or a period that ends before it begins.
func checkDays(from, to string) error {
	for _, day := range []struct{ flag, value string }{{"from", from}, {"to", to}} {
		if day.value == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, day.value); err != nil {
			return fail(exitUsage, fmt.Sprintf("type it as --%s 2026-09-30", day.flag), "--%s: %q is not a day", day.flag, day.value)
		}
	}
	if from != "" && to != "" && to < from {
		return fail(exitUsage, "", "--from %s is after --to %s", from, to)
	}
	return nil
}
