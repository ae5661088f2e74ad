package ingest

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"
	"unicode"

	"github.com/cespare/xxhash/v2"

	"voc"
)

// A hasher makes ids that are the same on every run and every machine.
type hasher struct{ buf []byte }

func (h *hasher) reset() { h.buf = h.buf[:0] }

func (h *hasher) add(part string) {
	h.buf = append(h.buf, part...)
	h.buf = append(h.buf, 0)
}

func (h *hasher) number(n uint64) { h.buf = binary.LittleEndian.AppendUint64(h.buf, n) }

func (h *hasher) sum() uint64 { return xxhash.Sum64(h.buf) }

// tag is a letter and 16 hexadecimal digits.
func (h *hasher) tag(letter byte) string {
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], h.sum())
	var out [17]byte
	out[0] = letter
	hex.Encode(out[1:], raw[:])
	return string(out[:])
}

// An identifier gives comments their ids.
//
// An id of its tool that no other comment can have makes a comment's id, with the source and the question.
// A number that may begin anew in each export (see [isCounter]) does so with the time at which the comment was made,
// the department as written and the words: whether two versions of one number and time are one comment
// is left to who knows all files, by [voc.Comment.Thread].
// Without any id it is made of what was said, where and when; where the clock time is not known
// the number of the occurrence in the file is added, so that two people who say "Good" on one day are two comments,
// while the same row in two overlapping exports is one.
type identifier struct {
	hasher
	seen map[uint64]uint32
	full bool
}

// maxSeen bounds the memory for occurrences; beyond it, equal rows count once.
const maxSeen = 6 << 20

// Words from which a comment that bears a day, or none, is known by them in an export of any name; of fewer, strangers say the same.
const (
	knownWords   = 8
	undatedWords = 15
)

// A lineage is what a comment's id is made of beside the comment.
type lineage struct {
	feed       feed
	column     string // of the question, where a row has several
	department string // which the row names or is served by, whatever a question says
	written    string // the department as the row has it, which does not change with departments.yaml
	who        string // the respondent as written
}

// identify sets ID, Former, Content, Echo and Thread.
func (h *identifier) identify(c *voc.Comment, l lineage) {
	switch {
	case c.Native == "":
		h.identifyWords(c, l)
	case isCounter(c.Native):
		h.identifyCounter(c, l)
	default:
		c.Former = h.nativeID(l.feed.former, c.Native, l.column)
		c.ID = h.nativeID(l.feed.stem, c.Native, l.column)
		h.reset()
		h.add(c.Native)
		h.number(instant(c))
		h.add(c.Question)
		h.add(c.Text)
		c.Content = h.sum()
	}
}

// nativeID is the id that an id of a tool makes.
func (h *identifier) nativeID(source, native, column string) string {
	h.begin(source, native, column)
	return h.tag('c')
}

func (h *hasher) begin(parts ...string) {
	h.reset()
	for _, part := range parts {
		h.add(part)
	}
}

// identifyCounter identifies a comment whose id may be a number that begins anew.
func (h *identifier) identifyCounter(c *voc.Comment, l lineage) {
	c.Former = h.nativeID(l.feed.former, c.Native, l.column)
	when := day(c)
	if !c.Time.IsZero() && !c.DateOnly {
		when = c.Time.Format(time.DateTime) // as on the clock there, whatever zone is declared later
	}
	h.begin(c.Source, c.Native, l.column, when, l.written)
	c.Thread = h.sum()
	h.add(c.Text)
	c.ID = h.tag('c')
	h.begin("counter", c.Native, day(c), c.Question, c.Department)
	h.recognise(c)
}

// identifyWords identifies a comment without an id.
func (h *identifier) identifyWords(c *voc.Comment, l lineage) {
	former := c.Respondent
	if l.who != "" && l.feed.former != c.Source {
		former = h.pseudonym(l.feed.former, l.who)
	}
	said := func(source, respondent string) {
		h.begin(source, c.Question, c.Session, c.Speaker, respondent)
		h.number(uint64(c.Turn))
		h.number(instant(c))
		h.add(l.department)
		h.add(c.Text)
	}
	said(c.Source, c.Respondent)
	occurrence := uint64(0)
	counted := (c.Time.IsZero() || c.DateOnly) && c.Turn == 0
	if counted {
		occurrence = uint64(h.occurrence(h.sum()))
		h.number(occurrence)
	}
	c.ID = h.tag('c')
	c.Former = c.ID
	if l.feed.former != c.Source {
		said(l.feed.former, former)
		if counted {
			h.number(occurrence)
		}
		c.Former = h.tag('c')
	}
	h.begin("words", c.Question, c.Session, c.Speaker, l.who, c.Department)
	h.number(uint64(c.Turn))
	h.number(instant(c))
	h.number(occurrence)
	h.recognise(c)
}

// recognise sets by what copies of c in exports of other names are known, after what was added: all but the words.
func (h *identifier) recognise(c *voc.Comment) {
	enough := knownWords
	if c.Time.IsZero() {
		enough = undatedWords
	}
	if hasWords(c.Text, enough) {
		h.add(c.Text)
		c.Content = h.sum()
		return
	}
	h.add(c.Service)
	h.add(c.Session)
	h.add(c.Text)
	c.Echo = h.sum()
}

// hasWords reports whether the text has n words or more.
func hasWords(text string, n int) bool {
	for range strings.FieldsSeq(text) {
		if n--; n <= 0 {
			return true
		}
	}
	return false
}

// isCounter reports whether a tool's id may be a number that begins anew in each export: that of a row, of a form's response, of a small office's case.
// It has at most six digits, leading zeros apart, and letters only before them: 12, R12, row 3. Any other is taken for an id that comes once.
func isCounter(native string) bool {
	digits, letters := 0, false
	leading := true // of a number
	for _, r := range native {
		switch {
		case r >= '0' && r <= '9':
			if leading = leading && r == '0'; !leading {
				digits++
			}
		case !unicode.IsLetter(r):
			leading = true // 12.0 is a spreadsheet's 12
		case digits > 0:
			return false
		default:
			letters = true
		}
	}
	return digits <= 6 && (digits > 0 || !letters)
}

func day(c *voc.Comment) string {
	if c.Time.IsZero() {
		return ""
	}
	return c.Time.Format(time.DateOnly)
}

func instant(c *voc.Comment) uint64 {
	if c.Time.IsZero() {
		return 0
	}
	return uint64(c.Time.UnixMicro())
}

// occurrence counts how often key came before.
func (h *identifier) occurrence(key uint64) uint32 {
	n, ok := h.seen[key]
	if !ok && len(h.seen) >= maxSeen {
		h.full = true
		return 0
	}
	h.seen[key] = n + 1
	return n
}

// pseudonym hides who a respondent is; the same person has the same pseudonym within a source.
func (h *hasher) pseudonym(source, who string) string {
	if who == "" {
		return ""
	}
	h.reset()
	h.add(source)
	h.add(who)
	return h.tag('r')
}
