package analyze

import (
	"strings"
	"testing"

	"voc"
)

// comments are of about 15 words, as most answers to a survey.
var comments = strings.Split(`The woman at the permit counter was patient and explained each of the steps to me twice.
I rang four times about the broken street light and nobody has ever called me back.
The pool is clean and warm, but the changing rooms are far too small for families.
Paying the water bill online was quick and easy, although the fee came as a surprise.
Our recycling was missed again this week and the hotline kept me on hold for an hour.
Please put a bench at the stop by the library, older people have nowhere to sit.
The inspector came on time, listened to what I had to say and solved the problem.
I was told one thing at the desk and quite another thing in the letter that followed.`, "\n")

func benchmarkLabel(b *testing.B, opt Options) {
	a, err := New(opt)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		a.Label(voc.Comment{Text: comments[i%len(comments)]})
		i++
	}
}

func BenchmarkLabel(b *testing.B)        { benchmarkLabel(b, Options{}) }
func BenchmarkLabelPhrases(b *testing.B) { benchmarkLabel(b, Options{Phrases: true}) }

func BenchmarkText(b *testing.B) {
	b.ReportAllocs()
	var t Text
	i := 0
	for b.Loop() {
		t.Reset(comments[i%len(comments)])
		i++
	}
}

func BenchmarkRules(b *testing.B) {
	a, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	var f finder
	var found []finding
	texts := make([]*Text, len(comments))
	for i, c := range comments {
		texts[i] = NewText(c)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		found = a.rules.apply(texts[i%len(texts)], &f, &voc.Comment{}, found[:0])
		i++
	}
}
