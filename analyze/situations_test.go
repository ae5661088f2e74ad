package analyze

import (
	"strings"
	"testing"

	"voc"
)

// TestSituations holds the labels against sentences on what happens at counters, in streets and garages, and who did it.
func TestSituations(t *testing.T) {
	judgeSentences(t, "testdata/situations.txt", 70, 58, misjudged)
}

// misjudged says what is wrong with r; empty if the sentiment and the needs wanted are there, and those not wanted are not.
func misjudged(r *voc.Record, sentiment, needs string) string {
	if sentiment == "any" {
		sentiment = string(r.Sentiment)
	}
	for want := range strings.SplitSeq(needs, ", ") {
		if need, absent := strings.CutSuffix(want, " none"); absent {
			if p := r.Need(voc.Need(need)); p != "" {
				return need + " " + string(p) + ", want none"
			}
		}
	}
	return fooled(r, sentiment, strings.ReplaceAll(needs, " none", ""))
}
