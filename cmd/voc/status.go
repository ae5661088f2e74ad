package main

import "github.com/spf13/cobra"

// newStatus is to come.
func newStatus(*globals) *cobra.Command { return nil }
