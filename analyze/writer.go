package analyze

import (
	"slices"

	"voc"
)

// What a writer was or did is no merit of the service: "I have been polite up to now", "I fixed it myself".
// A need met or a theme whose words are the writer's own doing is left out.
//
// Note: a net of this size learns the difference only in part. Trained on a hundred patterns of it,
// it got 27 of the 32 sentences of testdata/writer.txt right, and fewer of others than before.
var (
	writers      = set("i", "we", "i'm", "i've", "we're", "we've", "im", "ive")
	writersAre   = set("i'm", "we're", "im") // writers with a being in them
	beings       = set("was", "am", "were", "are", "been", "be", "stayed", "remained", "kept", "stay", "remain")
	fillers      = set("have", "had", "always", "very", "really", "also", "just", "only", "quite", "so", "too", "more", "extremely", "nothing", "but", "tried", "try", "to", "as", "still", "even", "perfectly", "both", "most", "usually", "myself", "ourselves", "already")
	ownQualities = set("polite", "patient", "calm", "respectful", "courteous", "friendly", "kind", "pleasant", "reasonable", "honest", "helpful", "considerate", "nice", "civil", "early", "punctual",
		"rude", "impolite", "impatient", "disrespectful", "unkind", "unfriendly", "nasty")
	ownDeeds  = set("explained", "listened", "fixed", "repaired", "mended", "solved", "sorted", "helped", "paid", "pay", "arrived", "came", "filled", "asked", "apologised", "apologized", "smiled", "return", "returned", "brought", "sent", "yelled", "shouted", "snapped", "swore", "screamed")
	ownManner = set("clearly", "slowly", "carefully", "patiently", "politely", "nicely", "quickly", "promptly", "on", "time", "and", "myself", "ourselves", "late")
)

// ownReach is how many words may lie between a writer and the end of what is said of it.
const ownReach = 24

// isOwn reports whether words first to end tell what the writer was or did.
func (t *Text) isOwn(first, end int) bool {
	start, _ := t.UnitWords(t.Words[first].Unit)
	for i := end - 1; i >= max(start, end-ownReach); i-- {
		if writers[string(t.Fold(i))] {
			head, stop := t.ownClause(i)
			if head < 0 || first < i || end > stop {
				return false
			}
			return first <= head && head < end || t.allIn(first, end, ownManner) ||
				ownQualities[string(t.Fold(head))] && t.allIn(first, end, ownQualities, ownManner)
		}
	}
	return false
}

// ownClause returns the word that tells what the writer, named by word i, was or did, and the end of what is said of it.
// The head is -1 where it is something else, or was done to the writer.
func (t *Text) ownClause(i int) (head, stop int) {
	_, end := t.UnitWords(t.Words[i].Unit)
	end = min(end, i+ownReach)
	being := writersAre[string(t.Fold(i))]
	for head = i + 1; head < end && t.Words[head].Break < Comma; head++ {
		word := t.Fold(head)
		switch {
		case ownQualities[string(word)] && being && !t.is(head+1, "of"), ownDeeds[string(word)] && !being:
			for stop = head + 1; stop < end && !t.endsOwn(stop); stop++ {
			}
			return head, stop
		case beings[string(word)]:
			being = true
		case !fillers[string(word)]:
			return -1, i
		}
	}
	return -1, i
}

// endsOwn reports whether something else is said from word i on.
func (t *Text) endsOwn(i int) bool {
	if t.is(i, "and") {
		return i+1 < len(t.Words) && !ownQualities[string(t.Fold(i+1))] && !fillers[string(t.Fold(i+1))]
	}
	return t.Words[i].Break >= Comma || clauses[string(t.Fold(i))] || t.isAny(i, "but", "yet", "so", "you", "your")
}

func (t *Text) allIn(first, end int, sets ...map[string]bool) bool {
	for i := first; i < end; i++ {
		if !slices.ContainsFunc(sets, func(s map[string]bool) bool { return s[string(t.Fold(i))] }) {
			return false
		}
	}
	return true
}

// leaveOthers takes out of j the needs whose words are the doing of the writer or of others who do not serve.
// Control stays: it is the customer who has it. Of the writer's doing only manner counts as a need unmet.
func (j *judgement) leaveOthers(t *Text) {
	var kept, left [len(voc.Needs)][len(polarities)]int
	j.mentions = slices.DeleteFunc(j.mentions, func(m voc.Mention) bool {
		need := voc.Need(m.Label)
		if m.Kind != voc.KindNeed || need == voc.Control {
			return false
		}
		n, p := needIndex(need), slices.Index(polarities[:], m.Polarity)
		first, end := t.wordsOf(m.Unit, m.Span)
		if first == end || !t.isOthers(need, first) && (m.Polarity == voc.Unmet && need != voc.Dignity || !t.isOwn(first, end)) {
			kept[n][p]++
			return false
		}
		left[n][p]++
		return true
	})
	for n := range j.needs {
		for p, polarity := range polarities {
			if left[n][p] > 0 && kept[n][p] == 0 {
				j.needs[n] = without(j.needs[n], polarity)
			}
		}
	}
}

// without returns what is left of p without polarity q.
func without(p, q voc.Polarity) voc.Polarity {
	switch {
	case p == q:
		return ""
	case p == voc.Mixed && q == voc.Met:
		return voc.Unmet
	case p == voc.Mixed:
		return voc.Met
	}
	return p
}

// wordsOf returns the words of unit u within span, half-open.
func (t *Text) wordsOf(u int, span voc.Span) (first, end int) {
	from, to := t.UnitWords(u)
	for first = from; first < to && t.Words[first].Start < span.Start; first++ {
	}
	for end = first; end < to && t.Words[end].End <= span.End; end++ {
	}
	return first, end
}
