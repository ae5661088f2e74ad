package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"voc/internal/workspace"
)

// globals are the flags that every command has.
type globals struct {
	config   string
	json     bool
	quiet    bool
	verbose  bool
	progress string
	color    string
	today    day // of commands that read files; the clock's if zero
}

func (g *globals) bind(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVarP(&g.config, "config", "c", "", "workspace's voc.yaml (default $VOC_CONFIG, else the nearest upwards)")
	flags.BoolVar(&g.json, "json", false, "print results as JSON")
	flags.BoolVarP(&g.quiet, "quiet", "q", false, "print errors only")
	flags.BoolVarP(&g.verbose, "verbose", "v", false, "print more")
	chooseFlag(flags, &g.progress, "progress", "auto", "plain", "none")
	chooseFlag(flags, &g.color, "color", "auto", "always", "never")
}

// bindToday binds the flag of commands that read files for the day on which they do.
func (g *globals) bindToday(flags *pflag.FlagSet) {
	flags.Var(&g.today, "today", "day of the reading, such as 2026-09-30; a comment cannot be of a later day than the next (default the clock's)")
}

// now is the day of the reading in zone.
func (g *globals) now(zone *time.Location) time.Time {
	if at := time.Time(g.today); !at.IsZero() {
		return at
	}
	return time.Now().In(zone)
}

// workspace opens the workspace that the command is about.
// Where there is none the error carries exit status 10, where its configuration is wrong 2.
func (g *globals) workspace() (*workspace.Workspace, error) {
	path := g.config
	if path == "" {
		path = os.Getenv("VOC_CONFIG")
	}
	w, err := workspace.Open(path)
	switch {
	case errors.Is(err, workspace.ErrNone), path != "" && errors.Is(err, fs.ErrNotExist):
		return nil, fail(exitNoWorkspace, `type "voc init" to make one here, or "voc demo" to see one`, "%w", err)
	case err != nil:
		return nil, configFailure(err)
	}
	return w, nil
}

// printJSON prints a result for programs, with the characters of comments as they are.
func printJSON(out io.Writer, v any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}

// configFailure gives an error in what people edit its exit status and a hint.
func configFailure(err error) error {
	hint := `type "voc config schema" to see what can be set`
	var m *workspace.Mistake
	if errors.As(err, &m) && m.Hint != "" {
		hint = m.Hint
	}
	return fail(exitUsage, hint, "%w", err)
}

// published opens the workspace and its last published run.
func (g *globals) published() (*workspace.Workspace, *workspace.Run, error) {
	w, err := g.workspace()
	if err != nil {
		return nil, nil, err
	}
	run, err := w.Current()
	if err != nil {
		return nil, nil, fail(exitFailed, `put exports into `+w.Inbox()+` and type "voc run"`, "%w", err)
	}
	return w, run, nil
}

// lock takes the workspace for one command, waiting at most wait for another to end.
// That another holds it is exit status 11 with the hint; that it cannot be taken at all is not.
func lock(ctx context.Context, w *workspace.Workspace, wait time.Duration, hint string) (unlock func(), err error) {
	unlock, err = w.Lock(ctx, wait)
	switch {
	case errors.Is(err, workspace.ErrLocked):
		return nil, fail(exitLocked, hint, "%s: %w", w.Dir, err)
	case err != nil:
		return nil, told(err)
	}
	return unlock, nil
}
