package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"voc"
)

// assign gives every column its role: what the mapping or the format says, then plain names, then what is in the column.
func (p *plan) assign(departments *departmentFinder) {
	if p.finish != nil {
		p.finish(p)
	}
	p.assignNames()
	p.assignDate()
	p.takeSerials()
	p.assignDepartment(departments)
	p.assignTexts()
	p.assignRating()
	var beside []int
	for i, c := range p.columns {
		switch c.role {
		case roleText:
			if c.beside {
				beside = append(beside, i)
			} else {
				p.texts = append(p.texts, i)
			}
		case roleContext:
			p.contexts = append(p.contexts, i)
		case roleNone:
		default:
			if _, taken := p.at.get(c.role); !taken {
				p.at.set(c.role, i)
			}
		}
	}
	p.keyed = len(p.texts) > 1
	p.texts = append(p.texts, beside...)
	if len(p.texts) == 0 {
		if i, ok := p.at.get(roleTitle); ok {
			p.texts = []int{i}
			p.at[roleTitle] = 0
		}
	}
	if len(p.texts) == 0 && !p.format.wordless {
		p.ask = p.noText()
	}
	p.settleConversation()
	p.writesNA = p.findNA()
	if len(p.texts) > 0 && p.format.channel == "" && p.columns[p.texts[0]].question != "" {
		p.channel = voc.ChannelSurvey // columns that are questions are a survey's
	}
	p.noteUnread()
	if _, ok := p.at.get(roleRespondent); !ok && len(p.texts) > 1 {
		if i, ok := p.at.get(roleID); ok {
			p.at.set(roleRespondent, i)
		}
	}
}

func (p *plan) has(r role) bool {
	for _, c := range p.columns {
		if c.role == r {
			return true
		}
	}
	return false
}

// findNA reports whether a closed column writes NA for nothing; in an open one people may have typed it.
func (p *plan) findNA() bool {
	key := xxhash.Sum64String("NA")
	for _, c := range p.columns {
		if _, found := c.stats.distinct[key]; found && c.role != roleText {
			return true
		}
	}
	return p.format.writesNA
}

// noteUnread says which columns without a header hold words all the same.
func (p *plan) noteUnread() {
	var letters []string
	for _, c := range p.columns {
		if c.role == roleNone && c.why == "no header" && c.stats.filled > 0 {
			letters = append(letters, c.name)
		}
	}
	if len(letters) > 0 {
		p.notes = append(p.notes, fmt.Sprintf("columns without a header are not read: %s to %s", letters[0], letters[len(letters)-1]))
	}
}

func (p *plan) noText() error {
	var names []string
	for _, c := range p.columns[:min(12, len(p.columns))] {
		names = append(names, fmt.Sprintf("%q", c.name))
	}
	more := ""
	if len(p.columns) > 12 {
		more = fmt.Sprintf(" and %d more", len(p.columns)-12)
	}
	return fmt.Errorf("no column holds people's own words; if one does, name it in voc.yaml with one line under the source: `columns: {text: \"NAME\"}` (columns: %s%s)", strings.Join(names, ", "), more)
}

// A claim is that of a column on a role, by its name: the lower the place, the likelier.
type claim struct {
	col   int
	place int
}

// assignNames gives roles by plain names; of several columns for one role the likeliest name has it.
func (p *plan) assignNames() {
	best := map[role]claim{}
	for i, c := range p.columns {
		if c.role != roleNone && c.role != roleText && c.role != rolePersonal && c.role != roleContext {
			best[c.role] = claim{i, -1}
		}
	}
	for i, c := range p.columns {
		if c.role != roleNone || c.why != "" {
			continue
		}
		name, nested := c.plain, false
		if strings.Contains(c.name, ".") {
			if name, nested = unwrapped(c.plain); !nested {
				continue
			}
		}
		p.claim(best, i, name, nested)
		if c.role == roleNone && slices.ContainsFunc(nameRanks[name], func(r rank) bool { return r.role == roleContext }) {
			c.role, c.why = roleContext, "staff's words by name"
		}
	}
	taken := map[int]bool{}
	for _, list := range plainNames {
		b, ok := best[list.role]
		if !ok || b.place < 0 || taken[b.col] {
			continue
		}
		if c := p.columns[b.col]; c.role == roleNone && p.plausible(c, list.role) {
			c.role, c.why = list.role, "by name"
			taken[b.col] = true
		}
	}
}

// claim adds to best what column i, called name, has the best claim on. Of what is personal it makes a column that is never read.
func (p *plan) claim(best map[role]claim, i int, name string, nested bool) {
	c := p.columns[i]
	for _, r := range nameRanks[name] {
		switch {
		case nested && (r.role == roleText || r.role == roleID || r.role == roleDate):
			continue
		case r.role == rolePersonal:
			c.role, c.why = rolePersonal, "personal: never read"
			continue
		case r.role == roleText || r.role == roleContext:
			continue // decided later
		}
		place := r.place
		if nested {
			place += 1000
		}
		if c.stats.filled == 0 {
			place += 10000
		}
		if have, ok := best[r.role]; !ok || place < have.place {
			best[r.role] = claim{i, place}
		}
	}
}

// plausible reports whether what is in the column can have the role that its name suggests.
func (p *plan) plausible(c *column, r role) bool {
	s := &c.stats
	if s.filled == 0 {
		return r != roleText
	}
	switch r {
	case roleDate, roleUpdated, roleDue, roleClosed:
		return s.dates.good > 0 && s.dates.good >= s.dates.bad || c.daySerials(p.latestOf(r))
	case roleID:
		return s.words <= 6*s.filled && (s.filled < 4 || 2*len(s.distinct) > min(s.filled, maxDistinct))
	case roleRating:
		return s.numbers*2 > s.filled || len(s.distinct) <= 12
	case roleDepartment, roleService, roleChannel, roleLanguage, roleSession:
		return s.words <= 12*s.filled
	}
	return true
}

// freeOfRole reports whether the column's name does not say that it is something else.
func (p *plan) freeOfRole(c *column) bool {
	for _, r := range nameRanks[c.plain] {
		if r.role != roleText {
			return false
		}
	}
	return true
}

// ratingHeads tell which of several closed answers is the rating of the whole.
var ratingHeads = []string{"recommend", "overall", "satisf", "how would you rate", "rate your", "rating", "experience", "quickly", "valuable"}

// assignRating makes one closed column the rating, if its header asks for one and no column is called so.
func (p *plan) assignRating() {
	if p.has(roleRating) || p.format.declaresText && p.format.channel != voc.ChannelSurvey {
		return
	}
	for _, word := range ratingHeads {
		for _, c := range p.columns {
			if c.asksToRate(word) && c.rated() {
				c.role, c.why = roleRating, "the header asks for a rating"
				return
			}
		}
	}
	p.assignWordRating()
}

// asksToRate reports whether the column has no role yet and its header holds the word, one of [ratingHeads].
func (c *column) asksToRate(word string) bool {
	return c.role == roleNone && c.stats.filled > 0 && strings.Contains(strings.ToLower(c.name+" "+c.question), word)
}

// rated reports whether the column's answers stand on a scale: small numbers.
func (c *column) rated() bool {
	s := &c.stats
	return s.numbers*10 >= s.filled*6 && len(s.distinct) <= 24 && s.low >= 0 && s.high <= 10 && s.high > s.low && s.dates.good == 0
}

// settleConversation decides whether a column called conversation names the thread or what was asked in it.
func (p *plan) settleConversation() {
	i, ok := p.at.get(roleConversation)
	if !ok {
		return
	}
	s := &p.columns[i].stats
	r := roleSession
	if s.words >= 3*s.filled {
		r = roleQuestion
	}
	if _, taken := p.at.get(r); !taken {
		p.columns[i].role = r
		p.at.set(r, i)
	}
}
