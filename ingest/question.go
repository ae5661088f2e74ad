package ingest

import (
	"strings"

	"voc"
)

// questionWords tell the kind of a question. The first list with a hit decides:
// "what could we do better" holds a word of praise, so what could be better is looked for before what was good.
var questionWords = []struct {
	kind  string
	words []string
}{
	{voc.WhatGood, []string{"keep doing", "went well", "did well", "do well", "works well", "work well", "like best", "like most", "liked most", "satisfied the most", "especially good"}},
	{voc.WhyScore, []string{
		"why?", "why did you", "why do you say", "reason for your", "reasons for your", "reason for giving", "main reason", "reason you gave", "why you", "tell us why", "more about your score", "more about your rating", "more about your answer", "explain your answer", "explain your rating",
		"explain your score", "why that score", "why this score", "influenced your", "reason for the score", "why_score", "explain your answers", "reason for that",
	}},
	{voc.CouldImprove, []string{
		"improve", "better", "worst", "dislike", "least", "hinder", "difficult", "frustrat", "not like", "didn't like", "did not like", "change", "missing", "lack", "wish", "less of", "problem", "concern", "go wrong", "went wrong", "challenge",
		"suggest", "do differently", "disappoint", "complain", "menos te gusta", "mejorar", "menos gusta", "besser", "verbesser", "améliorer", "negative", "weakness", "pain point", "obstacle", "could we", "should we",
	}},
	{voc.WhatGood, []string{
		"what was good", "good about", "did well", "do well", "went well", "like most", "like best", "best", "liked", "did you like", "do you like", "enjoy", "pleasant", "favorite", "favourite", "most satisfied", "strength", "praise", "compliment", "positive",
		"more te gusta", "más te gusta", "mas te gusta", "gut gefallen", "appreciate", "work well", "works well", "working well", "satisfied the most", "what was especially good", "most helpful", "benefits",
	}},
}

// questionKind tells the kind of a question from its words; no question, no kind.
func questionKind(question string) string {
	if question == "" {
		return ""
	}
	q := strings.ToLower(question)
	for _, list := range questionWords {
		for _, w := range list.words {
			if strings.Contains(q, w) {
				return list.kind
			}
		}
	}
	return voc.OtherQuestion
}
