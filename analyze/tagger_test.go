package analyze

import (
	"strings"
	"testing"

	"github.com/jdkato/prose/v3/tag"
	"pgregory.net/rapid"
)

// TestTaggerIsProse compares with prose on words that its tokenizer, too, takes as words.
func TestTaggerIsProse(t *testing.T) {
	ours, err := newTagger()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := tag.New()
	if err != nil {
		t.Fatal(err)
	}
	vocabulary := strings.Fields(`The the clerk clerks at a counter was WAS n't friendly helped help helping me quickly , . ! ? ( ) - -- @desk
		with my water bill bills 2024 +123 17 3rd second follow-up call-back -x I we nobody Nobody called back about broken leaking
		street light lights over there Où Straße ÉCOLE naïve it 's they 'd ' zzyzx Zzyzx xylograph unhelpful rudeness waiting waited
		long longer longest only very so that which who would could can to be been being have has had do does did not no and but or if`)
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 30).Draw(rt, "words")
		got, want := make([]tag.Token, len(words)), make([]tag.Token, len(words))
		for i, w := range words {
			got[i].Text, want[i].Text = w, w
		}
		ours.TagTokens(got)
		theirs.TagTokens(want)
		for i := range words {
			if got[i].Tag != want[i].Tag {
				rt.Errorf("%q of %q: %s, prose says %s", words[i], words, got[i].Tag, want[i].Tag)
			}
		}
	})
}

func BenchmarkTagger(b *testing.B) {
	t, err := newTagger()
	if err != nil {
		b.Fatal(err)
	}
	var tokens []tag.Token
	for _, w := range strings.Fields("the clerk at the second counter was not friendly but my leaking water meter was fixed quickly by a patient young plumber") {
		tokens = append(tokens, tag.Token{Text: w})
	}
	for b.Loop() {
		t.TagTokens(tokens)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(tokens)), "ns/word")
}
