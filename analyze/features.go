package analyze

import (
	"cmp"
	"math"
	"slices"

	"voc"
)

// A textFeature is something that a comment has: a word, two words, a part of a word, the whole text, its length, its question, a theme.
type textFeature struct {
	hash   uint64
	weight float32
}

// featureGroups of features are brought to the same length one by one, so that a long word list does not drown the rest.
const featureGroups = 4

// A featurizer lists the features of texts, using its memory again.
type featurizer struct {
	groups [featureGroups][]textFeature
	words  []uint64
}

// features lists what t has, by group: words, pairs and the whole; parts of words; the length and where it was asked;
// the net's themes, of which it has the log-odds, each with where it was asked. Features of a group may repeat until they are merged.
func (z *featurizer) features(t *Text, c *voc.Comment, themes []float32) *[featureGroups][]textFeature {
	for g := range z.groups {
		z.groups[g] = z.groups[g][:0]
	}
	z.words = z.words[:0]
	question, department := hashWord([]byte(c.Question))|1, hashWord([]byte(c.Department))|1
	add := func(g int, h uint64) { z.groups[g] = append(z.groups[g], textFeature{h, 1}) }
	for i := range t.Words {
		if i >= reading {
			break
		}
		h := hashWord(t.Fold(i))
		z.words = append(z.words, h)
		add(0, h)
		if len(t.Words) <= 6 { // what "nothing" says depends on the question
			add(0, h*question)
		}
		if len(t.Words) <= 12 {
			add(0, join2(department, h, 10))
		}
		if i > 0 {
			add(0, join2(z.words[i-1], h, 2))
		}
		if i > 1 {
			add(0, join2(z.words[i-2], h, 3))
			add(0, join2(join2(z.words[i-2], z.words[i-1], 2), h, 4))
		}
		z.parts(t.Fold(i), add)
	}
	whole := uint64(1)
	for _, h := range z.words {
		whole = join2(whole, h, 11)
	}
	add(0, whole)
	add(0, join2(whole, question, 12))
	length := uint64(2 * math.Log2(float64(len(z.words)+1)))
	add(2, join2(length, 1, 13))
	add(2, join2(length, question, 13))
	add(2, join2(department, question, 14))
	add(2, join2(hashWord([]byte(c.QuestionKind))|1, 1, 5))
	if c.Channel != "" {
		add(2, join2(hashWord([]byte(c.Channel)), 1, 6))
	}
	if c.Department != "" {
		add(2, join2(hashWord([]byte(c.Department)), 1, 9))
	}
	if c.Question != "" {
		add(2, join2(hashWord([]byte(c.Question)), 1, 7))
	}
	for g := range z.groups {
		z.groups[g] = merge(z.groups[g])
	}
	z.themesAsked(themes, question, department)
	return &z.groups
}

// themesAsked adds the likelier themes with the department and the question: what coders call a wait may depend on who was waited for.
// A feature weighs what its theme is likely, which merging would lose.
//
// Note: on the themes of 4,900 answers these features add 0.008 to the micro-F1, the log-odds of the net's themes without them 0.001.
func (z *featurizer) themesAsked(themes []float32, question, department uint64) {
	const least = 0.05
	for k, odds := range themes {
		if p := float32(logistic(odds)); p > least {
			theme := uint64(k + 1)
			z.groups[3] = append(z.groups[3], textFeature{join2(theme, department, 15), p}, textFeature{join2(theme, question, 16), p})
		}
	}
}

func (z *featurizer) parts(word []byte, add func(int, uint64)) {
	if len(word) > 40 {
		word = word[:40]
	}
	var buffer [42]byte
	marked := append(append(append(buffer[:0], '<'), word...), '>')
	for n := 3; n <= 5; n++ {
		for i := 0; i+n <= len(marked); i++ {
			add(1, join2(hashWord(marked[i:i+n]), 1, 8))
		}
	}
}

// join2 mixes two hashes and a kind into one.
func join2(a, b uint64, kind uint64) uint64 {
	h := (a*0x9e3779b97f4a7c15 ^ b) * 0xff51afd7ed558ccd
	return (h ^ h>>31) * (2*kind + 1)
}

// merge sorts features and joins equal ones: one plus the logarithm of their number.
func merge(list []textFeature) []textFeature {
	slices.SortFunc(list, func(a, b textFeature) int { return cmp.Compare(a.hash, b.hash) })
	out := list[:0]
	for i := 0; i < len(list); {
		k := i
		for k < len(list) && list[k].hash == list[i].hash {
			k++
		}
		out = append(out, textFeature{list[i].hash, 1 + float32(math.Log(float64(k-i)))})
		i = k
	}
	return out
}
