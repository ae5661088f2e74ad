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
		defer comments.Close()
		mentions, err := open[mentionRow](filepath.Join(dir, MentionsFile), mentionFields[:joined])
		if err != nil {
			yield(voc.Record{}, err)
			return
		}
		defer mentions.Close()
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
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
		}
		if err == io.EOF {
			if mentions.next(&mention) != io.EOF {
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
		defer comments.Close()
		var state commentState
		for {
			state.reset()
			err := comments.next(&state)
			if err == io.EOF {
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
		defer mentions.Close()
		for {
			var m Mention
			err := mentions.next(&m)
			if err == io.EOF {
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
	{"comment_id", func(s *commentState, v value) { s.record.ID = v.text() }},
	{"source", func(s *commentState, v value) { s.record.Source = v.word() }},
	{"origin_file", func(s *commentState, v value) { s.record.Origin.File = v.word() }},
	{"origin_row", func(s *commentState, v value) { s.record.Origin.Row = int(v.Int32()) }},
	{"department", func(s *commentState, v value) { s.record.Department = v.word() }},
	{"service", func(s *commentState, v value) { s.record.Service = v.word() }},
	{"channel", func(s *commentState, v value) { s.record.Channel = v.word() }},
	{"audience", func(s *commentState, v value) { s.record.Audience = v.word() }},
	{"question", func(s *commentState, v value) { s.record.Question = v.word() }},
	{"question_kind", func(s *commentState, v value) { s.record.QuestionKind = v.word() }},
	{"session", func(s *commentState, v value) { s.record.Session = v.word() }},
	{"speaker", func(s *commentState, v value) { s.record.Speaker = v.word() }},
	{"received_at", func(s *commentState, v value) { s.at, s.known.at = v.Int64(), true }},
	{"received_on", func(s *commentState, v value) { s.on, s.known.on = v.Int32(), true }},
	{"rating", func(s *commentState, v value) { rating := v.Double(); s.record.Rating = &rating }},
	{"language", func(s *commentState, v value) { s.record.Language = v.word() }},
	{"sentiment", func(s *commentState, v value) { s.record.Sentiment = voc.Sentiment(v.word()) }},
	{"sentiment_score", func(s *commentState, v value) { s.record.SentimentScore = v.Double() }},
	{"need_dignity", func(s *commentState, v value) { s.record.Needs[0] = voc.Polarity(v.word()) }},
	{"need_control", func(s *commentState, v value) { s.record.Needs[1] = voc.Polarity(v.word()) }},
	{"need_understanding", func(s *commentState, v value) { s.record.Needs[2] = voc.Polarity(v.word()) }},
	{"need_resolution", func(s *commentState, v value) { s.record.Needs[3] = voc.Polarity(v.word()) }},
	{"themes", func(s *commentState, v value) { s.record.Themes = append(s.record.Themes, v.word()) }},
	{"key_phrases", func(s *commentState, v value) { s.record.KeyPhrases = append(s.record.KeyPhrases, v.text()) }},
	{"text", func(s *commentState, v value) { s.record.Text = v.text() }},
	{"n_words", func(s *commentState, v value) { s.record.Words = int(v.Int32()) }},
	{"n_masked", func(s *commentState, v value) { s.record.Masked = int(v.Int32()) }},
	{"is_complex", func(s *commentState, v value) { s.record.Complex = v.Boolean() }},
	{"native_id", func(s *commentState, v value) { s.record.Native = v.text() }},
	{"respondent", func(s *commentState, v value) { s.record.Respondent = v.text() }},
	{"campaign", func(s *commentState, v value) { s.record.Campaign = v.word() }},
	{"turn", func(s *commentState, v value) { s.record.Turn = int(v.Int32()) }},
	{"utc_offset", func(s *commentState, v value) { s.offset, s.known.offset = v.Int32(), true }},
	{"updated_at", func(s *commentState, v value) { s.record.Updated = time.UnixMicro(v.Int64()).UTC() }},
	{"due_at", func(s *commentState, v value) { s.record.Due = time.UnixMicro(v.Int64()).UTC() }},
	{"closed_at", func(s *commentState, v value) { s.record.Closed = time.UnixMicro(v.Int64()).UTC() }},
	{"unit_chars", func(s *commentState, v value) { s.units = append(s.units, v.Int32()) }},
	{"n_mentions", func(s *commentState, v value) { s.mentions = int(v.Int32()) }},
	{"is_no_content", func(s *commentState, v value) { s.record.NoContent = v.Boolean() }},
	{"is_unlabelled", func(s *commentState, v value) { s.record.Unlabelled = v.Boolean() }},
}

// joined is the number of mentionFields that a record needs; the others follow from its comment.
const joined = 11

// mentionFields are the columns of mentions.
var mentionFields = []field[*Mention]{
	{"comment_id", func(m *Mention, v value) { m.CommentID = v.word() }},
	{"unit", func(m *Mention, v value) { m.Unit = int(v.Int32()) }},
	{"kind", func(m *Mention, v value) { m.Kind = v.word() }},
	{"label", func(m *Mention, v value) { m.Label = v.word() }},
	{"polarity", func(m *Mention, v value) { m.Polarity = voc.Polarity(v.word()) }},
	{"score", func(m *Mention, v value) { m.Score = v.Double() }},
	{"start_char", func(m *Mention, v value) { m.Span.Start = int(v.Int32()) }},
	{"end_char", func(m *Mention, v value) { m.Span.End = int(v.Int32()) }},
	{"by", func(m *Mention, v value) { m.By = v.word() }},
	{"rule", func(m *Mention, v value) { m.Rule = v.word() }},
	{"is_uncertain", func(m *Mention, v value) { m.Uncertain = v.Boolean() }},
	{"evidence", func(m *Mention, v value) { m.Evidence = v.text() }},
	{"department", func(m *Mention, v value) { m.Department = v.word() }},
	{"received_on", func(m *Mention, v value) { m.Day = time.Unix(int64(v.Int32())*86400, 0).UTC() }},
}
