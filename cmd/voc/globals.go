package main

import (
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

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
}

func (g *globals) bind(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVarP(&g.config, "config", "c", "", "workspace's voc.yaml (default $VOC_CONFIG, else the nearest upwards)")
	flags.BoolVar(&g.json, "json", false, "print results as JSON")
	flags.BoolVarP(&g.quiet, "quiet", "q", false, "print errors only")
	flags.BoolVarP(&g.verbose, "verbose", "v", false, "print more")
	flags.StringVar(&g.progress, "progress", "auto", "auto, plain or none")
	flags.StringVar(&g.color, "color", "auto", "auto, always or never")
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
		return nil, fail(exitUsage, `type "voc config show" to see what is set, "voc config schema" for what can be`, "%w", err)
	}
	return w, nil
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
