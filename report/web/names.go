package web

import (
	"strconv"
	"strings"

	"voc"
	"voc/report"
)

// names are what people call the values of filters and labels: as in the reports, else as in the codebook, else by their ids.
type names struct {
	departments map[string]voc.Department
	themes      map[string]Theme
	words       *report.Words
}

func newNames(opt Options) names {
	n := names{map[string]voc.Department{}, map[string]Theme{}, opt.Words}
	for _, d := range opt.Departments {
		n.departments[d.ID] = d
	}
	for _, t := range opt.Themes {
		n.themes[t.ID] = t
	}
	return n
}

// words are the names of values that reports do not speak of, by the part of a filter or a page.
var words = map[string]map[string]string{
	"sentiment": {"positive": "Positive", "negative": "Negative", "neutral": "Neutral", "mixed": "Mixed"},
	"sort":      {"best": "Best match", "newest": "Newest", "oldest": "Oldest", "negative": "Most negative"},
	"short":     {"met": "met", "unmet": "not met", "mixed": "partly"}, // where there is little room
	"by":        {"rule": "rule", "model": "model", "review": "a person"},
	"value":     {"none": "not mentioned", "said": "mentioned, neither met nor not met"},
}

// titles are the names of the parts of a filter.
var titles = map[string]string{
	"dept": "Department", "need": "Need", "polarity": "How it was met", "theme": "Theme", "sentiment": "Feeling", "channel": "Channel", "audience": "Audience",
}

// of returns the name of a value of a part; one that has no name is named by itself.
func (n names) of(part, value string) string {
	list := words[part]
	switch part {
	case "dept":
		if d, ok := n.departments[value]; ok && d.Name != "" {
			return d.Name
		}
		if value == voc.Unassigned {
			return n.words.Say("unassigned")
		}
	case "theme":
		if t, ok := n.themes[value]; ok && t.Name != "" && n.words.Theme[value].Name == "" {
			return t.Name
		}
		return n.words.ThemeOf(value).Name
	case "need":
		list = n.words.Need
	case "polarity":
		list = n.words.Polarity
	case "channel":
		list = n.words.Channel
	case "audience":
		list = n.words.Audience
	}
	if name, ok := list[value]; ok {
		return name
	}
	return value
}

// label returns what a mention says, in words.
func (n names) label(kind, label string, polarity voc.Polarity) string {
	name := n.of(kind, label)
	if kind == voc.KindSentiment {
		return "Feeling: " + strings.ToLower(name)
	}
	if polarity != "" {
		name += ", " + n.of("polarity", string(polarity))
	}
	return name
}

// day returns when a comment was said; empty if that is unknown.
func day(c *voc.Comment) string {
	if c.Time.IsZero() {
		return ""
	}
	return c.Time.Format("2 Jan 2006")
}

// count returns a whole number with its thousands set apart.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// number2 returns a number with two decimals.
func number2(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
