package ingest

import "voc"

// An unreadPart is a member of an archive that could not be read.
type unreadPart struct {
	name string
	err  error
}

func (u unreadPart) comments(_ *reading, yield func(voc.Comment, error) bool) bool {
	return yield(voc.Comment{}, &voc.RowError{Origin: voc.Origin{File: u.name}, Code: voc.CodeMalformed, Reason: u.err.Error()})
}

func (u unreadPart) profile() *Profile {
	return &Profile{File: u.name, Notes: []string{u.err.Error()}}
}

// An emptyPart is a list or table of nothing, such as the export of a day on which nobody said anything.
type emptyPart struct{ name, kind string }

func (emptyPart) comments(*reading, func(voc.Comment, error) bool) bool { return true }

func (e emptyPart) profile() *Profile {
	return &Profile{File: e.name, Format: e.kind, Source: sourceName(e.name), Notes: []string{errNoRows.Error()}}
}
