package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/goccy/go-yaml"

	"voc/internal/stat"
)

// A FocusEntry is an area of focus that a department committed to, as the ledger keeps it:
// measure, baseline and target do not change after it is set.
type FocusEntry struct {
	Department string  `yaml:"department" json:"department"`
	Theme      string  `yaml:"theme" json:"theme"`                         // id of a theme, or of a need
	Period     string  `yaml:"period" json:"period"`                       // of the baseline, such as 2026-Q3
	N          int     `yaml:"baseline_comments" json:"baseline_comments"` // that spoke of it
	Unmet      int     `yaml:"baseline_not_met" json:"baseline_not_met"`   // of those, that said it was not met
	Target     float64 `yaml:"target" json:"target"`                       // share not met to come down to, 0..1
	Owner      string  `yaml:"owner,omitempty" json:"owner,omitempty"`     // who answers for it
	Since      string  `yaml:"since" json:"since"`                         // day it was set
	Closed     string  `yaml:"closed,omitempty" json:"closed,omitempty"`   // day it was closed; empty while it is open
	Verdict    string  `yaml:"verdict,omitempty" json:"verdict,omitempty"` // moved, not_moved or cannot_tell; empty while it is open
}

// Verdicts on an area of focus.
const (
	Moved      = "moved"
	NotMoved   = "not_moved"
	CannotTell = "cannot_tell"
)

// ReadFocus reads a ledger, which may be empty. An unknown key is an error with its line.
func ReadFocus(text []byte) ([]FocusEntry, error) {
	var file struct {
		Focus []FocusEntry `yaml:"focus"`
	}
	if len(text) == 0 {
		return nil, nil
	}
	if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read focus ledger: %w", err)
	}
	return file.Focus, nil
}

// WriteFocus returns the ledger as [ReadFocus] reads it.
func WriteFocus(entries []FocusEntry) ([]byte, error) {
	return yaml.Marshal(struct {
		Focus []FocusEntry `yaml:"focus"`
	}{entries})
}

// Progress is how the current area of focus fares; without one, how the suggested one has.
type Progress struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Set      bool    `json:"set"` // somebody committed to it
	Since    string  `json:"since,omitempty"`
	Owner    string  `json:"owner,omitempty"`
	Baseline *Figure `json:"baseline,omitempty"`
	Now      *Figure `json:"now,omitempty"`
	Target   float64 `json:"target,omitempty"`
	Verdict  string  `json:"verdict,omitempty"`
	Words    string  `json:"words"`
	Steps    []Step  `json:"trend,omitempty"`
	Quarters bool    `json:"by_quarter,omitempty"` // the months are too small to show
}

// A Step is one month or quarter of a trend.
type Step struct {
	Period  string `json:"period"`
	Name    string `json:"name"`
	Short   string `json:"short"`
	Partial bool   `json:"partial,omitempty"`
	Figure  Figure `json:"figure"`
}

// trendMonths is how many months a trend shows: the same month of the year before is among them.
const trendMonths = 13

// addProgress shows how the current focus fares against what was frozen when it was set.
func (c *city) addProgress(s *Summary) {
	w := c.words
	entry := c.openFocus(s.Department.ID)
	switch {
	case entry != nil && (c.in.Days != nil || s.Selection != ""):
		s.Progress = &Progress{ID: entry.Theme, Name: c.labelName(entry.Theme), Set: true, Since: entry.Since, Owner: entry.Owner, Target: entry.Target, Words: w.Say("progress_selection")}
	case entry != nil:
		s.Progress = &Progress{ID: entry.Theme, Name: c.labelName(entry.Theme), Set: true, Since: entry.Since, Owner: entry.Owner, Target: entry.Target}
		c.judge(s, entry)
	case s.Focus != nil:
		s.Progress = &Progress{ID: s.Focus.ID, Name: s.Focus.Name, Words: w.Say("progress_none", "theme", s.Focus.Name)}
	default:
		s.Progress = &Progress{Words: w.Say("progress_nothing")}
		return
	}
	s.Progress.Steps, s.Progress.Quarters = c.trend(s.Department.ID, measureOf(w, s.Progress.ID))
	if !slices.ContainsFunc(s.Progress.Steps, func(step Step) bool { return step.Figure.Shown }) {
		s.Progress.Steps = nil
		if c.in.Days == nil {
			s.Progress.Words += " " + w.Say("progress_hidden")
		}
	}
}

func (c *city) openFocus(department string) *FocusEntry {
	for i := range c.in.Focus {
		if e := &c.in.Focus[i]; e.Department == department && e.Closed == "" {
			return e
		}
	}
	return nil
}

// A FocusState is how a department stands to its area of focus, for the chief officer.
type FocusState struct {
	ID      string `json:"id,omitempty"`      // the open one, else the one closed last; empty if none was ever set
	Open    bool   `json:"open"`              // somebody works on it
	Verdict string `json:"verdict,omitempty"` // of an open one, as its report has it: empty while it is too early to tell
	Words   string `json:"words"`
}

// focusState sums up the ledger and the report of a department.
func (c *city) focusState(s *Summary) FocusState {
	w := c.words
	if p := s.Progress; p != nil && p.Set {
		key := "focus_state_" + cmp.Or(p.Verdict, "early")
		return FocusState{ID: p.ID, Open: true, Verdict: p.Verdict, Words: w.Say(key, "theme", p.Name)}
	}
	for _, e := range slices.Backward(c.in.Focus) {
		if e.Department == s.Department.ID && e.Closed != "" {
			return FocusState{ID: e.Theme, Verdict: e.Verdict, Words: w.Say("focus_state_last", "theme", c.labelName(e.Theme), "verdict", w.Say("verdict_"+e.Verdict))}
		}
	}
	if s.Focus != nil {
		return FocusState{Words: w.Say("focus_state_suggested", "theme", s.Focus.Name)}
	}
	return FocusState{Words: w.Say("focus_state_none")}
}

// measureOf returns the measure of a need or theme by its id.
func measureOf(w *Words, id string) string {
	if _, need := w.Need[id]; need {
		return measureNeed + id
	}
	return measureTheme + id
}

func (c *city) labelName(id string) string {
	if name, need := c.words.Need[id]; need {
		return name
	}
	return c.words.ThemeOf(id).Name
}

// judge says whether the focus moved since its baseline.
func (c *city) judge(s *Summary, e *FocusEntry) {
	w, p := c.words, s.Progress
	baseline := bare(cell{e.N, e.Unmet}, 1)
	p.Baseline = &baseline
	now, shown := c.board.figure(s.Department.ID, measureOf(w, e.Theme), c.period)
	if period, err := ParsePeriod(e.Period); err == nil && c.period.First <= period.Last {
		p.Words = w.Say("progress_early", "period", w.PeriodName(period), "share", w.Percent(baseline.Share), "target", w.Percent(e.Target))
		return
	}
	if !shown {
		p.Verdict = CannotTell
		p.Words = w.Say("progress_few", "min", MinBase, "share", w.Percent(baseline.Share))
		return
	}
	figure := bare(now, 1)
	p.Now = &figure
	p.Verdict = Verdict(e, now[0], now[1])
	p.Words = w.Say("progress_"+p.Verdict, "then", w.Percent(baseline.Share), "now", w.Percent(figure.Share), "target", w.Percent(e.Target))
}

// Verdict judges a focus by the comments of a later period: it moved if the share not met fell by more than chance,
// it did not if it rose, or if a fall as large as to the target can be ruled out; else one cannot tell.
func Verdict(e *FocusEntry, n, unmet int) string {
	if n < MinBase || e.N < MinBase {
		return CannotTell
	}
	i := stat.Difference(unmet, n, e.Unmet, e.N, stat.Z95)
	switch {
	case i.High < 0:
		return Moved
	case i.Low > e.Target-stat.Share(e.Unmet, e.N):
		return NotMoved
	}
	return CannotTell
}

// trend returns the last thirteen months of a measure; where fewer than four of them may be shown, the last five quarters.
func (c *city) trend(department, measure string) (steps []Step, quarters bool) {
	last := c.period.Last
	if newest := MonthOf(c.in.AsOf); newest < last {
		last = newest
	}
	if c.period.First <= 0 || c.in.Days != nil {
		return nil, false
	}
	shown := 0
	for m := max(last-trendMonths+1, c.board.first); m <= last; m++ {
		step := c.step(department, measure, Period{m, m})
		if step.Figure.Shown {
			shown++
		}
		steps = append(steps, step)
	}
	if shown >= 4 {
		return steps, false
	}
	steps = nil
	for q := (last - 12).Quarter(); q.First <= last; q = (q.Last + 1).Quarter() {
		if q.Last >= c.board.first {
			steps = append(steps, c.step(department, measure, q))
		}
	}
	return steps, true
}

func (c *city) step(department, measure string, p Period) Step {
	step := Step{Period: p.String(), Name: c.words.PeriodName(p), Short: c.words.ShortName(p), Partial: !p.Complete(c.in.AsOf)}
	if n, shown := c.board.figure(department, measure, p); shown {
		step.Figure = bare(n, 1)
		step.Figure.Held = c.held(department, measure, p)
	}
	return step
}

// Baseline returns a ledger's entry for a department's need or theme, with the figures and target frozen as the report shows them.
// A target of 0 is replaced by the one that the report would suggest.
func Baseline(in Input, department, id string, target float64) (*FocusEntry, error) {
	c, err := newCity(in)
	if err != nil {
		return nil, err
	}
	n, shown := c.board.figure(department, measureOf(c.words, id), c.period)
	if !shown {
		return nil, fmt.Errorf("fewer than %d comments on %s in %s: too few for a baseline", MinBase, id, c.period)
	}
	if target == 0 {
		target = targetOf(bare(n, 1))
	}
	if target >= stat.Share(n[1], n[0]) {
		return nil, fmt.Errorf("a target of %s is not below the %s of now", c.words.Percent(target), c.words.Percent(stat.Share(n[1], n[0])))
	}
	return &FocusEntry{Department: department, Theme: id, Period: c.period.String(), N: n[0], Unmet: n[1], Target: target}, nil
}

// Close judges an entry by the report's period, which must be later than that of its baseline.
func Close(in Input, e *FocusEntry) error {
	c, err := newCity(in)
	if err != nil {
		return err
	}
	baseline, err := ParsePeriod(e.Period)
	if err != nil {
		return err
	}
	if c.period.First <= baseline.Last {
		return fmt.Errorf("its baseline is of %s, and there is no later period than %s to judge it by", baseline, c.period)
	}
	n, shown := c.board.figure(e.Department, measureOf(c.words, e.Theme), c.period)
	if !shown {
		n = cell{}
	}
	e.Verdict = Verdict(e, n[0], n[1])
	return nil
}
