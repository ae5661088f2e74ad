package analyze

import "voc"

// reach is how many words before a match a negation or a wish is looked for, and after how many after it.
const (
	reach = 6
	after = 3
)

// Words that turn what follows them.
var (
	negators = set("not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without", "hardly", "barely", "lack", "lacks", "lacking", "lacked", "isn't", "wasn't", "aren't", "weren't",
		"don't", "doesn't", "didn't", "can't", "cannot", "couldn't", "won't", "wouldn't", "haven't", "hasn't", "hadn't", "ain't", "dont", "didnt", "doesnt", "wasnt", "cant", "isnt", "werent", "couldnt",
		"wouldnt", "zero", "nowhere", "less", "rarely", "seldom", "shouldn't", "fails", "failed", "failing", "failure", "unable", "refused", "refuses", "refuse", "refusing", "poor", "least", "absence", "insufficient", "instead", "anything", "unwilling", "little", "poorly", "badly")
	modals    = set("could", "should", "must", "ought")
	afterward = set("be", "have", "of", "been", "all", "also", "you", "do", "use", "it", "try", "improve", "benefit", "at", "maybe", "please", "they", "perhaps", "to", "possibly", "with")
	wants     = set("need", "needs", "want", "wanted")
	wanted    = set("to", "more", "better", "improved", "a", "an", "some", "for")
	increases = set("more", "better", "improve", "improved", "improving", "improvement", "improvements", "increase", "increased", "greater", "clearer", "enough")
	requests  = set("wish", "suggest", "suggestion", "maybe", "perhaps", "ideally", "prefer", "please", "kindly", "ensure")
	had       = set("was", "were", "is", "are", "am", "felt", "feel", "feels", "much", "got", "the", "than", "any", "no", "been", "even", "it's", "feeling", "became", "getting", "lot", "far", "and", "i", "we")

	// Comparatives: denied of what could be, they are praise ("could not have been kinder").
	comparatives = set("more", "better", "nicer", "kinder", "faster", "friendlier", "quicker", "easier", "clearer", "fault", "faulted", "happier", "enough", "smoother", "simpler", "politer", "sooner", "warmer")

	// Words of telling what was, as a wish has none.
	tellers = set("was", "were", "is", "are", "am", "always", "i'm", "it's", "they're", "had", "has", "have", "been", "did", "got", "felt", "made", "gave", "took", "came", "went", "thank", "thanks", "everyone", "everything",
		"excellent", "extremely", "absolutely", "seemed", "kept", "helped", "explained", "listened", "treated", "you're", "found", "seen", "enjoyed", "liked", "worked", "very", "really", "wasn't", "weren't", "didn't", "isn't", "never", "dealt")

	// Words after a match that deny it ("respect was lacking").
	failings = set("lacking", "missing", "lacked", "absent", "nonexistent", "improved", "improve", "improvement", "nowhere", "poor", "zero", "worse", "terrible", "awful", "appalling", "lost", "never")

	// Words that begin a clause of their own, beyond which a negation does not reach.
	clauses = set("because", "when", "which", "who", "where", "while", "then", "until", "since", "after", "before", "if", "whilst", "they", "she", "he", "staff", "everyone", "found", "just")
)

// Words that begin a question which asks for facts: what is asked for is not yet there.
var asking = set("is", "are", "do", "does", "can", "could", "will", "when", "where", "which", "what")

// Words for what was so once, or was only feared.
var (
	bygone  = set("old", "last", "previous", "former")
	oldOnes = set("system", "website", "site", "app", "process", "form", "portal")
	fears   = set("expect", "expected", "expecting", "feared", "dreaded", "braced", "assumed")
	present = set("am", "is", "are", "was", "were", "be", "been", "i'm", "get", "got", "getting", "i", "we") // before "used to" that tells of no past: "the form I used to apply"
	begins  = set("and", "who", "because", "when", "that", "so", "better")                                   // of something else than what was feared
)

// asks reports whether unit u is a question that asks for facts.
func (t *Text) asks(u int) bool {
	first, end := t.UnitWords(u)
	if first == end || !asking[string(t.Fold(first))] && !(t.is(first, "how") && t.isAny(first+1, "do", "can", "does", "long", "much")) || t.isAny(first+1, "more", "a", "an") || t.isAny(first+2, "believe", "know", "find") {
		return false
	}
	return stopMark(t.Source[t.Words[end-1].End:]) == symAsk
}

// isPast reports whether what word first says is told of what was so once: "it used to be friendly", "the old system was easy".
func (t *Text) isPast(first int) bool {
	start, _ := t.UnitWords(t.Words[first].Unit)
	for i := first - 1; i >= max(start, first-reach); i-- {
		if t.Words[i+1].Break >= Comma {
			return false
		}
		if t.is(i, "used") && t.is(i+1, "to") && i > start && !present[string(t.Fold(i-1))] || bygone[string(t.Fold(i))] && oldOnes[string(t.Fold(i+1))] {
			return true
		}
	}
	return false
}

// isFeared reports whether what word first says was only expected or feared: "I expected rudeness", "I thought they would be rude".
func (t *Text) isFeared(first int) bool {
	start, _ := t.UnitWords(t.Words[first].Unit)
	would := false
	for i := first - 1; i >= max(start, first-reach); i-- {
		if t.Words[i+1].Break >= Comma || begins[string(t.Fold(i))] {
			return false
		}
		would = would || t.isAny(i, "would", "they'd", "it'd", "he'd", "she'd", "might")
		if fears[string(t.Fold(i))] || would && t.is(i, "thought") {
			return true
		}
	}
	return false
}

// A stance says what the words around a match make of what it says.
type stance uint8

const (
	asserted  stance = iota
	negated          // "not friendly", "not at all rude"
	denied           // from farther off: "never saw anyone who was friendly"
	wished           // wanted or advised, so missing: "could be friendlier"
	surpassed        // "could not have been friendlier"
)

// stance returns the stance of words first to end under a kind of question.
func (t *Text) stance(first, end int, question string) stance {
	unit := t.Words[first].Unit
	start, stop := t.UnitWords(unit)
	negations, wish, could, compares := 0, false, false, comparatives[string(t.Fold(first))]
	comparative, nearest := compares, after+1
	for i := first - 1; i >= start && i >= first-reach; i-- {
		if t.Words[i+1].Break >= Comma && t.Words[i].Kind == Letters {
			break
		}
		word := t.Fold(i)
		switch {
		case negators[string(word)]:
			if !t.idle(i, first) && !(i == start && question == voc.CouldImprove && t.isAny(i, "nothing", "none", "no", "nobody")) {
				negations++
				nearest = min(nearest, first-i)
			}
			could = could || t.isAny(i, "couldn't", "couldnt", "can't", "cannot", "cant", "never")
		case string(word) == "stopped" && t.is(i+1, "being"):
			negations++
			nearest = min(nearest, first-i)
		case modals[string(word)]:
			could = true
			wish = wish || i+1 == first || i+1 < len(t.Words) && afterward[string(t.Fold(i+1))]
		case string(word) == "would":
			wish = wish || t.isAny(i+1, "like", "love", "prefer", "appreciate", "help", "benefit")
		case wants[string(word)]:
			wish = wish || i+1 == first || wanted[string(t.Fold(i+1))]
		case requests[string(word)]:
			wish = true
		case string(word) == "and" && i+1 < first, clauses[string(word)] && i+1 < first:
			i = start - 1 // another clause
			continue
		}
		if comparatives[string(word)] {
			compares = true
		}
		if increases[string(word)] && first-i <= 2 && (i == start || !had[string(t.Fold(i-1))]) && !t.is(i+1, "than") {
			wish = true
		}
	}
	tells := t.tells(start, min(stop, end+after))
	for i := end; i < stop && i < end+after && t.Words[i].Break < Comma; i++ {
		if failings[string(t.Fold(i))] && !t.isAny(i-1, "not", "never", "no") && !t.isAny(i, "never") {
			negations++
			break
		}
	}
	switch {
	case negations == 1 && compares && could:
		return surpassed
	case negations%2 == 1 && nearest > after:
		return denied
	case negations%2 == 1:
		return negated
	case wish, comparative && !tells && first-start <= 1, question == voc.CouldImprove && !tells && first-start <= 3:
		return wished
	}
	return asserted
}

// idle reports whether the negator at word i denies nothing at word first:
// "not only kind", "no doubt", "no problem", "never again", "not a problem".
func (t *Text) idle(i, first int) bool {
	if t.isAny(i, "little") {
		return !t.isAny(i-1, "very", "too", "so") || i+1 < first
	}
	if t.isAny(i, "anything") {
		return !t.is(i+1, "but")
	}
	return t.isAny(i+1, "only", "doubt", "just", "but", "problem", "problems", "wonder", "matter", "complaints", "complaint", "issues", "issue", "fault", "hesitation", "trouble", "sure", "know", "nonsense", "mind") ||
		t.isAny(i, "can't", "cannot", "cant", "couldn't", "not", "couldnt", "never", "don't") && t.isAny(i+1, "tell", "thank", "say", "describe", "express", "recommend", "praise", "wait", "imagine", "ask", "believe", "emphasize", "stress", "wanted", "forget", "speak", "beat", "hesitate", "appreciate") ||
		t.isAny(i+1, "a", "any") && t.isAny(i+2, "problem", "complaint", "doubt", "problems", "complaints", "issue", "issues")
}

// tells reports whether the words from start to end tell of something that was.
func (t *Text) tells(start, end int) bool {
	for i := start; i < end; i++ {
		if tellers[string(t.Fold(i))] {
			return true
		}
		if i > start+reach {
			i = max(i, end-2*reach) // a unit may be as long as the text
		}
	}
	return false
}

// turn returns what s makes of polarity p; what is left open and denied or wished for is unmet.
func (s stance) turn(p voc.Polarity) voc.Polarity {
	switch {
	case p != voc.Unmet && (s == negated || s == denied || s == wished):
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
