package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"voc/analyze"
)

// label runs the command over input and returns what it printed and its exit status.
func label(t *testing.T, input string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(append([]string{"label"}, args...), strings.NewReader(input), &out, &errs)
	return out.String(), errs.String(), status
}

func TestLabelKeepsLines(t *testing.T) {
	input := `{"id":7,"text":"The clerk was kind.","extra":{"a":[1,"}\""]},"needs":{"old":"met"},"n":1.50}
not json

{"id":"b","text":5}
[1]
{"text":"Nobody called back.","mentions":[1,2]}
`
	out, errs, status := label(t, input)
	if status != exitPartial {
		t.Errorf("status = %d, want %d", status, exitPartial)
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != 6 {
		t.Fatalf("%d lines, want 6:\n%s", len(lines), out)
	}
	if want := `{"id":7,"text":"The clerk was kind.","extra":{"a":[1,"}\""]},"n":1.50,"needs":{"dignity":"met"},"sentiment":"positive",`; !strings.HasPrefix(lines[0], want) {
		t.Errorf("line 1 = %s, want it to begin %s", lines[0], want)
	}
	for i, want := range map[int]string{1: `{"error":"standard input:2: not a JSON object"}`, 2: "", 3: `{"id":"b","text":5,"error":"standard input:4: \"text\" is not a string"}`, 4: `{"error":"standard input:5: not a JSON object"}`} {
		if lines[i] != want {
			t.Errorf("line %d = %s, want %s", i+1, lines[i], want)
		}
	}
	if strings.Count(lines[5], `"mentions"`) != 1 || !json.Valid([]byte(lines[5])) {
		t.Errorf("line 6 = %s, want one list of mentions", lines[5])
	}
	if want := "voc: standard input:2: not a JSON object\n"; !strings.Contains(errs, want) || strings.Contains(errs, "Nobody") {
		t.Errorf("standard error = %q, want it to hold %q and no comment", errs, want)
	}
}

// What is printed can be read as JSON even where bytes were not UTF-8, and the evidence lies inside the text that is printed.
func TestLabelMendsBytes(t *testing.T) {
	out, _, status := label(t, "{\"text\":\"\xff\xfeThe clerk was rude \xc3\"}\n")
	if !utf8.ValidString(out) || status != exitDone {
		t.Fatalf("printed %q, status %d", out, status)
	}
	var line struct {
		Text     string
		Mentions []struct {
			Kind, Label string
			Start, End  int
		}
	}
	if err := json.Unmarshal([]byte(out), &line); err != nil || line.Text != "\uFFFDThe clerk was rude \uFFFD" {
		t.Fatalf("text %q, error %v", line.Text, err)
	}
	shown := false
	for _, m := range line.Mentions {
		shown = shown || m.Label == "dignity" && strings.Contains(string([]rune(line.Text)[m.Start:m.End]), "rude")
	}
	if !shown {
		t.Errorf("no mention of dignity has its evidence in %v", line.Mentions)
	}
}

func TestLabelSameForAnyWorkers(t *testing.T) {
	var input strings.Builder
	for i := range 2000 {
		line, _ := json.Marshal(map[string]any{"id": i, "text": strings.Repeat("The driver was late again but very polite. ", i%4+1)})
		input.Write(append(line, '\n'))
	}
	one, _, status := label(t, input.String(), "--workers", "1")
	if status != exitDone {
		t.Fatalf("status = %d", status)
	}
	many, _, _ := label(t, input.String(), "--workers", "8")
	if one != many {
		t.Error("1 and 8 workers print different bytes")
	}
}

func TestLabelHostileLines(t *testing.T) {
	for name, text := range map[string]string{
		"marks":   strings.Repeat("!", 1<<20),
		"spaces":  strings.Repeat(" ", 1<<20),
		"word":    strings.Repeat("a", 1<<20),
		"words":   strings.Repeat("bad ", 1<<18),
		"units":   strings.Repeat("Rude. ", 1<<17),
		"nulls":   strings.Repeat("\x00", 1<<18),
		"emoji":   strings.Repeat("😡", 1<<18),
		"accents": strings.Repeat("e\u0301", 1<<18),
	} {
		line, _ := json.Marshal(map[string]string{"text": text})
		out, errs, status := label(t, string(line)+"\n")
		if status != exitDone || !json.Valid([]byte(out)) {
			t.Errorf("%s: status %d, standard error %s", name, status, errs)
		}
	}
}

func TestLabelPlacesAreCodePoints(t *testing.T) {
	out, _, _ := label(t, `{"text":"Café staff were très rude 😡 to me."}`+"\n")
	var got struct {
		Text     string
		Mentions []struct {
			Start, End int
			Evidence   string
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Mentions) == 0 {
		t.Fatal("no mentions")
	}
	for _, m := range got.Mentions {
		if piece := string([]rune(got.Text)[m.Start:m.End]); piece != m.Evidence {
			t.Errorf("text[%d:%d] = %q, evidence %q", m.Start, m.End, piece, m.Evidence)
		}
	}
}

func FuzzLabel(f *testing.F) {
	f.Add(`{"text":"The clerk was kind.","needs":{}}`)
	f.Add(`{"text":"\u00e9","id":null,"x":[{"y":1e9}]}`)
	f.Add(` { "text" : "a" , } `)
	a := testAnalyzer(f)
	f.Fuzz(func(t *testing.T, line string) {
		if strings.ContainsAny(line, "\r\n") {
			t.Skip()
		}
		got := labelBlock(a, block{first: 1, lines: [][]byte{[]byte(line)}, long: []bool{false}})
		if bytes.Count(got.out, []byte("\n")) != 1 {
			t.Errorf("%q became %q: not one line", line, got.out)
		}
		if out := bytes.TrimSpace(got.out); len(out) > 0 && !json.Valid(out) {
			t.Errorf("%q became %q: not JSON", line, out)
		}
	})
}

func BenchmarkLabel(b *testing.B) {
	a := testAnalyzer(b)
	line := []byte(`{"id":"c1","text":"The staff at the desk were friendly but we had to wait over an hour."}`)
	blk := block{first: 1, lines: [][]byte{line}, long: []bool{false}}
	labelBlock(a, blk)
	for b.Loop() {
		labelBlock(a, blk)
	}
}

func TestLabelStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out bytes.Buffer
	if err := runLabel(ctx, strings.NewReader("{}\n"), &out, &out, labelOptions{workers: 1}); err == nil {
		t.Error("a cancelled command ends without an error")
	}
}
func testAnalyzer(t testing.TB) *analyze.Analyzer {
	t.Helper()
	a, err := analyze.New(analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
