package stat

import "testing"

// The intervals are those of examples 1 to 4 of Lang and Reiczigel (2014), in which those that begin at 0 were cut there.
func TestCorrected(t *testing.T) {
	for _, test := range []struct {
		k, n int
		c    Confusion
		want Interval
		ok   bool
	}{
		{4060, 11284, Confusion{TP: 178, FN: 1, TN: 358, FP: 1}, Interval{0.349, 0.372}, true},
		{51, 2971, Confusion{TP: 32, FN: 1, TN: 20}, Interval{0, 0.053}, false},
		{712, 11862, Confusion{TP: 8, FN: 2, TN: 12}, Interval{0, 0.147}, false},
		{259, 509, Confusion{TP: 84, FN: 43, TN: 96, FP: 13}, Interval{0.58, 0.87}, true},
		{51, 509, Confusion{TP: 23, FN: 18, TN: 187, FP: 8}, Interval{0.037, 0.195}, true},
	} {
		within := 5e-4
		if test.want.Low == 0.58 {
			within = 5e-3 // printed with two decimals
		}
		_, got, ok := Corrected(test.k, test.n, test.c, Z95)
		if ok != test.ok || !near(got.Low, test.want.Low, within) || !near(got.High, test.want.High, within) {
			t.Errorf("Corrected(%d/%d, %+v) = %.4f, %v, want %.4f, %v", test.k, test.n, test.c, got, ok, test.want, test.ok)
		}
	}
}

// The example of the manual of epiR for epi.prev: 23 of 150 cows say yes to a test with a sensitivity of 96 %
// and a specificity of 89 %, so that 5.1 of 100 are ill; as this share's interval reaches below 0, it is not told. With a perfect test the share is what was said.
func TestCorrectedShare(t *testing.T) {
	if got, _, ok := Corrected(23, 150, Confusion{TP: 96, FN: 4, TN: 89, FP: 11}, Z95); ok || !near(got, 0.051, 5e-4) {
		t.Errorf("Corrected(23/150) = %.4f, %v, want 0.051, not told", got, ok)
	}
	if got, i, ok := Corrected(30, 100, Confusion{TP: 1e6, TN: 1e6}, Z95); !ok || !near(got, 0.3, 1e-9) || !near(i.Low, 0.2189, 2e-3) || !near(i.High, 0.3958, 2e-3) {
		t.Errorf("a perfect test corrects 30 of 100 to %.4f, %.4f", got, i)
	}
	for _, c := range []Confusion{{}, {TP: 5}, {TN: 5}, {TP: 3, FN: 7, TN: 7, FP: 3}, {TP: 2, FN: 8, TN: 5, FP: 5}} {
		if _, i, ok := Corrected(30, 100, c, Z95); ok || i != (Interval{0, 1}) {
			t.Errorf("Corrected with %+v tells %v", c, i)
		}
	}
}

// A share that the errors as measured do not allow, or that they alone may account for, is not corrected.
func TestCorrectedShareThatErrorsDoNotAllow(t *testing.T) {
	vague := Confusion{TP: 60, FP: 44, FN: 5, TN: 63} // a specificity of 0.59
	sure := Confusion{TP: 232, FP: 26, FN: 15, TN: 365}
	for _, test := range []struct {
		k, n int
		c    Confusion
		ok   bool
	}{
		{55, 197, vague, false},  // 28 % of yes, where 41 % of the others alone would give it
		{85, 197, vague, false},  // 43 %: just above
		{130, 197, vague, true},  // 66 %
		{190, 197, vague, false}, // 96 %, where 92 % of the true cases would
		{93, 1444, sure, false},  // 6.4 %, where 6.6 % of the others are said to be
		{100, 1444, sure, false}, // 6.9 %: errors may account for all of it
		{289, 1444, sure, true},
		{1400, 1444, sure, false},
		{0, 100, Confusion{TP: 80, FN: 20, TN: 90, FP: 10}, false},
		{0, 0, sure, false},
		{5, 5, sure, false},
	} {
		share, i, ok := Corrected(test.k, test.n, test.c, Z95)
		if ok != test.ok {
			t.Errorf("Corrected(%d/%d, %+v) = %.4f, %.4f, %v, want %v", test.k, test.n, test.c, share, i, ok, test.ok)
		}
	}
}

// What is told is a share inside its interval, which is never narrower than that of a test without errors.
func TestCorrectedIntervalHoldsItsShare(t *testing.T) {
	told := 0
	for _, c := range []Confusion{{60, 44, 5, 63}, {232, 26, 15, 365}, {14, 7, 0, 155}, {9, 3, 1, 7}, {1e6, 0, 0, 1e6}, {33, 14, 0, 78}} {
		for n := 1; n <= 400; n += 7 {
			for k := range n + 1 {
				share, i, ok := Corrected(k, n, c, Z95)
				if !ok {
					continue
				}
				told++
				_, perfect, _ := Corrected(k, n, Confusion{TP: 1e6, TN: 1e6}, Z95)
				if !i.Holds(share) || i.Low < 0 || i.High > 1 || i.High-i.Low < perfect.High-perfect.Low-1e-9 {
					t.Fatalf("Corrected(%d/%d, %+v) = %.4f, %.4f", k, n, c, share, i)
				}
			}
		}
	}
	if told == 0 {
		t.Error("nothing is told")
	}
}
