package main

import "github.com/spf13/cobra"

// newExport is to come.
func newExport(*globals) *cobra.Command { return nil }
