package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Letters of one campaign say nearly the same; a street or a name differs.
const (
	campaignHashes = 32 // in a signature
	campaignRows   = 2  // hashes in a bucket: letters alike in seven words of ten meet in one of the buckets almost surely
	campaignWords  = 3  // in a shingle
	campaignLeast  = 8  // words below which nothing is a letter
)

// CampaignLeast is how many letters must be alike to be a campaign.
const CampaignLeast = 5

// CampaignAlike is the share of equal hashes above which two letters are alike.
const CampaignAlike = 0.7

// A Signature is what MinHash keeps of a text: texts that share most of their words in order share most of its hashes.
type Signature [campaignHashes]uint32

// Sign returns the signature of text, and false if the text is too short to be a letter of a campaign.
// Case, punctuation and digits do not count. It is safe for concurrent use.
func Sign(text string) (Signature, bool) {
	var s Signature
	for i := range s {
		s[i] = 1<<32 - 1
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
			s.take(shingle(&window, words))
		}
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
func (s *Signature) take(h uint64) {
	low, high := uint32(h), uint32(h>>32)|1
	for i := range s {
		if v := (low + uint32(i)*high) * 0x85ebca6b; v < s[i] {
			s[i] = v
		}
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

// Buckets returns the keys under which alike letters meet: two letters with a key in common should be compared by [Signature.Alike].
func (s *Signature) Buckets() [campaignHashes / campaignRows]uint64 {
	var keys [campaignHashes / campaignRows]uint64
	for i := range keys {
		keys[i] = (uint64(s[i*campaignRows])<<32 | uint64(s[i*campaignRows+1])) ^ uint64(i)<<59
	}
	return keys
}

// Alike estimates the share of their shingles that two letters have in common, 0..1.
func (s *Signature) Alike(other *Signature) float64 {
	same := 0
	for i := range s {
		if s[i] == other[i] {
			same++
		}
	}
	return float64(same) / campaignHashes
}

// Campaigns groups letters that are alike, as they come.
// Its memory is bounded: of a campaign one signature is kept, and letters like which no other came are forgotten
// after a hundred thousand such.
type Campaigns struct {
	heads   []*campaignHead // by group; nil if forgotten
	buckets map[uint64]int32
	single  int // groups of one letter
}

// maxSingle is how many letters unlike all others are kept.
const maxSingle = 100_000

type campaignHead struct {
	signature Signature
	id        string // of its first letter
	n         int
}

// Add takes the letter with the given id and text into account and returns the number of its group, from 0; -1 if it is too short.
// Letters must come in the same order on every run, since a group is known by its first.
func (c *Campaigns) Add(id, text string) int {
	s, ok := Sign(text)
	if !ok {
		return -1
	}
	if c.buckets == nil {
		c.buckets = map[uint64]int32{}
	}
	keys := s.Buckets()
	for _, key := range keys {
		if g, ok := c.buckets[key]; ok && s.Alike(&c.heads[g].signature) >= CampaignAlike {
			if c.heads[g].n++; c.heads[g].n == 2 {
				c.single--
			}
			return int(g)
		}
	}
	if c.single++; c.single > maxSingle {
		c.forget()
	}
	g := int32(len(c.heads))
	c.heads = append(c.heads, &campaignHead{s, strings.Clone(id), 1})
	for _, key := range keys {
		if _, taken := c.buckets[key]; !taken {
			c.buckets[key] = g
		}
	}
	return int(g)
}

// forget drops the letters like which no other came.
func (c *Campaigns) forget() {
	for key, g := range c.buckets {
		if c.heads[g].n == 1 {
			delete(c.buckets, key)
		}
	}
	for g, head := range c.heads {
		if head != nil && head.n == 1 {
			c.heads[g] = nil
		}
	}
	c.single = 1
}

// Campaign returns the id of a group, that of its first letter, and how many letters it has; empty if they are too few to be a campaign.
func (c *Campaigns) Campaign(group int) (id string, letters int) {
	if group < 0 || group >= len(c.heads) || c.heads[group] == nil || c.heads[group].n < CampaignLeast {
		return "", 0
	}
	return c.heads[group].id, c.heads[group].n
}
