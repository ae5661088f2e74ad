package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ownCodebook is an organisation's codebook with a theme of its own.
const ownCodebook = `
themes:
  - id: playgrounds
    name: Playgrounds
    definition: Swings, slides and the ground below them.
    examples:
      - {text: The swings were splendid., polarity: met}
      - {text: No slide for the little ones, polarity: unmet, question: could_improve}
    counter_examples:
      - I slid on the ice.
    rules:
      - id: playgrounds.things
        polarity: met
        any: [swing|swings, slide|slides, playground*]
`

func TestCodebook(t *testing.T) {
	t.Chdir(t.TempDir())
	own := filepath.Join(t.TempDir(), "own.yaml")
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	unknown := filepath.Join(t.TempDir(), "unknown.yaml")
	for path, text := range map[string]string{
		own:     ownCodebook,
		broken:  strings.ReplaceAll(strings.ReplaceAll(ownCodebook, "swing|swings", "... swings"), "polarity: met", "polarity: good"),
		unknown: strings.ReplaceAll(ownCodebook, "definition", "defintion"),
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		args           []string
		status         int
		stdout, stderr string // what they contain
	}{
		{[]string{"show"}, exitDone, "dignity: How was I treated as a person?", ""},
		{[]string{"show"}, exitDone, "serious_self_harm", ""},
		{[]string{"show", "courtesy"}, exitDone, "need: dignity", ""},
		{[]string{"show", "courtesi"}, exitUsage, "", `no label "courtesi"`},
		{[]string{"lint"}, exitDone, "", "no fault"},
		{[]string{"lint", own}, exitDone, "", "no fault"},
		{[]string{"lint", broken}, exitFailed, `rule playgrounds.things: pattern "... swings": must begin with a word`, "faults"},
		{[]string{"lint", broken}, exitFailed, `polarity "good": want met, unmet or mixed`, "faults"},
		{[]string{"lint", unknown}, exitUsage, "", "defintion"},
		{[]string{"lint", "absent.yaml"}, exitUsage, "", "absent.yaml"},
		{[]string{"test"}, exitDone, "as the codebook says", ""},
		{[]string{"test", own}, exitDone, "as the codebook says", ""},
		{[]string{"test", broken}, exitUsage, "", "label playgrounds: rule playgrounds.things"},
	}
	for _, test := range tests {
		var stdout, stderr bytes.Buffer
		status := run(append([]string{"codebook"}, test.args...), nil, &stdout, &stderr)
		if status != test.status || !strings.Contains(stdout.String(), test.stdout) || !strings.Contains(stderr.String(), test.stderr) {
			t.Errorf("codebook %q = %d\n%s\n%s\nwant %d with %q and %q", test.args, status, stdout.String(), stderr.String(), test.status, test.stdout, test.stderr)
		}
	}
	for _, args := range [][]string{{"codebook", "show", "--json"}, {"codebook", "show", "fixed", "--json"}, {"codebook", "test", "--json"}} {
		var stdout, stderr bytes.Buffer
		if status := run(args, nil, &stdout, &stderr); status != exitDone || !json.Valid(stdout.Bytes()) {
			t.Errorf("%q = %d, not JSON: %.80s %s", args, status, stdout.String(), stderr.String())
		}
	}
}
