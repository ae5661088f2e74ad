package analyze

import (
	"bytes"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/jdkato/prose/v3/tag"
)

// A tagger gives words their parts of speech with the model of prose, an averaged perceptron, and gives the same tags as prose does.
//
// Note: prose finds each of a word's 14 features by bisection among 75,447 strings and adds their weights one by one, which took
// a third of a run. The weights are thousandths, so here they are added as whole numbers, in any order: those of features
// that go together are added beforehand, and all that the model knows of a word is found at once, by hash.
// (Prose adds fractions, so its choice between two tags that are equally good is one of rounding.)
type tagger struct {
	names []string // of the tags
	noun  uint8    // the tag NN
	rows  []row    // the first is that of whatever the model does not know

	lexemes  []lexeme                   // of the words that the model knows; open addressing, the length is a power of two
	endings  map[string]ending          // by the last three bytes of a word
	prefixes [256]uint32                // rows, by the first byte of a word
	tags     [tagCount][tagCount]uint32 // rows, by the tags of the word before and of the one before that
	pairTags []uint8                    // tags of the word before that the model knows beside a word: those of one word after those of another
	pairs    []uint32                   // rows, in step with pairTags

	start, start2, end, end2 *lexeme // what stands for the words beyond a sentence
}

// A lexeme is what the model knows of a word, as rows: for the word itself, and for the words near which it stands.
// Words are told apart by 64 bits of hash alone: that two of them share it has a chance of one in 10^11,
// and the test against prose would show it.
type lexeme struct {
	hash uint64 // 0 for none
	ending
	prefix, own, before2, after2 uint32
	first                        uint32 // in pairTags
	pairs                        uint8  // how many of them are its
	only                         uint8  // the tag that it has wherever it stands; noTag if that depends
}

// An ending is what the model knows of the words with the same last three bytes, as rows:
// for the word itself, and for the words that have it before them and after them.
type ending struct {
	suffix, before, after uint32
}

// A row is what the scores of the tags grow by, in thousandths: three tags in each number, a lane for each.
// To each of them laneZero is added, so that none is negative, which makes no difference between tags.
type row [tagCount / 3]uint64

// A lane holds what rowsAdded rows have for a tag.
const (
	laneBits  = 21
	lane      = 1<<laneBits - 1
	rowsAdded = 9
	laneZero  = lane / rowsAdded / 2
)

// tagCount is how many tags there is room for: those of the model, then those of what stands before a sentence and of a dash.
const (
	tagCount  = 48
	given     = 45
	startTag  = given
	start2Tag = given + 1
	dashTag   = given + 2
	noTag     = math.MaxUint8
)

// TagTokens gives every token its tag. Tokens are taken to be one sentence, or a part of one.
func (t *tagger) TagTokens(tokens []tag.Token) {
	var unknown [6]lexeme // the last is that of a word as it is written
	look := func(i int) *lexeme {
		switch {
		case i < len(tokens):
			return t.look(plainWord(tokens[i].Text), &unknown[i%5])
		case i == len(tokens):
			return t.end
		}
		return t.end2
	}
	c := context{before2: t.start, before: t.start2, word: look(0), after: look(1), tag: startTag, tag2: start2Tag}
	for i := range tokens {
		c.after2 = look(i + 2)
		word, written := tokens[i].Text, c.word
		if plainWord(word) != word {
			written = t.look(word, &unknown[5])
		}
		tag := t.tag(word, written, &c)
		tokens[i].Tag = t.names[tag]
		c.before2, c.before, c.word, c.after = c.before, c.word, c.after, c.after2
		c.tag2, c.tag = c.tag, tag
	}
}

// A context is a word in its plain form, the two words before it with their tags, and the two after it.
type context struct {
	before2, before, word, after, after2 *lexeme
	tag2, tag                            uint8
}

// tag returns the tag of a word in its context; written is what is known of it in the form in which it is written.
func (t *tagger) tag(word string, written *lexeme, c *context) uint8 {
	switch {
	case word == "-":
		return dashTag
	case strings.HasPrefix(word, "@"):
		return t.noun
	case written.only != noTag:
		return written.only
	}
	suffix, prefix, own, pair, tags := &t.rows[written.suffix], &t.rows[written.prefix], &t.rows[c.word.own], &t.rows[t.pair(c.tag, c.word)], &t.rows[t.tags[c.tag][c.tag2]]
	before, before2, after, after2 := &t.rows[c.before.before], &t.rows[c.before2.before2], &t.rows[c.after.after], &t.rows[c.after2.after2]
	var best uint64
	for i := range given / 3 {
		sums := suffix[i] + prefix[i] + own[i] + pair[i] + tags[i] + before[i] + before2[i] + after[i] + after2[i]
		for k := range 3 { // of equal tags the first is the best
			best = max(best, (sums>>(k*laneBits)&lane)<<8|uint64(noTag-3*i-k))
		}
	}
	return uint8(noTag - best&noTag)
}

// pair returns the row of a word after a tag.
func (t *tagger) pair(tag uint8, l *lexeme) uint32 {
	if i := bytes.IndexByte(t.pairTags[l.first:l.first+uint32(l.pairs)], tag); i >= 0 {
		return t.pairs[int(l.first)+i]
	}
	return 0
}

// look returns what is known of word. What is known of a word that the model does not know it writes to unknown.
func (t *tagger) look(word string, unknown *lexeme) *lexeme {
	if l := &t.lexemes[t.slot(hashText(word))]; l.hash != 0 {
		return l
	}
	*unknown = t.guess(word)
	return unknown
}

// guess returns what is known of a word by its first and last bytes.
func (t *tagger) guess(word string) lexeme {
	l := lexeme{ending: t.endings[lastBytes(word)], only: noTag}
	if word != "" {
		l.prefix = t.prefixes[word[0]]
	}
	return l
}

// slot returns the place of the lexeme with that hash: where it is, or where it would be.
func (t *tagger) slot(hash uint64) uint64 {
	mask := uint64(len(t.lexemes) - 1)
	at := hash & mask
	for t.lexemes[at].hash != hash && t.lexemes[at].hash != 0 {
		at = (at + 1) & mask
	}
	return at
}

// hashText returns the FNV-1a hash of s.
func hashText(s string) uint64 {
	hash := uint64(14695981039346656037)
	for i := range len(s) {
		hash = (hash ^ uint64(s[i])) * 1099511628211
	}
	return hash
}

func lastBytes(word string) string { return word[max(0, len(word)-3):] }

// plainWord returns the word in the form that the model was trained on.
func plainWord(word string) string {
	switch {
	case word == "":
		return word
	case word[0] != '-' && strings.IndexByte(word, '-') >= 0:
		return "!HYPHEN"
	case len(word) == 4 && isYear(word):
		return "!YEAR"
	case word[0] >= '0' && word[0] <= '9':
		return "!DIGITS"
	}
	for i := range len(word) {
		if c := word[i]; 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf {
			return strings.ToLower(word)
		}
	}
	return word
}

// isYear reports whether a word of four bytes is a number, with or without a sign.
func isYear(word string) bool {
	if word[0] == '+' || word[0] == '-' {
		word = word[1:]
	}
	for i := range len(word) {
		if word[i] < '0' || word[i] > '9' {
			return false
		}
	}
	return true
}
