package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"voc"
)

// A departmentsPage lists the departments.
type departmentsPage struct {
	Narrowed narrowing
	Rows     []departmentRow
	Rest     int    // departments with the fewest comments that are not shown
	Report   string // the page that compares them; empty if there is none
}

// A departmentRow is a department in a list.
type departmentRow struct {
	Name     string
	URL      string
	N        int
	Negative int // percent
	Report   string
}

// departments is the page that lists the departments.
func (s *Site) departments(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	search, counts, ok := s.counted(w, r, v)
	if !ok {
		return
	}
	var negative tally // of no comment where the filters ask for another feeling
	if feeling, ok := search.only("sentiment", string(voc.Negative), ""); ok {
		var err error
		if negative, err = s.counts(r, v, feeling); err != nil {
			s.fail(w, r, v, err)
			return
		}
	}
	const most = 250
	body := &departmentsPage{Narrowed: s.narrowing(search, "/departments"), Report: v.report("index.html")}
	seen := map[string]bool{}
	row := func(id string) {
		n := counts.n("dept", id)
		if chosen := search.Filter.Dept; seen[id] || len(chosen) > 0 && !slices.Contains(chosen, id) {
			return
		}
		seen[id] = true
		if len(body.Rows) == most {
			body.Rest++
			return
		}
		body.Rows = append(body.Rows, departmentRow{s.names.of("dept", id), search.pageOf("dept", id, "/department/"+url.PathEscape(id)), n, percent(negative.n("dept", id), n), v.reportOn(id, "html")})
	}
	for _, d := range s.opt.Departments {
		row(d.ID)
	}
	for _, id := range counts.values("dept") {
		row(id)
	}
	s.render(w, http.StatusOK, "departments", s.page(v, "departments", "Departments", search, body))
}

// A departmentPage shows one department in short, and leads to its report.
type departmentPage struct {
	ListURL  string // the page of all departments
	Narrowed narrowing
	Name     string
	Vision   string
	Total    int
	Report   string
	Others   []link // the report in other formats
	Feelings []share
	Needs    []themeGroup
	Themes   []themeRow
	Months   *histogram
	Search   string
	// AllThemes is the page that counts all that its comments say.
	AllThemes string
}

// department is the page of one department.
func (s *Site) department(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	id := r.PathValue("id")
	search, rest, ok := s.about(w, r, v, "dept", id, "/departments")
	if !ok {
		return
	}
	counts, err := s.counts(r, v, search)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	body := &departmentPage{Name: s.names.of("dept", id), Vision: s.names.departments[id].Vision, Total: counts.Total, Search: search.URL("/"),
		ListURL: rest.URL("/departments"), Narrowed: s.narrowing(rest, r.URL.EscapedPath()), AllThemes: search.URL("/themes")}
	if body.Months, err = s.months(r, v, search); err != nil {
		s.fail(w, r, v, err)
		return
	}
	body.Report = v.reportOn(id, "html")
	for _, other := range [][2]string{{"xlsx", "Excel"}, {"md", "Markdown"}, {"json", "JSON"}} {
		if u := v.reportOn(id, other[0]); u != "" {
			body.Others = append(body.Others, link{Label: other[1], URL: u})
		}
	}
	for _, feeling := range []voc.Sentiment{voc.Negative, voc.Ambivalent, voc.Neutral, voc.Positive} {
		if n := counts.n("sentiment", string(feeling)); n > 0 {
			body.Feelings = append(body.Feelings, share{s.names.of("sentiment", string(feeling)), string(feeling), n, percent(n, counts.Total), search.address("sentiment", string(feeling), "")})
		}
	}
	for _, need := range voc.Needs {
		body.Needs = append(body.Needs, themeGroup{Name: s.names.of("need", string(need)), N: counts.n("need", string(need)),
			URL: search.address("need", string(need), ""), Ways: s.ways("need", string(need), counts, search)})
	}
	for _, theme := range counts.values("theme")[:min(10, len(counts.values("theme")))] {
		body.Themes = append(body.Themes, themeRow{s.names.of("theme", theme), search.address("theme", theme, ""), counts.n("theme", theme), s.ways("theme", theme, counts, search)})
	}
	s.render(w, http.StatusOK, "department", s.page(v, "departments", body.Name, search, body))
}

// reportFolders reads from the page that compares the departments in which folders their reports are: none if the run has no such page.
func (v *view) reportFolders() (map[string]string, error) {
	if v.reports == nil {
		return nil, nil
	}
	const file = "index.json"
	data, err := v.reports.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var overview struct {
		Departments []struct{ Department struct{ ID, Folder string } }
	}
	if err == nil {
		err = json.Unmarshal(data, &overview)
	}
	if err != nil {
		return nil, fmt.Errorf("reports of departments: %s: %w", filepath.Join(v.Run.Reports, file), err)
	}
	folders := map[string]string{}
	for _, row := range overview.Departments {
		folders[cmp.Or(row.Department.ID, voc.Unassigned)] = row.Department.Folder
	}
	return folders, nil
}

// reportOn returns the address of the report on a department in one format; empty if it does not exist.
func (v *view) reportOn(id, format string) string {
	folder, ok := v.folders[id]
	if !ok {
		return ""
	}
	return v.report(folder + "/report." + format)
}

// report returns the address of a file of the reports; empty if it does not exist.
func (v *view) report(name string) string {
	if v.reports == nil || !fs.ValidPath(name) {
		return ""
	}
	if info, err := v.reports.Stat(name); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return (&url.URL{Path: "/reports/" + name}).String()
}

// reportPolicy allows a report its own styles and pictures, and nothing else: it is one file without script.
const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// reportTypes are the media types of the files of a report; no other is given out.
var reportTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".svg": "image/svg+xml", ".json": "application/json", ".md": "text/markdown; charset=utf-8",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".csv": "text/csv; charset=utf-8",
}

// report gives out a file of the published reports, on whose pages quotations lead to their records.
func (s *Site) report(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	name := r.PathValue("path")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	mediaType := reportTypes[path.Ext(name)]
	file, err := v.openReport(name)
	if err != nil || mediaType == "" {
		s.message(w, v, http.StatusNotFound, "No such report", "The run that is published now has no report at this address.")
		return
	}
	defer file.Close()
	content := io.ReadSeeker(file)
	if path.Ext(name) == ".html" {
		if content, err = s.linked(v, file); err != nil {
			s.fail(w, r, v, err)
			return
		}
	}
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Security-Policy", reportPolicy)
	http.ServeContent(w, r, "", time.Time{}, content)
}

// openReport opens a regular file of the reports; no name leads out of them.
func (v *view) openReport(name string) (io.ReadSeekCloser, error) {
	if v.report(name) == "" {
		return nil, os.ErrNotExist
	}
	return v.reports.Open(name)
}
