package web

import (
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/google/renameio/v2"
)

// Bounds of saved searches.
const (
	maxSaved = 500
	maxName  = 100 // runes of a name
)

// A savedSearch is a search with a name, as the file of saved searches holds it.
type savedSearch struct {
	Name string `yaml:"name"`
	URL  string `yaml:"url"` // path and parameters
}

// savedFile is held while the file of saved searches is read and written anew.
var savedFile sync.Mutex

// readSaved reads the file of saved searches; one that does not exist has none.
func readSaved(path string) ([]savedSearch, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var file struct {
		Searches []savedSearch `yaml:"searches"`
	}
	err = yaml.Unmarshal(data, &file)
	return file.Searches, err
}

// changeSaved replaces the file of saved searches by what change makes of them.
func changeSaved(path string, change func([]savedSearch) []savedSearch) error {
	savedFile.Lock()
	defer savedFile.Unlock()
	list, err := readSaved(path)
	if err != nil {
		return err
	}
	data, err := yaml.Marshal(map[string][]savedSearch{"searches": change(list)})
	if err != nil {
		return err
	}
	return renameio.WriteFile(path, data, 0o644)
}

// A savedPage lists the saved searches.
type savedPage struct {
	Searches []savedRow
}

// A savedRow is a saved search in a list.
type savedRow struct {
	Name string
	URL  string
	Link string // whole, to be sent to others
	What []string
}

// saved is the page of saved searches.
func (s *Site) saved(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	s.showSaved(w, r, v, "", http.StatusOK)
}

func (s *Site) showSaved(w http.ResponseWriter, r *http.Request, v *view, fault string, status int) {
	list, err := readSaved(s.opt.Searches)
	if err != nil {
		s.opt.Log(err)
		fault, status = "The saved searches cannot be read. The program's log says why.", http.StatusInternalServerError
	}
	body := &savedPage{}
	for _, one := range list {
		search, ok := savedState(one.URL)
		if !ok {
			continue // a person wrote something else into the file
		}
		row := savedRow{Name: one.Name, URL: search.URL("/"), Link: "http://" + r.Host + search.URL("/")}
		if search.Text != "" {
			row.What = append(row.What, search.Text)
		}
		for _, chip := range s.chips(search, "/") {
			row.What = append(row.What, chip.Label)
		}
		body.Searches = append(body.Searches, row)
	}
	p := s.page(v, "saved", "Saved searches", state{}, body)
	p.Error = fault
	s.render(w, status, "saved", p)
}

// savedState reads the address of a search; ok is false for any other address.
func savedState(address string) (search state, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path != "/" {
		return state{}, false
	}
	search, err = parseState(u.Query())
	return search, err == nil
}

// save keeps a search under a name; one of the same name is replaced.
func (s *Site) save(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	if !readForm(w, r) {
		return
	}
	name := strings.Join(strings.Fields(r.PostForm.Get("name")), " ")
	search, ok := savedState(r.PostForm.Get("url"))
	switch {
	case !ok:
		s.showSaved(w, r, v, "Only a search can be saved.", http.StatusUnprocessableEntity)
		return
	case name == "" || utf8.RuneCountInString(name) > maxName || strings.ContainsFunc(name, unicode.IsControl) || !utf8.ValidString(name):
		s.showSaved(w, r, v, "Give the search a name of up to 100 characters.", http.StatusUnprocessableEntity)
		return
	}
	full := false
	search.Page = 0
	err := changeSaved(s.opt.Searches, func(list []savedSearch) []savedSearch {
		list = slices.DeleteFunc(list, func(one savedSearch) bool { return one.Name == name })
		if full = len(list) >= maxSaved; full {
			return list
		}
		list = append(list, savedSearch{name, search.URL("/")})
		slices.SortFunc(list, func(a, b savedSearch) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
		return list
	})
	switch {
	case err != nil:
		s.opt.Log(err)
		s.showSaved(w, r, v, "The search could not be saved. The program's log says why.", http.StatusInternalServerError)
	case full:
		s.showSaved(w, r, v, "There are 500 saved searches. Forget one first.", http.StatusUnprocessableEntity)
	default:
		http.Redirect(w, r, "/saved", http.StatusSeeOther)
	}
}

// forget takes a saved search away.
func (s *Site) forget(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	if !readForm(w, r) {
		return
	}
	name := r.PostForm.Get("name")
	err := changeSaved(s.opt.Searches, func(list []savedSearch) []savedSearch {
		return slices.DeleteFunc(list, func(one savedSearch) bool { return one.Name == name })
	})
	if err != nil {
		s.opt.Log(err)
		s.showSaved(w, r, v, "The search could not be forgotten. The program's log says why.", http.StatusInternalServerError)
		return
	}
	http.Redirect(w, r, "/saved", http.StatusSeeOther)
}
