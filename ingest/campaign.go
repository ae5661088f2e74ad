package ingest

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Letters of one campaign say nearly the same; a street or a name differs.
const (
	campaignHashes  = 32 // in a signature
	campaignBuckets = 8  // made of two hashes each: of letters that share half their shingles nine in ten meet in a bucket
	campaignWords   = 3  // in a shingle
	campaignLeast   = 15 // words below which nothing is a letter
	campaignsMost   = 20 // however many texts there are, this many campaigns are believed
)

// Note: among 138,000 real comments all that is alike by this measure was written from one model, letters and the forms of 311 alone.
// From 8 words on, strangers begin to say the same by chance, such as how friendly everybody was.

// CampaignLeast is how many letters must be alike to be a campaign.
const CampaignLeast = 5

// campaignAlike is the number of equal hashes from which two letters are alike: half.
const campaignAlike = campaignHashes / 2

// A Signature is what MinHash keeps of a text: texts that share most of their words in order share most of its hashes.
type Signature [campaignHashes]uint16

// Sign returns the signature of text, and false if the text is too short to be a letter of a campaign.
// Case, punctuation and digits do not count. It is safe for concurrent use.
func Sign(text string) (Signature, bool) {
	var least [campaignHashes]uint32
	for i := range least {
		least[i] = 1<<32 - 1
	}
	var window [campaignWords]uint64
	words := 0
	for rest := text; ; {
		word, after, ok := nextWord(rest)
		if !ok {
			break
		}
		rest = after
		window[words%campaignWords] = word
		if words++; words >= campaignWords {
			take(&least, shingle(&window, words))
		}
	}
	var s Signature
	for i, v := range least {
		s[i] = uint16(v)
	}
	return s, words >= campaignLeast
}

// shingle is the hash of the last words in their order.
func shingle(window *[campaignWords]uint64, words int) uint64 {
	h := uint64(14695981039346656037)
	for i := range campaignWords {
		h = (h ^ window[(words+i)%campaignWords]) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return h
}

// take keeps the smallest of each of the hashes made of h.
func take(least *[campaignHashes]uint32, h uint64) {
	const factor = 0x85ebca6b
	v, step := uint32(h)*factor, (uint32(h>>32)|1)*factor
	for i := range least {
		least[i] = min(least[i], v)
		v += step
	}
}

// nextWord returns the hash of the first word of text and what follows it.
func nextWord(text string) (hash uint64, rest string, ok bool) {
	h := uint64(14695981039346656037)
	inside := false
	for i := 0; i < len(text); {
		b := text[i]
		if b < utf8.RuneSelf {
			i++
			if b|0x20 >= 'a' && b|0x20 <= 'z' {
				h = (h ^ uint64(b|0x20)) * 1099511628211
				inside = true
			} else if inside && b != '\'' {
				return h, text[i:], true
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if unicode.IsLetter(r) {
			h = (h ^ uint64(unicode.ToLower(r))) * 1099511628211
			inside = true
		} else if inside && r != '’' {
			return h, text[i:], true
		}
	}
	return h, "", inside
}

// alike reports whether two letters share most of their words in order.
func (s *Signature) alike(other *Signature) bool {
	same := 0
	for i := range s {
		if s[i] == other[i] {
			same++
		}
	}
	return same >= campaignAlike
}

// Letters finds the campaigns among letters. The zero value has none.
// It keeps 64 bytes of each, and as many as twelve more while it looks for campaigns.
type Letters struct {
	signatures []Signature
}

// Add takes one more letter, whose number is that of those before it.
func (l *Letters) Add(s Signature) { l.signatures = append(l.signatures, s) }

// Campaigns returns for each letter the number of the first letter of its campaign,
// or -1 if fewer than [CampaignLeast] are alike.
// Letters belong together if each is like another of them, though the first and the last may differ more.
// There are no campaigns where one text in ten stands so often that it could be one:
// such texts come from a form or were repeated by a machine, and repeated is true.
func (l *Letters) Campaigns() (first []int32, repeated bool) {
	first = make([]int32, len(l.signatures))
	for i := range first {
		first[i] = int32(i)
	}
	keys := make([]uint64, len(l.signatures))
	for bucket := range campaignBuckets {
		for i := range l.signatures {
			s := &l.signatures[i]
			keys[i] = uint64(s[2*bucket])<<48 | uint64(s[2*bucket+1])<<32 | uint64(i)
		}
		slices.Sort(keys)
		for start, end := 0, 0; start < len(keys); start = end {
			for end = start + 1; end < len(keys) && keys[end]>>32 == keys[start]>>32; end++ {
				l.meet(first, int32(uint32(keys[start])), int32(uint32(keys[end])))
				l.meet(first, int32(uint32(keys[end-1])), int32(uint32(keys[end])))
			}
		}
	}
	return first, l.sift(first)
}

// sift leaves in first what belongs to a campaign, and reports whether everything was taken out for being repeated wholesale.
func (l *Letters) sift(first []int32) bool {
	letters := make([]int32, len(first))
	for i := range first {
		first[i] = root(first, int32(i))
		letters[first[i]]++
	}
	texts, campaigns := 0, 0 // that differ
	for _, n := range letters {
		if n > 0 {
			texts++
		}
		if n >= CampaignLeast {
			campaigns++
		}
	}
	repeated := campaigns > campaignsMost && campaigns > texts/10
	for i, f := range first {
		if repeated || letters[f] < CampaignLeast {
			first[i] = -1
		}
	}
	return repeated
}

// meet puts two letters that share a bucket into one campaign if they are alike.
func (l *Letters) meet(first []int32, a, b int32) {
	a0, b0 := root(first, a), root(first, b)
	if a0 != b0 && l.signatures[a].alike(&l.signatures[b]) {
		first[max(a0, b0)] = min(a0, b0)
	}
}

// root is the first letter of the campaign of letter i, as far as it is known. It shortens the way there.
func root(first []int32, i int32) int32 {
	for first[i] != i {
		first[i] = first[first[i]]
		i = first[i]
	}
	return i
}
