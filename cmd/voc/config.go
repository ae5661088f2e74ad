package main

import (
	"encoding/json"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"voc/internal/workspace"
)

// newConfig returns the commands about voc.yaml.
func newConfig(g *globals) *cobra.Command {
	return family("config", "Show what is set, or what can be", newConfigShow(g), newConfigSchema(g))
}

func newConfigShow(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "show",
		Short: "Print the configuration in force",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w, err := g.workspace()
			if err != nil {
				return err
			}
			var data []byte
			if g.json {
				data, err = yaml.MarshalWithOptions(w.Config, yaml.JSON())
			} else {
				data, err = yaml.Marshal(w.Config)
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s", data)
			return err
		},
	}
}

func newConfigSchema(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print every key of voc.yaml and departments.yaml: its type and what it means",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			keys := workspace.Keys()
			if g.json {
				return json.NewEncoder(c.OutOrStdout()).Encode(keys)
			}
			file := ""
			for _, key := range keys {
				if key.File != file {
					file = key.File
					fmt.Fprintf(c.OutOrStdout(), "%s\n", file)
				}
				fmt.Fprintf(c.OutOrStdout(), "  %-28s %-12s %s\n", key.Name, key.Type, key.Meaning)
			}
			return nil
		},
	}
}
