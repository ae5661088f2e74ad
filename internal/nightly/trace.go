package nightly

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"voc"
)

// A trace is what a comment is known by in an export of any name: hashes, from which its words cannot be read.
// Its id is not enough, for that is made with the source's name, which for many exports is the file's.
//
// What was erased is found again by either hash, but for one case: comments of the same words that bear different ids
// of their tools are different people's, such as those who send one letter.
type trace struct {
	Native uint64 // of the tool's own id, the day and the words; 0 without such an id
	Words  uint64 // of the day and the words; 0 for so few that strangers say the same on one day
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
func traceOf(c *voc.Comment) trace {
	hash, words := hashWords(c.Text)
	if !c.Time.IsZero() {
		year, month, day := c.Time.Date()
		hash = (hash ^ uint64(year*10000+int(month)*100+day)) * prime
	}
	var t trace
	if c.Native != "" {
		t.Native = (hash ^ fingerprint(c.Native)) * prime
	}
	if words >= undatedWords || words >= knownWords && !c.Time.IsZero() {
		t.Words = hash
	}
	return t
}

// Numbers of the hash FNV-1a.
const offset, prime = 14695981039346656037, 1099511628211

// hashWords returns a hash of the words of a text, and how many there are.
func hashWords(text string) (hash uint64, words int) {
	hash = offset
	inside := false
	for _, r := range text {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if !inside {
				hash = (hash ^ ' ') * prime
				words++
			}
			inside = true
			hash = (hash ^ uint64(unicode.ToLower(r))) * prime
		case r == '\'', r == '’', r >= utf8.RuneSelf && unicode.Is(unicode.Cf, r): // within a word
		default:
			inside = false
		}
	}
	return hash, words
}

// marks are the lines that are kept of a comment that is erased, beside its id.
func (t trace) marks() []string {
	var list []string
	if t.Native != 0 {
		list = append(list, fmt.Sprintf("n%016x", t.Native))
	}
	switch {
	case t.Words == 0:
	case t.Native != 0:
		list = append(list, fmt.Sprintf("v%016x", t.Words)) // of one with an id of its tool's
	default:
		list = append(list, fmt.Sprintf("w%016x", t.Words))
	}
	return list
}

// in reports whether the comment is among those whose marks are kept.
func (t trace) in(marks map[string]bool) bool {
	return t.Native != 0 && marks[fmt.Sprintf("n%016x", t.Native)] ||
		t.Words != 0 && marks[fmt.Sprintf("w%016x", t.Words)] ||
		t.Words != 0 && t.Native == 0 && marks[fmt.Sprintf("v%016x", t.Words)]
}

// erased reports whether a comment as it was read is one that must not be kept: by its id or its trace.
func erased(c *voc.Comment, purged map[string]bool) bool {
	return len(purged) > 0 && (purged[c.ID] || traceOf(c).in(purged))
}
