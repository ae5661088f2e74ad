// Command voc reads what customers said and says what they mean.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"voc/internal/workspace"
	"voc/report/table"
)

// Exit statuses, as "voc help exit-codes" lists them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitPartial     = 3
	exitGate        = 4
	exitEmpty       = 5
	exitNoWorkspace = 10
	exitLocked      = 11
	exitInterrupted = 130
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole command: it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return tell(stderr, root.ExecuteContext(ctx))
}

// A failure is an error with an exit status and, where there is one, the next thing to type.
type failure struct {
	status int
	err    error
	hint   string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// fail returns an error with an exit status and a hint; the format is that of fmt.Errorf.
func fail(status int, hint, format string, args ...any) error {
	return &failure{status, fmt.Errorf(format, args...), hint}
}

// errSilent is a failure that was already told.
var errSilent = errors.New("")

// tell prints err and returns its exit status.
// An error that says nothing of its status is a failure.
func tell(stderr io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	status, hint := exitFailed, ""
	var mistake *workspace.Mistake
	if errors.As(err, &mistake) {
		status, hint = exitUsage, mistake.Hint
	}
	var f *failure
	switch {
	case errors.As(err, &f):
		status, hint = f.status, f.hint
	case strings.HasPrefix(err.Error(), "unknown command"):
		status = exitUsage
		hint, err = unknownCommand(err)
	case errors.Is(err, context.Canceled):
		status, err = exitInterrupted, errors.New("interrupted")
	case errors.Is(err, table.ErrColumns):
		hint = `type "voc run", which makes the tables of another version anew`
	}
	if message := err.Error(); message != "" {
		fmt.Fprintf(stderr, "voc: %s\n", plainLines(strings.TrimSpace(message)))
	}
	if hint != "" {
		fmt.Fprintf(stderr, "hint: %s\n", plainLines(hint))
	}
	return status
}

// newRoot returns the whole tree of commands.
func newRoot() *cobra.Command {
	g := &globals{}
	root := &cobra.Command{
		Use:           "voc",
		Short:         "Say what customers said, in terms of the four basic needs",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	g.bind(root)
	help := newHelp()
	groups := []struct {
		id, title string
		commands  []*cobra.Command
	}{
		{"start", "Get started:", []*cobra.Command{newInit(g), newDemo(g), newDoctor(g)}},
		{"nightly", "Nightly work:", []*cobra.Command{newRun(g), newCheck(g), newSniff(g), newStatus(g)}},
		{"look", "Look:", []*cobra.Command{newSearch(g), newShow(g), newThemes(g), newReport(g), newFocus(g), newExport(g), newServe(g)}},
		{"meaning", "Meaning:", []*cobra.Command{newLabel(g), newCodebook(g), newTrain(g), newEval(g), newReview(g)}},
		{"housekeeping", "Housekeeping:", []*cobra.Command{newRuns(g), newIndex(g), newPurge(g), newConfig(g), newSchema(g), newVersion(g), help}},
	}
	for _, group := range groups {
		root.AddGroup(&cobra.Group{ID: group.id, Title: group.title})
		for _, command := range group.commands {
			command.GroupID = group.id
			root.AddCommand(command)
		}
	}
	root.AddCommand(newTopics()...)
	root.SetVersionTemplate("voc {{.Version}}\n")
	root.SetHelpCommand(help)
	root.SetCompletionCommandGroupID("housekeeping")
	root.InitDefaultCompletionCmd()
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		holdsOthers(completion)
	}
	root.SetFlagErrorFunc(flagError)
	strict(root)
	return root
}
