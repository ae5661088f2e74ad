package main

import "github.com/spf13/cobra"

// newIndex is to come.
func newIndex(*globals) *cobra.Command { return nil }
