package voc

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Match reports whether every part of the filter holds for r.
//
// A comment without a time is on no day, so neither From nor To lets it through.
// Where a need or theme is asked for with a polarity, it is the one that must have it:
// the need or theme as a whole, so one that is met here and unmet there is mixed. So r needs its Mentions if Theme and Polarity are both set.
func (f *Filter) Match(r *Record) bool {
	return oneOf(f.Dept, cmp.Or(r.Department, Unassigned)) &&
		oneOf(f.Sentiment, string(r.Sentiment)) &&
		oneOf(f.Channel, r.Channel) &&
		oneOf(f.Audience, r.Audience) &&
		f.onDay(r.Time) && f.hasNeed(r) && f.hasTheme(r)
}

// oneOf reports whether value is one of wanted, or nothing is.
func oneOf(wanted []string, value string) bool {
	return len(wanted) == 0 || slices.Contains(wanted, value)
}

// onDay reports whether t is on a day from From to To, where it was said.
func (f *Filter) onDay(t time.Time) bool {
	if f.From == "" && f.To == "" {
		return true
	}
	if t.IsZero() {
		return false
	}
	day := t.Format(time.DateOnly)
	return day >= f.From && (f.To == "" || day <= f.To)
}

// hasNeed reports whether one of the needs asked for has one of the polarities asked for.
func (f *Filter) hasNeed(r *Record) bool {
	if len(f.Need) == 0 && (len(f.Polarity) == 0 || len(f.Theme) > 0) {
		return true
	}
	for i, polarity := range r.Needs {
		if polarity != "" && oneOf(f.Need, string(Needs[i])) && oneOf(f.Polarity, string(polarity)) {
			return true
		}
	}
	return false
}

// hasTheme reports whether one of the themes asked for has one of the polarities asked for.
func (f *Filter) hasTheme(r *Record) bool {
	if len(f.Theme) == 0 {
		return true
	}
	if len(f.Polarity) == 0 {
		return slices.ContainsFunc(r.Themes, func(theme string) bool { return slices.Contains(f.Theme, theme) })
	}
	return slices.ContainsFunc(f.Theme, func(theme string) bool {
		polarity := r.ThemePolarity(theme)
		return polarity != "" && slices.Contains(f.Polarity, string(polarity))
	})
}

// Empty reports whether the filter lets every comment through.
func (f *Filter) Empty() bool {
	return len(f.Dept)+len(f.Need)+len(f.Polarity)+len(f.Theme)+len(f.Sentiment)+len(f.Channel)+len(f.Audience) == 0 &&
		f.From == "" && f.To == ""
}

// Apart returns the values in a list with commas, each by itself and without the spaces around it; those that are empty are left out.
// One of names, whatever its case, stays whole where it has commas in it.
func Apart(list string, names []string) []string {
	most := 0 // commas in a name
	for _, name := range names {
		most = max(most, strings.Count(name, ","))
	}
	var values []string
	for pieces := strings.Split(list, ","); len(pieces) > 0; {
		n := min(len(pieces), most+1)
		joined := func() string { return strings.TrimSpace(strings.Join(pieces[:n], ",")) }
		for n > 1 && !slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, joined()) }) {
			n--
		}
		if value := joined(); value != "" {
			values = append(values, value)
		}
		pieces = pieces[n:]
	}
	return values
}
