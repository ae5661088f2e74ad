package ingest

import (
	"errors"
	"regexp"
	"strings"
	"time"
)

// A sessionDate is when a conversation took place, and how that is known.
type sessionDate struct {
	moment
	why string // empty if it is not known
}

// Ways in which tools and people write a day into a file's name.
var (
	nameStamp = regexp.MustCompile(`(?i)(?:^|[^0-9])(gmt)?(\d{8})[-_t](\d{6})(?:$|[^0-9])`) // Zoom: GMT20260314-153000, Teams: 20260314_153000
	nameDays  = []struct {
		pattern *regexp.Regexp
		dashes  string // what stands for the dashes and dots between its parts
	}{
		{regexp.MustCompile(`(?:^|[^0-9])((?:19|20)\d\d[-_. ]\d\d[-_. ]\d\d)(?:$|[^0-9])`), "-"},
		{regexp.MustCompile(`(?:^|[^0-9])((?:19|20)\d{6})(?:$|[^0-9])`), ""},
		{regexp.MustCompile(`(?i)(?:^|[^0-9a-z])(\d{1,2}(?:st|nd|rd|th)?[-_. ]?[a-z]{3,9}[-_., ]{0,2}(?:19|20)\d\d)(?:$|[^0-9])`), " "},
		{regexp.MustCompile(`(?i)(?:^|[^a-z])([a-z]{3,9}[-_. ]?\d{1,2}(?:st|nd|rd|th)?[-_., ]{1,2}(?:19|20)\d\d)(?:$|[^0-9])`), " "},
		{regexp.MustCompile(`(?:^|[^0-9])(\d{1,2}[-_.]\d{1,2}[-_.](?:19|20)\d\d)(?:$|[^0-9])`), "/"},
	}
	nameDashes = regexp.MustCompile(`[-_., ]+`)
)

// namedDate finds the day in a path, its last element first.
func namedDate(path string, o *orders, zone *time.Location) sessionDate {
	elements := strings.Split(path, "/")
	for i := len(elements) - 1; i >= 0; i-- {
		if found := elementDate(elements[i], o, zone); found.why != "" {
			return found
		}
	}
	return sessionDate{}
}

func elementDate(name string, o *orders, zone *time.Location) sessionDate {
	if m := nameStamp.FindStringSubmatch(name); m != nil {
		in := zone
		if m[1] != "" {
			in = time.UTC
		}
		if t, err := time.ParseInLocation("20060102150405", m[2]+m[3], in); err == nil && t.Year() >= firstYear && t.Year() < lastYear {
			return sessionDate{moment{t.In(zone), false}, "by the file's name"}
		}
	}
	for _, day := range nameDays {
		for _, m := range day.pattern.FindAllStringSubmatch(name, 4) {
			found, _, err := parseDate(nameDashes.ReplaceAllString(m[1], day.dashes), o, zone, false)
			if err == nil && found.time.Year() >= firstYear {
				found.dateOnly = true
				return sessionDate{found, "by the file's name"}
			}
		}
	}
	return sessionDate{}
}

// headings are what stands before a colon at the top of a transcript without being a speaker.
var headings = map[string]bool{
	"date": true, "session date": true, "date of session": true, "interview date": true, "date of interview": true, "meeting date": true, "recorded": true, "recorded on": true, "recording date": true,
	"time": true, "location": true, "place": true, "venue": true, "participants": true, "present": true, "attendees": true, "duration": true, "length": true, "title": true, "topic": true, "subject": true,
	"project": true, "file": true, "recording": true, "audio": true, "transcribed by": true, "transcriber": true, "transcript": true, "meeting": true, "session": true,
	"focus group": true, "group": true, "listening session": true, "town hall": true, "public meeting": true, "public hearing": true, "hearing": true, "interview": true, "panel": true,
	"number of participants": true, "department": true, "agency": true, "organisation": true, "organization": true, "site": true, "language": true, "note taker": true, "notetaker": true,
	"notes by": true, "recorded by": true, "moderated by": true, "facilitated by": true, "prepared by": true, "start time": true, "end time": true,
}

var errTwoWays = errors.New("the day of the session could be read in two ways: declare date_layout or date for its source")

// heading takes the lines such as "Date: 14 March 2026" off the beginning of what was said, and returns the day that they name.
func heading(said []utterance, o *orders, zone *time.Location) (rest []utterance, day sessionDate, err error) {
	for len(said) > 0 && headings[strings.ToLower(said[0].speaker)] {
		line := said[0]
		said = said[1:]
		name := strings.ToLower(line.speaker)
		if !strings.Contains(name, "date") && !strings.HasPrefix(name, "recorded") {
			continue
		}
		found, _, problem := parseDate(line.text, o, zone, false)
		switch {
		case problem == nil:
			day = sessionDate{found, "by its heading"}
		case errors.Is(problem, errAmbiguous):
			err = errTwoWays
		}
	}
	return said, day, err
}

// date finds out when the conversation took place: as declared, by its heading or by the file's name.
func (t *transcriptPart) date(said []utterance) []utterance {
	var o *orders
	if layout, err := parseLayout(t.mapping.DateLayout); err == nil {
		o = all(layout)
	}
	said, day, err := heading(said, o, t.zone)
	switch {
	case t.mapping.Date != "":
		day = sessionDate{t.mapping.day(t.zone), "declared"}
	case day.why == "" && err != nil:
		t.notes = append(t.notes, err.Error())
	case day.why == "":
		day = namedDate(t.name, o, t.zone)
	}
	if t.format == "zoom-chat" {
		day.dateOnly = true // its times can be those of a clock on the wall
	}
	t.when = day
	return said
}

// at is when a turn was said.
func (t *transcriptPart) at(turn *turn) (when time.Time, dateOnly bool) {
	switch {
	case !turn.at.IsZero():
		return local(turn.at, t.zone), false
	case t.when.why == "" || t.when.dateOnly || !turn.timed || turn.start < 0:
		return t.when.time, t.when.why != "" && t.when.dateOnly
	}
	return t.when.time.Add(turn.start), false
}
