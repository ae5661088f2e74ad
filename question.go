package voc

import "strings"

// QuestionKind returns the kind of a question by its words: empty for no question, [OtherQuestion] if the words do not tell.
// A question for both praise and criticism is of the other kind.
func QuestionKind(question string) string {
	q := strings.ToLower(strings.ReplaceAll(question, "’", "'"))
	if strings.TrimSpace(q) == "" {
		return ""
	}
	good, bad := containsAny(strings.ReplaceAll(q, "dislike", ""), goodWords), containsAny(q, badWords)
	switch {
	case containsAny(q, deniedWords):
		return CouldImprove
	case good && bad:
		return OtherQuestion
	case bad:
		return CouldImprove
	case containsAny(q, whyWords):
		return WhyScore
	case good:
		return WhatGood
	}
	return OtherQuestion
}

var (
	goodWords   = []string{"good", "well", "like", "best", "positive", "enjoy", "strength", "satisfied", "appreciate", "happy", "went right", "praise", "compliment", "pleased"}
	badWords    = []string{"improve", "better", "worse", "worst", "bad", "dislike", "dissatisf", "negative", "weakness", "change", "differently", "complain", "wrong", "frustrat", "difficult", "problem", "unhappy", "suggest"}
	deniedWords = []string{"not like", "n't like", "didn't you", "did you not", "don't you", "not go well", "n't go well", "went wrong"}
	whyWords    = []string{"why", "reason", "score", "rating", "explain your", "fft"}
)

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
