package ingest

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"voc"
)

// googleFormsFormat is the sheet of responses to a Google form.
var googleFormsFormat = Format{
	Name:       "google-forms",
	Tool:       "Google Forms",
	Recognised: "the first column is Timestamp, and holds month/day/year with the time",
	Traps:      "month first; answers to checkboxes joined with commas are not people's own words; line breaks in cells; empty headers",
	order:      monthFirst,
	channel:    voc.ChannelSurvey,
	match: func(h *head) bool {
		if h.keyed || !timestampNames[plainName(h.cell(0, 0))] {
			return false
		}
		for row := 1; row < len(h.rows); row++ {
			if strings.Count(h.cell(row, 0), "/") == 2 && strings.Contains(h.cell(row, 0), ":") {
				return true
			}
		}
		return false
	},
}

var timestampNames = map[string]bool{"timestamp": true, "zeitstempel": true, "horodateur": true, "marca temporal": true, "carimbo de data hora": true, "tijdstempel": true}

// typeformFormat is the CSV or the JSON of Typeform.
var typeformFormat = Format{
	Name:       "typeform",
	Tool:       "Typeform",
	Recognised: `columns # and Submit Date (UTC); or JSON items with a token and answers`,
	Traps:      "headers that occur twice; one column a choice; times in UTC; JSON answers are found by their field, not their place",
	channel:    voc.ChannelSurvey,
	match: func(h *head) bool {
		return h.cell(0, 0) == "#" && h.hasColumns(0, "submit date utc") || h.keyed && h.hasColumns(0, "token", "submitted at")
	},
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleID, "by format", "#", "token")
		p.give(roleDate, "by format", "submit date utc", "submitted at")
		for _, c := range p.columns {
			switch plain := plainName(c.name); {
			case plain == "network id", plain == "response id", plain == "landing id", plain == "landed at", plain == "start date utc", strings.HasPrefix(plain, "metadata"), strings.HasPrefix(plain, "hidden"):
				c.why = "about the answer"
			case strings.HasPrefix(c.name, "answers."):
				c.plain = strings.TrimPrefix(c.name, "answers.")
				c.question = strings.ReplaceAll(strings.ReplaceAll(c.plain, "_", " "), "-", " ")
			}
		}
		if p.mapping.Timezone == "" {
			p.zone = time.UTC
		}
		return nil
	},
}

// microsoftFormsFormat is the workbook or CSV of Microsoft Forms.
var microsoftFormsFormat = Format{
	Name:       "microsoft-forms",
	Tool:       "Microsoft Forms",
	Recognised: "columns ID, Start time and Completion time",
	Traps:      "choices joined with semicolons; points and feedback of quizzes are not answers; month first unless the dates show otherwise; Windows-1252",
	order:      monthFirst,
	channel:    voc.ChannelSurvey,
	match:      func(h *head) bool { return !h.keyed && h.hasColumns(0, "id", "start time", "completion time") },
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleID, "by format", "id")
		p.give(roleDate, "by format", "completion time")
		p.give(roleUpdated, "by format", "last modified time")
		for _, c := range p.columns {
			switch plain := plainName(c.name); {
			case strings.HasPrefix(plain, "points "), plain == "total points", plain == "start time":
				c.why = "about the answer"
			case strings.HasPrefix(c.name, "Feedback - "), strings.HasPrefix(c.name, "Feedback – "), plain == "quiz feedback":
				c.role, c.why = roleContext, "a grader's words"
			}
		}
		return nil
	},
}

// surveyGizmoFormat is the CSV of SurveyGizmo, now Alchemer.
var surveyGizmoFormat = Format{
	Name:       "surveygizmo",
	Tool:       "SurveyGizmo, Alchemer",
	Recognised: "columns Time Started, Date Submitted and Status",
	Traps:      "a header holds part and question, as in \"Idea #2:What would help?\"; partial answers count, deleted ones do not",
	channel:    voc.ChannelSurvey,
	match:      func(h *head) bool { return !h.keyed && h.hasColumns(0, "time started", "date submitted", "status") },
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleID, "by format", "response id")
		p.give(roleDate, "by format", "date submitted")
		p.give(roleStatus, "by format", "status")
		p.give(roleSession, "about the answer", "sessionid")
		for _, c := range p.columns {
			if part, question, ok := strings.Cut(c.name, ":"); ok && len(strings.Fields(question)) >= 3 && !strings.HasPrefix(question, " ") {
				c.question = strings.TrimSpace(strings.TrimLeft(question, ":"))
				if strings.Contains(part, "#") {
					c.asks = true
				}
			}
			switch plainName(c.name) {
			case "time started", "comments", "referer", "link name", "contact id", "legacy comments", "legacyrespid":
				c.why = "about the answer"
			case "longitude", "latitude", "country", "city", "state region", "postal", "user agent", "ip address":
				c.role, c.why = rolePersonal, "personal: never read"
			}
		}
		return nil
	},
	preview: func(status string) bool {
		return strings.EqualFold(status, "deleted") || strings.EqualFold(status, "disqualified") || strings.EqualFold(status, "test")
	},
}

// touchpointsCXFormat is the upload of the US Touchpoints customer experience questions.
var touchpointsCXFormat = Format{
	Name:         "touchpoints-cx",
	Tool:         "Touchpoints customer experience upload",
	Recognised:   "columns external_id, question_1, positive_effectiveness and question_4",
	Traps:        "question_1 is a thumb up or down, question_4 the words; null",
	channel:      voc.ChannelSurvey,
	declaresText: true,
	match:        func(h *head) bool { return h.hasColumns(0, "question 1", "positive effectiveness", "question 4") },
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleID, "by format", "external id")
		p.give(roleRating, "trust, thumb up or down", "question 1")
		p.scaleFor("question 1", scale{0, 1})
		p.give(roleText, "the answer in words", "question 4")
		p.drop("a reason by tick box")
		return nil
	},
}

// touchpointsFormat is the CSV of a form of Touchpoints.
var touchpointsFormat = Format{
	Name:       "touchpoints",
	Tool:       "Touchpoints form",
	Recognised: "columns UUID, Location Code, User Agent and Created at",
	Traps:      "deleted answers are left out and counted; addresses of people and pages are not read",
	channel:    voc.ChannelSurvey,
	match:      func(h *head) bool { return h.hasColumns(0, "uuid", "location code", "user agent", "created at") },
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleID, "by format", "uuid")
		p.give(roleDate, "by format", "created at")
		p.give(roleDeleted, "by format", "deleted")
		p.give(roleService, "by format", "location code")
		for _, c := range p.columns {
			switch plainName(c.name) {
			case "id", "archived", "flagged", "status", "deleted at", "page", "query string", "hostname", "referrer", "tags", "user agent", "ip address", "language":
				c.why = "about the answer"
			}
		}
		return nil
	},
}

var codeHeader = regexp.MustCompile(`(?i)^(ident|identifier|q|question|col|column|v|var|field|f)[ _]?\d+[a-z]?$`)

// consultationFormat is what consultation tools write: a second header row, or questions with their number before them.
var consultationFormat = Format{
	Name:       "consultation",
	Tool:       "Citizen Space and other consultation tools",
	Recognised: "a first row of codes such as Ident 1 over a row of questions, or a column that asks as whom one responds",
	Traps:      "second header row; a blank row under the header; \"- Text\" and _x000D_ in cells; the workbook that maps questions is refused",
	channel:    voc.ChannelSurvey,
	match: func(h *head) bool {
		return !h.keyed && (mappingWorkbook(h) || codesOverQuestions(h) || respondingAs(h))
	},
	shape: func(p *plan, h *head) error {
		if mappingWorkbook(h) {
			return errors.New("a workbook that says what the columns of a consultation mean, not the responses themselves")
		}
		header := 1
		if codesOverQuestions(h) {
			header = 2
		}
		p.nameColumns(h, header)
		asked := map[string]int{}
		for _, c := range p.columns {
			name := strings.TrimSuffix(c.name, " - Text")
			if code, question, ok := strings.Cut(name, " - "); ok && len(strings.Fields(question)) >= 3 && len(code) <= 24 {
				c.question = question
				asked[question]++
			}
		}
		for _, c := range p.columns { // the same words under two proposals are two questions
			if asked[c.question] > 1 {
				c.question = strings.TrimSuffix(c.name, " - Text")
			}
		}
		return nil
	},
}

func mappingWorkbook(h *head) bool {
	for row := range h.rows[:min(6, len(h.rows))] {
		if strings.HasPrefix(h.cell(row, 0), "Column ID") {
			return true
		}
	}
	return false
}

func codesOverQuestions(h *head) bool {
	codes, questions := 0, 0
	for i := range h.width(2) {
		if codeHeader.MatchString(h.cell(0, i)) {
			codes++
		}
		if len(strings.Fields(h.cell(1, i))) >= 4 {
			questions++
		}
	}
	return codes >= 2 && codes*2 > h.width(2) && questions*2 >= codes
}

func respondingAs(h *head) bool {
	for i := range h.width(2) {
		cell := strings.ToLower(h.cell(0, i))
		if strings.HasPrefix(cell, "responding as") || strings.HasPrefix(cell, "are you responding") || strings.HasPrefix(cell, "respondent type") {
			return true
		}
	}
	return false
}
