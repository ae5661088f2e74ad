package ingest

import (
	"regexp"
	"strings"
)

// assignWordRating makes a column of the words of a scale the rating, such as "Very satisfied", if its header asks for one.
// Of several such columns none is that of the whole, unless one alone says that it is.
func (p *plan) assignWordRating() {
	var all, whole []*column
	for _, c := range p.columns {
		if !c.ratedInWords() {
			continue
		}
		for _, word := range ratingHeads {
			if !c.asksToRate(word) {
				continue
			}
			all = append(all, c)
			if word == "overall" || word == "recommend" {
				whole = append(whole, c)
			}
			break
		}
	}
	if len(all) > 1 {
		all = whole
	}
	if len(all) == 1 {
		all[0].role, all[0].why = roleRating, "the header asks for a rating, in words"
	}
}

// ratedInWords reports whether nearly all answers are words of a scale from bad to good. Yes and no, how often and what one agrees with are not:
// whether they are good depends on what was asked.
func (c *column) ratedInWords() bool {
	if c.choice != "" || c.stats.filled == 0 {
		return false // one line of a matrix, or nothing
	}
	words := 0
	for answer, n := range c.stats.answers {
		answer = strings.ToLower(strings.TrimRight(answer, ".!"))
		if _, known := ratingWords[answer]; known && goodOrBad.MatchString(answer) {
			words += n
		}
	}
	return 10*words >= 9*c.stats.filled
}

// goodOrBad are the words of scales that say themselves which end is the good one.
var goodOrBad = regexp.MustCompile(`satisfied|good|poor|bad|excellent|fair|average|terrible|likely|neutral|star`)

// decimalComma is a number as it is written where the comma stands before the fraction.
var decimalComma = regexp.MustCompile(`^\d{1,3},\d{1,2}$`)

// numeral writes a number with a point, where the table's may have a comma.
func (p *plan) numeral(cell string) string {
	if p.decimal && len(cell) <= len("100,00") && decimalComma.MatchString(cell) {
		return strings.Replace(cell, ",", ".", 1)
	}
	return cell
}
