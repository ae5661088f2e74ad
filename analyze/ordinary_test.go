package analyze

import (
	"strings"
	"testing"
)

func TestOrdinary(t *testing.T) {
	for _, word := range strings.Fields("water library counter queue late cold rude closed school clerk fire audience table public don't en por mit avec") {
		if !Ordinary(word) {
			t.Errorf("Ordinary(%q) = false", word)
		}
	}
	for _, word := range strings.Fields("maria gonzalez smith harris watson james penny dawn tony ilse nguyen boston xyzzy Water") {
		if Ordinary(word) {
			t.Errorf("Ordinary(%q) = true", word)
		}
	}
	if n := len(ordinaryWords()); n < 10_000 {
		t.Errorf("%d words, want 10,000 at least", n)
	}
}
