package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the program's own; a release is built with -ldflags "-X main.version=1.2.3".
var version = "0.1.0"

// program names this program and its version in accounts.
func program() string {
	name := "voc " + version
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				name += " (" + setting.Value[:min(12, len(setting.Value))] + ")"
			}
		}
	}
	return name
}

// newVersion returns the command that prints the version.
func newVersion(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the program's version",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if g.json {
				return json.NewEncoder(c.OutOrStdout()).Encode(map[string]string{"program": program(), "go": runtime.Version()})
			}
			_, err := fmt.Fprintln(c.OutOrStdout(), program())
			return err
		},
	}
}
