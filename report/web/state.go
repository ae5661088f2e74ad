package web

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"voc"
	"voc/index"
)

// Bounds of a search that comes by URL, so that no page grows too large.
const (
	maxText  = 500 // bytes of the words
	maxValue = 200 // bytes of one value of a filter
	maxState = 800 // bytes of all of it in a URL, which stands in every link of a page
	perPage  = 20  // hits
	maxPage  = 500
)

// A state is a search as a URL holds it: its parameters have the names of the flags of the command.
// The zero value is the search for everything.
type state struct {
	Text   string
	Filter voc.Filter
	Sort   index.Sort // empty for the usual one
	Page   int        // 1-based; 0 is the first too
	Exact  bool       // no words of like meaning
	Unit   bool       // everything in one sentence
}

// parts returns the parts of the filter by the names of their parameters, in the order of a URL.
func (s *state) parts() []part {
	f := &s.Filter
	return []part{{"dept", &f.Dept}, {"need", &f.Need}, {"polarity", &f.Polarity}, {"theme", &f.Theme},
		{"sentiment", &f.Sentiment}, {"channel", &f.Channel}, {"audience", &f.Audience}}
}

type part struct {
	name   string
	values *[]string
}

// parseState reads a search from a URL's parameters; others it does not know it leaves out.
// On an error the state holds what can be used.
func parseState(values url.Values) (state, error) {
	var s state
	var wrong error
	fault := func(format string, args ...any) {
		if wrong == nil {
			wrong = fmt.Errorf(format, args...)
		}
	}
	s.Text = values.Get("q")
	if len(s.Text) > maxText {
		fault("These are too many words to search for: %d characters at most.", maxText)
		s.Text = ""
	}
	if !utf8.ValidString(s.Text) {
		fault("The words cannot be read as text.")
		s.Text = ""
	}
	size := len(url.QueryEscape(s.Text))
	for _, p := range s.parts() {
		for _, value := range values[p.name] {
			switch {
			case value == "" || slices.Contains(*p.values, value):
			case len(value) > maxValue || !utf8.ValidString(value):
				fault("The filter %s has a value that is too long, or no text.", p.name)
			case size > maxState:
				return state{Text: s.Text}, errors.New("These are too many filters.")
			default:
				*p.values = append(*p.values, value)
				size += len(p.name) + len("=&") + len(url.QueryEscape(value))
			}
		}
	}
	for name, day := range map[string]*string{"from": &s.Filter.From, "to": &s.Filter.To} {
		value := values.Get(name)
		if value == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			fault("A day is written as 2026-09-30.")
			continue
		}
		*day = value
	}
	if s.Filter.From != "" && s.Filter.To != "" && s.Filter.To < s.Filter.From {
		fault("The first day, %s, is after the last, %s.", s.Filter.From, s.Filter.To)
	}
	s.Sort = index.Sort(values.Get("sort"))
	if s.Sort != "" && !slices.Contains(index.Sorts, s.Sort) {
		fault("Comments can be sorted by best, newest, oldest or negative.")
		s.Sort = ""
	}
	if page := values.Get("page"); page != "" {
		n, err := strconv.Atoi(page)
		if err != nil || n < 1 || n > maxPage {
			fault("Pages have numbers from 1 to %d. To see more, narrow the search or download it.", maxPage)
			n = 1
		}
		s.Page = n
	}
	s.Exact = values.Get("exact") == "1"
	s.Unit = values.Get("unit") == "1"
	return s, wrong
}

// values returns the parameters of the search, without what is as usual.
func (s *state) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", s.Text)
	for _, p := range s.parts() {
		for _, value := range *p.values {
			v.Add(p.name, value)
		}
	}
	set("from", s.Filter.From)
	set("to", s.Filter.To)
	set("sort", string(s.Sort))
	if s.Page > 1 {
		set("page", strconv.Itoa(s.Page))
	}
	if s.Exact {
		set("exact", "1")
	}
	if s.Unit {
		set("unit", "1")
	}
	return v
}

// URL returns the address of the search on the page at path.
func (s state) URL(path string) string {
	if query := s.values().Encode(); query != "" {
		return path + "?" + query
	}
	return path
}

// Empty reports whether the search asks for nothing in particular.
func (s *state) Empty() bool { return s.Text == "" && s.Filter.Empty() }

// clone returns a search on its first page that can be changed by itself.
func (s state) clone() state {
	for _, p := range s.parts() {
		*p.values = slices.Clone(*p.values)
	}
	s.Page = 0
	return s
}

func (s *state) part(name string) *[]string {
	for _, p := range s.parts() {
		if p.name == name {
			return p.values
		}
	}
	return new([]string)
}

// has reports whether a part of the filter has the value.
func (s *state) has(name, value string) bool { return slices.Contains(*s.part(name), value) }

// with returns the search with one more value of a part.
func (s state) with(name, value string) state {
	c := s.clone()
	if values := c.part(name); !slices.Contains(*values, value) {
		*values = append(*values, value)
	}
	return c
}

// without returns the search without a value of a part.
// A polarity goes with the last need or theme it could be of.
func (s state) without(name, value string) state {
	c := s.clone()
	values := c.part(name)
	*values = slices.DeleteFunc(*values, func(v string) bool { return v == value })
	if (name == "need" || name == "theme") && len(c.Filter.Need)+len(c.Filter.Theme) == 0 {
		c.Filter.Polarity = nil
	}
	return c
}

// toggled returns the search with the value if it has it not, else without.
func (s state) toggled(name, value string) state {
	if s.has(name, value) {
		return s.without(name, value)
	}
	return s.with(name, value)
}

// between returns the search for the days from one to another.
func (s state) between(from, to string) state {
	c := s.clone()
	c.Filter.From, c.Filter.To = from, to
	return c
}

// query returns the search as the index is asked for it, with one page of hits.
func (s *state) query() index.Query {
	return index.Query{
		Text: s.Text, Filter: s.Filter, Sort: s.Sort,
		Limit: perPage, Offset: (max(1, s.Page) - 1) * perPage,
		Synonyms: !s.Exact, SameUnit: s.Unit,
	}
}
