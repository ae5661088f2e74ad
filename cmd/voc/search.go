package main

import "github.com/spf13/cobra"

// newSearch is to come.
func newSearch(*globals) *cobra.Command { return nil }
