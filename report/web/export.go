package web

import (
	"errors"
	"iter"
	"net/http"
	"time"

	"voc"
	"voc/index"
	"voc/report/table"
)

// A format is a kind of file that a search can be downloaded as.
type format struct {
	label string
	media string
}

var formats = map[string]format{
	"csv":     {"CSV", "text/csv; charset=utf-8"},
	"xlsx":    {"Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	"parquet": {"Parquet", "application/vnd.apache.parquet"},
}

// slowest is how long a download may take.
const slowest = 15 * time.Minute

// export gives out all comments of a search as a file, in the order of the search.
func (s *Site) export(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	search, wrong := parseState(r.URL.Query())
	name := r.URL.Query().Get("format")
	kind, ok := formats[name]
	switch {
	case !ok:
		s.message(w, v, http.StatusBadRequest, "No such format", "A search can be downloaded as csv, xlsx or parquet.")
		return
	case wrong != nil:
		s.message(w, v, http.StatusBadRequest, "This search cannot be downloaded", wrong.Error())
		return
	}
	if search, ok = s.understood(w, r, v, search); !ok {
		return
	}
	// A server without deadlines, as in a test, has none to change.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(slowest))
	body := &download{ResponseWriter: w}
	w.Header().Set("Content-Type", kind.media)
	w.Header().Set("Content-Disposition", `attachment; filename="comments.`+name+`"`)
	hits := v.index.Each(r.Context(), search.query())
	err := table.ExportRecords(body, "comments", name, records(hits), v.ID)
	if err != nil {
		s.failDownload(body, r, v, err)
	}
}

// failDownload says what went wrong, or where a part of the file is on its way cuts it off, so that it is not taken for whole.
func (s *Site) failDownload(w *download, r *http.Request, v *view, err error) {
	if w.begun {
		if r.Context().Err() == nil {
			s.opt.Log(err)
		}
		panic(http.ErrAbortHandler)
	}
	w.Header().Del("Content-Disposition")
	var query *index.QueryError
	switch {
	case errors.As(err, &query):
		s.message(w, v, http.StatusBadRequest, "This search cannot be downloaded", query.Error())
	case errors.Is(err, table.ErrTooManyRows):
		s.message(w, v, http.StatusBadRequest, "Too many comments for a workbook", "Download CSV or Parquet, or narrow the search.")
	default:
		s.fail(w, r, v, err)
	}
}

// A download knows whether anything was sent.
type download struct {
	http.ResponseWriter
	begun bool
}

func (d *download) Write(p []byte) (int, error) {
	d.begun = true
	return d.ResponseWriter.Write(p)
}

// records returns the records of hits.
func records(hits iter.Seq2[index.Hit, error]) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		for hit, err := range hits {
			if !yield(hit.Record, err) || err != nil {
				return
			}
		}
	}
}
