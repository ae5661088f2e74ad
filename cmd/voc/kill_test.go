package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// vocProcess runs the program in a process of its own and returns its exit status and what it printed.
func vocProcess(t *testing.T, ctx context.Context, dir string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	path, err := exec.LookPath("voc") // put there by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(ctx, path, args...)
	command.Dir = dir
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	err = command.Run()
	var ended *exec.ExitError
	if ctx.Err() != nil { // killed, perhaps before it began
		return -1, out.String(), complaints.String()
	}
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), out.String(), complaints.String()
}

// crowd makes a workspace whose inbox holds n invented comments in three files.
func crowd(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	if status, _, stderr := vocProcess(t, t.Context(), dir, "init"); status != exitDone {
		t.Fatalf("init: %s", stderr)
	}
	subjects := []string{"clerk", "inspector", "driver", "librarian", "lifeguard", "dispatcher", "plumber"}
	verdicts := []string{"was kind and listened to me", "never called me back", "explained the form twice", "was rude about my accent", "fixed it the same day", "gave me no choice of time"}
	for file := range 3 {
		var csv strings.Builder
		csv.WriteString("id,date,department,rating,comment\n")
		for i := range n / 3 {
			id := file*n + i
			fmt.Fprintf(&csv, "c%d,2026-%02d-%02d,%s,%d,The %s %s on visit %d.\n", id, id%9+1, id%28+1,
				[]string{"Water", "Parks", "Streets"}[id%3], id%5+1, subjects[id%7], verdicts[id%6], id)
		}
		if err := os.WriteFile(filepath.Join(dir, "inbox", fmt.Sprintf("survey-%d.csv", file)), []byte(csv.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// digests returns the hash of every published table and report.
func digests(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	root, err := filepath.EvalSymlinks(filepath.Join(dir, "published"))
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "runs.parquet" { // which holds the times of the run
			return err
		}
		data, err := os.ReadFile(path)
		sum := sha256.Sum256(data)
		found[strings.TrimPrefix(path, root)] = hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 5 {
		t.Fatalf("only %d files published", len(found))
	}
	return found
}

// A run that is killed at any moment leaves the last published run as it was,
// and the next run publishes what an undisturbed one would have.
// VOC_KILLS sets how often (3 if it is not set), VOC_CROWD how many comments there are.
func TestKilledRunsLeaveTheLastOne(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	kills, comments := number("VOC_KILLS", 3), number("VOC_CROWD", 6000)
	calm, dir := crowd(t, comments), crowd(t, comments)
	for _, workspace := range []string{calm, dir} { // two nights, the last file arriving on the second
		late := filepath.Join(workspace, "late.csv")
		if err := os.Rename(filepath.Join(workspace, "inbox", "survey-2.csv"), late); err != nil {
			t.Fatal(err)
		}
		if status, _, stderr := vocProcess(t, t.Context(), workspace, "run"); status != exitDone {
			t.Fatalf("first run exits with %d: %s", status, stderr)
		}
		if err := os.Rename(late, filepath.Join(workspace, "inbox", "survey-2.csv")); err != nil {
			t.Fatal(err)
		}
	}
	before := digests(t, dir)
	start := time.Now()
	if status, _, stderr := vocProcess(t, t.Context(), calm, "run", "--full"); status != exitDone {
		t.Fatalf("run exits with %d: %s", status, stderr)
	}
	whole := time.Since(start)
	want := digests(t, calm)
	random := rand.New(rand.NewPCG(1, 2))
	killed := 0
	for i := range kills {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.Int64N(int64(whole))))
		status, _, _ := vocProcess(t, ctx, dir, "run", "--full")
		cancel()
		published := digests(t, dir)
		switch {
		case same(published, before):
			killed++
		case !same(published, want):
			t.Fatalf("kill %d: neither the last run nor the new one is published", i)
		}
		if found, out, stderr := vocProcess(t, t.Context(), dir, "search", "clerk", "--limit", "3"); found != exitDone || out == "" {
			t.Fatalf("kill %d (status %d): search exits with %d: %s", i, status, found, stderr)
		}
		if found, _, stderr := vocProcess(t, t.Context(), dir, "report", "--all", "--output", t.TempDir()); found != exitDone {
			t.Fatalf("kill %d (status %d): report exits with %d: %s", i, status, found, stderr)
		}
	}
	t.Logf("%d of %d kills left the run before published", killed, kills)
	if status, _, stderr := vocProcess(t, t.Context(), dir, "run"); status != exitDone {
		t.Fatalf("after the kills run exits with %d: %s", status, stderr)
	}
	if got := digests(t, dir); !same(got, want) {
		t.Errorf("published after the kills: %v\nundisturbed: %v", got, want)
	}
	left, err := filepath.Glob(filepath.Join(dir, "store", "runs", "*.unfinished"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func same(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for name := range a {
		if a[name] != b[name] {
			return false
		}
	}
	return true
}

// number reads a whole number from the environment.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// The number of workers changes no byte of what is published.
func TestWorkersChangeNothing(t *testing.T) {
	dir := crowd(t, 3000)
	var first map[string]string
	for _, workers := range []string{"1", "8"} {
		if status, _, stderr := vocProcess(t, t.Context(), dir, "run", "--full", "--workers", workers); status != exitDone {
			t.Fatalf("run --workers %s exits with %d: %s", workers, status, stderr)
		}
		got := digests(t, dir)
		if first == nil {
			first = got
		} else if !same(got, first) {
			t.Errorf("%s workers publish %v, 1 worker %v", workers, got, first)
		}
	}
}
