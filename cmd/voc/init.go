package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2/maybe"
	"github.com/spf13/cobra"
)

//go:embed init/voc.yaml
var sampleConfig []byte

//go:embed init/departments.yaml
var sampleDepartments []byte

// newInit returns the command that makes a workspace.
func newInit(g *globals) *cobra.Command {
	var systemd bool
	c := &cobra.Command{
		Use:   "init [dir]",
		Short: "Make a workspace: voc.yaml, departments.yaml and an inbox",
		Long: "Make a workspace in a folder (the working directory if none is named).\n" +
			"A file that is there already is left as it is.",
		Example: "  voc init feedback\n  voc init feedback --systemd",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			dir, err := filepath.Abs(dir)
			if err != nil {
				return err
			}
			return makeWorkspace(c, g, dir, systemd)
		},
	}
	c.Flags().BoolVar(&systemd, "systemd", false, "write a systemd service and timer that run it every night")
	return c
}

func makeWorkspace(c *cobra.Command, g *globals, dir string, systemd bool) error {
	if err := os.MkdirAll(filepath.Join(dir, "inbox"), 0o755); err != nil {
		return err
	}
	files := []struct {
		name string
		data []byte
	}{{"voc.yaml", sampleConfig}, {"departments.yaml", sampleDepartments}}
	if systemd {
		program, err := os.Executable()
		if err != nil {
			return err
		}
		files = append(files,
			struct {
				name string
				data []byte
			}{"systemd/voc.service", fmt.Appendf(nil, systemdService, dir, program, filepath.Join(dir, "voc.yaml"))},
			struct {
				name string
				data []byte
			}{"systemd/voc.timer", []byte(systemdTimer)})
	}
	told := initiated{Dir: dir, Made: []string{}, Kept: []string{}}
	for _, file := range files {
		path := filepath.Join(dir, file.name)
		_, err := os.Stat(path)
		if err == nil {
			told.Kept = append(told.Kept, path)
			told.say(c, g, "kept "+path)
			continue
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := maybe.WriteFile(path, file.data, 0o644); err != nil {
			return err
		}
		told.Made = append(told.Made, path)
		told.say(c, g, "made "+path)
	}
	if g.json {
		return printJSON(c.OutOrStdout(), told)
	}
	if g.quiet {
		return nil
	}
	if systemd {
		fmt.Fprintf(c.OutOrStdout(), "next: copy %s/systemd/voc.* to /etc/systemd/system and type \"systemctl enable --now voc.timer\"\n", dir)
	}
	fmt.Fprintf(c.OutOrStdout(), "next: put exports into %s and type \"voc run\"\n", filepath.Join(dir, "inbox"))
	return nil
}

// initiated is what "voc init" says it made.
type initiated struct {
	Dir  string   `json:"dir"`
	Made []string `json:"made"`
	Kept []string `json:"kept"` // as they were
}

// say tells of a file while it is made; with --json all are told at the end.
func (initiated) say(c *cobra.Command, g *globals, line string) {
	if !g.json && !g.quiet {
		fmt.Fprintln(c.OutOrStdout(), line)
	}
}

const systemdService = `[Unit]
Description=Read what customers said, and publish tables and reports

[Service]
Type=oneshot
WorkingDirectory=%s
ExecStart=%s run --config %s --progress plain --lock-wait 10m
# 3: published, with some rows or reports left out; the log names them.
SuccessExitStatus=3
Nice=10
# Only the account that runs voc and its group may read what customers said.
UMask=0027
PrivateNetwork=true
NoNewPrivileges=true
ProtectSystem=full
`

const systemdTimer = `[Unit]
Description=Every night

[Timer]
OnCalendar=*-*-* 02:00:00
RandomizedDelaySec=10m
Persistent=true

[Install]
WantedBy=timers.target
`
