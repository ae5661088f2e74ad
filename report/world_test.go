package report

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"voc"
)

// A world makes records of an invented city, the same ones for the same seed.
type world struct {
	random      *rand.Rand
	departments []string
	unmet       func(department string, month Month, need int) float64 // chance that a comment on the need says not met
}

func newWorld(seed uint64, departments ...string) *world {
	return &world{
		random:      rand.New(rand.NewPCG(seed, 7)),
		departments: departments,
		unmet:       func(string, Month, int) float64 { return 0.4 },
	}
}

// Themes of the invented city, by need.
var worldThemes = [4][]string{{"courtesy", "fairness"}, {"access", "informed"}, {"listening", "explaining"}, {"fixed", "timeliness"}}

var worldWords = map[voc.Polarity][]string{
	voc.Met: {
		"The clerk on the second floor took my papers and %s went better than I had hoped this time",
		"Thank you to the crew on Alder Row, %s was handled with care from beginning to end",
		"I have to say that %s has improved a great deal since last spring",
	},
	voc.Unmet: {
		"Again %s let me down, the bin on Alder Row stood there for a second week",
		"What is missing is %s, three letters later I am no wiser than before",
		"Please look at %s at the permit desk because nobody there seems to",
	},
}

// record makes the i-th comment of a department in a month: it speaks of one need and one of its themes.
func (w *world) record(i int, department string, month Month) voc.Record {
	need := w.random.IntN(4)
	polarity := voc.Met
	if w.random.Float64() < w.unmet(department, month, need) {
		polarity = voc.Unmet
	}
	theme := worldThemes[need][w.random.IntN(2)]
	r := voc.Record{}
	r.ID = fmt.Sprintf("%s-%s-%04d", department, month, i)
	r.Department, r.Audience = department, voc.External
	r.Source, r.Respondent = "survey", fmt.Sprintf("%s-%d", department, i/2)
	if w.random.IntN(5) == 0 {
		r.Audience = voc.Internal
	}
	r.Channel = []string{voc.ChannelSurvey, voc.ChannelReview, voc.Channel311}[w.random.IntN(3)]
	r.Time = month.first().AddDate(0, 0, w.random.IntN(28))
	words := worldWords[polarity]
	r.Text = fmt.Sprintf(words[w.random.IntN(len(words))], strings.ReplaceAll(theme, "_", " "))
	r.Needs[need] = polarity
	r.Themes = []string{theme}
	start := strings.Index(r.Text, theme)
	r.Mentions = []voc.Mention{
		{Kind: voc.KindNeed, Label: string(voc.Needs[need]), Polarity: polarity, Span: voc.Span{Start: start, End: start + len(theme)}},
		{Kind: voc.KindTheme, Label: theme, Polarity: polarity, Span: voc.Span{Start: start, End: start + len(theme)}},
	}
	r.Sentiment = voc.Positive
	rating := 0.75
	if polarity == voc.Unmet {
		r.Sentiment, rating = voc.Negative, 0.25
	}
	if w.random.IntN(10) == 0 {
		r.Sentiment = voc.Neutral
	}
	r.Rating = &rating
	return r
}

// months makes n comments of each department in each month of a period.
func (w *world) months(p Period, n func(department string, month Month) int) []voc.Record {
	var records []voc.Record
	for m := p.First; m <= p.Last; m++ {
		for _, d := range w.departments {
			for i := range n(d, m) {
				records = append(records, w.record(i, d, m))
			}
		}
	}
	return records
}

func sumsOf(records []voc.Record) *Sums {
	s := NewSums()
	for i := range records {
		s.Add(&records[i])
	}
	return s
}

func inputOf(records []voc.Record) Input {
	return Input{
		Organisation: "City of Example",
		Departments: []voc.Department{
			{ID: "streets", Name: "Streets Department", Vision: "Clean, safe streets, on time, every time."},
			{ID: "water", Name: "Water Utility"},
			{ID: "permits", Name: "Permits & Licences"},
			{ID: "parks", Name: "Parks and Trails"},
		},
		Sums:    sumsOf(records),
		Records: func() iter.Seq2[voc.Record, error] { return eachOf(records) },
		Run:     "000001-test",
		AsOf:    time.Date(2026, 10, 12, 0, 0, 0, 0, time.UTC),
	}
}

// fullInput is an input whose reports have every part.
func fullInput(t *testing.T) Input {
	t.Helper()
	records := exampleRecords()
	for i := range 12 { // a focus group
		r := records[i]
		r.ID, r.Channel, r.Session, r.Speaker = r.ID+"-turn", voc.ChannelTranscript, "panel", fmt.Sprint(i%6)
		r.Time = mustPeriod("2026-08").First.first()
		records = append(records, r)
	}
	for i := range records {
		if r := &records[i]; r.Department == "streets" && i%3 == 0 {
			r.Due, r.Closed = r.Time.Add(48*time.Hour), r.Time.Add(time.Duration(i%70)*time.Hour)
		}
		if r := &records[i]; r.Department == "streets" && i%50 == 0 {
			r.Themes = append(r.Themes, "serious_safety")
		}
	}
	in := inputOf(records)
	in.Departments[0].Standards = []voc.Standard{
		{Name: "Every call returned within two hours", Kind: "rigid", Target: 1, Within: "2h"},
		{Name: "Repairs done when promised", Kind: "flexible", Target: 0.9, Within: "due", Theme: "fixed"},
		{Name: "A kind word", Kind: "discretion", Theme: "courtesy"},
	}
	in.Focus = []FocusEntry{{Department: "streets", Theme: "resolution", Period: "2026-Q2", N: 120, Unmet: 60, Target: 0.4, Since: "2026-07-04"}}
	var err error
	if in.Quality, err = BuiltInQuality(); err != nil {
		t.Fatal(err)
	}
	return in
}

func eachOf(records []voc.Record) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// exampleRecords is a year and a half of four departments, where streets gets worse at resolution in the last quarter.
func exampleRecords() []voc.Record {
	w := newWorld(1, "streets", "water", "permits", "parks")
	last := mustPeriod("2026-Q3")
	w.unmet = func(d string, m Month, need int) float64 {
		base := []float64{0.15, 0.35, 0.4, 0.5}[need]
		switch {
		case d == "streets" && need == 3 && last.Holds(m):
			return 0.8
		case d == "parks":
			return base / 2
		}
		return base
	}
	return w.months(mustPeriod("2025-01..2026-09"), func(d string, m Month) int {
		return map[string]int{"streets": 160, "water": 60, "permits": 25, "parks": 7}[d]
	})
}

func mustPeriod(s string) Period {
	p, err := ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

func sortedCopy(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}
