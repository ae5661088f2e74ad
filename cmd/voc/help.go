package main

import (
	"embed"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"voc/ingest"
)

//go:embed topics/*.md
var topicTexts embed.FS

// newTopics returns the pages of "voc help" that are not about one command.
func newTopics() []*cobra.Command {
	topics := []struct{ name, short string }{
		{"exit-codes", "How voc ends, for scripts and schedulers"},
		{"configuration", "What to write into voc.yaml and departments.yaml"},
		{"query", "Words and filters of a search"},
		{"formats", "Files that can be read, and how they are known"},
		{"privacy", "What becomes of personal details"},
	}
	var commands []*cobra.Command
	for _, topic := range topics {
		text, err := topicTexts.ReadFile("topics/" + topic.name + ".md")
		if err != nil {
			panic(err) // embedded: cannot be missing
		}
		long := strings.TrimSpace(string(text))
		if topic.name == "formats" {
			long += "\n" + formatList()
		}
		commands = append(commands, &cobra.Command{Use: topic.name, Short: topic.short, Long: long})
	}
	return commands
}

// formatList describes every format that can be read, in the order in which they are tried.
func formatList() string {
	var b strings.Builder
	for _, f := range ingest.Formats() {
		fmt.Fprintf(&b, "\n%s (%s)\n    known by: %s\n    minded:   %s\n", f.Name, f.Tool, f.Recognised, f.Traps)
	}
	return strings.TrimRight(b.String(), "\n")
}

// newHelp returns the command that explains commands and topics.
// Note: cobra's own takes a mistyped topic for success.
func newHelp() *cobra.Command {
	var man string
	help := &cobra.Command{
		Use:     "help [command or topic]",
		Short:   "Explain a command or a topic",
		Example: "  voc help run\n  voc help exit-codes\n  voc help --man man1",
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			about, _, err := c.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return names(about), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			if man != "" {
				n, err := writeMan(man, c.Root())
				if err == nil {
					fmt.Fprintf(c.OutOrStdout(), "made %d manual pages in %s\n", n, man)
				}
				return err
			}
			about, rest, err := c.Root().Find(args)
			if err == nil && len(rest) == 0 {
				about.InitDefaultHelpFlag()
				return about.Help()
			}
			hint := `type "voc help" for the list of commands and topics`
			if len(rest) == 0 {
				rest = args
			}
			if name := nearest(rest[0], names(about)); name != "" {
				hint = fmt.Sprintf("did you mean %q?", "voc help"+strings.TrimPrefix(about.CommandPath(), "voc")+" "+name)
			}
			return fail(exitUsage, hint, "no help on %q", strings.Join(args, " "))
		},
	}
	help.Flags().StringVar(&man, "man", "", "write manual pages of all commands into this `folder`")
	return help
}

// names returns the names of the commands and topics right below c.
func names(c *cobra.Command) []string {
	var all []string
	for _, below := range c.Commands() {
		if !below.Hidden {
			all = append(all, below.Name())
		}
	}
	return all
}
