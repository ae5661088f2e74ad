package analyze

import (
	"bytes"
	"slices"
	"strings"

	"github.com/jdkato/prose/v3/tag"
)

// A comment has at most mostPhrases key phrases, looked for in its first mostWords words.
const (
	mostPhrases = 8
	mostWords   = 2000
)

// phrases finds key phrases: noun phrases by the parts of speech that prose gives.
type phrases struct {
	tagger *tagger
}

func newPhrases() (*phrases, error) {
	tagger, err := newTagger()
	if err != nil {
		return nil, err
	}
	return &phrases{tagger}, nil
}

// Nouns that say nothing of what a comment is about, and adjectives that belong to no phrase.
var (
	dullNouns = set("thing", "things", "lot", "lots", "bit", "way", "time", "times", "day", "days", "something", "anything", "nothing", "everything", "everyone", "someone", "anyone", "people", "one", "ones", "today", "yesterday",
		"tomorrow", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minute", "minutes", "i", "am", "pm", "thanks", "thank", "please", "ok", "okay", "kind", "sort", "type", "part", "rest", "end", "fact", "case", "point", "area",
		"yes", "no", "n't", "'s", "it", "they", "you", "we", "he", "she", "me", "us", "them", "my", "your", "place", "hi", "hello", "god", "guy", "guys", "man", "x", "xx", "etc", "none", "nobody", "well", "couple", "number", "side",
		"helpful", "straightforward", "caring", "friendly", "quick", "easy", "polite", "efficient", "fast", "professional", "knowledgeable", "cannot", "change", "knowing", "especially", "thankyou", "informative", "excellent", "good", "great")
	dullWords = set("other", "same", "such", "own", "many", "few", "several", "more", "most", "much", "first", "last", "next", "able", "sure", "due", "whole", "only", "various", "certain", "very", "good", "great", "excellent", "bad",
		"nice", "new", "little", "big", "old", "full", "different", "further", "better", "best", "amazing", "lovely", "wonderful", "fantastic", "brilliant", "happy", "terrible", "awful", "least", "less", "please", "too", "zero", "no", "poor", "missed", "using", "latter", "former", "overall")
)

// find returns the key phrases of t, in lower case, in order of appearance, each once. It uses the memory of s.
func (p *phrases) find(t *Text, s *scratch) []string {
	var list []string
	tokens := s.tokens[:0]
	defer func() { s.tokens = tokens }()
	for u := range t.Units {
		first, end := t.UnitWords(u)
		end = min(end, mostWords)
		for first < end && len(list) < mostPhrases {
			stop := min(end, first+200) // the tagger's memory is bounded by a piece
			tokens = tokens[:0]
			shouts := t.shouts(first, stop)
			for i := first; i < stop; i++ {
				w := &t.Words[i]
				word := t.Source[w.Start:w.End]
				if (shouts || i == first) && upperAt(word, 0) { // a capital here is no name
					word = string(t.Fold(i))
				}
				tokens = append(tokens, tag.Token{Text: word})
			}
			p.tagger.TagTokens(tokens)
			list = t.nounPhrases(tokens, first, list)
			first = stop
		}
	}
	return list
}

// shouts reports whether most of the words from first to end are in capitals.
func (t *Text) shouts(first, end int) bool {
	loud := 0
	for i := first; i < end; i++ {
		w := &t.Words[i]
		if w.End-w.Start > 1 && upperAt(t.Source, w.Start) && upperAt(t.Source, w.Start+1) {
			loud++
		}
	}
	return loud*2 > end-first
}

// nounPhrases appends the noun phrases of tokens, whose first is word at of t.
func (t *Text) nounPhrases(tokens []tag.Token, at int, list []string) []string {
	for i := 0; i < len(tokens) && len(list) < mostPhrases; {
		start, noun := i, -1
		for i < len(tokens) && (i == start || t.Words[at+i].Break <= Space) {
			if t.Words[at+i].Kind != Letters || bytes.IndexByte(t.Fold(at+i), '\'') >= 0 {
				break
			}
			if name := tokens[i].Tag; strings.HasPrefix(name, "NN") {
				noun = i
			} else if name != "JJ" && name != "VBN" && name != "VBG" || noun >= 0 {
				break
			}
			i++
		}
		if noun >= 0 {
			if phrase := t.phrase(tokens, at, start, noun+1); phrase != "" && !slices.Contains(list, phrase) {
				list = append(list, phrase)
			}
		}
		i = max(i, start+1)
	}
	return list
}

// phrase returns words start to end of tokens as a key phrase, empty if they are none.
func (t *Text) phrase(tokens []tag.Token, at, start, end int) string {
	for start < end && (dullWords[string(t.Fold(at+start))] || strings.HasPrefix(tokens[start].Tag, "VB") || len(t.Fold(at+start)) < 2) {
		start++
	}
	for end > start && dullNouns[string(t.Fold(at+end-1))] && (end-start < 2 || !strings.HasPrefix(tokens[end-2].Tag, "NN") || !strings.HasPrefix(tokens[end-1].Tag, "NN")) {
		end-- // but "parking lot" stays
	}
	start = max(start, end-4)
	if start == end || end-start == 1 && (!strings.HasPrefix(tokens[start].Tag, "NN") || len(t.Fold(at+start)) < 4 || dullNouns[string(t.Fold(at+start))]) {
		return ""
	}
	var b strings.Builder
	for i := start; i < end; i++ {
		if i > start {
			b.WriteByte(' ')
		}
		b.Write(t.Fold(at + i))
	}
	return b.String()
}
