package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/spf13/cobra"
)

// Only a run says that nothing was published; a search never publishes anything.
func TestInterrupted(t *testing.T) {
	for want, err := range map[string]error{
		"voc: interrupted\n":                    context.Canceled,
		"voc: interrupted, nothing published\n": runFailure(&cobra.Command{}, nil, context.Canceled),
	} {
		var stderr bytes.Buffer
		if status := tell(&stderr, err); status != exitInterrupted || stderr.String() != want {
			t.Errorf("tell = %d, %q, want %d, %q", status, stderr.String(), exitInterrupted, want)
		}
	}
}
