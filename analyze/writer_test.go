package analyze

import (
	"strings"
	"testing"

	"voc"
)

// What is said of others stays, and what is said of the writer is looked for near by only, however long a unit is.
func TestOwnReachesNearWordsOnly(t *testing.T) {
	for _, test := range []struct {
		text, words string
		want        bool
	}{
		{"I have been polite up to now", "polite", true},
		{"We stayed calm and respectful", "respectful", true},
		{"I'm always friendly", "friendly", true},
		{"I explained it clearly", "clearly", true},
		{"I paid on time", "on time", true},
		{"I was treated politely", "politely", false},
		{"I was helped", "helped", false},
		{"I've been helped", "helped", false},
		{"We've been listened to", "listened", false},
		{"I've explained it", "explained", true},
		{"I've been patient", "patient", true},
		{"I am kind of glad", "kind", false},
		{"I was patient and got a kind reply", "kind", false},
		{"I listened to the helpful nurse", "helpful", false},
		{"They were polite", "polite", false},
		{"I was polite because she was kind", "kind", false},
		{"I was " + strings.Repeat("very ", 40) + "polite", "polite", false},
	} {
		text := NewText(test.text)
		at := strings.LastIndex(test.text, test.words)
		first, end := text.wordsOf(0, voc.Span{Start: at, End: at + len(test.words)})
		if first == end {
			t.Fatalf("%q: no words", test.text)
		}
		if got := text.isOwn(first, end); got != test.want {
			t.Errorf("%q: %q is the writer's own: %v, want %v", test.text, test.words, got, test.want)
		}
	}
}
