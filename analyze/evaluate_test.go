package analyze

import (
	"encoding/json"
	"testing"

	"voc"
)

func labelledOf(t *testing.T, line string) Labelled {
	t.Helper()
	var l Labelled
	if err := json.Unmarshal([]byte(line), &l); err != nil {
		t.Fatal(err)
	}
	return l
}

// A line that was not read for needs says nothing of whether they are found, and so with themes.
func TestEvaluateHoldsLinesAgainstWhatTheyWereReadFor(t *testing.T) {
	var gold []Labelled
	var said []Said
	for i := range 40 {
		line := `{"id":"1","text":"x","source":"a","needs":{"dignity":"unmet"}}`
		switch {
		case i >= 30:
			line = `{"id":"1","text":"x","source":"a","sentiment":"negative"}`
		case i >= 20:
			line = `{"id":"1","text":"x","source":"b","themes":["courtesy"]}`
		}
		s := Said{Sentiment: voc.Negative, Themes: []string{"courtesy"}}
		s.Needs[0] = voc.Unmet
		gold, said = append(gold, labelledOf(t, line)), append(said, s)
	}
	q := Evaluate(gold, said)
	if q.NeedsPrecision != 1 || q.NeedsRecall != 1 || q.NeedsMicroF1.Value != 1 {
		t.Errorf("needs: precision %v, recall %v, micro F1 %v, want 1", q.NeedsPrecision, q.NeedsRecall, q.NeedsMicroF1.Value)
	}
	if q.ThemesMicroF1.Value != 1 {
		t.Errorf("themes: micro F1 %v, want 1", q.ThemesMicroF1.Value)
	}
	if q.SentimentAccuracy.Value != 1 || q.Confusion[1][1] != 10 {
		t.Errorf("sentiment: accuracy %v, confusion %v, want 10 lines, all right", q.SentimentAccuracy.Value, q.Confusion)
	}
	for _, l := range q.Labels {
		if l.ECE != 0 {
			t.Errorf("%s: ECE %v of comments of which no probability was said", l.Label, l.ECE)
		}
	}
	want := []GroupQuality{{Name: "a", N: 30, NeedsF1: 1, Sentiment: 1}, {Name: "b", N: 10, NeedsF1: -1, Sentiment: -1}}
	if len(q.Sources) != 2 || q.Sources[0] != want[0] || q.Sources[1] != want[1] {
		t.Errorf("sources: %+v, want %+v", q.Sources, want)
	}
}

// Readings that themes were looked for in and none was found are no quality.
func TestEvaluateNoThemes(t *testing.T) {
	q := Evaluate([]Labelled{labelledOf(t, `{"text":"x","themes":[]}`)}, []Said{{}})
	if _, err := json.Marshal(q); err != nil {
		t.Error(err)
	}
}

// Two readings agree on what both were asked; where both say one thing throughout, kappa is not known.
func TestAgreementOfReadings(t *testing.T) {
	var gold []Labelled
	for i := range 12 {
		line := `{"text":"x","needs":{"dignity":"unmet"},"second":{"needs":{"dignity":"unmet"},"sentiment":"negative"}}`
		if i < 6 {
			line = `{"text":"x","needs":{"dignity":"met"},"second":{"needs":{"dignity":"met"}}}`
		}
		gold = append(gold, labelledOf(t, line))
	}
	list := Evaluate(gold, make([]Said, len(gold))).Agreement
	if len(list) != 4 {
		t.Fatalf("agreement on %+v, want on the four needs and not on the sentiment, which one reading has", list)
	}
	if dignity := list[0]; dignity.N != 12 || dignity.Same != 12 || dignity.Kappa == nil || *dignity.Kappa != 1 {
		t.Errorf("dignity: %+v, want that 12 of 12 agree, kappa 1", dignity)
	}
	if control := list[1]; control.N != 12 || control.Kappa != nil {
		t.Errorf("control, of which nobody says anything: %+v, want no kappa", control)
	}
}
