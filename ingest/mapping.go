package ingest

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"time"
)

// A Mapping is what the operator declares about the files of one source in voc.yaml.
// Every part may be left out: what is not declared is found by looking at the file.
type Mapping struct {
	Name       string            `yaml:"name"`        // the source's name in every table
	Files      string            `yaml:"files"`       // glob of paths below the inbox, such as "survey-*.csv"
	Format     string            `yaml:"format"`      // a name of the table of formats
	Encoding   string            `yaml:"encoding"`    // IANA name
	Delimiter  string            `yaml:"delimiter"`   // one character, or "tab"
	HeaderRows int               `yaml:"header_rows"` // rows before the first row of data; found if zero
	Sheet      string            `yaml:"sheet"`       // of a workbook
	Timezone   string            `yaml:"timezone"`    // IANA zone of times without one
	DateLayout string            `yaml:"date_layout"` // such as DD/MM/YYYY
	Date       string            `yaml:"date"`        // day of what bears none, such as 2026-03-14
	Rating     string            `yaml:"rating"`      // scale, such as "1-5" or "0-10"; "5-1" where the first number is the worst
	Channel    string            `yaml:"channel"`
	Audience   string            `yaml:"audience"`
	Department string            `yaml:"department"` // for every row
	Columns    map[string]string `yaml:"columns"`    // field of a comment -> column
	Questions  []Question        `yaml:"questions"`  // open questions, one comment each
	Staff      []string          `yaml:"staff"`      // speakers who are not customers
	Customers  []string          `yaml:"customers"`  // speakers who are, whatever they look like
}

// A Question is an open question whose answers are comments.
type Question struct {
	Column string `yaml:"column"`
	Text   string `yaml:"text"` // what was asked; the column's header if empty
	Kind   string `yaml:"kind"` // what_good, could_improve, why_score or other; told from the words if empty
}

// Validate reports what in the mapping cannot be meant, and the key that says it.
func (m *Mapping) Validate() (key string, err error) {
	for _, field := range slices.Sorted(maps.Keys(m.Columns)) {
		if fields[field] == roleNone {
			return "columns." + field, fmt.Errorf("columns: %q is not a field of a comment%s", field, didYouMean(field, fields))
		}
	}
	if m.Format != "" {
		known := map[string]bool{}
		for _, f := range formats {
			known[f.Name] = true
		}
		if !known[m.Format] {
			return "format", fmt.Errorf("format: %q is not in the table of formats%s", m.Format, didYouMean(m.Format, known))
		}
	}
	if _, err := Zone(m.Timezone); err != nil {
		return "timezone", fmt.Errorf("timezone: %q is not known: write it as America/New_York", m.Timezone)
	}
	if m.DateLayout != "" {
		if _, err := parseLayout(m.DateLayout); err != nil {
			return "date_layout", fmt.Errorf("date_layout: %w", err)
		}
	}
	if _, err := time.Parse(time.DateOnly, m.Date); m.Date != "" && err != nil {
		return "date", fmt.Errorf("date: %q is not a day such as 2026-03-14", m.Date)
	}
	if m.Rating != "" {
		if _, ok := parseScale(m.Rating); !ok {
			return "rating", fmt.Errorf("rating: %q is not a scale such as 1-5 or 0-10", m.Rating)
		}
	}
	if len(m.Delimiter) > 1 && m.Delimiter != "tab" && m.Delimiter != `\t` {
		return "delimiter", fmt.Errorf("delimiter: %q is not one character", m.Delimiter)
	}
	return "", nil
}

// day is the declared day in zone.
func (m *Mapping) day(zone *time.Location) moment {
	t, _ := time.ParseInLocation(time.DateOnly, m.Date, zone) // which was validated
	return moment{t, true}
}

// Matches reports whether the mapping is about the file called name: its glob matches the path below the inbox, or its last element.
func (m *Mapping) Matches(name string) bool {
	whole, _ := path.Match(m.Files, name)
	base, _ := path.Match(m.Files, path.Base(name))
	return whole || base
}
