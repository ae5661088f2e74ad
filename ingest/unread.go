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
