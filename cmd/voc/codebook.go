package main

import "github.com/spf13/cobra"

// newCodebook is to come.
func newCodebook(*globals) *cobra.Command { return nil }
