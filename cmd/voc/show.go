package main

import "github.com/spf13/cobra"

// newShow is to come.
func newShow(*globals) *cobra.Command { return nil }
