package main

import "github.com/spf13/cobra"

// newTrain is to come.
func newTrain(*globals) *cobra.Command { return nil }
