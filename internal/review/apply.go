package review

import (
	"cmp"
	"math"
	"slices"

	"voc"
)

// Apply puts the correction over the labels of the record it is about.
// What it leaves carries the mark [voc.ByReview].
func (c Correction) Apply(r *voc.Record) {
	if c.Kind == voc.KindSentiment {
		c.applySentiment(r)
	} else {
		c.applyLabel(r)
	}
	r.NoContent, r.Unlabelled = false, false
	r.Complex = isComplex(r)
	slices.SortStableFunc(r.Mentions, func(a, b voc.Mention) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Label, b.Label))
	})
}

// applySentiment sets the feeling of the whole comment. The score keeps its size where it has one.
func (c Correction) applySentiment(r *voc.Record) {
	const unknown = 0.5 // size of the score of a feeling that the program did not find
	size := math.Abs(r.SentimentScore)
	if size == 0 {
		size = unknown
	}
	same := r.Sentiment == voc.Sentiment(c.New)
	r.Sentiment = voc.Sentiment(c.New)
	switch {
	case same:
	case r.Sentiment == voc.Positive:
		r.SentimentScore = size
	case r.Sentiment == voc.Negative:
		r.SentimentScore = -size
	default:
		r.SentimentScore = 0
	}
	mine := func(m voc.Mention) bool { return m.Kind == voc.KindSentiment }
	if same && slices.ContainsFunc(r.Mentions, mine) {
		r.Mentions = slices.Clone(r.Mentions)
		for i := range r.Mentions {
			if mine(r.Mentions[i]) {
				confirm(&r.Mentions[i], r.Mentions[i].Score)
			}
		}
		return
	}
	m := c.mention(r)
	m.Label, m.Score = c.New, r.SentimentScore
	r.Mentions = append(without(r.Mentions, mine), m)
}

// applyLabel sets a need or a theme.
func (c Correction) applyLabel(r *voc.Record) {
	mine := func(m voc.Mention) bool { return m.Kind == c.Kind && m.Label == c.Label }
	was := Value(r, c.Kind, c.Label)
	c.setLabel(r)
	if c.New == None {
		r.Mentions = without(r.Mentions, mine)
		return
	}
	found := false
	r.Mentions = slices.Clone(r.Mentions)
	for i := range r.Mentions {
		m := &r.Mentions[i]
		if !mine(*m) {
			continue
		}
		found = true
		confirm(m, 1)
		if was != c.New {
			m.Polarity = polarity(c.New)
		}
	}
	if !found {
		r.Mentions = append(r.Mentions, c.mention(r))
	}
}

func (c Correction) setLabel(r *voc.Record) {
	if c.Kind == voc.KindNeed {
		r.Needs[slices.Index(voc.Needs[:], voc.Need(c.Label))] = polarity(c.New)
		return
	}
	themes := slices.DeleteFunc(slices.Clone(r.Themes), func(theme string) bool { return theme == c.Label })
	if c.New != None {
		themes = append(themes, c.Label)
		slices.Sort(themes)
	}
	r.Themes = themes
}

// mention returns the correction as a mention; its evidence is the sentence that was named, else all of the text.
func (c Correction) mention(r *voc.Record) voc.Mention {
	m := voc.Mention{Kind: c.Kind, Label: c.Label, Polarity: polarity(c.New), Score: 1, By: voc.ByReview, Span: voc.Span{End: len(r.Text)}}
	if 1 <= c.Unit && c.Unit <= len(r.Units) {
		m.Unit, m.Span = c.Unit-1, r.Units[c.Unit-1]
	}
	return m
}

func confirm(m *voc.Mention, score float64) {
	m.By, m.Rule, m.Uncertain, m.Score = voc.ByReview, "", false, score
}

func without(mentions []voc.Mention, mine func(voc.Mention) bool) []voc.Mention {
	return slices.DeleteFunc(slices.Clone(mentions), mine)
}

// polarity returns the polarity that a value means; empty for one that is no polarity.
func polarity(value string) voc.Polarity {
	switch p := voc.Polarity(value); p {
	case voc.Met, voc.Unmet, voc.Mixed:
		return p
	}
	return ""
}

func isComplex(r *voc.Record) bool {
	said, met, unmet := 0, false, false
	for _, p := range r.Needs {
		if p != "" {
			said++
		}
		met = met || p == voc.Met || p == voc.Mixed
		unmet = unmet || p == voc.Unmet || p == voc.Mixed
	}
	return said > 1 || met && unmet
}
