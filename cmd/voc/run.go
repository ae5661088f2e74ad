package main

import "github.com/spf13/cobra"

// newRun is to come.
func newRun(*globals) *cobra.Command { return nil }
