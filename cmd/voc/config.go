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
	o := &gates{}
	c := &cobra.Command{
		Use:   "show",
		Short: "Print the configuration in force",
		Long: "Print the configuration that a run obeys: voc.yaml, what it leaves out, and over them\n" +
			"the environment and the flags that \"voc run\" takes, with where such a value comes from.",
		Example: "  voc config show\n  VOC_MAX_REJECT=12 voc config show",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w, err := g.workspace()
			if err != nil {
				return err
			}
			from := o.settle(c.Flags(), &w.Config)
			var data []byte
			if g.json {
				data, err = yaml.MarshalWithOptions(w.Config, yaml.JSON())
			} else {
				comments := yaml.CommentMap{}
				for key, source := range from {
					comments["$."+key] = []*yaml.Comment{yaml.LineComment(" from " + source)}
				}
				data, err = yaml.MarshalWithOptions(w.Config, yaml.WithComment(comments))
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s", data)
			return err
		},
	}
	o.bind(c.Flags())
	return c
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
