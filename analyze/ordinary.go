package analyze

import (
	"encoding/binary"
	"math"
	"strings"
	"sync"
	"unicode"

	"github.com/jdkato/prose/v3/tag/aptagmodel"
)

// Ordinary reports whether a word in lower case is an ordinary one rather than a name: it tells its language, the codebook writes it
// in lower case, or prose's model of English takes it for another part of speech than a proper noun.
// A given name is not ordinary, and neither is a word that nobody knows. It is safe for concurrent use.
func Ordinary(word string) bool {
	return !firstNames[word] && (ordinaryWords()[word] || functionWords.languages(hashWord([]byte(word))) != 0)
}

// ordinaryWords are some 13,000 English words.
var ordinaryWords = sync.OnceValue(func() map[string]bool {
	words := taggedWords()
	apart := func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }
	for _, word := range strings.FieldsFunc(string(builtin), apart) {
		if len(word) > 2 && strings.ToLower(word) == word {
			words[word] = true
		}
	}
	return words
})

// taggedWords returns the words of prose's model that are no proper nouns: of a word that always has one tag the model keeps that,
// of any other word weights, of which the greatest is that of the tag it has most. It returns none if the model cannot be read.
func taggedWords() map[string]bool {
	words := map[string]bool{}
	r := modelReader{data: aptagmodel.English}
	r.take(len("PROSETAG") + 8)
	tags := make([]string, given)
	for i := range tags {
		tags[i] = r.name()
	}
	features, weights, text := int(r.uint32()), int(r.uint32()), int(r.uint32())
	names := string(r.take(text))
	nameEnds, weightEnds, classes, values := r.take(4*(features+1)), r.take(4*(features+1)), r.take(weights), r.take(4*weights)
	only := map[string]string{}
	for range r.uint32() {
		word := r.name()
		only[word] = tags[r.take(1)[0]]
	}
	if r.short {
		return words
	}
	at := func(list []byte, i int) int { return int(binary.LittleEndian.Uint32(list[4*i:])) }
	for i := range features {
		if word, ok := strings.CutPrefix(names[at(nameEnds, i):at(nameEnds, i+1)], "i word "); ok {
			best, tag := float32(math.Inf(-1)), ""
			for k := at(weightEnds, i); k < at(weightEnds, i+1); k++ {
				if weight := math.Float32frombits(uint32(at(values, k))); weight > best {
					best, tag = weight, tags[classes[k]]
				}
			}
			words[word] = !strings.HasPrefix(tag, "NNP")
		}
	}
	for word, tag := range only {
		if strings.ToLower(word) == word {
			words[word] = !strings.HasPrefix(tag, "NNP")
		}
	}
	return words
}
