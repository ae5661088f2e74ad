package main

import (
	"time"
	"unicode/utf8"

	"voc"
	"voc/index"
)

// commentJSON is a comment as commands print it; names are those of the tables, places are Unicode code points.
type commentJSON struct {
	ID             string                    `json:"comment_id"`
	Source         string                    `json:"source"`
	File           string                    `json:"origin_file"`
	Row            int                       `json:"origin_row"`
	Department     string                    `json:"department,omitempty"`
	Service        string                    `json:"service,omitempty"`
	Channel        string                    `json:"channel,omitempty"`
	Audience       string                    `json:"audience,omitempty"`
	Question       string                    `json:"question,omitempty"`
	QuestionKind   string                    `json:"question_kind,omitempty"`
	Session        string                    `json:"session,omitempty"`
	Speaker        string                    `json:"speaker,omitempty"`
	Turn           int                       `json:"turn,omitempty"`
	ReceivedAt     *time.Time                `json:"received_at,omitempty"`
	ReceivedOn     string                    `json:"received_on,omitempty"`
	Rating         *float64                  `json:"rating,omitempty"`
	Language       string                    `json:"language,omitempty"`
	Sentiment      voc.Sentiment             `json:"sentiment,omitempty"`
	SentimentScore *float64                  `json:"sentiment_score,omitempty"`
	Needs          map[voc.Need]voc.Polarity `json:"needs"`
	Themes         []string                  `json:"themes"`
	Text           string                    `json:"text"`
	Mentions       []mentionJSON             `json:"mentions"`
	Marks          []spanJSON                `json:"marks,omitempty"` // words that a search found
}

// mentionJSON is a label with the words that show it.
type mentionJSON struct {
	Unit     int          `json:"unit"`
	Kind     string       `json:"kind"`
	Label    string       `json:"label"`
	Polarity voc.Polarity `json:"polarity,omitempty"`
	Score    float64      `json:"score"`
	Start    int          `json:"start"`
	End      int          `json:"end"`
	Evidence string       `json:"evidence"`
	By       string       `json:"by"`
	Rule     string       `json:"rule,omitempty"`
}

type spanJSON struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

func newCommentJSON(r *voc.Record) commentJSON {
	c := commentJSON{
		ID: r.ID, Source: r.Source, File: r.Origin.File, Row: r.Origin.Row, Department: r.Department, Service: r.Service, Channel: r.Channel,
		Audience: r.Audience, Question: r.Question, QuestionKind: r.QuestionKind, Session: r.Session, Speaker: r.Speaker, Turn: r.Turn,
		Rating: r.Rating, Language: r.Language, Sentiment: r.Sentiment, Text: r.Text,
		Needs: map[voc.Need]voc.Polarity{}, Themes: append([]string{}, r.Themes...), Mentions: []mentionJSON{},
	}
	if !r.Time.IsZero() {
		c.ReceivedOn = r.Time.Format(time.DateOnly)
		if !r.DateOnly {
			c.ReceivedAt = &r.Time
		}
	}
	if r.Sentiment != "" {
		c.SentimentScore = &r.SentimentScore
	}
	for i, polarity := range r.Needs {
		if polarity != "" {
			c.Needs[voc.Needs[i]] = polarity
		}
	}
	for _, m := range r.Mentions {
		span := codePoints(r.Text, m.Span)
		c.Mentions = append(c.Mentions, mentionJSON{Unit: m.Unit, Kind: m.Kind, Label: m.Label, Polarity: m.Polarity, Score: m.Score,
			Start: span.Start, End: span.End, Evidence: r.Text[m.Span.Start:m.Span.End], By: m.By, Rule: m.Rule})
	}
	return c
}

// codePoints returns a span of bytes as code points.
func codePoints(text string, s voc.Span) spanJSON {
	start := utf8.RuneCountInString(text[:s.Start])
	return spanJSON{start, start + utf8.RuneCountInString(text[s.Start:s.End])}
}

// resultJSON is a search's result.
type resultJSON struct {
	Total  int                    `json:"total"`
	Whole  int                    `json:"total_with_all_words"`
	Also   []string               `json:"also,omitempty"` // words of like meaning that were looked for too
	Hits   []hitJSON              `json:"hits"`
	Facets map[string][]countJSON `json:"facets,omitempty"`
}

type hitJSON struct {
	commentJSON
	Relevance float64 `json:"relevance,omitempty"`
}

type countJSON struct {
	Value    string       `json:"value"`
	Polarity voc.Polarity `json:"polarity,omitempty"`
	N        int          `json:"n"`
	Chosen   bool         `json:"chosen,omitempty"`
}

func searchJSON(result *index.Result) resultJSON {
	out := resultJSON{Total: result.Total, Whole: result.Whole, Also: result.Also, Hits: []hitJSON{}}
	for i := range result.Hits {
		hit := &result.Hits[i]
		h := hitJSON{newCommentJSON(&hit.Record), hit.Score}
		for _, m := range hit.Marks {
			h.Marks = append(h.Marks, codePoints(hit.Record.Text, m))
		}
		out.Hits = append(out.Hits, h)
	}
	if result.Facets == nil {
		return out
	}
	out.Facets = map[string][]countJSON{"month": countsJSON(result.Months)}
	for _, f := range result.Facets {
		out.Facets[f.Name] = countsJSON(f.Counts)
	}
	return out
}

func countsJSON(counts []index.Count) []countJSON {
	list := make([]countJSON, len(counts))
	for i, c := range counts {
		list[i] = countJSON(c)
	}
	return list
}
