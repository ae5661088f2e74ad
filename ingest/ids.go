package ingest

import (
	"encoding/binary"
	"encoding/hex"
	"path"
	"regexp"
	"strings"

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
// With an id of its own tool, a comment's id is made of source, native id and question.
// Without one it is made of what was said, where and when; where the clock time is not known
// the number of the occurrence in the file is added, so that two people who say "Good" on one day are two comments,
// while the same row in two overlapping exports is one.
type identifier struct {
	hasher
	seen map[uint64]uint32
	full bool
}

// maxSeen bounds the memory for occurrences; beyond it, equal rows count once.
const maxSeen = 6 << 20

// identify sets ID and Content. The column is that of the question, where a row has several.
func (h *identifier) identify(c *voc.Comment, column string) {
	h.reset()
	h.add(c.Source)
	if c.Native != "" {
		h.add(c.Native)
		h.add(column)
		c.ID = h.tag('c')
		h.reset()
		h.add(c.Native)
		h.number(instant(c))
		h.add(c.Question)
		h.add(c.Text)
		c.Content = h.sum()
		return
	}
	h.add(c.Question)
	h.add(c.Session)
	h.add(c.Speaker)
	h.add(c.Respondent)
	h.number(uint64(c.Turn))
	h.number(instant(c))
	h.add(c.Department)
	h.add(c.Text)
	if (c.Time.IsZero() || c.DateOnly) && c.Turn == 0 {
		h.number(uint64(h.occurrence(h.sum())))
	}
	c.ID = h.tag('c')
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

var (
	stemNoise = regexp.MustCompile(`(?i)\(\d+\)|\b(copy|kopie|gmt|week|wk|part|page|export|q[1-4]|h[12]|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|v\d+|w\d+|[12]?\d|\d{2}|[124-9]\d\d|3(?:[02-9]\d|1[02-9])|\d{4,})\b|\d{4,}`)
	stemMarks = regexp.MustCompile(`[^\pL\pN]+`)
)

// sourceName is the name of a feed as told from a file's name: without extensions, dates, numbers and words such as "week" or "copy",
// so that each week's export of one survey has the same.
func sourceName(name string) string {
	stem := path.Base(name)
	for {
		ext := path.Ext(stem)
		if ext == "" || len(ext) > 8 || ext == stem {
			break
		}
		stem = strings.TrimSuffix(stem, ext)
	}
	stem = strings.ToLower(stem)
	words := stemMarks.ReplaceAllString(stem, " ")
	short := strings.Join(strings.Fields(stemNoise.ReplaceAllString(words, " ")), "-")
	if short == "" {
		short = strings.Join(strings.Fields(words), "-")
	}
	return short
}
