package ingest

import (
	"fmt"
	"regexp"
	"strings"
)

// assignTexts finds the open questions: a column whose name says that it is the comment,
// and else, or beside it, those that hold people's own words.
func (p *plan) assignTexts() {
	if p.has(roleText) || p.format.declaresText {
		return
	}
	bestPlace, bestCol := 1<<30, -1
	for i, c := range p.columns {
		if c.role != roleNone || c.why != "" || strings.Contains(c.name, ".") {
			continue
		}
		for _, r := range nameRanks[c.plain] {
			if r.role == roleText && r.place < bestPlace && c.stats.filled > 0 && 2*c.stats.numbers <= c.stats.filled {
				bestPlace, bestCol = r.place, i
			}
		}
	}
	if bestCol >= 0 {
		c := p.columns[bestCol]
		c.role, c.why = roleText, "by name"
	}
	for i, c := range p.columns {
		if c.role != roleNone || c.why != "" || i == bestCol {
			continue
		}
		open, why := c.open()
		header := c.question
		if header == "" {
			header = c.name
		}
		asked := bestCol < 0 || asksForWords(header) && len(strings.Fields(header)) >= 3
		switch {
		case open && asked && p.freeOfRole(c):
			c.role, c.why = roleText, why
		case open && p.freeOfRole(c):
			p.besides(c, p.columns[bestCol])
		default:
			c.why = why
		}
		if c.role == roleText && c.question == "" {
			c.question = c.name
		}
	}
}

// questionNames are plain names of columns that hold customers' own words, whatever stands beside them.
// Others of roleText, such as "body" or "description", are often the same words again, or staff's.
var questionNames = map[string]bool{
	"comment": true, "comments": true, "verbatim": true, "verbatims": true, "feedback": true, "suggestion": true, "suggestions": true, "complaint": true, "complaints": true,
	"compliment": true, "compliments": true, "praise": true, "remarks": true, "opinion": true, "improvements": true, "concerns": true, "likes": true, "dislikes": true, "pros": true, "cons": true,
	"customer comment": true, "customer comments": true, "customer feedback": true, "your comments": true, "your feedback": true, "your suggestions": true,
	"additional comments": true, "other comments": true, "general comments": true, "further comments": true, "additional feedback": true, "what happened": true,
	"comentario": true, "comentarios": true, "commentaire": true, "commentaires": true, "kommentar": true,
}

// copyOfName ends the name of a second column of one name.
var copyOfName = regexp.MustCompile(` \(\d+\)$`)

// besides decides on a column of people's own words beside the comment's own: by its name it is a question, else it is not read, which is noted.
func (p *plan) besides(c, comment *column) {
	name := copyOfName.ReplaceAllString(c.name, "")
	switch {
	case c.repeats(comment):
		c.why = fmt.Sprintf("mostly the same words as in column %q", comment.name)
		p.notes = append(p.notes, fmt.Sprintf("column %q is not read: %s", c.name, c.why))
	case questionNames[plainName(name)]:
		c.role, c.why, c.beside = roleText, fmt.Sprintf("by name, beside %q", comment.name), true
	default:
		c.why = "perhaps people's own words"
		p.notes = append(p.notes, fmt.Sprintf("column %q is not read, though it looks like people's own words: in voc.yaml list %q and it under questions: to read both, or say columns: {text: %q}", c.name, comment.name, comment.name))
	}
}

// repeats reports whether most of what c holds stands in other too.
func (c *column) repeats(other *column) bool {
	same := 0
	for cell := range c.stats.distinct {
		if _, ok := other.stats.distinct[cell]; ok {
			same++
		}
	}
	return 2*same > len(c.stats.distinct)
}
