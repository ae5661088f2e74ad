package web

import (
	"net/http"
	"net/url"
)

// A helpPage explains the search.
type helpPage struct {
	Examples []example
	Filters  []example
	Keys     []key
}

// An example is a search and what it finds.
type example struct {
	Query string
	URL   string
	Finds string
}

// A key is a keyboard shortcut.
type key struct{ Keys, Does string }

// keys are the shortcuts that keys.js knows.
var keys = []key{
	{"/", "go to the search box"}, {"j", "next comment"}, {"k", "comment before"}, {"Enter", "open the comment"}, {"?", "show these keys"},
}

var queries = []example{
	{Query: "missed pickup", Finds: "comments with either word, best with both; each word in all its forms"},
	{Query: `"missed pickup"`, Finds: "the words side by side"},
	{Query: "+permit -parking", Finds: "must have the first, must not have the second"},
	{Query: "call*", Finds: "words that begin with call"},
	{Query: "appointmnt~", Finds: "words that are spelled nearly so: names, typing errors"},
	{Query: `+"called back" (rude OR abrupt)`, Finds: "parentheses hold words together"},
}

func examples() []link {
	var list []link
	for _, e := range queries[:4] {
		list = append(list, link{Label: e.Query, URL: state{Text: e.Query}.URL("/"), Title: e.Finds})
	}
	return list
}

// help is the page that explains the search.
func (s *Site) help(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	body := &helpPage{Keys: keys}
	for _, e := range queries {
		e.URL = state{Text: e.Query}.URL("/")
		body.Examples = append(body.Examples, e)
	}
	filters := []example{
		{Query: "q=callback&need=control&polarity=unmet", Finds: "words, a need, and how it was met"},
		{Query: "from=2026-07-01&to=2026-09-30", Finds: "days, both included"},
		{Query: "q=phone&need=control&polarity=unmet&unit=1", Finds: "words and labels in one and the same sentence"},
		{Query: "q=abrupt&exact=1", Finds: "the words alone, none of like meaning"},
	}
	if themes := s.known("theme", tally{}); len(themes) > 0 {
		filters = append(filters, example{Query: url.Values{"theme": themes[:1], "sentiment": {"negative"}, "sort": {"negative"}}.Encode(), Finds: "a theme, a feeling, the most negative first"})
	}
	if departments := s.known("dept", tally{}); len(departments) > 1 {
		filters = append(filters, example{Query: url.Values{"dept": departments[:2]}.Encode(), Finds: "either of two departments"})
	}
	for _, e := range filters {
		e.URL = "/?" + e.Query
		body.Filters = append(body.Filters, e)
	}
	s.render(w, http.StatusOK, "help", s.page(v, "help", "Help", state{}, body))
}
