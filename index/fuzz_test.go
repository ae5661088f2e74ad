package index

import (
	"errors"
	"testing"
	"unicode/utf8"
)

// Whatever is typed, a query is read or its mistake lies in it, and its words lie in the text on rune edges.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{`+must -not "a phrase" call* recieve~ (a OR b) AND NOT c`, `"`, "((", "a:b dept:x", "e-mail’s", "\xff\x00", "服务 naïve", "OR AND NOT", "- + * ~", "[phone]"} {
		f.Add(seed)
	}
	ix := open(f, recordsTo(50), Options{Synonyms: [][]string{{"rude", "abrupt"}}})
	f.Fuzz(func(t *testing.T, text string) {
		_, err := ix.Search(t.Context(), Query{Text: text, Synonyms: true, SameUnit: len(text)%2 == 0, Facets: true, Limit: 3})
		var mistake *QueryError
		if err != nil && !errors.As(err, &mistake) {
			t.Errorf("Search(%q): %v", text, err)
		}
		if mistake != nil && (mistake.Column < 1 || mistake.Column > utf8.RuneCountInString(text)+1) {
			t.Errorf("Search(%q): a mistake at column %d", text, mistake.Column)
		}
		for _, w := range newLexicon().words(text) {
			if w.start >= w.end || w.end > len(text) || utf8.ValidString(text) && !(utf8.ValidString(text[w.start:w.end])) || len(w.term) > 2*longest {
				t.Errorf("words of %q: %+v", text, w)
			}
		}
	})
}
