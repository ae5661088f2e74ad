package analyze

import (
	"unicode"
	"unicode/utf8"

	"voc"
)

// mostUnits is the number of units a text has at most; the last takes the rest.
const mostUnits = 4096

// cut divides the words into units.
func (t *Text) cut() {
	for i := range t.Words {
		w := &t.Words[i]
		if i == 0 || len(t.Units) < mostUnits && (w.Break >= Clause || t.smiled(i) || t.contrast(i)) {
			t.first = append(t.first, i)
			t.Units = append(t.Units, voc.Span{Start: w.Start})
		}
		w.Unit = len(t.Units) - 1
	}
	t.first = append(t.first, len(t.Words))
	for u := range t.Units {
		last := t.Words[t.first[u+1]-1]
		t.Units[u].End = t.close(last.End, t.first[u+1])
	}
}

// close returns the end of a unit whose last word ends at i: the marks that follow without a space belong to it.
// The word next begins another unit.
func (t *Text) close(i, next int) int {
	limit := len(t.Source)
	if next < len(t.Words) {
		limit = t.Words[next].Start
	}
	for i < limit {
		r, n := utf8.DecodeRuneInString(t.Source[i:])
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '(' || r == '[' || r == '-' {
			break
		}
		i += n
	}
	return i
}

// smiled reports whether word i begins a sentence after an emoji or emoticon, which often stands for a full stop.
func (t *Text) smiled(i int) bool {
	return t.Words[i-1].Kind == Symbol && t.Words[i].Kind == Letters && t.Words[i].Break >= Space && upperAt(t.Source, t.Words[i].Start)
}

// contrast reports whether word i turns to something that is unlike what the unit said so far.
func (t *Text) contrast(i int) bool {
	first := t.first[len(t.first)-1]
	if i == first || i+1 == len(t.Words) {
		return false
	}
	switch string(t.Fold(i)) {
	case "but":
		return !t.isAny(i-1, "nothing", "anything", "all", "none", "help", "everything", "last", "next")
	case "however", "although", "though", "nevertheless", "nonetheless", "whereas", "unfortunately", "sadly":
		return !t.is(i-1, "as") && !t.is(i-1, "even")
	case "even":
		return t.is(i+1, "though")
	case "yet":
		return t.Words[i].Break == Comma || t.is(i-1, "and")
	case "except":
		return true
	case "apart", "aside":
		return t.is(i+1, "from")
	case "despite":
		return true
	case "on":
		return t.is(i+1, "the") && t.is(i+2, "other") && t.is(i+3, "hand")
	case "only":
		return t.isAny(i+1, "downside", "complaint", "problem", "issue", "negative", "criticism", "thing") && !t.isAny(i-1, "the", "my", "is", "was", "our")
	case "the", "my", "our":
		return i-first > 2 && t.is(i+1, "only") && t.isAny(i+2, "downside", "complaint", "problem", "issue", "negative", "criticism", "thing", "drawback")
	}
	return false
}

// is reports whether word i is word.
func (t *Text) is(i int, word string) bool {
	return i >= 0 && i < len(t.Words) && string(t.Fold(i)) == word
}

func (t *Text) isAny(i int, words ...string) bool {
	for _, w := range words {
		if t.is(i, w) {
			return true
		}
	}
	return false
}
