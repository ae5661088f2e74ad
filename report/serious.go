package report

import (
	_ "embed"
	"strings"
	"sync"
)

// A SeriousRow is a kind of comment that is named whatever its number.
type SeriousRow struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	N       int      `json:"n,omitempty"`       // not given below [MinBase]
	Checked *Portion `json:"checked,omitempty"` // finds of the kind that were read, and how many of them were right
	Words   string   `json:"words"`
}

// seriousPrefix begins the ids of themes that are rare but serious.
const seriousPrefix = "serious_"

// checked holds finds of the built-in rules in public feedback, at most thirty of a kind and twelve of one source,
// that a language model read and judged by the codebook: the kind, the comment's id there, right or wrong.
//
//go:embed serious.tsv
var checked string

// seriousPrecision returns how many of the finds that were read were right, by kind.
var seriousPrecision = sync.OnceValue(func() map[string]*Portion {
	kinds := map[string]*Portion{}
	for line := range strings.Lines(checked) {
		kind, find, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if kinds[kind] == nil {
			kinds[kind] = &Portion{}
		}
		p := kinds[kind]
		p.N++
		if strings.HasSuffix(find, "\tright") {
			p.Count++
		}
		p.Share = round(float64(p.Count) / float64(p.N))
	}
	return kinds
})

// addSerious names what is rare but serious. That there is some is said whatever the number; how many only from [MinBase] on.
func (c *city) addSerious(s *Summary) {
	w := c.words
	for _, theme := range c.board.themeList {
		if !strings.HasPrefix(theme, seriousPrefix) {
			continue
		}
		n, shown := c.board.figure(s.Department.ID, measureTheme+theme, c.period)
		if n.base() == 0 {
			continue
		}
		row := SeriousRow{ID: theme, Name: w.ThemeOf(theme).Name, Words: w.Say("serious_few", "min", MinBase)}
		if !shown && n.base() >= MinBase {
			row.Words = w.Say("serious_hidden")
		}
		if shown {
			row.N, row.Words = n.base(), w.Say("serious_count", "n", w.Count(n.base()))
		}
		if p := seriousPrecision()[theme]; p != nil && c.in.Quality != nil {
			row.Checked = p
			row.Words = w.Say("serious_checked", "words", row.Words, "right", w.Count(p.Count), "n", w.Count(p.N))
		}
		s.Serious = append(s.Serious, row)
	}
	if len(s.Serious) == 0 {
		return
	}
	s.SeriousNote = w.Say("serious_note")
	if c.in.Quality != nil {
		s.SeriousNote += " " + w.Say("serious_how")
	}
}
