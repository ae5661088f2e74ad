package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"voc"
)

// maxTranscript is the longest transcript in bytes; a day of talk has half a megabyte.
const maxTranscript = 32 << 20

// An utterance is what one speaker says in one cue or paragraph.
type utterance struct {
	speaker  string // as written; empty if nobody is named
	text     string
	line     int // where it stands in the file, from 1
	start    time.Duration
	timed    bool // start is known
	at       time.Time
	language string
	alone    bool   // never joined to the words before
	lastLine string // of a cue of several lines
}

// A transcriptFormat reads one way of writing down what was said.
type transcriptFormat struct {
	name  string
	match func(sample []byte) bool
	read  func(lines []string) ([]utterance, error)
}

var transcriptFormats = []transcriptFormat{
	{name: "vtt", match: isVTT, read: readVTT},
	{name: "srt", match: isSRT, read: readVTT},
	{name: "zoom-chat", match: isZoomChat, read: readZoomChat},
	{name: "otter", match: manyLines(otterHead, 2), read: readOtter},
	{name: "rev", match: manyLines(revHead, 2), read: readRev},
	{name: "transcript", match: isNamedTurns, read: readNamedTurns},
}

// recogniseTranscript returns the format of a transcript, or nil if the sample is none.
func recogniseTranscript(sample []byte, declared string) *transcriptFormat {
	for i := range transcriptFormats {
		t := &transcriptFormats[i]
		if declared == t.name || declared == "" && t.match(sample) {
			return t
		}
	}
	return nil
}

// addTranscript reads a transcript, which is small enough to be kept, and finds out who speaks in it.
func (f *File) addTranscript(s source, text textEncoding, t *transcriptFormat, opt *Options) error {
	in, closer, err := opened(s, text)
	if err != nil {
		return err
	}
	defer closer.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxTranscript+1))
	if err != nil {
		return err
	}
	if len(data) > maxTranscript {
		return fmt.Errorf("a transcript of more than %d MB", maxTranscript>>20)
	}
	lines := strings.Split(strings.TrimPrefix(string(text.fix(data)), "\ufeff"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, "\r")
	}
	return f.addUtterances(s.name, text.name, t, lines, opt)
}

var errNobody = errors.New("a transcript in which nobody says anything: it has no cue with words")

func (f *File) addUtterances(name, encoding string, t *transcriptFormat, lines []string, opt *Options) error {
	said, err := t.read(lines)
	if err != nil {
		return err
	}
	if len(said) == 0 {
		return errNobody
	}
	part := newTranscript(name, t.name, said, opt)
	if len(part.turns) == 0 {
		return errNobody
	}
	part.encoding = encoding
	f.parts = append(f.parts, part)
	return nil
}

// A transcriptPart is a conversation taken apart into turns.
type transcriptPart struct {
	name     string
	format   string
	encoding string
	mapping  *Mapping
	zone     *time.Location
	latest   int // newest day that it can be of, as [dayNumber] writes it; 0 for any
	ordinary func(word string) bool
	turns    []turn
	speakers []*speaker // in order of appearance
	cues     int
	when     sessionDate
	notes    []string
}

// A turn is everything that one speaker says before another does.
type turn struct {
	utterance
	who   *speaker
	parts []string  // the words of its cues, joined into text at the end
	last  utterance // its last cue
	words int
}

// A speaker is one person of a session; the name is known here only.
type speaker struct {
	name      string
	label     string // role or number
	turns     int
	words     int
	questions int
	staff     bool
	why       string
}

// maxPause is the silence after which the words of an unnamed speaker are taken for a new turn,
// and unnamedWords the length after which one ends with its sentence.
const (
	maxPause     = 5 * time.Second
	unnamedWords = 60
)

func newTranscript(name, format string, said []utterance, opt *Options) *transcriptPart {
	t := &transcriptPart{name: name, format: format, mapping: declared(opt), zone: opt.Location, latest: dayNumber(opt.Latest), ordinary: opt.Ordinary, cues: len(said)}
	if t.zone == nil {
		t.zone = time.UTC
	}
	said = t.date(said)
	people := map[string]*speaker{}
	for _, u := range said {
		who := people[strings.ToLower(u.speaker)]
		if who == nil {
			who = &speaker{name: u.speaker}
			people[strings.ToLower(u.speaker)] = who
			t.speakers = append(t.speakers, who)
		}
		t.add(u, who)
	}
	for i := range t.turns {
		turn := &t.turns[i]
		turn.text = strings.Join(turn.parts, " ")
		turn.parts = nil
		turn.who.turns++
		turn.who.words += turn.words
		if strings.Contains(turn.text, "?") {
			turn.who.questions++
		}
	}
	if t.when.why == "" && len(t.notes) == 0 && (len(t.turns) == 0 || t.turns[0].at.IsZero()) {
		t.notes = append(t.notes, "its day is not known, so it stands in no period: put the day into the file's name, such as 2026-03-14, or declare date for its source")
	}
	t.judge()
	return t
}

// add joins u to the turn before, if the same person goes on, or begins a turn.
func (t *transcriptPart) add(u utterance, who *speaker) {
	words := len(strings.Fields(u.text))
	if n := len(t.turns); n > 0 && t.turns[n-1].who == who && !u.alone {
		if turn := &t.turns[n-1]; who.name != "" || !turn.ended(u) {
			turn.parts = append(turn.parts, u.text)
			turn.last = u
			turn.words += words
			return
		}
	}
	t.turns = append(t.turns, turn{u, who, []string{u.text}, u, words})
}

// ended reports whether a turn of nobody in particular was over before next:
// after a pause, or at the end of a sentence when it has gone on long enough.
func (t *turn) ended(next utterance) bool {
	spoken := time.Duration(len(t.last.text)/12) * time.Second
	if t.last.timed && next.timed && next.start-t.last.start > maxPause+spoken {
		return true
	}
	return t.words >= unnamedWords && strings.HasSuffix(strings.TrimRight(t.last.text, `"')”`), ".") || t.words >= 5*unnamedWords
}

// judge finds the moderators and staff: by the mapping, by role words, or as the one who asks; and gives everyone a label.
func (t *transcriptPart) judge() {
	used := map[string]bool{}
	for _, s := range t.speakers {
		if role := roleWord(s.name); role != "" {
			s.label = role
			used[role] = true
			if staffRoles[strings.ToLower(strings.Fields(role)[0])] {
				s.staff, s.why = true, "role word"
			}
		}
		if matchesAny(s.name, t.mapping.Staff) {
			s.staff, s.why = true, "declared"
		}
	}
	t.findAsker()
	n := 1 // all labels below are taken
	for _, s := range t.speakers {
		if matchesAny(s.name, t.mapping.Customers) {
			s.staff, s.why = false, "declared"
		}
		if s.why == "" {
			s.why = "not a moderator"
		}
		if s.label == "" && s.staff {
			s.label = "Moderator"
		}
		for ; s.label == "" && s.name != ""; n++ {
			if label := fmt.Sprintf("Speaker %d", n); !used[label] {
				s.label = label
				used[label] = true
			}
		}
	}
}

// findAsker takes for the moderator the one speaker who asks in most of their turns and more than all others together.
func (t *transcriptPart) findAsker() {
	total := 0
	for _, s := range t.speakers {
		if s.staff {
			return
		}
		total += s.questions
	}
	if len(t.speakers) < 2 {
		return
	}
	for _, s := range t.speakers {
		if s.name != "" && s.questions >= 3 && 2*s.questions >= s.turns && s.questions*2 > total {
			s.staff, s.why = true, "asks most of the questions"
			return
		}
	}
}

func matchesAny(name string, list []string) bool {
	for _, l := range list {
		if strings.EqualFold(strings.TrimSpace(l), strings.TrimSpace(name)) {
			return true
		}
	}
	return false
}

// staffRoles are the first words of roles that are not customers'.
var staffRoles = map[string]bool{
	"moderator": true, "facilitator": true, "interviewer": true, "host": true, "chair": true, "staff": true, "agent": true, "researcher": true, "officer": true, "representative": true, "operator": true,
}

var rolePattern = regexp.MustCompile(`(?i)^(?:the )?(moderator|mod|facilitator|interviewer|host|chair(?:man|woman|person)?|staff|agent|researcher|officer|representative|operator|participant|respondent|interviewee|customer|resident|caller|client|user|citizen|guest|patient|member|speaker|unknown speaker|attendee|p|r|s|i|m|q|a|id)[ _#]?([0-9]{0,4}|[a-z]?)$`)

// roleWord returns the role that stands in place of a name, such as "Moderator" or "Participant 3"; empty if it is a name.
func roleWord(name string) string {
	m := rolePattern.FindStringSubmatch(strings.Trim(strings.TrimSpace(name), "[]()"))
	if m == nil {
		return ""
	}
	word := strings.ToLower(m[1])
	switch {
	case word == "i" || word == "q":
		if m[2] != "" {
			return ""
		}
		word = "interviewer"
	case word == "m" && m[2] == "":
		word = "moderator"
	case word == "a" && m[2] == "", word == "r", word == "p":
		word = "participant"
	case word == "id", word == "s":
		if m[2] == "" {
			return ""
		}
		word = "speaker"
	case word == "a", word == "m":
		return ""
	case word == "mod":
		word = "moderator"
	case strings.HasPrefix(word, "chair"):
		word = "chair"
	}
	r, size := utf8.DecodeRuneInString(word)
	label := string(unicode.ToUpper(r)) + word[size:]
	if m[2] != "" {
		label += " " + strings.ToUpper(m[2])
	}
	return label
}

// looksName reports whether words before a colon can be a speaker's name.
func looksName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 5 || len(s) > 48 {
		return false
	}
	if roleWord(s) != "" {
		return true
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) && first != '[' {
		return false
	}
	capital := 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "([\"'"))
		if unicode.IsUpper(r) || unicode.IsDigit(r) {
			capital++
		}
	}
	return capital*2 >= len(words)
}

// assent is a turn that begins by agreeing with the one before, or does no more than that.
var assent = regexp.MustCompile(`(?i)^(?:(?:yes|yeah|yep|yup|oh|mm+|mhm|uh-huh|right|no|well|and)[,. ]+)*(?:(?:i|we) (?:totally |completely |really |do |would |also )*agree|agreed|exactly|absolutely|me too|same here|same for me|likewise|ditto|that's (?:right|true)|that’s (?:right|true)|so true|me neither)\b|^(?:(?:yes|yeah|yep|yup|mm+|mhm|uh-huh|right|definitely|totally|true|sure)[,.! ]*)+$`)

// maxQuestion is how much of a moderator's turn is kept as the question, its end.
const maxQuestion = 600

func (t *transcriptPart) comments(r *reading, yield func(voc.Comment, error) bool) bool {
	from := feedOf(t.name)
	if t.mapping.Name != "" {
		from = declaredFeed(t.mapping.Name)
	}
	names := speakerNames{ordinary: t.ordinary}
	for _, s := range t.speakers {
		names.add(s.name)
	}
	question, kind, staff := "", "", 0
	for i, turn := range t.turns {
		if turn.who.staff {
			staff++
			question = lastWords(turn.text)
			kind = voc.QuestionKind(question)
			continue
		}
		c := t.comment(i)
		c.Source, c.Department, c.Question, c.QuestionKind = from.name, r.departments.find(t.mapping.Department, ""), question, kind
		who := ""
		if turn.who.name != "" {
			who = c.Session + "/" + turn.who.label
			c.Respondent = r.identifier.pseudonym(c.Source, who)
		}
		var bad *voc.RowError
		if c.Text, bad = turn.clean(c.Origin); bad != nil {
			if !yield(voc.Comment{}, bad) {
				return false
			}
			continue
		}
		r.identifier.identify(&c, lineage{feed: from, department: c.Department, who: who})
		c.Question, _ = names.mask(c.Question)
		c.Text, c.Masked = names.mask(c.Text)
		if !yield(c, nil) {
			return false
		}
	}
	for _, note := range t.notes {
		r.notes.add(note)
	}
	if staff > 0 {
		r.notes.countBy("turns of moderators or staff, kept as the question of the turns after them", staff)
	}
	return true
}

// comment returns what turn i says of itself: who spoke when, and whether it agrees with the turn before.
func (t *transcriptPart) comment(i int) voc.Comment {
	turn := &t.turns[i]
	session, _, _ := strings.Cut(path.Base(t.name), ".")
	c := voc.Comment{
		Origin: voc.Origin{File: t.name, Row: turn.line}, Channel: cmp.Or(t.mapping.Channel, voc.ChannelTranscript), Audience: cmp.Or(t.mapping.Audience, voc.External),
		Session: cmp.Or(session, path.Base(t.name)), Speaker: turn.who.label, Turn: i + 1, Language: languageTag(turn.language),
	}
	c.Time, c.DateOnly = t.at(turn)
	if i > 0 && !t.turns[i-1].who.staff && t.turns[i-1].who != turn.who && assent.MatchString(turn.text) {
		c.AgreesWith = i
	}
	return c
}

// clean returns the words of the turn that stands at origin, or why they cannot be read.
func (t *turn) clean(origin voc.Origin) (string, *voc.RowError) {
	if len(t.text) > maxText {
		return "", &voc.RowError{Origin: origin, Code: voc.CodeTooLong, Reason: "a turn of more than 1 MB"}
	}
	text, controls := cleanText(t.text)
	if controls*10 > len(text) {
		return "", &voc.RowError{Origin: origin, Code: voc.CodeBadText, Reason: "control characters, not text"}
	}
	return text, nil
}

// lastWords is the end of a long turn: what was asked last.
func lastWords(s string) string {
	if len(s) <= maxQuestion {
		return s
	}
	s = s[len(s)-maxQuestion:]
	if i := strings.IndexAny(s, ".?! "); i >= 0 {
		s = s[i+1:]
	}
	return strings.TrimSpace(s)
}

func (t *transcriptPart) profile() *Profile {
	p := &Profile{File: t.name, Format: t.format, Encoding: t.encoding, Source: t.mapping.Name, Channel: voc.ChannelTranscript, Notes: t.notes}
	if t.when.why != "" {
		p.Day = t.when.time.Format(time.DateOnly) + ", " + t.when.why
	}
	if t.latest > 0 && dayNumber(t.when.time) > t.latest {
		p.Notes = append(slices.Clone(p.Notes), "its day is yet to come: all of it is rejected; declare date for its source")
	}
	if f := formatNamed(t.format); f != nil {
		p.Tool = f.Tool
	}
	if p.Source == "" {
		p.Source = sourceName(t.name)
	}
	for _, s := range t.speakers {
		label := s.label
		if label == "" {
			label = "(nobody named)"
		}
		p.Speakers = append(p.Speakers, SpeakerProfile{Speaker: label, Turns: s.turns, Words: s.words, Staff: s.staff, Why: s.why})
	}
	return p
}
