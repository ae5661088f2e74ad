package report

import (
	_ "embed"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/goccy/go-yaml"
)

//go:embed words.yaml
var defaultWords []byte

// Words are the words of a page, as words.yaml holds them.
type Words struct {
	Language  string            `yaml:"language"`
	Direction string            `yaml:"direction"`
	Number    map[string]string `yaml:"number"`
	Month     []string          `yaml:"month"`
	Period    map[string]string `yaml:"period"`
	Need      map[string]string `yaml:"need"`
	NeedAbout map[string]string `yaml:"need_about"`
	Theme     map[string]Theme  `yaml:"theme"`
	Channel   map[string]string `yaml:"channel"`
	Audience  map[string]string `yaml:"audience"`
	Polarity  map[string]string `yaml:"polarity"`
	Text      map[string]string `yaml:"say"`
}

// A Theme is what a report knows of a theme.
type Theme struct {
	Name  string  `yaml:"name"`
	Need  string  `yaml:"need"`  // the need behind it; empty if none
	Hands float64 `yaml:"hands"` // how much of it lies in a department's own hands, 0..1
}

// ReadWords returns the built-in words, with those of the YAML text put in their place.
// An unknown section is an error.
func ReadWords(text []byte) (*Words, error) {
	builtIn, err := builtInWords()
	if err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	if len(text) == 0 {
		return builtIn, nil
	}
	w := builtIn.clone()
	own := &Words{}
	if err := yaml.UnmarshalWithOptions(text, own, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	if own.Language != "" {
		w.Language = own.Language
	}
	if own.Direction != "" {
		w.Direction = own.Direction
	}
	if len(own.Month) == 12 {
		w.Month = own.Month
	}
	for _, section := range []struct{ into, from map[string]string }{
		{w.Number, own.Number}, {w.Period, own.Period}, {w.Need, own.Need}, {w.NeedAbout, own.NeedAbout},
		{w.Channel, own.Channel}, {w.Audience, own.Audience}, {w.Polarity, own.Polarity}, {w.Text, own.Text},
	} {
		for key, text := range section.from {
			if _, ok := section.into[key]; !ok {
				return nil, fmt.Errorf("read words: no page says %q", key)
			}
			section.into[key] = text
		}
	}
	for id, theme := range own.Theme {
		w.Theme[id] = theme
	}
	return w, nil
}

// builtInWords are shared by all who do not change them: nobody may.
var builtInWords = sync.OnceValues(func() (*Words, error) {
	w := &Words{}
	err := yaml.UnmarshalWithOptions(defaultWords, w, yaml.Strict())
	return w, err
})

func (w *Words) clone() *Words {
	own := *w
	own.Month = slices.Clone(w.Month)
	for _, section := range []*map[string]string{&own.Number, &own.Period, &own.Need, &own.NeedAbout, &own.Channel, &own.Audience, &own.Polarity, &own.Text} {
		*section = maps.Clone(*section)
	}
	own.Theme = maps.Clone(w.Theme)
	return &own
}

// Say returns the text of a key with its {names} filled in from pairs of name and value.
// A key that is not there is shown as it is, so that a gap is seen and not silent.
func (w *Words) Say(key string, pairs ...any) string {
	text, ok := w.Text[key]
	if !ok {
		return key
	}
	return fill(text, pairs...)
}

func fill(text string, pairs ...any) string {
	if len(pairs) == 0 {
		return text
	}
	old := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		old = append(old, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(old...).Replace(text)
}

// All joins names as a sentence does, each in quotation marks: some have an "and" of their own.
func (w *Words) All(names []string) string {
	marked := make([]string, len(names))
	for i, name := range names {
		marked[i] = w.Say("name", "name", name)
	}
	last := len(marked) - 1
	if last < 1 {
		return strings.Join(marked, "")
	}
	return w.Say("and", "first", strings.Join(marked[:last], ", "), "last", marked[last])
}

// Count returns a whole number with its thousands set apart.
func (w *Words) Count(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + w.Number["thousands"] + digits[i:]
	}
	return sign + digits
}

// Percent returns a share in whole percent.
func (w *Words) Percent(share float64) string {
	return fill(w.Number["percent"], "x", whole(share))
}

// Between returns an interval of shares in whole percent.
func (w *Words) Between(low, high float64) string {
	return fill(w.Number["interval"], "low", whole(low), "high", whole(high))
}

// Points returns a difference of shares in whole points, without its sign.
func (w *Words) Points(difference float64) string {
	x := whole(math.Abs(difference))
	if x == 1 {
		return fill(w.Number["point"], "x", x)
	}
	return fill(w.Number["points"], "x", x)
}

func whole(share float64) int { return int(math.Round(share * 100)) }

// ThemeOf returns what is known of a theme; one that an organisation added has its id for a name.
func (w *Words) ThemeOf(id string) Theme {
	if t, ok := w.Theme[id]; ok {
		return t
	}
	name := []rune(strings.ReplaceAll(id, "_", " "))
	if len(name) > 0 {
		name[0] = unicode.ToUpper(name[0])
	}
	return Theme{Name: string(name), Hands: 0.8}
}

// hands is how much of a theme, or of a need through its themes, lies in a department's own hands, 0..1.
func (w *Words) hands(id string) float64 {
	if _, need := w.Need[id]; !need {
		return w.ThemeOf(id).Hands
	}
	sum, n := 0.0, 0.0
	for _, theme := range slices.Sorted(maps.Keys(w.Theme)) {
		if t := w.Theme[theme]; t.Need == id && !strings.HasPrefix(theme, seriousPrefix) {
			sum, n = sum+t.Hands, n+1
		}
	}
	return sum / max(n, 1)
}

// PeriodName returns a period as people say it.
func (w *Words) PeriodName(p Period) string {
	switch {
	case p.First < 0:
		return w.Period["none"]
	case p.First == 0:
		return w.Period["undated"]
	}
	from, to := w.Month[p.First.number()-1], w.Month[p.Last.number()-1]
	switch {
	case p.First == p.Last:
		return fill(w.Period["month"], "month", from, "year", p.First.year())
	case len(p.String()) == 4:
		return fill(w.Period["year"], "year", p.First.year())
	case p.First.year() == p.Last.year():
		return fill(w.Period["range"], "from", from, "to", to, "year", p.First.year())
	}
	return fill(w.Period["years"], "from", from, "year", p.First.year(), "to", to, "toyear", p.Last.year())
}

// BeforeName is how sentences call the period before p.
func (w *Words) BeforeName(p Period) string {
	switch {
	case p.First <= 0:
		return w.Period["none"]
	case p.First == p.Last:
		return w.Period["before_month"]
	case p == p.First.Quarter():
		return w.Period["before_quarter"]
	case p.Months() == 6:
		return w.Period["before_half"]
	case p.Months() == 12:
		return w.Period["before_year"]
	}
	return w.Period["before"]
}

// ShortName returns a month or quarter in a few letters, for charts.
func (w *Words) ShortName(p Period) string {
	if p.First == p.Last {
		name := []rune(w.Month[p.First.number()-1])
		return fmt.Sprintf("%s %02d", string(name[:min(3, len(name))]), p.First.year()%100)
	}
	return fill(w.Period["quarter"], "number", (p.First.number()+2)/3, "year", p.First.year())
}

// Tenth returns a share in points with one decimal and its sign.
func (w *Words) Tenth(share float64) string {
	text := strconv.FormatFloat(math.Abs(share)*100, 'f', 1, 64)
	text = strings.Replace(text, ".", w.Number["decimal"], 1)
	switch {
	case share <= -0.0005:
		return "−" + text
	case share >= 0.0005:
		return "+" + text
	}
	return text
}

// Day returns a day as people say it.
func (w *Words) Day(t time.Time) string {
	return fill(w.Period["day"], "day", t.Day(), "month", w.Month[int(t.Month())-1], "year", t.Year())
}
