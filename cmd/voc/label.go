package main

import "github.com/spf13/cobra"

// newLabel is to come.
func newLabel(*globals) *cobra.Command { return nil }
