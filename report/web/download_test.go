package web

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
)

// TestDownloadInBrowser downloads a search in each format and reads the files back: the comments that the page shows, and no others.
func TestDownloadInBrowser(t *testing.T) {
	v := visit(t, 60)
	done := v.downloads()
	v.open("/?q=phone&dept=streets&sort=oldest")
	v.heading("10 comments")
	shown := strings.Fields(eval[string](v, `[...document.querySelectorAll(".hit .open")].map(a => a.pathname.split("/").pop()).join(" ")`))
	if len(shown) != 10 {
		t.Fatalf("the page shows %v, want 10 comments", shown)
	}
	for format, read := range map[string]func(*testing.T, string) []string{"csv": readCSV, "xlsx": readWorkbook, "parquet": readParquet} {
		if !eval[bool](v, "document.querySelector('.tools .menu:nth-child(2)').open") {
			v.click(".tools .menu:nth-child(2) summary")
		}
		v.click(".panel a[href*='format=" + format + "']")
		select {
		case file := <-done:
			if got := read(t, file); !slices.Equal(got, shown) {
				t.Errorf("%s holds %v\nthe page shows %v", format, got, shown)
			}
		case <-time.After(time.Minute):
			t.Fatalf("no %s was downloaded", format)
		}
	}
	v.well()
}

// downloads lets the browser keep what it downloads, and returns the files as they are complete.
func (v *visitor) downloads() <-chan string {
	v.t.Helper()
	dir, done := v.t.TempDir(), make(chan string, 1)
	if err := chromedp.ListenBrowser(v.ctx, func(event any) {
		if e, ok := event.(*browser.EventDownloadProgress); ok && e.State == browser.DownloadProgressStateCompleted {
			done <- filepath.Join(dir, e.GUID)
		}
	}); err != nil {
		v.t.Fatal(err)
	}
	events := true
	behavior := browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: dir, EventsEnabled: &events}
	if _, err := chromedp.CallBrowser(v.ctx, browser.SetDownloadBehavior, behavior); err != nil {
		v.t.Fatal(err)
	}
	return done
}

// readCSV returns the ids of the comments in a file.
func readCSV(t *testing.T, file string) []string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return ids(t, rows)
}

// readWorkbook returns the ids of the comments in a workbook.
func readWorkbook(t *testing.T, file string) []string {
	t.Helper()
	book, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return ids(t, rows)
}

// ids returns the ids in rows of the comments table, whose phone calls stand in the column text.
func ids(t *testing.T, rows [][]string) []string {
	t.Helper()
	if len(rows) == 0 || rows[0][0] != "comment_id" {
		t.Fatalf("%d rows without a header", len(rows))
	}
	text := slices.Index(rows[0], "text")
	var list []string
	for _, row := range rows[1:] {
		if text < 0 || !strings.Contains(row[text], "phone") {
			t.Errorf("comment %s has no text about a phone", row[0])
		}
		list = append(list, row[0])
	}
	return list
}

// readParquet returns the ids of the comments in a Parquet file.
func readParquet(t *testing.T, file string) []string {
	t.Helper()
	rows, err := parquet.ReadFile[struct {
		ID   string `parquet:"comment_id"`
		Text string `parquet:"text"`
	}](file)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, row := range rows {
		if !strings.Contains(row.Text, "phone") {
			t.Errorf("comment %s has no text about a phone", row.ID)
		}
		list = append(list, row.ID)
	}
	return list
}
