package analyze

import (
	"strings"
	"testing"

	"voc"
)

// What is said of those who do not serve is told from what is said of staff, near by only, however long a unit is.
func TestOthersAreNotStaff(t *testing.T) {
	for _, test := range []struct {
		text, words string
		need        voc.Need
		want        bool
	}{
		{"My neighbor is rude to everybody", "rude", voc.Dignity, true},
		{"The people next door are disrespectful", "disrespectful", voc.Dignity, true},
		{"The guy across the street is always rude", "rude", voc.Dignity, true},
		{"Other riders were rude to me", "rude", voc.Dignity, true},
		{"Our neighbors are friendly", "friendly", voc.Dignity, true},
		{"My landlord never fixed the heat", "fixed", voc.Resolution, true},
		{"My neighbors never fixed the fence", "fixed", voc.Resolution, false},
		{"The officer was rude to my neighbor", "rude", voc.Dignity, false},
		{"They told my neighbor to wait and were rude", "rude", voc.Dignity, false},
		{"My neighbor called and the clerk was rude", "rude", voc.Dignity, false},
		{"My kids were treated rudely", "rudely", voc.Dignity, false},
		{"The riders like the friendly driver", "friendly", voc.Dignity, false},
		{"The bus driver is rude", "rude", voc.Dignity, false},
		{"The officer on the street was rude", "rude", voc.Dignity, false},
		{"Dogs park staff are friendly", "friendly", voc.Dignity, false},
		{"Neighbors are not respected by the department", "respected", voc.Dignity, false},
		{"The landlord refuses to fix the heat and the city inspector never fixed it", "fixed", voc.Resolution, false},
		{"My neighbor " + strings.Repeat("is very ", 20) + "rude", "rude", voc.Dignity, false},
	} {
		text := NewText(test.text)
		at := strings.LastIndex(test.text, test.words)
		first, end := text.wordsOf(0, voc.Span{Start: at, End: at + len(test.words)})
		if first == end {
			t.Fatalf("%q: no words", test.text)
		}
		if got := text.isOthers(test.need, first); got != test.want {
			t.Errorf("%q: %q is the doing of others: %v, want %v", test.text, test.words, got, test.want)
		}
	}
}

// Themes that were asked for, feared, so once, or turned into the better are not said of today.
func TestThemesOfToday(t *testing.T) {
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ text, themes string }{
		{"Is it safe to cross there?", ""},
		{"How do I get a fast answer?", ""},
		{"Why is it so slow?", "timeliness unmet"},
		{"I expected rudeness.", ""},
		{"I thought they would be rude.", ""},
		{"I thought they were rude.", "courtesy unmet"},
		{"It used to be friendly.", ""},
		{"The previous app was easy.", ""},
		{"The last clerk I talked to was rude.", "courtesy unmet"},
		{"The form I used to apply was easy.", "ease met"},
		{"I am used to rude clerks.", "courtesy unmet"},
		{"I expected better from clerks who are rude.", "courtesy unmet"},
		{"The fire truck arrived within five minutes.", "timeliness met"},
		{"Permits should be issued faster.", "timeliness unmet"},
		{"The clerk at the Mount Pleasant library was friendly.", "courtesy met"},
		{"Pleasant Street is dark.", ""},
		{"Can you believe how friendly the clerk is?", "courtesy met"},
		{"The cars drive so fast.", ""},
		{"The clerk is no longer rude.", "courtesy met"},
		{"The clerk is no longer friendly.", "courtesy unmet"},
		{"They stopped being late.", "timeliness met"},
		{"These are my late mother's papers.", ""},
		{"They waived my fee.", "fees met"},
		{"My cousin was rude and I called twice.", "courtesy unmet, follow_up unmet"},
		{"I called twice and both times they were so kind and answered everything.", "courtesy met"},
	} {
		r := a.Label(voc.Comment{Text: test.text})
		var got []string
		for _, m := range r.Mentions {
			if m.Kind == voc.KindTheme {
				got = append(got, m.Label+" "+string(m.Polarity))
			}
		}
		if s := strings.Join(got, ", "); s != test.themes {
			t.Errorf("%q: themes %q, want %q", test.text, s, test.themes)
		}
	}
}

// A text of nothing but emoji has the sentiment that they show, and no needs.
func TestEmojiAlone(t *testing.T) {
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]voc.Sentiment{
		"😡😡": voc.Negative, "👍": voc.Positive, "❤️": voc.Positive, "👍🏽": voc.Positive, ":)": voc.Positive, ":-(": voc.Negative,
		"👍👎": voc.Ambivalent, "🚲": voc.Neutral,
	} {
		r := a.Label(voc.Comment{Text: text})
		if r.Sentiment != want || r.Needs != [4]voc.Polarity{} || r.NoContent {
			t.Errorf("%q: sentiment %q, needs %v, no content %v, want %q alone", text, r.Sentiment, r.Needs, r.NoContent, want)
		}
	}
}
