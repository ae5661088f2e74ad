package nightly

// What files have in common decides which of their comments are one: an id that is a number says little by itself,
// and so do a few words.

// A member is one file of comments: an input, or a member of one that is an archive.
type member struct {
	input int
	part  int64
}

// A pair is two members, the earlier first, or one twice.
type pairOf struct{ before, here member }

// A meeting is what two members have in common.
type meeting struct {
	copies  int // comments known by their words
	threads int // numbers with their times
	others  int // of threads: with other words
}

// A tally is what one member holds.
type tally struct {
	comments int
	known    int // by their words
	first    int // of known: that stand in no earlier member
	anew     int // whose number stands in an earlier member with another time
}

// common is what all members hold, and what each two have in common.
type common struct {
	tallies  map[member]*tally
	meetings map[pairOf]*meeting
}

// memberOf is the member that comment j of slice i stands in.
func (s *slice) memberOf(j int) member { return member{s.input, s.keys[j].Row >> memberShift} }

// compare finds what the members have in common.
func compare(slices []slice) *common {
	c := &common{map[member]*tally{}, map[pairOf]*meeting{}}
	contents := map[uint64]member{}
	threads, numbers := map[uint64]place{}, map[uint64]place{}
	at := func(p place) (key, member) {
		s := &slices[p.slice]
		return s.keys[p.comment], s.memberOf(int(p.comment))
	}
	for i := range slices {
		for j, k := range slices[i].keys {
			here := slices[i].memberOf(j)
			t := c.tally(here)
			t.comments++
			if k.Content != 0 {
				t.known++
				if before, ok := contents[k.Content]; !ok {
					contents[k.Content] = here
					t.first++
				} else if before != here {
					c.meet(before, here).copies++
				}
			}
			if k.Thread == 0 {
				continue
			}
			if p, ok := threads[k.Thread]; ok {
				other, before := at(p)
				m := c.meet(before, here)
				m.threads++
				if other.ID != k.ID {
					m.others++
				}
			}
			threads[k.Thread] = place{int32(i), int32(j)}
			if p, ok := numbers[k.Number]; ok {
				if other, before := at(p); before != here && other.Thread != k.Thread {
					t.anew++
				}
			}
			numbers[k.Number] = place{int32(i), int32(j)}
		}
	}
	return c
}

func (c *common) tally(m member) *tally {
	t := c.tallies[m]
	if t == nil {
		t = &tally{}
		c.tallies[m] = t
	}
	return t
}

func (c *common) meet(before, here member) *meeting {
	m := c.meetings[pairOf{before, here}]
	if m == nil {
		m = &meeting{}
		c.meetings[pairOf{before, here}] = m
	}
	return m
}

// fewCopies is how many comments two members share at least if one is a copy of the other.
const fewCopies = 3

// copied reports whether half of what is known by its words in one of two members stands in the other too,
// so that equal comments of few words are the same as well.
func (c *common) copied(before, here member) bool {
	m := c.meetings[pairOf{before, here}]
	return m != nil && before != here && m.copies >= fewCopies && 2*m.copies >= min(c.tally(here).known, c.tally(before).first)
}

// updated reports whether a number that stands in both members with one time and other words is an update:
// not if most such numbers have other words, for then they begin anew.
func (c *common) updated(before, here member) bool {
	m := c.meetings[pairOf{before, here}]
	return m != nil && (m.others < 2 || 2*m.others <= m.threads)
}
