package analyze

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"voc"
)

// cases calls f for each case of testdata/name: a text, and the lines wanted of it.
func cases(t *testing.T, name string, f func(t *testing.T, text string, want []string)) {
	archive, err := txtar.ParseFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if len(archive.Files) == 0 {
		t.Fatal("no case")
	}
	for _, file := range archive.Files {
		t.Run(file.Name, func(t *testing.T) {
			text, lines, ok := strings.Cut(string(file.Data), "\n--\n")
			if !ok {
				t.Fatal("no line --")
			}
			f(t, text, strings.FieldsFunc(lines, func(r rune) bool { return r == '\n' }))
		})
	}
}

func TestUnits(t *testing.T) {
	cases(t, "units.txtar", func(t *testing.T, text string, want []string) {
		split := NewText(text)
		var got []string
		for _, u := range split.Units {
			got = append(got, strings.ReplaceAll(text[u.Start:u.End], "\n", `\n`))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestThemes(t *testing.T) {
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	cases(t, "themes.txtar", func(t *testing.T, text string, want []string) {
		kind := ""
		if rest, ok := strings.CutPrefix(text, "? "); ok {
			kind, text, _ = strings.Cut(rest, "\n")
		}
		r := a.Label(voc.Comment{Text: text, QuestionKind: kind})
		got := []string{}
		for _, m := range r.Mentions {
			if m.Kind == voc.KindTheme {
				p := m.Polarity
				if p == "" {
					p = "-"
				}
				got = append(got, fmt.Sprint(m.Label, " ", p, " ", text[m.Span.Start:m.Span.End]))
				if m.By == voc.ByRule && !strings.HasPrefix(m.Rule, m.Label+".") {
					t.Errorf("%s is by rule %q", m.Label, m.Rule)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
