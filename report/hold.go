package report

import (
	"bytes"
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
	Labels string       `json:"labels"` // fingerprint of what decides the labels
	Blocks []shownBlock `json:"blocks"`
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

// hold keeps what was shown where the new figures may not be shown beside the old, and returns what is shown now.
func (b *board) hold(before *Published, labels string) *Published {
	old := map[blockKey]map[int]onceSeen{}
	if before != nil && before.Labels == labels {
		for _, shown := range before.Blocks {
			if month, err := ParseMonth(shown.Quarter); err == nil {
				old[blockKey{shown.Department, shown.Measure, month}] = shown.Cells
			}
		}
	}
	for key, seen := range old {
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
	}
	if b.wide && len(old) > 0 {
		b.holdNewcomers(old)
	}
	now := &Published{Labels: labels}
	for _, key := range slices.SortedFunc(maps.Keys(b.blocks), compareBlockKeys) {
		cells := b.blocks[key].seen(old[key], b.wide)
		b.blocks[key].ever = cells[partQuarter].Ever
		if len(cells) > 0 {
			now.Blocks = append(now.Blocks, shownBlock{key.Department, key.Measure, key.Quarter.String(), cells})
		}
	}
	return now
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
// Where a quarter is part of a longer period's figure, it counts as seen though it is not shown itself.
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
