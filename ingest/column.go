package ingest

import (
	"fmt"
	"strings"

	"github.com/cespare/xxhash/v2"
)

// A column is one column of a table: what it is called, what is in it, what it is for.
type column struct {
	name     string // as in the file; dotted for nested keys
	question string // what was asked, where the header says so
	kind     string // kind of the question, if the mapping says so
	plain    string // name in the form of plainNames
	role     role
	why      string // why it has its role
	asks     bool   // the format says that it asks for words
	choice   string // the answer that the column stands for, where each choice has one
	serials  bool   // its dates are bare numbers of days, as spreadsheets count them
	closed   bool   // the format says that it does not ask for words, or can only guess that it does
	beside   bool   // words beside those of the comment itself, by name
	stats    columnStats
}

// columnStats is what the first rows say of a column, and for dates and numbers as many as were needed.
type columnStats struct {
	rows, filled int
	words        int // in the filled cells
	long         int // cells of six words or more
	distinct     map[uint64]struct{}
	numbers      int
	low, high    float64
	links        int // e-mail addresses and URLs
	dates        dateEvidence
	tokens       map[uint64]int // answers of a multiple choice
	tokenCount   int
	example      string
	answers      map[string]int // the first short ones, and how often they came
}

// maxDistinct bounds what is kept to tell an open column from a closed one.
const maxDistinct = 4096

// add takes one cell into account. Row is counted by the caller.
func (s *columnStats) add(cell string, dates, serials bool) {
	if cell == "" {
		return
	}
	s.filled++
	if s.example == "" {
		s.example = strings.Clone(cell[:min(len(cell), 200)])
	}
	n := len(strings.Fields(cell[:min(len(cell), 400)]))
	s.words += n
	if n >= 6 {
		s.long++
	}
	if s.distinct == nil {
		s.distinct = map[uint64]struct{}{}
		s.tokens = map[uint64]int{}
	}
	if len(s.distinct) < maxDistinct {
		s.distinct[xxhash.Sum64String(cell)] = struct{}{}
		s.addTokens(cell)
	}
	s.addNumber(cell)
	s.addAnswer(cell)
	if strings.Contains(cell, "@") || strings.Contains(cell, "://") {
		if n <= 2 {
			s.links++
		}
	}
	if dates {
		s.dates.add(cell, serials)
	}
}

func (s *columnStats) addAnswer(cell string) {
	if len(cell) > longestAnswer {
		return
	}
	if s.answers == nil {
		s.answers = map[string]int{}
	}
	if _, known := s.answers[cell]; known {
		s.answers[cell]++
	} else if len(s.answers) < maxAnswers {
		s.answers[strings.Clone(cell)] = 1
	}
}

func (s *columnStats) addNumber(cell string) {
	if len(cell) > 24 || cell[0] > '9' && cell[0] < 0x80 {
		return
	}
	v, _, _, ok := ratingNumber(cell)
	if !ok {
		return
	}
	if s.numbers == 0 {
		s.low, s.high = v, v
	}
	s.numbers++
	s.low, s.high = min(s.low, v), max(s.high, v)
}

// addTokens counts the parts of a cell such as "Email, Phone" or "A;B;".
func (s *columnStats) addTokens(cell string) {
	separator := ", "
	if strings.Contains(cell, ";") {
		separator = ";"
	} else if !strings.Contains(cell, separator) && strings.Contains(cell, ",") {
		separator = ","
	}
	for token := range strings.SplitSeq(cell, separator) {
		if token = strings.TrimSpace(token); token != "" {
			s.tokenCount++
			s.tokens[xxhash.Sum64String(token)]++
		}
	}
}

// openHeads are words in a header that ask for words.
var openHeads = []string{
	"comment", "feedback", "why", "please explain", "explain", "tell us", "describe", "suggest", "improve", "anything else", "any other", "reason", "how can we", "what could", "what can",
	"what did", "what would", "what was", "what do you", "what, if anything", "open-ended", "in your own words", "elaborate", "thoughts", "please use this space", "message", "free text", "verbatim", "what needs", "what role", "how do you feel", "how could",
	"what aspects", "what new features", "what tools", "what enhance", "hinder", "what's one", "what is one", "what services", "what aspects", "what else", "additional", "which ones", "please list", "more about", "which was", "how was",
}

// asksForWords reports whether a header asks an open question.
func asksForWords(header string) bool {
	h := strings.ToLower(header)
	for _, w := range openHeads {
		if strings.Contains(h, w) {
			return true
		}
	}
	return false
}

// uniqueEnough is the share of different values above which answers are not choices.
// The fewer the answers, the less often a choice has had the chance to come again.
func uniqueEnough(filled int) float64 {
	switch {
	case filled < 50:
		return 0.6
	case filled < 200:
		return 0.35
	}
	return 0.2
}

// open reports whether the column holds people's own words rather than choices among given answers, and why.
func (c *column) open() (bool, string) {
	s := &c.stats
	header := c.name
	if c.question != "" {
		header = c.question
	}
	if s.filled == 0 {
		return false, "no cell is filled"
	}
	filled := float64(s.filled)
	sampled := min(s.filled, maxDistinct)
	unique := float64(len(s.distinct)) / float64(sampled)
	mean := float64(s.words) / filled
	shape := fmt.Sprintf("%d different of %d, %.1f words each", len(s.distinct), sampled, mean)
	switch {
	case float64(s.numbers) > 0.8*filled:
		return false, "numbers"
	case float64(s.dates.good) > 0.8*filled:
		return false, "dates"
	case float64(s.links) > 0.5*filled:
		return false, "addresses or links"
	}
	if len(s.distinct) == 1 && (sameChoice(s.example, c.name) || c.choice != "" && !choiceHeads[strings.ToLower(c.choice)] && !asksForWords(c.choice)) {
		return false, "one choice of a question"
	}
	asks := c.asks || asksForWords(header)
	several := s.tokenCount >= 12 && float64(len(s.tokens)) < 0.5*float64(s.tokenCount) && float64(s.tokenCount) > 1.3*float64(sampled)
	enough := uniqueEnough(s.filled)
	switch {
	case several:
		return false, "a choice of several answers: " + shape
	case unique >= enough && mean >= 4 && (s.filled >= 5 || s.long > 0):
		return true, shape
	case asks && unique >= enough && (mean >= 1.5 || unique >= 0.5):
		return true, "the header asks for words: " + shape
	case asks && s.filled < 10 && s.long > 0:
		return true, "the header asks for words: " + shape
	}
	return false, "few different or short answers: " + shape
}
