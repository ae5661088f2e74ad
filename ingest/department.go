package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"voc"
)

// A departmentFinder brings names as written to the ids of departments.
type departmentFinder struct {
	exact     map[string]string // folded name, id or alias -> id
	patterns  []departmentPattern
	known     map[string]string // what was found before, by the name as written
	unmatched map[string]int
	any       bool // there are departments to find
}

type departmentPattern struct {
	pattern *regexp.Regexp
	id      string
}

// maxKnown bounds what is remembered of names as written.
const maxKnown = 10000

func newDepartmentFinder(departments []voc.Department) (*departmentFinder, error) {
	f := &departmentFinder{exact: map[string]string{}, known: map[string]string{}, unmatched: map[string]int{}, any: len(departments) > 0}
	for _, d := range departments {
		for _, name := range append([]string{d.ID, d.Name}, d.Aliases...) {
			if key := voc.FoldName(name); key != "" && f.exact[key] == "" {
				f.exact[key] = d.ID
			}
		}
		for _, p := range d.Patterns {
			pattern, err := regexp.Compile("(?i)" + p)
			if err != nil {
				return nil, fmt.Errorf("department %s: pattern: %w", d.ID, err)
			}
			f.patterns = append(f.patterns, departmentPattern{pattern, d.ID})
		}
	}
	return f, nil
}

// FindDepartment returns the id of the department that a file or a mapping means by name:
// its id, name or an alias, or what one of its patterns matches. It is empty if there is none.
func FindDepartment(name string, departments []voc.Department) (string, error) {
	f, err := newDepartmentFinder(departments)
	if err != nil {
		return "", err
	}
	return f.search(cleanName(name), ""), nil
}

// find returns the id of the department called name, or else served by service;
// if there is none, the name as written.
// Exact names come before patterns, and the department's name before the service.
func (f *departmentFinder) find(name, service string) string {
	name = cleanName(name)
	if nobody(name) && f.exact[voc.FoldName(name)] == "" {
		name = ""
	}
	if !f.any {
		return name
	}
	key := name + "\x00" + service
	id, ok := f.known[key]
	if !ok {
		id = f.search(name, service)
		if len(f.known) < maxKnown {
			f.known[strings.Clone(key)] = id
		}
	}
	if id != "" {
		return id
	}
	if name != "" {
		if f.unmatched[name] > 0 || len(f.unmatched) < maxKnown {
			f.unmatched[strings.Clone(name)]++
		}
	}
	return name
}

// nobody reports whether a name is what people and programs write where there is no department.
func nobody(name string) bool {
	const longest = len("not applicable")
	if len(name) > longest {
		return false
	}
	switch voc.FoldName(name) {
	case "-", "--", "---", "–", "—", "?", "n/a", "na", "#n/a", "nan", "null", "nil", "none", "unknown", "not known", "undefined", "not applicable", "not assigned", voc.Unassigned:
		return true
	}
	return false
}

func (f *departmentFinder) search(name, service string) string {
	for _, written := range []string{name, service} {
		if id := f.exact[voc.FoldName(written)]; written != "" && id != "" {
			return id
		}
	}
	for _, written := range []string{name, service} {
		if written == "" {
			continue
		}
		for _, p := range f.patterns {
			if p.pattern.MatchString(written) {
				return p.id
			}
		}
	}
	return ""
}

// note names the departments that were not found, the commonest first.
func (f *departmentFinder) note() string {
	if len(f.unmatched) == 0 {
		return ""
	}
	type count struct {
		name string
		n    int
	}
	var counts []count
	rows := 0
	for name, n := range f.unmatched {
		counts = append(counts, count{name, n})
		rows += n
	}
	slices.SortFunc(counts, func(a, b count) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.name, b.name))
	})
	var named []string
	for _, c := range counts[:min(5, len(counts))] {
		named = append(named, fmt.Sprintf("%q (%d)", c.name, c.n))
	}
	more := ""
	if len(counts) > 5 {
		more = fmt.Sprintf(" and %d more", len(counts)-5)
	}
	return fmt.Sprintf("%d rows of departments that departments.yaml does not know: %s%s", rows, strings.Join(named, ", "), more)
}

// cleanName trims a name, makes every space plain and drops invisible marks.
func cleanName(name string) string {
	plain := true
	for i := 0; i < len(name); i++ {
		if c := name[i]; c >= 0x80 || c < ' ' || c == ' ' && (i == 0 || i == len(name)-1 || name[i+1] == ' ') {
			plain = false
			break
		}
	}
	if plain {
		return name
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(name, "\u200b", "")), " ")
}
