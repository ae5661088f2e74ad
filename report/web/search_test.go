package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"voc"
)

// hrefs returns the addresses that a page leads to.
func hrefs(page string) []string {
	var list []string
	tokens := html.NewTokenizer(strings.NewReader(page))
	for tokens.Next() != html.ErrorToken {
		token := tokens.Token()
		for _, a := range token.Attr {
			if a.Key == "href" {
				list = append(list, a.Val)
			}
		}
	}
	return list
}

// link returns the address of the link with the id.
func byID(t *testing.T, page, id string) string {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(page))
	for tokens.Next() != html.ErrorToken {
		attr := map[string]string{}
		for _, a := range tokens.Token().Attr {
			attr[a.Key] = a.Val
		}
		if attr["id"] == id {
			return attr["href"]
		}
	}
	t.Fatalf("no element %q on the page", id)
	return ""
}

var heading = regexp.MustCompile(`<h1 id="found"><span role="status">([^<]*)</span>`)

// total returns what the page says it found.
func total(t *testing.T, page string) string {
	t.Helper()
	m := heading.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page has no heading:\n%s", page)
	}
	return m[1]
}

func TestEveryPage(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(120)...)
	s := p.site()
	for target, want := range map[string]string{
		"/":                          "120 comments",
		"/?q=callback":               "20 comments",
		"/?q=callback&dept=water":    "Water Services",
		"/?q=abrupt":                 "rude",
		"/?q=zzzz":                   "No comments",
		"/?q=zzzz&need=control":      "Search all comments for these words",
		"/?page=2":                   "21–40 of 120",
		"/?page=400":                 "past the last comment",
		"/?from=2026-01-01&to=":      "from 2026-01-01",
		"/comment/c00000":            "survey.csv:2",
		"/comment/c00067?q=phone":    "Just before",
		"/themes":                    "Reaching us",
		"/theme/access":              "Getting through to somebody.",
		"/theme/control":             "Having some control",
		"/departments":               "/reports/water/report.html",
		"/department/water":          "Clear water, every day.",
		"/department/parks":          "made no report",
		"/reports/":                  "All departments",
		"/reports/water/report.html": "What customers of Water said",
		"/saved":                     "Nothing is saved yet",
		"/help":                      "appointmnt~",
	} {
		page := get(t, s, target)
		if !strings.Contains(page, want) {
			t.Errorf("GET %s does not say %q", target, want)
		}
		if err := closed(page); err != "" {
			t.Errorf("GET %s: %s", target, err)
		}
	}
	for target, status := range map[string]int{
		"/nowhere": 404, "/comment/none": 404, "/theme/none": 404, "/department/none": 404, "/reports/none.html": 404, "/static/none.css": 404,
		"/?q=%22open": 400, "/?sort=worst": 400, "/?from=yesterday": 400, "/?page=0": 400, "/?page=x": 400, "/export?format=exe": 400, "/export?format=csv&q=%22open": 400,
	} {
		if w := serve(t, s, "GET", target, nil); w.Code != status || closed(w.Body.String()) != "" {
			t.Errorf("GET %s: status %d, want %d (%s)", target, w.Code, status, closed(w.Body.String()))
		}
	}
}

// closed says which tag of a page is not closed; empty if all are.
func closed(page string) string {
	void := map[string]bool{"meta": true, "link": true, "input": true, "br": true, "!doctype": true}
	var open []string
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.Join(open, " ")
		case html.StartTagToken:
			if name, _ := tokens.TagName(); !void[string(name)] {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return "unexpected </" + string(name) + "> after " + strings.Join(open, " ")
			}
			open = open[:len(open)-1]
		}
	}
}

// TestLinksLead follows every link of the site from its first page, some thousand, and finds a page at each.
func TestLinksLead(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(60)...)
	s := p.site()
	const most = 1500
	queue, seen := []string{"/", "/comment/c00001?q=phone"}, map[string]bool{}
	for n := 0; len(queue) > 0 && n < most; n++ {
		target := queue[0]
		queue = queue[1:]
		w := serve(t, s, "GET", target, nil)
		if w.Code != http.StatusOK {
			t.Errorf("GET %s: status %d", target, w.Code)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || strings.HasPrefix(target, "/reports/") {
			continue
		}
		for _, link := range hrefs(w.Body.String()) {
			link, _, _ = strings.Cut(link, "#")
			if link != "" && !seen[link] {
				seen[link] = true
				queue = append(queue, link)
			}
		}
	}
}

func TestFacets(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(120)...)
	s := p.site()
	page := get(t, s, "/?q=nobody")
	if got := total(t, page); got != "40 comments" {
		t.Errorf("nobody: %s, want 40 comments", got)
	}
	unmet := byID(t, page, "f-need-control-unmet")
	page = get(t, s, unmet)
	if got := total(t, page); got != "20 comments" {
		t.Errorf("%s: %s, want 20 comments", unmet, got)
	}
	if back := byID(t, page, "f-need-control"); back != "/?q=nobody" {
		t.Errorf("dropping the need leads to %s, want the search before, without its polarity", back)
	}
	both := get(t, s, byID(t, get(t, s, "/?dept=water"), "f-dept-streets"))
	if got := total(t, both); got != "80 comments" {
		t.Errorf("two departments: %s, want 80 comments", got)
	}
	if n := strings.Count(both, `class="open"`); n != perPage {
		t.Errorf("%d comments on a page, want %d", n, perPage)
	}
}

func TestStateURL(t *testing.T) {
	for _, target := range []string{"/", "/?dept=parks&dept=water&need=control&polarity=unmet&q=%2Bcall%2A+-late", "/?exact=1&from=2026-01-01&page=3&sort=oldest&to=2026-02-01&unit=1",
		"/?audience=internal&channel=311&sentiment=mixed&theme=follow_up"} {
		u, err := url.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		search, err := parseState(u.Query())
		if got := search.URL("/"); err != nil || got != target {
			t.Errorf("the search at %s has the address %s (%v)", target, got, err)
		}
	}
}

func TestPieces(t *testing.T) {
	text := "one two three"
	for _, test := range []struct {
		marks []mark
		want  string
	}{
		{nil, "one two three"},
		{[]mark{{voc.Span{Start: 4, End: 7}, "a", 1}}, "one [a two 1] three"},
		{[]mark{{voc.Span{Start: 0, End: 7}, "a", 1}, {voc.Span{Start: 4, End: 13}, "b", 2}}, "[a one ][a b two 1][b  three 2]"},
		{[]mark{{voc.Span{Start: 4, End: 7}, "a", 2}, {voc.Span{Start: 4, End: 7}, "a", 1}}, "one [a two 12] three"},
		{[]mark{{voc.Span{Start: -1, End: 7}, "a", 0}, {voc.Span{Start: 4, End: 99}, "a", 0}, {voc.Span{Start: 7, End: 7}, "a", 0}}, "one two three"},
	} {
		var got strings.Builder
		for _, p := range pieces(text, test.marks) {
			if p.Class == "" {
				got.WriteString(p.Text)
				continue
			}
			got.WriteString("[" + p.Class + " " + p.Text)
			if len(p.Notes) > 0 {
				got.WriteString(" ")
			}
			for _, n := range p.Notes {
				got.WriteString(string(rune('0' + n)))
			}
			got.WriteString("]")
		}
		if got.String() != test.want {
			t.Errorf("pieces(%v) = %s, want %s", test.marks, got.String(), test.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("größer ", 100) + "callback " + strings.Repeat("日本", 300)
	at := strings.Index(long, "callback")
	text, marks := excerpt(long, []voc.Span{{Start: at, End: at + 8}}, 200)
	if len(text) > 300 || len(marks) != 1 || text[marks[0].Start:marks[0].End] != "callback" || !strings.HasPrefix(text, "… ") || !strings.HasSuffix(text, " …") {
		t.Errorf("excerpt = %q, %v", text, marks)
	}
	if strings.ContainsRune(text, '�') {
		t.Errorf("excerpt cuts a rune: %q", text)
	}
	if text, _ := excerpt("short", nil, 200); text != "short" {
		t.Errorf("excerpt of a short text = %q", text)
	}
}

// TestHtmx checks the vendored library against the release's hash.
func TestHtmx(t *testing.T) {
	const release = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130" // dist/htmx.min.js of 4.0.1
	data, err := files.ReadFile("static/htmx.min.js")
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != release {
		t.Errorf("htmx.min.js has the hash %x, want %s", sum, release)
	}
}
