package nightly

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"voc"
	"voc/internal/workspace"
)

// A trace is what a comment is known by in an export of any name: hashes of its unmasked words,
// keyed with the workspace's secret, so that without it nobody can read the words from them or check a guess.
// Its id is not enough, for that is made with the source's name, which for many exports is the file's.
//
// What was erased is found again by either hash, but for one case: comments of the same words that bear different ids
// of their tools are different people's, such as those who send one letter.
type trace struct {
	Native uint64 // of the tool's own id, the day and the words; 0 without such an id
	Words  uint64 // of the day and the words; 0 for so few that strangers say the same on one day
	Thread uint64 // of a number that may begin anew and its clock time, which versions of other words share; 0 without such a time
}

// Words from which a comment is known by them and its day, or by them alone.
//
// Note: of 87,000 real comments that bear a day, some 100 have a twin of 8 words or more on the same day in the same feed,
// nearly all of them letters and forms; of fewer words ("None", "Friendly staff") there are 1,700.
const (
	knownWords   = 8
	undatedWords = 15
)

// traceOf returns the trace of a comment as it was read. Case, spaces and punctuation do not count.
func traceOf(c *voc.Comment, secret workspace.Secret) trace {
	said, words := wordsOf(c.Text)
	day := ""
	if !c.Time.IsZero() {
		day = c.Time.Format(time.DateOnly)
	}
	var t trace
	if c.Native != "" {
		t.Native = secret.Sum("native", c.Native, day, said)
	}
	if c.Thread != 0 && (key{Time: clock(c)}).timed() {
		t.Thread = secret.Sum("versions", strconv.FormatUint(c.Thread, 16))
	}
	if words >= undatedWords || words >= knownWords && day != "" {
		t.Words = secret.Sum("words", day, said)
	}
	return t
}

// wordsOf returns the words of a text in lower case with a space before each, and how many there are.
func wordsOf(text string) (said string, words int) {
	var b strings.Builder
	b.Grow(len(text) + 1)
	inside := false
	for _, r := range text {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if !inside {
				b.WriteByte(' ')
				words++
			}
			inside = true
			b.WriteRune(unicode.ToLower(r))
		case r == '\'', r == '’', r >= utf8.RuneSelf && unicode.Is(unicode.Cf, r): // within a word
		default:
			inside = false
		}
	}
	return b.String(), words
}

// marks are what is kept of a comment that is erased, beside its id.
func (t trace) marks() []mark {
	var list []mark
	if t.Native != 0 {
		list = append(list, mark{'n', t.Native})
	}
	if t.Thread != 0 {
		list = append(list, mark{'t', t.Thread})
	}
	switch {
	case t.Words == 0:
	case t.Native != 0:
		list = append(list, mark{'v', t.Words})
	default:
		list = append(list, mark{'w', t.Words})
	}
	return list
}

// in reports whether the comment is among those whose marks are kept.
func (t trace) in(marks map[mark]bool) bool {
	return t.Native != 0 && marks[mark{'n', t.Native}] ||
		t.Thread != 0 && marks[mark{'t', t.Thread}] ||
		t.Words != 0 && marks[mark{'w', t.Words}] ||
		t.Words != 0 && t.Native == 0 && marks[mark{'v', t.Words}]
}
