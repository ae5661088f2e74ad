package voc

import (
	"strings"
	"unicode"
)

// QuestionKind returns the kind of a question by its words: empty for no question, [OtherQuestion] if the words do not tell.
// A question for both praise and criticism is of the other kind.
//
// Note: the words are looked for in each part of the question by itself,
// since "what could make a good visit better" asks for less than "what was good, and what could be better".
func QuestionKind(question string) string {
	q := questionWords(question)
	if strings.Trim(q, " |") == "" {
		return ""
	}
	if containsAny(q, whyWords) && containsAny(q, scoreWords) {
		return WhyScore
	}
	good, bad := false, false
	for part := range strings.SplitSeq(q, "|") {
		switch {
		case containsAny(part, deniedWords):
			bad = true
		case containsAny(part, praiseWords):
			good = true
		case containsAny(part, badWords):
			bad = true
		case containsAny(part, goodWords):
			good = true
		}
	}
	switch {
	case good && bad:
		return OtherQuestion
	case bad:
		return CouldImprove
	case good:
		return WhatGood
	case containsAny(q, whyWords) || containsAny(q, rateWords):
		return WhyScore
	}
	return OtherQuestion
}

// Words that tell what a question asks for, with a space where a word must begin or end.
var (
	whyWords    = []string{" why ", " reason for ", " reasons for ", " main reason ", " reason you ", " explain your ", " influenced your ", " more about your score ", " more about your rating ", " more about your answer"}
	scoreWords  = []string{" score", " rating", " your answer", " your response ", " giving ", " you gave ", " you say ", " reason for that ", " fft "}
	rateWords   = []string{" score ", " rating ", " fft "}
	deniedWords = []string{"n't like", " not like", "n't you ", " you not ", "n't go ", " not go ", "n't work ", " not work ", "n't enjoy", " not enjoy", "n't good", " not good ", "n't well", " not so ", "n't satisfied", " not satisfied", "n't happy", " not happy", " no te gust", " no le gust", " pas plu ", " nicht gefallen "}
	praiseWords = []string{" keep doing ", " continue doing ", " went well ", " go well ", " goes well ", " going well ", " did well ", " do well ", " doing well ", " done well ", " works well ", " work well ", " worked well ", " working well ", " like most ", " liked most ", " like best ", " liked best ", " satisfied the most ", " especially good "}
	badWords    = []string{
		" improv", " better ", " worse ", " worst ", " bad ", " dislike", " least ", " hinder", " difficult", " frustrat", " missing ", " lack", " wish", " less of ", " problem", " concern", " wrong ", " challeng", " suggest", " change", " differently ",
		" disappoint", " dissatisf", " unhappy ", " complain", " negative", " weakness", " pain point", " obstacle", " barrier", " annoy", " stop doing ", " could we ", " should we ",
		" menos ", " mejorar ", " besser ", " verbesser", " améliorer ",
	}
	goodWords = []string{
		" good ", " best ", " did you like ", " do you like ", " you like ", " you liked ", " liked ", " likes ", " enjoy", " positive", " strength", " satisfied ", " appreciate", " happy ", " happiest ", " pleased ", " pleasant ", " praise", " compliment", " favorite", " favourite", " went right ", " most helpful ",
		" más te gust", " mas te gust", " gut gefallen ", " vous a plu ",
	}
)

// notAsked are words that ask for neither praise nor criticism, though they hold words that do.
var notAsked = strings.NewReplacer(
	" how satisfied | dissatisfied ", " how ", " how satisfied ", " how ", " how dissatisfied ", " how ", " how happy ", " how ", " how pleased ", " how ", " how well ", " how ", " how good ", " how ", " how bad ", " how ", " how difficult ", " how ", " how concerned ", " how ",
	" would you like ", " would ", " you would like ", " you ", " you'd like ", " you ", " like to ", " ", " good enough ", " enough ", " good understanding ", " understanding ", " you be happy ", " you be ", " better understand ", " understand ", " at least ", " at ", " if you wish ", " ", " you wish to ", " you ",
	" best way ", " way ", " best time ", " time ", " best describes ", " describes ", " works best ", " works ",
	" reason for your visit ", " visit ", " reason for your call ", " call ", " reason for your contact ", " contact ", " reason for your request ", " request ", " reason for contacting ", " contacting ",
)

// questionWords returns the words of a question in lower case between single spaces, with a bar between its parts.
func questionWords(question string) string {
	var b strings.Builder
	last := ' '
	b.WriteByte(' ')
	for _, r := range question {
		switch {
		case r == '’':
			r = '\''
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\'':
			r = unicode.ToLower(r)
		case unicode.IsSpace(r) || r == '_' || r == '"' || r == '“' || r == '”':
			r = ' '
		default:
			r = '|'
		}
		if r == '|' {
			b.WriteString(" | ")
			last = ' '
		} else if r != ' ' || last != ' ' {
			b.WriteRune(r)
			last = r
		}
	}
	b.WriteByte(' ')
	return notAsked.Replace(conjunctions.Replace(b.String()))
}

var conjunctions = strings.NewReplacer(" and ", " | ", " or ", " | ", " but ", " | ")

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
