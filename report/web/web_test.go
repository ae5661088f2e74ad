package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"voc"
	"voc/index"
)

// A place is a folder with published runs, as a workspace has it.
type place struct {
	t       testing.TB
	dir     string
	current atomic.Pointer[Run]
	Reviews string
	Saved   string
}

func newPlace(t testing.TB) *place {
	t.Helper()
	dir := t.TempDir()
	return &place{t: t, dir: dir, Reviews: filepath.Join(dir, "reviews"), Saved: filepath.Join(dir, "searches.yaml")}
}

func (p *place) run() (Run, error) {
	if run := p.current.Load(); run != nil {
		return *run, nil
	}
	return Run{}, errors.New("nothing published")
}

// publish makes a run of records and makes it the current one.
func (p *place) publish(name string, records ...voc.Record) Run {
	p.t.Helper()
	run := Run{Name: name, AsOf: "2026-09-30", Index: filepath.Join(p.dir, name, "index"), Reports: filepath.Join(p.dir, name, "reports")}
	if err := index.Build(context.Background(), run.Index, all(records)); err != nil {
		p.t.Fatal(err)
	}
	water := filepath.Join(run.Reports, "water")
	if err := os.MkdirAll(water, 0o755); err != nil {
		p.t.Fatal(err)
	}
	for file, text := range map[string]string{
		filepath.Join(run.Reports, "index.html"): "<!doctype html><title>All departments</title><p>All departments</p>",
		filepath.Join(run.Reports, "index.json"): `{"departments":[{"department":{"id":"water","folder":"water"}}]}`,
		filepath.Join(water, "report.html"):      "<!doctype html><title>Water</title><p>What customers of Water said</p>",
		filepath.Join(water, "report.md"):        "# Water",
		filepath.Join(p.dir, name, "secret.md"):  "not a report",
	} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
	p.current.Store(&run)
	return run
}

func all(records []voc.Record) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// site returns a site of the place and closes it after the test.
func (p *place) site() *Site {
	p.t.Helper()
	s, err := New(Options{
		Organisation: "City of Example",
		Departments:  []voc.Department{{ID: "water", Name: "Water Services", Vision: "Clear water, every day."}, {ID: "streets", Name: "Streets"}},
		Themes: []Theme{{ID: "access", Name: "Reaching us", Need: voc.Control, Definition: "Getting through to somebody.", Includes: []string{"phone lines", "opening hours"}},
			{ID: "courtesy", Name: "Courtesy", Need: voc.Dignity}, {ID: "timeliness", Name: "Timeliness", Need: voc.Resolution}, {ID: "explaining", Name: "Clear explanations", Need: voc.Understanding}},
		Synonyms: [][]string{{"rude", "abrupt"}},
		Codebook: "test",
		Reviews:  p.Reviews, Searches: p.Saved,
		Current: p.run,
		Host:    "127.0.0.1",
		Log:     func(err error) { p.t.Errorf("logged: %v", err) },
		Now:     func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		if err := s.Close(); err != nil {
			p.t.Error(err)
		}
	})
	return s
}

// serve answers a request for a page; what is posted comes from the site's own form.
func serve(t testing.TB, h http.Handler, method, target string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, target, body)
	r.Host = "127.0.0.1:8080"
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// get returns a page that must be there.
func get(t testing.TB, h http.Handler, target string) string {
	t.Helper()
	w := serve(t, h, "GET", target, nil)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: status %d:\n%s", target, w.Code, w.Body)
	}
	if w.Body.Len() > 100<<10 {
		t.Errorf("GET %s: %d bytes, want less than 100 KB", target, w.Body.Len())
	}
	return w.Body.String()
}

// city returns n invented comments of a city: departments, months and labels in turn.
func city(n int) []voc.Record {
	texts := []string{
		"I waited three weeks for a callback and nobody rang. The lady at the desk was kind, but she had no idea when anyone would come.",
		"The phone menu sent me in circles until I gave up.",
		"Friendly crew, they fixed the leak the same afternoon and swept up afterwards!",
		"Nobody explained why the bill doubled. I asked twice and got two different answers.",
		"All fine, thank you.",
		"The clerk was abrupt with my father, who does not hear well. He left without his permit.",
	}
	type says struct {
		kind, label string
		polarity    voc.Polarity
		words       string
	}
	labels := [][]says{
		{{"need", "resolution", "unmet", "nobody rang"}, {"theme", "timeliness", "unmet", "waited three weeks"}, {"need", "dignity", "met", "kind"}, {"theme", "courtesy", "met", "kind"}, {"need", "control", "unmet", "no idea when anyone would come"}},
		{{"need", "control", "unmet", "sent me in circles"}, {"theme", "access", "unmet", "phone menu sent me in circles"}},
		{{"need", "dignity", "met", "Friendly crew"}, {"theme", "courtesy", "met", "Friendly"}, {"need", "resolution", "met", "fixed the leak the same afternoon"}, {"theme", "timeliness", "met", "same afternoon"}},
		{{"need", "understanding", "unmet", "Nobody explained why the bill doubled"}, {"theme", "explaining", "unmet", "Nobody explained"}},
		nil,
		{{"need", "dignity", "unmet", "abrupt with my father"}, {"theme", "courtesy", "unmet", "abrupt"}},
	}
	moods := []struct {
		sentiment voc.Sentiment
		score     float64
	}{{voc.Ambivalent, -.2}, {voc.Negative, -.7}, {voc.Positive, .8}, {voc.Negative, -.6}, {voc.Positive, .4}, {voc.Negative, -.9}}
	departments := []string{"water", "streets", "parks"}
	channels := []string{voc.ChannelSurvey, voc.ChannelEmail, voc.Channel311, voc.ChannelReview}
	var records []voc.Record
	for i := range n {
		k := i % len(texts)
		rating := float64(i%5) / 4
		r := voc.Record{
			Comment: voc.Comment{
				ID: fmt.Sprintf("c%05d", i), Source: "survey", Origin: voc.Origin{File: "survey.csv", Row: i + 2},
				Department: departments[i%len(departments)], Channel: channels[i/2%len(channels)], Audience: voc.External,
				Question: "What could we do better?", QuestionKind: voc.CouldImprove, Language: "en", Text: texts[k], Rating: &rating,
				Time: time.Date(2025, time.September, 1, 9, 30, 0, 0, time.UTC).AddDate(0, 0, i*397%395), DateOnly: i%2 == 0,
			},
			Sentiment: moods[k].sentiment, SentimentScore: moods[k].score, Words: len(strings.Fields(texts[k])),
		}
		r.Units = units(r.Text)
		for _, says := range labels[k] {
			at := strings.Index(r.Text, says.words)
			span := voc.Span{Start: at, End: at + len(says.words)}
			m := voc.Mention{Kind: says.kind, Label: says.label, Polarity: says.polarity, Score: .8, Span: span, By: voc.ByModel}
			for u, unit := range r.Units {
				if at >= unit.Start {
					m.Unit = u
				}
			}
			if says.kind == voc.KindTheme {
				m.By, m.Rule = voc.ByRule, says.label+".word"
				r.Themes = append(r.Themes, says.label)
			} else {
				for j, need := range voc.Needs {
					if string(need) == says.label {
						r.Needs[j] = says.polarity
					}
				}
			}
			r.Mentions = append(r.Mentions, m)
		}
		if k == 1 {
			r.Session, r.Turn, r.Speaker, r.Channel = fmt.Sprintf("group-%d", i/60), i%60+1, "P"+fmt.Sprint(i%4), voc.ChannelTranscript
		}
		slices.Sort(r.Themes)
		records = append(records, r)
	}
	return records
}

// units splits a text after its full stops.
func units(text string) []voc.Span {
	var list []voc.Span
	start := 0
	for i := range len(text) {
		if text[i] == '.' || text[i] == '!' {
			list = append(list, voc.Span{Start: start, End: i + 1})
			start = min(len(text), i+2)
		}
	}
	return list
}
