package main

import "github.com/spf13/cobra"

// newDoctor is to come.
func newDoctor(*globals) *cobra.Command { return nil }
