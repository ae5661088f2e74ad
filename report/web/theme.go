package web

import (
	"net/http"
	"net/url"
	"slices"

	"voc"
	"voc/index"
)

// A themesPage lists the needs and the themes under them, with the number of comments.
type themesPage struct {
	Narrowed narrowing
	Total    int // comments that the filters let through
	All      int
	Search   string
	Groups   []themeGroup
}

// A themeGroup is a need and its themes.
type themeGroup struct {
	ID     string
	Name   string
	About  string
	URL    string
	N      int
	Ways   []share
	Themes []themeRow
}

// A themeRow is a theme in a list.
type themeRow struct {
	Name string
	URL  string
	N    int
	Ways []share
}

// A share is a part of some comments, such as those whose need was met.
type share struct {
	Label   string
	Class   string
	N       int
	Percent int
	URL     string
}

// themes is the page that lists all themes.
func (s *Site) themes(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	search, counts, ok := s.counted(w, r, v)
	if !ok {
		return
	}
	body := &themesPage{Narrowed: s.narrowing(search, "/themes"), Total: counts.Total, All: v.index.Len(), Search: search.URL("/")}
	for _, need := range voc.Needs {
		id := string(need)
		group := themeGroup{ID: id, Name: s.names.of("need", id), About: s.names.themes[id].Definition, URL: search.pageOf("need", id, "/theme/"+id),
			N: counts.n("need", id), Ways: s.ways("need", id, counts, search)}
		group.Themes = s.themeRows(counts, search, func(t Theme) bool { return t.Need == need })
		body.Groups = append(body.Groups, group)
	}
	rest := themeGroup{ID: "other", Name: "Other themes"}
	rest.Themes = s.themeRows(counts, search, func(t Theme) bool { return t.Need == "" && !isNeed(t.ID) })
	if len(rest.Themes) > 0 {
		body.Groups = append(body.Groups, rest)
	}
	s.render(w, http.StatusOK, "themes", s.page(v, "themes", "Needs and themes", search, body))
}

func isNeed(id string) bool { return slices.Contains(voc.Needs[:], voc.Need(id)) }

// themeRows returns the themes of the codebook, and those that only records have, that belong, with their counts in a search.
func (s *Site) themeRows(counts tally, search state, belongs func(Theme) bool) []themeRow {
	var rows []themeRow
	themes := slices.Clone(s.opt.Themes)
	for _, id := range counts.values("theme") {
		if _, known := s.names.themes[id]; !known {
			themes = append(themes, Theme{ID: id})
		}
	}
	for _, t := range themes {
		if belongs(t) && !isNeed(t.ID) {
			rows = append(rows, themeRow{Name: s.names.of("theme", t.ID), URL: search.pageOf("theme", t.ID, "/theme/"+url.PathEscape(t.ID)),
				N: counts.n("theme", t.ID), Ways: s.ways("theme", t.ID, counts, search)})
		}
	}
	return rows
}

// A tally is the facets of a search, to be asked for single counts.
type tally struct {
	Total  int
	facets []index.Facet
}

// counts returns how many comments that match the search have each value.
func (s *Site) counts(r *http.Request, v *view, search state) (tally, error) {
	result, err := v.index.Search(r.Context(), index.Query{Filter: search.Filter, Counts: true})
	if err != nil {
		return tally{}, err
	}
	return tally{result.Total, result.Facets}, nil
}

// months returns the chart of a search by month, in which others can be chosen too.
func (s *Site) months(r *http.Request, v *view, search state) (*histogram, error) {
	result, err := v.index.Search(r.Context(), index.Query{Filter: search.Filter, Facets: true})
	if err != nil {
		return nil, err
	}
	return newHistogram(result.Months, search), nil
}

func (t tally) facet(name string) []index.Count {
	for _, f := range t.facets {
		if f.Name == name {
			return f.Counts
		}
	}
	return nil
}

// n returns the number of comments with a value, whatever its polarity.
func (t tally) n(facet, value string) int { return t.as(facet, value, "") }

// as returns the number of comments with a value as it was met.
func (t tally) as(facet, value string, polarity voc.Polarity) int {
	for _, c := range t.facet(facet) {
		if c.Value == value && c.Polarity == polarity {
			return c.N
		}
	}
	return 0
}

// values returns the values of a facet, the most frequent first.
func (t tally) values(facet string) []string {
	var list []string
	for _, c := range t.facet(facet) {
		if c.Polarity == "" && c.N > 0 {
			list = append(list, c.Value)
		}
	}
	return list
}

// ways returns how a need or theme was met in a search, each with the search for it.
func (s *Site) ways(facet, value string, counts tally, search state) []share {
	var list []share
	total := counts.n(facet, value)
	for _, polarity := range polarities {
		n := counts.as(facet, value, polarity)
		if n == 0 {
			continue
		}
		list = append(list, share{s.names.of("polarity", string(polarity)), string(polarity), n, percent(n, total), search.address(facet, value, polarity)})
	}
	return list
}

// percent returns a share in whole percent; 0 of nothing.
func percent(n, of int) int {
	if of == 0 {
		return 0
	}
	return (200*n + of) / (2 * of)
}

// A themePage shows one need or theme.
type themePage struct {
	Theme       Theme
	Kind        string // need or theme
	Under       string // name of the need it stands under
	UnderURL    string
	ListURL     string // the page of all themes
	Narrowed    narrowing
	Total       int
	Of          int // comments that the filters let through; 0 where a filter is about the need or theme itself
	Share       int // percent of these
	Ways        []share
	Months      *histogram
	Departments []themeRow
	Typical     []hit
	Search      string
	Below       []themeRow // themes under a need
}

// theme is the page of one need or theme.
func (s *Site) theme(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	id := r.PathValue("id")
	kind := "theme"
	if isNeed(id) {
		kind = "need"
	}
	search, rest, ok := s.about(w, r, v, kind, id, "/themes")
	if !ok {
		return
	}
	theme := s.names.themes[id]
	theme.ID, theme.Name = id, s.names.of(kind, id)
	body, err := s.themeBody(r, v, kind, theme, search, rest)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	body.ListURL, body.Narrowed = rest.URL("/themes"), s.narrowing(rest, r.URL.EscapedPath())
	s.render(w, http.StatusOK, "theme", s.page(v, "themes", theme.Name, search, body))
}

// themeBody returns what the page of a need or theme shows of the comments of a search; rest is the search without it.
func (s *Site) themeBody(r *http.Request, v *view, kind string, theme Theme, search, rest state) (*themePage, error) {
	counts, err := s.counts(r, v, search)
	if err != nil {
		return nil, err
	}
	all, err := s.counts(r, v, rest)
	if err != nil {
		return nil, err
	}
	body := &themePage{Theme: theme, Kind: kind, Total: counts.Total, Ways: s.ways(kind, theme.ID, counts, search), Search: search.URL("/")}
	if len(rest.Filter.Polarity) == 0 {
		body.Of, body.Share = all.Total, percent(counts.Total, all.Total)
	}
	if theme.Need != "" {
		body.Under, body.UnderURL = s.names.of("need", string(theme.Need)), rest.pageOf("need", string(theme.Need), "/theme/"+string(theme.Need))
	}
	if kind == "need" {
		body.Below = s.themeRows(all, rest, func(t Theme) bool { return string(t.Need) == theme.ID })
	}
	body.Departments = s.departmentRows(counts, search)
	if body.Months, err = s.months(r, v, search); err != nil {
		return nil, err
	}
	body.Typical, err = s.typical(r, v, search)
	return body, err
}

// departmentRows returns the departments of a search, most comments first.
func (s *Site) departmentRows(counts tally, search state) []themeRow {
	const most = 15
	var rows []themeRow
	for _, id := range counts.values("dept") {
		if len(rows) < most {
			n := counts.n("dept", id)
			rows = append(rows, themeRow{Name: s.names.of("dept", id), URL: search.address("dept", id, ""), N: n,
				Ways: []share{{Percent: percent(n, max(1, counts.Total))}}})
		}
	}
	return rows
}

// typical returns a few comments of a search that speak of little else: of its newest, those with the fewest labels.
func (s *Site) typical(r *http.Request, v *view, search state) ([]hit, error) {
	const looked, shown, short = 100, 5, 40
	result, err := v.index.Search(r.Context(), index.Query{Filter: search.Filter, Sort: index.Newest, Limit: looked})
	if err != nil {
		return nil, err
	}
	weight := func(h index.Hit) int {
		n := 0
		if l := len(h.Record.Text); l < short {
			n = 3 // too short to show anything
		} else {
			n = l / 300
		}
		for _, p := range h.Record.Needs {
			if p != "" {
				n++
			}
		}
		return n + len(h.Record.Themes)
	}
	slices.SortStableFunc(result.Hits, func(a, b index.Hit) int { return weight(a) - weight(b) })
	var list []hit
	for _, h := range result.Hits[:min(shown, len(result.Hits))] {
		list = append(list, s.hit(h, search))
	}
	return list, nil
}
