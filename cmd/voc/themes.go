package main

import "github.com/spf13/cobra"

// newThemes is to come.
func newThemes(*globals) *cobra.Command { return nil }
