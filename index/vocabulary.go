package index

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A vocabulary is every word of the comments as it was written, in lower case, sorted, and the term it is found by.
// It knows which words begin alike and which are spelled nearly alike; terms do not, since their endings are cut off.
//
// Words of comments that were taken out stay in it until the index is built anew. They find nothing.
type vocabulary struct {
	words, terms []string
}

// vocabularyFile is the name of a shard's vocabulary in its folder: lines of a word, a tab, and its term.
const vocabularyFile = "words.tsv"

// readVocabulary reads the vocabularies of all shards as one.
func readVocabulary(dir string) (*vocabulary, error) {
	terms := map[string]string{}
	for i := range shards {
		if err := addVocabulary(terms, shardDir(dir, i)); err != nil {
			return nil, err
		}
	}
	v := &vocabulary{words: slices.Sorted(maps.Keys(terms))}
	v.terms = make([]string, len(v.words))
	for i, word := range v.words {
		v.terms[i] = terms[word]
	}
	return v, nil
}

// addVocabulary adds the words of the shard in the folder dir to terms. A shard without words has no file.
func addVocabulary(terms map[string]string, dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, vocabularyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(data)) {
		word, term, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			return fmt.Errorf("%s: damaged", filepath.Join(dir, vocabularyFile))
		}
		terms[word] = term
	}
	return nil
}

// writeVocabulary writes the words of a lexicon, and those that are there already, into the folder of a shard.
func writeVocabulary(dir string, l *lexicon) (err error) {
	terms := map[string]string{}
	if err := addVocabulary(terms, dir); err != nil {
		return err
	}
	for word, term := range l.terms {
		if term != "" {
			terms[word] = term
		}
	}
	f, err := os.Create(filepath.Join(dir, vocabularyFile))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	for _, word := range slices.Sorted(maps.Keys(terms)) {
		fmt.Fprintf(w, "%s\t%s\n", word, terms[word])
	}
	return w.Flush()
}

// beginning returns the terms of the words that begin with prefix, sorted, each once.
func (v *vocabulary) beginning(prefix string) []string {
	var terms []string
	i, _ := slices.BinarySearch(v.words, prefix)
	for ; i < len(v.words) && strings.HasPrefix(v.words[i], prefix); i++ {
		terms = append(terms, v.terms[i])
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// A near is a term and how many letters its word differs by.
type near struct {
	term string
	off  int
}

// near returns the terms of words that are spelled nearly like word, nearest first, each once.
// A long word may differ by two letters, but not in the first.
func (v *vocabulary) near(word string) []near {
	letters := []rune(word)
	most := 1
	if len(letters) > 5 {
		most = 2
	}
	var list []near
	for i, other := range v.words {
		if len(other) > len(word)+4*most || len(other) < len(word)-4*most {
			continue
		}
		off := distance(letters, []rune(other), most)
		if off <= most && (off < 2 || other[0] == word[0]) {
			list = append(list, near{v.terms[i], off})
		}
	}
	slices.SortFunc(list, func(a, b near) int { return cmp.Or(strings.Compare(a.term, b.term), a.off-b.off) })
	list = slices.CompactFunc(list, func(a, b near) bool { return a.term == b.term })
	slices.SortStableFunc(list, func(a, b near) int { return a.off - b.off })
	return list
}

// distance returns how many letters must be changed, added, left out or swapped with the next to make b of a;
// if that is more than most, some number above it.
func distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i, letter := range a {
		row[0] = i + 1
		least := row[0]
		for j, other := range b {
			change := last[j]
			if letter != other {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && letter == b[j-1] && a[i-1] == other {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
