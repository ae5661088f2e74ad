package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"voc"
)

// What a report says of strengths, of opportunities, of the focus and of the worst need never contradicts itself.
func TestReportAgreesWithItself(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(40) {
		w := newWorld(seed, "streets", "water", "permits")
		w.unmet = func(d string, _ Month, need int) float64 {
			if seed == 3 {
				return 0
			}
			return float64((int(seed)*7+len(d)*5+need*(3+int(seed)%5))%11) / 11
		}
		records := w.months(mustPeriod("2026-Q3"), func(d string, _ Month) int { return 10 * len(d) })
		for i := range records {
			if seed%4 == 1 {
				records[i].Themes = nil
			}
		}
		in := inputOf(records)
		in.Records = nil
		c, err := newCity(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range c.departments {
			s := c.summary(d)
			for _, problem := range contradictions(s, seen) {
				t.Errorf("seed %d, %s: %s", seed, d.ID, problem)
			}
		}
	}
	for _, kind := range []string{"theme", "need", "none", "other need", "chart"} {
		if seen[kind] == 0 {
			t.Errorf("no report of the kind %q was looked at", kind)
		}
	}
}

// contradictions returns what in a report contradicts what else it says, and counts the kinds of reports seen.
func contradictions(s *Summary, seen map[string]int) (list []string) {
	say := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	group := map[string]string{}
	if s.Quadrant != nil {
		seen["chart"]++
		for _, p := range s.Quadrant.Points {
			group[p.ID] = p.Group
		}
	}
	for _, row := range s.Strengths {
		if g := group[row.ID]; g == "fix" || g == "watch" {
			say("strength %s stands in the group %s", row.Name, g)
		}
	}
	for _, row := range s.Opportunity {
		if g := group[row.ID]; g == "protect" || g == "maintain" {
			say("opportunity %s stands in the group %s", row.Name, g)
		}
	}
	worst, best := extremes(s)
	f := s.Focus
	if f == nil {
		seen["none"]++
		if len(s.Opportunity) > 0 {
			say("no focus, though %s falls short", s.Opportunity[0].Name)
		}
		return list
	}
	if !strings.HasPrefix(s.Glance.Work, f.Name) {
		say("most in need of work is %q, the focus %s", s.Glance.Work, f.Name)
	}
	for _, row := range append([]Row{f.Row}, f.RunnersUp...) {
		if slices.ContainsFunc(s.Strengths, func(r Row) bool { return r.ID == row.ID }) {
			say("%s is a strength and suggested for work", row.Name)
		}
	}
	need := f.Need
	if need == "" {
		seen["need"]++
		need = f.Name
	} else {
		seen["theme"]++
		if s.Opportunity[0].ID != f.ID {
			say("the first opportunity is %s, the focus %s", s.Opportunity[0].Name, f.Name)
		}
		if g := group[f.ID]; s.Quadrant != nil && g != "fix" {
			say("the focus %s stands in the group %q", f.Name, g)
		}
	}
	if f.Need == "" && f.Whole == "" {
		say("nothing says why the focus is no theme")
	}
	if worst == nil || worst.Name == need {
		return list
	}
	seen["other need"]++
	if f.Instead == "" || !strings.Contains(f.Instead, worst.Name) {
		say("%s falls short most often and the focus is %s (%s): nothing says why", worst.Name, f.Name, need)
	}
	for _, text := range []string{s.Glance.Work, strings.Join(s.Glance.Sentences, " "), strings.Join(f.Why, " ")} {
		if !strings.Contains(text, f.Instead) {
			say("%q does not say why the focus is not %s", text, worst.Name)
		}
	}
	if best != nil && best.Name == f.Name && f.Instead == "" {
		say("the focus %s falls short least often", f.Name)
	}
	return list
}

// A theme that falls short in nearly half of very many comments is the focus before one that few speak of.
func TestManyComplaintsAreNoStrength(t *testing.T) {
	w := newWorld(3, "streets")
	w.unmet = func(string, Month, int) float64 { return 0.1 }
	records := w.months(mustPeriod("2026-Q3"), func(string, Month) int { return 200 })
	speak := func(need int, theme string, n, unmet int) {
		for i := range n {
			r := w.record(5000+len(records), "streets", mustPeriod("2026-Q3").First)
			p := voc.Met
			if i < unmet {
				p = voc.Unmet
			}
			r.Needs, r.Themes = [4]voc.Polarity{}, []string{theme}
			r.Needs[need] = p
			r.Mentions = []voc.Mention{{Kind: voc.KindTheme, Label: theme, Polarity: p}}
			records = append(records, r)
		}
	}
	speak(3, "follow_up", 2000, 900)
	speak(2, "language", 20, 11)
	in := inputOf(records)
	in.Records = nil
	s := summaryOf(t, in, "streets")
	if s.Focus == nil || s.Focus.ID != "follow_up" {
		t.Errorf("focus %+v, want follow_up, which 900 of 2,000 comments say was not met", s.Focus)
	}
	if slices.ContainsFunc(s.Strengths, func(r Row) bool { return r.ID == "follow_up" }) {
		t.Error("follow_up is a strength, though 900 of 2,000 comments say that it was not met")
	}
}

// Of two themes that fall short alike, the focus is the one that does so more often than in the other departments.
func TestFocusIsOnWhatOthersDoBetter(t *testing.T) {
	for _, worse := range []string{"fixed", "follow_up"} {
		random := rand.New(rand.NewPCG(2, 3))
		s := NewSums()
		month := mustPeriod("2026-08").First
		for _, d := range []string{"streets", "water", "parks"} {
			tally := &Tally{Comments: 400, Themes: map[string]Counts{}}
			for _, theme := range []string{"fixed", "follow_up"} {
				p := 0.6
				switch {
				case d != "streets" && theme == worse:
					p = 0.2
				case d != "streets":
					p = 0.9
				}
				k := binomial(random, 200, p)
				if d == "streets" {
					k = 120
				}
				tally.Themes[theme] = Counts{Unmet: k, Met: 200 - k}
				tally.Needs[3].merge(tally.Themes[theme])
			}
			tally.AnyUnmet = tally.Needs[3].Unmet
			tally.Negative, tally.Praise = tally.AnyUnmet, tally.Comments-tally.AnyUnmet
			s.groups[group{month, d, voc.External, voc.ChannelSurvey}] = tally
		}
		c, err := newCity(Input{Sums: s, AsOf: time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC), Period: mustPeriod("2026-Q3")})
		if err != nil {
			t.Fatal(err)
		}
		f := c.summary(DepartmentID{ID: "streets", Name: "Streets"}).Focus
		if f == nil || f.ID != worse || !strings.Contains(strings.Join(f.Why, " "), "more often than in other departments") {
			t.Errorf("the focus is %+v, want %s, which others do better", f, worse)
		}
	}
}

// The target is a quarter less, however few the comments; that they are few is said.
func TestTargetIsAQuarterLess(t *testing.T) {
	words, err := ReadWords(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &city{words: words}
	for _, test := range []struct {
		unmet, n int
		target   float64
		few      bool
	}{
		{8, 14, 0.42, true}, {23, 36, 0.47, true}, {640, 1000, 0.48, false}, {3, 10, 0.22, true}, {10, 10, 0.75, true}, {1, 100, 0, true},
	} {
		f := &Focus{Row: Row{Name: "Ease", Figure: bare(cell{test.n, test.unmet}, 1)}}
		f.Target = targetOf(f.Figure)
		if text := c.chanceWords(f); f.Target != test.target || strings.Contains(text, "too few to tell") != test.few {
			t.Errorf("%d of %d: target %v, %q", test.unmet, test.n, f.Target, text)
		}
	}
}
