package ingest

import (
	"testing"

	"voc"
)

// What programs and people write for nothing is no department, unless departments.yaml calls one so.
func TestNoDepartment(t *testing.T) {
	listed := []voc.Department{{ID: "water", Name: "Water", Patterns: []string{"."}}, {ID: "desk", Name: "Front desk", Aliases: []string{"Unknown"}}}
	for _, test := range []struct {
		name, service string
		departments   []voc.Department
		want          string
	}{
		{"N/A", "", nil, ""},
		{"null", "", nil, ""},
		{" - ", "", nil, ""},
		{"Unknown", "", nil, ""},
		{"Unassigned", "", nil, ""},
		{"Not applicable", "", nil, ""},
		{"Naples", "", nil, "Naples"},
		{"Unknown Roads Unit", "", nil, "Unknown Roads Unit"},
		{"N/A", "", listed, ""},
		{"N/A", "leaks", listed, "water"},
		{"unknown", "", listed, "desk"},
	} {
		f, err := newDepartmentFinder(test.departments)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.find(test.name, test.service); got != test.want {
			t.Errorf("find(%q, %q) = %q, want %q", test.name, test.service, got, test.want)
		}
		if note := f.note(); note != "" {
			t.Errorf("find(%q, %q) notes %s", test.name, test.service, note)
		}
	}
}
