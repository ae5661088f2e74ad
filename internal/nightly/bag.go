package nightly

import (
	"encoding/binary"
	"math/bits"
	"strings"

	"github.com/cespare/xxhash/v2"

	"voc/internal/workspace"
)

// A bag is the set of a text's words: of each word one bit, which without the secret says nothing of it.
type bag [4]uint64

// bagOf returns the bag of a text.
func bagOf(text string, secret workspace.Secret) bag {
	var b bag
	said, _ := wordsOf(text)
	seed := binary.BigEndian.AppendUint64(nil, secret.Sum("bag"))
	for word := range strings.FieldsSeq(said) {
		at := xxhash.Sum64(append(seed, word...)) % 256
		b[at/64] |= 1 << (at % 64)
	}
	return b
}

// Bags of fewer common words than fewWords say nothing, nor do those of more than manyWords, which have bits in common by chance.
const (
	fewWords  = 4
	manyWords = 128
)

// like reports whether two texts have most of their words in common, as versions of one comment have.
func (b bag) like(other bag) bool {
	common, all := 0, 0
	for i := range b {
		common += bits.OnesCount64(b[i] & other[i])
		all += bits.OnesCount64(b[i] | other[i])
	}
	return common >= fewWords && all <= manyWords && 2*common >= all
}
