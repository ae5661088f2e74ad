package analyze

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"voc"
)

func TestLabel(t *testing.T) {
	a, err := New(Options{Phrases: true})
	if err != nil {
		t.Fatal(err)
	}
	r := a.Label(voc.Comment{Text: "The nurse was kind but nobody explained the new treatment plan. Had to wait for hours!"})
	if got := [4]voc.Polarity{voc.Met, "", voc.Unmet, voc.Unmet}; r.Needs != got {
		t.Errorf("Needs = %q, want %q", r.Needs, got)
	}
	if len(r.Units) != 3 || len(r.KeyPhrases) == 0 {
		t.Errorf("Units = %v, KeyPhrases = %q", r.Units, r.KeyPhrases)
	}
}

// hostile texts are what no customer writes.
var hostile = map[string]string{
	"spaces":      strings.Repeat(" ", 1<<20),
	"marks":       strings.Repeat("!", 1<<20),
	"stops":       strings.Repeat(". ", 1<<19),
	"no space":    strings.Repeat("a", 1<<20),
	"digits":      strings.Repeat("7", 1<<20),
	"groups":      strings.Repeat("12-", 1<<18),
	"at signs":    strings.Repeat("a@", 1<<19),
	"links":       strings.Repeat("www.", 1<<18),
	"brackets":    strings.Repeat("[(", 1<<19),
	"apostrophes": strings.Repeat("a'", 1<<19),
	"lines":       strings.Repeat("rude\n", 1<<17),
	"one unit":    strings.Repeat("not rude ", 1<<17),
	"but":         strings.Repeat("but ", 1<<18),
	"nul":         strings.Repeat("bad\x00service ", 1<<16),
	"invalid":     strings.Repeat("rude \xff\xfe staff ", 1<<16),
	"han":         strings.Repeat("服务很好", 1<<16),
	"emoji":       strings.Repeat("😀👍🏽", 1<<16),
	"hebrew":      strings.Repeat("שירות טוב ", 1<<15),
	"addresses":   strings.Repeat("12 Elm ", 1<<17),
	"names":       strings.Repeat("Mr Mr ", 1<<17),
	"spelt":       strings.Repeat("a (at) b [dot] c", 1<<16),
	"folded":      strings.Repeat("1\u2011\u00ad ", 1<<16),
}

func TestHostile(t *testing.T) {
	a, err := New(Options{Phrases: true})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range hostile {
		if testing.Short() {
			text = text[:len(text)/16]
		}
		masked, _ := Redact(text)
		r := a.Label(voc.Comment{Text: masked})
		checkRecord(t, &r)
		if again, n := Redact(masked); again != masked {
			t.Errorf("%s: masked again, %d details", name, n)
		}
	}
}

// checkRecord checks the promises that every record keeps.
func checkRecord(t *testing.T, r *voc.Record) {
	t.Helper()
	at := 0
	for u, span := range r.Units {
		if span.Start < at || span.End <= span.Start || span.End > len(r.Text) || !onRunes(r.Text, span) {
			t.Fatalf("unit %d is %v of %d bytes, after %d", u, span, len(r.Text), at)
		}
		at = span.End
	}
	for _, m := range r.Mentions {
		if m.Unit < 0 || m.Unit >= len(r.Units) {
			t.Fatalf("mention of %s in unit %d of %d", m.Label, m.Unit, len(r.Units))
		}
		if u := r.Units[m.Unit]; m.Span.Start < u.Start || m.Span.End > u.End || m.Span.Start >= m.Span.End || !onRunes(r.Text, m.Span) {
			t.Fatalf("evidence of %s is %v, in unit %v", m.Label, m.Span, u)
		}
	}
	if !slices.IsSorted(r.Themes) {
		t.Fatalf("themes are not sorted: %q", r.Themes)
	}
	if r.NoContent && r.Sentiment == voc.Neutral || r.Unlabelled && len(r.Mentions) > 0 {
		t.Fatalf("a comment without labels has some: %+v", r.Mentions)
	}
}

func onRunes(s string, span voc.Span) bool {
	return (span.Start == len(s) || utf8.RuneStart(s[span.Start]) || !utf8.ValidString(s)) && (span.End == len(s) || utf8.RuneStart(s[span.End]) || !utf8.ValidString(s))
}

func FuzzLabel(f *testing.F) {
	for _, text := range hostile {
		f.Add(text[:min(len(text), 60)], voc.CouldImprove)
	}
	f.Add("Lovely nurse, but nobody explained a thing! Ring me on 555-123-4567.", "")
	a, err := New(Options{Phrases: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, kind string) {
		r := a.Label(voc.Comment{Text: text, QuestionKind: kind})
		checkRecord(t, &r)
	})
}

func FuzzRedact(f *testing.F) {
	for _, text := range hostile {
		f.Add(text[:min(len(text), 60)])
	}
	f.Add("Write to jo.doe@example.org, ring +44 20 7946 0018 or see www.example.org/user/jo")
	f.Add("ring 617\u2011555\u20110134, jo\u00adan@m\u00fcnchen.example, jo (at) example [dot] org, \uff16\uff11\uff17 555 0134, O\u2019Doe")
	f.Fuzz(func(t *testing.T, text string) {
		masked, n := Redact(text)
		if n == 0 && masked != text {
			t.Fatalf("Redact(%q) = %q, 0 details", text, masked)
		}
		if again, _ := Redact(masked); again != masked {
			t.Fatalf("Redact(%q) = %q, and again %q", text, masked, again)
		}
		if utf8.ValidString(text) && !utf8.ValidString(masked) {
			t.Fatalf("Redact(%q) = %q, not valid UTF-8", text, masked)
		}
	})
}
