package analyze

import "voc"

// reach is how many words before a match a negation or a wish is looked for.
const reach = 5

var (
	negators = set("not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without", "hardly", "barely", "lack", "lacks", "lacking", "lacked", "isn't", "wasn't", "aren't", "weren't",
		"don't", "doesn't", "didn't", "can't", "cannot", "couldn't", "won't", "wouldn't", "haven't", "hasn't", "hadn't", "ain't", "dont", "didnt", "doesnt", "wasnt", "cant", "isnt", "werent", "couldnt",
		"wouldnt", "zero", "nowhere", "far", "less", "rarely", "seldom", "shouldn't", "fails", "failed", "unable", "refused", "refuses", "refuse", "poor", "stopped", "least", "absence", "insufficient", "instead")
	wishes      = set("more", "better", "could", "should", "needs", "need", "improve", "improved", "must", "improvement", "wish", "please", "kindly", "ensure", "ought", "maybe", "perhaps", "suggest", "supposed", "expect", "expected", "improving", "increase", "hope", "prefer", "ideally")
	comparative = set("more", "better", "nicer", "kinder", "faster", "friendlier", "quicker", "easier", "clearer", "fault", "faulted", "happier", "enough", "smoother", "simpler", "politer", "any", "asked", "hoped", "wished")
	copulas     = set("was", "were", "is", "are", "am", "very", "always", "so", "really", "i'm", "it's", "they're", "had", "has", "have", "been", "did", "got", "felt", "made", "gave", "took", "came", "went", "thank", "thanks", "everyone", "everything", "excellent", "extremely", "absolutely")
)

// stance says what the words around a match make of what it says.
type stance uint8

const (
	asserted stance = iota
	negated
	wished // wanted or advised, so missing
	surpassed
)

// stance returns the stance of words first to end under a kind of question.
//
// "Friendly" is asserted in "they were friendly", negated in "not friendly", wished in "could be friendlier"
// and surpassed in "could not have been friendlier".
func (t *Text) stance(first, end int, question string) stance {
	start, _ := t.UnitWords(t.Words[first].Unit)
	negations, wish, compares := 0, false, false
	for i := first - 1; i >= start && i >= first-reach; i-- {
		word := string(t.Fold(i))
		if negators[word] && !(i == first-1 && (word == "far" || word == "least")) && !t.idle(i) {
			if t.Words[i+1].Break == Comma && i+1 < first && word != "not" || t.Words[i+1].Break == Comma && word == "no" {
				continue // "no, they were kind"
			}
			negations++
		}
		if wishes[word] {
			wish = true
		}
		if comparative[word] {
			compares = true
		}
		if t.Words[i].Break == Comma && i < first-2 {
			break
		}
	}
	for i := first; i < end; i++ {
		compares = compares || comparative[string(t.Fold(i))]
	}
	switch {
	case negations == 1 && compares && wish, negations == 1 && compares && t.before(first, start, "couldn't", "can't", "cannot", "couldnt"):
		return surpassed
	case negations%2 == 1:
		return negated
	case wish && !t.before(first, start, "thank", "much"):
		return wished
	case question == voc.CouldImprove && negations == 0 && first-start <= 1 && !t.asserts(start, end):
		return wished
	}
	return asserted
}

// idle reports whether the negator at word i denies nothing that follows: "not only kind", "no doubt", "nothing but".
func (t *Text) idle(i int) bool {
	return t.isAny(i+1, "only", "doubt", "just", "but", "problem", "problems", "wonder", "matter", "longer")
}

// before reports whether one of words stands shortly before word i in its unit.
func (t *Text) before(i, start int, words ...string) bool {
	for n := 0; i > start && n < 2*reach; n++ {
		i--
		if t.isAny(i, words...) {
			return true
		}
	}
	return false
}

// asserts reports whether the words from start to two after end tell of something that was, as a wish does not.
func (t *Text) asserts(start, end int) bool {
	for i := start; i < min(end+2, len(t.Words)); i++ {
		if copulas[string(t.Fold(i))] {
			return true
		}
	}
	return false
}

// turn returns what s makes of polarity p.
func (s stance) turn(p voc.Polarity) voc.Polarity {
	switch {
	case p == voc.Met && (s == negated || s == wished):
		return voc.Unmet
	case p == voc.Unmet && s == negated:
		return voc.Met
	}
	return p
}

// join returns the polarity of what is said as p in one place and q in another.
func join(p, q voc.Polarity) voc.Polarity {
	switch {
	case p == "" || p == q:
		return q
	case q == "":
		return p
	}
	return voc.Mixed
}
