package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"voc"
	"voc/internal/review"
)

const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`

// unescaped reports whether a page has a tag that came from what somebody wrote.
func unescaped(page string) bool {
	return strings.Contains(page, "<script>") || strings.Contains(page, "<img")
}

// TestScriptIsText puts markup wherever people can write, and finds it as text.
func TestScriptIsText(t *testing.T) {
	p := newPlace(t)
	records := city(12)
	bad := voc.Record{Comment: voc.Comment{ID: "bad", Text: "callback " + evil, Department: evil, Service: evil, Channel: evil, Audience: evil, Question: evil, Session: evil, Speaker: evil, Turn: 1, Source: evil,
		Origin: voc.Origin{File: evil, Row: 1}, Language: evil}, Themes: []string{evil}, Sentiment: voc.Negative, Needs: [4]voc.Polarity{voc.Unmet},
		Mentions: []voc.Mention{{Kind: voc.KindTheme, Label: evil, By: voc.ByRule, Rule: evil, Span: voc.Span{Start: 0, End: 20}}}}
	other := bad
	other.ID, other.Turn = "other", 2
	p.publish("000001-a", append(records, bad, other)...)
	s := p.site()
	post(t, s, "/comment/bad", url.Values{"by": {evil}, "note": {evil}, "need:dignity": {"met"}, "was:need:dignity": {"unmet"}}, http.StatusSeeOther)
	post(t, s, "/saved", url.Values{"name": {evil}, "url": {state{Text: evil}.with("dept", evil).URL("/")}}, http.StatusSeeOther)
	search := url.Values{"q": {evil}, "dept": {evil}, "theme": {evil}, "channel": {evil}}.Encode()
	for _, target := range []string{"/", "/?" + search, "/?q=callback", "/?q=" + url.QueryEscape(`"`+evil), "/comment/bad", "/comment/bad?" + search, "/comment/" + url.PathEscape(evil),
		"/themes", "/theme/" + url.PathEscape(evil), "/departments", "/department/" + url.PathEscape(evil), "/saved", "/?from=" + url.QueryEscape(evil), "/?sort=" + url.QueryEscape(evil), "/" + url.PathEscape(evil)} {
		w := serve(t, s, "GET", target, nil)
		if unescaped(w.Body.String()) {
			t.Errorf("GET %s shows a tag that somebody wrote", target)
		}
		if left := closed(w.Body.String()); left != "" {
			t.Errorf("GET %s: not closed: %s", target, left)
		}
		if got := w.Header().Get("Content-Security-Policy"); got != policy {
			t.Errorf("GET %s: Content-Security-Policy %q", target, got)
		}
	}
	if page := get(t, s, "/comment/bad"); !strings.Contains(page, "&lt;script&gt;") {
		t.Error("the comment is not shown as it was written")
	}
}

func post(t *testing.T, s http.Handler, target string, form url.Values, status int) *httptest.ResponseRecorder {
	t.Helper()
	w := serve(t, s, "POST", target, form)
	if w.Code != status {
		t.Errorf("POST %s: status %d, want %d", target, w.Code, status)
	}
	return w
}

func TestLargeQueries(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(30)...)
	s := p.site()
	for name, text := range map[string]string{
		"100 KB":                    strings.Repeat("word ", 20_000),
		"1,000 wildcards":           strings.Repeat("a* ", 1000),
		"wildcards that fit":        strings.Repeat("a* ", maxText/3),
		"one wildcard of 1 letter":  "a*",
		"nested":                    strings.Repeat("(", 250) + strings.Repeat(")", 250),
		"not text":                  "\xff\xfe",
		"zero":                      "\x00",
		"fuzzy":                     strings.Repeat("callbakc~ ", 50),
		"quotes":                    strings.Repeat(`"`, 301),
		"words that are not wanted": strings.Repeat("-a ", 100),
	} {
		w := serve(t, s, "GET", "/?"+url.Values{"q": {text}}.Encode(), nil)
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, w.Code)
		}
		if w.Body.Len() > 100<<10 {
			t.Errorf("%s: a page of %d bytes", name, w.Body.Len())
		}
	}
	many := url.Values{}
	for range 5000 {
		many.Add("dept", strings.Repeat("x", 10))
		many.Add("theme", "t"+strings.Repeat("y", len(many["theme"])%50))
	}
	if w := serve(t, s, "GET", "/?"+many.Encode(), nil); w.Code != http.StatusBadRequest || w.Body.Len() > 100<<10 {
		t.Errorf("many filters: status %d, %d bytes", w.Code, w.Body.Len())
	}
}

// TestManyDepartments keeps pages small where exports name thousands of departments.
func TestManyDepartments(t *testing.T) {
	p := newPlace(t)
	records := city(3000)
	for i := range records {
		records[i].Department = fmt.Sprintf("A department with a long name, number %d", i)
	}
	p.publish("000001-a", records...)
	s := p.site()
	for _, target := range []string{"/", "/?q=nobody", "/departments", "/themes", "/theme/control", "/?dept=" + url.QueryEscape(records[7].Department)} {
		get(t, s, target)
	}
	if page := get(t, s, "/?dept="+url.QueryEscape(records[2999].Department)); total(t, page) != "1 comment" {
		t.Errorf("one of many departments: %s", total(t, page))
	}
}

func TestPathTricks(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(30)...)
	s := p.site()
	for _, target := range []string{"/reports/../secret.md", "/reports/..%2fsecret.md", "/reports/%2e%2e/secret.md", "/reports/water/..%2f..%2fsecret.md", "/reports//etc/passwd", "/reports/%2fetc%2fpasswd",
		"/reports/water", "/reports/water/", "/reports/..%5csecret.md", "/static/..%2fpage.go", "/static/../page.go", "/reports/%00"} {
		w := serve(t, s, "GET", target, nil)
		if w.Code == http.StatusOK || strings.Contains(w.Body.String(), "not a report") {
			t.Errorf("GET %s: status %d", target, w.Code)
		}
	}
	w := serve(t, s, "GET", "/export?format=csv&name=..%2f..%2fetc%2fpasswd&filename=x", nil)
	if got, want := w.Header().Get("Content-Disposition"), `attachment; filename="comments.csv"`; got != want {
		t.Errorf("Content-Disposition %q, want %q", got, want)
	}
	for _, bad := range []string{"http://example.org/?q=x", "//example.org/?q=x", "/reports/?q=x", "javascript:alert(1)", "/?sort=worst", "\x00", ""} {
		post(t, s, "/saved", url.Values{"name": {"n"}, "url": {bad}}, http.StatusUnprocessableEntity)
	}
}

func TestForeignRequests(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(30)...)
	s := p.site()
	form := url.Values{"by": {"Ada"}, "need:dignity": {"unmet"}, "was:need:dignity": {"met"}}.Encode()
	for name, header := range map[string]http.Header{
		"another site":                {"Sec-Fetch-Site": {"cross-site"}},
		"another port":                {"Sec-Fetch-Site": {"same-site"}},
		"an old browser, other site":  {"Origin": {"http://evil.example"}},
		"a page without an origin":    {"Origin": {"null"}},
		"the same name, other scheme": {"Origin": {"http://127.0.0.1:9999"}},
	} {
		r := httptest.NewRequest("POST", "/comment/c00000", strings.NewReader(form))
		r.Host, r.Header = "127.0.0.1:8080", header
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusForbidden {
			t.Errorf("POST from %s: status %d, want 403", name, w.Code)
		}
	}
	made, err := review.Read(p.Reviews)
	if err != nil || len(made.IDs()) > 0 {
		t.Errorf("corrections from elsewhere were kept: %v %v", made.IDs(), err)
	}
	large := serve(t, s, "POST", "/comment/c00000", url.Values{"note": {strings.Repeat("x", maxBody)}})
	if large.Code != http.StatusBadRequest {
		t.Errorf("a form over the bound: status %d, want 400", large.Code)
	}
}

func TestHost(t *testing.T) {
	for _, test := range []struct {
		listens, header string
		want            bool
	}{
		{"127.0.0.1", "127.0.0.1:8080", true},
		{"127.0.0.1", "localhost:8080", true},
		{"127.0.0.1", "LOCALHOST", true},
		{"127.0.0.1", "[::1]:8080", true},
		{"127.0.0.1", "rebound.example:8080", false},
		{"127.0.0.1", "localhost.evil.example", false},
		{"127.0.0.1", "192.0.2.7:8080", false},
		{"127.0.0.1", "", false},
		{"voc.city.example", "voc.city.example:8080", true},
		{"voc.city.example", "other.example", false},
		{"0.0.0.0", "192.0.2.7:8080", true},
		{"0.0.0.0", "rebound.example", false},
		{"", "192.0.2.7", true},
		{"", "rebound.example", false},
	} {
		if got := known(test.listens, test.header); got != test.want {
			t.Errorf("known(%q, %q) = %v, want %v", test.listens, test.header, got, test.want)
		}
	}
	p := newPlace(t)
	p.publish("000001-a", city(6)...)
	r := httptest.NewRequest("GET", "/", nil)
	r.Host = "rebound.example"
	w := httptest.NewRecorder()
	p.site().ServeHTTP(w, r)
	if w.Code != http.StatusMisdirectedRequest || strings.Contains(w.Body.String(), "callback") {
		t.Errorf("a request by another name: status %d", w.Code)
	}
}
