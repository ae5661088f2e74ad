package ingest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// speakerNames hides the names of a transcript's speakers in what is said there:
// tables call them by their labels, so their names must not stand beside these.
// It knows the words of the names; the zero value knows none.
type speakerNames struct {
	ordinary func(word string) bool // reports whether a word in lower case is an ordinary one; nil knows none but ordinaryNames
	words    map[string]bool        // in lower case -> whether it is no ordinary word, so that it is a name in whatever case
	whole    []string               // names in scripts whose words are not parted from others by spaces
	replacer *strings.Replacer      // of whole, made when it is needed
}

// nameMask stands for a name, as in the texts that are masked by patterns.
const nameMask = "[name]"

// labelParts are what parts a name from an office in a speaker's label, as in "Jo Bloggs - Library".
var labelParts = regexp.MustCompile(`\s[-–—]+\s|[,;:•]`)

// add learns a name as the transcript writes it before a speaker's words.
func (n *speakerNames) add(label string) {
	if roleWord(label) != "" {
		return
	}
	label, _, _ = strings.Cut(label, "@")
	if i := strings.IndexAny(label, "([{|/"); i > 0 {
		label = label[:i]
	}
	small := !strings.ContainsFunc(label, unicode.IsUpper)
	for _, part := range labelParts.Split(label, -1) {
		n.addPart(part, small)
	}
}

// addPart learns the names of a part of a label, which is small if the label has no capital.
// Ordinary words are no names where they say more of a role, as in "Water Clerk" and "Table 3", but they are in "Officer Brown";
// of an office only a name of several words is taken for a person's, because one is a place's, as in "Boston Public Library".
func (n *speakerNames) addPart(part string, small bool) {
	var sure, ordinary, whole []string
	role, office := false, false // what the word before is
words:
	for start, end := nameWord(part, 0); start < end; start, end = nameWord(part, end) {
		word := nameKey(part[start:end])
		switch {
		case organisations[word] || roleNouns[word]:
			role, office, ordinary = true, organisations[word], nil
			continue
		case role && word == "of": // the place that somebody is the mayor of
			break words
		case utf8.RuneCountInString(word) < 2:
			continue
		case notNamed[word] || !small && unicode.IsLower(firstRune(part[start:])):
		case isUnspaced(firstRune(word)):
			whole = append(whole, word)
		case n.isOrdinary(word):
			ordinary = append(ordinary, word)
		default:
			sure = append(sure, word)
		}
		role, office = false, false
	}
	if strings.ContainsFunc(part, unicode.IsDigit) {
		ordinary, whole = nil, nil
		sure = slices.DeleteFunc(sure, func(word string) bool { return isCaseless(firstRune(word)) })
	}
	if office && len(sure) < 2 {
		sure = nil
	}
	n.learn(sure, true)
	n.learn(ordinary, false)
	n.whole, n.replacer = append(n.whole, whole...), nil
}

func (n *speakerNames) isOrdinary(word string) bool {
	return ordinaryNames[word] || n.ordinary != nil && n.ordinary(word)
}

func (n *speakerNames) learn(words []string, sure bool) {
	if n.words == nil {
		n.words = map[string]bool{}
	}
	for _, word := range words {
		n.words[word] = sure
	}
}

// mask returns text with the names masked, and how many were.
// Words of names that follow one another are one name.
func (n *speakerNames) mask(text string) (masked string, names int) {
	text, names = n.maskWhole(text)
	if len(n.words) == 0 {
		return text, names
	}
	var b strings.Builder
	at := 0
	for start, end := nameWord(text, 0); start < end; {
		start = n.afterParticle(text, start, end)
		sure, known := n.words[nameKey(text[start:end])]
		if !known || inAddress(text, start, end) { // an address is masked whole, by its pattern
			start, end = nameWord(text, end)
			continue
		}
		first, last := start, end
		sure = sure || startsUpper(text[start:]) && (!beginsSentence(text, start) || end < len(text) && (text[end] == ',' || text[end] == '?'))
		for start, end = nameWord(text, end); start < end && joined(text[last:start]); start, end = nameWord(text, end) {
			word := text[start:end]
			one, known := n.words[nameKey(word)]
			initial := len(word) == 1 && startsUpper(word) && strings.HasPrefix(text[end:], ". ")
			if !known && !initial {
				break
			}
			sure = sure || one || known && startsUpper(word)
			last = end
		}
		if sure {
			b.WriteString(text[at:first])
			b.WriteString(nameMask)
			at = last
			names++
		}
	}
	if at == 0 {
		return text, names
	}
	b.WriteString(text[at:])
	return b.String(), names
}

// maskWhole masks the names whose words are not parted from others by spaces, wherever they stand.
func (n *speakerNames) maskWhole(text string) (masked string, names int) {
	if len(n.whole) == 0 {
		return text, 0
	}
	if n.replacer == nil {
		slices.SortFunc(n.whole, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }) // the longest that fits
		var pairs []string
		for _, name := range n.whole {
			pairs = append(pairs, name, nameMask)
		}
		n.replacer = strings.NewReplacer(pairs...)
	}
	masked = n.replacer.Replace(text)
	return masked, strings.Count(masked, nameMask) - strings.Count(text, nameMask)
}

// afterParticle returns where a known name begins in the word at text[start:end]: behind an "and" or "to" of one letter,
// which Hebrew and Arabic write as part of the word after it; start if there is none.
func (n *speakerNames) afterParticle(text string, start, end int) int {
	r, size := utf8.DecodeRuneInString(text[start:])
	if unicode.In(r, unicode.Hebrew, unicode.Arabic) {
		if _, known := n.words[text[start:end]]; !known && n.words[text[start+size:end]] {
			return start + size
		}
	}
	return start
}

// nameKey makes the same of a word however it is written.
func nameKey(word string) string { return strings.ReplaceAll(strings.ToLower(word), "’", "'") }

// inAddress reports whether the word at text[start:end] belongs to an e-mail address or a handle.
func inAddress(text string, start, end int) bool {
	const most = 64 // bytes of an address before its @
	for i := start; i > max(0, start-most) && text[i-1] > ' '; i-- {
		if text[i-1] == '@' {
			return true
		}
	}
	for i := end; i < min(len(text), end+most) && text[i] > ' '; i++ {
		if text[i] == '@' {
			return true
		}
	}
	return false
}

// joined reports whether what stands between two words leaves them parts of one name.
func joined(between string) bool {
	switch between {
	case " ", "-", ". ", "\u2011", "\u00a0":
		return true
	}
	return false
}

// beginsSentence reports whether the word at i would have a capital whatever it is.
func beginsSentence(text string, i int) bool {
	before := strings.TrimRight(text[:i], " \t\"'“”‘’(-–—")
	return before == "" || strings.IndexByte(".?!:\n", before[len(before)-1]) >= 0
}

func startsUpper(s string) bool { return unicode.IsUpper(firstRune(s)) }

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// isCaseless reports whether r is of a script without capitals.
func isCaseless(r rune) bool { return unicode.IsLetter(r) && unicode.ToUpper(r) == unicode.ToLower(r) }

// isUnspaced reports whether r is of a script in which a name may stand beside other words without a space.
func isUnspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// nameWord returns where the next word at or after i stands: letters, with apostrophes between them but for that of a possessive.
// Both are len(s) if there is none.
func nameWord(s string, i int) (start, end int) {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(r) {
			break
		}
		i += size
	}
	start = i
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == '\'' || r == '’' {
			rest := s[i+size:]
			next, n := utf8.DecodeRuneInString(rest)
			after, _ := utf8.DecodeRuneInString(rest[n:])
			if !unicode.IsLetter(next) || (next == 's' || next == 'S') && !unicode.IsLetter(after) {
				break
			}
		} else if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			break
		}
		i += size
	}
	return start, i
}
