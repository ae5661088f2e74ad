// Package ingest reads customer comments from files of many formats.
package ingest

// A Mapping is what the operator declares about the files of one source in voc.yaml.
// Every part may be left out: what is not declared is found by looking at the file.
type Mapping struct {
	Name       string            `yaml:"name"`        // the source's name in every table
	Files      string            `yaml:"files"`       // glob of paths below the inbox, such as "survey-*.csv"
	Format     string            `yaml:"format"`      // a name of the table of formats
	Encoding   string            `yaml:"encoding"`    // IANA name
	Delimiter  string            `yaml:"delimiter"`   // one character, or "tab"
	Sheet      string            `yaml:"sheet"`       // of a workbook
	Timezone   string            `yaml:"timezone"`    // IANA zone of times without one
	DateLayout string            `yaml:"date_layout"` // such as DD/MM/YYYY
	Rating     string            `yaml:"rating"`      // scale, such as "1-5" or "0-10"; "5-1" where the first number is the worst
	Channel    string            `yaml:"channel"`
	Audience   string            `yaml:"audience"`
	Department string            `yaml:"department"` // for every row
	Columns    map[string]string `yaml:"columns"`    // field of a comment -> column
	Questions  []Question        `yaml:"questions"`  // open questions, one comment each
	Staff      []string          `yaml:"staff"`      // speakers who are not customers
}

// A Question is an open question whose answers are comments.
type Question struct {
	Column string `yaml:"column"`
	Text   string `yaml:"text"` // what was asked; the column's header if empty
	Kind   string `yaml:"kind"` // what_good, could_improve, why_score or other; told from the words if empty
}
