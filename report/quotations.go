package report

import (
	"cmp"
	"hash/fnv"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"voc"
)

// Lengths of a quotation in characters, and how many a report has.
const (
	minQuote  = 40
	maxQuote  = 300
	maxQuotes = 8
	shortlist = 6 // candidates kept of each department, theme and polarity
)

// A candidate is a comment that could be quoted for a theme or a need.
type candidate struct {
	doubt  int // see [evidence]
	score  float64
	order  uint64 // decides between equal scores
	record voc.Record
	theme  string // or need
	marks  []voc.Span
	lead   voc.Polarity
}

type shelf struct {
	department string
	theme      string // or need
	polarity   voc.Polarity
}

// chooseQuotations reads the records of the period once for what is said on each theme and once more for those
// closest to the middle of it, and returns each department's quotations, the best first.
// Memory is bounded by themes and departments, not by records.
func (c *city) chooseQuotations() (map[string][]Quotation, error) {
	middle := &centre{}
	shelves := map[shelf][]candidate{}
	passes := []func(candidate){
		func(x candidate) { middle.add(x.theme, x.record.Text) },
		func(x candidate) { shelve(shelves, middle, x) },
	}
	for _, pass := range passes {
		for r, err := range c.in.Records() {
			if err != nil {
				return nil, err
			}
			if !c.quotable(&r) {
				continue
			}
			for x := range c.quotableFor(&r) {
				pass(x)
			}
		}
	}
	quotes := map[string][]Quotation{}
	for key, list := range shelves {
		for _, candidate := range list {
			quotes[key.department] = append(quotes[key.department], c.quotation(candidate))
		}
	}
	for _, list := range quotes {
		slices.SortFunc(list, func(a, b Quotation) int {
			return cmp.Or(cmp.Compare(a.doubt, b.doubt), cmp.Compare(b.score, a.score), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Theme, b.Theme))
		})
	}
	return quotes, nil
}

// quotableFor gives what a record may be quoted for: themes, met or not met, whose figures are shown,
// or, where none of its themes is shown, the needs behind them.
func (c *city) quotableFor(r *voc.Record) iter.Seq[candidate] {
	shown := func(measure string) bool {
		_, shown := c.board.figure(r.Department, measure, c.period)
		return shown
	}
	return func(yield func(candidate) bool) {
		give := func(label string, p voc.Polarity) bool {
			marks, doubt := evidence(r, label, p)
			return len(marks) == 0 || yield(candidate{doubt: doubt, record: *r, theme: label, marks: marks, lead: p})
		}
		any := false
		for _, theme := range r.Themes {
			p := r.ThemePolarity(theme)
			if p != voc.Met && p != voc.Unmet || !shown(measureTheme+theme) {
				continue
			}
			any = true
			if !give(theme, p) {
				return
			}
		}
		for i, need := range voc.Needs {
			p := r.Needs[i]
			if !any && (p == voc.Met || p == voc.Unmet) && shown(measureNeed+string(need)) && !give(string(need), p) {
				return
			}
		}
	}
}

// quotable reports whether a record may be quoted at all.
func (c *city) quotable(r *voc.Record) bool {
	if r.Channel == voc.ChannelTranscript || !r.Counts() || r.NoContent || r.Unlabelled || !c.holds(r.Time) {
		return false
	}
	n := utf8.RuneCountInString(r.Text)
	return n >= minQuote && n <= maxQuote && !strings.ContainsAny(r.Text, "\x00\ufffd")
}

func shelve(shelves map[shelf][]candidate, middle *centre, x candidate) {
	x.score, x.order = middle.score(x.theme, x.record.Text), hash(x.record.ID)
	key := shelf{x.record.Department, x.theme, x.lead}
	list := shelves[key]
	at, _ := slices.BinarySearchFunc(list, x, compareCandidates)
	if at >= shortlist {
		return
	}
	list = slices.Insert(list, at, x)
	shelves[key] = list[:min(len(list), shortlist)]
}

// compareCandidates sorts the best first.
func compareCandidates(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.doubt, b.doubt), cmp.Compare(b.score, a.score), cmp.Compare(a.order, b.order), cmp.Compare(a.record.ID, b.record.ID))
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

func (c *city) quotation(x candidate) Quotation {
	q := Quotation{
		ID:      x.record.ID,
		Theme:   x.theme,
		Met:     x.lead == voc.Met,
		Label:   c.labelName(x.theme) + ", " + c.words.Polarity[string(x.lead)],
		Where:   c.words.Channel[x.record.Channel],
		channel: x.record.Channel,
		month:   MonthOf(x.record.Time),
		score:   x.score,
		doubt:   x.doubt,
	}
	if q.Where == "" {
		q.Where = x.record.Channel
	}
	text, marks := x.record.Text, x.marks
	if !q.Met && c.in.StaffNames != nil {
		text, marks = mask(text, marks, c.in.StaffNames(text))
	}
	q.Pieces = pieces(text, marks)
	if !x.record.Time.IsZero() {
		q.Where += ", " + c.words.Day(x.record.Time)
	}
	return q
}

// shortID is enough of a record's id for "voc show".
func shortID(id string) string { return id[:min(len(id), 10)] }

// mask puts [name] in the place of names in a text, and moves the marks with their words.
func mask(text string, marks, names []voc.Span) (string, []voc.Span) {
	const hidden = "[name]"
	moved := slices.Clone(marks)
	for _, name := range slices.Backward(names) {
		text = text[:name.Start] + hidden + text[name.End:]
		grown := len(hidden) - (name.End - name.Start)
		for i := range moved {
			m := &moved[i]
			if m.Start >= name.End {
				m.Start += grown
			} else if m.Start > name.Start {
				m.Start = name.Start
			}
			if m.End >= name.End {
				m.End += grown
			} else if m.End > name.Start {
				m.End = name.Start + len(hidden)
			}
		}
	}
	return text, moved
}

// pieces cuts a text at the marked spans.
func pieces(text string, marks []voc.Span) []Piece {
	slices.SortFunc(marks, func(a, b voc.Span) int { return cmp.Compare(a.Start, b.Start) })
	var list []Piece
	end := 0
	for _, m := range marks {
		if m.Start < end || m.End <= m.Start || m.End > len(text) {
			continue
		}
		if m.Start > end {
			list = append(list, Piece{Text: text[end:m.Start]})
		}
		list = append(list, Piece{Text: text[m.Start:m.End], Marked: true})
		end = m.End
	}
	if end < len(text) {
		list = append(list, Piece{Text: text[end:]})
	}
	return list
}

// addQuotations gives each strength and opportunity its best quotation, and the report up to eight others,
// each theme once before any twice, spread over channels and months; of comments with mixed feelings only if no other is left.
func (c *city) addQuotations(s *Summary) {
	list := c.quotes[s.Department.ID]
	used := map[string]bool{}
	for _, rows := range []struct {
		rows []Row
		met  bool
	}{{s.Opportunity, false}, {s.Strengths, true}} {
		for i := range rows.rows {
			for _, q := range list {
				if q.Theme == rows.rows[i].ID && q.Met == rows.met && !used[q.ID] {
					used[q.ID] = true
					rows.rows[i].Quote = &q
					break
				}
			}
		}
	}
	seen := map[string]int{}
	worth := func(a, b Quotation) int {
		return cmp.Or(cmp.Compare(a.doubt/doubtMixed, b.doubt/doubtMixed), cmp.Compare(repeats(seen, a), repeats(seen, b)))
	}
	for len(s.Quotations) < maxQuotes {
		best := -1
		for i, q := range list {
			if used[q.ID] {
				continue
			}
			if best < 0 || worth(q, list[best]) < 0 {
				best = i
			}
		}
		if best < 0 {
			break
		}
		q := list[best]
		used[q.ID] = true
		for _, key := range []string{side(q), "theme " + q.Theme, "channel " + q.channel, "month " + q.month.String()} {
			seen[key]++
		}
		s.Quotations = append(s.Quotations, q)
	}
}

// side is whether a quotation praises or blames.
func side(q Quotation) string {
	if q.Met {
		return "praise"
	}
	return "blame"
}

// repeats is how much a quotation repeats those before it: the theme weighs most, then whether it praises or blames.
func repeats(seen map[string]int, q Quotation) int {
	return 3*seen[side(q)] + 4*seen["theme "+q.Theme] + 2*seen["channel "+q.channel] + seen["month "+q.month.String()]
}
