package nightly

import (
	"encoding/json"
	"path/filepath"

	"voc"
	"voc/internal/review"
	"voc/report/table"
)

// correct notes which slices hold comments that people corrected, and which of them have another id than the corrections bear:
// that of a newer version of the comment, or of a newer version of this program. The origins are those of published comments by id.
func (m *merge) correct(reviews *review.Set, origins func() (map[string]voc.Origin, error), found []input) error {
	moved, err := m.moved(reviews, origins, found)
	if err != nil {
		return err
	}
	if m.renamed, err = m.idsAt(moved); err != nil {
		return err
	}
	if m.reviews, err = reviews.Renamed(m.renamed); err != nil {
		return err
	}
	m.reviewed = map[int]string{}
	for _, id := range m.reviews.IDs() {
		at, ok := m.places[fingerprint(id)]
		if !ok {
			continue
		}
		said, err := json.Marshal(m.reviews.For(id))
		if err != nil {
			return err
		}
		m.reviewed[int(at.slice)] = digest(m.reviewed[int(at.slice)], string(said))
	}
	return nil
}

// moved returns where the corrected comments are that have another id now.
func (m *merge) moved(reviews *review.Set, origins func() (map[string]voc.Origin, error), found []input) (map[string]place, error) {
	moved, former := map[string]place{}, map[uint64]string{}
	for _, id := range reviews.IDs() {
		hash := fingerprint(id)
		switch at, ok := m.find(append([]string{id}, reviews.Was(id)...)); {
		case !ok:
			former[hash] = id
		case m.key(at).ID != hash:
			moved[id] = at
		}
	}
	if len(former) == 0 {
		return moved, nil
	}
	bearers := m.bearers(former)
	known := map[string]voc.Origin{}
	for id, at := range bearers {
		if len(at) > 1 && len(known) == 0 {
			var err error
			if known, err = origins(); err != nil {
				return nil, err
			}
		}
		moved[id] = m.choose(at, known[id], found)
	}
	return moved, nil
}

// find returns the comment that is kept which has the first of the ids that there are.
func (m *merge) find(ids []string) (at place, ok bool) {
	for _, id := range ids {
		if at, ok := m.places[fingerprint(id)]; ok {
			return m.living(at), true
		}
	}
	return at, false
}

// bearers returns by id the comments to which a version before gave it.
func (m *merge) bearers(former map[uint64]string) map[string][]place {
	bearers := map[string][]place{}
	for i, s := range m.slices {
		for j, k := range s.keys {
			if id, ok := former[k.Former]; ok && m.dropped[i][j] == 0 {
				bearers[id] = append(bearers[id], place{int32(i), int32(j)})
			}
		}
	}
	return bearers
}

// choose returns which of several comments was published with one id: the one of that origin, else the newest, as it was then.
func (m *merge) choose(at []place, origin voc.Origin, found []input) place {
	best := at[0]
	for _, p := range at {
		s := m.slices[p.slice]
		if name := found[s.input].name; origin.Row > 0 && m.key(p).Row == rowIn(memberOf(name, origin), origin.Row) && (origin.File == name || memberOf(name, origin) != "") {
			return p
		}
		if m.key(p).Updated >= m.key(best).Updated {
			best = p
		}
	}
	return best
}

// idsAt returns the ids of the comments at the places, by what the places are called.
func (m *merge) idsAt(places map[string]place) (map[string]string, error) {
	names := map[place][]string{}
	slices := map[int32]bool{}
	for name, at := range places {
		names[at] = append(names[at], name)
		slices[at.slice] = true
	}
	ids := map[string]string{}
	for i := range slices {
		number := int32(0)
		for record, err := range table.Comments(m.slices[i].dir, "comment_id") {
			if err != nil {
				return nil, err
			}
			for _, name := range names[place{i, number}] {
				ids[name] = record.ID
			}
			number++
		}
	}
	return ids, nil
}

// origins returns where the comments of the published run come from, by id; none if its tables cannot be read.
func (n *night) origins() (map[string]voc.Origin, error) {
	origins := map[string]voc.Origin{}
	if n.current == nil || !n.usable() {
		return origins, nil
	}
	for record, err := range table.Comments(filepath.Dir(n.current.Table("comments")), "comment_id", "origin_file", "origin_row") {
		if err != nil {
			return nil, err
		}
		if len(n.settings.reviews.For(record.ID)) > 0 {
			origins[record.ID] = record.Origin
		}
	}
	return origins, nil
}
