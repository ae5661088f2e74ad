package analyze

import (
	"os"
	"strings"
	"testing"

	"voc"
)

// TestSituations holds the labels against sentences on what happens at counters, in streets and garages, and who did it.
func TestSituations(t *testing.T) {
	data, err := os.ReadFile("testdata/situations.txt")
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	const least = 58
	right, all := 0, 0
	for line := range strings.Lines(string(data)) {
		fields := strings.SplitN(strings.TrimSpace(line), "|", 4)
		if strings.HasPrefix(line, "#") || len(fields) != 4 {
			continue
		}
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		all++
		r := a.Label(voc.Comment{Text: fields[3], QuestionKind: fields[2]})
		if problem := misjudged(&r, fields[0], fields[1]); problem != "" {
			t.Logf("%q: %s", fields[3], problem)
			continue
		}
		right++
	}
	t.Logf("%d of %d right", right, all)
	if all != 70 || right < least {
		t.Errorf("%d of %d right, want at least %d of 70", right, all, least)
	}
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
