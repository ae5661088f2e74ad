package voc

import "testing"

func TestQuestionKind(t *testing.T) {
	for question, want := range map[string]string{
		"":                                    "",
		"  ":                                  "",
		"What did we do well?":                WhatGood,
		"What did you like about the visit?":  WhatGood,
		"How can we improve?":                 CouldImprove,
		"What could we do better?":            CouldImprove,
		"What didn’t you like?":               CouldImprove,
		"What did you dislike?":               CouldImprove,
		"What did you like, or dislike?":      OtherQuestion,
		"Why did you give this score?":        WhyScore,
		"Main reason for your rating":         WhyScore,
		"What was good, and what was bad?":    OtherQuestion,
		"Which library do you use most often": OtherQuestion,
	} {
		if got := QuestionKind(question); got != want {
			t.Errorf("QuestionKind(%q) = %q, want %q", question, got, want)
		}
	}
}
