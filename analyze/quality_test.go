package analyze

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const goldenQuality = "testdata/quality.golden"

// TestQuality holds the quality on gold/dev against the golden file, so that a change of it is a line in review.
// UPDATE=1 writes the file again.
func TestQuality(t *testing.T) {
	gold, err := ReadLabelled(shared(t, "gold", "dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	said := make([]Said, len(gold))
	for i := range gold {
		said[i] = a.Say(&gold[i])
	}
	q := Evaluate(gold, said)
	got := qualityTable(q)
	checkReadme(t, q)
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(goldenQuality, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenQuality)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the quality changed (UPDATE=1 writes %s again):\n%s", goldenQuality, diff)
	}
}

// The figures that the README shows are those of the golden file.
func checkReadme(t *testing.T, q *Quality) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{fmt.Sprintf("Needs: macro F1 %.2f, micro F1 %.2f. Sentiment of four classes: macro F1 %.2f, accuracy %.2f; expected calibration error %.2f.",
		q.NeedsMacroF1.Value, q.NeedsMicroF1.Value, q.SentimentMacroF1.Value, q.SentimentAccuracy.Value, q.SentimentECE)}
	for i := 0; i+1 < len(q.Labels); i += 2 {
		need, _, _ := strings.Cut(q.Labels[i].Label, " ")
		want = append(want, fmt.Sprintf("| %s | %.2f | %.2f |", need, q.Labels[i].F1.Value, q.Labels[i+1].F1.Value))
	}
	for _, line := range want {
		if !strings.Contains(string(readme), line) {
			t.Errorf("README.md does not say %q", line)
		}
	}
}

func qualityTable(q *Quality) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Quality on gold/dev, %d comments. Their labels were made by a language model, not by people.\n\n", q.N)
	fmt.Fprintf(&b, "%-22s %5s %9s %9s %9s %9s\n", "", "n", "precision", "recall", "F1", "ECE")
	for _, l := range q.Labels {
		fmt.Fprintf(&b, "%-22s %5d %9.3f %9.3f %9.3f %9.3f\n", l.Label, l.Support, l.Precision.Value, l.Recall.Value, l.F1.Value, l.ECE)
	}
	fmt.Fprintf(&b, "\nneeds      macro F1 %.3f   micro F1 %.3f\n", q.NeedsMacroF1.Value, q.NeedsMicroF1.Value)
	fmt.Fprintf(&b, "sentiment  macro F1 %.3f   accuracy %.3f   ECE %.3f\n\n", q.SentimentMacroF1.Value, q.SentimentAccuracy.Value, q.SentimentECE)
	fmt.Fprintf(&b, "%-22s %9s %9s %9s %9s\n", "in the file / said", sentiments[0], sentiments[1], sentiments[2], sentiments[3])
	for i, row := range q.Confusion {
		fmt.Fprintf(&b, "%-22s %9d %9d %9d %9d\n", sentiments[i], row[0], row[1], row[2], row[3])
	}
	return b.String()
}
