package index

import (
	"fmt"

	"voc"
)

// A Query says what to find.
type Query struct {
	Text     string     // what was said, in the language that "voc help query" describes; empty for everything
	Filter   voc.Filter // what it means, where and when it was said
	Sort     Sort       // empty for Best, or for Newest if there is no text to be good for
	Limit    int        // hits to return; 0 for none
	Offset   int        // hits to leave out before them
	Facets   bool       // count what could be chosen, and months
	Counts   bool       // count the same, but among the comments that match: nothing is left out
	Synonyms bool       // find words of like meaning too, see [Options]
	SameUnit bool       // all words, a need and a theme must stand in one unit, such as a sentence
}

// A Sort is an order of hits. What is equal in it is ordered by time, newest first, and then by id.
type Sort string

// The orders.
const (
	Best     Sort = "best"     // the more and the rarer the words in common, the better
	Newest   Sort = "newest"   // unknown times last
	Oldest   Sort = "oldest"   // unknown times last
	Negative Sort = "negative" // most negative first
)

// Sorts lists the orders.
var Sorts = []Sort{Best, Newest, Oldest, Negative}

// A QueryError is a mistake in a query's text.
type QueryError struct {
	Text   string // the query's text
	Column int    // 1-based, in characters
	Reason string
}

func (e *QueryError) Error() string { return fmt.Sprintf("query, column %d: %s", e.Column, e.Reason) }

// A Result is what a query found.
type Result struct {
	Total  int      // comments that match, however many are returned
	Whole  int      // those of Total that have every word asked for, or one like it
	Hits   []Hit    // in order
	Facets []Facet  // if asked for: dept, need, theme, sentiment, channel, audience
	Months []Count  // if asked for: matches by month, 2006-01, in order; counted without From and To
	Also   []string // words of like meaning that were looked for too, sorted
}

// A Hit is a comment that was found.
type Hit struct {
	Record voc.Record // Context and Content are empty
	Score  float64    // how good it is; 0 unless sorted by Best
	Marks  []voc.Span // the words that were asked for, in the record's text
}

// A Facet is a part of the filter and what could be chosen in it.
// The counts are of comments that match everything else; with [Query.Counts] of those that match.
type Facet struct {
	Name   string // as in a filter: dept, need, …
	Counts []Count
}

// A Count is a value and in how many comments it is found.
type Count struct {
	Value    string
	Polarity voc.Polarity // of a need or theme; empty for the count whatever the polarity
	N        int
	Chosen   bool // the filter has it
}

// A FilterError is a part of a filter that cannot be understood.
type FilterError struct {
	Part   string // from, to, sort
	Value  string
	Reason string
}

func (e *FilterError) Error() string { return fmt.Sprintf("%s: %q %s", e.Part, e.Value, e.Reason) }
