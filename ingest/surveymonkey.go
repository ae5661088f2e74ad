package ingest

import (
	"errors"
	"strings"

	"voc"
)

// surveyMonkeyFormat is the export of individual responses, with its second header row of choices or without.
var surveyMonkeyFormat = Format{
	Name:       "surveymonkey",
	Tool:       "SurveyMonkey",
	Recognised: "Respondent ID and Collector ID, or a second header row of Response, Open-Ended Response and choices",
	Traps:      "question over its choices; one or two header rows; blank or missing metadata; month first; summaries are refused",
	order:      monthFirst,
	channel:    voc.ChannelSurvey,
	match: func(h *head) bool {
		return !h.keyed && (surveyMonkeySummary(h) || secondHeader(h) || h.hasColumns(0, "respondent id", "collector id") || plainName(h.cell(0, 0)) == "respondentid")
	},
	shape: func(p *plan, h *head) error {
		if surveyMonkeySummary(h) {
			return errors.New("a SurveyMonkey summary, which counts answers, not the answers themselves: export \"All individual responses\"")
		}
		if secondHeader(h) {
			p.shapeTwoHeaders(h)
			return nil
		}
		p.nameColumns(h, 1)
		return nil
	},
}

// surveyMonkeySummary reports whether the head is a table of counts of each answer.
func surveyMonkeySummary(h *head) bool {
	for row := range h.rows {
		if h.hasColumns(row, "answer choices", "responses") {
			return true
		}
	}
	return false
}

// choiceHeads are what SurveyMonkey writes under a question.
var choiceHeads = map[string]bool{
	"response": true, "open-ended response": true, "other (please specify)": true, "comments:": true, "open ended response": true, "please specify": true,
}

// secondHeader reports whether the second row says what the columns under a question are:
// it has SurveyMonkey's own words, or the choices that the cells below repeat.
func secondHeader(h *head) bool {
	if len(h.rows) < 2 {
		return false
	}
	own, blanks, repeats, cells := 0, 0, 0, 0
	for i := range h.width(2) {
		second := h.cell(1, i)
		if choiceHeads[strings.ToLower(second)] {
			own++
		}
		if h.cell(0, i) != "" {
			continue
		}
		blanks++
		for row := 2; row < len(h.rows); row++ {
			if cell := h.cell(row, i); cell != "" {
				cells++
				if sameChoice(cell, second) {
					repeats++
				}
			}
		}
	}
	return own >= 2 || own == 1 && h.cell(1, 0) == "" || blanks >= 3 && cells >= 3 && 2*repeats > cells
}

func sameChoice(cell, header string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(cell), " "), strings.Join(strings.Fields(header), " "))
}

// shapeTwoHeaders carries each question over the columns under it.
func (p *plan) shapeTwoHeaders(h *head) {
	p.nameColumns(h, 2)
	question := ""
	names := map[string]int{}
	for i, c := range p.columns {
		if q := cleanName(h.cell(0, i)); q != "" {
			question = q
		}
		sub := cleanName(h.cell(1, i))
		c.question, c.name, c.plain = question, question, ""
		low := strings.ToLower(sub)
		switch {
		case low == "" && h.cell(0, i) == "":
			c.name, c.question, c.why = columnLetter(i), "", "no header"
		case low == "" && h.cell(0, i) != "": // metadata
			c.question = ""
			c.plain = plainName(question)
		case low == "response", low == "open-ended response":
			c.name = question
		default:
			c.choice = sub
			c.name = question + " – " + sub
			if !choiceHeads[low] || low == "comments:" {
				c.question = question + " " + sub
			}
			c.plain = plainName(c.name)
		}
		if names[c.name]++; names[c.name] > 1 {
			c.name += " (" + columnLetter(i) + ")"
		}
		switch low {
		case "open-ended response", "comments:", "why?":
			c.role, c.why = roleNone, ""
			c.asks = true
		}
	}
}
