package index

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a query's text, so that no query is too much work.
const (
	maxQueryBytes = 4 << 10
	maxClauses    = 64
	maxDepth      = 8
)

// A clause is a part of a parsed query: words in a row, or other clauses.
type clause struct {
	column  int       // 1-based, in characters
	must    bool      // +: it must be there
	not     bool      // -: it must not be there
	text    string    // words; more than one are a phrase
	quoted  bool      // in quotation marks, so that only these words are meant
	prefix  bool      // *: words that begin so
	fuzzy   bool      // ~: words that are spelled nearly so
	clauses []*clause // in parentheses or joined by OR; text is then empty
	either  bool      // joined by OR: one of clauses will do
}

// A parser reads a query's text.
//
//	query  = { clause | "AND" | "OR" } . (OR binds closer than AND.)
//	clause = [ "+" | "-" | "NOT" ] ( "(" query ")" | quote words quote | word [ "*" | "~" ] ) .
type parser struct {
	query string
	rest  []rune
	at    int // characters read
	count int // clauses read
}

// parse returns the clauses of a query's text, none for one without any.
func parse(query string) ([]*clause, error) {
	if len(query) > maxQueryBytes {
		return nil, &QueryError{"", 1, fmt.Sprintf("the query is too long: it may have %d bytes and has %d", maxQueryBytes, len(query))}
	}
	p := &parser{query: query, rest: []rune(strings.ToValidUTF8(query, " "))}
	clauses, err := p.clauses(0)
	if err != nil {
		return nil, err
	}
	if p.at < len(p.rest) {
		return nil, p.fail(p.at, "this parenthesis was not opened")
	}
	return clauses, nil
}

func (p *parser) fail(at int, format string, args ...any) error {
	return &QueryError{p.query, at + 1, fmt.Sprintf(format, args...)}
}

// clauses reads clauses to the end, or to the closing parenthesis.
func (p *parser) clauses(depth int) ([]*clause, error) {
	var list []*clause
	joins := "" // what stands between the last clause and the next
	for {
		p.skip(unicode.IsSpace)
		if p.at == len(p.rest) || p.rest[p.at] == ')' {
			break
		}
		if word := p.operator(); word != "" {
			joins = word
			continue
		}
		c, err := p.clause(depth)
		if err != nil {
			return nil, err
		}
		if c != nil {
			if list, err = p.join(list, c, joins); err != nil {
				return nil, err
			}
			joins = ""
		}
	}
	if joins != "" {
		return nil, p.fail(p.at-1, "a word should follow %s", joins)
	}
	return list, nil
}

// join adds a clause to a list as the operator before it wants.
func (p *parser) join(list []*clause, c *clause, operator string) ([]*clause, error) {
	if operator == "NOT" {
		c.not, c.must = true, false
	}
	if len(list) == 0 {
		return []*clause{c}, nil
	}
	last := list[len(list)-1]
	switch operator {
	case "AND":
		last.must, c.must = !last.not, !c.not
	case "OR":
		if last.not || c.not {
			return nil, p.fail(c.column-1, "OR can only join what may be there")
		}
		if !last.either {
			last = &clause{column: last.column, must: last.must, either: true, clauses: []*clause{last}}
		}
		last.must = last.must || c.must
		last.clauses = append(last.clauses, c)
		list[len(list)-1] = last
		return list, nil
	}
	return append(list, c), nil
}

func (p *parser) skip(f func(rune) bool) {
	for p.at < len(p.rest) && f(p.rest[p.at]) {
		p.at++
	}
}

// operator reads AND, OR or NOT in capitals, if that is the next word.
func (p *parser) operator() string {
	end := p.at
	for end < len(p.rest) && p.rest[end] >= 'A' && p.rest[end] <= 'Z' {
		end++
	}
	if end < len(p.rest) && !unicode.IsSpace(p.rest[end]) && p.rest[end] != '(' {
		return ""
	}
	switch word := string(p.rest[p.at:end]); word {
	case "AND", "OR", "NOT":
		p.at = end
		return word
	}
	return ""
}

// clause reads one clause; it returns nil for punctuation that stands alone.
func (p *parser) clause(depth int) (*clause, error) {
	if p.count++; p.count > maxClauses {
		return nil, p.fail(p.at, "the query has more than %d words", maxClauses)
	}
	c := &clause{column: p.at + 1}
	switch p.rest[p.at] {
	case '+':
		c.must = true
		p.at++
	case '-', '−', '–':
		c.not = true
		p.at++
	}
	if p.at == len(p.rest) || unicode.IsSpace(p.rest[p.at]) {
		return nil, nil
	}
	start := p.at
	switch r := p.rest[p.at]; {
	case r == '(':
		return p.group(c, depth)
	case quote(r):
		return p.phrase(c)
	case r == '*' || r == '~' || r == '?':
		return nil, p.fail(start, "%c should follow a word: call%c", r, r)
	}
	p.skip(func(r rune) bool { return !unicode.IsSpace(r) && r != '(' && r != ')' && !quote(r) })
	return c, p.word(c, start)
}

func quote(r rune) bool {
	return r == '"' || r == '“' || r == '”' || r == '„' || r == '«' || r == '»'
}

func (p *parser) group(c *clause, depth int) (*clause, error) {
	open := p.at
	if depth == maxDepth {
		return nil, p.fail(open, "parentheses are more than %d deep", maxDepth)
	}
	p.at++
	var err error
	if c.clauses, err = p.clauses(depth + 1); err != nil {
		return nil, err
	}
	if p.at == len(p.rest) {
		return nil, p.fail(open, "this parenthesis is not closed")
	}
	p.at++
	if len(c.clauses) == 0 {
		return nil, p.fail(open, "nothing stands in these parentheses")
	}
	return c, nil
}

func (p *parser) phrase(c *clause) (*clause, error) {
	open := p.at
	p.at++
	start := p.at
	p.skip(func(r rune) bool { return !quote(r) })
	if p.at == len(p.rest) {
		return nil, p.fail(open, "this quotation mark is not closed")
	}
	c.text, c.quoted = string(p.rest[start:p.at]), true
	p.at++
	if p.at < len(p.rest) && (p.rest[p.at] == '*' || p.rest[p.at] == '~') {
		return nil, p.fail(p.at, "%c should follow a word, not a phrase", p.rest[p.at])
	}
	if strings.IndexFunc(c.text, inWord) < 0 {
		return nil, p.fail(open, "no word stands in these quotation marks")
	}
	return c, nil
}

// word takes what was read since start as a word with its mark.
func (p *parser) word(c *clause, start int) error {
	text := string(p.rest[start:p.at])
	if name, value, ok := strings.Cut(text, ":"); ok && value != "" && filterNames[strings.ToLower(name)] {
		return p.fail(start, "%s is a filter, not a word: give it as --%s %s, or as %s=%s in the address of the page", name, name, value, name, value)
	}
	switch {
	case strings.HasSuffix(text, "*"):
		c.prefix = true
		text = text[:len(text)-1]
	case strings.HasSuffix(text, "~"):
		c.fuzzy = true
		text = text[:len(text)-1]
	}
	if i := strings.IndexAny(text, "*~"); i >= 0 && i+1 < len(text) {
		return p.fail(start+utf8.RuneCountInString(text[:i]), "%c may only end a word", text[i])
	}
	letters := 0
	for _, r := range text {
		if inWord(r) {
			letters++
		}
	}
	switch {
	case c.prefix && letters < 2:
		return p.fail(start, "two letters at least should stand before *")
	case c.fuzzy && letters < 4:
		return p.fail(start, "four letters at least should stand before ~")
	}
	c.text = text
	return nil
}

// filterNames are the parts of a filter as flags and pages name them.
var filterNames = map[string]bool{"dept": true, "need": true, "polarity": true, "theme": true, "sentiment": true, "channel": true, "audience": true, "from": true, "to": true}
