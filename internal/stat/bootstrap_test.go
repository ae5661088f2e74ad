package stat

import "testing"

// Half of the values are 1 and half 0: without the zeros the mean rises by a half.
func TestBootstrapLeaveOut(t *testing.T) {
	ones, zeros := make([]int, 21), make([]int, 21)
	ones[20], zeros[0] = 500, 500
	got := BootstrapLeaveOut(ones, zeros, "fees")
	if !got.Holds(0.5) || got.High-got.Low > 0.08 || got.High-got.Low < 0.04 {
		t.Errorf("the mean rises by %.3f, want 0.5 with about 0.031 to either side", got)
	}
	if again := BootstrapLeaveOut(ones, zeros, "fees"); again != got {
		t.Errorf("the same counts give %v and then %v", got, again)
	}
	if other := BootstrapLeaveOut(ones, ones, "fees"); !other.Holds(0) {
		t.Errorf("leaving out values like the rest changes the mean by %v", other)
	}
}

// Limits of 99.8 % around a share of one half for a group of 100: 0.5 ± 3.0902 x 0.05.
func TestFunnel(t *testing.T) {
	got := Funnel(0.5, 100, Z998)
	if !near(got.Low, 0.3455, 1e-4) || !near(got.High, 0.6545, 1e-4) {
		t.Errorf("Funnel(0.5, 100) = %.4f, want 0.3455 to 0.6545", got)
	}
	if got := Funnel(0.01, 10, Z998); got.Low != 0 {
		t.Errorf("Funnel(0.01, 10) begins at %v, want 0", got.Low)
	}
}
