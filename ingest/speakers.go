package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// speakerNames hides the names of a transcript's speakers in what is said there:
// tables call them by their labels, so their names must not stand beside these.
// It knows the words of the names; the zero value knows none.
type speakerNames struct {
	words map[string]bool // in lower case -> whether it is no ordinary word, so that it is a name in whatever case
}

// nameMask stands for a name, as in the texts that are masked by patterns.
const nameMask = "[name]"

var (
	// notNamed are words of a speaker's name that name nobody.
	notNamed = wordSet(`mr mrs ms mx dr prof professor miss sir madam rev sgt capt lt jr sr ii iii phd md esq she her hers he him his they them theirs
		moderator facilitator interviewer host chair chairman chairwoman chairperson staff agent researcher officer representative operator participant respondent interviewee
		customer customers resident residents caller client user citizen guest patient member speaker attendee admin manager director clerk supervisor councillor mayor
		city town county council office department dept service services desk front support team group public works help center centre organizer organiser
		iphone ipad android galaxy phone zoom guest unknown anonymous room`)

	// ordinaryNames are names that are words too: they are taken for names only with a capital that no sentence gives them.
	ordinaryNames = wordSet(`will may mark grace rose hope art bill frank faith joy dawn april june august summer autumn iris ivy lily daisy olive pearl ruby amber crystal jack rob sue pat drew chase
		grant wade dale glen cliff rich guy gene ray jay robin martin king young long short brown white black green gray grey rice day hall hill wood woods field fields baker cook miller page price
		banks stone rivers park parks case best good love ward church bell bush ford lane street cross fox wolf bird fish major marshall judge bishop pope noble wise small little strong sharp power powers
		winter winters waters said can do an in so he she to my no on or be the of and for is it at we us me you go way see sun son song bang hung long fan pan wang win hand tan ran van den der de la le da du
		bus driver rider walker parker turner hunter fisher carter cooper potter porter carpenter gardener gardner farmer shepherd taylor mason smith singer weaver barber butler dean earl duke prince
		happy sad angry nice new old north south east west reader writer parent neighbor neighbour mother father mom dad wife husband friend tenant owner driver student teacher nurse doctor
		joy mercy patience honor honour charity prudence constance trinity destiny heaven harmony melody sky star storm rain snow frost ice moon gold golden silver steel iron bond cash money sterling
		book books read reed reading writing law laws lawson means more moore less most much many few some any all every each both other another such same first second third last next back`)
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

// add learns a name as the transcript writes it before a speaker's words.
func (n *speakerNames) add(name string) {
	if roleWord(name) != "" {
		return
	}
	name, _, _ = strings.Cut(name, "@")
	if i := strings.IndexAny(name, "([{|/"); i > 0 {
		name = name[:i]
	}
	for start, end := nameWord(name, 0); start < end; start, end = nameWord(name, end) {
		word := nameKey(name[start:end])
		if notNamed[word] || utf8.RuneCountInString(word) < 2 || !startsUpper(name[start:]) {
			continue
		}
		if n.words == nil {
			n.words = map[string]bool{}
		}
		n.words[word] = !ordinaryNames[word]
	}
}

// mask returns text with the names masked, and how many were.
// Words of names that follow one another are one name.
func (n *speakerNames) mask(text string) (masked string, names int) {
	if len(n.words) == 0 {
		return text, 0
	}
	var b strings.Builder
	at := 0
	for start, end := nameWord(text, 0); start < end; {
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
	if names == 0 {
		return text, 0
	}
	b.WriteString(text[at:])
	return b.String(), names
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

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
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
