package ingest

import (
	"fmt"
	"slices"
	"strings"

	"voc"
)

// A Profile is a file as it was understood.
type Profile struct {
	File     string           `json:"file"`
	Format   string           `json:"format"`
	Tool     string           `json:"tool,omitempty"`
	Encoding string           `json:"encoding,omitempty"`
	Dialect  string           `json:"dialect,omitempty"` // delimiter, sheet or list
	Header   int              `json:"header_rows"`
	Source   string           `json:"source"`
	Channel  string           `json:"channel"`
	Day      string           `json:"day,omitempty"` // of a transcript, and how it is known
	Columns  []ColumnProfile  `json:"columns,omitempty"`
	Speakers []SpeakerProfile `json:"speakers,omitempty"`
	Notes    []string         `json:"notes,omitempty"`
	Needs    string           `json:"needs,omitempty"` // what must be declared before the file can be read
}

// A ColumnProfile is what was found in one column.
type ColumnProfile struct {
	Name     string  `json:"name"`
	Question string  `json:"question,omitempty"`
	Kind     string  `json:"question_kind,omitempty"`
	Role     string  `json:"role"` // empty if the column is not read
	Why      string  `json:"why"`
	Type     string  `json:"type"`   // text, number, date, choice, empty
	Filled   float64 `json:"filled"` // share of the rows looked at, 0..1
	Distinct int     `json:"distinct"`
	Layout   string  `json:"layout,omitempty"`  // of dates, or the scale of ratings
	Example  string  `json:"example,omitempty"` // the first filled cell, not masked; empty for personal columns
}

// A SpeakerProfile is what was found of one speaker.
type SpeakerProfile struct {
	Speaker string `json:"speaker"` // pseudonym or role
	Turns   int    `json:"turns"`
	Words   int    `json:"words"`
	Staff   bool   `json:"staff"`
	Why     string `json:"why"`
}

func (t *tablePart) profile() *Profile {
	p := t.plan
	out := &Profile{File: t.name, Format: p.format.Name, Tool: p.format.Tool, Encoding: t.table.encoding, Dialect: t.table.note, Header: p.header, Source: p.feed.name, Notes: p.notes}
	out.Channel = (&builder{plan: p}).channelOf()
	if p.ask != nil {
		out.Needs = p.ask.Error()
	}
	for i, c := range p.columns {
		out.Columns = append(out.Columns, p.columnProfile(i, c))
	}
	if i, ok := p.at.get(roleDate); ok && p.latest > 0 && p.columns[i].stats.dates.newest > p.latest {
		out.Notes = append(slices.Clone(out.Notes), fmt.Sprintf("column %q: some dates are yet to come: rows with one are rejected", p.columns[i].name))
	}
	return out
}

func (p *plan) columnProfile(i int, c *column) ColumnProfile {
	s := &c.stats
	out := ColumnProfile{Name: c.name, Question: c.question, Role: c.role.String(), Why: c.why, Distinct: len(s.distinct), Example: s.example}
	if s.rows > 0 {
		out.Filled = min(1, float64(s.filled)/float64(s.rows))
	}
	if c.role == roleText {
		if out.Kind = c.kind; out.Kind == "" {
			out.Kind = voc.QuestionKind(c.question)
		}
	}
	if c.role == rolePersonal || c.role == roleRespondent || c.role == roleSpeaker {
		out.Example = ""
	}
	switch {
	case s.filled == 0:
		out.Type = "empty"
	case s.dates.good*5 > s.filled*4 || c.role.isDate() && s.dates.good > 0:
		out.Type = "date"
		out.Layout = p.layout(i, s)
	case s.numbers*5 > s.filled*4:
		out.Type = "number"
	case c.role == roleText:
		out.Type = "text"
	default:
		if open, _ := c.open(); open {
			out.Type = "text"
		} else {
			out.Type = "choice"
		}
	}
	if sc, ok := p.scales[i]; ok && c.role == roleRating {
		out.Layout = "scale " + sc.String()
	}
	return out
}

// layout says how the dates of column i are written.
func (p *plan) layout(i int, s *columnStats) string {
	var styles []string
	for _, style := range sortedKeys(s.dates.styles) {
		if style == styleNumber {
			styles = append(styles, p.numberLayout(i, s))
			continue
		}
		styles = append(styles, string(style))
	}
	return strings.Join(styles, ", ")
}

// numberLayout says whether the day or the month comes first in the dates of column i.
func (p *plan) numberLayout(i int, s *columnStats) string {
	o := p.order[i]
	if o == nil || !o.strict || p.ask != nil {
		found, err := s.dates.orders(p.format.order)
		if err != nil {
			return err.Error()
		}
		o = found
	}
	days, months := false, false
	for style := range o.of {
		if s.dates.dayFirst[style]+s.dates.monthFirst[style]+s.dates.either[style] > 0 {
			days = days || o.of[style] == dayFirst
			months = months || o.of[style] == monthFirst
		}
	}
	switch {
	case days && months:
		return string(dayFirst) + " and " + string(monthFirst)
	case months:
		return string(monthFirst)
	}
	return string(dayFirst)
}
