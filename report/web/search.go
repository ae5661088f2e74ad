package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"voc"
	"voc/index"
)

// A searchPage shows what a search found.
type searchPage struct {
	State     state
	Total     int
	Hits      []hit
	First     int // number of the first hit
	Last      int
	Narrowed  narrowing
	Themes    string // the page that counts what these comments say; empty where it would count others
	Facets    []facet
	Chosen    int // values that are chosen in the facets
	Months    *histogram
	Sorts     []link
	Also      []string // words of like meaning that were looked for too
	ExactURL  string   // the search without these, or with them again
	UnitURL   string
	Previous  string
	Next      string
	Page      int
	Pages     int
	Downloads []link
	DaysOf    [][2]string // what the form for days keeps
	Mistake   *mistake
	Wider     []link // what to do when nothing was found
	Examples  []link
}

// A link is something to choose.
type link struct {
	ID     string
	Label  string
	Title  string // for those who do not see where it stands
	URL    string
	N      int
	Chosen bool
	Below  []link
}

// A facet is a part of the filter and its values.
type facet struct {
	Name   string
	Title  string
	Values []link
	More   []link // the rarer ones
	Open   bool   // one of the rarer ones is chosen
	Rest   int    // even rarer ones that are not shown
}

// A mistake is a query's text and the place in it that is wrong.
type mistake struct {
	Before, At, After string
	Reason            string
}

// A hit is a comment in a list.
type hit struct {
	ID      string
	URL     string
	Meta    []string // when, where, how
	Text    []piece
	Labels  []label
	Session bool
}

// A label is what a comment says, for a list.
type label struct {
	Text  string
	Class string
}

// search is the page of a search.
func (s *Site) search(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	search, wrong := parseState(r.URL.Query())
	search, ok := s.understood(w, r, v, search)
	if !ok {
		return
	}
	body := &searchPage{State: search}
	p := s.page(v, "search", searchTitle(search), search, body)
	status := http.StatusOK
	if wrong != nil {
		p.Error, status = wrong.Error(), http.StatusBadRequest
	}
	q := search.query()
	q.Facets = true
	result, err := v.index.Search(r.Context(), q)
	var query *index.QueryError
	var filter *index.FilterError
	switch {
	case errors.As(err, &query):
		body.Mistake, status = point(query), http.StatusBadRequest
		body.Examples = examples()
	case errors.As(err, &filter):
		p.Error, status = "The filter "+filter.Part+" "+filter.Reason+".", http.StatusBadRequest
	case err != nil:
		s.fail(w, r, v, err)
		return
	default:
		s.fill(body, result)
	}
	s.render(w, status, "search", p)
}

func searchTitle(search state) string {
	if search.Text != "" {
		return search.Text
	}
	return "Search"
}

// point splits a query's text at its mistake.
func point(e *index.QueryError) *mistake {
	runes := []rune(e.Text)
	at := min(max(0, e.Column-1), len(runes))
	end := min(at+1, len(runes))
	return &mistake{string(runes[:at]), string(runes[at:end]), string(runes[end:]), e.Reason}
}

// fill puts a result on the page.
func (s *Site) fill(body *searchPage, result *index.Result) {
	search := body.State
	body.Total = result.Total
	for _, h := range result.Hits {
		body.Hits = append(body.Hits, s.hit(h, search))
	}
	body.Page = max(1, search.Page)
	body.Pages = min(maxPage, (result.Total+perPage-1)/perPage)
	body.First, body.Last = (body.Page-1)*perPage+1, (body.Page-1)*perPage+len(body.Hits)
	if body.Page > 1 {
		body.Previous = search.page(body.Page - 1).URL("/")
	}
	if body.Page < body.Pages {
		body.Next = search.page(body.Page + 1).URL("/")
	}
	body.Narrowed = narrowing{s.chips(search, "/"), state{Text: search.Text, Sort: search.Sort}.URL("/")}
	if search.Text == "" && !search.Unit && !search.Filter.Empty() && result.Total > 0 {
		body.Themes = state{Filter: search.Filter}.URL("/themes")
	}
	for _, f := range result.Facets {
		view := s.facet(f, search)
		if len(view.Values) > 0 {
			body.Facets = append(body.Facets, view)
		}
	}
	body.Chosen = len(body.Narrowed.Chips)
	body.Months = newHistogram(result.Months, search)
	body.Sorts = s.sorts(search)
	body.Also = result.Also
	exact, unit := search.clone(), search.clone()
	exact.Exact, unit.Unit = !exact.Exact, !unit.Unit
	body.ExactURL, body.UnitURL = exact.URL("/"), unit.URL("/")
	body.Downloads = downloads(search)
	days := search.between("", "")
	body.DaysOf = fields(days)
	if result.Total == 0 {
		body.Wider = s.wider(search)
		body.Examples = examples()
	}
}

func (s state) page(n int) state {
	c := s.clone()
	c.Page = n
	return c
}

// hit returns a comment for a list; its address keeps the search, so that its page leads back.
func (s *Site) hit(h index.Hit, search state) hit {
	const size = 420 // bytes
	r := &h.Record
	text, marks := excerpt(r.Text, h.Marks, size)
	return hit{ID: r.ID, URL: search.URL(commentPath(r.ID)), Meta: s.meta(r), Text: pieces(text, marks), Labels: s.labels(r), Session: r.Session != ""}
}

// meta returns where and when a comment was said, in short.
func (s *Site) meta(r *voc.Record) []string {
	var list []string
	for _, text := range []string{day(&r.Comment), s.names.of("dept", r.Department), s.names.of("channel", r.Channel), r.Speaker} {
		if text != "" {
			list = append(list, text)
		}
	}
	return list
}

// labels returns what a comment means, in short: feeling, needs, themes.
func (s *Site) labels(r *voc.Record) []label {
	var list []label
	if r.Sentiment != "" {
		list = append(list, label{s.names.of("sentiment", string(r.Sentiment)), "feeling " + string(r.Sentiment)})
	}
	for i, polarity := range r.Needs {
		if polarity != "" {
			list = append(list, label{s.names.label(voc.KindNeed, string(voc.Needs[i]), polarity), "need " + string(polarity)})
		}
	}
	for _, theme := range r.Themes {
		list = append(list, label{s.names.of("theme", theme), "theme"})
	}
	return list
}

// chips returns what the search is narrowed by; each leads to the page at path without it.
func (s *Site) chips(search state, path string) []link {
	var list []link
	for _, p := range search.parts() {
		for _, value := range *p.values {
			list = append(list, link{Label: s.names.of(p.name, value), Title: titles[p.name], URL: search.without(p.name, value).URL(path)})
		}
	}
	f := search.Filter
	if f.From != "" {
		list = append(list, link{Label: "from " + f.From, Title: "Days", URL: search.between("", f.To).URL(path)})
	}
	if f.To != "" {
		list = append(list, link{Label: "to " + f.To, Title: "Days", URL: search.between(f.From, "").URL(path)})
	}
	if search.Unit {
		c := search.clone()
		c.Unit = false
		list = append(list, link{Label: "in one sentence", Title: "Words and labels", URL: c.URL(path)})
	}
	return list
}

// facet returns a facet with links that choose and drop its values, the most frequent first.
// Needs stand in their own order, each over the ways in which it was met.
func (s *Site) facet(f index.Facet, search state) facet {
	const shown, most = 8, 40
	view := facet{Name: f.Name, Title: titles[f.Name]}
	for _, c := range f.Counts {
		if c.Polarity == "" {
			view.Values = append(view.Values, s.value(f.Name, c, search))
		}
	}
	if f.Name == "need" {
		view.Values = s.needs(f, search)
	}
	if len(view.Values) > shown+2 {
		view.Values, view.More = view.Values[:shown], view.Values[shown:]
		all := len(view.More)
		at := 0
		view.More = slices.DeleteFunc(view.More, func(value link) bool {
			at++
			view.Open = view.Open || value.Chosen
			return at > most && !value.Chosen
		})
		view.Rest = all - len(view.More)
	}
	return view
}

// value returns the link that chooses or drops a value.
func (s *Site) value(part string, c index.Count, search state) link {
	return link{
		ID: "f-" + part + "-" + slug(c.Value), Label: s.names.of(part, c.Value), N: c.N,
		URL: search.toggled(part, c.Value).URL("/"), Chosen: search.has(part, c.Value),
	}
}

// needs returns the links of the needs that are spoken of.
func (s *Site) needs(f index.Facet, search state) []link {
	counts := tally{facets: []index.Facet{f}}
	var list []link
	for _, need := range voc.Needs {
		id := string(need)
		n := counts.n("need", id)
		if n == 0 && !search.has("need", id) {
			continue
		}
		value := s.value("need", index.Count{Value: id, N: n}, search)
		for _, polarity := range polarities {
			if n := counts.as("need", id, polarity); n > 0 {
				value.Below = append(value.Below, s.polarity(index.Count{Value: id, Polarity: polarity, N: n}, search, value))
			}
		}
		list = append(list, value)
	}
	return list
}

// polarities are the ways in which a need was met, in the order in which they are shown.
var polarities = []voc.Polarity{voc.Unmet, voc.Mixed, voc.Met}

// polarity returns the link that chooses a need as it was met in one way.
func (s *Site) polarity(c index.Count, search state, need link) link {
	polarity := string(c.Polarity)
	l := link{ID: need.ID + "-" + polarity, Label: s.names.of("short", polarity), Title: need.Label, N: c.N,
		Chosen: search.has("need", c.Value) && search.has("polarity", polarity)}
	if l.Chosen {
		l.URL = search.without("polarity", polarity).URL("/")
	} else {
		l.URL = search.with("need", c.Value).with("polarity", polarity).URL("/")
	}
	return l
}

func (s *Site) sorts(search state) []link {
	var list []link
	usual := index.Newest
	if strings.TrimSpace(search.Text) != "" {
		usual = index.Best
	}
	chosen := search.Sort
	if chosen == "" || chosen == index.Best {
		chosen = usual
	}
	for _, sort := range index.Sorts {
		if sort == index.Best && usual != index.Best {
			continue
		}
		c := search.clone()
		c.Sort = sort
		if sort == usual {
			c.Sort = ""
		}
		list = append(list, link{ID: "sort-" + string(sort), Label: s.names.of("sort", string(sort)), URL: c.URL("/"), Chosen: sort == chosen})
	}
	return list
}

// wider returns searches that may find something where this one finds nothing.
func (s *Site) wider(search state) []link {
	var list []link
	if search.Text != "" && !search.Filter.Empty() {
		list = append(list, link{Label: "Search all comments for these words", URL: state{Text: search.Text}.URL("/")})
	}
	for _, chip := range s.chips(search, "/") {
		list = append(list, link{Label: "Leave out “" + chip.Label + "”", URL: chip.URL})
	}
	if words := strings.Fields(search.Text); len(words) == 1 && len(words[0]) > 3 && !strings.ContainsAny(words[0], `~*"+-()`) {
		fuzzy, prefix := search.clone(), search.clone()
		fuzzy.Text, prefix.Text = words[0]+"~", words[0]+"*"
		list = append(list, link{Label: "Words spelled nearly like it", URL: fuzzy.URL("/")}, link{Label: "Words that begin with it", URL: prefix.URL("/")})
	}
	if len(list) > 6 {
		list = list[:6]
	}
	return append(list, link{Label: "Show all comments", URL: "/"})
}

func downloads(search state) []link {
	var list []link
	for _, format := range []string{"csv", "xlsx", "parquet"} {
		values := search.clone()
		list = append(list, link{Label: formats[format].label, URL: values.URL("/export") + joiner(values) + "format=" + format})
	}
	return list
}

func joiner(search state) string {
	if len(search.values()) == 0 {
		return "?"
	}
	return "&"
}

// slug returns a value as part of an element's id.
func slug(value string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, value)
}

// histogram is the number of comments by month, as a chart whose bars are links.
type histogram struct {
	Bars  []bar
	Width int    // of the drawing
	Each  string // month or year
	Most  int
	First string
	Last  string
}

// A bar is a month, or a year if there are very many months.
type bar struct {
	X, Y, Width, Height string
	Left                string // where the month begins
	Whole               string // its width with the gap
	Label               string
	N                   int
	URL                 string
	Chosen              bool
}

// Size of the drawing of a histogram.
const (
	drawingWidth  = 720
	drawingHeight = 72
	maxBars       = 120
)

// newHistogram returns the chart of counts by month, with the months between that have none; nil for none.
func newHistogram(months []index.Count, search state) *histogram {
	periods, years := byPeriod(months, search.Filter.From, search.Filter.To)
	if len(periods) == 0 {
		return nil
	}
	h := &histogram{Width: drawingWidth, Each: "month", First: periods[0].label, Last: periods[len(periods)-1].label}
	if years {
		h.Each = "year"
	}
	for _, p := range periods {
		h.Most = max(h.Most, p.n)
	}
	step := float64(drawingWidth) / float64(len(periods))
	gap := min(2, step/4)
	width := min(step-gap, 48)
	for i, p := range periods {
		height := 0.0
		if p.n > 0 {
			height = max(2, float64(p.n)/float64(h.Most)*(drawingHeight-4))
		}
		left := float64(i) * step
		f := search.Filter
		whole := f.From <= p.from && (f.To == "" || f.To >= p.to) && (f.From != "" || f.To != "")
		b := bar{
			X: number(left + (step-width)/2), Y: number(drawingHeight - height), Width: number(width), Height: number(height),
			Left: number(left), Whole: number(step), Label: p.label, N: p.n, Chosen: whole, URL: search.between(p.from, p.to).URL("/"),
		}
		if whole && f.From == p.from && f.To == p.to {
			b.URL = search.between("", "").URL("/")
		}
		h.Bars = append(h.Bars, b)
	}
	return h
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
