package analyze

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"strings"
	"unicode/utf8"

	"github.com/jdkato/prose/v3/tag"
	"github.com/jdkato/prose/v3/tag/aptagmodel"
)

// A tagger gives words their parts of speech with the model of prose, an averaged perceptron, and gives the same tags as prose does.
//
// Note: prose finds each of a word's 14 features by bisection among 75,447 strings, which took a third of a run.
// Here they are found by hash.
type tagger struct {
	classes  []string         // tags
	certain  map[string]uint8 // words that have one tag alone
	features []feature        // open addressing; the length is a power of two
	weights  []weight         // of the features, one after the other
	rows     []float32        // of the features that speak of many classes: maxTags weights each
	bias     [maxTags]float32 // scores of a word of which nothing is known
}

// A feature is where the weights of one feature stand. Features are told apart by 64 bits of hash alone:
// that two of them share it has a chance of one in six billion, and the test against prose would show it.
type feature struct {
	hash       uint64 // 0 for none
	start, end uint32 // in weights; in rows if end is isRow
}

// A feature of manyClasses or more has a row, which is added faster than so many single weights.
const (
	manyClasses = 10
	isRow       = math.MaxUint32
)

// A weight is what a feature adds to the score of a class.
type weight struct {
	value float32
	class uint8
}

// newTagger reads prose's model of English.
func newTagger() (*tagger, error) {
	r := modelReader{data: aptagmodel.English}
	if string(r.take(8)) != "PROSETAG" || r.uint32() != 1 {
		return nil, errors.New("prose's tagging model: not the format that is known")
	}
	t := &tagger{classes: make([]string, r.uint32())}
	for i := range t.classes {
		t.classes[i] = r.name()
	}
	features, pairs, text := int(r.uint32()), int(r.uint32()), int(r.uint32())
	names := r.take(text)
	nameEnds, pairEnds := r.take(4*(features+1)), r.take(4*(features+1))
	classes := r.take(pairs)
	t.weights = make([]weight, len(classes))
	for i, class := range classes {
		t.weights[i] = weight{math.Float32frombits(r.uint32()), class}
	}
	t.certain = map[string]uint8{}
	for range r.uint32() {
		word := r.name()
		t.certain[word] = r.take(1)[0]
	}
	if r.short || len(t.classes) > maxTags {
		return nil, errors.New("prose's tagging model: cut short, or of a size that is not known")
	}
	t.features = make([]feature, 1<<bits.Len(uint(features+features/2)))
	for i := range features {
		name := names[binary.LittleEndian.Uint32(nameEnds[4*i:]):binary.LittleEndian.Uint32(nameEnds[4*i+4:])]
		start, end := binary.LittleEndian.Uint32(pairEnds[4*i:]), binary.LittleEndian.Uint32(pairEnds[4*i+4:])
		t.insert(t.spread(feature{hashText(hashStart, string(name)), start, end}))
	}
	t.add(&t.bias, hashBias)
	return t, nil
}

// maxTags is the most classes that scores have room for.
const maxTags = 64

// spread gives a feature of many classes a row.
func (t *tagger) spread(f feature) feature {
	weights := t.weights[f.start:f.end]
	if len(weights) < manyClasses {
		return f
	}
	f.start, f.end = uint32(len(t.rows)), isRow
	t.rows = append(t.rows, make([]float32, maxTags)...)
	for _, w := range weights {
		t.rows[f.start+uint32(w.class%maxTags)] += w.value
	}
	return f
}

func (t *tagger) insert(f feature) {
	at := f.hash & uint64(len(t.features)-1)
	for t.features[at].hash != 0 {
		at = (at + 1) & uint64(len(t.features)-1)
	}
	t.features[at] = f
}

// TagTokens gives every token its tag. Tokens are taken to be one sentence, or a part of one.
func (t *tagger) TagTokens(tokens []tag.Token) {
	before2, before, word, after := "-START-", "-START2-", "", "-END-"
	if len(tokens) > 0 {
		word = plainWord(tokens[0].Text)
	}
	if len(tokens) > 1 {
		after = plainWord(tokens[1].Text)
	}
	tag1, tag2 := "-START-", "-START2-"
	for i := range tokens {
		after2 := "-END2-"
		switch {
		case i+2 < len(tokens):
			after2 = plainWord(tokens[i+2].Text)
		case i+2 == len(tokens):
			after2 = "-END-"
		}
		tokens[i].Tag = t.tag(tokens[i].Text, [5]string{before2, before, word, after, after2}, tag1, tag2)
		tag2, tag1 = tag1, tokens[i].Tag
		before2, before, word, after = before, word, after, after2
	}
}

// tag returns the tag of a word: context holds it in the middle as a plain word, tag1 and tag2 are those of the words before.
func (t *tagger) tag(word string, context [5]string, tag1, tag2 string) string {
	if word == "-" {
		return "-"
	}
	if strings.HasPrefix(word, "@") {
		return "NN"
	}
	if id, ok := t.certain[word]; ok {
		return t.classes[id]
	}
	scores := t.bias
	t.add(&scores, hashText(hashSuffix, lastBytes(word)))
	t.add(&scores, hashText(hashPrefix, word[:min(1, len(word))]))
	t.add(&scores, hashText(hashTag1, tag1))
	t.add(&scores, hashText(hashTag2, tag2))
	t.add(&scores, hashText(hashText(hashText(hashTags, tag1), " "), tag2))
	t.add(&scores, hashText(hashOwn, context[2]))
	t.add(&scores, hashText(hashText(hashText(hashTagWord, tag1), " "), context[2]))
	t.add(&scores, hashText(hashBefore, context[1]))
	t.add(&scores, hashText(hashBeforeSuffix, lastBytes(context[1])))
	t.add(&scores, hashText(hashBefore2, context[0]))
	t.add(&scores, hashText(hashAfter, context[3]))
	t.add(&scores, hashText(hashAfterSuffix, lastBytes(context[3])))
	t.add(&scores, hashText(hashAfter2, context[4]))
	best := 0
	for id := range t.classes {
		if scores[id] > scores[best] {
			best = id
		}
	}
	return t.classes[best]
}

// The names of features, as the model knows them, hashed as far as they are always the same.
var (
	hashBias         = hashText(hashStart, "bias")
	hashSuffix       = hashText(hashStart, "i suffix ")
	hashPrefix       = hashText(hashStart, "i pref1 ")
	hashTag1         = hashText(hashStart, "i-1 tag ")
	hashTag2         = hashText(hashStart, "i-2 tag ")
	hashTags         = hashText(hashStart, "i tag+i-2 tag ")
	hashOwn          = hashText(hashStart, "i word ")
	hashTagWord      = hashText(hashStart, "i-1 tag+i word ")
	hashBefore       = hashText(hashStart, "i-1 word ")
	hashBeforeSuffix = hashText(hashStart, "i-1 suffix ")
	hashBefore2      = hashText(hashStart, "i-2 word ")
	hashAfter        = hashText(hashStart, "i+1 word ")
	hashAfterSuffix  = hashText(hashStart, "i+1 suffix ")
	hashAfter2       = hashText(hashStart, "i+2 word ")
)

// add adds the weights of a feature to scores, if the model knows it.
func (t *tagger) add(scores *[maxTags]float32, hash uint64) {
	mask := uint64(len(t.features) - 1)
	for at := hash & mask; t.features[at].hash != 0; at = (at + 1) & mask {
		if f := &t.features[at]; f.hash == hash {
			if f.end == isRow {
				add(scores[:], t.rows[f.start:][:maxTags])
				return
			}
			for _, w := range t.weights[f.start:f.end] {
				scores[w.class%maxTags] += w.value
			}
			return
		}
	}
}

// hashStart begins a hash and hashText goes on with it (FNV-1a).
const hashStart = 14695981039346656037

func hashText(hash uint64, s string) uint64 {
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

// A modelReader reads the parts of prose's model one after another.
type modelReader struct {
	data  []byte
	short bool // it ended before its parts did
}

func (r *modelReader) take(n int) []byte {
	if n < 0 || n > len(r.data) {
		r.short = true
		return make([]byte, max(0, min(n, 8)))
	}
	part := r.data[:n]
	r.data = r.data[n:]
	return part
}

func (r *modelReader) uint32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }

func (r *modelReader) name() string {
	return string(r.take(int(binary.LittleEndian.Uint16(r.take(2)))))
}
