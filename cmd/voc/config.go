package main

import "github.com/spf13/cobra"

// newConfig is to come.
func newConfig(*globals) *cobra.Command { return nil }
