package nightly

import (
	"fmt"
	"maps"
	"slices"
)

// What was taken for one comment by its looks is told, where there is much of it: nothing is dropped silently, nor counted twice.

// manyAlike is from how many comments on a file's likeness to others is told, or half of them where it holds fewer.
const manyAlike = 10

func many(n, of int) bool { return n >= manyAlike || n >= fewCopies && 2*n >= of }

// remarks says of input i, whose slices are those from first to last, which of its comments are taken for those of other files.
func (m *merge) remarks(i, first, last int, found []input) []string {
	comments, why := 0, map[loss]int{}
	for at := first; at < last; at++ {
		comments += len(m.slices[at].keys)
		for _, l := range m.dropped[at] {
			why[l]++
		}
	}
	other := func(l loss) string { return found[m.kept[lost{i, l}]].name }
	var notes []string
	if n := why[elsewhere]; n > 0 {
		notes = append(notes, fmt.Sprintf("%d of its %d comments stand in %s or other files too, with the same time and words, and are counted there", n, comments, other(elsewhere)))
	}
	if n := why[replaced]; n > 0 {
		notes = append(notes, fmt.Sprintf("%d of its %d comments are taken for older versions of those that bear their ids in %s or other files, with other words: "+
			"if they are other comments, give each file a name of its own under sources in voc.yaml", n, comments, other(replaced)))
	}
	if before, n := m.echo(i); n >= manyAlike && 10*n >= 9*comments {
		notes = append(notes, fmt.Sprintf("%d of its %d comments stand in %s too, with the same time and words, yet have too few words to be known by, so both are counted: "+
			"if one file is a copy of the other, take it away", n, comments, found[before].name))
	}
	return notes
}

// echo returns the input before i that shares most comments of few words with it which are kept in both, and how many.
func (m *merge) echo(i int) (input, most int) {
	shared := map[int]int{}
	for pair, n := range m.echoed {
		if pair.here.input == i && pair.before.input != i {
			shared[pair.before.input] += n
		}
	}
	for _, before := range slices.Sorted(maps.Keys(shared)) {
		if n := shared[before]; n > most {
			input, most = before, n
		}
	}
	return input, most
}

// anew says which files bear numbers of earlier ones; empty if none does.
func (m *merge) anew(found []input) string {
	begun, total := map[int]int{}, map[int]int{}
	for at, t := range m.common.tallies {
		begun[at.input] += t.anew
		total[at.input] += t.comments
	}
	files, comments, first := 0, 0, 0
	for i := range found {
		n := m.apart[i]
		if many(n+begun[i], total[i]) {
			n += begun[i]
		}
		if n == 0 {
			continue
		}
		if files++; files == 1 {
			first = i
		}
		comments += n
	}
	if files == 0 {
		return ""
	}
	return fmt.Sprintf("ids that begin anew: %d comments of %d files, the first %s, bear numbers that other comments bear too, with another time, another department or other words: "+
		"each is counted as a comment of its own", comments, files, found[first].name)
}
