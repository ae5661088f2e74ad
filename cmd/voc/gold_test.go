package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"voc"
	"voc/analyze"
)

// gold returns the lines of a file of labelled comments; the test is skipped where there is none.
func gold(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "gold", name))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return data
}

// voc label gives back every line in its place, with needs, sentiment, and evidence that lies inside the text.
func TestLabelKeepsEveryLine(t *testing.T) {
	for _, name := range []string{"dev.jsonl", "train.jsonl"} {
		in := gold(t, name)
		var out, complaints bytes.Buffer
		if status := run([]string{"label"}, bytes.NewReader(in), &out, &complaints); status != exitDone {
			t.Fatalf("%s: label exits with %d: %s", name, status, complaints.String())
		}
		given, labelled := linesOf(bytes.NewReader(in)), linesOf(&out)
		if len(given) != len(labelled) || len(given) == 0 {
			t.Fatalf("%s: %d lines given, %d labelled", name, len(given), len(labelled))
		}
		for i := range given {
			checkLabelled(t, given[i], labelled[i])
		}
	}
}

func linesOf(r io.Reader) []string {
	var all []string
	for scanner := newScanner(r); scanner.Scan(); {
		all = append(all, scanner.Text())
	}
	return all
}

func newScanner(r io.Reader) *bufio.Scanner {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 1<<24)
	return scanner
}

func checkLabelled(t *testing.T, given, labelled string) {
	t.Helper()
	var before struct{ ID, Text string }
	var after struct {
		ID, Text  string
		Needs     map[string]string
		Sentiment *string
		Score     *float64 `json:"sentiment_score"`
		NoContent bool     `json:"no_content"`
		Foreign   bool     `json:"unlabelled"`
		Themes    []string
		Mentions  []struct {
			Kind, Label, Polarity, Evidence, By string
			Start, End                          int
		}
	}
	if err := json.Unmarshal([]byte(given), &before); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(labelled), &after); err != nil {
		t.Fatalf("comment %s: %v", before.ID, err)
	}
	if after.ID != before.ID || after.Text != before.Text {
		t.Fatalf("comment %s: came back as %s, or with another text", before.ID, after.ID)
	}
	feeling := after.Sentiment != nil || after.NoContent || after.Foreign
	if after.Needs == nil || !feeling || after.Score == nil || after.Themes == nil || after.Mentions == nil {
		t.Errorf("comment %s: a key is missing", after.ID)
	}
	characters := []rune(after.Text)
	said := map[string][]string{}
	for _, m := range after.Mentions {
		if m.Start < 0 || m.Start >= m.End || m.End > len(characters) || string(characters[m.Start:m.End]) != m.Evidence {
			t.Errorf("comment %s: the evidence of %s is not at %d to %d", after.ID, m.Label, m.Start, m.End)
		}
		if !slices.Contains([]string{voc.ByRule, voc.ByModel, voc.ByReview}, m.By) {
			t.Errorf("comment %s: %s by %q", after.ID, m.Label, m.By)
		}
		if m.Kind == voc.KindNeed {
			said[m.Label] = append(said[m.Label], m.Polarity)
		}
	}
	for need, polarity := range after.Needs {
		if !slices.ContainsFunc(voc.Needs[:], func(n voc.Need) bool { return string(n) == need }) {
			t.Errorf("comment %s: need %q", after.ID, need)
		}
		if together := combined(said[need]); together != polarity {
			t.Errorf("comment %s: %s is %s, its mentions say %s", after.ID, need, polarity, strings.Join(said[need], ", "))
		}
	}
	if len(said) != len(after.Needs) {
		t.Errorf("comment %s: mentions of %d needs, needs %d", after.ID, len(said), len(after.Needs))
	}
}

// combined is the polarity that mentions of one need have together.
func combined(polarities []string) string {
	met := slices.Contains(polarities, "met") || slices.Contains(polarities, "mixed")
	unmet := slices.Contains(polarities, "unmet") || slices.Contains(polarities, "mixed")
	switch {
	case met && unmet:
		return "mixed"
	case unmet:
		return "unmet"
	case met:
		return "met"
	}
	return ""
}

// What reports are corrected by is what voc eval says now; "go generate ./report" writes it again.
func TestReportsKnowTheLabels(t *testing.T) {
	gold(t, "dev.jsonl")
	written, err := os.ReadFile(filepath.Join("..", "..", "report", "quality.json"))
	if err != nil {
		t.Fatal(err)
	}
	now := filepath.Join(t.TempDir(), "quality.json")
	var out, complaints bytes.Buffer
	if status := run([]string{"eval", filepath.Join("..", "..", "..", "shared", "gold", "dev.jsonl"), "--labelled-by", "a language model", "-o", now}, nil, &out, &complaints); status != exitDone {
		t.Fatalf("eval exits with %d: %s", status, complaints.String())
	}
	measured, err := os.ReadFile(now)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written, measured) {
		t.Error("report/quality.json is not what voc eval measures: type go generate ./report")
	}
}

// The finds of rare but serious comments that were checked are still found: their precision is that of these rules.
func TestSeriousFindsAreStillFound(t *testing.T) {
	checked, err := os.ReadFile(filepath.Join("..", "..", "report", "serious.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string][]string{} // by id
	for line := range strings.Lines(string(checked)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 || fields[2] != "right" && fields[2] != "wrong" {
			t.Fatalf("serious.tsv: %q is not a kind, an id, and right or wrong", line)
		}
		kinds[fields[1]] = append(kinds[fields[1]], fields[0])
	}
	a, err := analyze.New(analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range feedback(t, func(id string) bool { return kinds[id] != nil }) {
		record := a.Label(c)
		for _, kind := range kinds[c.ID] {
			if !slices.Contains(record.Themes, kind) {
				t.Errorf("%s is no longer found in %s: take it out of serious.tsv", kind, c.ID)
			}
		}
		delete(kinds, c.ID)
	}
	if len(kinds) > 0 {
		t.Errorf("%d comments that were checked are not in the feedback", len(kinds))
	}
}

// feedback returns the comments of ../shared/feedback whose id is wanted.
func feedback(t *testing.T, wanted func(id string) bool) []voc.Comment {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "feedback", "*.jsonl.gz"))
	if err != nil || len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("no ../shared/feedback")
		}
		t.Skip("no ../shared/feedback")
	}
	var list []voc.Comment
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		plain, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		for scanner := newScanner(plain); scanner.Scan(); {
			var line struct{ ID, Text, Channel string }
			if err := json.Unmarshal(scanner.Bytes(), &line); err != nil {
				t.Fatal(err)
			}
			if wanted(line.ID) {
				list = append(list, voc.Comment{ID: line.ID, Text: line.Text, Channel: line.Channel})
			}
		}
	}
	return list
}
