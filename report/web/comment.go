package web

import (
	"net/http"
	"net/url"
	"strings"

	"voc"
	"voc/internal/review"
)

// A commentPage shows one comment, what it means, and why.
type commentPage struct {
	ID       string
	Back     string // the search it was found by
	Action   string // address that corrections are sent to
	Text     []piece
	Question string
	Meta     [][2]string // name and value
	Labels   []labelRow
	Before   []turn // what was said before it in the session
	After    []turn
	Form     correctionForm
	Reviews  []reviewRow
	Pending  bool // some correction is not in the tables yet
	Empty    string
}

// A labelRow is one mention.
type labelRow struct {
	Note   int
	Label  string
	Class  string
	URL    string // the theme's page; empty for other labels
	Words  string
	By     string
	Score  string
	Unsure bool
}

// A turn is a comment of the same session.
type turn struct {
	URL     string
	Speaker string
	Text    string
}

// A reviewRow is a correction that was made.
type reviewRow struct {
	When, By, Label, Old, New, Note, Codebook string
	Confirms                                  bool
	Applied                                   bool
}

// commentPath returns the address of a comment's page.
func commentPath(id string) string { return "/comment/" + url.PathEscape(id) }

// comment is the page of one comment.
func (s *Site) comment(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	record, err := v.index.Get(r.PathValue("id"))
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.showComment(w, r, v, record, "", http.StatusOK)
}

// showComment renders the page of a record; fault says what is wrong with a correction.
func (s *Site) showComment(w http.ResponseWriter, r *http.Request, v *view, record voc.Record, fault string, status int) {
	search, _ := parseState(r.URL.Query()) // what it cannot use it leaves out
	made, err := review.Read(s.opt.Reviews)
	if err != nil {
		s.opt.Log(err)
		made = &review.Set{}
	}
	body := &commentPage{ID: record.ID, Question: record.Question, Action: search.URL(commentPath(record.ID)), Meta: s.details(&record), Empty: s.unlabelled(&record)}
	if !search.Empty() || search.Page > 1 {
		body.Back = search.URL("/")
	}
	body.Labels, body.Text = s.evidence(&record)
	body.Before, body.After, err = s.around(v, &record, search)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	body.Reviews = s.reviews(made.For(record.ID), &record)
	for _, row := range body.Reviews {
		body.Pending = body.Pending || !row.Applied
	}
	made.Apply(&record)
	body.Form = s.correctionForm(r, &record)
	p := s.page(v, "search", "Comment "+record.ID, search, body)
	p.Error = fault
	if r.URL.Query().Get("done") == "1" {
		p.Notice = "Your correction is kept. The next run applies it to tables, search and reports."
	}
	s.render(w, status, "comment", p)
}

// unlabelled says why a comment has no labels, if there is a reason.
func (s *Site) unlabelled(r *voc.Record) string {
	switch {
	case r.NoContent:
		return "The comment says nothing that could be labelled."
	case r.Unlabelled:
		return "The comment is in a language that is not labelled."
	}
	return "No need, theme or feeling was found."
}

// evidence returns the mentions of a record as rows, and its text with their words marked and numbered.
func (s *Site) evidence(r *voc.Record) ([]labelRow, []piece) {
	var rows []labelRow
	var marks []mark
	for i, m := range r.Mentions {
		row := labelRow{Note: i + 1, Label: s.names.label(m.Kind, m.Label, m.Polarity), Class: m.Kind + " " + string(m.Polarity), By: s.by(m), Unsure: m.Uncertain}
		switch m.Kind {
		case voc.KindTheme:
			row.URL = "/theme/" + url.PathEscape(m.Label)
		case voc.KindSentiment:
			row.Class = "feeling " + m.Label
		}
		row.Score = number2(m.Score)
		if m.Span.Start >= 0 && m.Span.Start <= m.Span.End && m.Span.End <= len(r.Text) {
			row.Words = shorten(r.Text[m.Span.Start:m.Span.End], 160)
			class := "said"
			switch {
			case m.Polarity == voc.Met || m.Kind == voc.KindSentiment && m.Label == string(voc.Positive):
				class = "met"
			case m.Polarity == voc.Unmet || m.Kind == voc.KindSentiment && m.Label == string(voc.Negative):
				class = "unmet"
			}
			marks = append(marks, mark{m.Span, class, row.Note})
		}
		rows = append(rows, row)
	}
	return rows, pieces(r.Text, marks)
}

// by says what gave a label.
func (s *Site) by(m voc.Mention) string {
	if m.Rule != "" {
		return "rule " + m.Rule
	}
	return s.names.of("by", m.By)
}

// details returns what is known of a comment, by name.
func (s *Site) details(r *voc.Record) [][2]string {
	rating := ""
	if r.Rating != nil {
		rating = number2(*r.Rating) + " (0 worst, 1 best)"
	}
	said := day(&r.Comment)
	if said != "" && !r.DateOnly {
		said += r.Time.Format(", 15:04")
	}
	feeling := ""
	if r.Sentiment != "" {
		feeling = s.names.of("sentiment", string(r.Sentiment)) + " (" + number2(r.SentimentScore) + ")"
	}
	var list [][2]string
	for _, d := range [][2]string{
		{"Said", said}, {"Department", s.names.of("dept", r.Department)}, {"Service", r.Service}, {"Channel", s.names.of("channel", r.Channel)},
		{"Audience", s.names.of("audience", r.Audience)}, {"Feeling", feeling}, {"Rating", rating}, {"Language", r.Language}, {"Speaker", r.Speaker}, {"Session", r.Session},
		{"Campaign", r.Campaign}, {"Source", r.Source}, {"File and row", r.Origin.String()},
	} {
		if d[1] != "" {
			list = append(list, d)
		}
	}
	return list
}

// around returns what was said just before and after in the session.
func (s *Site) around(v *view, r *voc.Record, search state) (before, after []turn, err error) {
	const near = 3
	if r.Session == "" {
		return nil, nil, nil
	}
	said, err := v.index.Session(r.Source, r.Session)
	if err != nil {
		return nil, nil, err
	}
	at := -1
	for i := range said {
		if said[i].ID == r.ID {
			at = i
		}
	}
	if at < 0 {
		return nil, nil, nil
	}
	turns := func(records []voc.Record) []turn {
		var list []turn
		for i := range records {
			n := &records[i]
			list = append(list, turn{search.URL(commentPath(n.ID)), n.Speaker, shorten(n.Text, 300)})
		}
		return list
	}
	return turns(said[max(0, at-near):at]), turns(said[at+1 : min(len(said), at+1+near)]), nil
}

// reviews returns the corrections of a record, newest first.
func (s *Site) reviews(made []review.Correction, r *voc.Record) []reviewRow {
	var rows []reviewRow
	seen := map[string]bool{}
	for i := len(made) - 1; i >= 0; i-- {
		c := made[i]
		key := c.Kind + " " + c.Label
		row := reviewRow{When: c.Time.Format("2 Jan 2006, 15:04"), By: c.By, Label: s.labelName(c.Kind, c.Label), Old: s.valueName(c.Kind, c.Old), New: s.valueName(c.Kind, c.New),
			Note: c.Note, Codebook: c.Codebook, Confirms: c.Old == c.New}
		row.Applied = seen[key] || review.Value(r, c.Kind, c.Label) == c.New
		seen[key] = true
		rows = append(rows, row)
	}
	return rows
}

func (s *Site) labelName(kind, label string) string {
	if kind == voc.KindSentiment {
		return "Feeling"
	}
	return s.names.of(kind, label)
}

func (s *Site) valueName(kind, value string) string {
	switch {
	case value == review.None || value == review.Said:
		return words["value"][value]
	case kind == voc.KindSentiment:
		return strings.ToLower(s.names.of("sentiment", value))
	}
	return s.names.of("polarity", value)
}

// shorten returns a text that is at most about size bytes long.
func shorten(text string, size int) string {
	short, _ := excerpt(text, nil, size)
	return short
}
