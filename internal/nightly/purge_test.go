package nightly

import (
	"os"
	"path/filepath"
	"testing"

	"voc"
	"voc/ingest"
	"voc/internal/workspace"
)

// commentsIn reads a file of that name and text.
func commentsIn(t *testing.T, name, text string) (list []voc.Comment) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := ingest.Open(path, ingest.Options{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	for c, err := range f.Comments() {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	return list
}

// Who is erased is erased in all versions, and nobody else, though the number begins anew.
func TestEraseNumbers(t *testing.T) {
	const (
		undated = "id,comment\n"
		dated   = "id,date,comment\n"
		first   = "1,2026-08-01,The pond was frozen all week.\n"
		edited  = "1,2026-08-01,The pond was frozen for all the week.\n"
	)
	tests := []struct {
		name  string
		files []string // the first comment of the last of them is erased
		later string
		want  bool
	}{
		{"another person, without days", []string{undated + "1,The pond was frozen.\n"}, undated + "1,My bin was left.\n", false},
		{"another person of one day", []string{dated + "1,2026-08-01,The pond was frozen.\n"}, dated + "1,2026-08-01,My bin was left.\n", false},
		{"another person at noon", []string{dated + "1,2026-08-01 12:00:00,The pond was frozen.\n"}, dated + "1,2026-08-01 12:00:00,My bin was left.\n", false},
		{"a version of one time", []string{dated + "1,2026-08-01 09:02:11,The pond was frozen.\n"}, dated + "1,2026-08-01 09:02:11,It is well now.\n", true},
		{"the version before", []string{dated + first, dated + edited}, dated + first, true},
		{"the same", []string{dated + first, dated + edited}, dated + edited, true},
		{"another person, where there were versions", []string{dated + first, dated + edited}, dated + "1,2026-08-01,My bin was left.\n", false},
	}
	secret := workspace.Secret{7}
	for _, test := range tests {
		var parts []shelf
		id := ""
		for i, text := range test.files {
			name := "survey-" + string(rune('1'+i)) + ".csv"
			s := shelf{}
			for _, c := range commentsIn(t, name, text) {
				s.keys, id = append(s.keys, keyOf(name, &c, secret)), c.ID
			}
			parts = append(parts, s)
		}
		lines, err := linesOf([]string{id}, parts, secret)
		if err != nil {
			t.Fatal(err)
		}
		later := commentsIn(t, "survey-9.csv", test.later)[0]
		if got := newPurged(lines, secret).has(&later); got != test.want {
			t.Errorf("%s: erased = %v, want %v", test.name, got, test.want)
		}
	}
}
