// Package web shows a published run in a browser: search, comments, themes, departments and their reports.
//
// Every state of a page is a URL, and every page works without script.
// A page is a file: its parameters, a struct with what it shows, a handler.
package web

import (
	"context"
	"net/http"
	"os"
	"time"

	"voc"
	"voc/report"
)

// Options say what is shown, and where what people write is kept.
type Options struct {
	Organisation string              // as printed at the top of each page
	Departments  []voc.Department    // with their names
	Themes       []Theme             // of the codebook, in its order
	Words        *report.Words       // names of needs, themes and more, as reports say them; nil for the built-in ones
	Synonyms     [][]string          // words of like meaning, for the search
	Codebook     string              // version of the codebook, kept with each correction
	Reviews      string              // folder of corrections
	Searches     string              // file of saved searches
	Current      func() (Run, error) // the run published last; asked again and again
	Host         string              // host that the server listens on; empty for all
	Log          func(error)         // told of failures that no visitor caused; nil for nobody
	Now          func() time.Time    // the time of corrections; nil for the clock
}

// A Theme is a label of the codebook: one of the needs, or a theme under a need.
type Theme struct {
	ID         string
	Name       string
	Need       voc.Need // the need it stands under; empty for none and for the needs themselves
	Definition string
	Includes   []string
	Excludes   []string
}

// A Run is a published run.
type Run struct {
	ID      string // of the run, as in the tables
	Name    string // as people call it
	AsOf    string // newest day that the reports speak of; empty if unknown
	Index   string // folder of the index; another run has another
	Reports string // folder of the reports
}

// A Site answers requests about the run that was published last.
type Site struct {
	opt     Options
	names   names
	runs    follower
	handler http.Handler
}

// New returns a site for the run that is current.
func New(opt Options) (*Site, error) {
	if opt.Log == nil {
		opt.Log = func(error) {}
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Words == nil {
		words, err := report.ReadWords(nil)
		if err != nil {
			return nil, err
		}
		opt.Words = words
	}
	s := &Site{opt: opt, names: newNames(opt)}
	s.runs.open = s.open
	if err := s.runs.refresh(opt.Current); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.search)
	mux.HandleFunc("GET /export", s.export)
	mux.HandleFunc("GET /comment/{id...}", s.comment)
	mux.HandleFunc("POST /comment/{id...}", s.correct)
	mux.HandleFunc("GET /themes", s.themes)
	mux.HandleFunc("GET /theme/{id}", s.theme)
	mux.HandleFunc("GET /departments", s.departments)
	mux.HandleFunc("GET /department/{id}", s.department)
	mux.HandleFunc("GET /reports/{path...}", s.report)
	mux.HandleFunc("GET /saved", s.saved)
	mux.HandleFunc("POST /saved", s.save)
	mux.HandleFunc("POST /saved/delete", s.forget)
	mux.HandleFunc("GET /help", s.help)
	mux.HandleFunc("GET /static/{file}", s.static)
	mux.HandleFunc("GET /", s.notFound)
	s.handler = guard(opt.Host, mux)
	return s, nil
}

// ServeHTTP answers one request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Follow looks for a newly published run again and again until ctx is done.
// Requests under way end with the run they began with.
func (s *Site) Follow(ctx context.Context) {
	const every = 500 * time.Millisecond
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.runs.refresh(s.opt.Current); err != nil {
				s.opt.Log(err)
			}
		}
	}
}

// Close closes the run once the requests under way have ended.
func (s *Site) Close() error { return s.runs.close() }

// reports opens the folder of reports of a run; nil if it has none.
func reports(run Run) *os.Root {
	root, err := os.OpenRoot(run.Reports)
	if err != nil {
		return nil
	}
	return root
}
