package analyze

import (
	"unicode"
	"unicode/utf8"

	"voc"
)

// A Text is a comment's words and units, split once and shared by everything that analyzes it.
// The zero value is ready; [Text.Reset] may be called again to use the memory once more.
//
// Note: the segmenter and tokenizer of prose v3 take 3 and 6 µs a comment of 15 words, and are quadratic
// on long runs of punctuation and white space; this one pass takes 1.7 µs, is linear on anything, and finds
// the breaks that people who type in a hurry leave out ("good.Staff"). Prose gives the parts of speech, see [phrases].
type Text struct {
	Source string
	Words  []Word
	Units  []voc.Span // sentences, split again at a contrast; in order, not overlapping

	folded []byte // the words in lower case, one after the other
	first  []int  // first word of each unit, and at the end the number of words
	latin  int    // letters by script
	other  int
	script script // the commonest script that is not Latin
	counts [scripts]int
}

// A Word is a word, a number or a symbol of a [Text].
type Word struct {
	Start, End int  // bytes of the source, half-open
	Kind       Kind // what it is made of
	Break      Break
	Unit       int // index into Units

	low, high int    // bytes of the folded words
	hash      uint64 // of the folded word, by hashWord
}

// A Kind says what a word is made of.
type Kind uint8

// The kinds of word.
const (
	Letters  Kind = iota // letters, digits after the first letter, apostrophes within
	Number               // digits, and what hangs on to them: "3.5", "9am"
	Symbol               // an emoji or emoticon
	Ideogram             // one letter of a script that writes no spaces
	Mask                 // a masked detail, such as "[phone]"
)

// A Break says what stands before a word.
type Break uint8

// The breaks, from the weakest.
const (
	Joined Break = iota // nothing, or a hyphen
	Space               // white space
	Comma               // a comma, slash, bracket or quotation mark
	Clause              // a semicolon or a dash
	Stop                // the end of a sentence, a line or an item; also before the first word
)

// NewText splits source.
func NewText(source string) *Text {
	t := &Text{}
	t.Reset(source)
	return t
}

// Fold returns word i in lower case, with straight apostrophes. It is valid until the next Reset.
func (t *Text) Fold(i int) []byte {
	w := &t.Words[i]
	return t.folded[w.low:w.high]
}

// UnitWords returns the half-open range of words of unit u.
func (t *Text) UnitWords(u int) (first, end int) {
	return t.first[u], t.first[u+1]
}

// Reset splits source, forgetting what t held.
func (t *Text) Reset(source string) {
	t.Source = source
	t.Words, t.Units, t.folded, t.first = t.Words[:0], t.Units[:0], t.folded[:0], t.first[:0]
	t.latin, t.other, t.script, t.counts = 0, 0, noScript, [scripts]int{}
	t.split()
	t.cut()
	t.countScripts()
}

// Classes of ASCII bytes.
const (
	other = iota
	letter
	digit
	space
	line
	stop  // ends a sentence
	comma // separates words
	dash
	colon
	opening // square bracket: perhaps a mask
)

var classes = func() (table [128]uint8) {
	for c := range table {
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			table[c] = letter
		case '0' <= c && c <= '9':
			table[c] = digit
		}
	}
	for _, set := range []struct {
		bytes string
		class uint8
	}{{" \t\v\f\x00", space}, {"\n\r", line}, {".!?", stop}, {",/()\"{}|&+*#@<>=~_^\\$%]`'", comma}, {"-", dash}, {":;", colon}, {"[", opening}} {
		for i := range len(set.bytes) {
			table[set.bytes[i]] = set.class
		}
	}
	return table
}()

// split finds the words and the break before each.
func (t *Text) split() {
	brk := Stop
	for i := 0; i < len(t.Source); {
		if t.Source[i] < utf8.RuneSelf {
			i, brk = t.ascii(i, brk)
		} else {
			i, brk = t.wide(i, brk)
		}
	}
}

// ascii reads on from the byte of ASCII at i, before which stands brk, and returns where it ends and the break there:
// it adds a word, or makes the break stronger.
func (t *Text) ascii(i int, brk Break) (end int, next Break) {
	s := t.Source
	switch c := s[i]; classes[c] {
	case letter:
		return t.letters(i, brk), Joined
	case digit:
		return t.number(i, brk), Joined
	case space:
		return i + 1, max(brk, Space)
	case line:
		return i + 1, max(brk, t.lineBreak(i))
	case stop:
		end := i + 1
		for end < len(s) && s[end] < utf8.RuneSelf && classes[s[end]] == stop {
			end++
		}
		return end, max(brk, t.stopBreak(i, end))
	case dash:
		return i + 1, max(brk, dashBreak(s, i, i+1))
	case colon:
		if n := emoticon(s[i:]); n > 0 {
			t.add(i, i+n, Symbol, brk)
			return i + n, Joined
		}
		if c == ';' {
			return i + 1, max(brk, Clause)
		}
	case opening:
		if n := mask(s[i:]); n > 0 {
			t.add(i, i+n, Mask, brk)
			return i + n, Joined
		}
	}
	return i + 1, max(brk, Comma)
}

// wide does for a rune beyond ASCII what ascii does for a byte.
func (t *Text) wide(i int, brk Break) (end int, next Break) {
	s := t.Source
	r, n := utf8.DecodeRuneInString(s[i:])
	end = i + n
	switch {
	case isIdeogram(r):
		t.counts[scriptOf(r)]++
		t.add(i, end, Ideogram, brk)
		return end, Joined
	case unicode.IsLetter(r):
		return t.letters(i, brk), Joined
	case unicode.IsDigit(r):
		return t.number(i, brk), Joined
	case r == '…' || r == '。' || r == '！' || r == '？' || r == '।' || r == '؟':
		return end, Stop
	case r == '•' || r == '·' || r == '●' || r == '▪' || r == '\u2028' || r == '\u2029' || r == '\u0085':
		return end, Stop
	case r == '–' || r == '—':
		return end, max(brk, dashBreak(s, i, end))
	case unicode.IsSpace(r):
		return end, max(brk, Space)
	case unicode.Is(unicode.So, r):
		t.add(i, end, Symbol, brk)
		return end, Joined
	case r == '\ufe0f' || r == '\u200d' || r == '\u200b' || unicode.Is(unicode.Sk, r):
		return end, brk // joins or colours an emoji, or is not seen
	}
	return end, max(brk, Comma)
}

// letters adds the word that starts at i and returns its end.
func (t *Text) letters(i int, brk Break) int {
	s, start, low := t.Source, i, len(t.folded)
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			switch classes[c] {
			case letter:
				t.latin++
				t.folded = append(t.folded, c|0x20)
			case digit:
				t.folded = append(t.folded, c)
			default:
				if c != '\'' || !letterAt(s, i+1) {
					return t.push(start, i, low, Letters, brk)
				}
				t.folded = append(t.folded, c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '’' || r == '‘' || r == 'ʼ' || r == '´':
			if !letterAt(s, i+n) {
				return t.push(start, i, low, Letters, brk)
			}
			t.folded = append(t.folded, '\'')
		case isIdeogram(r) || !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && !unicode.IsDigit(r):
			return t.push(start, i, low, Letters, brk)
		default:
			if k := scriptOf(r); k == noScript {
				t.latin++
			} else {
				t.counts[k]++
			}
			t.folded = utf8.AppendRune(t.folded, unicode.ToLower(r))
		}
		i += n
	}
	return t.push(start, i, low, Letters, brk)
}

// number adds the number that starts at i and returns its end.
func (t *Text) number(i int, brk Break) int {
	s, start, low := t.Source, i, len(t.folded)
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			inner := (c == '.' || c == ',' || c == ':' || c == '/') && i+1 < len(s) && s[i+1]-'0' <= 9
			if k := classes[c]; k != digit && k != letter && !inner {
				break
			}
			if classes[c] == letter {
				c |= 0x20
			}
			t.folded = append(t.folded, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsDigit(r) {
			break
		}
		t.folded = append(t.folded, s[i:i+n]...)
		i += n
	}
	return t.push(start, i, low, Number, brk)
}

// add adds a word that is not folded.
func (t *Text) add(start, end int, kind Kind, brk Break) {
	low := len(t.folded)
	t.folded = append(t.folded, t.Source[start:end]...)
	t.push(start, end, low, kind, brk)
}

func (t *Text) push(start, end, low int, kind Kind, brk Break) int {
	t.Words = append(t.Words, Word{Start: start, End: end, Kind: kind, Break: brk, low: low, high: len(t.folded), hash: hashWord(t.folded[low:])})
	return end
}

// lineBreak returns the break that the end of a line at i makes:
// none of note if the next line goes on in lower case, as wrapped text does.
func (t *Text) lineBreak(i int) Break {
	s := t.Source
	for n := 0; i < len(s) && n < 64; i, n = i+1, n+1 {
		switch c := s[i]; {
		case c == '\n' || c == '\r':
			if n > 1 {
				return Stop // an empty line
			}
		case c == ' ' || c == '\t':
		case 'a' <= c && c <= 'z':
			return Space
		default:
			return Stop
		}
	}
	return Stop
}

// stopBreak returns the break that the marks s[i:end] make.
func (t *Text) stopBreak(i, end int) Break {
	s := t.Source
	if end < len(s) && letterAt(s, end) {
		if s[i] != '.' || upperAt(s, end) && t.lastLen() > 1 {
			return Stop // "good.Staff"
		}
		return Joined // "e.g", "p.m"
	}
	if end-i > 1 || s[i] != '.' || len(t.Words) == 0 {
		return Stop
	}
	last := len(t.Words) - 1
	if t.Words[last].End == i && (abbreviations[string(t.Fold(last))] || t.lastLen() == 1 && t.initial(last)) {
		return Space
	}
	return Stop
}

func (t *Text) lastLen() int {
	if len(t.Words) == 0 {
		return 0
	}
	w := &t.Words[len(t.Words)-1]
	return w.high - w.low
}

// initial reports whether the single letter of word i stands for a name or is part of an abbreviation such as "a.m.".
func (t *Text) initial(i int) bool {
	w := &t.Words[i]
	if w.Kind != Letters {
		return false
	}
	if w.Break == Joined && i > 0 && t.Words[i-1].high-t.Words[i-1].low == 1 {
		return !upperNext(t.Source, w.End+1) // "at 5 p.m. The" ends, "at 5 p.m. the" does not
	}
	return upperAt(t.Source, w.Start) && t.Fold(i)[0] != 'i'
}

var abbreviations = set("mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "eg", "ie", "approx", "appt", "dept", "jr", "sr", "ave", "blvd", "rd", "inc", "ltd", "co", "mt", "rev", "hr", "hrs", "min", "mins", "fig", "esp")

// dashBreak returns the break that the dash s[i:end] makes.
func dashBreak(s string, i, end int) Break {
	before := i == 0 || isSpace(s[i-1])
	after := end == len(s) || isSpace(s[end])
	switch {
	case before && after, s[i] != '-', end < len(s) && s[end] == '-':
		return Clause
	case before: // an item: "-clean"
		return Comma
	}
	return Joined
}

// emoticon returns the length of the emoticon that s starts with, 0 if none.
func emoticon(s string) int {
	n := 1
	if n < len(s) && (s[n] == '-' || s[n] == '\'') {
		n++
	}
	if n < len(s) {
		switch s[n] {
		case ')', '(', 'D', 'P':
			if n+1 == len(s) || classes[s[n+1]&0x7f] != letter {
				return n + 1
			}
		}
	}
	return 0
}

// mask returns the length of the masked detail that s starts with, 0 if none.
func mask(s string) int {
	for i := 1; i < len(s) && i < 12; i++ {
		if s[i] == ']' {
			if masks[s[:i+1]] {
				return i + 1
			}
			return 0
		}
	}
	return 0
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func letterAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	if s[i] < utf8.RuneSelf {
		return classes[s[i]] == letter
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

func upperAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsUpper(r)
}

// upperNext reports whether the next thing after i that is not a space is a capital letter.
func upperNext(s string, i int) bool {
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	return upperAt(s, i)
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
