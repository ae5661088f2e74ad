package ingest

import (
	"strings"
	"testing"

	"voc"
)

// commentsOf reads a file in memory that must be without fault.
func commentsOf(t *testing.T, name, data string) []voc.Comment {
	t.Helper()
	f, err := sniff(bytesSource(name, []byte(data)), Options{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	var comments []voc.Comment
	for c, err := range f.Comments() {
		if err != nil {
			t.Fatal(err)
		}
		comments = append(comments, c)
	}
	return comments
}

// The answers of one row are one person's, also where nothing names the person, and their ids do not depend on each other.
func TestAnswersOfOneRow(t *testing.T) {
	const head = "Timestamp,What went well?,What could we improve?\n"
	rows := "3/14/2026 9:00:00,Everybody at the desk knew my name,Open the side door on market days\n" +
		"3/15/2026 9:00:00,The forms were short this year and clear,Send the letter before the visit and not after it\n"
	comments := commentsOf(t, "form.csv", head+rows)
	if len(comments) != 4 {
		t.Fatalf("%d comments, want 4", len(comments))
	}
	who := func(i int) string { return comments[i].Respondent }
	if who(0) == "" || who(0) != who(1) || who(2) != who(3) || who(0) == who(2) {
		t.Errorf("respondents %q %q %q %q, want two of two", who(0), who(1), who(2), who(3))
	}
	later := commentsOf(t, "form.csv", head+strings.Replace(rows, "Open the side", "Please open the side", 1))
	if later[0].ID != comments[0].ID || later[1].ID == comments[1].ID {
		t.Error("an answer that was changed changes the id of another, or keeps its own")
	}
}

// The same words asked of two proposals are two questions.
func TestProposals(t *testing.T) {
	data := "Respondent type,Prop 1 Q8 - Please use this space to explain,Prop 2 Q8 - Please use this space to explain,Prop 2 Q9 - What else should we know?\n"
	for _, row := range []string{"a bench by the gate would help my father", "the second plan costs my street its trees", "nobody asked the school what it wants", "keep the crossing where the children know it", "the map in the hall was upside down"} {
		data += "Individual,I think that " + row + ",But " + row + " I say,Also " + row + " again\n"
	}
	want := []string{"Prop 1 Q8 - Please use this space to explain", "Prop 2 Q8 - Please use this space to explain", "What else should we know?"}
	for i, c := range commentsOf(t, "plan.csv", data) {
		if c.Question != want[i%3] {
			t.Errorf("question %d is %q, want %q", i, c.Question, want[i%3])
		}
	}
}

// The header says what the ends of a scale mean.
func TestHeaderScales(t *testing.T) {
	for header, want := range map[string]scale{
		"Was the desk open when you came? 10 - strongly agree, 1 - strongly disagree":       {1, 10},
		"How did it go, where 10 is completely met expectations and 1 - did not meet them?": {1, 10},
		"Is the map of use to you? 10 - highly valuable, 1 - not valuable at all":           {1, 10},
		"How was it? 1 = very good, 5 = very poor":                                          {5, 1},
		"Rating 0-10": {0, 10},
	} {
		c := &column{name: header}
		for _, v := range []string{"3", "4", "5"} {
			c.stats.add(v, true, false)
		}
		if got, sure := c.guessScale(); got != want || !sure {
			t.Errorf("%q: scale %s, sure %v; want %s", header, got, sure, want)
		}
	}
}
