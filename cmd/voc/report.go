package main

import "github.com/spf13/cobra"

// newReport is to come.
func newReport(*globals) *cobra.Command { return nil }
