package analyze

import (
	"cmp"
	"path/filepath"
	"slices"
)

// rarest is how often a word must stand in the corpora to have a vector of its own.
const rarest = 3

// CorpusWords returns the words of shared's comments and of own ones that are common enough to be learned, the commonest first.
func CorpusWords(shared string, own []Labelled) ([]string, error) {
	raw, err := ReadRaw(shared)
	if err != nil {
		return nil, err
	}
	gold, err := ReadLabelled(filepath.Join(shared, "gold", "train.jsonl"))
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	var t Text
	count := func(text string) {
		t.Reset(text)
		for i := range t.Words {
			if k := t.Words[i].Kind; k == Letters || k == Symbol {
				counts[string(t.Fold(i))]++
			}
		}
	}
	for _, r := range raw {
		count(r.Text)
	}
	for _, l := range append(gold, own...) {
		count(l.Text)
	}
	var words []string
	for w, n := range counts {
		if n >= rarest && len(w) <= 40 {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	return words, nil
}
