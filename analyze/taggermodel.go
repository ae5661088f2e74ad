package analyze

import (
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/jdkato/prose/v3/tag/aptagmodel"
)

var errTagger = errors.New("prose's tagging model: not of the form that is known")

// newTagger reads prose's model of English.
func newTagger() (*tagger, error) {
	r := modelReader{data: aptagmodel.English}
	if string(r.take(8)) != "PROSETAG" || r.uint32() != 1 || r.uint32() != given {
		return nil, errTagger
	}
	t := &tagger{names: make([]string, tagCount), endings: map[string]ending{}}
	for i := range given {
		t.names[i] = r.name()
	}
	t.names[startTag], t.names[start2Tag], t.names[dashTag] = "-START-", "-START2-", "-"
	t.noun = t.tagOf("NN")
	features, weights, text := int(r.uint32()), int(r.uint32()), int(r.uint32())
	names := string(r.take(text))
	nameEnds, weightEnds := r.take(4*(features+1)), r.take(4*(features+1))
	b := taggerBuilder{tagger: t, classes: r.take(weights), weights: r.take(4 * weights), features: make(map[string]feature, features), words: map[string]*wordTags{}}
	for range r.uint32() {
		word := r.name()
		b.word(word).only = r.take(1)[0]
	}
	if r.short {
		return nil, errTagger
	}
	end := func(ends []byte, i int) uint32 { return binary.LittleEndian.Uint32(ends[4*i:]) }
	for i := range features {
		b.add(names[end(nameEnds, i):end(nameEnds, i+1)], feature{end(weightEnds, i), end(weightEnds, i+1)})
	}
	b.build()
	return t, b.fault
}

func (t *tagger) tagOf(name string) uint8 { return uint8(slices.Index(t.names, name)) }

// A taggerBuilder makes the rows of a tagger of the features of the model.
type taggerBuilder struct {
	*tagger
	classes  []byte // tags of the weights
	weights  []byte // 32-bit floats
	features map[string]feature
	words    map[string]*wordTags
	fault    error
}

// A feature is where its weights begin and end.
type feature struct{ start, end uint32 }

// wordTags are what the model has of a word but its features: the tag that it has wherever it stands, and the tags before it that it knows.
type wordTags struct {
	only   uint8
	before []string
}

func (b *taggerBuilder) word(word string) *wordTags {
	w := b.words[word]
	if w == nil {
		w = &wordTags{only: noTag}
		b.words[word] = w
	}
	return w
}

// add takes a feature, whose name is such as "i-1 suffix ing", "i+1 word clerk" or "i-1 tag+i word DT clerk".
func (b *taggerBuilder) add(name string, f feature) {
	b.features[name] = f
	if _, word, ok := strings.Cut(name, "word "); ok {
		if tag, word, ok := strings.Cut(word, " "); ok {
			w := b.word(word)
			w.before = append(w.before, tag)
			return
		}
		b.word(word)
	} else if _, bytes, ok := strings.Cut(name, "suffix "); ok {
		b.endings[bytes] = ending{}
	}
}

// build makes everything that a tagger finds rows by.
func (b *taggerBuilder) build() {
	t := b.tagger
	t.rows = make([]row, 0, len(b.features)+tagCount*tagCount+1)
	b.row()
	for _, bytes := range slices.Sorted(maps.Keys(t.endings)) {
		t.endings[bytes] = ending{b.row("i suffix " + bytes), b.row("i-1 suffix " + bytes), b.row("i+1 suffix " + bytes)}
	}
	for c := range t.prefixes {
		t.prefixes[c] = b.row("i pref1 " + string([]byte{byte(c)}))
	}
	for i, tag := range t.names {
		for k, tag2 := range t.names {
			t.tags[i][k] = b.row("bias", "i-1 tag "+tag, "i-2 tag "+tag2, "i tag+i-2 tag "+tag+" "+tag2)
		}
	}
	for _, name := range []string{"-START-", "-START2-", "-END-", "-END2-"} {
		b.word(name)
	}
	t.lexemes = make([]lexeme, 1<<bits.Len(uint(2*len(b.words))))
	for _, word := range slices.Sorted(maps.Keys(b.words)) {
		l := b.lexeme(word)
		t.lexemes[t.slot(l.hash)] = l
	}
	known := func(word string) *lexeme { return &t.lexemes[t.slot(hashText(word))] }
	t.start, t.start2, t.end, t.end2 = known("-START-"), known("-START2-"), known("-END-"), known("-END2-")
}

// lexeme makes all that is known of a word of the model.
func (b *taggerBuilder) lexeme(word string) lexeme {
	t, w := b.tagger, b.words[word]
	l := t.guess(word)
	l.hash, l.only, l.first, l.pairs = hashText(word), w.only, uint32(len(t.pairs)), uint8(len(w.before))
	for _, tag := range w.before {
		t.pairTags, t.pairs = append(t.pairTags, t.tagOf(tag)), append(t.pairs, b.row("i-1 tag+i word "+tag+" "+word))
	}
	l.own, l.before2, l.after2 = b.row("i word "+word), b.row("i-2 word "+word), b.row("i+2 word "+word)
	if name := "i-1 word " + word; b.has(name) {
		l.before = b.row(name, "i-1 suffix "+lastBytes(word))
	}
	if name := "i+1 word " + word; b.has(name) {
		l.after = b.row(name, "i+1 suffix "+lastBytes(word))
	}
	return l
}

func (b *taggerBuilder) has(name string) bool {
	_, ok := b.features[name]
	return ok
}

// row makes a row of the sums of the features called names and returns its number: 0 if the model has none of them.
func (b *taggerBuilder) row(names ...string) uint32 {
	var sums [given]int
	none := true
	for _, name := range names {
		f, ok := b.features[name]
		none = none && !ok
		for i := f.start; i < f.end; i++ {
			weight := float64(math.Float32frombits(binary.LittleEndian.Uint32(b.weights[4*i:])))
			thousandths := math.Round(1000 * weight)
			if math.Abs(weight-thousandths/1000) > 1e-5 {
				b.fault = errTagger
			}
			sums[b.classes[i]] += int(thousandths)
		}
	}
	if none && len(b.rows) > 0 {
		return 0
	}
	var r row
	for tag, sum := range sums {
		if sum < -laneZero || sum > laneZero {
			b.fault = errTagger
		}
		r[tag/3] |= uint64(sum+laneZero) << (tag % 3 * laneBits)
	}
	b.rows = append(b.rows, r)
	return uint32(len(b.rows) - 1)
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
