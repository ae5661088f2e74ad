package main

import "github.com/spf13/cobra"

// newDemo is to come.
func newDemo(*globals) *cobra.Command { return nil }
