package report

import (
	"hash/fnv"

	"voc"
)

// People are the comments of a period counted by who wrote them: a person counts once, however often he wrote,
// and for a share if one of his comments does. A comment without a respondent counts as a person's only one.
type People struct {
	N    int         `json:"people,omitempty"` // not given where Rows is empty
	Rows []PeopleRow `json:"rows"`             // as the tiles: negative, unmet, praise
	Note string      `json:"note"`
}

// A PeopleRow is a share of people.
type PeopleRow struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Figure Figure `json:"figure"`
}

// measurePeople is the measure of people, with the period after it: people, and those with a comment that is negative,
// that says that a need was not met, that is praise. A period has a block of its own, since people of two periods do not add up.
const measurePeople = "people:"

// PeopleColumns are the columns of the comments that people are counted by.
var PeopleColumns = []string{"comment_id", "source", "department", "channel", "respondent", "campaign", "received_at", "received_on", "utc_offset",
	"sentiment", "need_dignity", "need_control", "need_understanding", "need_resolution"}

// peopleBlock is where the people of a department and period are on the board.
func peopleBlock(department string, p Period) blockKey {
	return blockKey{department, measurePeople + p.String(), p.First.Quarter().First}
}

// person is one who wrote to a department. Respondents are known by 64 bits of a hash, so that memory does not grow with their names.
type person struct {
	department string
	who        uint64
}

// countPeople puts the people of the report's period on the board.
// Memory grows with the people of the period, by some forty bytes each.
func (c *city) countPeople() error {
	records := c.in.People
	if records == nil {
		records = c.in.Records
	}
	if records == nil {
		return nil
	}
	cells, said := map[string]cell{}, map[person]uint8{}
	for r, err := range records() {
		if err != nil {
			return err
		}
		if r.Sentiment == "" || r.Channel == voc.ChannelTranscript || !r.Counts() || !c.holds(r.Time) || MonthOf(r.Time) > MonthOf(c.in.AsOf) {
			continue
		}
		before, known := uint8(0), false
		who := person{r.Department, respondent(&r)}
		if r.Respondent != "" {
			before, known = said[who]
		}
		now := before | says(&r)
		if r.Respondent != "" {
			said[who] = now
		}
		count := cells[r.Department]
		if !known {
			count[0]++
		}
		for i := range 3 {
			if bit := uint8(1) << i; now&bit != 0 && before&bit == 0 {
				count[i+1]++
			}
		}
		cells[r.Department] = count
	}
	for department, n := range cells {
		bl := &block{}
		bl.Cells[partQuarter], bl.live[partQuarter] = n, n
		bl.Shown[partQuarter] = n.base() >= MinBase || c.in.Unprotected
		c.board.blocks[peopleBlock(department, c.period)] = bl
	}
	return nil
}

func respondent(r *voc.Record) uint64 {
	h := fnv.New64a()
	h.Write([]byte(r.Source))
	h.Write([]byte{0})
	h.Write([]byte(r.Respondent))
	return h.Sum64()
}

// says returns what a comment says as bits, in the order of the cell's counts.
func says(r *voc.Record) uint8 {
	var bits uint8
	unmet := r.AnyUnmet()
	if r.Sentiment == voc.Negative {
		bits |= 1
	}
	if unmet {
		bits |= 2
	}
	if r.Sentiment == voc.Positive && !unmet {
		bits |= 4
	}
	return bits
}

// addPeople adds the shares of people. They are left out where the comments less the people are a small group.
func (c *city) addPeople(s *Summary) {
	w := c.words
	key := peopleBlock(s.Department.ID, c.period)
	comments, shown := c.board.figure(s.Department.ID, measureComments, c.period)
	board := c.board.of(s.Department.ID, measureComments, c.period)
	n, shownPeople := board.part(key.Department, key.Measure, key.Quarter, partQuarter)
	if !shown || !shownPeople {
		return
	}
	again := comments.base() - n.base()
	if again < MinBase && !c.in.Unprotected {
		s.People = &People{Rows: []PeopleRow{}, Note: w.Say("people_same", "min", MinBase)}
		return
	}
	s.People = &People{N: n.base(), Rows: []PeopleRow{}, Note: w.Say("people_intro", "people", w.Count(n.base()), "n", w.Count(comments.base()))}
	for i, id := range []string{"negative", "unmet", "praise"} {
		row := PeopleRow{ID: id, Name: w.Say("people_" + id), Figure: bare(n, i+1)}
		if bl := board.blocks[key]; bl.held(partQuarter) {
			row.Figure.Held = &Held{bl.days[partQuarter]}
		}
		s.People.Rows = append(s.People.Rows, row)
	}
}

// measureLetters is the measure of campaigns' letters: near-identical letters, campaigns counted once for them.
const measureLetters = "letters"

// Campaigns are the near-identical letters that count once for each campaign.
type Campaigns struct {
	Letters   int    `json:"letters"`
	Campaigns int    `json:"campaigns"` // counted in the period
	Words     string `json:"words"`
}

// addCampaigns tells how many letters count once.
func (c *city) addCampaigns(s *Summary) {
	n, shown := c.board.figure(s.Department.ID, measureLetters, c.period)
	if !shown {
		return
	}
	s.Campaigns = &Campaigns{Letters: n[0], Campaigns: n[1], Words: c.words.Say("campaigns", "n", c.words.Count(n[0]), "k", c.words.Count(n[1]))}
}
