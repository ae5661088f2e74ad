package review

import "slices"

// Rename gives the corrections of comments that have another id now that id. Others may append at the same time.
func Rename(dir string, ids map[string]string) error {
	if len(ids) == 0 {
		return nil
	}
	return rewrite(dir, func(c *Correction) bool { return c.rename(ids) })
}

// rename gives the correction another id if its comment has one now, and reports whether it has.
func (c *Correction) rename(ids map[string]string) bool {
	id, ok := ids[c.Comment]
	if !ok {
		return false
	}
	was := slices.DeleteFunc(slices.Clone(c.Was), func(other string) bool { return other == id })
	c.Was, c.Comment = append(was, c.Comment), id
	return true
}

// Renamed returns the set as [Read] reads it after [Rename].
func (s *Set) Renamed(ids map[string]string) (*Set, error) {
	if len(ids) == 0 {
		return s, nil
	}
	renamed := &Set{byComment: map[string][]Correction{}}
	for _, c := range s.all {
		c.rename(ids)
		renamed.add(c)
	}
	return renamed, renamed.sum()
}

// Was returns the ids that the comment id had before, as its corrections say, the newest first.
func (s *Set) Was(id string) []string {
	var list []string
	for _, c := range slices.Backward(s.For(id)) {
		for _, was := range slices.Backward(c.Was) {
			list = append(list, was)
		}
	}
	return list
}
