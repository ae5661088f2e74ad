package index

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"voc"
)

// spelled writes alternatives in one line: wordings of a list joined by "or", lists by "and", alternatives by ";".
func spelled(all []Alternative) string {
	wording := func(w Wording) string {
		var words []string
		for _, forms := range w {
			words = append(words, strings.Join(forms, "|"))
		}
		return strings.Join(words, " ")
	}
	list := func(wordings []Wording) string {
		var texts []string
		for _, w := range wordings {
			texts = append(texts, wording(w))
		}
		return strings.Join(texts, " or ")
	}
	var texts []string
	for _, a := range all {
		var lists []string
		for _, wordings := range a.All {
			lists = append(lists, list(wordings))
		}
		text := strings.Join(lists, " and ")
		if len(a.None) > 0 {
			text += " not " + list(a.None)
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "; ")
}

func TestAlternatives(t *testing.T) {
	var records []voc.Record
	for i, text := range []string{
		"Nobody called me back.", "I call and call, no callback.", "Calling twice.", "The clerk was abrupt.", "She wasn't rude.",
		"A rude clerk, do not call.", "The bus was late.", "Trams are late.", "I received nothing.", "We recieved a letter.",
	} {
		records = append(records, comment(fmt.Sprintf("w%02d", i), text))
	}
	ix := open(t, records, Options{Synonyms: [][]string{{"rude", "abrupt"}}})
	for _, test := range []struct {
		query    string
		synonyms bool
		want     string
	}{
		{"call", false, "call|called|calling"},
		{"the call", false, "call|called|calling"},
		{`"call me back" OR callback`, false, "call|called|calling me back or callback"},
		{"rude", true, "rude or abrupt"},
		{"rude", false, "rude"},
		{`"not rude"`, true, "not|wasn't rude"},
		{"clerk -rude", true, "clerk not rude"},
		{"rude -abrupt", true, "rude not abrupt"},
		{"late OR (rude -abrupt)", true, "late; rude not abrupt"},
		{"call*", false, "call*"},
		{"recieve~", false, "recieved or received"},
		{"bus tram", false, "bus or trams"},
		{"+bus +late tram", false, "bus and late"},
		{"late AND (bus OR tram) -clerk", false, "late and bus or trams not clerk"},
		{"(bus AND late) OR tram", false, "bus and late; trams"},
		{"tram OR bus OR (rude AND clerk)", false, "trams or bus; rude and clerk"},
	} {
		all, err := ix.Alternatives(test.query, test.synonyms)
		if got := spelled(all); err != nil || got != test.want {
			t.Errorf("Alternatives(%q, %v) = %q, %v, want %q", test.query, test.synonyms, got, err, test.want)
		}
	}
	for query, column := range map[string]int{
		"+bus +late +clerk": 12, "-bus": 1, "late -(bus AND tram)": 6, "zebra": 1, "": 1, `bus "`: 5,
		"(bus OR tram) AND late AND rude": 28,
	} {
		_, err := ix.Alternatives(query, false)
		var mistake *QueryError
		if !errors.As(err, &mistake) || mistake.Column != column {
			t.Errorf("Alternatives(%q): %v, want a mistake in column %d", query, err, column)
		}
	}
}

// No mask is a word that can be searched for, whatever its name.
func TestMasksAreNoWords(t *testing.T) {
	for _, mask := range append([]string{"[handle]", "[birthday]"}, voc.Masks...) {
		if n := maskLen(mask + " x"); n != len(mask) {
			t.Errorf("maskLen(%q) = %d, want %d", mask, n, len(mask))
		}
	}
	for _, text := range []string{"[number] x", "[names] x", "[] x", "[name x", "[id"} {
		if n := maskLen(text); n != 0 {
			t.Errorf("maskLen(%q) = %d, want 0", text, n)
		}
	}
}
