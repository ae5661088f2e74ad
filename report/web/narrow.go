package web

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"voc"
)

// A narrowing is what the comments on a page of counts are narrowed by, as the search page shows it.
type narrowing struct {
	Chips []link // each leads to the page without one filter
	Clear string
}

// narrowing returns the filters of a search for the page at path.
func (s *Site) narrowing(search state, path string) narrowing {
	return narrowing{s.chips(search, path), path}
}

// narrowed reads the filters of a page of counts, which are those of "voc themes", and leaves out the rest of a search.
// Where one cannot be read or meant it answers the request itself, and ok is false.
func (s *Site) narrowed(w http.ResponseWriter, r *http.Request, v *view) (search state, ok bool) {
	search, wrong := parseState(r.URL.Query())
	if wrong != nil {
		s.message(w, v, http.StatusBadRequest, "These filters cannot be read", wrong.Error())
		return state{}, false
	}
	return s.understood(w, r, v, state{Filter: search.Filter})
}

// understood returns the search with its filters as comments have them: departments by their ids, all in the usual case.
// Where one cannot be meant it answers the request itself, with those that can, and ok is false.
func (s *Site) understood(w http.ResponseWriter, r *http.Request, v *view, search state) (meant state, ok bool) {
	all := sync.OnceValues(func() (tally, error) { return s.counts(r, v, state{}) })
	single, err := s.apart(search, all)
	if err != nil {
		s.fail(w, r, v, err)
		return state{}, false
	}
	single, wrong := parseState(single.values())
	if wrong != nil {
		s.message(w, v, http.StatusBadRequest, "These filters cannot be read", wrong.Error())
		return state{}, false
	}
	meant = single.clone()
	for _, p := range single.parts() {
		*meant.part(p.name) = nil
		for _, value := range *p.values {
			id, known, err := s.find(p.name, value, all)
			if err != nil {
				s.fail(w, r, v, err)
				return state{}, false
			}
			if id == "" {
				s.unknown(w, r, v, single.without(p.name, value), p.name, value, known)
				return state{}, false
			}
			meant = meant.with(p.name, id)
		}
	}
	meant.Page = search.Page
	return meant, true
}

// apart returns the search with each value that is a list with commas, as the values in the list ([voc.Apart]), so that flags of the command mean the same.
func (s *Site) apart(search state, all func() (tally, error)) (state, error) {
	c := search.clone()
	for _, p := range c.parts() {
		var values []string
		for _, value := range *p.values {
			var names []string // that can have commas in them
			if strings.Contains(value, ",") {
				counts, err := all()
				if err != nil {
					return state{}, err
				}
				for _, id := range s.known(p.name, counts) {
					names = append(names, s.called(p.name, id).Names()...)
				}
			}
			values = append(values, voc.Apart(value, names)...)
		}
		*p.values = values
	}
	return c, nil
}

// find returns the value of a part of the filter that is written so, and those that the part can have.
// It is empty if there is none, neither by name nor in comments, which may have what nothing names.
func (s *Site) find(part, value string, all func() (tally, error)) (id string, known []string, err error) {
	known = s.known(part, tally{})
	if id = s.meant(part, value, known); id != "" {
		return id, known, nil
	}
	counts, err := all()
	if err != nil {
		return "", nil, err
	}
	known = s.known(part, counts)
	return s.meant(part, value, known), known, nil
}

// known returns the values that a part of the filter can have: those that are named, and those that comments have beside.
func (s *Site) known(part string, all tally) []string {
	var list []string
	switch part {
	case "dept":
		for _, d := range s.opt.Departments {
			list = append(list, d.ID)
		}
	case "theme":
		for _, t := range s.opt.Themes {
			if !isNeed(t.ID) {
				list = append(list, t.ID)
			}
		}
	case "need":
		for _, need := range voc.Needs {
			list = append(list, string(need))
		}
	case "polarity":
		for _, p := range polarities {
			list = append(list, string(p))
		}
	case "sentiment":
		list = []string{string(voc.Positive), string(voc.Negative), string(voc.Neutral), string(voc.Ambivalent)}
	case "channel":
		list = []string{voc.ChannelSurvey, voc.ChannelTranscript, voc.ChannelReview, voc.ChannelSocial, voc.ChannelTicket, voc.Channel311, voc.ChannelEmail, voc.ChannelComment}
	case "audience":
		list = []string{voc.External, voc.Internal}
	}
	for _, value := range all.values(part) {
		if !slices.Contains(list, value) {
			list = append(list, value)
		}
	}
	return list
}

// meant returns the known value that is written so, whatever its case; a department may go by its name or an alias. It is empty if none is.
func (s *Site) meant(part, value string, known []string) string {
	for _, id := range known {
		if called := s.called(part, id); called.Called(value) {
			return id
		}
	}
	return ""
}

// called returns what a value of a part goes by: a department by its name and aliases too.
func (s *Site) called(part, id string) *voc.Department {
	called := voc.Department{ID: id}
	if d, ok := s.names.departments[id]; ok && part == "dept" {
		called = d
	}
	return &called
}

// unknown answers the request r for a page with a value that a part of the filter does not have; search is the rest.
func (s *Site) unknown(w http.ResponseWriter, r *http.Request, v *view, search state, part, value string, known []string) {
	const most = 100
	path := r.URL.EscapedPath()
	if path == "/export" {
		path = "/" // where a search is looked at before it is downloaded
	}
	var choices []link
	for _, id := range known[:min(most, len(known))] {
		choices = append(choices, link{Label: s.names.of(part, id), URL: search.with(part, id).URL(path)})
	}
	choices = append(choices, link{Label: "without this filter", URL: search.URL(path)})
	s.choose(w, v, http.StatusNotFound, "Nothing is called “"+value+"”", "The filter “"+titles[part]+"” has no such value. It can be:", choices)
}

// only returns the search for those comments of s that have a value of a part of the filter too;
// for a need or theme with a polarity, if that is not empty.
// ok is false if no search says that: values of one part are joined by "or", and a polarity is that of every need and theme.
func (s state) only(name, value string, polarity voc.Polarity) (search state, ok bool) {
	c := s.clone()
	own, met := c.part(name), c.part("polarity")
	if len(*own) > 0 && !slices.Contains(*own, value) {
		return state{}, false
	}
	if name == "need" || name == "theme" {
		alone, as := len(*own) == 1, string(polarity)
		other := c.part(map[string]string{"need": "theme", "theme": "need"}[name])
		switch {
		case len(*met) > 0 && !alone:
			return state{}, false
		case as == "" || slices.Equal(*met, []string{as}):
		case len(*other) > 0 || len(*met) > 0 && !slices.Contains(*met, as):
			return state{}, false
		default:
			*met = []string{as}
		}
	}
	*own = []string{value}
	return c, true
}

// address returns the address of the search for those comments of s that have a value too; empty if no search says that.
func (s state) address(name, value string, polarity voc.Polarity) string {
	search, ok := s.only(name, value, polarity)
	if !ok {
		return ""
	}
	return search.URL("/")
}

// pageOf returns the address of the page of a value at path, with the other filters of s; empty if that page would count other comments.
func (s state) pageOf(name, value, path string) string {
	search, ok := s.only(name, value, "")
	if !ok {
		return ""
	}
	*search.part(name) = nil
	return search.URL(path)
}

// counted opens a page that lists what comments say: the search that its filters ask for, and its counts.
// Where a filter cannot be meant it answers the request itself, and ok is false.
func (s *Site) counted(w http.ResponseWriter, r *http.Request, v *view) (search state, counts tally, ok bool) {
	if search, ok = s.narrowed(w, r, v); !ok {
		return state{}, tally{}, false
	}
	counts, err := s.counts(r, v, search)
	if err != nil {
		s.fail(w, r, v, err)
		return state{}, tally{}, false
	}
	return search, counts, true
}

// about opens the page of a value: the search that its filters ask for with the value, and the rest of it, which is what the page is narrowed by.
// Where there is no such value, or the filters ask for another of its part, it answers the request itself, and ok is false;
// list is the page of all values.
func (s *Site) about(w http.ResponseWriter, r *http.Request, v *view, name, value, list string) (whole, rest state, ok bool) {
	all, err := s.counts(r, v, state{})
	if err != nil {
		s.fail(w, r, v, err)
		return state{}, state{}, false
	}
	if !slices.Contains(s.known(name, all), value) {
		kind := strings.ToLower(titles[name])
		s.message(w, v, http.StatusNotFound, "No such "+kind, "Neither the files of the workspace nor any comment name this "+kind+".")
		return state{}, state{}, false
	}
	search, ok := s.narrowed(w, r, v)
	if !ok {
		return state{}, state{}, false
	}
	rest = search.clone()
	*rest.part(name) = nil
	if own := *search.part(name); len(own) > 0 && !slices.Contains(own, value) {
		s.choose(w, v, http.StatusBadRequest, "This page is about one "+strings.ToLower(titles[name]),
			"It is about “"+s.names.of(name, value)+"”, and the filter asks for another. You could see:",
			[]link{{Label: "“" + s.names.of(name, value) + "” without this filter", URL: rest.URL(r.URL.EscapedPath())}, {Label: "all that the filters let through", URL: search.URL(list)}})
		return state{}, state{}, false
	}
	return rest.with(name, value), rest, true
}
