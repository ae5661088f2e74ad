package report

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"voc"
	"voc/internal/stat"
)

// builtInQuality is what "voc eval" measured of the program's own labels.
//
//go:embed quality.json
var builtInQuality []byte

// Quality is how well the labels agree with comments whose labels are known, as "voc eval -o FILE" writes it.
type Quality struct {
	N          int                       `json:"n"`
	LabelledBy string                    `json:"labelled_by"`     // who made the known labels; empty if nobody said
	Precision  float64                   `json:"needs_precision"` // micro mean over the needs
	Recall     float64                   `json:"needs_recall"`
	Errors     map[string]stat.Confusion `json:"errors"` // by the id of a need, or of a tile: negative, unmet, praise
}

// ReadQuality reads what "voc eval -o FILE" wrote. A file without errors, such as one on themes alone, is an error.
func ReadQuality(text []byte) (*Quality, error) {
	q := &Quality{}
	if err := json.Unmarshal(text, q); err != nil {
		return nil, fmt.Errorf("read quality: %w", err)
	}
	if len(q.Errors) == 0 {
		return nil, fmt.Errorf("read quality: it says nothing of needs and sentiment: make it with voc eval -o FILE")
	}
	return q, nil
}

// BuiltInQuality is that of the program's own labels on comments labelled by a language model;
// it does not hold where an organisation has a codebook or models of its own.
func BuiltInQuality() (*Quality, error) { return ReadQuality(builtInQuality) }

// A Corrected share allows for the errors of the labels, as far as they were measured.
type Corrected struct {
	Share      float64 `json:"share"`
	Low        float64 `json:"low"`
	High       float64 `json:"high"`
	CannotTell bool    `json:"cannot_tell,omitempty"` // the interval is wider than [widest], or 0..1 because the errors do not fit the share: see [stat.Corrected]
	Words      string  `json:"words"`
}

// widest is the width of a corrected share's interval above which one cannot tell.
const widest = 0.4

// correct returns a share corrected for the errors of the labels; nil where these were not measured.
func (c *city) correct(s subject, now cell) *Corrected {
	if c.in.Quality == nil {
		return nil
	}
	errors, measured := c.in.Quality.Errors[correctable(s)]
	if !measured {
		return nil
	}
	share, i, ok := stat.Corrected(now[s.index], now.base(), errors, stat.Z95)
	x := &Corrected{Low: round(i.Low), High: round(i.High), CannotTell: !ok || i.High-i.Low > widest}
	switch interval := c.words.Between(i.Low, i.High); {
	case !ok: // the interval rests on errors that may not hold here
		x.Low, x.High, x.Words = 0, 1, c.words.Say("corrected_none")
	case x.CannotTell:
		x.Words = c.words.Say("corrected_unknown", "interval", interval)
	default:
		x.Share, x.Words = round(share), c.words.Say("corrected", "share", c.words.Percent(share), "interval", interval)
	}
	return x
}

// correctable is how [Quality.Errors] names a subject; empty for one that is not measured.
func correctable(s subject) string {
	if s.measure == measureComments {
		return [...]string{"", "negative", "unmet", "praise"}[s.index]
	}
	for _, need := range voc.Needs {
		if s.measure == measureNeed+string(need) && s.index == 1 {
			return string(need)
		}
	}
	return ""
}
