package nightly

import (
	"fmt"
	"slices"

	"voc/internal/workspace"
)

// What the published run had and this one has not is told: nothing is dropped silently.

// warnGone names the files of the published run that this one does not count, under any name, and says why.
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
		counted := slices.ContainsFunc(n.account.Inputs, func(in workspace.Input) bool {
			return in.File == before.File || in.SHA256 == before.SHA256
		})
		if before.Comments == 0 || counted {
			continue
		}
		why := "is gone"
		if slices.Contains(names, before.File) {
			why = `was not read, since it does not match --input, and it or the settings have changed (type "voc run" to read it)`
		}
		n.account.Warnings = append(n.account.Warnings, fmt.Sprintf(
			"%s, of which the last run counted %d comments, %s: those that stand in no other file are no longer counted", before.File, before.Comments, why))
	}
	return nil
}

// warnBack says that the reports speak from an earlier day than the last run's comments would make them, where nobody asked for it.
func (n *night) warnBack() {
	if n.AsOf == "" && n.state.Newest != "" && n.state.Newest < n.before.Newest {
		n.account.Warnings = append(n.account.Warnings, fmt.Sprintf(
			"the newest comment is of %s, that of the last run was of %s: the reports can go back to an earlier period", n.state.Newest, n.before.Newest))
	}
}
