package web

import (
	"bytes"
	"html"
	"html/template"
	"io"
	"regexp"
)

// quoted is how the page of a report names the record of a quotation.
// In a file it says what to type, since a file may lie anywhere; here it becomes a link.
var quoted = regexp.MustCompile(`<span data-record="([^"]*)">[^<]*</span>`)

// linked returns the page of a report with the record of each quotation leading to its page.
// One that the run does not have stays as it is.
func (s *Site) linked(v *view, page io.Reader) (io.ReadSeeker, error) {
	text, err := io.ReadAll(page)
	if err != nil {
		return nil, err
	}
	text = quoted.ReplaceAllFunc(text, func(name []byte) []byte {
		id := html.UnescapeString(string(quoted.FindSubmatch(name)[1]))
		record, err := v.index.Get(id)
		if err != nil {
			return name
		}
		words := s.opt.Words.Say("quotation_link", "id", record.ID)
		return []byte(`<a href="` + template.HTMLEscapeString(commentPath(record.ID)) + `">` + template.HTMLEscapeString(words) + `</a>`)
	})
	return bytes.NewReader(text), nil
}
