package main

import "github.com/spf13/cobra"

// newRuns is to come.
func newRuns(*globals) *cobra.Command { return nil }
