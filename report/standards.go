package report

import "voc"

// A StandardResult is a promise of the department's charter against what customers say and what is on record.
type StandardResult struct {
	Name     string   `json:"name"`
	Kind     string   `json:"kind"`
	Theme    string   `json:"theme,omitempty"`    // whose comments say whether it is kept
	Within   string   `json:"within,omitempty"`   // time allowed on record
	Services []string `json:"services,omitempty"` // that the cases on record are of; empty for every service
	Target   float64  `json:"target,omitempty"`
	Said     *Figure  `json:"said,omitempty"`     // comments on its theme that say it was kept; nil without a theme
	Recorded *Figure  `json:"recorded,omitempty"` // cases that kept it, of those closed or overdue; nil without a time
	Overdue  int      `json:"overdue,omitempty"`  // of the cases on record, those overdue and still open
	Counted  string   `json:"counted,omitempty"`  // which cases are on record, in words
	Result   string   `json:"result"`             // met, not_met, cannot_tell, few, discretion or not_measured
	Words    string   `json:"words"`
}

// Kinds of standard.
const (
	kindRigid      = "rigid"
	kindFlexible   = "flexible"
	kindDiscretion = "discretion"
)

func (c *city) addStandards(s *Summary) {
	for _, standard := range c.known[s.Department.ID].Standards {
		s.Standards = append(s.Standards, c.standard(s.Department.ID, standard))
	}
}

func (c *city) standard(department string, standard voc.Standard) StandardResult {
	r := StandardResult{Name: standard.Name, Kind: c.words.Say("kind_" + standard.Kind), Theme: standard.Theme, Within: standard.Within, Services: standard.Services, Target: standard.Target}
	if standard.Theme != "" {
		r.Said = &Figure{}
		if n, shown := c.board.figure(department, measureOf(c.words, standard.Theme), c.period); shown {
			kept := bare(cell{n[0], n[0] - n[1]}, 1)
			r.Said = &kept
		}
	}
	if standard.Within != "" {
		r.Recorded = &Figure{}
		n, shown := c.board.figure(department, caseMeasure(standard), c.period)
		if shown {
			kept := bare(n, caseKept)
			r.Recorded, r.Overdue = &kept, n[caseOverdue]
		}
		r.Counted = c.caseWords(standard, n, shown)
	}
	r.Result = judgeStandard(standard, r)
	r.Words = c.words.Say("standard_" + r.Result)
	if r.Result == "few" && r.Recorded != nil {
		r.Words = c.words.Say("standard_few_cases")
	}
	return r
}

// judgeStandard holds a standard against the record, and where there is none against what customers say.
func judgeStandard(standard voc.Standard, r StandardResult) string {
	if standard.Kind == kindDiscretion {
		return "discretion"
	}
	actual := r.Recorded
	if actual == nil || !actual.Shown && r.Said != nil && r.Said.Shown {
		actual = r.Said
	}
	switch {
	case actual == nil || standard.Target <= 0:
		return "not_measured"
	case !actual.Shown:
		return "few"
	case actual.Low >= standard.Target || standard.Target >= 1 && actual.Count == actual.N || actual.N == actual.Count:
		return "met"
	case actual.High < standard.Target || standard.Kind == kindRigid && standard.Target >= 1:
		return "not_met"
	}
	return "cannot_tell"
}
