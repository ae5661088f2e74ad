package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// strict makes every wrong use of command and those below it exit with status 2 and a hint,
// and gives each a look at the environment before it runs.
func strict(command *cobra.Command) {
	if check := command.Args; check != nil {
		command.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				if strings.HasPrefix(err.Error(), "unknown command") { // so cobra says of one that takes none
					err = fmt.Errorf("it takes no arguments, not %q", args[0])
				}
				return fail(exitUsage, usageHint(c), "%s: %w", c.CommandPath(), err)
			}
			return nil
		}
	}
	if run := command.RunE; run != nil {
		command.RunE = func(c *cobra.Command, args []string) error {
			if err := environment(c.Flags()); err != nil {
				return err
			}
			return run(c, args)
		}
	}
	for _, below := range command.Commands() {
		strict(below)
	}
}

// usageHint says where to read how a command is used.
func usageHint(c *cobra.Command) string {
	return fmt.Sprintf("type %q to see how it is used", c.CommandPath()+" --help")
}

// environment sets every flag that was not given from its VOC_ variable, such as VOC_MAX_REJECT.
func environment(flags *pflag.FlagSet) error {
	var wrong error
	flags.VisitAll(func(flag *pflag.Flag) {
		name := "VOC_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		value, ok := os.LookupEnv(name)
		if flag.Changed || !ok || value == "" || wrong != nil {
			return
		}
		if err := flag.Value.Set(value); err != nil {
			wrong = fail(exitUsage, cmp.Or(valueHint(err), `type "voc help configuration" for what can be set`), "%s=%s: %w", name, value, err)
		}
		flag.Changed = true
		flag.Annotations = map[string][]string{fromVariable: {name}}
	})
	return wrong
}

// fromVariable is the annotation of a flag that the environment has set: the name of the variable.
const fromVariable = "voc_variable"

// sourceOf says where the value of a flag comes from.
func sourceOf(flag *pflag.Flag) string {
	if names := flag.Annotations[fromVariable]; len(names) > 0 {
		return names[0]
	}
	return "--" + flag.Name
}

// valueHint is the hint that a wrong value comes with; empty if there is none.
func valueHint(err error) string {
	var wrong *valueError
	if errors.As(err, &wrong) {
		return wrong.hint
	}
	return ""
}

// unknownCommand takes cobra's error about a command that it does not know apart: what is wrong, and the nearest command.
func unknownCommand(err error) (hint string, wrong error) {
	message, suggestions, ok := strings.Cut(err.Error(), "\n\nDid you mean this?\n")
	if !ok {
		return `type "voc help" for the list of commands`, err
	}
	return fmt.Sprintf("did you mean %q?", "voc "+strings.Fields(suggestions)[0]), errors.New(message)
}

// flagError adds the nearest flag to an error about an unknown one.
func flagError(c *cobra.Command, err error) error {
	hint := cmp.Or(valueHint(err), usageHint(c))
	if _, unknown, ok := strings.Cut(err.Error(), "unknown flag: --"); ok {
		var names []string
		c.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
		if name := nearest(unknown, names); name != "" {
			hint = "did you mean --" + name + "?"
		}
	}
	return fail(exitUsage, hint, "%s: %w", c.CommandPath(), err)
}

// family returns a command that only holds others.
func family(use, short string, commands ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short}
	c.AddCommand(commands...)
	holdsOthers(c)
	return c
}

// holdsOthers makes c refuse the name of a command that is not below it; without one it prints its help.
func holdsOthers(c *cobra.Command) {
	var names []string
	for _, below := range c.Commands() {
		names = append(names, below.Name())
	}
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return c.Help()
		}
		hint := usageHint(c)
		if name := nearest(args[0], names); name != "" {
			hint = fmt.Sprintf("did you mean %q?", c.CommandPath()+" "+name)
		}
		return fail(exitUsage, hint, "%s: unknown command %q", c.CommandPath(), args[0])
	}
}

// nearest returns the name that word was most likely meant to be; empty if none is near.
func nearest(word string, names []string) string {
	best, distance := "", max(2, len(word)/3)+1
	if len(word) < 4 { // two edits make any short word of any other
		distance = 2
	}
	slices.Sort(names)
	for _, name := range names {
		d := edits(strings.ToLower(word), name)
		if strings.HasPrefix(name, word) && word != "" {
			d = 1
		}
		if d < distance {
			best, distance = name, d
		}
	}
	return best
}

// edits is the number of insertions, deletions and replacements that turn a into b (Levenshtein, 1965).
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
