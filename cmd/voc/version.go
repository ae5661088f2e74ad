package main

import "github.com/spf13/cobra"

// newVersion is to come.
func newVersion(*globals) *cobra.Command { return nil }
