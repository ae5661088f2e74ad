package review

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// verdicts returns n verdicts on control.
func verdicts(n int, person, program string) []Verdict {
	list := make([]Verdict, n)
	for i := range list {
		list[i] = Verdict{"need", "control", person, program}
	}
	return list
}

func TestAgreements(t *testing.T) {
	// The table of Cohen's example: 20 both yes, 5 and 10 apart, 15 both no: kappa 0.4.
	list := append(verdicts(20, "unmet", "unmet"), verdicts(5, "unmet", None)...)
	list = append(append(list, verdicts(10, None, "unmet")...), verdicts(15, None, None)...)
	list = append(list, Verdict{"sentiment", "", "negative", "negative"}, Verdict{"sentiment", "", "negative", "negative"})
	got := Agreements(list)
	if len(got) != 2 {
		t.Fatalf("Agreements = %+v, want control and sentiment", got)
	}
	control, sentiment := got[0], got[1]
	if control.Label != "control" || control.N != 50 || control.Same != 35 || control.Kappa == nil || math.Abs(*control.Kappa-0.4) > 1e-9 {
		t.Errorf("control: %+v, want 35 of 50, kappa 0.4", control)
	}
	if math.Abs(control.Low-0.5625) > 0.001 || math.Abs(control.High-0.8090) > 0.001 {
		t.Errorf("control: %v to %v, want 0.5625 to 0.8090 (Wilson)", control.Low, control.High)
	}
	if sentiment.Label != "sentiment" || sentiment.Same != 2 || sentiment.Kappa != nil {
		t.Errorf("sentiment: %+v, want 2 of 2 and no kappa", sentiment)
	}
	var precisions []Precision
	for _, p := range Precisions(Checks(list)) {
		p.Low, p.High = 0, 0
		precisions = append(precisions, p)
	}
	want := []Precision{{Label: "control unmet", N: 30, Right: 20, Share: 2.0 / 3}, {Label: "negative", N: 2, Right: 2, Share: 1}, {Label: "all", N: 32, Right: 22, Share: 22.0 / 32}}
	if diff := cmp.Diff(want, precisions); diff != "" {
		t.Errorf("Precisions (-want +got):\n%s", diff)
	}
	if got := Agreements(nil); got != nil {
		t.Errorf("Agreements(nil) = %v", got)
	}
}
