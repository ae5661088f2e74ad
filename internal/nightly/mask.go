package nightly

import (
	"strings"

	"voc"
	"voc/analyze"
)

// A masker takes personal details out of what is kept of comments: not of their words alone,
// for a question can call a person by name, and a tool can take an address for an id.
// The zero value is ready.
type masker struct {
	questions, names memory
}

// A memory is what became of fields that come row after row.
type memory map[string]string

// maxFields bounds a memory.
const maxFields = 4096

// mask changes a comment to what may be stored of it. Its id stays, which is a hash.
func (m *masker) mask(c *voc.Comment) {
	text, n := analyze.Redact(c.Text)
	c.Text, c.Masked = text, c.Masked+n
	c.Question = m.questions.masked(c.Question, analyze.Redact)
	for _, name := range []*string{&c.Service, &c.Department, &c.Source} {
		*name = m.names.masked(*name, analyze.RedactName)
	}
	c.Native = pseudonym('n', c.Native)
	c.Session = pseudonym('s', c.Session)
}

// masked returns what is written with the details masked that redact finds.
func (m *memory) masked(written string, redact func(string) (string, int)) string {
	if written == "" {
		return ""
	}
	masked, ok := (*m)[written]
	if ok {
		return masked
	}
	masked, _ = redact(written)
	if *m == nil {
		*m = memory{}
	}
	if len(*m) < maxFields {
		(*m)[strings.Clone(written)] = masked
	}
	return masked
}

// pseudonym returns an id as it is, or in the place of one that is or holds a personal detail a letter and a hash,
// so that what bore the same id still does. A bare number is a number of the tool's, whatever it looks like.
func pseudonym(letter byte, id string) string {
	if strings.Trim(id, "0123456789") == "" {
		return id
	}
	if _, n := analyze.Redact(id); n == 0 {
		return id
	}
	return string(letter) + digest(string(letter), id)[:16]
}
