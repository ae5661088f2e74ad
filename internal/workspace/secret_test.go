package workspace

import (
	"errors"
	"io/fs"
	"os"
	"testing"
)

// A secret is made once, is nobody else's to read, and is no other workspace's; one that is damaged is told and not replaced.
func TestSecret(t *testing.T) {
	w, other := &Workspace{Dir: t.TempDir()}, &Workspace{Dir: t.TempDir()}
	if _, err := w.Secret(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before one was made: %v", err)
	}
	made, err := w.MakeSecret()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.MakeSecret(); err != nil || again != made {
		t.Errorf("made again: %v", err)
	}
	if foreign, err := other.MakeSecret(); err != nil || foreign == made || foreign.Tag() == made.Tag() {
		t.Errorf("of another workspace: the same, or %v", err)
	}
	info, err := os.Stat(w.secret())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("rights %v, %v", info.Mode(), err)
	}
	for _, damaged := range []string{"", "abc", string(make([]byte, 64)), made.Tag(), "00" + string(make([]byte, 200))} {
		if err := os.WriteFile(w.secret(), []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		var m *Mistake
		if _, err := w.MakeSecret(); !errors.As(err, &m) || m.Hint == "" {
			t.Errorf("damaged %.9q: %v", damaged, err)
		}
	}
}

// The sum is what marks of erased comments are made of: whoever changes it loses them.
func TestSecretSum(t *testing.T) {
	s := Secret{1, 2, 3}
	if got := s.Sum("words", "2026-03-05", " one two"); got != 0xf04b57fa766fec70 {
		t.Errorf("sum %016x", got)
	}
	for _, parts := range [][]string{{"a", "bc"}, {"abc"}, {"ab", "c"}, {"", "abc"}} {
		if s.Sum("words", parts...) == s.Sum("words", "abc", "") {
			t.Errorf("%q has the sum of another list", parts)
		}
	}
	if s.Sum("native", "a") == s.Sum("words", "a") {
		t.Error("two kinds have one sum")
	}
}
