package main

import "github.com/spf13/cobra"

// newSniff is to come.
func newSniff(*globals) *cobra.Command { return nil }
