package ingest

import (
	"fmt"
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
	declaresText bool                         // shape gives the roles of the open questions; none is looked for
	writesNA     bool                         // NA stands for nothing
	wordless     bool                         // may hold no customer's words at all
	preview      func(status string) bool     // reports whether a row of roleStatus is a preview or test
	staff        func(written string) bool    // reports whether the writer in roleStaff is staff
	edit         func(*builder)               // changes the cells of a row before it is read
	check        func(*builder) *voc.RowError // says why a row is left out
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
		qualtricsFormat, surveyMonkeyFormat, googleFormsFormat, typeformFormat, microsoftFormsFormat, surveyGizmoFormat,
		nhsFormat, touchpointsCXFormat, touchpointsFormat, consultationFormat,
		zendeskFormat, open311Format, nyc311Format, boston311Format,
		googlePlayFormat, appStoreFormat, twitterFormat, facebookFormat, zoomListFormat,
		{Name: "csv", Tool: "any tool", Recognised: "delimited text with a header row", Traps: "delimiter, quotes, encoding and layout of dates are found; columns are told by name or content"},
		{Name: "xlsx", Tool: "any tool", Recognised: "workbook; the first sheet with rows that is no cover, and those with the same header", Traps: "dates as serial numbers; titles above the header; empty rows"},
		{Name: "jsonl", Tool: "any tool", Recognised: "one JSON object a line", Traps: "nested keys such as meta.lang; a bad line is one rejected row"},
		{Name: "json", Tool: "any tool", Recognised: "a JSON document; its list of objects are the rows", Traps: "one line of any length; nested keys"},
		{Name: "xml", Tool: "any tool", Recognised: "an XML document; its repeated element are the rows", Traps: "entities are not expanded; nested elements"},
		{Name: "parquet", Tool: "any tool", Recognised: "PAR1 at its beginning", Traps: "nested columns; times of any unit"},
		{Name: "vtt", Tool: "WebVTT: Zoom, Teams and others", Recognised: "WEBVTT on the first line", Traps: "names before a colon or in <v>; cues of JSON; unpadded and negative times; NOTE and STYLE; rolling captions", channel: voc.ChannelTranscript},
		{Name: "srt", Tool: "SubRip", Recognised: "numbered cues with times", Traps: "comma before the milliseconds", channel: voc.ChannelTranscript},
		{Name: "otter", Tool: "Otter", Recognised: "lines of a name, two spaces and m:ss", Traps: "the footer is not speech; Unknown Speaker", channel: voc.ChannelTranscript},
		{Name: "rev", Tool: "Rev", Recognised: "lines such as Speaker 1 (00:05):", Traps: "words on the same line or below; minutes past 60; [crosstalk] and [inaudible]", channel: voc.ChannelTranscript},
		{Name: "zoom-chat", Tool: "Zoom chat", Recognised: "time, tab, name, colon, tab, words", Traps: "a message of several lines", channel: voc.ChannelTranscript},
		{Name: "transcript", Tool: "interviews and groups in text", Recognised: "turns such as Name: words or [id1] words", Traps: "moderators are found by role, or as the one who asks; the heading above is no talk; e-mail is refused", channel: voc.ChannelTranscript},
		{Name: "docx", Tool: "Word document", Recognised: "a zip with word/document.xml", Traps: "read as a transcript, one paragraph a row; a table of speakers and words is a talk, one of responses is read as any table", channel: voc.ChannelTranscript},
		{Name: "odt", Tool: "OpenDocument text", Recognised: "a zip with content.xml", Traps: "the same", channel: voc.ChannelTranscript},
		{Name: "zip", Tool: "archive of any of these", Recognised: "PK at its beginning", Traps: "bombs, links and paths out of the archive are refused"},
		{Name: "gzip", Tool: "any of these, packed", Recognised: "its first two bytes", Traps: fmt.Sprintf("a file that unpacks to more than %d MB, and to more than %d times its size, is refused", maxFree>>20, maxRatio)},
		{Name: "zstd", Tool: "any of these, packed", Recognised: "its first four bytes", Traps: "the same"},
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
