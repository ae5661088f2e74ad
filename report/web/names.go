package web

import (
	"strconv"
	"strings"
	"time"

	"voc"
)

// names are what people call the values of filters and labels.
type names struct {
	departments map[string]voc.Department
	themes      map[string]Theme
}

func newNames(opt Options) names {
	n := names{map[string]voc.Department{}, map[string]Theme{}}
	for _, d := range opt.Departments {
		n.departments[d.ID] = d
	}
	for _, t := range opt.Themes {
		n.themes[t.ID] = t
	}
	return n
}

// words are the names of values that are the same in every organisation, by the part of a filter.
var words = map[string]map[string]string{
	"need":      {"dignity": "Respect and dignity", "control": "Having some control", "understanding": "Being understood", "resolution": "Getting it resolved"},
	"polarity":  {"met": "met", "unmet": "not met", "mixed": "partly met"},
	"sentiment": {"positive": "Positive", "negative": "Negative", "neutral": "Neutral", "mixed": "Mixed"},
	"channel": {"survey": "Survey", "transcript": "Focus group", "review": "Review", "social": "Social media", "ticket": "Support ticket",
		"311": "311", "email": "E-mail", "comment": "Comment"},
	"audience": {"external": "Residents and customers", "internal": "Departments served"},
	"sort":     {"best": "Best match", "newest": "Newest", "oldest": "Oldest", "negative": "Most negative"},
	"by":       {"rule": "rule", "model": "model", "review": "a person"},
	"question": {"what_good": "what went well", "could_improve": "what could improve", "why_score": "why this score", "other": "another question"},
	"value":    {"none": "not mentioned", "said": "mentioned, neither met nor not met"},
}

// titles are the names of the parts of a filter.
var titles = map[string]string{
	"dept": "Department", "need": "Need", "polarity": "How it was met", "theme": "Theme", "sentiment": "Feeling", "channel": "Channel", "audience": "Audience",
}

// of returns the name of a value of a part; one that has no name is named by itself.
func (n names) of(part, value string) string {
	switch part {
	case "dept":
		if d, ok := n.departments[value]; ok && d.Name != "" {
			return d.Name
		}
		return value
	case "theme":
		if t, ok := n.themes[value]; ok && t.Name != "" {
			return t.Name
		}
		return sentence(value)
	}
	if name, ok := words[part][value]; ok {
		return name
	}
	return value
}

// sentence returns an id as words.
func sentence(id string) string {
	if id == "" {
		return ""
	}
	return strings.ToUpper(id[:1]) + strings.ReplaceAll(id[1:], "_", " ")
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

// month returns 2026-09 as Sep 2026.
func month(id string) string {
	t, err := time.Parse("2006-01", id)
	if err != nil {
		return id
	}
	return t.Format("Jan 2006")
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
