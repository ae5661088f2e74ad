package analyze

import "testing"

func TestBuiltinCodebook(t *testing.T) {
	book := Builtin()
	for _, err := range book.Lint() {
		t.Error(err)
	}
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, trial := range book.Try(a) {
		if !trial.Pass {
			t.Errorf("%s: %q: found %q, want %q (counter-example: %t)", trial.Label, trial.Example.Text, trial.Got, trial.Example.Polarity, trial.Counter)
		}
	}
}
