package nightly

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"voc"
	"voc/internal/review"
	"voc/internal/workspace"
)

// Who interrupts a run need not wait for the hashes of all that it made.
func TestOutputsCanBeInterrupted(t *testing.T) {
	run := &workspace.Run{Dir: t.TempDir()}
	if err := os.Mkdir(run.Published(), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(run.Published(), "views.sql"), []byte("select 1;"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n := &night{}
	if err := n.outputs(ctx, run); err != nil || len(n.account.Outputs) != 1 {
		t.Errorf("outputs = %v, %v", n.account.Outputs, err)
	}
	cancel()
	if err := n.outputs(ctx, run); !errors.Is(err, context.Canceled) {
		t.Errorf("after an interrupt outputs = %v", err)
	}
}

// A run that does not come to be published leaves the corrections with the ids that are published.
func TestCorrectionsOfUnpublished(t *testing.T) {
	w := &workspace.Workspace{Dir: t.TempDir()}
	said := review.Correction{Time: time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC), By: "ann", Comment: "c1", Kind: voc.KindNeed, Label: "control", Old: review.None, New: "met"}
	if err := review.Append(w.Reviews(), said); err != nil {
		t.Fatal(err)
	}
	before, err := review.Read(w.Reviews())
	if err != nil {
		t.Fatal(err)
	}
	m := &merge{renamed: map[string]string{"c1": "c2"}}
	if m.reviews, err = before.Renamed(m.renamed); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.Store(), nil, 0o644); err != nil { // so that no run can begin
		t.Fatal(err)
	}
	n := &night{Options: Options{Workspace: w}, merge: m, decide: func() string { return "0123456789abcdef" }}
	n.account.Fingerprints = map[string]string{}
	if _, err := n.publish(t.Context()); err == nil {
		t.Fatal("published, though there is no folder for it")
	}
	after, err := review.Read(w.Reviews())
	if err != nil || len(after.For("c1")) != 1 || after.Fingerprint() != before.Fingerprint() {
		t.Errorf("corrections of %q, %v; want of c1", after.IDs(), err)
	}
}
