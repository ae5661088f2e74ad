package web

import (
	"context"
	"iter"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"voc"
	"voc/report"
)

// TestQuotationsLeadToTheirRecords makes real reports, and follows each quotation from the page that is served, not from the file.
func TestQuotationsLeadToTheirRecords(t *testing.T) {
	p := newPlace(t)
	records := city(240)
	run := p.publish("000001-a", records...)
	sums := report.NewSums()
	for i := range records {
		sums.Add(&records[i])
	}
	in := report.Input{
		Departments: []voc.Department{{ID: "water", Name: "Water Services"}}, AsOf: time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC),
		Sums: sums, Unprotected: true,
		Records: func() iter.Seq2[voc.Record, error] { return all(records) },
	}
	if _, err := report.WriteAll(context.Background(), run.Reports, in); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(run.Reports, "water", "report.html")
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	gone := strings.Replace(string(written), `data-record="c`, `data-record="gone&#34;&amp;c`, 1)
	if err := os.WriteFile(file, []byte(gone), 0o644); err != nil {
		t.Fatal(err)
	}
	s := p.site()
	page := get(t, s, "/reports/water/report.html")
	quotations, links := strings.Count(page, "<blockquote>"), regexp.MustCompile(`href="(/comment/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(links) == 0 || len(links) != quotations-1 || strings.Count(page, "voc show") != 1 {
		t.Errorf("%d links in %d quotations, of which one has no record any more", len(links), quotations)
	}
	for _, link := range links {
		if w := serve(t, s, "GET", link[1], nil); w.Code != http.StatusOK {
			t.Errorf("GET %s: status %d", link[1], w.Code)
		}
	}
	if strings.Contains(string(written), "/comment/") || strings.Count(string(written), "voc show") != quotations {
		t.Error("the file leads to pages that there may not be, or does not say how a record is shown")
	}
	if err := closed(page); err != "" {
		t.Error(err)
	}
}
