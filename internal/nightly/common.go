package nightly

import (
	"time"

	"voc"
)

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
	last    key // of others

	batch bool // two others in a row were made at one time, as those that somebody brings in together
	form  bool // two others in a row have the same words, so that many may
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
					m.batch = m.batch || m.others > 0 && m.last.Time == k.Time
					m.form = m.form || m.others > 0 && m.last.Words == k.Words
					m.last = k
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

// updated reports whether two comments of one number and time and of other words are versions of one.
// The number alone does not say so: the clock, the words or what else the files share must,
// since it is worse to lose what a person said than to count twice what was edited.
func (c *common) updated(before, here member, old, k key) bool {
	m := c.meetings[pairOf{before, here}]
	if m == nil || before == here || k.Time == 0 {
		return false
	}
	return k.timed() && !m.batch || k.Words.like(old.Words) && !m.form || 2*m.others < m.threads
}

// timed reports whether the comment bears the time of its making, and not a day's or a full hour, which programs put in place of one.
func (k key) timed() bool { return k.Time%time.Hour.Microseconds() != 0 }

// clock is when a comment was made, as on the clock there, in Unix microseconds; 0 if that is not known.
func clock(c *voc.Comment) int64 {
	if c.Time.IsZero() {
		return 0
	}
	_, offset := c.Time.Zone()
	at := c.Time.Add(time.Duration(offset) * time.Second)
	if c.DateOnly {
		at = at.UTC().Truncate(24 * time.Hour)
	}
	return at.UnixMicro()
}
