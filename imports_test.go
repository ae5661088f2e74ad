package voc_test

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rules says what each package may import of this module, and which outside libraries have their one home in it.
// Packages below internal that are not listed are small and may be used by all; they import no folder of the pipeline.
var rules = map[string][]string{
	"voc":                    {},
	"voc/ingest":             {"voc"},
	"voc/analyze":            {"voc"},
	"voc/analyze/remake":     {"voc", "voc/analyze"},
	"voc/index":              {"voc"},
	"voc/report":             {"voc"},
	"voc/report/table":       {"voc"},
	"voc/report/web":         {"voc", "voc/index", "voc/report", "voc/report/table", "voc/internal/review"},
	"voc/internal/workspace": {"voc", "voc/ingest"},
	"voc/internal/review":    {"voc", "voc/analyze"},
	"voc/internal/nightly":   {"voc", "voc/ingest", "voc/analyze", "voc/index", "voc/report", "voc/report/table", "voc/internal/workspace", "voc/internal/review"},
}

// homes names the packages that may import an outside library.
var homes = map[string][]string{
	"github.com/spf13/cobra":           {"voc/cmd/voc"},
	"github.com/blevesearch/bleve/v2":  {"voc/index"},
	"github.com/parquet-go/parquet-go": {"voc/report/table", "voc/ingest"},
	"github.com/jdkato/prose/v3":       {"voc/analyze"},
	"github.com/gofrs/flock":           {"voc/internal/workspace", "voc/internal/review"},
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := 0
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); packages++ {
		var pkg struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&pkg); err != nil {
			t.Fatal(err)
		}
		for _, imported := range pkg.Imports {
			checkOwn(t, pkg.ImportPath, imported)
			checkHome(t, pkg.ImportPath, imported)
		}
	}
	if packages < len(rules) {
		t.Errorf("go list found %d packages, the rules name %d", packages, len(rules))
	}
}

// checkOwn checks an import of this module's own packages.
func checkOwn(t *testing.T, from, to string) {
	own := to == "voc" || strings.HasPrefix(to, "voc/")
	allowed, ruled := rules[from]
	if !own || !ruled && strings.HasPrefix(from, "voc/cmd/") {
		return
	}
	if strings.HasPrefix(to, "voc/internal/") && !slices.Contains([]string{"voc/internal/workspace", "voc/internal/nightly", "voc/internal/review"}, to) {
		return
	}
	if !ruled && to == "voc" { // small packages of their own
		return
	}
	if !slices.Contains(allowed, to) {
		t.Errorf("%s imports %s: see the rules above", from, to)
	}
}

// checkHome checks an import of an outside library.
func checkHome(t *testing.T, from, to string) {
	for library, packages := range homes {
		if (to == library || strings.HasPrefix(to, library+"/")) && !slices.Contains(packages, from) {
			t.Errorf("%s imports %s, whose home is %s", from, to, strings.Join(packages, ", "))
		}
	}
}
