package analyze

// Symbols that are not words.
const (
	symQuestion = iota // five: one for each kind of question
	symComma    = iota + 4
	symClause
	symStop
	symAsk
	symShout
	symNumber
	symMask
	symEmoji
	marks // how many there are
)

// partBuckets is how many vectors the parts of words share.
const partBuckets = 4096

// A vocabulary numbers the symbols that a net knows: marks, then words, then parts of words.
type vocabulary struct {
	wordList // in order of their symbols
}

func newVocabulary(hashes []uint64) vocabulary { return vocabulary{newWordList(hashes)} }

// A wordList finds the places of words in a list. It keeps hashes of words, not the words.
type wordList struct {
	hashes []uint64
	table  []int32 // open addressing: index into hashes plus 1, 0 for none
	mask   uint64
}

func newWordList(hashes []uint64) wordList {
	size := 1
	for size < 2*len(hashes) {
		size *= 2
	}
	l := wordList{hashes: hashes, table: make([]int32, max(1, size)), mask: uint64(max(1, size) - 1)}
	for i, h := range hashes {
		k := h & l.mask
		for l.table[k] != 0 {
			k = (k + 1) & l.mask
		}
		l.table[k] = int32(i + 1)
	}
	return l
}

// find returns the place of the word with hash h, -1 if it is not there.
func (l *wordList) find(h uint64) int32 {
	for k := h & l.mask; l.table[k] != 0; k = (k + 1) & l.mask {
		if i := l.table[k] - 1; l.hashes[i] == h {
			return i
		}
	}
	return -1
}

// symbols returns how many symbols there are.
func (v *vocabulary) symbols() int { return marks + len(v.hashes) + partBuckets }

// word returns the symbol of the word with hash h, -1 if it is not known.
func (v *vocabulary) word(h uint64) int32 {
	if i := v.find(h); i >= 0 {
		return marks + i
	}
	return -1
}

// parts appends the symbols of the parts of word: its runs of three to five bytes, ends marked.
func (v *vocabulary) parts(list []int32, word []byte) []int32 {
	first := int32(marks + len(v.hashes))
	if len(word) > 40 {
		word = word[:40]
	}
	var buffer [42]byte
	marked := append(append(append(buffer[:0], '<'), word...), '>')
	for n := 3; n <= 5; n++ {
		for i := 0; i+n <= len(marked); i++ {
			list = append(list, first+int32(hashWord(marked[i:i+n])%partBuckets))
		}
	}
	return list
}

// hashWord returns the FNV-1a hash of a word, its bits mixed.
func hashWord(word []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range word {
		h = (h ^ uint64(c)) * 1099511628211
	}
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// A symbol is a word or mark as a net reads it.
type symbol struct {
	row      int32 // in the vocabulary; -1 for a word made of parts
	from, to int32 // its parts
	word     int32 // index into Text.Words; -1 for a mark
	unit     int32 // index into Text.Units
}

// A stream is a text as a net reads it.
type stream struct {
	symbols  []symbol
	parts    []int32
	question int
}

// reset reads t, whose question is of the kind given.
func (s *stream) reset(t *Text, v *vocabulary, question string) {
	s.symbols, s.parts, s.question = s.symbols[:0], s.parts[:0], questionIndex(question)
	s.symbols = append(s.symbols, symbol{row: int32(symQuestion + s.question), word: -1})
	end := 0
	for i := range t.Words {
		if len(s.symbols) >= reading {
			return
		}
		w := &t.Words[i]
		if w.Break >= Comma && i > 0 {
			s.mark(t, end, w)
		}
		end = w.End
		s.word(t, v, i)
	}
	if end < len(t.Source) && len(t.Words) > 0 {
		s.close(t.Source[end:], int32(t.Words[len(t.Words)-1].Unit))
	}
}

// mark adds what stands between the byte end and word w, in the unit before w.
func (s *stream) mark(t *Text, end int, w *Word) {
	row := int32(symComma)
	switch w.Break {
	case Clause:
		row = symClause
	case Stop:
		row = stopMark(t.Source[end:w.Start])
	}
	s.symbols = append(s.symbols, symbol{row: row, word: -1, unit: s.symbols[len(s.symbols)-1].unit})
}

// close adds the mark at the end of the text.
func (s *stream) close(tail string, unit int32) {
	s.symbols = append(s.symbols, symbol{row: stopMark(tail), word: -1, unit: unit})
}

func stopMark(gap string) int32 {
	for i := range min(len(gap), 8) {
		switch gap[i] {
		case '?':
			return symAsk
		case '!':
			return symShout
		}
	}
	return symStop
}

// word adds word i.
func (s *stream) word(t *Text, v *vocabulary, i int) {
	w := &t.Words[i]
	sym := symbol{word: int32(i), unit: int32(w.Unit)}
	switch w.Kind {
	case Number:
		sym.row = symNumber
	case Mask:
		sym.row = symMask
	default:
		sym.row = v.word(w.hash)
		if sym.row < 0 {
			if w.Kind == Symbol {
				sym.row = symEmoji
				break
			}
			sym.from = int32(len(s.parts))
			s.parts = v.parts(s.parts, t.Fold(i))
			sym.to = int32(len(s.parts))
		}
	}
	s.symbols = append(s.symbols, sym)
}
