package nightly

import (
	"fmt"
	"hash/fnv"
	"time"
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
	day := ""
	if !c.Time.IsZero() {
		day = c.Time.Format(time.DateOnly)
	}
	words, n := hashWords(c.Text)
	var t trace
	if c.Native != "" {
		t.Native = fingerprint(fmt.Sprintf("%s\x00%s\x00%x", c.Native, day, words))
	}
	if n >= undatedWords || n >= knownWords && day != "" {
		t.Words = fingerprint(fmt.Sprintf("%s\x00%x", day, words))
	}
	return t
}

// hashWords returns a hash of the words of a text, and how many there are.
func hashWords(text string) (hash uint64, words int) {
	h := fnv.New64a()
	inside := false
	var buf [utf8.UTFMax]byte
	for _, r := range text {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if !inside {
				h.Write([]byte{' '})
				words++
			}
			inside = true
			h.Write(buf[:utf8.EncodeRune(buf[:], unicode.ToLower(r))])
		case r == '\'', r == '’', unicode.Is(unicode.Cf, r): // within a word
		default:
			inside = false
		}
	}
	return h.Sum64(), words
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
