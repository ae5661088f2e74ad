package main

import "github.com/spf13/cobra"

// newCheck is to come.
func newCheck(*globals) *cobra.Command { return nil }
