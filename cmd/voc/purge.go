package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"voc"
	"voc/index"
	"voc/internal/nightly"
)

// newPurge returns the command that erases comments.
func newPurge(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "purge <id>...",
		Short: "Erase comments from everything that voc keeps",
		Long: "Erase comments that a person has the right to have erased. They are never kept again, however often their export is read,\n" +
			"nor are older versions, nor copies in exports of other names. Copies are known by keyed hashes: of the tool's own id, the day and\n" +
			"the words, or the clock time whatever the words, and of eight words or more and the day (fifteen where no day is known);\n" +
			"only the hashes are kept. A comment of fewer words\n" +
			"without such an id comes back when its export is renamed, since others may have said the same: \"None\".\n" +
			"Runs before the published one are taken away; the next run publishes without the comments.\n" +
			"Reviewers' notes on them are taken away; their corrections stay, without any of the customer's words.\n" +
			"The export itself belongs to you: the command says in which file and row to take the words out.",
		Example: "  voc purge cadb8e6502596e138",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return purge(c, g, args) },
	}
}

func purge(c *cobra.Command, g *globals, ids []string) error {
	w, run, err := g.published()
	if err != nil {
		return err
	}
	ix, err := index.Open(run.Index(), index.Options{})
	if err != nil {
		return err
	}
	defer ix.Close()
	places, err := places(ids, ix.Get)
	if err != nil {
		return err
	}
	unlock, err := lock(c.Context(), w, 0, "wait for it to end")
	if err != nil {
		return err
	}
	defer unlock()
	err = nightly.Purge(w, ids)
	if errors.Is(err, nightly.ErrNoPart) {
		return fail(exitFailed, `type "voc run", and then purge`, "purge %w", err)
	}
	if err != nil {
		return err
	}
	if g.json {
		type erased struct {
			ID     string `json:"id"`
			Origin string `json:"origin"` // file below inbox and row, from which the operator takes the words out
		}
		list := make([]erased, len(ids))
		for i, id := range ids {
			list[i] = erased{id, places[i]}
		}
		return printJSON(c.OutOrStdout(), struct {
			Purged []erased `json:"purged"`
		}{list})
	}
	for i, id := range ids {
		fmt.Fprintf(c.OutOrStdout(), "purged %s; take it out of inbox/%s as well\n", id, plain(places[i]))
	}
	fmt.Fprintln(c.OutOrStdout(), `next: type "voc run", which publishes without it; published/rejects.csv then names all rows that hold it`)
	return nil
}

// places returns where each of the comments ids was read. Only one that is not found is not published:
// what the index cannot say must not be taken for erased.
func places(ids []string, get func(id string) (voc.Record, error)) ([]string, error) {
	var list []string
	for _, id := range ids {
		record, err := get(id)
		if errors.Is(err, index.ErrNotFound) {
			return nil, fail(exitUsage, `type "voc search" to find it; give the whole id`, "purge: no comment %s is published", id)
		}
		if err != nil {
			return nil, fail(exitFailed, `type "voc index rebuild", and then purge`, "purge: %w", err)
		}
		list = append(list, record.Origin.String())
	}
	return list, nil
}
