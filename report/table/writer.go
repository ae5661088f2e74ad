package table

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"voc"
)

// batch is the number of rows that are handed to the library at once.
// Bytes depend on it, so it is fixed.
const batch = 512

// rowGroup is the most rows of one row group.
const rowGroup = 100_000

// codec compresses every page.
// Note: the library's default level takes about a third longer for files a fifth smaller.
var codec = &zstd.Codec{Level: zstd.SpeedFastest}

// writerOptions are those for files with rows of the type Row.
//
// Columns of strings carry no bounds: no words may stand in a footer,
// and finding the bounds of names that occur on every page would take an eighth of the time.
func writerOptions[Row any]() []parquet.WriterOption {
	schema := parquet.SchemaOf(new(Row))
	options := []parquet.WriterOption{
		parquet.Compression(codec),
		parquet.MaxRowsPerRowGroup(rowGroup),
		parquet.CreatedBy("voc", "1", ""),
	}
	for _, path := range schema.Columns() {
		if leaf, _ := schema.Lookup(path...); leaf.Node.Type().Kind() == parquet.ByteArray {
			options = append(options, parquet.SkipPageBounds(path...))
		}
	}
	return options
}

// A Writer writes records to the tables comments and mentions of one folder.
// It is not safe for concurrent use.
//
// Note: the library's writers are not kept for the next file.
// Once reset, they forget the columns' names in the footer (v0.32.0).
type Writer struct {
	commentFile, mentionFile *file // nil in an export
	comments                 sink[commentRow]
	mentions                 sink[mentionRow]
	runID                    string
	chars                    chars

	commentRows []commentRow
	nullables   []nullables // in step with commentRows
	units       []int32     // of commentRows
	mentionRows []mentionRow
	optionals   []optionals // in step with mentionRows
}

// A sink takes rows: a Parquet file, a sheet, or nothing.
type sink[Row any] interface {
	Write([]Row) (int, error)
	Close() error
}

// nullables are the values that the pointers of a row of comments lead to.
type nullables struct {
	record                   voc.Record
	at, updated, due, closed int64
	on, turn, offset         int32
}

// optionals are the values that the pointers of a row of mentions lead to.
type optionals struct {
	polarity, department, rule string
	on                         int32
}

// Create begins comments.parquet and mentions.parquet in dir, which must exist.
// The files appear under their names when the writer is closed; runID fills the column run_id.
func Create(dir, runID string) (*Writer, error) {
	comments, err := createFile(filepath.Join(dir, CommentsFile))
	if err != nil {
		return nil, err
	}
	mentions, err := createFile(filepath.Join(dir, MentionsFile))
	if err != nil {
		comments.Abort()
		return nil, err
	}
	w := newWriter(
		parquet.NewGenericWriter[commentRow](comments, writerOptions[commentRow]()...),
		parquet.NewGenericWriter[mentionRow](mentions, writerOptions[mentionRow]()...),
		runID,
	)
	w.commentFile, w.mentionFile = comments, mentions
	return w, nil
}

func newWriter(comments sink[commentRow], mentions sink[mentionRow], runID string) *Writer {
	return &Writer{
		comments:    comments,
		mentions:    mentions,
		runID:       runID,
		commentRows: make([]commentRow, 0, batch),
		nullables:   make([]nullables, 0, batch),
		mentionRows: make([]mentionRow, 0, batch),
		optionals:   make([]optionals, 0, batch),
	}
}

// Add writes a record. It keeps the record's strings and lists until the next few hundred are added,
// so the caller must not change them.
func (w *Writer) Add(record voc.Record) error {
	if err := check(&record); err != nil {
		return err
	}
	w.chars.fromBytes(record.Text)
	w.addComment(&record)
	for i := range record.Mentions {
		w.addMention(&record, &record.Mentions[i])
		if len(w.mentionRows) == batch {
			if err := w.flushMentions(); err != nil {
				return err
			}
		}
	}
	if len(w.commentRows) == batch {
		return w.flushComments()
	}
	return nil
}

// check reports a text that is not UTF-8, or a span that does not lie in it.
func check(record *voc.Record) error {
	n := len(record.Text)
	if !utf8.ValidString(record.Text) {
		return fmt.Errorf("%s: comment %s: the text is not UTF-8", record.Origin, record.ID)
	}
	for _, m := range record.Mentions {
		if m.Span.Start < 0 || m.Span.End < m.Span.Start || m.Span.End > n {
			return fmt.Errorf("%s: comment %s: the evidence of %s %s lies outside the text", record.Origin, record.ID, m.Kind, m.Label)
		}
	}
	for _, u := range record.Units {
		if u.Start < 0 || u.End < u.Start || u.End > n {
			return fmt.Errorf("%s: comment %s: a unit lies outside the text", record.Origin, record.ID)
		}
	}
	return nil
}

func (w *Writer) addComment(record *voc.Record) {
	w.nullables = append(w.nullables, nullables{record: *record})
	n := &w.nullables[len(w.nullables)-1]
	r := &n.record
	w.commentRows = append(w.commentRows, commentRow{
		CommentID:         valid(r.ID),
		Source:            valid(r.Source),
		OriginFile:        valid(r.Origin.File),
		OriginRow:         int32(min(r.Origin.Row, math.MaxInt32)),
		Department:        known(&r.Department),
		Service:           known(&r.Service),
		Channel:           known(&r.Channel),
		Audience:          known(&r.Audience),
		Question:          known(&r.Question),
		QuestionKind:      known(&r.QuestionKind),
		Session:           known(&r.Session),
		Speaker:           known(&r.Speaker),
		Rating:            r.Rating,
		Language:          known(&r.Language),
		Sentiment:         known((*string)(&r.Sentiment)),
		NeedDignity:       known((*string)(&r.Needs[0])),
		NeedControl:       known((*string)(&r.Needs[1])),
		NeedUnderstanding: known((*string)(&r.Needs[2])),
		NeedResolution:    known((*string)(&r.Needs[3])),
		Themes:            r.Themes,
		KeyPhrases:        r.KeyPhrases,
		Text:              r.Text,
		Words:             int32(r.Words),
		Masked:            int32(r.Masked),
		Complex:           r.Complex,
		RunID:             w.runID,
		NativeID:          known(&r.Native),
		Respondent:        known(&r.Respondent),
		Campaign:          known(&r.Campaign),
		Units:             w.addUnits(r.Units),
		Mentions:          int32(len(r.Mentions)),
		NoContent:         r.NoContent,
		Unlabelled:        r.Unlabelled,
	})
	n.fill(&w.commentRows[len(w.commentRows)-1])
}

// fill sets the nullable columns of row that are not strings.
func (n *nullables) fill(row *commentRow) {
	r := &n.record
	if !r.Time.IsZero() {
		n.at, n.on = r.Time.UnixMicro(), day(r.Time)
		row.ReceivedAt, row.ReceivedOn = &n.at, &n.on
		if r.DateOnly {
			n.at = int64(n.on) * 24 * time.Hour.Microseconds()
		} else {
			_, offset := r.Time.Zone()
			n.offset, row.UTCOffset = int32(offset), &n.offset
		}
	}
	if r.Sentiment != "" {
		row.SentimentScore = &r.SentimentScore
	}
	if r.Turn != 0 {
		n.turn, row.Turn = int32(r.Turn), &n.turn
	}
	row.UpdatedAt = micros(&n.updated, r.Updated)
	row.DueAt = micros(&n.due, r.Due)
	row.ClosedAt = micros(&n.closed, r.Closed)
}

// addUnits returns the bounds of the units in code points.
func (w *Writer) addUnits(units []voc.Span) []int32 {
	start := len(w.units)
	for _, u := range units {
		w.units = append(w.units, int32(w.chars.char(u.Start)), int32(w.chars.char(u.End)))
	}
	return w.units[start:len(w.units):len(w.units)]
}

func (w *Writer) addMention(r *voc.Record, m *voc.Mention) {
	w.optionals = append(w.optionals, optionals{polarity: string(m.Polarity), department: r.Department, rule: m.Rule})
	o := &w.optionals[len(w.optionals)-1]
	row := mentionRow{
		CommentID:  valid(r.ID),
		Unit:       int32(m.Unit),
		Kind:       m.Kind,
		Label:      m.Label,
		Polarity:   known(&o.polarity),
		Score:      m.Score,
		Start:      int32(w.chars.char(m.Span.Start)),
		End:        int32(w.chars.char(m.Span.End)),
		Evidence:   valid(r.Text[m.Span.Start:m.Span.End]),
		By:         m.By,
		Department: known(&o.department),
		Rule:       known(&o.rule),
		Uncertain:  m.Uncertain,
	}
	if !r.Time.IsZero() {
		o.on = day(r.Time)
		row.ReceivedOn = &o.on
	}
	w.mentionRows = append(w.mentionRows, row)
}

func (w *Writer) flushComments() error {
	_, err := w.comments.Write(w.commentRows)
	clear(w.commentRows)
	clear(w.nullables)
	w.commentRows, w.nullables, w.units = w.commentRows[:0], w.nullables[:0], w.units[:0]
	return err
}

func (w *Writer) flushMentions() error {
	_, err := w.mentions.Write(w.mentionRows)
	clear(w.mentionRows)
	clear(w.optionals)
	w.mentionRows, w.optionals = w.mentionRows[:0], w.optionals[:0]
	return err
}

// Close completes both files. If it fails neither may be used.
func (w *Writer) Close() error {
	defer w.Abort()
	if err := w.finish(); err != nil {
		return err
	}
	return errors.Join(w.mentionFile.Close(), w.commentFile.Close())
}

// finish hands the last rows to both sinks and completes them.
func (w *Writer) finish() error {
	if err := errors.Join(w.flushComments(), w.flushMentions()); err != nil {
		return err
	}
	return errors.Join(w.comments.Close(), w.mentions.Close())
}

// Abort gives up both files and leaves nothing behind. After Close it does nothing.
func (w *Writer) Abort() {
	w.commentFile.Abort()
	w.mentionFile.Abort()
}

// valid returns s with each byte that is not UTF-8 replaced, so that every reader can open the file.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// known returns s as a nullable string: nil if it is empty.
func known(s *string) *string {
	if *s == "" {
		return nil
	}
	*s = valid(*s)
	return s
}

// day returns the days from 1970-01-01 to the day of t in t's own location.
func day(t time.Time) int32 {
	_, offset := t.Zone()
	seconds := t.Unix() + int64(offset)
	days := seconds / 86400
	if seconds%86400 < 0 {
		days--
	}
	return int32(days)
}

// micros stores t at p, and returns nil if t is unknown.
func micros(p *int64, t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	*p = t.UnixMicro()
	return p
}
