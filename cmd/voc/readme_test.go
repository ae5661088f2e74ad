package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// demoDir returns a sample workspace that was run, the same one for all tests that only read it.
var demoDir = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "voc-demo-")
	if err != nil {
		return "", err
	}
	out, err := exec.Command("voc", "demo", dir).CombinedOutput()
	if err != nil {
		return "", errors.New(string(out))
	}
	return dir, nil
})

// copyOfDemo returns a sample workspace that the test may change.
func copyOfDemo(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("runs every command of the documents")
	}
	from, err := demoDir()
	if err != nil {
		t.Fatalf("voc demo: %v", err)
	}
	dir := t.TempDir()
	if out, err := exec.Command("cp", "-a", from+"/.", dir).CombinedOutput(); err != nil {
		t.Fatalf("cp: %s", out)
	}
	return dir
}

// TestReadme runs the commands of the README as they stand there.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```sh\n(.*?)```")
	dir := copyOfDemo(t)
	ran := 0
	for _, found := range block.FindAllStringSubmatch(string(text), -1) {
		for line := range strings.Lines(found[1]) {
			line = strings.TrimSpace(strings.Replace(line, "go run ./cmd/voc", "voc", 1))
			if !strings.HasPrefix(line, "voc ") && !strings.Contains(line, "| voc ") {
				continue
			}
			ran++
			t.Run(line, func(t *testing.T) { runLine(t, dir, line) })
		}
	}
	if ran < 10 {
		t.Errorf("README.md shows %d commands, want at least 10", ran)
	}
}

// TestReadmeNames holds the journey of one comment to the names that the code has.
func TestReadmeNames(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	folders := map[string]string{
		"main": "cmd/voc", "voc": ".", "ingest": "ingest", "analyze": "analyze", "index": "index",
		"report": "report", "table": "report/table", "nightly": "internal/nightly", "workspace": "internal/workspace",
	}
	named := regexp.MustCompile("`([a-z]+)\\.([A-Za-z]+)`")
	found := 0
	for _, name := range named.FindAllStringSubmatch(string(text), -1) {
		folder, ok := folders[name[1]]
		if !ok || name[2] == "yaml" || name[2] == "go" {
			continue
		}
		found++
		declared := regexp.MustCompile(`(?m)^(func (\([^)]*\) )?|type )` + name[2] + `\b`)
		files, err := filepath.Glob(filepath.Join("..", "..", folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(files, func(file string) bool {
			code, err := os.ReadFile(file)
			return err == nil && declared.Match(code)
		}) {
			t.Errorf("README.md names %s.%s, which %s does not declare", name[1], name[2], folder)
		}
	}
	if found < 15 {
		t.Errorf("README.md names %d things of the code, want at least 15", found)
	}
}

// TestExamples runs the examples of every command's help in a sample workspace, beside the files of testdata/examples.
func TestExamples(t *testing.T) {
	dir := copyOfDemo(t)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "testdata", "examples"))); err != nil {
		t.Fatal(err)
	}
	var lines []string
	walk(newRoot(), func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
	})
	makes := func(line string) bool { // what later examples read
		return strings.HasPrefix(line, "voc train") || strings.HasPrefix(line, "voc review sample")
	}
	slices.SortStableFunc(lines, func(a, b string) int { return cmp.Compare(fmt.Sprint(!makes(a)), fmt.Sprint(!makes(b))) })
	for _, line := range lines {
		t.Run(line, func(t *testing.T) { runLine(t, dir, line) })
	}
}

// TestHelp holds every command to a short sentence, and those that take arguments to an example.
func TestHelp(t *testing.T) {
	walk(newRoot(), func(c *cobra.Command) {
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: short help is %q, want a sentence without a full stop", c.CommandPath(), c.Short)
		}
		if strings.ContainsAny(c.Use, "[<") && c.Example == "" {
			t.Errorf("%s has no example", c.CommandPath())
		}
	})
}

// walk visits c and all commands below it.
func walk(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, below := range c.Commands() {
		walk(below, visit)
	}
}

// runLine runs one line of shell in dir. It must end well; a server must still be there after a while.
func runLine(t *testing.T, dir, line string) {
	t.Helper()
	serves := strings.HasPrefix(line, "voc serve")
	limit := time.Minute
	if serves {
		limit = 2 * time.Second
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	c := exec.CommandContext(ctx, "sh", "-c", "exec "+line)
	if !serves {
		c = exec.CommandContext(ctx, "sh", "-c", line)
	}
	c.Dir = dir
	c.Env = append(os.Environ(), "VOC_ADDR=127.0.0.1:0") // the usual port may be taken
	out, err := c.CombinedOutput()
	if serves && ctx.Err() != nil {
		return
	}
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.ExitCode() == exitPartial {
		return // the sample has broken rows
	}
	if err != nil {
		t.Errorf("%s: %v\n%s", line, err, out)
	}
}
