package report

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A centre knows which words are common in what is said on each theme, to find the comments closest to the middle of it.
// Words are counted in a fixed number of bins a theme, so that memory does not grow with the comments.
type centre struct {
	themes map[string]*bins
}

const binCount = 4096

type bins struct {
	texts  int
	counts [binCount]uint32 // texts with a word of the bin
	length float64          // of counts as a vector; 0 until the first score
}

// add counts the words of a text on a theme.
func (c *centre) add(theme, text string) {
	if c.themes == nil {
		c.themes = map[string]*bins{}
	}
	b := c.themes[theme]
	if b == nil {
		b = &bins{}
		c.themes[theme] = b
	}
	b.texts++
	for bin := range distinct(text) {
		b.counts[bin]++
	}
}

// score is, once all texts are added, how close a text is to the middle of a theme, 0..1: the cosine of its words with the theme's.
func (c *centre) score(theme, text string) float64 {
	b := c.themes[theme]
	if b == nil {
		return 0
	}
	words := distinct(text)
	if len(words) == 0 {
		return 0
	}
	if b.length == 0 {
		for _, n := range b.counts {
			b.length += float64(n) * float64(n)
		}
		b.length = math.Sqrt(b.length)
	}
	var dot uint64 // whole, so that the order of a map does not matter
	for bin := range words {
		dot += uint64(b.counts[bin])
	}
	return round(float64(dot) / (b.length * math.Sqrt(float64(len(words)))))
}

// distinct returns the bins of a text's words of four letters and more; shorter ones say little of a theme.
func distinct(text string) map[uint64]bool {
	words := map[uint64]bool{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if utf8.RuneCountInString(word) >= 4 {
			words[hash(word)%binCount] = true
		}
	}
	return words
}
