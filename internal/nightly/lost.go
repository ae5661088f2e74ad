package nightly

import (
	"fmt"
	"slices"

	"voc/internal/workspace"
)

// What the published run had and this one has not is told: nothing is dropped silently.

// warnGone names the files of the published run that are in the inbox no more, under any name.
func (n *night) warnGone() error {
	if n.current == nil {
		return nil
	}
	last, err := n.current.Account()
	if err != nil {
		return err
	}
	names, err := Names(n.Workspace.Inbox())
	if err != nil {
		return err
	}
	for _, before := range last.Inputs {
		renamed := slices.ContainsFunc(n.account.Inputs, func(in workspace.Input) bool { return in.SHA256 == before.SHA256 })
		if before.Comments == 0 || renamed || slices.Contains(names, before.File) {
			continue
		}
		n.account.Warnings = append(n.account.Warnings, fmt.Sprintf(
			"%s, of which the last run counted %d comments, is gone: those that stand in no other file are no longer counted", before.File, before.Comments))
	}
	return nil
}

// warnBack says that the reports speak from an earlier day than the published ones, where nobody asked for it.
func (n *night) warnBack() error {
	if n.current == nil || n.AsOf != "" {
		return nil
	}
	last, err := n.current.Account()
	if err != nil {
		return err
	}
	if n.account.AsOf < last.AsOf {
		n.account.Warnings = append(n.account.Warnings, fmt.Sprintf(
			"the newest comment is of %s, that of the last run was of %s: the reports can go back to an earlier period", n.account.AsOf, last.AsOf))
	}
	return nil
}
