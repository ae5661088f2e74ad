package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voc/analyze"
)

// What was written to learn from can be read, speaks of every need both ways, and holds none of
// the sentences that the model is tested with.
func TestOwn(t *testing.T) {
	list, err := own()
	if err != nil {
		t.Fatal(err)
	}
	tested := map[string]bool{}
	for _, name := range []string{"fooling.txt", "situations.txt", "writer.txt"} {
		data, err := os.ReadFile(filepath.Join("..", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		before := len(tested)
		for line := range strings.Lines(string(data)) {
			if !strings.HasPrefix(line, "#") && strings.Contains(line, "|") {
				tested[plain(line[strings.LastIndex(line, "|")+1:])] = true
			}
		}
		if len(tested) == before {
			t.Fatalf("%s: no sentences", name)
		}
	}
	counts := map[string]int{}
	for _, l := range list {
		if tested[plain(l.Text)] {
			t.Errorf("%q is learned from and tested with", l.Text)
		}
		for need, p := range l.Needs {
			counts[need+" "+string(p)]++
		}
	}
	for _, need := range needCode {
		for _, p := range []string{"met", "unmet"} {
			if counts[need+" "+p] < 200 {
				t.Errorf("%s %s in %d of %d, want it in 200 at least", need, p, counts[need+" "+p], len(list))
			}
		}
	}
}

// plain returns text in lower case without the marks at its ends.
func plain(text string) string { return strings.Trim(strings.ToLower(text), " .!?\n") }

// No label of the source that the shipped model is judged by is among those of readers.
func TestUnread(t *testing.T) {
	shared := filepath.Join("..", "..", "..", "shared")
	if _, err := os.Stat(shared); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("needs ../shared")
	}
	list, err := analyze.ReadByReaders(shared, labels)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 100_000 {
		t.Fatalf("%d texts are labelled by readers", len(list))
	}
	for _, l := range list {
		if l.Source == "vader_amazon" {
			t.Fatalf("a label of %s is learned from", l.ID)
		}
	}
}
