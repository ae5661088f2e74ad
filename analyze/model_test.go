package analyze

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/quick"

	"voc"
)

func TestModelWritesWhatItRead(t *testing.T) {
	m, err := readModel(needsModel)
	if err != nil {
		t.Fatal(err)
	}
	data, err := m.write()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, needsModel) {
		t.Error("a model that was read is written as other bytes")
	}
}

func TestModelCutShort(t *testing.T) {
	for _, n := range []int{0, 5, len(modelMagic), len(modelMagic) + 3, 100, 1000, len(needsModel) - 1} {
		if _, err := readModel(needsModel[:n]); err == nil {
			t.Errorf("the first %d bytes of a model are read without an error", n)
		}
	}
}

// TestSpansLieInTheText labels texts of any runes.
func TestSpansLieInTheText(t *testing.T) {
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields("rude kind but not . never! they é 😀 explained waited, nobody \xff ’ don’t GREAT \n (5) [phone]")
	check := func(seed []uint8) bool {
		var text strings.Builder
		for _, s := range seed {
			text.WriteString(words[int(s)%len(words)])
			if s%5 > 0 {
				text.WriteByte(' ')
			}
		}
		r := a.Label(voc.Comment{Text: text.String(), Language: "en"})
		return !slices.ContainsFunc(r.Mentions, func(m voc.Mention) bool {
			return m.Unit >= len(r.Units) || m.Span.Start < r.Units[m.Unit].Start || m.Span.End > r.Units[m.Unit].End || m.Span.Start >= m.Span.End
		})
	}
	if err := quick.Check(check, &quick.Config{MaxCount: 3000}); err != nil {
		t.Error(err)
	}
}

func TestLabelIsPure(t *testing.T) {
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := voc.Comment{Text: "Kind staff, but the form was confusing and nobody called back. Parking was fine."}
	first := AppendLabels(nil, new(a.Label(c)))
	a.Label(voc.Comment{Text: strings.Repeat("something else entirely, and longer. ", 50)})
	if again := AppendLabels(nil, new(a.Label(c))); !bytes.Equal(first, again) {
		t.Errorf("labelled twice: %s, %s", first, again)
	}
}

func BenchmarkReadModel(b *testing.B) {
	for b.Loop() {
		if _, err := readModel(needsModel); err != nil {
			b.Fatal(err)
		}
	}
}
