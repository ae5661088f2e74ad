package report

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"voc"
	"voc/internal/stat"
)

// An Input is what reports are made from.
type Input struct {
	Organisation string
	Departments  []voc.Department
	Sums         *Sums
	Records      func() iter.Seq2[voc.Record, error] // to quote from; nil for reports without quotations
	People       func() iter.Seq2[voc.Record, error] // to count people in, at least their respondents, needs and sentiment; Records if nil
	StaffNames   func(text string) []voc.Span        // places that may name a person, in order, to mask in blame; nil if none are
	Period       Period                              // zero for [LastPeriod]
	Days         *Days                               // in place of Period: days that Sums and Records hold no others of; nil for a Period
	Reference    *Reference                          // what published reports stand on; nil for these themselves
	Filter       voc.Filter                          // that Sums and Records went through, but for days and departments: said in words on the page
	AsOf         time.Time                           // zero for the newest record
	Run          string                              // id of the run; empty if none
	RowsRead     int                                 // rows of the files read
	RowsRejected int                                 // of those, rejected
	FilesLeftOut int                                 // files that could not be read, or not to their end; their rows are not in RowsRead
	Published    *Published                          // what earlier reports showed; nil if there are none, or for a report that is not published
	Labels       string                              // fingerprint of what decides the labels
	Focus        []FocusEntry                        // the ledger of areas of focus
	Quality      *Quality                            // nil if not measured
	Words        []byte                              // YAML in place of some built-in words; nil for none
	Only         []string                            // ids of the departments to write; all, and the index page, if nil
	Formats      []string                            // of [Formats]; all of them, with charts, if nil
	Unprotected  bool                                // show every figure, however small; for tests of the protection itself
}

// A city holds what the reports of all departments share. Once made it may be asked for several summaries at once.
type city struct {
	in          Input
	words       *Words
	board       *board
	period      Period
	before      Period
	yearAgo     Period
	departments []DepartmentID
	known       map[string]voc.Department
	changes     map[subject]*Change
	sides       map[subject]string // on which side of the other departments a share clearly is: [Up] or [Down]
	mu          sync.Mutex
	totals      map[total]allOf // guarded by mu
	quotes      map[string][]Quotation
	voices      map[string]*voices // focus groups by department
	groups      map[string]*shownGroups
	impact      map[string]*shownImpact
	published   *Published
}

// A subject is a share of a department's measure: the count at an index of its cell.
type subject struct {
	department string
	measure    string
	index      int
}

type total struct {
	measure string
	period  Period
}

type allOf struct {
	cell        cell
	departments int
}

// errNothing means that there is no comment to report on.
var errNothing = errors.New("no comments to report on")

func newCity(in Input) (*city, error) {
	words, err := ReadWords(in.Words)
	if err != nil {
		return nil, err
	}
	if in.Sums == nil || len(in.Sums.groups)+len(in.Sums.focus) == 0 {
		return nil, errNothing
	}
	if in.AsOf.IsZero() {
		in.AsOf = in.Sums.Newest()
	}
	c := &city{in: in, words: words, totals: map[total]allOf{}}
	c.known = map[string]voc.Department{}
	for _, d := range in.Departments {
		c.known[d.ID] = d
	}
	if in.Days != nil {
		in.Period = in.Days.months()
	}
	whole := in.Sums
	if in.Reference != nil {
		whole = in.Reference.Sums
	}
	c.board = newBoard(in.Sums, whole, c.known, in.AsOf, in.Unprotected, in.Period.Months() > 3 && in.Days == nil, in.Days)
	c.period = in.Period
	if c.period == (Period{}) {
		c.period = LastPeriod(c.board.first, in.AsOf)
	}
	if err := c.countPeople(); err != nil {
		return nil, fmt.Errorf("count people: %w", err)
	}
	if !in.Unprotected {
		c.published = c.board.publish(in.Published, in.Labels, c.period, in.Reference == nil)
	}
	if in.Reference != nil && !in.Unprotected {
		c.board.rest = newRest(in.Reference, in.Sums, in.AsOf, c.known)
	}
	c.before, c.yearAgo = c.period.Before(), c.period.YearAgo()
	if in.Days != nil { // months of days would be compared with whole ones
		c.before, c.yearAgo = none, none
	}
	c.departments = nameDepartments(c.board, c.known, words)
	c.holdGroups()
	c.holdImpact()
	c.changes, c.sides = c.changesOf(c.period, c.before), c.sidesOf(c.period)
	if in.Records != nil {
		if c.quotes, err = c.chooseQuotations(); err != nil {
			return nil, fmt.Errorf("choose quotations: %w", err)
		}
	}
	return c, nil
}

// shownBefore is what published reports showed with the same labels.
func (c *city) shownBefore() *Published {
	before, labels := c.in.Published, c.in.Labels
	if r := c.in.Reference; r != nil {
		before, labels = r.Published, r.Labels
	}
	if before == nil || before.Labels != labels {
		return &Published{}
	}
	return before
}

// all returns the sum of a measure over the departments that show it in the period.
func (c *city) all(measure string, p Period) allOf {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := total{measure, p}
	sum, ok := c.totals[key]
	if !ok {
		sum.cell, sum.departments = c.board.all(measure, p)
		c.totals[key] = sum
	}
	return sum
}

// Chances of error. Under no change at all, the probability that a report calls any change clear is at most
// the first for its needs, the second for its tiles, and a fifth of the third for its part of the themes of all departments:
// 5 % together. The needs are what a report is for, and have most of it.
// The same holds of what it calls higher or lower than in the other departments.
const (
	needsError  = 0.032
	tilesError  = 0.008
	themesError = 0.05
)

// inFamilies gives every share of all reports to add, and calls what is clear when all are known: the needs of a department
// are one family of tests, its tiles another, the themes of all departments a third.
func (c *city) inFamilies(add func(*family, subject)) {
	var themes family
	list := c.board.themeList
	for _, d := range c.departments {
		var needs, tiles family
		for _, i := range []int{1, 2, 3} {
			add(&tiles, subject{d.ID, measureComments, i})
		}
		for _, need := range voc.Needs {
			add(&needs, subject{d.ID, measureNeed + string(need), 1})
		}
		needs.call(needsError)
		tiles.call(tilesError)
		for _, theme := range list {
			add(&themes, subject{d.ID, measureTheme + theme, 1})
		}
	}
	themes.call(themesError * math.Min(1, float64(len(c.departments))/5))
}

// changesOf compares every figure of a period with that of another.
func (c *city) changesOf(now, then Period) map[subject]*Change {
	changes := map[subject]*Change{}
	c.inFamilies(func(f *family, s subject) {
		a, shown := c.board.figure(s.department, s.measure, now)
		b, shownThen := c.board.figure(s.department, s.measure, then)
		if !shown || !shownThen {
			return
		}
		change := newChange(a, b, s.index)
		changes[s] = change
		f.add(a, b, s.index, func() { change.Clear, change.Direction = true, direction(change.Points) })
	})
	return changes
}

// sidesOf compares every figure of the period with that of the other departments together,
// and gives the direction of those that clearly differ.
func (c *city) sidesOf(p Period) map[subject]string {
	sides := map[subject]string{}
	c.inFamilies(func(f *family, s subject) {
		now, shown := c.board.figure(s.department, s.measure, p)
		sum := c.all(s.measure, p)
		if !shown || sum.departments < 2 {
			return
		}
		others := sum.cell.minus(now)
		f.add(now, others, s.index, func() {
			sides[s] = direction(stat.Share(now[s.index], now.base()) - stat.Share(others[s.index], others.base()))
		})
	})
	return sides
}

// A family is a set of tests whose errors are controlled together.
type family struct {
	clear         []func() // what to do where a test finds a difference
	probabilities []float64
}

// add tests whether the shares at an index of two cells differ.
func (f *family) add(a, b cell, index int, clear func()) {
	f.clear = append(f.clear, func() {
		if i := stat.Difference(a[index], a.base(), b[index], b.base(), stat.Z95); i.Low > 0 || i.High < 0 {
			clear()
		}
	})
	f.probabilities = append(f.probabilities, stat.TwoShares(a[index], a.base(), b[index], b.base()))
}

// call finds the differences of which at most the share q are false on average.
func (f *family) call(q float64) {
	for i, rejected := range stat.Discoveries(f.probabilities, q) {
		if rejected {
			f.clear[i]()
		}
	}
}

func direction(x float64) string {
	switch {
	case x > 0:
		return Up
	case x < 0:
		return Down
	}
	return Same
}

func newChange(now, then cell, index int) *Change {
	i := stat.Difference(now[index], now.base(), then[index], then.base(), stat.Z95)
	share, was := stat.Share(now[index], now.base()), stat.Share(then[index], then.base())
	return &Change{N: then.base(), Share: round(was), Points: round(share - was), Low: round(i.Low), High: round(i.High), Direction: Same}
}

// round cuts a share to six decimals, so that machines that round differently write the same bytes.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// figure returns a department's share of a measure with all that is compared with it.
// worse says which direction is worse for the customer; empty for neither.
func (c *city) figure(s subject, worse string) Figure {
	now, shown := c.board.figure(s.department, s.measure, c.period)
	if !shown {
		return Figure{}
	}
	f := bare(now, s.index)
	f.Held = c.held(s.department, s.measure, c.period)
	f.All, f.Corrected = c.versus(s), c.correct(s, now)
	if change := c.changes[s]; change != nil {
		change.Words = c.changeWords(change, worse)
		f.Change = change
	}
	if then, shown := c.board.figure(s.department, s.measure, c.yearAgo); shown && c.yearAgo != c.before {
		f.YearAgo = newChange(now, then, s.index)
		f.YearAgo.Direction = direction(f.YearAgo.Points)
		f.YearAgo.Words = c.words.Percent(f.YearAgo.Share)
	}
	return f
}

// held says whether a figure is as of an earlier day; nil if it is not.
func (c *city) held(department, measure string, p Period) *Held {
	if day, held := c.board.held(department, measure, p); held {
		return &Held{day}
	}
	return nil
}

// bare returns a share with its interval alone.
func bare(x cell, index int) Figure {
	i := stat.Wilson(x[index], x.base(), stat.Z95)
	return Figure{
		Shown: true,
		Care:  x.base() < CareBase,
		N:     x.base(),
		Count: x[index],
		Share: round(stat.Share(x[index], x.base())),
		Low:   round(i.Low),
		High:  round(i.High),
	}
}

// versus sets a share beside that of all departments: the direction is that against the others.
func (c *city) versus(s subject) *Versus {
	sum := c.all(s.measure, c.period)
	if sum.departments < 2 || s.department == "" {
		return nil
	}
	v := &Versus{N: sum.cell.base(), Share: round(stat.Share(sum.cell[s.index], sum.cell.base())), Direction: cmp.Or(c.sides[s], Same)}
	key := map[string]string{Up: "all_higher", Down: "all_lower", Same: "all_same"}[v.Direction]
	v.Words = c.words.Say(key, "share", c.words.Percent(v.Share))
	return v
}

func (c *city) changeWords(change *Change, worse string) string {
	w := c.words
	if !change.Clear {
		return w.Say("change_none", "share", w.Percent(change.Share))
	}
	text := w.Say("change_clear_"+change.Direction, "points", w.Points(change.Points))
	switch {
	case worse == "":
		return text
	case change.Direction == worse:
		return w.Say("change_worse", "change", text)
	}
	return w.Say("change_better", "change", text)
}

// beforeName is how sentences call the period before.
func (c *city) beforeName() string {
	if c.before == none {
		return c.words.PeriodName(c.before)
	}
	return c.words.BeforeName(c.period)
}

// span names a period.
func (c *city) span(p Period) Span {
	s := Span{ID: p.String(), Name: c.words.PeriodName(p)}
	if d := c.in.Days; d != nil && p == c.period {
		s.ID, s.Name = d.String(), c.words.DaysName(d)
		if c.in.AsOf.Before(d.To) {
			s.Partial = fill(c.words.Period["partial"], "day", c.words.Day(c.in.AsOf))
		}
		return s
	}
	if p.First != 0 && !p.Complete(c.in.AsOf) {
		s.Partial = fill(c.words.Period["partial"], "day", c.words.Day(c.in.AsOf))
	}
	return s
}

// summary makes the report of one department.
func (c *city) summary(d DepartmentID) *Summary {
	s := &Summary{
		Organisation: c.in.Organisation,
		Department:   d,
		Period:       c.span(c.period),
		Selection:    c.words.selection(&c.in.Filter),
		Before:       c.span(c.before),
		YearAgo:      c.span(c.yearAgo),
		Run:          c.in.Run,
		Glance:       Glance{Tiles: []Tile{}},
		Themes:       []Row{},
		Strengths:    []Row{},
		Opportunity:  []Row{},
		Quotations:   []Quotation{},
		oneSided:     c.oneSided(),
	}
	s.Before.Short = c.beforeName()
	if !c.in.AsOf.IsZero() {
		s.AsOf = c.in.AsOf.Format(time.DateOnly)
	}
	for _, need := range voc.Needs {
		s.Needs = append(s.Needs, Row{
			ID:     string(need),
			Name:   c.words.Need[string(need)],
			Figure: c.figure(subject{d.ID, measureNeed + string(need), 1}, Up),
		})
	}
	c.addThemes(s)
	c.addAudiences(s)
	c.addPeople(s)
	c.addCampaigns(s)
	if !c.oneSided() {
		c.addFocus(s)
	}
	c.addProgress(s)
	c.addStandards(s)
	c.addSerious(s)
	c.addGroups(s)
	c.addImpact(s)
	c.addQuotations(s)
	c.addGlance(s)
	c.addSession(s)
	c.addAbout(s)
	return s
}

// addThemes sorts the themes into strengths and opportunities: by whether they fall short. See addFocus for the order of opportunities.
func (c *city) addThemes(s *Summary) {
	base, baseShown := c.board.figure(s.Department.ID, measureComments, c.period)
	for _, theme := range c.board.themeList {
		if strings.HasPrefix(theme, seriousPrefix) {
			continue // in a part of its own
		}
		f := c.figure(subject{s.Department.ID, measureTheme + theme, 1}, Up)
		if !f.Shown {
			continue
		}
		known := c.words.ThemeOf(theme)
		row := Row{ID: theme, Name: known.Name, Need: c.words.Need[known.Need], Figure: f}
		if baseShown {
			row.Of = &Portion{f.N, base.base(), round(min(1, stat.Share(f.N, base.base())))}
		}
		s.Themes = append(s.Themes, row)
	}
	slices.SortStableFunc(s.Themes, func(a, b Row) int { return cmp.Compare(b.Figure.N, a.Figure.N) })
	for _, row := range s.Themes {
		if row.Figure.fallsShort() {
			s.Opportunity = append(s.Opportunity, row)
		} else {
			s.Strengths = append(s.Strengths, row)
		}
	}
	slices.SortStableFunc(s.Strengths, func(a, b Row) int {
		return cmp.Compare(b.Figure.N-b.Figure.Count, a.Figure.N-a.Figure.Count)
	})
	s.Strengths = s.Strengths[:min(len(s.Strengths), listed)]
}

// listed is how many strengths and opportunities a report has at most.
const listed = 5

func (c *city) addAudiences(s *Summary) {
	if c.period != c.period.First.Quarter() && c.in.Days == nil {
		return
	}
	part := func(measure string, part int) (cell, bool) {
		return c.board.of(s.Department.ID, measure, c.period).part(s.Department.ID, measure, c.period.First, part)
	}
	outside, _ := part(measureComments, partExternal)
	inside, _ := part(measureComments, partInternal)
	switch {
	case inside.base() == 0 && outside.base() == 0:
		return
	case inside.base() == 0:
		s.Audiences.Note = c.words.Say("audiences_one", "audience", c.words.Audience[voc.External])
		return
	case outside.base() == 0:
		s.Audiences.Note = c.words.Say("audiences_one", "audience", c.words.Audience[voc.Internal])
		return
	}
	any := false
	for _, need := range voc.Needs {
		row := AudienceRow{ID: string(need), Name: c.words.Need[string(need)]}
		external, shown := part(measureNeed+string(need), partExternal)
		internal, _ := part(measureNeed+string(need), partInternal)
		if _, both := c.board.figure(s.Department.ID, measureNeed+string(need), c.period); shown && both {
			row.External, row.Internal, any = bare(external, 1), bare(internal, 1), true
		}
		s.Audiences.Rows = append(s.Audiences.Rows, row)
	}
	if !any {
		s.Audiences = Audiences{Note: c.words.Say("audiences_hidden", "min", MinBase)}
	}
}
