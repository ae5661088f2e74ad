package analyze

import (
	"os"
	"strings"
	"testing"

	"voc"
)

// TestFooling holds the labels against sentences in shapes that fool lists of words.
func TestFooling(t *testing.T) {
	judgeSentences(t, "testdata/fooling.txt", 50, 47, fooled)
}

// judgeSentences labels the sentences of a file, of which there are all: "sentiment | needs | kind of question | text".
// At least so many must be right; problem says what is wrong with a record, empty for nothing.
func judgeSentences(t *testing.T, path string, all, least int, problem func(r *voc.Record, sentiment, needs string) string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	right, n := 0, 0
	for line := range strings.Lines(string(data)) {
		fields := strings.SplitN(strings.TrimSpace(line), "|", 4)
		if strings.HasPrefix(line, "#") || len(fields) != 4 {
			continue
		}
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		n++
		r := a.Label(voc.Comment{Text: fields[3], QuestionKind: fields[2]})
		if wrong := problem(&r, fields[0], fields[1]); wrong != "" {
			t.Logf("%q: %s", fields[3], wrong)
			continue
		}
		right++
	}
	t.Logf("%d of %d right", right, n)
	if n != all || right < least {
		t.Errorf("%d of %d right, want at least %d of %d", right, n, least, all)
	}
}

// fooled says what is wrong with r; empty if the sentiment and the needs wanted are there.
func fooled(r *voc.Record, sentiment, needs string) string {
	said := r.Sentiment
	if said == "" {
		said = voc.Neutral // nothing was said
	}
	if string(said) != sentiment {
		return "sentiment " + string(said) + ", want " + sentiment
	}
	for want := range strings.SplitSeq(needs, ", ") {
		need, polarity, ok := strings.Cut(want, " ")
		if !ok {
			continue
		}
		if p := r.Need(voc.Need(need)); !hasPolarity(p, voc.Polarity(polarity)) {
			return need + " " + string(p) + ", want " + polarity
		}
	}
	return ""
}

// TestWriter holds the labels against sentences on what the writer was or did, beside such on what the service was or did.
func TestWriter(t *testing.T) {
	data, err := os.ReadFile("testdata/writer.txt")
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	const least = 29
	right, all := 0, 0
	for line := range strings.Lines(string(data)) {
		fields := strings.SplitN(strings.TrimSpace(line), "|", 3)
		if strings.HasPrefix(line, "#") || len(fields) != 3 {
			continue
		}
		need, polarity, _ := strings.Cut(fields[0], " ")
		want, text := strings.TrimSpace(fields[1]) == "yes", strings.TrimSpace(fields[2])
		all++
		r := a.Label(voc.Comment{Text: text})
		if got := hasPolarity(r.Need(voc.Need(need)), voc.Polarity(strings.TrimSpace(polarity))); got != want {
			t.Logf("%q: %s is %v, want %v", text, strings.TrimSpace(fields[0]), got, want)
			continue
		}
		right++
	}
	t.Logf("%d of %d right", right, all)
	if all != 32 || right < least {
		t.Errorf("%d of %d right, want at least %d of 32", right, all, least)
	}
}
