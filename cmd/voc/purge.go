package main

import "github.com/spf13/cobra"

// newPurge is to come.
func newPurge(*globals) *cobra.Command { return nil }
