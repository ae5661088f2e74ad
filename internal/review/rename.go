package review

import "maps"

// Rename gives the corrections of comments that have another id now that id. Others may append at the same time.
func Rename(dir string, ids map[string]string) error {
	return rewrite(dir, func(c *Correction) bool {
		id, ok := ids[c.Comment]
		if ok {
			c.Comment = id
		}
		return ok
	})
}

// Renamed returns the set as it is after [Rename]; its fingerprint is that of before.
func (s *Set) Renamed(ids map[string]string) *Set {
	if len(ids) == 0 {
		return s
	}
	renamed := &Set{byComment: maps.Clone(s.byComment), hash: s.hash}
	clear(renamed.byComment)
	for _, c := range s.all {
		if id, ok := ids[c.Comment]; ok {
			c.Comment = id
		}
		renamed.add(c)
	}
	return renamed
}
