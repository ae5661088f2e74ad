package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"voc/index"
)

//go:embed templates static
var files embed.FS

// pages are the templates by name, each with the layout around it.
var pages = parsePages("search", "comment", "themes", "theme", "departments", "department", "saved", "help", "message")

func parsePages(names ...string) map[string]*template.Template {
	layout := template.Must(template.New("layout.html").Funcs(template.FuncMap{
		"count": count, "asset": asset, "lower": strings.ToLower,
	}).ParseFS(files, "templates/layout.html", "templates/parts.html"))
	all := map[string]*template.Template{}
	for _, name := range names {
		all[name] = template.Must(template.Must(layout.Clone()).ParseFS(files, "templates/"+name+".html"))
	}
	return all
}

// A page is what the layout shows, and the body of one page in it.
type page struct {
	Title        string
	Tab          string // part of the site it belongs to
	Organisation string
	Run          Run
	Comments     int // in the run
	State        state
	Hidden       [][2]string // parameters of the search that the search box keeps
	Error        string      // what went wrong, for people
	Notice       string      // what was done
	Body         any
}

// page returns a page about the search, with body in it.
func (s *Site) page(v *view, tab, title string, search state, body any) *page {
	p := &page{Title: title, Tab: tab, Organisation: s.opt.Organisation, Run: v.Run, Comments: v.index.Len(), State: search, Body: body}
	rest := search.clone()
	rest.Text = ""
	p.Hidden = fields(rest)
	return p
}

// fields returns the parameters of a search as a form's hidden fields, in the order of the URL.
func fields(search state) [][2]string {
	var list [][2]string
	values := search.values()
	for _, name := range []string{"q", "dept", "need", "polarity", "theme", "sentiment", "channel", "audience", "from", "to", "sort", "exact", "unit"} {
		for _, value := range values[name] {
			list = append(list, [2]string{name, value})
		}
	}
	return list
}

// render writes a page; nothing of it is sent if the template fails.
func (s *Site) render(w http.ResponseWriter, status int, name string, p *page) {
	var b bytes.Buffer
	if err := pages[name].Execute(&b, p); err != nil {
		s.opt.Log(fmt.Errorf("page %s: %w", name, err))
		http.Error(w, "this page cannot be shown", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if _, err := w.Write(b.Bytes()); err != nil {
		return // the visitor went away
	}
}

// message shows a page that only says something.
func (s *Site) message(w http.ResponseWriter, v *view, status int, title, text string) {
	s.choose(w, v, status, title, text, nil)
}

// A messagePage says something, and where one could go from there.
type messagePage struct {
	Text    string
	Choices []link
}

// choose shows a page that says something and leads to choices.
func (s *Site) choose(w http.ResponseWriter, v *view, status int, title, text string, choices []link) {
	s.render(w, status, "message", s.page(v, "", title, state{}, &messagePage{text, choices}))
}

// fail shows what kept a page from being shown.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, v *view, err error) {
	switch {
	case r.Context().Err() != nil: // the visitor went away
	case errors.Is(err, index.ErrNotFound):
		s.message(w, v, http.StatusNotFound, "No such comment", "No comment has this id in the run that is published now. It may have been taken out as a duplicate, or purged.")
	default:
		s.opt.Log(err)
		s.message(w, v, http.StatusInternalServerError, "Something went wrong", "The search index could not be read. The program's log says why.")
	}
}

func (s *Site) notFound(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	s.message(w, v, http.StatusNotFound, "No such page", "There is no page at this address.")
}

func (s *Site) release(v *view) {
	if err := s.runs.release(v); err != nil {
		s.opt.Log(err)
	}
}

// assets are the hashes of the static files, by name.
var assets = func() map[string]string {
	hashes := map[string]string{}
	entries, err := fs.ReadDir(files, "static")
	if err != nil {
		panic(err) // embedded
	}
	for _, entry := range entries {
		data, err := files.ReadFile("static/" + entry.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(data)
		hashes[entry.Name()] = hex.EncodeToString(sum[:])
	}
	return hashes
}()

// asset returns the address of a static file, which changes when the file does.
func asset(name string) string { return "/static/" + name + "?v=" + assets[name][:12] }

// types are the media types of static files, which must not depend on the machine.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".LICENSE": "text/plain; charset=utf-8",
}

func (s *Site) static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	hash, ok := assets[name]
	if !ok {
		s.notFound(w, r)
		return
	}
	data, err := files.ReadFile("static/" + name)
	if err != nil {
		s.notFound(w, r)
		return
	}
	w.Header().Set("Content-Type", types[path.Ext(name)])
	w.Header().Set("ETag", `"`+hash[:32]+`"`)
	if r.URL.Query().Get("v") == hash[:12] {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
