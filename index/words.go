package index

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"golang.org/x/text/unicode/norm"

	"voc"
)

// A word is one word of a text: the term it is found by and where it stands.
type word struct {
	term       string // empty for a mark that is no word
	start, end int    // bytes in the text
	pos        int    // 1-based; a mask counts, and so does the end of a sentence or line, so that no phrase crosses it
}

// longest is the number of bytes of a word that count; the rest is cut off.
const longest = 64

// A lexicon turns words into the terms they are found by and remembers them.
// It is not safe for concurrent use.
type lexicon struct {
	terms map[string]string // as written in lower case → term
	env   *snowballstem.Env
	buf   []byte
}

// remembered bounds a lexicon's memory; words beyond it are looked up each time.
const remembered = 1 << 20

func newLexicon() *lexicon {
	return &lexicon{terms: map[string]string{}, env: snowballstem.NewEnv("")}
}

// words returns the words of text.
// Masks such as [phone] are not words, so that they are not found.
func (l *lexicon) words(text string) []word {
	words := make([]word, 0, len(text)/5+1)
	pos, ended := 0, false
	for i := 0; i < len(text); {
		if text[i] == '[' {
			if n := maskLen(text[i:]); n > 0 {
				i += n
				pos++
				continue
			}
		}
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if !inWord(r) {
			ended = ended || len(words) > 0 && ends(text, i, words[len(words)-1])
			i += size
			continue
		}
		end := i + size
		if !alone(r) {
			end = wordEnd(text, i)
		}
		if ended {
			pos, ended = pos+1, false
		}
		pos++
		words = append(words, word{l.term(text[i:end]), i, end, pos})
		i = end
	}
	return words
}

// ends reports whether a sentence or line ends with the mark at i, last being the word before it.
// A full stop ends none after a short word, which may be Mr. or No., nor inside 3.50.
func ends(text string, i int, last word) bool {
	switch text[i] {
	case '\n', '!', '?':
		return true
	case '.':
		return last.end == i && last.end-last.start > 3 && (i+1 == len(text) || text[i+1] == ' ')
	}
	return false
}

// maskLen returns the length of the mask that text begins with, 0 if it begins with none.
func maskLen(text string) int {
	n := 1
	for n < len(text) && (text[n] >= 'a' && text[n] <= 'z' || text[n] == '_') {
		n++
	}
	if n < len(text) && text[n] == ']' && slices.Contains(voc.Masks, text[:n+1]) {
		return n + 1
	}
	return 0
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// alone reports whether r is a word by itself, as in scripts written without spaces.
func alone(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// wordEnd returns where the word that starts at i ends.
// An apostrophe inside a word belongs to it, and so does the hyphen of e-mail.
func wordEnd(text string, i int) int {
	start := i
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case inWord(r) && !alone(r):
			i += size
			continue
		case apostrophe(r) && i > start, r == '-' && i == start+1 && text[start]|0x20 == 'e':
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			if unicode.IsLetter(next) && !alone(next) {
				i += size
				continue
			}
		}
		break
	}
	return i
}

func apostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '´' || r == '`' || r == '′'
}

// term returns the term that the word is found by: without case, accents and endings, in American spelling.
// Every negation is one term, so that "wasn't rude" is found by "not rude" and differs from "rude".
func (l *lexicon) term(written string) string {
	l.buf = fold(l.buf[:0], written)
	if term, ok := l.terms[string(l.buf)]; ok {
		return term
	}
	folded := string(l.buf)
	term := l.stem(folded)
	if len(l.terms) < remembered {
		l.terms[folded] = term
	}
	return term
}

// fold appends the word in lower case without accents; apostrophes become straight, the hyphen of e-mail goes.
func fold(buf []byte, written string) []byte {
	plain := true
	for i := 0; i < len(written) && plain; i++ {
		plain = written[i] < utf8.RuneSelf
	}
	if !plain {
		written = norm.NFKD.String(clip(written, 4*longest))
	}
	for _, r := range written {
		switch {
		case len(buf)+utf8.UTFMax > longest:
			return buf
		case r == '-', r >= utf8.RuneSelf && unicode.IsMark(r):
		case r >= 'A' && r <= 'Z':
			buf = append(buf, byte(r)+'a'-'A')
		case r < utf8.RuneSelf && r != '`':
			buf = append(buf, byte(r))
		case apostrophe(r):
			buf = append(buf, '\'')
		case r == 'ß':
			buf = append(buf, "ss"...)
		default:
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		}
	}
	return buf
}

// clip returns at most n bytes of s, cut at a rune's edge.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func (l *lexicon) stem(folded string) string {
	if strings.HasSuffix(folded, "n't") || negations[folded] {
		return "not"
	}
	if i := strings.IndexByte(folded, '\''); i >= 0 {
		switch folded[i+1:] {
		case "s", "d", "m", "ll", "ve", "re", "":
			folded = folded[:i]
		default:
			folded = strings.ReplaceAll(folded, "'", "")
		}
	}
	if base, ok := bases[folded]; ok {
		return base
	}
	l.env.SetCurrent(american(folded))
	english.Stem(l.env)
	return l.env.Current()
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	// negations are found as "not"; so is every word that ends in n't.
	negations = set("not cannot dont doesnt didnt isnt wasnt arent werent wont cant couldnt shouldnt wouldnt havent hasnt hadnt aint")

	// common words are in nearly every comment, so that they say nothing beside others. In a phrase they count.
	commonWords = set(`a an the and or of to in is was are were be been am it its this that there with as at by for from on i my me we our us
		you your they them their he she his her him do does did have has had so but if then than will would can could`)
)

// common are the terms of common words.
var common = sync.OnceValue(func() map[string]bool {
	terms, l := map[string]bool{}, newLexicon()
	for word := range commonWords {
		terms[l.term(word)] = true
	}
	return terms
})
