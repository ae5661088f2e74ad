package index

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"voc"
)

// errStored means that an index file is damaged or from another version of the program.
var errStored = errors.New("record cannot be read")

// A packer writes a record as the index stores it: numbers as varints, strings with their length.
type packer struct{ buf []byte }

func (p *packer) int(n int)       { p.buf = binary.AppendVarint(p.buf, int64(n)) }
func (p *packer) string(s string) { p.int(len(s)); p.buf = append(p.buf, s...) }
func (p *packer) float(f float64) {
	p.buf = binary.LittleEndian.AppendUint64(p.buf, math.Float64bits(f))
}
func (p *packer) time(t time.Time) {
	if t.IsZero() {
		p.int(0)
		return
	}
	_, offset := t.Zone()
	p.int(1)
	p.buf = binary.AppendVarint(p.buf, t.Unix())
	p.int(t.Nanosecond())
	p.int(offset)
}

func (p *packer) bool(b bool) {
	if b {
		p.int(1)
	} else {
		p.int(0)
	}
}

// pack returns the record as it is stored. Context and Content are left out.
func pack(r *voc.Record) []byte {
	p := packer{make([]byte, 0, len(r.Text)+256)}
	for _, s := range stringsOf(r) {
		p.string(*s)
	}
	p.int(r.Origin.Row)
	p.int(r.Turn)
	p.int(r.Masked)
	p.int(r.Words)
	p.time(r.Time)
	p.time(r.Updated)
	p.time(r.Due)
	p.time(r.Closed)
	p.bool(r.DateOnly)
	p.bool(r.Rating != nil)
	if r.Rating != nil {
		p.float(*r.Rating)
	}
	p.float(r.SentimentScore)
	p.bool(r.Complex)
	p.bool(r.NoContent)
	p.bool(r.Unlabelled)
	for _, n := range r.Needs {
		p.string(string(n))
	}
	p.list(r.Themes)
	p.list(r.KeyPhrases)
	p.int(len(r.Units))
	for _, u := range r.Units {
		p.span(u)
	}
	p.int(len(r.Mentions))
	for i := range r.Mentions {
		p.mention(&r.Mentions[i])
	}
	return p.buf
}

// stringsOf returns the strings of a record that are stored one after another.
func stringsOf(r *voc.Record) []*string {
	return []*string{&r.ID, &r.Native, &r.Source, &r.Origin.File, &r.Department, &r.Service, &r.Channel, &r.Audience, &r.Question, &r.QuestionKind,
		&r.Respondent, &r.Session, &r.Speaker, &r.Language, &r.Text, &r.Campaign, (*string)(&r.Sentiment)}
}

func (p *packer) list(list []string) {
	p.int(len(list))
	for _, s := range list {
		p.string(s)
	}
}

func (p *packer) span(s voc.Span) {
	p.int(s.Start)
	p.int(s.End - s.Start)
}

func (p *packer) mention(m *voc.Mention) {
	p.string(m.Kind)
	p.string(m.Label)
	p.string(string(m.Polarity))
	p.float(m.Score)
	p.int(m.Unit)
	p.span(m.Span)
	p.string(m.By)
	p.string(m.Rule)
	p.bool(m.Uncertain)
}

// An unpacker reads what a packer wrote. After damage it gives zeros and keeps err.
type unpacker struct {
	buf []byte
	err error
}

func (u *unpacker) int() int {
	n, size := binary.Varint(u.buf)
	if size <= 0 {
		u.err, u.buf = errStored, nil
		return 0
	}
	u.buf = u.buf[size:]
	return int(n)
}

func (u *unpacker) bytes(n int) []byte {
	if n < 0 || n > len(u.buf) {
		u.err, u.buf = errStored, nil
		return nil
	}
	b := u.buf[:n]
	u.buf = u.buf[n:]
	return b
}

func (u *unpacker) string() string { return string(u.bytes(u.int())) }
func (u *unpacker) bool() bool     { return u.int() == 1 }

func (u *unpacker) float() float64 {
	b := u.bytes(8)
	if b == nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

func (u *unpacker) time() time.Time {
	if !u.bool() {
		return time.Time{}
	}
	n, size := binary.Varint(u.buf)
	u.bytes(max(size, 0))
	t := time.Unix(n, int64(u.int())).UTC()
	if offset := u.int(); offset != 0 {
		t = t.In(time.FixedZone("", offset))
	}
	return t
}

// count reads the length of a list; each item has at least one byte.
func (u *unpacker) count() int {
	n := u.int()
	if n < 0 || n > len(u.buf) {
		u.err, u.buf = errStored, nil
		return 0
	}
	return n
}

func (u *unpacker) list() []string {
	n := u.count()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = u.string()
	}
	return list
}

func (u *unpacker) span() voc.Span {
	start := u.int()
	return voc.Span{Start: start, End: start + u.int()}
}

// unpack reads a record that pack wrote.
func unpack(stored []byte) (voc.Record, error) {
	u := unpacker{buf: stored}
	var r voc.Record
	for _, s := range stringsOf(&r) {
		*s = u.string()
	}
	r.Origin.Row, r.Turn, r.Masked, r.Words = u.int(), u.int(), u.int(), u.int()
	r.Time, r.Updated, r.Due, r.Closed = u.time(), u.time(), u.time(), u.time()
	r.DateOnly = u.bool()
	if u.bool() {
		rating := u.float()
		r.Rating = &rating
	}
	r.SentimentScore = u.float()
	r.Complex, r.NoContent, r.Unlabelled = u.bool(), u.bool(), u.bool()
	for i := range r.Needs {
		r.Needs[i] = voc.Polarity(u.string())
	}
	r.Themes, r.KeyPhrases = u.list(), u.list()
	if n := u.count(); n > 0 {
		r.Units = make([]voc.Span, n)
		for i := range r.Units {
			r.Units[i] = u.span()
		}
	}
	if n := u.count(); n > 0 {
		r.Mentions = make([]voc.Mention, n)
		for i := range r.Mentions {
			r.Mentions[i] = voc.Mention{Kind: u.string(), Label: u.string(), Polarity: voc.Polarity(u.string()), Score: u.float(), Unit: u.int(),
				Span: u.span(), By: u.string(), Rule: u.string(), Uncertain: u.bool()}
		}
	}
	return r, u.err
}
