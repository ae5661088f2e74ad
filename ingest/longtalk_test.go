package ingest

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"voc"
)

// TestLongTurns checks that what a turn of many lines costs grows with their number, and not with its square.
func TestLongTurns(t *testing.T) {
	head := "Speaker 1 (00:05):\nhello there my friend\n\nSpeaker 2 (00:15):\ngood day to you\n\nSpeaker 1 (00:25):\n"
	cue := "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nMaya: hello there my friend\n"
	for name, begin := range map[string]string{"a.txt": head, "a.vtt": cue} {
		bytes := func(lines int) uint64 {
			path := write(t, name, []byte(begin+strings.Repeat("more of the same words\n", lines)))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			comments, _, _ := readAll(t, path, Options{})
			runtime.ReadMemStats(&after)
			if n := len(comments); n == 0 || strings.Count(comments[n-1].Text, "more of the same words") != lines {
				t.Errorf("%s: not all of %d lines stand in the last of %d comments", name, lines, n)
			}
			return after.TotalAlloc - before.TotalAlloc
		}
		if few, many := bytes(2000), bytes(16_000); many > 20*few {
			t.Errorf("%s: %d bytes allocated for 2,000 lines, %d for 16,000", name, few, many)
		}
	}
}

// TestEndlessTurn checks that a turn longer than a comment may be is left out, with its reason, and the others are not.
func TestEndlessTurn(t *testing.T) {
	text := "Speaker 1 (00:05):\nhello there my friend\n\nSpeaker 2 (00:15):\n" + strings.Repeat("more of the same words\n", maxText/20) + "\nSpeaker 1 (00:25):\ngood day to you\n"
	comments, rejects, _ := readAll(t, write(t, "a.txt", []byte(text)), Options{})
	if len(comments) != 2 || len(rejects) != 1 || rejects[0].Code != voc.CodeTooLong || rejects[0].Origin.Row != 5 {
		t.Errorf("%d comments, rejected %v; want 2, and the turn of line 5 as too long", len(comments), rejects)
	}
}

// TestManySpeakers checks that finding labels for speakers costs as much for the last as for the first.
func TestManySpeakers(t *testing.T) {
	const speakers = 2000
	p := &transcriptPart{mapping: &Mapping{}}
	for i := range speakers {
		p.speakers = append(p.speakers, &speaker{name: fmt.Sprintf("Maya of %d", i)})
	}
	p.speakers[7].name = "Speaker 9"
	allocs := testing.AllocsPerRun(1, func() {
		for _, s := range p.speakers {
			s.label, s.why = "", ""
		}
		p.judge()
	})
	if allocs > 20*speakers {
		t.Errorf("%.0f allocations for %d speakers", allocs, speakers)
	}
	for i, want := range map[int]string{0: "Speaker 1", 6: "Speaker 7", 7: "Speaker 9", 8: "Speaker 8", 9: "Speaker 10", speakers - 1: "Speaker 2000"} {
		if got := p.speakers[i].label; got != want {
			t.Errorf("the label of speaker %d is %q, want %q", i, got, want)
		}
	}
}
