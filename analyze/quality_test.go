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
	got := qualityTable(Evaluate(gold, said))
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
