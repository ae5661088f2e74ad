package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"voc"
	"voc/internal/review"
)

func TestCorrect(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(12)...)
	s := p.site()
	form := url.Values{"by": {" Ada "}, "note": {"why"}, "all": {"1"},
		"need:dignity": {"unmet"}, "was:need:dignity": {"met"}, // changed
		"need:control": {"unmet"}, "was:need:control": {"unmet"}, // confirmed
		"need:understanding": {"none"}, "was:need:understanding": {"none"}, // nothing to confirm
		"sentiment:": {"negative"}, "was:sentiment:": {"mixed"},
		"theme:courtesy": {"none"}, "was:theme:courtesy": {"met"},
		"add": {"access"}, "as": {"said"}}
	w := post(t, s, "/comment/c00000?q=callback", form, http.StatusSeeOther)
	if got, want := w.Header().Get("Location"), "/comment/c00000?q=callback&done=1"; got != want {
		t.Errorf("leads to %s, want %s", got, want)
	}
	made, err := review.Read(p.Reviews)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range made.For("c00000") {
		got = append(got, fmt.Sprintf("%s %s:%s %s>%s %s %s", c.By, c.Kind, c.Label, c.Old, c.New, c.Note, c.Codebook))
	}
	want := []string{"Ada need:dignity met>unmet why test", "Ada need:control unmet>unmet why test", "Ada sentiment: mixed>negative why test",
		"Ada theme:courtesy met>none why test", "Ada theme:access none>said why test"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	page := get(t, s, w.Header().Get("Location"))
	for _, text := range []string{"Your correction is kept", "applied with the next run", "unmet, confirmed", "Feeling</strong>: mixed → negative"} {
		if !strings.Contains(strings.ReplaceAll(page, "not met, confirmed", "unmet, confirmed"), text) {
			t.Errorf("the page does not say %q", text)
		}
	}
	// After the next run the labels are as corrected, and nothing waits.
	records := city(12)
	made.Apply(&records[0])
	p.publish("000002-a", records...)
	if err := s.runs.refresh(p.run); err != nil {
		t.Fatal(err)
	}
	page = get(t, s, "/comment/c00000")
	if strings.Contains(page, "applied with the next run") || !strings.Contains(page, "a person") {
		t.Error("after the next run the page does not show the labels as a person's")
	}
	if got := total(t, get(t, s, "/?need=dignity&polarity=unmet")); got != "3 comments" {
		t.Errorf("dignity not met after the next run: %s, want 3 comments", got)
	}
}

func TestCorrectWrongly(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(12)...)
	s := p.site()
	good := url.Values{"by": {"Ada"}, "need:dignity": {"unmet"}, "was:need:dignity": {"met"}}
	for name, change := range map[string]url.Values{
		"nobody":           {"by": {" "}},
		"nothing":          {"need:dignity": {"met"}},
		"unknown value":    {"need:dignity": {"splendid"}},
		"unknown theme":    {"add": {"weather"}, "as": {"met"}},
		"unknown sentence": {"unit": {"99"}},
		"no sentence":      {"unit": {"first"}},
		"long name":        {"by": {strings.Repeat("A", 300)}},
		"long note":        {"note": {strings.Repeat("x", 3000)}},
		"no text":          {"by": {"\xff"}},
	} {
		form := url.Values{}
		maps.Copy(form, good)
		maps.Copy(form, change)
		w := post(t, s, "/comment/c00000", form, http.StatusUnprocessableEntity)
		if !strings.Contains(w.Body.String(), "That did not work.") {
			t.Errorf("%s: the page does not say what is wrong", name)
		}
	}
	post(t, s, "/comment/none", good, http.StatusNotFound)
	if made, err := review.Read(p.Reviews); err != nil || len(made.IDs()) > 0 {
		t.Errorf("kept: %v (%v)", made.IDs(), err)
	}
}

func TestSaved(t *testing.T) {
	p := newPlace(t)
	p.publish("000001-a", city(12)...)
	s := p.site()
	post(t, s, "/saved", url.Values{"name": {"Phones: \"all\" # of them"}, "url": {"/?q=phone&page=3"}}, http.StatusSeeOther)
	post(t, s, "/saved", url.Values{"name": {"bills"}, "url": {"/?q=bill&dept=water"}}, http.StatusSeeOther)
	post(t, s, "/saved", url.Values{"name": {"bills"}, "url": {"/?q=bill"}}, http.StatusSeeOther)
	list, err := readSaved(p.Saved)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]savedSearch{{"bills", "/?q=bill"}, {"Phones: \"all\" # of them", "/?q=phone"}}, list); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
	for _, name := range []string{"", "   ", strings.Repeat("n", 101), "\xff"} {
		post(t, s, "/saved", url.Values{"name": {name}, "url": {"/?q=x"}}, http.StatusUnprocessableEntity)
	}
	post(t, s, "/saved/delete", url.Values{"name": {"bills"}}, http.StatusSeeOther)
	if page := get(t, s, "/saved"); strings.Contains(page, "bills") || !strings.Contains(page, "http://127.0.0.1:8080/?q=phone") {
		t.Error("the page does not list what is left")
	}
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			post(t, s, "/saved", url.Values{"name": {fmt.Sprint("n", i)}, "url": {"/?q=x"}}, http.StatusSeeOther)
		})
	}
	group.Wait()
	if list, err := readSaved(p.Saved); err != nil || len(list) != 21 {
		t.Errorf("%d saved, want 21 (%v)", len(list), err)
	}
	// A person's own addition to the file that is no search is passed over.
	if err := os.WriteFile(p.Saved, []byte("searches:\n- name: bad\n  url: http://example.org/\n- name: good\n  url: /?q=x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if page := get(t, s, "/saved"); strings.Contains(page, "example.org") || !strings.Contains(page, "good") {
		t.Error("the page does not pass over an address that is no search")
	}
}

func TestExport(t *testing.T) {
	p := newPlace(t)
	records := city(60)
	records[0].Text, records[0].Mentions, records[0].Units = "=HYPERLINK(callback)", nil, nil
	p.publish("000001-a", records...)
	s := p.site()
	search := "q=callback&sort=oldest"
	onPage := total(t, get(t, s, "/?"+search))

	w := serve(t, s, "GET", "/export?format=csv&"+search, nil)
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%d comments", len(rows)-1); got != onPage {
		t.Errorf("CSV has %s, the page %s", got, onPage)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.HasPrefix(cell, "=") {
				t.Errorf("a spreadsheet takes %q for a formula", cell)
			}
		}
	}
	book := serve(t, s, "GET", "/export?format=xlsx&"+search, nil)
	f, err := excelize.OpenReader(bytes.NewReader(book.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	cells, err := f.GetRows(f.GetSheetName(0))
	if err != nil || len(cells) != len(rows) {
		t.Errorf("XLSX has %d rows, want %d (%v)", len(cells), len(rows), err)
	}
	parquet := serve(t, s, "GET", "/export?format=parquet&"+search, nil).Body.Bytes()
	if !bytes.HasPrefix(parquet, []byte("PAR1")) || !bytes.HasSuffix(parquet, []byte("PAR1")) {
		t.Error("Parquet does not begin and end as Parquet does")
	}
	if w := serve(t, s, "GET", "/export?format=csv&q="+strings.Repeat("x", 1000), nil); w.Code != http.StatusBadRequest {
		t.Errorf("too long a query: status %d", w.Code)
	}
}

func TestHistogram(t *testing.T) {
	p := newPlace(t)
	records := city(3)
	records[0].Time = records[0].Time.AddDate(-200, 0, 0)
	records[1].Time = records[1].Time.AddDate(-20, 0, 0)
	p.publish("000001-a", records...)
	s := p.site()
	page := get(t, s, "/")
	if n := strings.Count(page, `class="col"`); n != maxBars {
		t.Errorf("%d bars for two hundred years, want %d", n, maxBars)
	}
	if !strings.Contains(page, "from=2005-01-01&amp;to=2005-12-31") {
		t.Error("no bar leads to the year 2005")
	}
	undated := []voc.Record{{Comment: voc.Comment{ID: "u", Text: "no date"}}}
	p.publish("000002-a", undated...)
	if err := s.runs.refresh(p.run); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(get(t, s, "/"), "<svg") {
		t.Error("a chart is drawn of comments without dates")
	}
}
