package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestGlanceSaysOnce reads the first pages of small departments: what few comments bear on is said, and said once.
func TestGlanceSaysOnce(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(30) {
		w := newWorld(seed, "streets", "parks", "water")
		records := w.months(mustPeriod("2026-Q2"), func(string, Month) int { return int(seed) })
		records = append(records, w.months(mustPeriod("2026-Q3"), func(string, Month) int { return 4 + int(seed) })...)
		in := inputOf(records)
		in.Period = mustPeriod("2026-Q3")
		c, err := newCity(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range c.departments {
			s := c.summary(d)
			text := strings.Join(append(slices.Clone(s.Glance.Sentences), s.Glance.Notes...), " ")
			for _, tile := range s.Glance.Tiles {
				text += " " + strings.Join(tile.Lines, " ")
			}
			for _, words := range []string{"use with care", "too few comments"} {
				if n := strings.Count(strings.ToLower(text), words); n > 1 && len(s.Glance.Tiles) > 0 {
					t.Errorf("world %d, %s: %q stands %d times on the first page: %s", seed, d.ID, words, n, text)
				}
			}
			if s.Focus != nil && s.Focus.Figure.Care {
				seen["care"]++
				if !strings.Contains(strings.Join(s.Glance.Notes, " "), s.Focus.Name) {
					t.Errorf("world %d, %s: no note says that few comments speak of the focus %s: %v", seed, d.ID, s.Focus.Name, s.Glance.Notes)
				}
			}
			if worst, _ := extremes(s); worst != nil && worst.Figure.Change == nil {
				seen["new"]++
				if !strings.Contains(text, "too few comments") {
					t.Errorf("world %d, %s: nothing says why %s is not compared", seed, d.ID, worst.Name)
				}
			}
		}
	}
	if seen["care"] < 5 || seen["new"] < 5 {
		t.Errorf("only %v: the worlds show too little", seen)
	}
}

// TestNeedsThatFallShortEquallyOften are told apart from one need that alone can be shown.
func TestNeedsThatFallShortEquallyOften(t *testing.T) {
	words, err := ReadWords(nil)
	if err != nil {
		t.Fatal(err)
	}
	shown := func(share float64) Figure { return Figure{Shown: true, N: 40, Share: share} }
	for _, test := range []struct {
		figures []Figure
		want    string
	}{
		{[]Figure{{}, {}}, "No need has enough comments to show."},
		{[]Figure{{}, shown(0.5)}, "Need 1 is the one need with enough comments to show: 50% of the 40 comments that speak of it say that it was not met."},
		{[]Figure{shown(0.5), {}, shown(0.5)}, "“Need 0” and “Need 2” fall short equally often: 50% of the comments that speak of each say so."},
		{[]Figure{shown(0.5), shown(0.25)}, "Need 0 most often falls short: 50% of the 40 comments that speak of it say so. Need 1 least often does: 25% of 40."},
	} {
		s := &Summary{}
		for i, f := range test.figures {
			s.Needs = append(s.Needs, Row{ID: fmt.Sprint(i), Name: fmt.Sprintf("Need %d", i), Figure: f})
		}
		if got := needSentence(words, s); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// The first page names the largest clear changes, of themes too, that the sentence on needs leaves out.
func TestGlanceNamesClearChanges(t *testing.T) {
	words, err := ReadWords(nil)
	if err != nil {
		t.Fatal(err)
	}
	row := func(id string, share, points float64, clear bool) Row {
		return Row{ID: id, Name: id, Figure: Figure{Shown: true, N: 40, Share: share, Change: &Change{Points: points, Clear: clear, Direction: direction(points)}}}
	}
	s := &Summary{
		Before: Span{Short: "the quarter before"},
		Needs:  []Row{row("worst", 0.9, 0.4, true), row("middle", 0.5, -0.1, true), row("best", 0.1, -0.6, true), row("still", 0.3, 0.3, false)},
		Themes: []Row{row("small", 0.2, 0.05, true), row("large", 0.2, -0.32, true), row("up", 0.4, 0.2, true), {ID: "new", Name: "new"}},
	}
	want := " Clearly different from the quarter before: large, down 32 points (better); up, up 20 points (worse); middle, down 10 points (better)."
	if got := changesSentence(words, s); got != want {
		t.Errorf("the first page says %q, want %q", got, want)
	}
	s.Needs, s.Themes = s.Needs[:1], nil
	if got := changesSentence(words, s); got != "" {
		t.Errorf("the first page says %q of what the sentence before says", got)
	}
}

// Markdown says of a theme what the page says.
func TestMarkdownSaysWhatThePageSays(t *testing.T) {
	written, _ := writeAll(t, fullInput(t))
	page, text := written["streets/report.html"], written["streets/report.md"]
	c, err := newCity(fullInput(t))
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, d := range c.departments {
		if d.ID != "streets" {
			continue
		}
		s := c.summary(d)
		for _, row := range slices.Concat(s.Strengths, s.Opportunity) {
			if row.Figure.Change == nil || row.Figure.All == nil || row.Need == "" {
				continue
			}
			said++
			for _, words := range []string{row.Figure.All.Words + ". " + row.Figure.Change.Words, c.words.Say("theme_need", "need", row.Need)} {
				if !strings.Contains(page, words) || !strings.Contains(text, words) {
					t.Errorf("%s: %q stands on the page: %v, in Markdown: %v", row.Name, words, strings.Contains(page, words), strings.Contains(text, words))
				}
			}
		}
	}
	if said == 0 {
		t.Error("no theme is compared")
	}
}
