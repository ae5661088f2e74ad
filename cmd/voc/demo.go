package main

import (
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/google/renameio/v2/maybe"
	"github.com/spf13/cobra"
)

//go:generate sh -c "cd demo && go run gen.go"

// sample is the workspace of an invented city: its settings and the exports of its inbox.
//
//go:embed demo/voc.yaml demo/departments.yaml demo/inbox
var sample embed.FS

// sampled is the day of the newest comment of the sample.
var sampled = time.Date(2026, 11, 7, 0, 0, 0, 0, time.UTC)

// newDemo returns the command that shows the program at work on sample feedback.
func newDemo(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "demo [dir]",
		Short: "Make a workspace with sample feedback and run it",
		Long: "Make a workspace with a year of feedback about an invented city (./voc-demo if no folder is named),\n" +
			"run it, and say where to look. Run again, it makes what is missing and reads what is new.",
		Example: "  voc demo\n  voc demo /tmp/larkspur",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir := "voc-demo"
			if len(args) == 1 {
				dir = args[0]
			}
			return runDemo(c, g, dir)
		},
	}
}

// runDemo makes the sample workspace in dir and does a night's work in it.
// The rows that are broken on purpose do not count against it.
func runDemo(c *cobra.Command, g *globals, dir string) error {
	made, err := makeSample(dir)
	if err != nil {
		return err
	}
	if made == 0 && !g.quiet && !g.json {
		fmt.Fprintf(c.OutOrStdout(), "%s is there already\n", dir)
	}
	there := *g
	there.config = filepath.Join(dir, "voc.yaml")
	if time.Now().Before(sampled) {
		there.today = day(sampled) // by a clock that is behind, too, nothing of the sample is yet to come
	}
	err = runNight(c, &there, &runOptions{workers: positive(runtime.NumCPU())})
	var f *failure
	if errors.As(err, &f) && f.status == exitPartial {
		err = nil
	}
	if err != nil || g.quiet || g.json {
		return err
	}
	return printTour(c.OutOrStdout(), dir)
}

// makeSample writes the files of the sample workspace that are missing in dir and returns their number.
// A folder with anything else in it is left alone.
func makeSample(dir string) (made int, err error) {
	if err := ours(dir); err != nil {
		return 0, err
	}
	root, err := fs.Sub(sample, "demo")
	if err != nil {
		return 0, err
	}
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if entry.IsDir() {
			return os.MkdirAll(path, 0o755)
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".jsonl") { // as its tool would send it
			path += ".gz"
			if data, err = compress(data); err != nil {
				return err
			}
		}
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		made++
		return maybe.WriteFile(path, data, 0o644)
	})
	return made, err
}

// ours returns an error if dir holds something that the demo did not make.
func ours(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	const hint = `name a new folder, such as "voc demo larkspur"`
	if err != nil {
		return fail(exitUsage, hint, "%w", err)
	}
	if len(entries) == 0 {
		return nil
	}
	want, err := sample.ReadFile("demo/voc.yaml")
	if err != nil {
		return err
	}
	mark, _, _ := bytes.Cut(want, []byte("\n"))
	config, err := os.ReadFile(filepath.Join(dir, "voc.yaml"))
	if err != nil || !bytes.HasPrefix(config, mark) {
		return fail(exitUsage, hint, "%s is not empty and is not a sample workspace: nothing written", dir)
	}
	return nil
}

func compress(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err := w.Close()
	return packed.Bytes(), err
}

// printTour says where to look, with commands that can be typed as they stand.
func printTour(w io.Writer, dir string) error {
	in := fmt.Sprintf("-c %s", quoted(dir))
	_, err := fmt.Fprintf(w, `
Larkspur Falls and its customers are invented; some rows are broken on purpose.
Open in a browser:
  %[3]s
Then type:
  %[1]s search %[2]s "missed pickup" --dept streets
  %[1]s themes %[2]s --dept permits --from 2026-07-01
  %[1]s report %[2]s water
  %[1]s serve %[2]s
`, self(), in, filepath.Join(dir, "published", "reports", "index.html"))
	return err
}

// quoted returns a path as a shell takes it.
func quoted(path string) string {
	if strings.ContainsAny(path, " '\"$`\\&;()*?!<>|~#") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

// self is what to type to run this program once more.
func self() string {
	program, err := os.Executable()
	if _, lookErr := exec.LookPath("voc"); err != nil || lookErr == nil {
		return "voc"
	}
	if strings.Contains(program, "go-build") { // "go run" throws the program away
		return "go run ./cmd/voc"
	}
	return quoted(program)
}
