package ingest

import (
	"fmt"
	"strconv"
	"strings"
)

// number reads a decimal number below a thousand million, which is all that ratings and scales are made of: "inf" and "nan" are none.
func number(s string) (float64, bool) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > -1e9 && n < 1e9) {
		return 0, false
	}
	return n, true
}

// ratingWords are answers in words that stand on a scale of their own.
var ratingWords = map[string]float64{
	"very good": 1, "good": 0.75, "neither good nor poor": 0.5, "neither good nor bad": 0.5, "poor": 0.25, "very poor": 0, "bad": 0.25, "very bad": 0,
	"excellent": 1, "fair": 0.5, "average": 0.5, "terrible": 0, "very satisfied": 1, "satisfied": 0.75, "somewhat satisfied": 0.75,
	"neutral": 0.5, "neither": 0.5, "neither satisfied nor dissatisfied": 0.5, "dissatisfied": 0.25, "somewhat dissatisfied": 0.25, "very dissatisfied": 0,
	"strongly agree": 1, "agree": 0.75, "somewhat agree": 0.75, "neither agree nor disagree": 0.5, "disagree": 0.25, "somewhat disagree": 0.25, "strongly disagree": 0,
	"extremely likely": 1, "very likely": 1, "likely": 0.75, "neither likely nor unlikely": 0.5, "unlikely": 0.25, "very unlikely": 0, "extremely unlikely": 0,
	"always": 1, "mostly": 0.75, "sometimes": 0.5, "rarely": 0.25, "never": 0,
	"yes": 1, "no": 0, "true": 1, "false": 0, "thumbs up": 1, "thumbs down": 0, "positive": 1, "negative": 0,
	"one star": 0, "two stars": 0.25, "three stars": 0.5, "four stars": 0.75, "five stars": 1,
	"one": 0, "two": 0.25, "three": 0.5, "four": 0.75, "five": 1,
	"detractor": 0, "passive": 0.5, "promoter": 1,
}

// noRating reports whether the cell says that nothing was rated.
func noRating(s string) bool {
	switch strings.ToLower(s) {
	case "", "-", "n/a", "na", "null", "none", "nan", "nil", "don't know", "dont know", "don’t know", "not applicable", "not sure", "offered", "unoffered", "unknown", "no answer", "prefer not to say", "did not answer", "#n/a":
		return true
	}
	return false
}

// ratingNumber reads "4", "4.5", "4/5", "80%", "4 stars", "★★★★☆" or "5 - Very good".
// The scale is the one written with it, if any.
func ratingNumber(s string) (value float64, own scale, hasOwn, ok bool) {
	s = strings.TrimSpace(s)
	if n, ok := number(s); ok {
		return n, own, false, true
	}
	if stars := strings.Count(s, "★") + strings.Count(s, "⭐"); stars > 0 {
		return float64(stars), scale{1, 5}, true, true
	}
	if percent, found := strings.CutSuffix(s, "%"); found {
		n, ok := number(strings.TrimSpace(percent))
		return n, scale{0, 100}, true, ok
	}
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' || s[end] == ',') {
		end++
	}
	if end == 0 || end > 4 {
		return 0, own, false, false
	}
	n, ok := number(strings.ReplaceAll(s[:end], ",", "."))
	if !ok {
		return 0, own, false, false
	}
	rest := strings.ToLower(strings.TrimSpace(s[end:]))
	switch {
	case strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "out of"):
		top, ok := number(strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(rest, "/"), "out of")))
		low := 0.0
		if top == 5 {
			low = 1
		}
		return n, scale{low, top}, true, ok && top > low
	case strings.HasPrefix(rest, "star"):
		return n, scale{1, 5}, true, true
	case strings.HasPrefix(rest, "-"), strings.HasPrefix(rest, "–"), strings.HasPrefix(rest, "="), strings.HasPrefix(rest, ":"), strings.HasPrefix(rest, "("):
		return n, own, false, true
	}
	return 0, own, false, false
}

// rating brings the row's rating to 0..1.
func (b *builder) rating() *float64 {
	written := b.numeral(b.cell(roleRating))
	if written == "" || noRating(written) {
		return nil
	}
	i := int(b.at[roleRating]) - 1
	value, own, hasOwn, ok := ratingNumber(written)
	if !ok {
		if r, known := ratingWords[strings.ToLower(strings.TrimRight(written, ".!"))]; known {
			return &r
		}
		b.reading.notes.count(fmt.Sprintf("ratings in column %q that could not be read: the comments are kept without", b.columns[i].name))
		return nil
	}
	s := b.scales[i]
	if hasOwn {
		s = own
	} else if told := b.cell(roleScale); told != "" {
		s = b.scaleOf(told)
	}
	if s.worst == s.best {
		return nil
	}
	r, ok := s.rate(value)
	if !ok {
		b.reading.notes.count(fmt.Sprintf("ratings in column %q outside the scale %s: the comments are kept without", b.columns[i].name, s))
		return nil
	}
	return &r
}

func (b *builder) scaleOf(told string) scale {
	if told != b.told { // most rows tell the same
		b.told = told
		b.scale, _ = parseScale(told)
	}
	return b.scale
}
