package nightly

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"voc"
	"voc/analyze"
	"voc/ingest"
	"voc/internal/disk"
	"voc/internal/workspace"
	"voc/report"
	"voc/report/table"
)

// sliceSize is the number of comments of a slice, the unit of work.
// A slice ends with a whole row, so it can be a little longer.
const sliceSize = 8192

// A task is one slice of an input as it was read, for a worker to make a part of.
type task struct {
	input    int
	name     string // of the input
	number   int    // of the slice in its input, from 0
	comments []voc.Comment
	left     []*voc.RowError // rows, or answers in a row, that are no comments
	due      string          // as [ending.Due], of what was read so far
	last     *ending         // not nil in the last slice of an input
}

// An ending is what is known of an input when it was read to its end.
type ending struct {
	Format string   `json:"format"`
	Source string   `json:"source"`
	Notes  []string `json:"notes,omitempty"`
	Error  string   `json:"error,omitempty"` // why reading ended early, or never began
	Due    string   `json:"due,omitempty"`   // first of the days for which rows were left out, since they were yet to come, 2006-01-02
}

// tasks reads the inputs that have no finished part and cuts their comments into tasks.
// An input that cannot be read is a task with an ending that says why; only ctx ends the sequence early.
func tasks(ctx context.Context, todo []int, found []input, options func(input) ingest.Options, gone *purged) iter.Seq2[task, error] {
	return func(yield func(task, error) bool) {
		for _, i := range todo {
			t := task{input: i, name: found[i].name}
			end, more := cut(ctx, found[i], options(found[i]), gone, &t, func(t task) bool { return yield(t, nil) })
			if !more {
				return
			}
			if err := ctx.Err(); err != nil {
				yield(task{}, err)
				return
			}
			t.last = end
			if !yield(t, nil) {
				return
			}
		}
	}
}

// cut reads one input, gives every full slice to yield and leaves the last one in t.
// It reports whether yield wants more.
func cut(ctx context.Context, in input, options ingest.Options, gone *purged, t *task, yield func(task) bool) (*ending, bool) {
	file, err := ingest.Open(in.path, options)
	if err != nil {
		return &ending{Error: err.Error()}, true
	}
	end := &ending{}
	var row voc.Origin
	for comment, err := range file.Comments() {
		if ctx.Err() != nil {
			return end, true
		}
		var left *voc.RowError
		if err != nil && !errors.As(err, &left) {
			end.Error = err.Error()
			break
		}
		if left == nil && gone.has(&comment) {
			left = &voc.RowError{Origin: comment.Origin, Code: voc.CodePurged, Reason: "erased by voc purge"}
		}
		at := comment.Origin
		if left != nil {
			at = left.Origin
		}
		if full := len(t.comments) >= sliceSize || len(t.left) >= 8*sliceSize; full && at != row {
			if !yield(*t) {
				return nil, false
			}
			*t = task{input: t.input, name: t.name, number: t.number + 1, comments: make([]voc.Comment, 0, cap(t.comments))}
		}
		t.due = file.Due()
		row = at
		if left != nil {
			t.left = append(t.left, left)
		} else {
			t.comments = append(t.comments, comment)
			end.Source = comment.Source
		}
	}
	end.Due = file.Due()
	end.Source, _ = analyze.RedactName(end.Source)
	for _, note := range file.Notes() {
		note, _ = analyze.Redact(note) // it may name a department or a column as it is written
		end.Notes = append(end.Notes, note)
	}
	for _, profile := range file.Profile() {
		end.Format = profile.Format
	}
	return end, true
}

// A slice is the account of one finished slice; its tables, sums and keys lie beside it.
type slice struct {
	Comments int       `json:"comments"`
	Left     []leaving `json:"left"`
	Due      string    `json:"due,omitempty"` // as [ending.Due], of its input up to here

	// Files holds the bytes of each of its other files: a loss of power can cut them.
	Files map[string]int64 `json:"files"`

	dir   string
	input int
	keys  []key
	last  *ending // not nil in the last slice of an input just read
}

// A key is what finding duplicates and copies needs to know of a comment.
type key struct {
	ID      uint64 // hash of the comment's id
	Former  uint64 // hash of the id that versions before gave it
	Content uint64 // keyed hash, as [voc.Comment.Content]; 0 if unknown
	Echo    uint64 // keyed hash, as [voc.Comment.Echo]; 0 if unknown
	Thread  uint64 // keyed hash, as [voc.Comment.Thread]; 0 if unknown
	Number  uint64 // keyed hash of the number that may begin anew and the source; 0 if there is none
	Words   bag    // of one that has such a number
	Time    int64  // when it was made, on the clock there, Unix microseconds; 0 if unknown
	Updated int64  // when it was last changed or its case was closed, Unix microseconds; 0 if unknown
	Row     int64  // as [rowIn] numbers it
	Trace   trace  // by which copies of an erased comment are known
}

// keyOf returns the key of a comment of the input called name.
func keyOf(name string, c *voc.Comment, secret workspace.Secret) key {
	keyed := func(name string, sum uint64) uint64 {
		if sum == 0 {
			return 0
		}
		return secret.Sum(name, strconv.FormatUint(sum, 16))
	}
	number, words := uint64(0), bag{}
	if c.Thread != 0 {
		number, words = secret.Sum("number", c.Source, c.Former), bagOf(c.Text, secret)
	}
	return key{
		ID: fingerprint(c.ID), Former: fingerprint(c.Former),
		Content: keyed("content", c.Content), Echo: keyed("echo", c.Echo), Thread: keyed("thread", c.Thread), Number: number,
		Words: words, Time: clock(c),
		Updated: max(micros(c.Updated), micros(c.Closed)),
		Row:     rowIn(memberOf(name, c.Origin), c.Origin.Row), Trace: traceOf(c, secret),
	}
}

// memberOf is the path of an origin in the archive called name; empty if that is no archive.
func memberOf(name string, origin voc.Origin) string {
	member, ok := strings.CutPrefix(origin.File, name+"/")
	if !ok {
		return ""
	}
	return member
}

// memberShift is where the bits of a row end that tell the members of an archive apart.
const memberShift = 40

// rowIn tells rows of the same number in different members of an archive apart.
func rowIn(member string, row int) int64 {
	if member == "" {
		return int64(row)
	}
	return int64(row) | int64(fingerprint(member)>>(memberShift+1))<<memberShift
}

// A leaving is a row, or an answer in a row, that is no comment.
type leaving struct {
	Member string `json:"member,omitempty"` // of an archive
	Row    int    `json:"row"`
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

// leavingOf returns what is kept of a row error in the input called name.
func leavingOf(name string, e *voc.RowError) leaving {
	return leaving{memberOf(name, e.Origin), e.Origin.Row, e.Code, e.Reason}
}

// row is the leaving's row as [rowIn] numbers it.
func (l leaving) row() int64 { return rowIn(l.Member, l.Row) }

// Files of a slice.
const (
	accountFile = "slice.json" // written last: a slice without it is not finished
	keysFile    = "keys"
	sumsFile    = "sums"
)

// A maker is what slices are made with.
type maker struct {
	analyzer *analyze.Analyzer
	secret   workspace.Secret // of the keys
	latest   string           // day from which rows are left out, 2006-01-02
}

// process makes the part of one slice below part, or finds it there, unless it was made before a day that was left out had come.
// Its bytes depend on the task and the maker alone. Any number of goroutines may call it,
// each with tasks of its own.
func (m maker) process(ctx context.Context, part string, t task) (slice, error) {
	dir := filepath.Join(part, sliceName(t.number))
	s, err := readSlice(dir, m.secret)
	if missing := errors.Is(err, fs.ErrNotExist); err != nil || come(s.Due, m.latest) {
		if !missing { // where only the account is missing, keys stay that a purge may need until there are others
			if err := os.RemoveAll(dir); err != nil {
				return s, err
			}
		}
		s, err = m.write(ctx, dir, t)
	}
	s.input, s.last = t.input, t.last
	return s, err
}

// write labels the comments of a task and writes tables, sums, keys and, last, the account.
func (m maker) write(ctx context.Context, dir string, t task) (slice, error) {
	s := slice{Comments: len(t.comments), Due: t.due, dir: dir, keys: make([]key, 0, len(t.comments))}
	for _, left := range t.left {
		s.Left = append(s.Left, leavingOf(t.name, left))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return s, err
	}
	if err := os.Remove(filepath.Join(dir, accountFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	w, err := table.Create(dir, "")
	if err != nil {
		return s, err
	}
	defer w.Abort()
	sums := report.NewSums()
	var letters []letter
	var private masker
	for i, comment := range t.comments {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		s.keys = append(s.keys, keyOf(t.name, &comment, m.secret))
		private.mask(&comment)
		if l, ok := letterOf(i, &comment); ok {
			letters = append(letters, l)
		}
		record := m.analyzer.Label(comment)
		if record.NoContent {
			record.Sentiment, record.SentimentScore, record.Mentions = "", 0, nil // "nothing" answers its question, but says too little to be counted as praise or blame
		}
		if err := w.Add(record); err != nil {
			return s, err
		}
		sums.Add(&record)
	}
	if err := w.Close(); err != nil {
		return s, err
	}
	data, err := json.Marshal(sums)
	if err != nil {
		return s, err
	}
	if err := os.WriteFile(filepath.Join(dir, sumsFile), data, 0o644); err != nil {
		return s, err
	}
	if err := writeLetters(dir, letters); err != nil {
		return s, err
	}
	if err := writeKeys(dir, s.keys, m.secret); err != nil {
		return s, err
	}
	if s.Files, err = keepFiles(dir); err != nil {
		return s, err
	}
	return s, writeJSON(filepath.Join(dir, accountFile), s)
}

// keepFiles brings the files in dir to the disk, and returns the bytes of each that is not half written.
func keepFiles(dir string) (map[string]int64, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	sizes := map[string]int64{}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") { // what a killed run left
			continue
		}
		info, err := entry.Info()
		if err != nil {
			return nil, err
		}
		if err := disk.Sync(filepath.Join(dir, entry.Name())); err != nil {
			return nil, err
		}
		sizes[entry.Name()] = info.Size()
	}
	return sizes, disk.Sync(dir)
}

// whole is an error where a file of the slice is not as it was written: it might as well not be there.
func (s slice) whole() error {
	for _, name := range sorted(s.Files) {
		info, err := os.Stat(filepath.Join(s.dir, name))
		if err != nil {
			return err
		}
		if info.Size() != s.Files[name] {
			return fmt.Errorf("%s: %d bytes of %s, %d were written: %w", s.dir, info.Size(), name, s.Files[name], fs.ErrNotExist)
		}
	}
	return nil
}

// readSlice reads the account and the keys of a slice; an error that is [fs.ErrNotExist] means that it is not finished, or damaged.
func readSlice(dir string, secret workspace.Secret) (slice, error) {
	s := slice{dir: dir}
	if err := readJSON(filepath.Join(dir, accountFile), &s); err != nil {
		return s, err
	}
	err := s.whole()
	if err != nil {
		return s, err
	}
	if s.keys, err = readKeys(dir, secret); err != nil {
		return s, err
	}
	if len(s.keys) != s.Comments {
		return s, fmt.Errorf("%s: %d keys for %d comments", dir, len(s.keys), s.Comments)
	}
	return s, nil
}

// readSums returns the sums of a slice.
func (s slice) readSums() (*report.Sums, error) {
	data, err := os.ReadFile(filepath.Join(s.dir, sumsFile))
	if err != nil {
		return nil, err
	}
	sums := report.NewSums()
	if err := json.Unmarshal(data, sums); err != nil {
		return nil, fmt.Errorf("%s: sums: %w", s.dir, err)
	}
	return sums, nil
}

func fingerprint(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64()
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
