package ingest

import "voc"

// nhsFormat is the Friends and Family Test of the English health service, as its open data publish it.
var nhsFormat = Format{
	Name:       "nhs-fft",
	Tool:       "NHS Friends and Family Test",
	Recognised: "columns FFT answer and FFT categorical answer, or fft / fft_score with location_1",
	Traps:      "1 is the best answer of five in FFT categorical answer; dd/mm/yyyy; theme columns of human coders are left alone",
	order:      dayFirst,
	writesNA:   true,
	channel:    voc.ChannelSurvey,
	match: func(h *head) bool {
		return h.hasColumns(0, "fft answer", "fft categorical answer") || h.hasColumns(0, "location 1", "fft") || h.hasColumns(0, "location 1", "fft score")
	},
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		if h.hasColumns(0, "fft answer") {
			p.give(roleText, "the answer", "fft answer")
			p.give(roleID, "by format", "comment id")
			p.give(roleQuestion, "by format", "fft question")
			p.give(roleRating, "by format", "fft categorical answer")
			p.scaleFor("fft categorical answer", scale{5, 1})
			p.give(roleDepartment, "by format", "service type 1")
			p.give(roleService, "by format", "service type 2")
			p.give(roleRespondent, "by format", "respondent id")
			p.give(roleDate, "by format", "date")
			p.drop("a code or theme of human coders")
			return nil
		}
		p.give(roleDepartment, "by format", "location 1")
		if finest := "location 3"; h.hasColumns(0, finest) {
			p.give(roleService, "by format", finest)
		} else {
			p.give(roleService, "by format", "location 2")
		}
		p.give(roleText, "the answer", "comment txt", "question 1", "question 2")
		p.give(roleID, "by format", "row id")
		p.give(roleDeleted, "by format", "hidden")
		p.give(roleRespondent, "by format", "pt id")
		p.give(roleDate, "by format", "date")
		p.give(roleRating, "by format", "fft", "fft score")
		p.scaleFor("fft", scale{1, 5})
		p.scaleFor("fft score", scale{5, 1})
		p.drop("about the person, or a code of human coders")
		return nil
	},
}
