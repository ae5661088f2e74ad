// Package review keeps what people said of the program's labels, and puts it over them.
package review

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"voc"
)

// None as an old or new value means that the comment does not speak of the need or theme.
const None = "none"

// Said as an old or new value means that a theme is spoken of, neither met nor unmet.
const Said = "said"

// Bounds of a correction's words, in bytes.
const (
	maxWord = 200
	maxNote = 2000
)

// A Correction is what one person says one label of one comment should be.
// If Old and New are equal, the person confirmed the label.
type Correction struct {
	Time     time.Time `json:"time"`           // when it was made
	By       string    `json:"by"`             // who made it
	Comment  string    `json:"comment"`        // the comment's id
	Was      []string  `json:"was,omitempty"`  // ids that it had before, the newest last
	Kind     string    `json:"kind"`           // a kind of mention: need, theme or sentiment
	Label    string    `json:"label"`          // the need or the theme's id; empty for sentiment
	Old      string    `json:"old"`            // what the program said
	New      string    `json:"new"`            // a polarity, None, or for a theme Said; for sentiment a sentiment
	Unit     int       `json:"unit,omitempty"` // 1-based sentence that shows it; 0 if none was named
	Note     string    `json:"note,omitempty"`
	Codebook string    `json:"codebook,omitempty"` // version of the codebook that the person saw
}

// Values returns what a label of a kind may be corrected to; nil if there is no such kind.
func Values(kind string) []string {
	polarities := []string{string(voc.Met), string(voc.Unmet), string(voc.Mixed)}
	switch kind {
	case voc.KindNeed:
		return append(polarities, None)
	case voc.KindTheme:
		return append(polarities, Said, None)
	case voc.KindSentiment:
		return []string{string(voc.Positive), string(voc.Negative), string(voc.Neutral), string(voc.Ambivalent)}
	}
	return nil
}

// Check reports what is wrong with a correction.
func (c Correction) Check() error {
	values := Values(c.Kind)
	switch {
	case c.Comment == "":
		return fmt.Errorf("correction without a comment")
	case c.By == "":
		return fmt.Errorf("correction of %q: nobody made it", c.Comment)
	case c.Time.IsZero():
		return fmt.Errorf("correction of %q: made at no time", c.Comment)
	case values == nil:
		return fmt.Errorf("correction of %q: unknown kind %q: want need, theme or sentiment", c.Comment, c.Kind)
	case !slices.Contains(values, c.New):
		return fmt.Errorf("correction of %q: unknown value %q: want one of %s", c.Comment, c.New, strings.Join(values, ", "))
	case c.Kind == voc.KindNeed && !slices.Contains(voc.Needs[:], voc.Need(c.Label)):
		return fmt.Errorf("correction of %q: unknown need %q", c.Comment, c.Label)
	case (c.Kind == voc.KindSentiment) != (c.Label == ""):
		return fmt.Errorf("correction of %q: a theme has a label, a sentiment has none", c.Comment)
	case c.Unit < 0:
		return fmt.Errorf("correction of %q: sentence %d", c.Comment, c.Unit)
	}
	for name, s := range map[string]string{"comment": c.Comment, "name": c.By, "label": c.Label, "old value": c.Old, "codebook": c.Codebook} {
		if len(s) > maxWord || !utf8.ValidString(s) {
			return fmt.Errorf("correction: the %s is too long or not text", name)
		}
	}
	if len(c.Note) > maxNote || !utf8.ValidString(c.Note) {
		return fmt.Errorf("correction of %q: the note is too long or not text: it may have %d bytes", c.Comment, maxNote)
	}
	return nil
}

// Value returns what the record says of a label, in the words of [Correction].
func Value(r *voc.Record, kind, label string) string {
	switch kind {
	case voc.KindSentiment:
		return string(r.Sentiment)
	case voc.KindNeed:
		if p := r.Need(voc.Need(label)); p != "" {
			return string(p)
		}
	case voc.KindTheme:
		if slices.Contains(r.Themes, label) {
			return themeValue(r, label)
		}
	}
	return None
}

// themeValue says how a theme was met over the whole comment.
func themeValue(r *voc.Record, theme string) string {
	all := Said
	for _, m := range r.Mentions {
		if m.Kind != voc.KindTheme || m.Label != theme || m.Polarity == "" || string(m.Polarity) == all {
			continue
		}
		if all != Said {
			return string(voc.Mixed)
		}
		all = string(m.Polarity)
	}
	return all
}
