package disk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What an Append that was cut off left behind does not run into the next line.
func TestAppendMends(t *testing.T) {
	whole := func(line []byte) bool { return strings.HasSuffix(string(line), ";") }
	for before, want := range map[string]string{
		"":             "new;\n",
		"one;\n":       "one;\nnew;\n",
		"one;\ntwo;":   "one;\ntwo;\nnew;\n",
		"one;\ntw":     "one;\nnew;\n",
		"on":           "new;\n",
		"one;\n\n":     "one;\n\nnew;\n",
		"one;\ntwo;\n": "one;\ntwo;\nnew;\n",
	} {
		path := filepath.Join(t.TempDir(), "lines")
		if before != "" {
			if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := Append(path, []byte("new;\n"), whole); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%q and a line make %q, %v, want %q", before, got, err, want)
		}
	}
}
