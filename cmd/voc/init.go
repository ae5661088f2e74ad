package main

import "github.com/spf13/cobra"

// newInit is to come.
func newInit(*globals) *cobra.Command { return nil }
