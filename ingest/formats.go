package ingest

import (
	"voc"
)

// A Format is a line in the table of formats.
type Format struct {
	Name       string // as voc sniff prints it and a mapping may declare it
	Tool       string // what writes it
	Recognised string // by what it is recognised
	Traps      string // what is taken care of

	match        func(*head) bool         // nil for formats that are told by their bytes
	shape        func(*plan, *head) error // names the columns and gives roles; one header row if nil
	order        order                    // of day and month, where the tool fixes it
	channel      string
	declaresText bool // shape gives the roles of the open questions; none is looked for
	wordless     bool // may hold no customer's words at all
	preview      func(status string) bool
	staff        func(written string) bool
}

// Formats returns the table of formats, in the order in which they are tried.
func Formats() []Format { return append([]Format(nil), formats...) }

func formatNamed(name string) *Format {
	for i := range formats {
		if formats[i].Name == name {
			return &formats[i]
		}
	}
	return &Format{Name: name}
}

var formats []Format

func init() {
	formats = []Format{
		nhsFormat,
		{Name: "csv", Tool: "any tool", Recognised: "delimited text with a header row", Traps: "delimiter, quotes, encoding and layout of dates are found; columns are told by name or content"},
		{Name: "xlsx", Tool: "any tool", Recognised: "workbook; the first sheet with rows", Traps: "dates as serial numbers; empty rows at the end"},
		{Name: "jsonl", Tool: "any tool", Recognised: "one JSON object a line", Traps: "nested keys such as meta.lang; a bad line is one rejected row"},
		{Name: "json", Tool: "any tool", Recognised: "a JSON document; its largest list of objects are the rows", Traps: "one line of any length; nested keys"},
		{Name: "vtt", Tool: "WebVTT, Zoom, Teams", Recognised: "WEBVTT on the first line, or cue times", Traps: "names before a colon or in <v>; unpadded and negative times; NOTE, STYLE; repeated roll-up lines", channel: voc.ChannelTranscript},
	}
}

// hasColumns reports whether the row of the head has all these names, in the form of plainNames.
func (h *head) hasColumns(row int, names ...string) bool {
	have := map[string]bool{}
	if h.keyed {
		for _, n := range h.names {
			have[plainName(n)] = true
		}
	} else if row < len(h.rows) {
		for _, cell := range h.rows[row] {
			have[plainName(cell)] = true
		}
	}
	for _, n := range names {
		if !have[n] {
			return false
		}
	}
	return true
}

// give sets the role of the named columns that have none.
func (p *plan) give(r role, why string, names ...string) {
	for _, name := range names {
		for _, c := range p.columns {
			if c.role == roleNone && plainName(c.name) == name {
				c.role, c.why = r, why
			}
		}
	}
}

// drop marks every column without a role as looked at: none of them is guessed at.
func (p *plan) drop(why string) {
	for _, c := range p.columns {
		if c.role == roleNone {
			c.why = why
		}
	}
}

// scaleFor declares the scale of a column's ratings.
func (p *plan) scaleFor(name string, s scale) {
	for i, c := range p.columns {
		if plainName(c.name) == name {
			p.scales[i] = s
		}
	}
}
