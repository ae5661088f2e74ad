package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"voc"
)

// Sums are counts of records by month, department, audience and channel:
// whole numbers, so that adding them up in any order gives the same report.
// Records of a focus group (channel transcript) are kept apart from comments.
type Sums struct {
	groups  map[group]*Tally
	focus   map[participant]map[string]Counts
	newest  time.Time            // a day
	sources map[string]time.Time // newest day of each source
	lastKey group
	last    *Tally
}

// A group is what comments are counted by.
type group struct {
	Month      Month
	Department string
	Audience   string
	Channel    string
}

// A participant is one speaker of one session.
type participant struct {
	Month      Month
	Department string
	Session    string
	Speaker    string
}

// Counts are the comments that speak of one need or theme, by what they say of it.
type Counts struct {
	Met     int `json:"met,omitempty"`
	Unmet   int `json:"unmet,omitempty"`
	Mixed   int `json:"mixed,omitempty"`
	Neutral int `json:"neutral,omitempty"` // named, neither praised nor blamed
}

// N is how many comments speak of it.
func (c Counts) N() int { return c.Met + c.Unmet + c.Mixed + c.Neutral }

// NotMet is how many say that it was not met, wholly or in part.
func (c Counts) NotMet() int { return c.Unmet + c.Mixed }

func (c *Counts) add(p voc.Polarity, by int) {
	switch p {
	case voc.Met:
		c.Met += by
	case voc.Unmet:
		c.Unmet += by
	case voc.Mixed:
		c.Mixed += by
	default:
		c.Neutral += by
	}
}

func (c *Counts) merge(o Counts) {
	c.Met += o.Met
	c.Unmet += o.Unmet
	c.Mixed += o.Mixed
	c.Neutral += o.Neutral
}

// A Tally is what the comments of one group add up to.
type Tally struct {
	Comments   int                          `json:"comments,omitempty"` // with content and a sentiment: the base of shares
	NoContent  int                          `json:"no_content,omitempty"`
	Unlabelled int                          `json:"unlabelled,omitempty"` // in a language that is not labelled
	Letters    int                          `json:"letters,omitempty"`    // comments that are letters of a campaign, of which each counts once above and below
	Campaigns  int                          `json:"campaigns,omitempty"`  // letters that are counted for their campaign
	Positive   int                          `json:"positive,omitempty"`
	Negative   int                          `json:"negative,omitempty"`
	Neutral    int                          `json:"neutral,omitempty"`
	Mixed      int                          `json:"mixed,omitempty"`
	AnyUnmet   int                          `json:"any_unmet,omitempty"` // some need not met, wholly or in part
	Praise     int                          `json:"praise,omitempty"`    // positive, and no need unmet
	Needs      [4]Counts                    `json:"needs"`
	Themes     map[string]Counts            `json:"themes,omitempty"`
	Rated      int                          `json:"rated,omitempty"`
	Rating     int                          `json:"rating,omitempty"` // sum of ratings in millionths
	Impact     map[string]Impact            `json:"impact,omitempty"` // of rated comments, by theme not met
	Ratings    map[int]int                  `json:"ratings,omitempty"`
	Cases      map[string]map[string]*Cases `json:"cases,omitempty"` // by source and service, in small letters
}

// Impact is what is kept of rated comments that say a theme was not met.
type Impact struct {
	Rated     int         `json:"rated"`
	Rating    int         `json:"rating"`            // sum in millionths
	Shortfall int         `json:"shortfall"`         // sum of 1 - rating in millionths, a comment's divided evenly among its unmet themes
	Ratings   map[int]int `json:"ratings,omitempty"` // by twentieth
}

// empty reports whether no comment is counted: all that were added have been removed.
func (t *Tally) empty() bool { return t.Comments+t.NoContent+t.Unlabelled+t.Letters == 0 }

// NewSums returns empty sums.
func NewSums() *Sums {
	return &Sums{groups: map[group]*Tally{}, focus: map[participant]map[string]Counts{}, sources: map[string]time.Time{}}
}

// dayOf returns the day of t where the comment was said.
func dayOf(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// Newest is the day of the newest record added; zero without one.
func (s *Sums) Newest() time.Time { return s.newest }

// Add counts one record.
func (s *Sums) Add(r *voc.Record) {
	if day := dayOf(r.Time); day.After(s.newest) {
		s.newest = day
	}
	s.sawSource(r)
	s.count(r, 1)
}

// First is the month of the first dated comment; 0 without one.
func (s *Sums) First() Month {
	var first Month
	for key := range s.groups {
		if key.Month != 0 && (first == 0 || key.Month < first) {
			first = key.Month
		}
	}
	return first
}

// Remove takes out a record that was added, such as a duplicate. [Sums.Newest] stays.
func (s *Sums) Remove(r *voc.Record) { s.count(r, -1) }

func (s *Sums) count(r *voc.Record, by int) {
	if r.Channel == voc.ChannelTranscript {
		s.countFocus(r, by)
		return
	}
	key := group{MonthOf(r.Time), r.Department, r.Audience, r.Channel}
	if key.Audience == "" {
		key.Audience = voc.External
	}
	if s.last == nil || key != s.lastKey {
		t := s.groups[key]
		if t == nil {
			t = &Tally{}
			s.groups[key] = t
		}
		s.lastKey, s.last = key, t
	}
	s.last.count(r, by)
}

func (t *Tally) count(r *voc.Record, by int) {
	t.countCase(r, by)
	if r.Campaign != "" {
		t.Letters += by
		if !r.Counts() {
			return
		}
		t.Campaigns += by
	}
	switch {
	case r.NoContent:
		t.NoContent += by
		return
	case r.Sentiment == "":
		t.Unlabelled += by
		return
	}
	t.Comments += by
	unmet := r.AnyUnmet()
	switch r.Sentiment {
	case voc.Positive:
		t.Positive += by
		if !unmet {
			t.Praise += by
		}
	case voc.Negative:
		t.Negative += by
	case voc.Ambivalent:
		t.Mixed += by
	default:
		t.Neutral += by
	}
	if unmet {
		t.AnyUnmet += by
	}
	for i, p := range r.Needs {
		if p != "" {
			t.Needs[i].add(p, by)
		}
	}
	if len(r.Themes) > 0 {
		t.countThemes(r, by)
	}
	if r.Rating != nil {
		t.Rated += by
		t.Rating += by * millionths(*r.Rating)
		if t.Ratings == nil {
			t.Ratings = map[int]int{}
		}
		t.Ratings[twentieth(*r.Rating)] += by
	}
}

func (t *Tally) countThemes(r *voc.Record, by int) {
	if t.Themes == nil {
		t.Themes = map[string]Counts{}
	}
	unmet := 0
	for _, theme := range r.Themes {
		c, p := t.Themes[theme], r.ThemePolarity(theme)
		c.add(p, by)
		t.Themes[theme] = c
		if p == voc.Unmet || p == voc.Mixed {
			unmet++
		}
	}
	if unmet == 0 || r.Rating == nil {
		return
	}
	if t.Impact == nil {
		t.Impact = map[string]Impact{}
	}
	for _, theme := range r.Themes {
		if p := r.ThemePolarity(theme); p != voc.Unmet && p != voc.Mixed {
			continue
		}
		i := t.Impact[theme]
		i.Rated += by
		i.Rating += by * millionths(*r.Rating)
		i.Shortfall += by * (millionths(1-*r.Rating) / unmet)
		if i.Ratings == nil {
			i.Ratings = map[int]int{}
		}
		i.Ratings[twentieth(*r.Rating)] += by
		t.Impact[theme] = i
	}
}

func millionths(x float64) int { return int(x*1e6 + 0.5) }
func twentieth(x float64) int  { return int(min(max(x, 0), 1)*20 + 0.5) }

func (s *Sums) countFocus(r *voc.Record, by int) {
	key := participant{MonthOf(r.Time), r.Department, r.Session, r.Speaker}
	said := s.focus[key]
	if said == nil {
		said = map[string]Counts{}
		s.focus[key] = said
	}
	count := func(label string, p voc.Polarity) {
		c := said[label]
		c.add(p, by)
		said[label] = c
	}
	count(turns, "")
	for i, p := range r.Needs {
		if p != "" {
			count("need:"+string(voc.Needs[i]), p)
		}
	}
	for _, theme := range r.Themes {
		count("theme:"+theme, r.ThemePolarity(theme))
	}
}

// turns is the label under which all turns of a participant are counted.
const turns = "turns"

// Merge adds what o counted.
func (s *Sums) Merge(o *Sums) {
	if o.newest.After(s.newest) {
		s.newest = o.newest
	}
	mergeDays(s.sources, o.sources)
	for key, tally := range o.groups {
		t := s.groups[key]
		if t == nil {
			t = &Tally{}
			s.groups[key] = t
		}
		t.merge(tally)
	}
	for key, said := range o.focus {
		if s.focus[key] == nil {
			s.focus[key] = map[string]Counts{}
		}
		mergeCounts(s.focus[key], said)
	}
}

func mergeCounts(into, from map[string]Counts) {
	for label, counts := range from {
		c := into[label]
		c.merge(counts)
		into[label] = c
	}
}

func (t *Tally) merge(o *Tally) {
	t.Comments += o.Comments
	t.NoContent += o.NoContent
	t.Unlabelled += o.Unlabelled
	t.Letters += o.Letters
	t.Campaigns += o.Campaigns
	t.Positive += o.Positive
	t.Negative += o.Negative
	t.Neutral += o.Neutral
	t.Mixed += o.Mixed
	t.AnyUnmet += o.AnyUnmet
	t.Praise += o.Praise
	t.Rated += o.Rated
	t.Rating += o.Rating
	for i := range t.Needs {
		t.Needs[i].merge(o.Needs[i])
	}
	if t.Themes == nil && len(o.Themes) > 0 {
		t.Themes = map[string]Counts{}
	}
	mergeCounts(t.Themes, o.Themes)
	t.Ratings = addAll(t.Ratings, o.Ratings)
	t.mergeCases(o)
	if t.Impact == nil && len(o.Impact) > 0 {
		t.Impact = map[string]Impact{}
	}
	for theme, from := range o.Impact {
		i := t.Impact[theme]
		i.Rated += from.Rated
		i.Rating += from.Rating
		i.Shortfall += from.Shortfall
		i.Ratings = addAll(i.Ratings, from.Ratings)
		t.Impact[theme] = i
	}
}

func addAll(into, from map[int]int) map[int]int {
	if into == nil && len(from) > 0 {
		into = map[int]int{}
	}
	for k, n := range from {
		into[k] += n
	}
	return into
}

// Sums as they are stored beside a part.
type storedSums struct {
	Newest  string            `json:"newest,omitempty"`
	Sources map[string]string `json:"sources,omitempty"` // newest day of each
	Groups  []storedGroup     `json:"groups"`
	Focus   []storedVoice     `json:"focus,omitempty"`
}

type storedGroup struct {
	Month      string `json:"month,omitempty"`
	Department string `json:"department,omitempty"`
	Audience   string `json:"audience,omitempty"`
	Channel    string `json:"channel,omitempty"`
	*Tally
}

type storedVoice struct {
	Month      string            `json:"month,omitempty"`
	Department string            `json:"department,omitempty"`
	Session    string            `json:"session,omitempty"`
	Speaker    string            `json:"speaker,omitempty"`
	Said       map[string]Counts `json:"said"`
}

// MarshalJSON returns the same bytes for the same sums.
func (s *Sums) MarshalJSON() ([]byte, error) {
	stored := storedSums{Groups: []storedGroup{}, Sources: formatDays(s.sources)}
	if !s.newest.IsZero() {
		stored.Newest = s.newest.Format(time.DateOnly)
	}
	for _, key := range slices.SortedFunc(maps.Keys(s.groups), compareGroups) {
		stored.Groups = append(stored.Groups, storedGroup{key.Month.String(), key.Department, key.Audience, key.Channel, s.groups[key]})
	}
	for _, key := range slices.SortedFunc(maps.Keys(s.focus), compareParticipants) {
		stored.Focus = append(stored.Focus, storedVoice{key.Month.String(), key.Department, key.Session, key.Speaker, s.focus[key]})
	}
	return json.Marshal(stored)
}

// UnmarshalJSON replaces s by what [Sums.MarshalJSON] wrote.
func (s *Sums) UnmarshalJSON(data []byte) error {
	var stored storedSums
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&stored); err != nil {
		return fmt.Errorf("read sums: %w", err)
	}
	*s = *NewSums()
	if stored.Newest != "" {
		newest, err := time.Parse(time.DateOnly, stored.Newest)
		if err != nil {
			return fmt.Errorf("read sums: %w", err)
		}
		s.newest = newest
	}
	var err error
	if s.sources, err = parseDays(stored.Sources); err != nil {
		return fmt.Errorf("read sums: %w", err)
	}
	for _, g := range stored.Groups {
		month, err := ParseMonth(g.Month)
		if err != nil {
			return fmt.Errorf("read sums: %w", err)
		}
		if g.Tally == nil {
			g.Tally = &Tally{}
		}
		s.groups[group{month, g.Department, g.Audience, g.Channel}] = g.Tally
	}
	for _, v := range stored.Focus {
		month, err := ParseMonth(v.Month)
		if err != nil {
			return fmt.Errorf("read sums: %w", err)
		}
		if v.Said == nil {
			v.Said = map[string]Counts{}
		}
		s.focus[participant{month, v.Department, v.Session, v.Speaker}] = v.Said
	}
	return nil
}

func compareGroups(a, b group) int {
	return cmp.Or(
		cmp.Compare(a.Month, b.Month), cmp.Compare(a.Department, b.Department),
		cmp.Compare(a.Audience, b.Audience), cmp.Compare(a.Channel, b.Channel))
}

func compareParticipants(a, b participant) int {
	return cmp.Or(
		cmp.Compare(a.Month, b.Month), cmp.Compare(a.Department, b.Department),
		cmp.Compare(a.Session, b.Session), cmp.Compare(a.Speaker, b.Speaker))
}
