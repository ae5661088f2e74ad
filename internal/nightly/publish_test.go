package nightly

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

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
