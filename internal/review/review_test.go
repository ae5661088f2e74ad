package review

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voc"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func need(id, label, value string) Correction {
	return Correction{Time: noon, By: "Ada", Comment: id, Kind: voc.KindNeed, Label: label, Old: None, New: value}
}

// record returns a comment of two sentences: kind staff, nothing explained.
func record() voc.Record {
	return voc.Record{
		Comment: voc.Comment{ID: "c1", Text: "Lovely clerk. Nothing was explained."},
		Units:   []voc.Span{{Start: 0, End: 13}, {Start: 14, End: 36}},
		Needs:   [4]voc.Polarity{voc.Met, "", voc.Unmet, ""}, Sentiment: voc.Ambivalent, Complex: true,
		Themes: []string{"courtesy", "explaining"},
		Mentions: []voc.Mention{
			{Kind: voc.KindNeed, Label: "dignity", Polarity: voc.Met, Score: .9, Span: voc.Span{Start: 0, End: 6}, By: voc.ByModel},
			{Kind: voc.KindTheme, Label: "courtesy", Polarity: voc.Met, Score: .9, Span: voc.Span{Start: 0, End: 6}, By: voc.ByRule, Rule: "r1"},
			{Kind: voc.KindNeed, Label: "understanding", Polarity: voc.Unmet, Score: .6, Unit: 1, Span: voc.Span{Start: 14, End: 36}, By: voc.ByModel, Uncertain: true},
			{Kind: voc.KindTheme, Label: "explaining", Polarity: voc.Unmet, Score: .6, Unit: 1, Span: voc.Span{Start: 14, End: 36}, By: voc.ByModel},
		},
	}
}

func TestApply(t *testing.T) {
	tests := []struct {
		name string
		c    Correction
		want func(*voc.Record)
	}{
		{"a need that is not there", need("c1", "understanding", None), func(r *voc.Record) {
			r.Needs[2], r.Complex = "", false
			r.Mentions = []voc.Mention{r.Mentions[0], r.Mentions[1], r.Mentions[3]}
		}},
		{"a need turned round", need("c1", "understanding", "met"), func(r *voc.Record) {
			r.Needs[2] = voc.Met
			m := &r.Mentions[2]
			m.Polarity, m.By, m.Score, m.Uncertain = voc.Met, voc.ByReview, 1, false
		}},
		{"a need confirmed", need("c1", "dignity", "met"), func(r *voc.Record) {
			r.Mentions[0].By, r.Mentions[0].Score = voc.ByReview, 1
		}},
		{"a need that was missed, in the second sentence", Correction{Kind: voc.KindNeed, Label: "resolution", New: "unmet", Unit: 2}, func(r *voc.Record) {
			r.Needs[3] = voc.Unmet
			added := voc.Mention{Kind: voc.KindNeed, Label: "resolution", Polarity: voc.Unmet, Score: 1, Unit: 1, Span: r.Units[1], By: voc.ByReview}
			r.Mentions = []voc.Mention{r.Mentions[0], r.Mentions[1], added, r.Mentions[2], r.Mentions[3]}
		}},
		{"a theme that was missed, nowhere in particular", Correction{Kind: voc.KindTheme, Label: "access", New: Said}, func(r *voc.Record) {
			r.Themes = []string{"access", "courtesy", "explaining"}
			added := voc.Mention{Kind: voc.KindTheme, Label: "access", Score: 1, Span: voc.Span{End: 36}, By: voc.ByReview}
			r.Mentions = []voc.Mention{r.Mentions[0], added, r.Mentions[1], r.Mentions[2], r.Mentions[3]}
		}},
		{"a theme that is not there", Correction{Kind: voc.KindTheme, Label: "courtesy", New: None}, func(r *voc.Record) {
			r.Themes = []string{"explaining"}
			r.Mentions = []voc.Mention{r.Mentions[0], r.Mentions[2], r.Mentions[3]}
		}},
		{"another feeling", Correction{Kind: voc.KindSentiment, New: "negative"}, func(r *voc.Record) {
			r.Sentiment, r.SentimentScore = voc.Negative, -0.5
			added := voc.Mention{Kind: voc.KindSentiment, Label: "negative", Score: -0.5, Span: voc.Span{End: 36}, By: voc.ByReview}
			r.Mentions = []voc.Mention{r.Mentions[0], added, r.Mentions[1], r.Mentions[2], r.Mentions[3]}
		}},
	}
	for _, test := range tests {
		got, want := record(), record()
		test.c.Apply(&got)
		test.want(&want)
		// Within a unit mentions stand by kind.
		if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if test.c.Kind != voc.KindSentiment && Value(&got, test.c.Kind, test.c.Label) != test.c.New {
			t.Errorf("%s: Value = %q, want %q", test.name, Value(&got, test.c.Kind, test.c.Label), test.c.New)
		}
		again := got
		test.c.Apply(&again)
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("%s, applied twice (-once +twice):\n%s", test.name, diff)
		}
	}
}

// sorted returns the record with its mentions in their order.
func sorted(r voc.Record) voc.Record {
	Correction{Kind: voc.KindNeed, Label: "control", New: None}.Apply(&r)
	return r
}

func TestCheck(t *testing.T) {
	good := need("c1", "dignity", "met")
	if err := good.Check(); err != nil {
		t.Errorf("Check(%+v) = %v", good, err)
	}
	for name, spoil := range map[string]func(*Correction){
		"no comment":    func(c *Correction) { c.Comment = "" },
		"nobody":        func(c *Correction) { c.By = "" },
		"no time":       func(c *Correction) { c.Time = time.Time{} },
		"kind":          func(c *Correction) { c.Kind = "mood" },
		"need":          func(c *Correction) { c.Label = "money" },
		"value":         func(c *Correction) { c.New = "positive" },
		"sentence":      func(c *Correction) { c.Unit = -1 },
		"long note":     func(c *Correction) { c.Note = strings.Repeat("x", maxNote+1) },
		"no text":       func(c *Correction) { c.By = "\xff" },
		"named feeling": func(c *Correction) { c.Kind, c.New = voc.KindSentiment, "positive" },
	} {
		c := good
		spoil(&c)
		if c.Check() == nil {
			t.Errorf("%s: Check(%+v) = nil, want an error", name, c)
		}
	}
}

func TestAppendAndRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reviews")
	if s, err := Read(dir); err != nil || len(s.IDs()) != 0 || s.Fingerprint() != "" {
		t.Fatalf("Read of no folder = %v, %v", s, err)
	}
	later := need("c1", "dignity", "unmet")
	later.Time = noon.AddDate(0, 1, 0)
	for _, c := range []Correction{later, need("c2", "control", "met"), need("c1", "dignity", "met")} {
		if err := Append(dir, c); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Correction{need("c1", "dignity", "met"), later}, s.For("c1")); diff != "" {
		t.Errorf("corrections of c1 (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"c2", "c1"}, s.IDs()); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	r := record()
	if !s.Apply(&r) || r.Needs[0] != voc.Unmet {
		t.Errorf("dignity = %q after the newest correction, want unmet", r.Needs[0])
	}
	before := s.Fingerprint()
	if err := Append(dir, need("c3", "dignity", "met")); err != nil {
		t.Fatal(err)
	}
	if s, err := Read(dir); err != nil || s.Fingerprint() == before {
		t.Errorf("the fingerprint did not change with a correction (%v)", err)
	}
}

func TestTornLine(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "2026-11.jsonl")
	for _, test := range []struct {
		tail string
		want int // corrections of c1 after another one
	}{{`{"time":"2026-`, 2}, {`{"time":"2026-11-21T12:00:00Z","by":"Ada","comment":"c1","kind":"need","label":"control","old":"none","new":"met"}`, 3}} {
		os.Remove(file)
		if err := Append(dir, need("c1", "dignity", "met")); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(test.tail); err != nil {
			t.Fatal(err)
		}
		f.Close()
		if s, err := Read(dir); err != nil || len(s.For("c1")) != test.want-1 {
			t.Errorf("Read with the tail %s: %v, %v", test.tail, s, err)
		}
		if err := Append(dir, need("c1", "dignity", "unmet")); err != nil {
			t.Fatal(err)
		}
		if s, err := Read(dir); err != nil || len(s.For("c1")) != test.want {
			t.Errorf("Read after the tail %s was mended: %v, %v", test.tail, s, err)
		}
	}
	if err := os.WriteFile(file, []byte("nonsense\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "2026-11.jsonl:1") {
		t.Errorf("Read of nonsense = %v, want an error with its place", err)
	}
}

func TestManyWriters(t *testing.T) {
	dir := t.TempDir()
	const writers, each = 8, 10
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for i := range each {
				if err := Append(dir, need(fmt.Sprintf("c%d-%d", w, i), "dignity", "met")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if s, err := Read(dir); err != nil || len(s.IDs()) != writers*each {
		t.Errorf("%d comments corrected, want %d (%v)", len(s.IDs()), writers*each, err)
	}
}

// TestKilled kills a process that appends, again and again: what it acknowledged is there.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("VOC_TEST_APPEND"); dir != "" {
		for i := 0; ; i++ {
			id := fmt.Sprintf("%s-%d", os.Getenv("VOC_TEST_NAME"), i)
			if err := Append(dir, need(id, "dignity", "met")); err != nil {
				t.Fatal(err)
			}
			fmt.Println("acknowledged", id)
		}
	}
	dir := t.TempDir()
	var acknowledged []string
	for round := range 4 {
		command := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		command.Env = append(os.Environ(), "VOC_TEST_APPEND="+dir, fmt.Sprintf("VOC_TEST_NAME=r%d", round))
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if id, ok := strings.CutPrefix(lines.Text(), "acknowledged "); ok {
				acknowledged = append(acknowledged, id)
			}
			if n == 20 {
				if err := command.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := command.Wait(); err == nil {
			t.Fatal("the process ended before it was killed")
		}
	}
	s, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range acknowledged {
		if len(s.For(id)) != 1 {
			t.Errorf("%s was acknowledged and is there %d times", id, len(s.For(id)))
		}
	}
	if len(acknowledged) < 80 {
		t.Errorf("only %d were acknowledged before the kills", len(acknowledged))
	}
}
