package ingest

import (
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// listNames are the keys under which tools keep the rows, before any other list of objects.
var listNames = map[string]bool{
	"tickets": true, "comments": true, "audits": true, "items": true, "entry": true, "comments_v2": true, "responses": true, "reviews": true, "requests": true, "service_requests": true,
	"results": true, "records": true, "feedback": true, "rows": true, "answers": true, "surveys": true, "messages": true, "value": true,
}

// soleNames are the keys under which tools wrap a single row.
var soleNames = map[string]bool{"ticket": true, "comment": true, "review": true, "response": true, "form_response": true, "request": true}

// A listSearch looks through a document for its rows.
type listSearch struct {
	counts map[string]int
	order  []string
	object string // path of the outermost object, or of the one it wraps
	entry  string // path of an object where tools keep a list, if there is but one row
	empty  string // path of a list without rows where tools keep them, or of the document; "?" if there is none
}

// scanTokens is how far a document is searched for its rows.
const scanTokens = 2_000_000

// findList looks through a document for the list of objects that are its rows:
// one with a name that tools use, else the one with the most objects.
// A document without one is a single row, and path is that of the object.
func findList(in io.Reader) (path string, single bool, err error) {
	dec := jsontext.NewDecoder(in, jsonOptions...)
	s := &listSearch{counts: map[string]int{}, object: "?", empty: "?"}
	more := true
	for tokens := 0; more && err == nil && tokens < scanTokens; tokens++ {
		more, err = s.step(dec)
	}
	if err != nil && s.object == "?" && s.empty == "?" && len(s.order) == 0 {
		return "", false, err
	}
	path, single = s.best() // what was found before a break is a list all the same
	return path, single, nil
}

// step looks at the next value or token, and reports whether to look on.
func (s *listSearch) step(dec *jsontext.Decoder) (bool, error) {
	depth := dec.StackDepth()
	if depth > maxDepth {
		return false, errDeep
	}
	if dec.PeekKind() == '{' {
		path := valuePath(dec)
		inList := strings.HasSuffix(path, "*") && depth > 0
		switch {
		case inList && depth <= 4:
			if s.counts[path] == 0 {
				s.order = append(s.order, path)
			}
			if s.counts[path]++; s.counts[path] >= 1000 {
				return false, nil
			}
			return true, dec.SkipValue()
		case s.object == "?" || s.object == "" && soleNames[path]:
			s.object = path
		}
		if listNames[lastPart(path)] && s.entry == "" {
			s.entry = path
		}
	}
	path := ""
	if dec.PeekKind() == '[' {
		path = valuePath(dec)
	}
	token, err := dec.ReadToken()
	if err == nil && token.Kind() == '[' && dec.PeekKind() == ']' && (path == "" || listNames[lastPart(path)]) {
		s.empty = path
	}
	return err == nil, err
}

func lastPart(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

func (s *listSearch) best() (path string, single bool) {
	best, most := "", 0
	for _, path := range s.order {
		n := s.counts[path]
		if path == "*" || listNames[lastPart(strings.TrimSuffix(path, ".*"))] {
			n += 1 << 30
		}
		if n > most {
			best, most = path, n
		}
	}
	switch {
	case s.entry != "" && most < 1<<30:
		return s.entry, true
	case most == 0 && s.empty != "?":
		return s.empty, false
	case most > 0:
		return strings.TrimSuffix(strings.TrimSuffix(best, "*"), "."), false
	case s.object == "?":
		return "", true
	}
	return s.object, true
}
