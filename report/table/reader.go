package table

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"time"

	"voc"
)

// Records returns the records of the folder dir, in the order they were added, with their mentions.
// A comment's Context is not kept; times come back to the microsecond, at the offset from UTC they had.
// An error is the last thing in the sequence.
func Records(dir string) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		comments, err := open[commentRow](filepath.Join(dir, CommentsFile), commentFields)
		if err != nil {
			yield(voc.Record{}, err)
			return
		}
		defer comments.close()
		mentions, err := open[mentionRow](filepath.Join(dir, MentionsFile), mentionFields[:joined])
		if err != nil {
			yield(voc.Record{}, err)
			return
		}
		defer mentions.close()
		join(comments, mentions, yield)
	}
}

// join yields every comment with its mentions.
func join(comments *reader[*commentState], mentions *reader[*Mention], yield func(voc.Record, error) bool) {
	var state commentState
	var mention Mention
	for {
		state.reset()
		err := comments.next(&state)
		if err == nil {
			err = state.finish()
		}
		for i := 0; err == nil && i < state.mentions; i++ {
			mention = Mention{}
			if err = mentions.next(&mention); err == nil {
				err = state.add(&mention)
			}
			err = unexpected(err)
		}
		if errors.Is(err, io.EOF) {
			if !errors.Is(mentions.next(&mention), io.EOF) {
				yield(voc.Record{}, fmt.Errorf("read %s: mentions of no comment", mentions.path))
			}
			return
		}
		if err != nil {
			yield(voc.Record{}, fmt.Errorf("read %s: %w", filepath.Dir(comments.path), err))
			return
		}
		if !yield(state.record, nil) {
			return
		}
	}
}

// Comments returns the records of the folder dir without their mentions.
// Only the columns named are read and only their fields filled; none named means all.
// An error is the last thing in the sequence.
func Comments(dir string, columns ...string) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		fields, err := selectFields(commentFields, columns)
		if err != nil {
			yield(voc.Record{}, err)
			return
		}
		comments, err := open[commentRow](filepath.Join(dir, CommentsFile), fields)
		if err != nil {
			yield(voc.Record{}, err)
			return
		}
		defer comments.close()
		var state commentState
		for {
			state.reset()
			err := comments.next(&state)
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil {
				err = state.finish()
			}
			if err != nil {
				yield(voc.Record{}, err)
				return
			}
			if !yield(state.record, nil) {
				return
			}
		}
	}
}

// selectFields returns the fields of the columns named, and those without which they mean nothing.
func selectFields(fields []field[*commentState], columns []string) ([]field[*commentState], error) {
	if len(columns) == 0 {
		return fields, nil
	}
	names := map[string]bool{}
	for _, name := range columns {
		if !slices.ContainsFunc(fields, func(f field[*commentState]) bool { return f.name == name }) {
			return nil, fmt.Errorf("table comments: no column %s to read", name)
		}
		names[name] = true
		switch name {
		case "unit_chars":
			names["text"] = true
		case "received_at":
			names["received_on"], names["utc_offset"] = true, true
		}
	}
	return slices.DeleteFunc(slices.Clone(fields), func(f field[*commentState]) bool { return !names[f.name] }), nil
}

// A Mention is a row of the table mentions.
type Mention struct {
	voc.Mention           // Span counts code points
	CommentID   string    // comment it is a label of
	Evidence    string    // the words that show it
	Department  string    // of the comment
	Day         time.Time // day of the comment, at midnight UTC; zero if unknown
}

// Mentions returns the rows of the table mentions of the folder dir.
// An error is the last thing in the sequence.
func Mentions(dir string) iter.Seq2[Mention, error] {
	return func(yield func(Mention, error) bool) {
		mentions, err := open[mentionRow](filepath.Join(dir, MentionsFile), mentionFields)
		if err != nil {
			yield(Mention{}, err)
			return
		}
		defer mentions.close()
		for {
			var m Mention
			err := mentions.next(&m)
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}

// A commentState is a record while its columns are read.
type commentState struct {
	record   voc.Record
	at       int64 // of received_at
	on       int32 // of received_on
	offset   int32 // of utc_offset
	known    struct{ at, on, offset bool }
	units    []int32
	mentions int
	chars    chars
	zones    map[int32]*time.Location
}

func (s *commentState) reset() {
	s.record, s.units, s.mentions = voc.Record{}, s.units[:0], 0
	s.known.at, s.known.on, s.known.offset = false, false, false
}

var errSpan = errors.New("a span lies outside its text")

// finish fills what more than one column decides.
func (s *commentState) finish() error {
	r := &s.record
	switch {
	case s.known.at && s.known.offset:
		r.Time = time.UnixMicro(s.at).In(s.zone(s.offset))
	case s.known.at || s.known.on:
		r.Time, r.DateOnly = time.Unix(int64(s.on)*86400, 0).UTC(), true
	}
	s.chars.fromChars(r.Text)
	if len(s.units)%2 != 0 {
		return errSpan
	}
	if len(s.units) > 0 {
		r.Units = make([]voc.Span, 0, len(s.units)/2)
	}
	for i := 0; i < len(s.units); i += 2 {
		span, err := s.span(int(s.units[i]), int(s.units[i+1]))
		if err != nil {
			return err
		}
		r.Units = append(r.Units, span)
	}
	if s.mentions > 0 {
		r.Mentions = make([]voc.Mention, 0, min(s.mentions, 64))
	}
	return nil
}

// span converts code points to bytes.
func (s *commentState) span(start, end int) (voc.Span, error) {
	span := voc.Span{Start: s.chars.byte(start), End: s.chars.byte(end)}
	if span.Start < 0 || span.End < span.Start {
		return span, errSpan
	}
	return span, nil
}

// add appends a mention of the comment.
func (s *commentState) add(m *Mention) error {
	if m.CommentID != s.record.ID {
		return fmt.Errorf("mentions of %s where those of %s should be", m.CommentID, s.record.ID)
	}
	span, err := s.span(m.Span.Start, m.Span.End)
	if err != nil {
		return err
	}
	m.Span = span
	s.record.Mentions = append(s.record.Mentions, m.Mention)
	return nil
}

// zone returns the location with the offset from UTC, in seconds.
func (s *commentState) zone(offset int32) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	if s.zones[offset] == nil {
		if s.zones == nil {
			s.zones = map[int32]*time.Location{}
		}
		s.zones[offset] = time.FixedZone("", int(offset))
	}
	return s.zones[offset]
}

// commentFields are the columns of comments that a record is made of.
var commentFields = []field[*commentState]{
	{"comment_id", func(s *commentState, c *column) { s.record.ID = c.text() }},
	{"source", func(s *commentState, c *column) { s.record.Source = c.word() }},
	{"origin_file", func(s *commentState, c *column) { s.record.Origin.File = c.word() }},
	{"origin_row", func(s *commentState, c *column) { s.record.Origin.Row = int(c.int32()) }},
	{"department", func(s *commentState, c *column) { s.record.Department = c.word() }},
	{"service", func(s *commentState, c *column) { s.record.Service = c.word() }},
	{"channel", func(s *commentState, c *column) { s.record.Channel = c.word() }},
	{"audience", func(s *commentState, c *column) { s.record.Audience = c.word() }},
	{"question", func(s *commentState, c *column) { s.record.Question = c.word() }},
	{"question_kind", func(s *commentState, c *column) { s.record.QuestionKind = c.word() }},
	{"session", func(s *commentState, c *column) { s.record.Session = c.word() }},
	{"speaker", func(s *commentState, c *column) { s.record.Speaker = c.word() }},
	{"received_at", func(s *commentState, c *column) { s.at, s.known.at = c.int64(), true }},
	{"received_on", func(s *commentState, c *column) { s.on, s.known.on = c.int32(), true }},
	{"rating", func(s *commentState, c *column) { rating := c.float(); s.record.Rating = &rating }},
	{"language", func(s *commentState, c *column) { s.record.Language = c.word() }},
	{"sentiment", func(s *commentState, c *column) { s.record.Sentiment = voc.Sentiment(c.word()) }},
	{"sentiment_score", func(s *commentState, c *column) { s.record.SentimentScore = c.float() }},
	{"need_dignity", func(s *commentState, c *column) { s.record.Needs[0] = voc.Polarity(c.word()) }},
	{"need_control", func(s *commentState, c *column) { s.record.Needs[1] = voc.Polarity(c.word()) }},
	{"need_understanding", func(s *commentState, c *column) { s.record.Needs[2] = voc.Polarity(c.word()) }},
	{"need_resolution", func(s *commentState, c *column) { s.record.Needs[3] = voc.Polarity(c.word()) }},
	{"themes", func(s *commentState, c *column) { s.record.Themes = append(s.record.Themes, c.word()) }},
	{"key_phrases", func(s *commentState, c *column) { s.record.KeyPhrases = append(s.record.KeyPhrases, c.text()) }},
	{"text", func(s *commentState, c *column) { s.record.Text = c.text() }},
	{"n_words", func(s *commentState, c *column) { s.record.Words = int(c.int32()) }},
	{"n_masked", func(s *commentState, c *column) { s.record.Masked = int(c.int32()) }},
	{"is_complex", func(s *commentState, c *column) { s.record.Complex = c.bool() }},
	{"native_id", func(s *commentState, c *column) { s.record.Native = c.text() }},
	{"respondent", func(s *commentState, c *column) { s.record.Respondent = c.text() }},
	{"campaign", func(s *commentState, c *column) { s.record.Campaign = c.word() }},
	{"turn", func(s *commentState, c *column) { s.record.Turn = int(c.int32()) }},
	{"utc_offset", func(s *commentState, c *column) { s.offset, s.known.offset = c.int32(), true }},
	{"updated_at", func(s *commentState, c *column) { s.record.Updated = time.UnixMicro(c.int64()).UTC() }},
	{"due_at", func(s *commentState, c *column) { s.record.Due = time.UnixMicro(c.int64()).UTC() }},
	{"closed_at", func(s *commentState, c *column) { s.record.Closed = time.UnixMicro(c.int64()).UTC() }},
	{"unit_chars", func(s *commentState, c *column) { s.units = append(s.units, c.int32()) }},
	{"n_mentions", func(s *commentState, c *column) { s.mentions = int(c.int32()) }},
	{"is_no_content", func(s *commentState, c *column) { s.record.NoContent = c.bool() }},
	{"is_unlabelled", func(s *commentState, c *column) { s.record.Unlabelled = c.bool() }},
}

// joined is the number of mentionFields that a record needs; the others follow from its comment.
const joined = 11

// mentionFields are the columns of mentions.
var mentionFields = []field[*Mention]{
	{"comment_id", func(m *Mention, c *column) { m.CommentID = c.word() }},
	{"unit", func(m *Mention, c *column) { m.Unit = int(c.int32()) }},
	{"kind", func(m *Mention, c *column) { m.Kind = c.word() }},
	{"label", func(m *Mention, c *column) { m.Label = c.word() }},
	{"polarity", func(m *Mention, c *column) { m.Polarity = voc.Polarity(c.word()) }},
	{"score", func(m *Mention, c *column) { m.Score = c.float() }},
	{"start_char", func(m *Mention, c *column) { m.Span.Start = int(c.int32()) }},
	{"end_char", func(m *Mention, c *column) { m.Span.End = int(c.int32()) }},
	{"by", func(m *Mention, c *column) { m.By = c.word() }},
	{"rule", func(m *Mention, c *column) { m.Rule = c.word() }},
	{"is_uncertain", func(m *Mention, c *column) { m.Uncertain = c.bool() }},
	{"evidence", func(m *Mention, c *column) { m.Evidence = c.text() }},
	{"department", func(m *Mention, c *column) { m.Department = c.word() }},
	{"received_on", func(m *Mention, c *column) { m.Day = time.Unix(int64(c.int32())*86400, 0).UTC() }},
}
