package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// served is a workspace with one published run.
type served struct {
	t   *testing.T
	dir string
}

func newServed(t *testing.T) *served {
	t.Helper()
	s := &served{t, filepath.Join(t.TempDir(), "city")}
	s.voc(exitDone, "init", s.dir)
	rows := "id,department,date,comment\n"
	for i, text := range []string{"Nobody rang back about the broken meter.", "The clerk was kind and patient.", "I could choose a time that suits me."} {
		for k := range 5 {
			rows += fmt.Sprintf("%d-%d,Water,2026-08-%02d,%q\n", i, k, 1+k, fmt.Sprintf("%s Case %d.", text, 100+k*7))
		}
	}
	if err := os.WriteFile(filepath.Join(s.dir, "inbox", "feedback.csv"), []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	s.voc(exitDone, "run")
	return s
}

// voc runs a command in the workspace, which must end with the status, and returns its results.
func (s *served) voc(status int, args ...string) string {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	if args[0] != "init" {
		args = append(args, "--config", filepath.Join(s.dir, "voc.yaml"))
	}
	if got := run(args, strings.NewReader(""), &stdout, &stderr); got != status {
		s.t.Fatalf("voc %s: status %d, want %d:\n%s", strings.Join(args, " "), got, status, stderr.String())
	}
	return stdout.String()
}

// start serves the workspace and returns its address, and a function that ends it as Ctrl-C does.
func (s *served) start() (base string, stop func()) {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	opt := &serveOptions{globals: &globals{config: filepath.Join(s.dir, "voc.yaml")}, addr: "127.0.0.1:0"}
	go func() {
		ended <- serve(ctx, writer, opt)
		_ = writer.Close()
	}()
	lines := bufio.NewScanner(reader)
	if !lines.Scan() {
		s.t.Fatalf("it does not serve: %v", <-ended)
	}
	base = regexp.MustCompile(`http://[0-9.:]+`).FindString(lines.Text())
	go func() {
		for lines.Scan() {
			s.t.Errorf("it says: %s", lines.Text())
		}
	}()
	return base, func() {
		s.t.Helper()
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				s.t.Errorf("it ends with %v", err)
			}
		case <-time.After(10 * time.Second):
			s.t.Error("it does not end")
		}
	}
}

func fetch(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s (%v)", address, response.Status, err)
	}
	return string(body)
}

// TestCorrectionReachesTheNextRun corrects a label in the pages and follows it into tables and search.
func TestCorrectionReachesTheNextRun(t *testing.T) {
	s := newServed(t)
	base, stop := s.start()
	page := fetch(t, base+"/?q=meter&sort=oldest")
	id := regexp.MustCompile(`/comment/([^?"]+)`).FindStringSubmatch(page)[1]
	response, err := http.PostForm(base+"/comment/"+id, url.Values{"by": {"Ada"}, "need:dignity": {"unmet"}, "was:need:dignity": {"none"}, "note": {"ignored"}})
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("correction: %v (%v)", response.Status, err)
	}
	response.Body.Close()
	for _, again := range [][]string{{"run"}, {"run", "--full"}} {
		s.voc(exitDone, again...)
		if csv := s.voc(exitDone, "export", "--need", "dignity", "--polarity", "unmet"); !strings.Contains(csv, id) || strings.Count(csv, "\n") != 2 {
			t.Errorf("after %v the table has:\n%s", again, csv)
		}
		if mentions := s.voc(exitDone, "export", "mentions", "--need", "dignity", "--polarity", "unmet"); !strings.Contains(mentions, "review") {
			t.Errorf("after %v no mention is by a person:\n%s", again, mentions)
		}
	}
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(fetch(t, base+"/?need=dignity&polarity=unmet"), ">1 comment<"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the pages do not show the corrected label")
		}
	}
	stop()
}

func TestServeWrongly(t *testing.T) {
	s := &served{t, filepath.Join(t.TempDir(), "city")}
	s.voc(exitDone, "init", s.dir)
	s.voc(exitFailed, "serve")
	s.voc(exitUsage, "serve", "--addr", "8080")
	s = newServed(t)
	base, stop := s.start()
	defer stop()
	s.voc(exitFailed, "serve", "--addr", strings.TrimPrefix(base, "http://"))
}

// TestReviewSample draws a sample, fills it and takes it back.
func TestReviewSample(t *testing.T) {
	s := newServed(t)
	file := filepath.Join(t.TempDir(), "check.csv")
	s.voc(exitDone, "review", "sample", "--size", "9", "-o", file)
	if again := s.voc(exitDone, "review", "sample", "--size", "9"); again != read(t, file) {
		t.Error("the same sample is drawn otherwise the second time")
	}
	rows, err := csv.NewReader(strings.NewReader(read(t, file))).ReadAll()
	if err != nil || len(rows) != 10 {
		t.Fatalf("%d rows, want a header and 9 (%v)", len(rows), err)
	}
	right := len(rows[0]) - 3
	for i, row := range rows[1:] {
		row[right] = []string{"yes", "No", ""}[i%3]
	}
	filled := filepath.Join(t.TempDir(), "filled.csv")
	write := func() {
		var b bytes.Buffer
		if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filled, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write()
	for range 2 {
		out := s.voc(exitDone, "review", "import", filled, "--by", "Ada")
		if all := regexp.MustCompile(`all +6 +3 `); !all.MatchString(out) {
			t.Errorf("the precision of all is not that of 3 in 6:\n%s", out)
		}
	}
	kept, err := filepath.Glob(filepath.Join(s.dir, "reviews", "*.jsonl"))
	if err != nil || len(kept) != 1 || strings.Count(read(t, kept[0]), "\n") != 6 {
		t.Errorf("kept in %v: want 6 lines (%v)", kept, err)
	}
	s.voc(exitUsage, "review", "import", filled)
	rows[1][right] = "perhaps"
	write()
	s.voc(exitUsage, "review", "import", filled, "--by", "Ada")
	s.voc(exitUsage, "review", "sample", "--kind", "mood")
	s.voc(exitUsage, "review", "sample", "--size", "0")
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
