package review

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"voc"
)

// An Item is one label of one comment, to be checked by a person.
type Item struct {
	Comment    string
	Department string
	Kind       string // a kind of mention
	Label      string // the need or theme; empty for sentiment
	Value      string // what the program says, in the words of [Correction]
	Score      float64
	Span       voc.Span // the words with the best score; all of the text if there are none
	Stratum    string   // label, value, department and band of score
	Weight     float64  // labels of the stratum for each that was drawn
}

// A Sampler draws labels from strata of label, value, department and score, as many of each as there are, up to the same number.
// Which are drawn depends on the comments' ids and the seed alone, not on their order.
type Sampler struct {
	kind   string
	size   int
	seed   string
	strata map[string]*stratum
}

// A stratum keeps the items with the lowest draws.
type stratum struct {
	n     int
	items []drawn // sorted
}

type drawn struct {
	draw uint64
	Item
}

// NewSampler returns a sampler of about size labels of a kind.
func NewSampler(kind string, size int, seed string) *Sampler {
	return &Sampler{kind, size, seed, map[string]*stratum{}}
}

// Add offers the labels of a record.
func (s *Sampler) Add(r *voc.Record) {
	switch s.kind {
	case voc.KindSentiment:
		s.offer(r, "", string(r.Sentiment))
	case voc.KindTheme:
		for _, theme := range r.Themes {
			s.offer(r, theme, Value(r, s.kind, theme))
		}
	default:
		for i, polarity := range r.Needs {
			s.offer(r, string(voc.Needs[i]), string(polarity))
		}
	}
}

func (s *Sampler) offer(r *voc.Record, label, value string) {
	if value == "" {
		return
	}
	item := Item{Comment: r.ID, Department: r.Department, Kind: s.kind, Label: label, Value: value, Span: voc.Span{End: len(r.Text)}}
	for _, m := range r.Mentions {
		mine := m.Kind == s.kind && (m.Label == label || label == "")
		if mine && m.By == voc.ByReview {
			return // not the program's word
		}
		if mine && size(m.Score) > size(item.Score) {
			item.Score, item.Span = m.Score, m.Span
		}
	}
	item.Stratum = fmt.Sprintf("%s %s, %s, %s", cmp.Or(label, "feeling"), value, cmp.Or(r.Department, "no department"), band(item.Score))
	st := s.strata[item.Stratum]
	if st == nil {
		st = &stratum{}
		s.strata[item.Stratum] = st
	}
	st.n++
	st.keep(drawn{s.draw(&item), item}, s.size)
}

func size(score float64) float64 { return max(score, -score) }

// band says how sure the program is.
func band(score float64) string {
	switch score = size(score); {
	case score < 0.6:
		return "below 0.6"
	case score < 0.8:
		return "0.6 to 0.8"
	}
	return "0.8 and over"
}

// draw returns a number that is as good as random, and the same for the same label and seed.
func (s *Sampler) draw(item *Item) uint64 {
	sum := sha256.Sum256([]byte(s.seed + "\x00" + item.Comment + "\x00" + item.Kind + "\x00" + item.Label))
	return binary.BigEndian.Uint64(sum[:])
}

// keep keeps an item if it is among the most lowest ones.
func (st *stratum) keep(item drawn, most int) {
	at, _ := slices.BinarySearchFunc(st.items, item, func(a, b drawn) int {
		return cmp.Or(cmp.Compare(a.draw, b.draw), cmp.Compare(a.Comment, b.Comment))
	})
	if at == most {
		return
	}
	st.items = slices.Insert(st.items, at, item)
	st.items = st.items[:min(most, len(st.items))]
}

// Draw returns the sample, sorted by comment.
// Each stratum gives one label in turn until there are enough, those with the fewest labels last.
func (s *Sampler) Draw() []Item {
	names := make([]string, 0, len(s.strata))
	for name := range s.strata {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(s.strata[b].n-s.strata[a].n, cmp.Compare(a, b)) })
	taken, left := map[string]int{}, s.size
	for progress := true; progress && left > 0; {
		progress = false
		for _, name := range names {
			if left > 0 && taken[name] < len(s.strata[name].items) {
				taken[name]++
				left--
				progress = true
			}
		}
	}
	var items []Item
	for _, name := range names {
		st := s.strata[name]
		for _, d := range st.items[:taken[name]] {
			d.Weight = float64(st.n) / float64(taken[name])
			items = append(items, d.Item)
		}
	}
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Comment, b.Comment), cmp.Compare(a.Label, b.Label))
	})
	return items
}
