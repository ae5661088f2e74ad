package main

import "github.com/spf13/cobra"

// newSchema is to come.
func newSchema(*globals) *cobra.Command { return nil }
