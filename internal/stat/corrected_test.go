package stat

import "testing"

// The intervals are those of examples 1 to 4 of Lang and Reiczigel (2014).
func TestCorrected(t *testing.T) {
	for _, test := range []struct {
		k, n int
		c    Confusion
		want Interval
	}{
		{4060, 11284, Confusion{TP: 178, FN: 1, TN: 358, FP: 1}, Interval{0.349, 0.372}},
		{51, 2971, Confusion{TP: 32, FN: 1, TN: 20}, Interval{0, 0.053}},
		{712, 11862, Confusion{TP: 8, FN: 2, TN: 12}, Interval{0, 0.147}},
		{259, 509, Confusion{TP: 84, FN: 43, TN: 96, FP: 13}, Interval{0.58, 0.87}},
		{51, 509, Confusion{TP: 23, FN: 18, TN: 187, FP: 8}, Interval{0.037, 0.195}},
	} {
		within := 5e-4
		if test.want.Low == 0.58 {
			within = 5e-3 // printed with two decimals
		}
		_, got, ok := Corrected(test.k, test.n, test.c, Z95)
		if !ok || !near(got.Low, test.want.Low, within) || !near(got.High, test.want.High, within) {
			t.Errorf("Corrected(%d/%d, %+v) = %.4f, want %.4f", test.k, test.n, test.c, got, test.want)
		}
	}
}

// The example of the manual of epiR for epi.prev: 23 of 150 cows say yes to a test with a sensitivity of 96 %
// and a specificity of 89 %, so that 5.1 of 100 are ill. With a perfect test the share is what was said.
func TestCorrectedShare(t *testing.T) {
	if got, _, ok := Corrected(23, 150, Confusion{TP: 96, FN: 4, TN: 89, FP: 11}, Z95); !ok || !near(got, 0.051, 5e-4) {
		t.Errorf("Corrected(23/150) = %.4f, want 0.051", got)
	}
	if got, i, ok := Corrected(30, 100, Confusion{TP: 1e6, TN: 1e6}, Z95); !ok || !near(got, 0.3, 1e-9) || !near(i.Low, 0.2189, 2e-3) || !near(i.High, 0.3958, 2e-3) {
		t.Errorf("a perfect test corrects 30 of 100 to %.4f, %.4f", got, i)
	}
	for _, c := range []Confusion{{}, {TP: 5}, {TN: 5}, {TP: 3, FN: 7, TN: 7, FP: 3}, {TP: 2, FN: 8, TN: 5, FP: 5}} {
		if _, i, ok := Corrected(30, 100, c, Z95); ok || i != (Interval{0, 1}) {
			t.Errorf("Corrected with %+v tells %v", c, i)
		}
	}
	if got, i, _ := Corrected(0, 100, Confusion{TP: 80, FN: 20, TN: 90, FP: 10}, Z95); got != 0 || i.Low != 0 || i.High > 0.1 {
		t.Errorf("none of 100 is corrected to %.4f, %.4f", got, i)
	}
}
