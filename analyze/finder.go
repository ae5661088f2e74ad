package analyze

import "voc"

// A Finder finds a label by its rules alone: what no model says, and no other label. It is not safe for concurrent use.
type Finder struct {
	rules   *rules
	scratch scratch
}

// Finder returns what finds the label e by rules that name the word lists of c.
func (c *Codebook) Finder(e Entry) (*Finder, error) {
	rules, err := (&Codebook{Words: c.Words, Themes: []Entry{e}}).compile()
	if err != nil {
		return nil, err
	}
	return &Finder{rules: rules}, nil
}

// Finds reports whether some rule finds the label in the comment.
func (f *Finder) Finds(c voc.Comment) bool {
	s := &f.scratch
	s.text.Reset(c.Text)
	if c.QuestionKind == "" {
		c.QuestionKind = voc.QuestionKind(c.Question)
	}
	s.found = f.rules.apply(&s.text, &s.finder, &c, s.found[:0])
	return len(s.found) > 0
}
