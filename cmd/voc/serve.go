package main

import "github.com/spf13/cobra"

// newServe is to come.
func newServe(*globals) *cobra.Command { return nil }
