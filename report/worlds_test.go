package report

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"voc"
)

// binomial draws how many of n come true, each with chance p.
func binomial(random *rand.Rand, n int, p float64) int {
	k := 0
	for range n {
		if random.Float64() < p {
			k++
		}
	}
	return k
}

// countsOf adds a department's comments of one month straight to the sums:
// n on each need, of which some are not met, spread over the need's two themes.
func countsOf(s *Sums, random *rand.Rand, department string, month Month, n int, unmet func(need int) float64) {
	t := &Tally{Themes: map[string]Counts{}}
	for i := range voc.Needs {
		for _, theme := range worldThemes[i] {
			k := binomial(random, n/2, unmet(i))
			c := Counts{Unmet: k, Met: n/2 - k}
			t.Themes[theme] = c
			t.Needs[i].merge(c)
		}
		t.AnyUnmet += t.Needs[i].Unmet
		t.Comments += n / 2 * 2
	}
	t.Negative, t.Praise = t.AnyUnmet, t.Comments-t.AnyUnmet
	s.groups[group{month, department, voc.External, voc.ChannelSurvey}] = t
}

// callsClear reports whether the report of a department calls any change clear, and any difference from the other departments.
func callsClear(t *testing.T, s *Sums, department string) (changed, differs bool) {
	t.Helper()
	c, err := newCity(Input{Sums: s, AsOf: time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC), Period: mustPeriod("2026-Q3")})
	if err != nil {
		t.Fatal(err)
	}
	for subject, change := range c.changes {
		changed = changed || subject.department == department && change.Clear
	}
	for subject := range c.sides {
		differs = differs || subject.department == department
	}
	return changed, differs
}

// Of a thousand worlds in which nothing changes and no department differs, at most one in twenty reports may call a change clear,
// or a difference; of those in which a department's needs are not met ten points more often, on 200 comments each, most must.
func TestChangesInAThousandWorlds(t *testing.T) {
	const worlds = 1000
	now, before := mustPeriod("2026-08").First, mustPeriod("2026-05").First
	for _, test := range []struct {
		name        string
		departments []string
		then, now   func(need int) float64
		least, most int
	}{
		{"no change, one department", []string{"streets"}, flat(0.4), flat(0.4), 0, 50},
		{"no change, six departments", []string{"streets", "a", "b", "c", "d", "e"}, flat(0.3), flat(0.3), 0, 50},
		{"one need from 10 to 20 %", []string{"streets", "a", "b", "c", "d", "e"}, flat(0.1), func(need int) float64 {
			if need == 3 {
				return 0.2
			}
			return 0.1
		}, 600, 1000},
		{"every need from 35 to 45 %", []string{"streets", "a", "b", "c", "d", "e"}, flat(0.35), flat(0.45), 600, 1000},
	} {
		random := rand.New(rand.NewPCG(4, 2))
		called, told := 0, 0
		for range worlds {
			s := NewSums()
			for i, d := range test.departments {
				changed := test.then
				if i == 0 {
					changed = test.now
				}
				countsOf(s, random, d, before, 200, test.then)
				countsOf(s, random, d, now, 200, changed)
			}
			changed, differs := callsClear(t, s, "streets")
			if changed {
				called++
			}
			if differs {
				told++
			}
		}
		t.Logf("%s: %d of %d reports call a change clear", test.name, called, worlds)
		if called < test.least || called > test.most {
			t.Errorf("%s: %d of %d reports call a change clear, want %d to %d", test.name, called, worlds, test.least, test.most)
		}
		t.Logf("%s: %d of %d reports call a difference clear", test.name, told, worlds)
		if len(test.departments) > 1 && (told < test.least || told > test.most) {
			t.Errorf("%s: %d of %d reports call a difference from the other departments clear, want %d to %d", test.name, told, worlds, test.least, test.most)
		}
	}
}

func flat(p float64) func(int) float64 { return func(int) float64 { return p } }

// BenchmarkReports writes the reports of 2,000 departments in all formats, with quotations from 72,000 comments:
//
//	go test ./report -run XXX -bench Reports -benchtime 1x
//
// It must take less than a minute on two cores.
func BenchmarkReports(b *testing.B) {
	const reports = 2000
	random := rand.New(rand.NewPCG(1, 1))
	s, w := NewSums(), newWorld(1)
	for i := range reports {
		department := fmt.Sprintf("d%04d", i)
		w.departments = append(w.departments, department)
		for m := mustPeriod("2025-07").First; m <= mustPeriod("2026-09").First; m++ {
			countsOf(s, random, department, m, 40, flat(0.4))
		}
	}
	records := w.months(mustPeriod("2026-Q3"), func(string, Month) int { return 12 })
	in := inputOf(records)
	in.Sums, in.AsOf, in.Departments = s, time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC), nil
	for b.Loop() {
		out, err := WriteAll(b.Context(), b.TempDir(), in)
		if err != nil || out.Reports != reports {
			b.Fatal(out, err)
		}
	}
}
