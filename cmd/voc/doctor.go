package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"voc/index"
	"voc/internal/nightly"
	"voc/internal/workspace"
	"voc/report/table"
)

// A finding is what voc doctor says of one thing.
type finding struct {
	Check string `json:"check"`
	OK    bool   `json:"ok"`
	Found string `json:"found"`
	Hint  string `json:"hint,omitempty"`

	mistake bool // in what people edit
}

// newDoctor returns the command that looks for what would make a run fail.
func newDoctor(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Look for what would make a run fail",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w, err := g.workspace()
			if err != nil {
				return err
			}
			findings := examine(w)
			if g.json {
				if err := json.NewEncoder(c.OutOrStdout()).Encode(findings); err != nil {
					return err
				}
			}
			sick, status := 0, exitFailed
			for _, f := range findings {
				mark := "ok  "
				if !f.OK {
					mark = "BAD "
					sick++
					if f.mistake {
						status = exitUsage
					}
				}
				if !g.json {
					fmt.Fprintf(c.OutOrStdout(), "%s %-12s %s\n", mark, f.Check, f.Found)
					if f.Hint != "" {
						fmt.Fprintf(c.OutOrStdout(), "     %-12s %s\n", "", f.Hint)
					}
				}
			}
			if sick > 0 {
				return &failure{status: status, err: errSilent}
			}
			return nil
		},
	}
}

// examine makes every check that needs no run.
func examine(w *workspace.Workspace) []finding {
	findings := []finding{{Check: "voc.yaml", OK: true, Found: fmt.Sprintf("%d sources", len(w.Config.Sources))}}
	departments := finding{Check: "departments", OK: true, Found: fmt.Sprintf("%d departments", len(w.Departments))}
	if len(w.Departments) == 0 {
		departments.Hint = "name them in departments.yaml, so that every officer gets a report"
	}
	findings = append(findings, departments)

	inbox := finding{Check: "inbox", OK: true, Found: w.Inbox()}
	if entries, err := os.ReadDir(w.Inbox()); err != nil {
		inbox = finding{Check: "inbox", Found: err.Error(), Hint: "make the folder and put exports into it"}
	} else if len(entries) == 0 {
		inbox.Hint = "it is empty: put exports into it"
	}
	findings = append(findings, inbox, writable(w))

	for _, setting := range nightly.Settings(w) {
		findings = append(findings, opened(setting))
	}

	published := finding{Check: "published", OK: true}
	switch run, err := w.Current(); {
	case errors.Is(err, workspace.ErrNothing):
		published.Found, published.Hint = "nothing yet", `type "voc run"`
	case err != nil:
		published = finding{Check: "published", Found: err.Error()}
	default:
		published.Found = filepath.Base(run.Dir)
		if err := table.Check(filepath.Dir(run.Table("comments"))); err != nil {
			published = finding{Check: "published", Found: err.Error(), Hint: `type "voc run", which makes the tables anew`}
		} else if err := opens(run); err != nil {
			published = finding{Check: "published", Found: err.Error(), Hint: indexHint(err)}
		}
	}
	return append(findings, published)
}

// opens opens the index of a run.
func opens(run *workspace.Run) error {
	ix, err := index.Open(run.Index(), index.Options{})
	if err != nil {
		return err
	}
	return ix.Close()
}

// opened opens what a run opens, and says what came of it.
func opened(setting nightly.Setting) finding {
	found, err := setting.Open()
	if err == nil {
		return finding{Check: setting.Name, OK: true, Found: found}
	}
	f := finding{Check: setting.Name, Found: err.Error()}
	var m *workspace.Mistake
	if errors.As(err, &m) {
		f.Hint, f.mistake = m.Hint, true
	}
	return f
}

// writable checks that store can be written and renamed in.
func writable(w *workspace.Workspace) finding {
	f := finding{Check: "store", OK: true, Found: w.Store()}
	probe := filepath.Join(w.Store(), "doctor.probe")
	err := os.MkdirAll(w.Store(), 0o755)
	if err == nil {
		err = os.WriteFile(probe, []byte("probe"), 0o644)
	}
	if err == nil {
		err = os.Rename(probe, probe+"d")
	}
	os.Remove(probe)
	os.Remove(probe + "d")
	if err != nil {
		return finding{Check: "store", Found: err.Error(), Hint: "the account that runs voc must be able to write there"}
	}
	return f
}
