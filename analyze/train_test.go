package analyze

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"voc"
)

// parkLabels are answers about a park with themes of their own, twelve of each of three kinds.
func parkLabels() []Labelled {
	var list []Labelled
	for i := range 12 {
		for theme, text := range map[string]string{
			"benches": "Please put more benches near pond number %d",
			"dogs":    "Loose dogs frightened the children at gate %d",
			"litter":  "Rubbish bins overflow along path %d",
		} {
			l := Labelled{ID: fmt.Sprint(theme, i), Text: fmt.Sprintf(text, i), Themes: []string{theme}, Respondent: fmt.Sprint(i)}
			l.Has.Themes = true
			list = append(list, l)
		}
	}
	return list
}

func sortedPark() []Labelled {
	list := parkLabels()
	byID := map[string]Labelled{}
	for _, l := range list {
		byID[l.ID] = l
	}
	var out []Labelled
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		out = append(out, byID[id])
	}
	return out
}

func TestTrain(t *testing.T) {
	list := sortedPark()
	trained, q, err := Train(list)
	if err != nil {
		t.Fatal(err)
	}
	if q.ThemesMacroF1 == nil || q.ThemesMacroF1.Value < 0.9 {
		t.Errorf("cross-validated macro F1 = %v, want at least 0.9", q.ThemesMacroF1)
	}
	data, err := trained.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := Train(list)
	if err != nil {
		t.Fatal(err)
	}
	if twice, _ := again.Bytes(); !bytes.Equal(data, twice) {
		t.Error("training twice gives two models")
	}
	read, err := readTrained(data)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	a.trained = append(a.trained, read)
	r := a.Label(voc.Comment{Text: "Lovely lake, but the bins overflow with rubbish."})
	found := false
	for _, m := range r.Mentions {
		if m.Label == "litter" && m.By == voc.ByModel {
			found = true
			if words := r.Text[m.Span.Start:m.Span.End]; m.Unit != 1 || words == "" {
				t.Errorf("litter is shown by %q in unit %d", words, m.Unit)
			}
		}
	}
	if !found {
		t.Errorf("Label gives %v, want litter among them", r.Themes)
	}
	for _, n := range []int{0, 10, len(trainedMagic) + 2, 300, len(data) - 1} {
		if _, err := readTrained(data[:n]); err == nil {
			t.Errorf("the first %d bytes of a model are read without an error", n)
		}
	}
}

func TestTrainNothing(t *testing.T) {
	if _, _, err := Train([]Labelled{{Text: "a"}, {Text: "b"}}); err == nil {
		t.Error("Train of comments without labels gives no error")
	}
}

// Comments of one respondent only cannot be parted into those to train on and those to measure by.
func TestTrainOneRespondent(t *testing.T) {
	list := sortedPark()
	for i := range list {
		list[i].Respondent = "one"
	}
	if _, _, err := Train(list); err == nil || !strings.Contains(err.Error(), "several respondents") {
		t.Errorf("Train of one respondent's comments: %v, want that they are too few", err)
	}
	for i := range list {
		list[i].Respondent = []string{"one", "two"}[i%2]
	}
	if fold(&list[0]) == fold(&list[1]) {
		t.Fatal("both respondents are in one fold")
	}
	if _, _, err := Train(list); err != nil {
		t.Errorf("Train of two respondents' comments: %v", err)
	}
}

// A line that was not read for a label does not teach that the label is not there, nor does it count against it.
func TestTrainOnLinesReadForOtherLabels(t *testing.T) {
	list := sortedPark()
	_, alone, err := Train(list)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range sortedPark() { // the same comments again, read for their sentiment only
		l.Themes, l.Sentiment, l.Respondent = nil, voc.Negative, "again "+l.ID
		l.Has.Themes, l.Has.Sentiment = false, true
		list = append(list, l)
	}
	_, both, err := Train(list)
	if err != nil {
		t.Fatal(err)
	}
	if *both.ThemesMicroF1 != *alone.ThemesMicroF1 || both.ThemesMicroF1.Value < 0.9 {
		t.Errorf("micro F1 of the themes is %v beside lines read for their sentiment, %v without them", *both.ThemesMicroF1, *alone.ThemesMicroF1)
	}
}

// Lin, Lin and Weng give no table; the fit must be where the gradient of the loss is nought: mean probability equals mean target.
// A file that names a label that is none is refused.
func TestTrainedLabelsUnknown(t *testing.T) {
	for _, l := range []trainedLabel{
		{voc.KindNeed, "speed", voc.Met}, {voc.KindNeed, "dignity", ""}, {voc.KindNeed, "control", voc.Mixed},
		{Kind: voc.KindSentiment, Label: "glad"}, {Kind: voc.KindTheme}, {Kind: "kind", Label: "dignity"},
	} {
		m := Trained{head: trainedHead{Labels: []trainedLabel{l}, Cut: []float64{0}, Slope: []float64{1}, Offset: []float64{0}, Base: builtinModel().hash}, linear: &linear{labels: 1}}
		data, err := m.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readTrained(data); err == nil || !strings.Contains(err.Error(), "no theme, need or sentiment") {
			t.Errorf("%+v: %v", l, err)
		}
	}
}

func TestPlatt(t *testing.T) {
	var z []float64
	var is []bool
	for i := range 200 {
		z, is = append(z, float64(i%20)/5-2), append(is, i%20 > 9+i%3)
	}
	slope, offset := platt(z, is)
	positive, sum, targets := 0.0, 0.0, 0.0
	for _, y := range is {
		if y {
			positive++
		}
	}
	for i, x := range z {
		sum += 1 / (1 + math.Exp(-slope*x-offset))
		if is[i] {
			targets += (positive + 1) / (positive + 2)
		} else {
			targets += 1 / (float64(len(is)) - positive + 2)
		}
	}
	if slope <= 0 || math.Abs(sum-targets) > 1e-6 {
		t.Errorf("platt = %v, %v: sum of probabilities %v, of targets %v", slope, offset, sum, targets)
	}
}
