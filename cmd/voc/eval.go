package main

import "github.com/spf13/cobra"

// newEval is to come.
func newEval(*globals) *cobra.Command { return nil }
