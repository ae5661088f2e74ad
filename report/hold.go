package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Published is what earlier reports showed, so that the next one does not give away a small group as the difference of the two.
//
// A block of figures is one measure of one department in one quarter. Its quarter is replaced when at least [MinBase] comments
// bear on the change, whatever becomes of its parts; until then the whole block stands as it is, marked with its day.
// So a figure that is shown is never further from the truth than that, and none freezes for good.
// Where a new quarter beside the months, or audiences, would give a small group away, these give way: they stay
// as they were shown last if that is near the truth, or else are hidden (see [history]).
//
// Where a quarter's figures follow it while it fills, its months can hardly be shown any more: the figure of 28 January less that of January
// is a few comments. So a quarter that reports do not speak of is shown when it is over (see [board.waits]).
// New labels (another codebook, other models) begin anew, because then every figure differs for another reason.
// What changes no label, such as a department's alias, the timezone or another version of the program, does not.
type Published struct {
	Labels string        `json:"labels"` // fingerprint of what decides the labels
	Blocks []shownBlock  `json:"blocks"`
	Series []shownSeries `json:"series,omitempty"`
	Impact []shownImpact `json:"impact,omitempty"`
	Groups []shownGroups `json:"groups,omitempty"`
}

// A shownBlock is a block as it was last shown.
type shownBlock struct {
	Department string           `json:"department"`
	Measure    string           `json:"measure"`
	Quarter    string           `json:"quarter"`
	Cells      map[int]onceSeen `json:"cells"` // by part
	Months     history          `json:"months,omitempty"`
	Audiences  history          `json:"audiences,omitempty"`
}

// A onceSeen is a cell last shown, and the fewest comments it was ever shown with.
type onceSeen struct {
	Cell  cell   `json:"cell"`
	Least int    `json:"least"`
	Gone  bool   `json:"gone,omitempty"` // it is not shown now
	Ever  bool   `json:"ever,omitempty"` // it was shown by itself
	Day   string `json:"day,omitempty"`  // as of which it is; empty in what versions before wrote
}

// A shownSeries are the periods other than months and quarters of which a series has ever shown a figure.
// One of which all quarters were shown by themselves is left out: it says no more than they do.
type shownSeries struct {
	Department string   `json:"department"`
	Measure    string   `json:"measure"`
	Periods    []string `json:"periods"`
}

// An earlier is what [Published] says, for looking up.
type earlier struct {
	blocks  map[blockKey]*shownBlock
	windows map[series][]Period
}

// earlier returns what was shown with the same labels.
func (p *Published) earlier(labels string) *earlier {
	e := &earlier{map[blockKey]*shownBlock{}, map[series][]Period{}}
	if p == nil || p.Labels != labels {
		return e
	}
	for _, shown := range p.Blocks {
		if month, err := ParseMonth(shown.Quarter); err == nil {
			shown.upgrade()
			e.blocks[blockKey{shown.Department, shown.Measure, month}] = &shown
		}
	}
	for _, shown := range p.Series {
		s := series{shown.Department, shown.Measure}
		for _, text := range shown.Periods {
			if period, err := ParsePeriod(text); err == nil {
				e.windows[s] = append(e.windows[s], period)
			}
		}
	}
	return e
}

// cell is what was shown of a part, and whether it was.
func (e *earlier) cell(key blockKey, part int) (onceSeen, bool) {
	was := e.blocks[key]
	if was == nil {
		return onceSeen{}, false
	}
	once, ok := was.Cells[part]
	return once, ok
}

// ever reports whether a quarter was shown by itself.
func (e *earlier) ever(key blockKey) bool {
	once, _ := e.cell(key, partQuarter)
	return once.Ever
}

// covers reports whether a longer period of which a figure was shown has a quarter.
func (e *earlier) covers(key blockKey) bool {
	return slices.ContainsFunc(e.windows[series{key.Department, key.Measure}], func(w Period) bool { return w.Holds(key.Quarter) })
}

// publish decides what is shown of a period's reports and the tables beside what was shown before, and returns what is shown now.
// Not so nightly, it is a report on demand, which is no part of the series of published ones.
func (b *board) publish(published *Published, labels string, p Period, nightly bool) *Published {
	before := published.earlier(labels)
	if nightly && len(before.blocks) > 0 && !b.again && !MonthOf(b.asOf).Quarter().Complete(b.asOf) {
		b.closed = max(p.Last, MonthOf(b.asOf).Quarter().First-1)
		b.wait()
	}
	b.hold(before, nightly)
	b.protect(p, before, nightly)
	now := &Published{Labels: labels}
	after := &earlier{windows: b.seenWindows(before)}
	for _, key := range slices.SortedFunc(maps.Keys(b.blocks), compareBlockKeys) {
		was, bl := before.blocks[key], b.blocks[key]
		shown := shownBlock{Department: key.Department, Measure: key.Measure, Quarter: key.Quarter.String()}
		if bl.remember(&shown, was, b.wide && !b.waits(key.Quarter) || after.covers(key), b.asOf); len(shown.Cells) == 0 {
			continue
		}
		if once, hidden := shown.Cells[partQuarter]; hidden && was == nil && before.covers(key) {
			once.Least = 0 // a figure shown before had none of its comments
			shown.Cells[partQuarter] = once
		}
		now.Blocks = append(now.Blocks, shown)
	}
	for _, s := range slices.SortedFunc(maps.Keys(after.windows), func(s, r series) int {
		return cmp.Or(cmp.Compare(s.department, r.department), cmp.Compare(s.measure, r.measure))
	}) {
		shown := shownSeries{Department: s.department, Measure: s.measure}
		for _, p := range after.windows[s] {
			shown.Periods = append(shown.Periods, p.String())
		}
		now.Series = append(now.Series, shown)
	}
	return now
}

// waits reports whether a quarter is shown only when it is over.
func (b *board) waits(quarter Month) bool { return b.closed > 0 && quarter > b.closed }

// wait hides the quarters that are not over.
func (b *board) wait() {
	for key, bl := range b.blocks {
		if b.waits(key.Quarter) {
			bl.Shown = [parts]bool{}
		}
	}
}

// hold keeps what was shown where the new figures may not be shown beside the old.
func (b *board) hold(before *earlier, nightly bool) {
	for key, was := range before.blocks {
		bl := b.blocks[key]
		if bl == nil {
			bl = &block{}
			b.blocks[key] = bl
			if strings.HasPrefix(key.Measure, measurePeople) { // of another period, which are not counted now
				bl.keep(was)
				bl.live = bl.Cells
				continue
			}
		}
		if bl.follow(was); b.waits(key.Quarter) {
			bl.Shown = [parts]bool{}
		}
	}
	if b.wide && nightly && len(before.blocks) > 0 {
		b.holdNewcomers(before.blocks)
	}
}

// seenWindows returns the longer periods that were shown or are shown now, but for those that say no more than their quarters.
func (b *board) seenWindows(before *earlier) map[series][]Period {
	all := map[series][]Period{}
	see := func(s series, p Period) {
		if !slices.Contains(all[s], p) && b.hides(s, p, before) {
			all[s] = append(all[s], p)
		}
	}
	for s, list := range before.windows {
		for _, p := range list {
			see(s, p)
		}
	}
	for w := range b.windows {
		see(w.series, b.wholeQuarters(w.period))
	}
	for _, list := range all {
		slices.SortFunc(list, func(p, q Period) int { return cmp.Or(cmp.Compare(p.First, q.First), cmp.Compare(p.Last, q.Last)) })
	}
	return all
}

// hides reports whether a period has comments of a quarter that was never shown by itself, or cuts a quarter.
func (b *board) hides(s series, p Period, before *earlier) bool {
	if !p.ofQuarters() {
		return true
	}
	for q := p.First; q <= p.Last; q += 3 {
		key := blockKey{s.department, s.measure, q}
		if bl := b.blocks[key]; bl != nil && bl.Cells[partQuarter].base() > 0 && !bl.Shown[partQuarter] && !before.ever(key) {
			return true
		}
	}
	return false
}

// holdNewcomers leaves out quarters that were no part of any figure before and are too small to be the difference of two.
func (b *board) holdNewcomers(old map[blockKey]*shownBlock) {
	for key, bl := range b.blocks {
		if old[key] == nil && bl.Cells[partQuarter].base() < MinBase {
			*bl = block{live: bl.live}
		}
	}
}

// follow decides what of a block is shown after what was shown of it.
func (bl *block) follow(was *shownBlock) {
	if !moved(bl.Cells[partQuarter], was.Cells[partQuarter].Cell) {
		bl.keep(was)
		for _, list := range [][]int{monthParts, audienceParts} {
			if slices.ContainsFunc(list, func(part int) bool { return bl.Shown[part] && moved(bl.Cells[part], bl.live[part]) }) {
				bl.hide(list)
			}
		}
		return
	}
	bl.followParts(monthParts, was.Months, was)
	bl.followParts(audienceParts, was.Audiences, was)
}

// moved reports whether at least [MinBase] comments bear on a change.
func moved(a, b cell) bool {
	for _, n := range a.minus(b) {
		if n >= MinBase || n <= -MinBase {
			return true
		}
	}
	return false
}

// keep shows a block as it was shown last. What was not shown of it is not known any more, unless nothing has changed.
func (bl *block) keep(was *shownBlock) {
	cells := [parts]cell{}
	bl.Shown = [parts]bool{}
	changed := false
	for part, once := range was.Cells {
		if part >= 0 && part < parts {
			cells[part], bl.days[part], bl.Shown[part] = once.Cell, once.Day, once.Ever && (part == partQuarter || !once.Gone)
			changed = changed || !once.Gone && once.Cell != bl.Cells[part]
		}
	}
	if once := was.Cells[partQuarter]; changed || once.Cell != bl.Cells[partQuarter] {
		bl.Cells = cells
	}
}

// followParts shows the parts that a new quarter is split into: as they are, as they were, or not.
func (bl *block) followParts(list []int, h history, was *shownBlock) {
	if !bl.shows(list) || !h.tells(bases(&bl.Cells, list)) {
		return
	}
	before, near := *bl, true
	for _, part := range list {
		once := was.Cells[part]
		near = near && !moved(bl.Cells[part], once.Cell)
		before.Cells[part], before.days[part], before.Shown[part] = once.Cell, once.Day, once.Ever && !once.Gone
	}
	if near && before.shows(list) {
		*bl = before
		return
	}
	bl.hide(list)
}

// shows reports whether any of some parts is shown.
func (bl *block) shows(list []int) bool {
	return slices.ContainsFunc(list, func(part int) bool { return bl.Shown[part] })
}

func (bl *block) hide(list []int) {
	for _, part := range list {
		bl.Shown[part] = false
	}
}

// held reports whether a part is as it was on an earlier day.
func (bl *block) held(part int) bool { return bl.Cells[part] != bl.live[part] }

// remember writes down what is shown of a block, after what was shown before; nil if that is nothing.
// Where a quarter may be part of a longer period's figure, it counts as seen though it is not shown itself.
func (bl *block) remember(shown, was *shownBlock, wide bool, asOf time.Time) {
	if was == nil {
		was = &shownBlock{Months: history{make([]int, len(monthParts))}, Audiences: history{make([]int, len(audienceParts))}}
	}
	shown.Cells, shown.Months, shown.Audiences = bl.seen(was.Cells, wide, asOf.Format(time.DateOnly)), was.Months, was.Audiences
	before, known := was.Cells[partQuarter]
	after, seen := shown.Cells[partQuarter]
	if !seen || known && after.Cell == before.Cell || !bl.Shown[partQuarter] && !wide {
		return
	}
	shown.Months = was.Months.after(bl, monthParts)
	shown.Audiences = was.Audiences.after(bl, audienceParts)
}

// seen returns the cells that the block shows, and those it showed before and shows no more.
// Where a quarter may be part of a longer period's figure, it counts as seen though it is not shown itself.
func (bl *block) seen(before map[int]onceSeen, wide bool, day string) map[int]onceSeen {
	cells := map[int]onceSeen{}
	for part := range bl.Cells {
		once, was := before[part]
		if !bl.Shown[part] && (!wide || part != partQuarter || bl.Cells[part].base() == 0) {
			if once.Gone = true; was {
				cells[part] = once
			}
			continue
		}
		n := bl.Cells[part].base()
		if !was {
			once.Least = n
		}
		if !was || once.Cell != bl.Cells[part] {
			once.Cell, once.Day = bl.Cells[part], day
		}
		once.Least = min(once.Least, n)
		once.Gone, once.Ever = !bl.Shown[part], once.Ever || bl.Shown[part]
		cells[part] = once
	}
	return cells
}

func compareBlockKeys(a, b blockKey) int {
	if c := strings.Compare(a.Department, b.Department); c != 0 {
		return c
	}
	if c := strings.Compare(a.Measure, b.Measure); c != 0 {
		return c
	}
	return int(a.Quarter - b.Quarter)
}

// ReadPublished reads what [Published.Bytes] wrote, in this version or one before; nil text is that of no report before.
func ReadPublished(text []byte) (*Published, error) {
	if len(text) == 0 {
		return nil, nil
	}
	p := &Published{}
	if err := json.Unmarshal(text, p); err != nil {
		return nil, fmt.Errorf("read published figures: %w", err)
	}
	return p, nil
}

// Bytes returns the same text for the same figures.
func (p *Published) Bytes() ([]byte, error) { return json.Marshal(p) }
