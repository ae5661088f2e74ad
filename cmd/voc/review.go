package main

import "github.com/spf13/cobra"

// newReview is to come.
func newReview(*globals) *cobra.Command { return nil }
