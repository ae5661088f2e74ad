// Package voc holds the words that every folder of the program uses:
// a customer's comment, where it came from, what it means, and the pipeline that carries it.
package voc

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Need is one of the four basic customer needs (Wendi Pomerance Brick, The Science of Service).
type Need string

// The four needs.
const (
	Dignity       Need = "dignity"       // to be treated with dignity and respect
	Control       Need = "control"       // to have some control
	Understanding Need = "understanding" // to be understood
	Resolution    Need = "resolution"    // to have the issue resolved
)

// Needs lists the four needs in the order of every table and report.
// An array indexed by need, such as [Record.Needs], follows it.
var Needs = [4]Need{Dignity, Control, Understanding, Resolution}

// A Polarity says how a need was met. The zero value says that nothing was said about it.
type Polarity string

// The polarities of a need or a theme.
const (
	Met   Polarity = "met"
	Unmet Polarity = "unmet"
	Mixed Polarity = "mixed" // met in one part, unmet in another
)

// A Sentiment is the overall feeling of a comment.
// The zero value is that of a comment without content or in a language that is not labelled.
type Sentiment string

// The four sentiments.
const (
	Positive   Sentiment = "positive"
	Negative   Sentiment = "negative"
	Neutral    Sentiment = "neutral"
	Ambivalent Sentiment = "mixed" // clear praise and clear complaint, each with words of its own
)

// Channels by which a comment can arrive.
const (
	ChannelSurvey     = "survey"
	ChannelTranscript = "transcript"
	ChannelReview     = "review"
	ChannelSocial     = "social"
	ChannelTicket     = "ticket"
	Channel311        = "311"
	ChannelEmail      = "email"
	ChannelComment    = "comment"
)

// Audiences: customers outside the organisation, and its own departments served by others.
const (
	External = "external"
	Internal = "internal"
)

// Kinds of question.
const (
	WhatGood      = "what_good"
	CouldImprove  = "could_improve"
	WhyScore      = "why_score"
	OtherQuestion = "other"
)

// Kinds of mention.
const (
	KindNeed      = "need"
	KindTheme     = "theme"
	KindSentiment = "sentiment"
)

// What a mention's label was given by.
const (
	ByRule   = "rule"
	ByModel  = "model"
	ByReview = "review" // a person's correction
)

// An Origin is the place a comment was read from.
type Origin struct {
	File string // path below the inbox, with slashes
	Row  int    // 1-based line, row or cue, as a person would count it in the file; 0 if the whole file is meant
}

// String returns the origin as file:row.
func (o Origin) String() string {
	if o.Row == 0 {
		return o.File
	}
	return fmt.Sprintf("%s:%d", o.File, o.Row)
}

// A Comment is one answer, one turn of a transcript, or one post, as it was said.
type Comment struct {
	ID           string    // the same on every run; unique after duplicates are taken out
	Native       string    // the id its own tool gave it, a pseudonym once it is stored if that is a personal detail; empty if none
	Source       string    // name of the feed it belongs to, such as "resident-survey"
	Origin       Origin    // file and row
	Department   string    // the department's id if it is known, else the name as written; empty if none
	Service      string    // service, product or team as written
	Channel      string    // one of the Channel constants
	Audience     string    // External or Internal
	Question     string    // what was asked; empty if nothing was
	QuestionKind string    // one of the question kinds; empty without a question
	Respondent   string    // pseudonym of the person, the same within a source; empty if unknown
	Session      string    // transcript or thread it belongs to, a pseudonym once it is stored if that is a personal detail
	Speaker      string    // pseudonym or role of the speaker in a session
	Turn         int       // 1-based place in the session; 0 outside one
	AgreesWith   int       // turn of the session that this one assents to, such as "yes, I agree"; 0 if none
	Time         time.Time // when it was said; zero if unknown
	DateOnly     bool      // Time has no clock time
	Updated      time.Time // when its tool last changed it; zero if unknown
	Due          time.Time // when the service was promised (311); zero if unknown
	Closed       time.Time // when the case was closed (311); zero if unknown
	Rating       *float64  // 0..1, 1 best; nil if none
	Language     string    // BCP 47 if the export declares it; filled by analysis otherwise; "und" if it cannot be told
	Text         string    // the words
	Masked       int       // personal details masked in Text
	Former       string    // the id that versions before gave it, by which corrections of that time know it
	Content      uint64    // of what it says and when: equal in two files, it is the same comment; 0 if it says too little
	Echo         uint64    // the same of one that says too little: where two files are copies otherwise, so are equal ones; 0 with Content
	Thread       uint64    // of Native and time, where Native may be a number that begins anew: versions of a comment have the same; 0 otherwise
	Context      string    // staff's words that belong to it (status notes, an agent's reply); never labelled or stored
}

// A Span is a part of a text: byte offsets, half-open, on rune edges.
type Span struct {
	Start, End int
}

// A Mention is one label with the words that show it.
type Mention struct {
	Kind      string   // KindNeed, KindTheme or KindSentiment
	Label     string   // the need, the theme's id, or the sentiment
	Polarity  Polarity // of a need or theme; empty for sentiment, and for a theme said neutrally
	Score     float64  // calibrated probability, 0..1; for sentiment -1..1
	Unit      int      // index into [Record.Units]
	Span      Span     // evidence in [Comment.Text]
	By        string   // ByRule, ByModel or ByReview
	Rule      string   // id of the rule; empty unless By is ByRule
	Uncertain bool     // the score lies between the label's two bounds
}

// A Record is a Comment and what it means.
type Record struct {
	Comment
	Units          []Span      // sentences, split again at a contrast; in order, not overlapping
	Needs          [4]Polarity // in the order of [Needs]
	Sentiment      Sentiment   // empty if not labelled; of a record without content what its question makes of it, empty once it is stored
	SentimentScore float64     // -1..1
	Themes         []string    // sorted, each once
	KeyPhrases     []string    // noun phrases in lower case, in order of appearance, each once
	Mentions       []Mention   // by unit, kind, label
	Words          int         // words in Text
	Complex        bool        // more than one need, or met beside unmet
	NoContent      bool        // "n/a", "...", "no": nothing that could be labelled
	Unlabelled     bool        // in a language that is not labelled
	Campaign       string      // near-identical letters to its department that it is one of: the id of the one that counts in shares; empty if none
}

// Need returns the polarity of need n.
func (r *Record) Need(n Need) Polarity {
	for i, need := range Needs {
		if need == n {
			return r.Needs[i]
		}
	}
	return ""
}

// ThemePolarity returns what the mentions of r say of a theme: mixed if they differ, empty if none says how it was met.
func (r *Record) ThemePolarity(theme string) Polarity {
	var polarity Polarity
	for i := range r.Mentions {
		m := &r.Mentions[i]
		if m.Kind != KindTheme || m.Label != theme || m.Polarity == "" {
			continue
		}
		if polarity != "" && polarity != m.Polarity {
			return Mixed
		}
		polarity = m.Polarity
	}
	return polarity
}

// Counts reports whether the comment counts in shares: of near-identical letters one does.
func (r *Record) Counts() bool { return r.Campaign == "" || r.Campaign == r.ID }

// AnyUnmet reports whether some need was unmet, wholly or in part.
func (r *Record) AnyUnmet() bool {
	for _, p := range r.Needs {
		if p == Unmet || p == Mixed {
			return true
		}
	}
	return false
}

// Codes of a [RowError]. A row that was left out on purpose is not held against the file.
const (
	CodeEmpty     = "empty"     // no words in any open answer
	CodePreview   = "preview"   // a test or preview answer, or one marked deleted
	CodeStaff     = "staff"     // only staff's words
	CodePurged    = "purged"    // erased by the wish of the person who said it
	CodeMalformed = "malformed" // the row cannot be read as a row
	CodeBadDate   = "bad_date"
	CodeBadText   = "bad_text" // not text: control characters, binary
	CodeTooLong   = "too_long"
)

// A RowError is a row that did not become a comment.
type RowError struct {
	Origin Origin
	Code   string // one of the Code constants
	Reason string // for people; names columns, never a customer's words
}

func (e *RowError) Error() string {
	return fmt.Sprintf("%s: %s", e.Origin, e.Reason)
}

// OnPurpose reports whether the row was left out because it is not a customer's comment,
// so that it says nothing against the file's health.
func (e *RowError) OnPurpose() bool {
	return e.Code == CodeEmpty || e.Code == CodePreview || e.Code == CodeStaff || e.Code == CodePurged
}

// A Department is one department of the organisation, as departments.yaml describes it.
type Department struct {
	ID        string     `yaml:"id"`       // slug used in tables, paths and flags
	Name      string     `yaml:"name"`     // as printed
	Aliases   []string   `yaml:"aliases"`  // other names in exports, compared without case
	Patterns  []string   `yaml:"patterns"` // regular expressions on the department, service or agency as written
	Vision    string     `yaml:"vision"`
	Mission   string     `yaml:"mission"`
	Standards []Standard `yaml:"standards"`
}

// Names returns what the department is called: its id, its name and its aliases, none of them empty.
func (d *Department) Names() []string {
	names := append([]string{d.ID, d.Name}, d.Aliases...)
	return slices.DeleteFunc(names, func(name string) bool { return strings.TrimSpace(name) == "" })
}

// Called reports whether the department is called name, as [FoldName] compares names. None is called nothing.
func (d *Department) Called(name string) bool {
	folded := FoldName(name)
	return folded != "" && slices.ContainsFunc(d.Names(), func(own string) bool { return FoldName(own) == folded })
}

// FoldName returns what a name of a department is compared by. Names are the same
// that differ in case, spaces (also those that do not break or are not seen), "&" for "and" and a final period.
func FoldName(name string) string {
	name = strings.ReplaceAll(strings.ReplaceAll(name, "\u200b", ""), "&", " and ")
	return strings.Trim(strings.Join(strings.Fields(strings.ToLower(name)), " "), ".:;, ")
}

// A Standard is a promise of a department's charter.
type Standard struct {
	Name     string   `yaml:"name"`     // the promise, as printed
	Kind     string   `yaml:"kind"`     // rigid, flexible or discretion
	Target   float64  `yaml:"target"`   // share of cases that keep it, 0..1; 0 for total discretion
	Theme    string   `yaml:"theme"`    // theme whose mentions speak of it; empty if none
	Within   string   `yaml:"within"`   // time allowed, such as "2h" or "3d", measured on records that carry times; "due" to use their own due date
	Services []string `yaml:"services"` // services, as written in exports, whose records Within is measured on; * stands for any letters; all if empty
}

// About reports whether the standard is about a service, whatever its case and the spaces around it.
func (s *Standard) About(service string) bool {
	return len(s.Services) == 0 || slices.ContainsFunc(s.Services, func(pattern string) bool {
		return like(strings.ToLower(strings.TrimSpace(service)), strings.ToLower(strings.TrimSpace(pattern)))
	})
}

// like reports whether text is as pattern says, in which * stands for any run of letters.
func like(text, pattern string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return text == pattern
	}
	last := len(parts) - 1
	text, ok := strings.CutPrefix(text, parts[0])
	for _, part := range parts[1:last] {
		_, after, found := strings.Cut(text, part)
		text, ok = after, ok && found
	}
	return ok && strings.HasSuffix(text, parts[last])
}

// Unassigned is what a [Filter] calls the department of comments that belong to none. No department has it as its id.
const Unassigned = "unassigned"

// A Filter selects comments; all of its parts must hold, and any value of a part.
// Commands and web pages name its parts alike: dept, need, polarity, theme, sentiment, channel, audience, from, to.
type Filter struct {
	Dept      []string // ids, or Unassigned
	Need      []string
	Polarity  []string // of a need or theme in Need or Theme; of any need if both are empty
	Theme     []string
	Sentiment []string
	Channel   []string
	Audience  []string
	From, To  string // days as 2006-01-02, both inclusive; empty for open
}
