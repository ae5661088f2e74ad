package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"voc"
)

// TestFiltersNarrowEveryPageOfCounts counts plainly, and finds the same on each page, its filters named with a way to take each off.
func TestFiltersNarrowEveryPageOfCounts(t *testing.T) {
	records := city(120)
	p := newPlace(t)
	p.publish("000001-a", records...)
	s := p.site()
	filter := voc.Filter{Dept: []string{"water"}, From: "2026-01-01"}
	count := func(more voc.Filter) int {
		more.Dept, more.From = filter.Dept, filter.From
		n := 0
		for i := range records {
			if more.Match(&records[i]) {
				n++
			}
		}
		return n
	}
	all, courtesy, resolution := count(voc.Filter{}), count(voc.Filter{Theme: []string{"courtesy"}}), count(voc.Filter{Need: []string{"resolution"}})
	if all == 0 || courtesy == 0 || resolution == 0 || courtesy == 40 {
		t.Fatalf("%d, %d, %d comments pass: choose another filter", all, courtesy, resolution)
	}
	for target, wants := range map[string][]string{
		"/themes?dept=water&from=2026-01-01": {
			fmt.Sprintf("%d of 120 comments", all), `>Water Services <`, `href="/themes?from=2026-01-01"`, `>from 2026-01-01 <`, `href="/themes?dept=water"`, `href="/themes">Clear all`,
			fmt.Sprintf(`<a href="/theme/courtesy?dept=water&amp;from=2026-01-01">Courtesy</a></th><td class="n">%d</td>`, courtesy), `/theme/resolution?dept=water&amp;from=2026-01-01`,
		},
		"/themes?dept=WATER+services&from=2026-01-01":  {fmt.Sprintf("%d of 120 comments", all)},
		"/theme/courtesy?dept=water&from=2026-01-01":   {fmt.Sprintf("%d comments</strong>, %d%% of the %d that", courtesy, percent(courtesy, all), all), `href="/theme/courtesy?from=2026-01-01"`, `href="/themes?dept=water&amp;from=2026-01-01"`},
		"/theme/resolution?dept=water&from=2026-01-01": {fmt.Sprintf("%d comments</strong>", resolution), `href="/theme/timeliness?dept=water&amp;from=2026-01-01"`},
		"/department/water?from=2026-01-01":            {fmt.Sprintf("%d comments.", all), `href="/department/water"`, `href="/departments?from=2026-01-01"`},
		"/departments?dept=water&from=2026-01-01":      {fmt.Sprintf(`<a href="/department/water?from=2026-01-01">Water Services</a></th><td class="n">%d</td>`, all), `href="/departments?from=2026-01-01"`},
		"/theme/dignity":               {"comments</strong>, 50% of all"},
		"/themes?channel=ticket":       {"No comment</strong> passes"},
		"/?dept=water&from=2026-01-01": {`href="/themes?dept=water&amp;from=2026-01-01"`},
	} {
		page := get(t, s, target)
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("GET %s does not say %q", target, want)
			}
		}
		if err := closed(page); err != "" {
			t.Errorf("GET %s: %s", target, err)
		}
	}
}

func TestWhatNoFilterCanBe(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(30)...)
	s := p.site()
	for _, test := range []struct {
		target string
		status int
		wants  []string
	}{
		{"/themes?dept=nope&from=2026-01-01", 404, []string{"Nothing is called “nope”", `<a href="/themes?dept=water&amp;from=2026-01-01">Water Services</a>`, `dept=parks`}},
		{"/theme/access?dept=nope", 404, []string{`href="/theme/access?dept=water"`}},
		{"/departments?need=nope", 404, []string{`href="/departments?need=dignity"`}},
		{"/department/water?channel=pigeon", 404, []string{`href="/department/water?channel=survey"`}},
		{"/?q=phone&dept=nope", 404, []string{"Nothing is called “nope”", `href="/?dept=water&amp;q=phone"`, `href="/?q=phone"`}},
		{"/export?format=csv&dept=nope", 404, []string{`href="/?dept=water"`}},
		{"/?dept=water+services&need=Control&page=2", 200, []string{`name="dept" value="water"`, `name="need" value="control"`}},
		{"/?dept=water,%20Parks&need=control,dignity&page=2", 200, []string{`name="dept" value="water"`, `name="dept" value="parks"`, `name="need" value="control"`, `name="need" value="dignity"`}},
		{"/themes?dept=water,parks", 200, []string{`href="/themes?dept=parks" `, `href="/themes?dept=water" `}},
		{"/department/water?channel=survey,311,", 200, []string{`href="/department/water?channel=survey" `}},
		{"/themes?dept=water,nope&from=2026-01-01", 404, []string{"Nothing is called “nope”", `href="/themes?dept=water&amp;dept=parks&amp;from=2026-01-01"`, `href="/themes?dept=water&amp;from=2026-01-01"`}},
		{"/themes?dept=" + strings.Repeat("a,", 99), 404, []string{"Nothing is called “a”"}},
		{"/themes?dept=" + manyOnce(90) + "&need=" + manyOnce(90), 400, []string{"too many filters"}},
		{"/themes?from=yesterday", 400, []string{"A day is written as"}},
		{"/themes?from=2026-02-01&to=2026-01-01", 400, []string{"is after"}},
		{"/?from=2026-02-01&to=2026-01-01", 400, []string{"is after"}},
		{"/theme/access?theme=courtesy", 400, []string{`href="/theme/access"`, `href="/themes?theme=courtesy"`}},
		{"/department/water?dept=parks", 400, []string{`href="/department/water"`, `href="/departments?dept=parks"`}},
	} {
		w := serve(t, s, "GET", test.target, nil)
		if w.Code != test.status || closed(w.Body.String()) != "" {
			t.Errorf("GET %s: status %d, want %d (%s)", test.target, w.Code, test.status, closed(w.Body.String()))
		}
		for _, want := range test.wants {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("GET %s does not say %q:\n%s", test.target, want, w.Body)
			}
		}
	}
}

// manyOnce is a list of values, none of them twice, that is short enough for one value.
func manyOnce(n int) string {
	var list []string
	for i := range n {
		list = append(list, string(rune('!'+i)))
	}
	return url.QueryEscape(strings.Join(list, ","))
}

// TestNamesWithCommas finds a department that only comments name, and whose name has a comma, among several.
func TestNamesWithCommas(t *testing.T) {
	records := city(30)
	for i := range 7 {
		records[i].Department = "Trees, Paths and Ponds"
	}
	p := newPlace(t)
	p.publish("000001-a", records...)
	s := p.site()
	for _, list := range []string{"water,parks,Trees,+Paths+and+Ponds", "trees,+paths+and+ponds,water,parks,", "&dept=+,&dept=+&dept=trees,+paths+and+ponds&dept=water,parks"} {
		checkTrees(t, get(t, s, "/departments?dept="+list))
	}
}

func checkTrees(t *testing.T, page string) {
	t.Helper()
	for _, want := range []string{">Trees, Paths and Ponds</a></th><td class=\"n\">7</td>", ">Water Services</a>", "dept=parks"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, page)
		}
	}
}

// TestDamagedListOfReports serves comments without it, and says so, but of a run without the page that compares departments.
func TestDamagedListOfReports(t *testing.T) {
	for _, damage := range []struct {
		text string
		want int // what is told of
	}{{`{"departments":[{"depart`, 1}, {`{"departments":"water"}`, 1}, {"", 1}, {"gone", 0}} {
		p := newPlace(t)
		run := p.publish("000001-a", city(12)...)
		file := filepath.Join(run.Reports, "index.json")
		err := os.WriteFile(file, []byte(damage.text), 0o644)
		if damage.text == "gone" {
			err = os.Remove(file)
		}
		if err != nil {
			t.Fatal(err)
		}
		var told []error
		s, err := New(Options{Current: p.run, Reviews: p.Reviews, Searches: p.Saved, Log: func(err error) { told = append(told, err) }})
		if err != nil {
			t.Fatal(err)
		}
		if got := total(t, get(t, s, "/")); got != "12 comments" {
			t.Errorf("%q: %s, want 12 comments", damage.text, got)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if len(told) != damage.want || damage.want > 0 && !strings.Contains(told[0].Error(), file) {
			t.Errorf("%q: told of %v, want %d errors that name %s", damage.text, told, damage.want, file)
		}
	}
}

// TestOnly holds what a link leads to against what stands beside it: the search for a value among the comments of a search finds
// as many as are counted, and where no search can, there is no link.
func TestOnly(t *testing.T) {
	records := city(120)
	lists := [][]string{nil, {"dignity"}, {"control", "resolution"}}
	themes := [][]string{nil, {"courtesy"}, {"access", "timeliness"}}
	mets := [][]string{nil, {"unmet"}, {"met", "unmet"}}
	made := 0
	for i := range len(lists) * len(themes) * len(mets) {
		var search state
		search.Filter = voc.Filter{Need: lists[i%3], Theme: themes[i/3%3], Polarity: mets[i/9], Dept: [][]string{nil, {"water", "parks"}}[i%2]}
		for _, value := range []struct{ name, value string }{{"need", "dignity"}, {"need", "control"}, {"theme", "courtesy"}, {"theme", "access"}, {"dept", "water"}, {"dept", "streets"}, {"sentiment", "negative"}} {
			for _, polarity := range []voc.Polarity{"", voc.Met, voc.Unmet} {
				if polarity != "" && value.name != "need" && value.name != "theme" {
					continue
				}
				got, ok := search.only(value.name, value.value, polarity)
				if !ok {
					continue
				}
				made++
				var one state
				one = one.with(value.name, value.value)
				if polarity != "" {
					one = one.with("polarity", string(polarity))
				}
				for j := range records {
					r := &records[j]
					if want := search.Filter.Match(r) && one.Filter.Match(r); got.Filter.Match(r) != want {
						t.Fatalf("%s of %s is %s, which has %s: %v, want %v", one.URL("/"), search.URL("/"), got.URL("/"), r.ID, !want, want)
					}
				}
			}
		}
	}
	if made < 100 {
		t.Errorf("only %d searches can be said, want most of them", made)
	}
	if got := (state{}).with("need", "control").pageOf("theme", "access", "/theme/access"); got != "/theme/access?need=control" {
		t.Errorf("the page of a theme is %s", got)
	}
}

// way is the link of a way in which a need or theme was met, and the number beside it.
var way = regexp.MustCompile(`<a class="way [a-z]+" href="([^"]+)">[^<]*<span class="quiet">\((\d+)\)`)

// TestCountsBesideLinks follows the links of narrowed pages: each leads to as many comments as stand beside it.
func TestCountsBesideLinks(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(120)...)
	s := p.site()
	followed := 0
	for _, target := range []string{"/themes?dept=water&need=control", "/themes?polarity=unmet", "/themes?theme=courtesy&polarity=met", "/department/parks?sentiment=negative", "/theme/dignity?dept=parks&dept=water", "/theme/courtesy?polarity=unmet"} {
		for _, m := range way.FindAllStringSubmatch(get(t, s, target), -1) {
			href, n := strings.ReplaceAll(m[1], "&amp;", "&"), m[2]
			if got := strings.Fields(total(t, get(t, s, href)))[0]; got != n {
				t.Errorf("%s: %s beside %s, which finds %s", target, n, href, got)
			}
			followed++
		}
	}
	if followed < 10 {
		t.Errorf("%d links followed, want more", followed)
	}
	u, err := url.Parse("/themes?dept=water&dept=Water+Services")
	if err != nil {
		t.Fatal(err)
	}
	if w := serve(t, s, "GET", u.String(), nil); w.Code != http.StatusOK || slices.Contains(hrefs(w.Body.String()), "/themes?dept=Water+Services") {
		t.Errorf("GET %s: %d, and a department by its name stays by its side", u, w.Code)
	}
}

// The report on a department stands in a folder that need not have its name.
func TestReportsInTheirFolders(t *testing.T) {
	p := newPlace(t)
	records := city(60)
	for i := range records {
		records[i].Department = []string{"Mayor's Office", "water", ""}[i%3]
	}
	run := p.publish("000001-a", records...)
	for name, text := range map[string]string{
		"index.json":                 `{"departments":[{"department":{"id":"Mayor's Office","folder":"mayor-s-office"}},{"department":{"id":"","folder":"unassigned"}}]}`,
		"mayor-s-office/report.html": "<!doctype html><title>Mayor</title>",
		"mayor-s-office/report.xlsx": "workbook",
		"unassigned/report.html":     "<!doctype html><title>None</title>",
	} {
		path := filepath.Join(run.Reports, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	s := p.site()
	for target, wants := range map[string][]string{
		"/departments":                   {`href="/reports/mayor-s-office/report.html"`, `href="/reports/unassigned/report.html"`, "Comments without a department", `class="quiet">none`},
		"/department/Mayor%27s%20Office": {`href="/reports/mayor-s-office/report.html"`, `href="/reports/mayor-s-office/report.xlsx"`},
		"/department/unassigned":         {`href="/reports/unassigned/report.html"`, "20 comments"},
		"/?dept=unassigned":              {"20 comments"},
		"/department/water":              {"made no report"}, // its report is of another run: no page leads to it
	} {
		page := get(t, s, target)
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("GET %s does not say %q", target, want)
			}
		}
	}
}
