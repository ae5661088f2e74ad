package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"voc/internal/workspace"
)

// TestMain makes it the same day whenever the tests run, for dates that are yet to come.
func TestMain(m *testing.M) {
	if _, ok := os.LookupEnv("VOC_TODAY"); !ok {
		if err := os.Setenv("VOC_TODAY", "2026-11-22"); err != nil {
			panic(err)
		}
	}
	testscript.Main(m, map[string]func(){"voc": main})
}

// TestScript runs the stories of testdata/script, each in a folder of its own.
// "UPDATE=1 go test ./cmd/voc" writes what was printed into them.
func TestScript(t *testing.T) {
	testscript.Run(t, params(filepath.Join("..", "..", "testdata", "script")))
}

func params(dir string) testscript.Params {
	return testscript.Params{
		Dir:                 dir,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"locked":   locked,
			"unlocked": unlocked,
			"anyrun":   anyRun,
		},
	}
}

// setup gives a story an environment without the machine's own settings.
func setup(env *testscript.Env) error {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "CI"} {
		env.Setenv(name, "")
	}
	env.Setenv("TZ", "UTC")
	env.Setenv("LC_ALL", "C.UTF-8")
	return nil
}

// exits runs a command that must end with the exit status given: "exits 10 voc status".
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var ended *exec.ExitError
	err = ts.Exec(args[1], args[2:]...)
	if errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s exits with %d, want %d", args[1], got, want)
	}
}

// anyRun keeps what was printed in a file, with RUN in the place of the ids of runs,
// which change with everything that decides a label: "anyrun FILE".
func anyRun(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: anyrun FILE")
	}
	text := runID.ReplaceAllString(ts.ReadFile("stdout"), "RUN")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

var runID = regexp.MustCompile(`\br[0-9a-f]{11}\b`)

// locked takes the lock of the workspace in a folder, as another run would: "locked DIR".
func locked(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: locked DIR")
	}
	w, err := workspace.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	unlock, err := w.Lock(context.Background(), 0)
	ts.Check(err)
	ts.Defer(unlock)
	locks.Store(ts, unlock)
}

// unlocked gives the lock back.
func unlocked(ts *testscript.TestScript, neg bool, args []string) {
	unlock, ok := locks.LoadAndDelete(ts)
	if neg || len(args) != 0 || !ok {
		ts.Fatalf("usage: unlocked, after locked DIR")
	}
	unlock.(func())()
}

// locks holds what gives back the lock that a story has taken.
var locks sync.Map
