package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Published is what earlier reports showed, so that the next one does not give away a small group as the difference of the two.
// A block of figures, one measure of one department in one quarter, is replaced only when each of its figures
// is as it was or differs from all that were ever shown by at least [MinBase] comments; until then the old ones stand.
// New labels (another codebook, other models) begin anew, because then every figure differs for another reason.
type Published struct {
	Labels string        `json:"labels"` // fingerprint of what decides the labels
	Blocks []shownBlock  `json:"blocks"`
	Series []shownSeries `json:"series,omitempty"`
}

// A shownBlock is a block as it was last shown.
type shownBlock struct {
	Department string           `json:"department"`
	Measure    string           `json:"measure"`
	Quarter    string           `json:"quarter"`
	Cells      map[int]onceSeen `json:"cells"` // by part
}

// A onceSeen is a cell last shown, and the least and most comments it was ever shown with.
type onceSeen struct {
	Cell  cell `json:"cell"`
	Least int  `json:"least"`
	Most  int  `json:"most"`
	Gone  bool `json:"gone,omitempty"` // it is not shown now
	Ever  bool `json:"ever,omitempty"` // it was shown by itself
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
	blocks  map[blockKey]map[int]onceSeen
	windows map[series][]Period
}

// earlier returns what was shown with the same labels.
func (p *Published) earlier(labels string) *earlier {
	e := &earlier{map[blockKey]map[int]onceSeen{}, map[series][]Period{}}
	if p == nil || p.Labels != labels {
		return e
	}
	for _, shown := range p.Blocks {
		if month, err := ParseMonth(shown.Quarter); err == nil {
			e.blocks[blockKey{shown.Department, shown.Measure, month}] = shown.Cells
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

// covers reports whether a longer period of which a figure was shown has a quarter.
func (e *earlier) covers(key blockKey) bool {
	return slices.ContainsFunc(e.windows[series{key.Department, key.Measure}], func(w Period) bool { return w.Holds(key.Quarter) })
}

// publish decides what is shown of a period's reports and the tables beside what was shown before, and returns what is shown now.
// Not so nightly, it is a report on demand, which is no part of the series of published ones.
func (b *board) publish(published *Published, labels string, p Period, nightly bool) *Published {
	before := published.earlier(labels)
	b.hold(before, nightly)
	b.protect(p, before, nightly)
	now := &Published{Labels: labels}
	after := &earlier{windows: b.seenWindows(before)}
	for _, key := range slices.SortedFunc(maps.Keys(b.blocks), compareBlockKeys) {
		cells := b.blocks[key].seen(before.blocks[key], b.wide || after.covers(key))
		if once, hidden := cells[partQuarter]; hidden && before.blocks[key] == nil && before.covers(key) {
			once.Least = 0 // a figure shown before had none of its comments
			cells[partQuarter] = once
		}
		if len(cells) > 0 {
			now.Blocks = append(now.Blocks, shownBlock{key.Department, key.Measure, key.Quarter.String(), cells})
		}
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

// hold keeps what was shown where the new figures may not be shown beside the old.
func (b *board) hold(before *earlier, nightly bool) {
	for key, seen := range before.blocks {
		bl := b.blocks[key]
		if bl == nil {
			bl = &block{}
			b.blocks[key] = bl
		}
		if !bl.mayReplace(seen) {
			*bl = block{}
			for part, once := range seen {
				if part < 0 || part >= parts {
					continue
				}
				bl.Cells[part], bl.Shown[part] = once.Cell, !once.Gone
			}
		}
		if months := seen[partMonths]; seen[partQuarter].Ever && (months.Gone || !months.Ever) { // the quarter then, less the months now, may be a small group
			bl.hideMonths()
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
		if bl := b.blocks[key]; bl != nil && bl.Cells[partQuarter].base() > 0 && !bl.Shown[partQuarter] && !before.blocks[key][partQuarter].Ever {
			return true
		}
	}
	return false
}

// holdNewcomers leaves out quarters that were no part of any figure before and are too small to be the difference of two.
func (b *board) holdNewcomers(old map[blockKey]map[int]onceSeen) {
	for key, bl := range b.blocks {
		if old[key] == nil && bl.Cells[partQuarter].base() < MinBase {
			*bl = block{}
		}
	}
}

// mayReplace reports whether a block may be shown after the cells that were shown before.
func (bl *block) mayReplace(seen map[int]onceSeen) bool {
	whole := bl.Cells[partQuarter].base()
	rest := whole
	for part := partMonths; part < partExternal; part++ {
		rest -= seen[part].Cell.base()
	}
	for part, once := range seen {
		if part < 0 || part >= parts {
			continue
		}
		n := bl.Cells[part].base()
		switch {
		case bl.Shown[part] || part == partQuarter && once.Gone:
			if bl.Cells[part] != once.Cell && n < once.Most+MinBase && n > once.Least-MinBase {
				return false
			}
		case part == partQuarter:
			return false
		case bl.Shown[partQuarter] && rest != 0 && rest < MinBase:
			return false // the quarter less the months shown before is a small group
		}
	}
	return true
}

// seen returns the cells that the block shows, and those it showed before and shows no more.
// Where a quarter may be part of a longer period's figure, it counts as seen though it is not shown itself.
func (bl *block) seen(before map[int]onceSeen, wide bool) map[int]onceSeen {
	cells := map[int]onceSeen{}
	for part := range bl.Cells {
		once, was := before[part]
		n := bl.Cells[part].base()
		switch {
		case bl.Shown[part] && was:
			cells[part] = onceSeen{Cell: bl.Cells[part], Least: min(once.Least, n), Most: max(once.Most, n), Ever: true}
		case bl.Shown[part]:
			cells[part] = onceSeen{Cell: bl.Cells[part], Least: n, Most: n, Ever: true}
		case wide && part == partQuarter && n > 0:
			if !was {
				once.Least, once.Most = n, n
			}
			cells[part] = onceSeen{bl.Cells[part], min(once.Least, n), max(once.Most, n), true, once.Ever}
		case was:
			once.Gone = true
			cells[part] = once
		}
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

// ReadPublished reads what [Published.Bytes] wrote; nil text is that of no report before.
func ReadPublished(text []byte) (*Published, error) {
	if len(text) == 0 {
		return nil, nil
	}
	p := &Published{}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(p); err != nil {
		return nil, fmt.Errorf("read published figures: %w", err)
	}
	return p, nil
}

// Bytes returns the same text for the same figures.
func (p *Published) Bytes() ([]byte, error) { return json.Marshal(p) }
