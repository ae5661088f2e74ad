package metrics

import (
	"math"
	"testing"
)

func near(t *testing.T, name string, got, want, by float64) {
	t.Helper()
	if math.Abs(got-want) > by || math.IsNaN(got) != math.IsNaN(want) {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}

// The worked example of the slides to chapter 8 of Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008:
// 20 relevant documents found, 40 irrelevant ones found, 60 relevant ones missed: precision 1/3, recall 1/4, F1 2/7.
func TestF1(t *testing.T) {
	c := Counts{TP: 20, FP: 40, FN: 60}
	near(t, "Precision", c.Precision(), 1./3, 1e-12)
	near(t, "Recall", c.Recall(), 1./4, 1e-12)
	near(t, "F1", c.F1(), 2./7, 1e-12)
	near(t, "F1 of nothing", Counts{}.F1(), 0, 0)
}

// Table 13.8 of that book: class 1 with 10 true and 10 false positives, 10 missed; class 2 with 90, 10 and 10.
// Microaveraged precision is 100/120 = 0.83.
func TestMicroMacro(t *testing.T) {
	list := []Counts{{10, 10, 10}, {90, 10, 10}}
	near(t, "micro precision", Micro(list).Precision(), 0.83, 0.005)
	near(t, "macro F1", MacroF1(list, 1), (0.5+0.9)/2, 1e-12)
	near(t, "macro F1 of labels with 50 cases", MacroF1(list, 50), 0.9, 1e-12)
	near(t, "macro F1 of no label", MacroF1(list, 1000), math.NaN(), 0)
}

func TestAdd(t *testing.T) {
	var c Counts
	for _, v := range []struct{ said, is bool }{{true, true}, {true, false}, {false, true}, {false, false}} {
		c.Add(v.said, v.is)
	}
	if want := (Counts{1, 1, 1}); c != want {
		t.Errorf("Counts = %v, want %v", c, want)
	}
}

// Cohen's kappa of the example in Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition, table 18.1:
// diagnoses of two raters in shares of 100, kappa 0.68.
func TestKappa(t *testing.T) {
	near(t, "Kappa", Kappa([][]int{{75, 1, 4}, {5, 4, 1}, {0, 0, 10}}), 0.68, 0.005)
	near(t, "Kappa of two raters who agree by chance", Kappa([][]int{{25, 25}, {25, 25}}), 0, 1e-12)
	near(t, "Kappa of one category", Kappa([][]int{{9, 0}, {0, 0}}), math.NaN(), 0)
}

func TestECE(t *testing.T) {
	// 10 cases said at 0.85 of which 6 are so, 10 at 0.15 of which 2 are: (0.25 + 0.05) / 2.
	var p []float64
	var is []bool
	for i := range 10 {
		p, is = append(p, 0.85, 0.15), append(is, i < 6, i < 2)
	}
	near(t, "ECE", ECE(p, is, 10), 0.15, 1e-9)
	near(t, "ECE of certainty", ECE([]float64{1, 0}, []bool{true, false}, 10), 0, 0)
}

// The mean of n draws of 0 and 1 with equal share has a standard error of 0.5/√n, so the interval is about ±1.96 of these.
func TestBootstrap(t *testing.T) {
	const n = 400
	low, high := Bootstrap(n, 2000, func(times []int) float64 {
		sum := 0
		for i, k := range times {
			sum += k * (i % 2)
		}
		return float64(sum) / n
	})
	near(t, "low", low, 0.5-1.96*0.025, 0.006)
	near(t, "high", high, 0.5+1.96*0.025, 0.006)
	again, _ := Bootstrap(n, 2000, func(times []int) float64 { return float64(times[0]) })
	twice, _ := Bootstrap(n, 2000, func(times []int) float64 { return float64(times[0]) })
	if again != twice {
		t.Errorf("two bootstraps differ: %v, %v", again, twice)
	}
}
