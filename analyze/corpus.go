package analyze

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"voc"
)

// A Labelled is a comment with the labels that somebody gave it: a line of the files that voc train and voc eval read.
type Labelled struct {
	ID         string                  `json:"id"`
	Source     string                  `json:"source"`
	SourceID   string                  `json:"source_id"`
	Department string                  `json:"department"`
	Channel    string                  `json:"channel"`
	Question   string                  `json:"question"`
	Language   string                  `json:"language"`
	Text       string                  `json:"text"`
	Needs      map[string]voc.Polarity `json:"needs"`
	Sentiment  voc.Sentiment           `json:"sentiment"`
	Themes     []string                `json:"themes"`
	Respondent string                  `json:"respondent"` // lines of one respondent or group are never in training and test at once
	Group      string                  `json:"group"`

	// Has says which labels the line has at all: a line without the key was not read for them.
	Has struct{ Needs, Sentiment, Themes bool } `json:"-"`
	// Second is the label set of a second reading, nil if there was none.
	Second *Labelled `json:"-"`
}

// UnmarshalJSON reads a line.
func (l *Labelled) UnmarshalJSON(data []byte) error {
	type plain Labelled
	if err := json.Unmarshal(data, (*plain)(l)); err != nil {
		return err
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(data, &keys); err != nil {
		return err
	}
	for key := range keys { // as encoding/json takes them: in any case
		switch strings.ToLower(key) {
		case "needs":
			l.Has.Needs = true
		case "sentiment":
			l.Has.Sentiment = l.Sentiment != ""
		case "themes":
			l.Has.Themes = true
		}
	}
	if second, ok := keys["second"]; ok {
		l.Second = &Labelled{}
		return json.Unmarshal(second, l.Second)
	}
	return nil
}

// GroupKey returns what keeps lines of one person together; empty if nothing does.
func (l *Labelled) GroupKey() string { return cmp.Or(l.Respondent, l.Group) }

// Comment returns the comment without its labels.
func (l *Labelled) Comment() voc.Comment {
	return voc.Comment{ID: l.ID, Source: l.Source, Department: l.Department, Channel: l.Channel, Question: l.Question,
		QuestionKind: voc.QuestionKind(l.Question), Language: l.Language, Text: l.Text}
}

// A LabelError is a label of a line that is none: read as nothing said, it would be held against whoever labels right.
type LabelError struct {
	File  string
	Line  int
	Key   string   // where it stands, such as "needs" or "needs: dignity"
	Value string   // as written
	Words []string // those that can stand there
}

// likeLabel is what a mistyped label looks like. Anything else can be a customer's words, and is not shown.
var likeLabel = regexp.MustCompile(`^[A-Za-z_]{0,24}$`)

// Error shows the value only if it is one word of letters.
func (e *LabelError) Error() string {
	value := "the value"
	if likeLabel.MatchString(e.Value) {
		value = strconv.Quote(e.Value)
	}
	last := len(e.Words) - 1
	return fmt.Sprintf("%s:%d: %s: %s is not %s or %s", e.File, e.Line, e.Key, value, strings.Join(e.Words[:last], ", "), e.Words[last])
}

// check returns an error if a need, a polarity or the sentiment is none. Any theme can be meant.
func (l *Labelled) check() *LabelError {
	var needs []string
	for _, need := range voc.Needs {
		needs = append(needs, string(need))
	}
	for _, need := range slices.Sorted(maps.Keys(l.Needs)) {
		if !slices.Contains(needs, need) {
			return &LabelError{Key: "needs", Value: need, Words: needs}
		}
		switch p := l.Needs[need]; p {
		case "", voc.Met, voc.Unmet, voc.Mixed:
		default:
			return &LabelError{Key: "needs: " + need, Value: string(p), Words: []string{string(voc.Met), string(voc.Unmet), string(voc.Mixed)}}
		}
	}
	switch l.Sentiment {
	case "", voc.Positive, voc.Negative, voc.Neutral, voc.Ambivalent:
	default:
		return &LabelError{Key: "sentiment", Value: string(l.Sentiment), Words: []string{string(voc.Positive), string(voc.Negative), string(voc.Neutral), string(voc.Ambivalent)}}
	}
	if l.Second != nil {
		return l.Second.check()
	}
	return nil
}

// ReadLabelled reads JSON lines from the file at path. The error names the line, not its words;
// it is a [LabelError] where a label is none, which shows a single word that stands in the place of a label.
func ReadLabelled(path string) ([]Labelled, error) {
	var list []Labelled
	err := readLines(path, func(number int, line []byte) error {
		var l Labelled
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf("%s:%d: not a labelled comment: %w", path, number, err)
		}
		if wrong := l.check(); wrong != nil {
			wrong.File, wrong.Line = path, number
			return wrong
		}
		list = append(list, l)
		return nil
	})
	return list, err
}

// readLines calls do with every line of a file that is not blank; a name that ends .gz is unpacked.
func readLines(path string, do func(number int, line []byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		r = z
	}
	in := bufio.NewReaderSize(r, 1<<16)
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			if err := do(number, line); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", path, number, err)
		}
	}
}

// A Raw is a comment without labels to learn from.
type Raw struct {
	ID, Source, Question, Text string
	Fragment                   bool   `json:",omitempty"` // made by [Fragments]
	Other                      string `json:",omitempty"` // ID of the comment that a fragment goes on with
}

// most is how many comments of a source are learned from; they are taken evenly from the whole file.
var most = map[string]int{"boston_311": 5000, "qmsum_committee": 3000}

// ReadRaw returns the comments of shared/feedback that are in English and not in gold/dev, and of those of
// more than one unit some units as texts of their own, always in the same order.
func ReadRaw(shared string) ([]Raw, error) {
	dev, err := ReadLabelled(filepath.Join(shared, "gold", "dev.jsonl"))
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, l := range dev {
		seen[l.SourceID], seen[l.Text] = true, true
	}
	paths, err := filepath.Glob(filepath.Join(shared, "feedback", "*.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	var all []Raw
	for _, path := range paths {
		list, err := readRaw(path, seen)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: no feedback", shared)
	}
	return all, nil
}

func readRaw(path string, seen map[string]bool) ([]Raw, error) {
	var list []Raw
	var t Text
	err := readLines(path, func(number int, line []byte) error {
		var r struct {
			ID, Source, Text string
			Meta             struct{ Question string }
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("%s:%d: %w", path, number, err)
		}
		text := strings.Join(strings.Fields(r.Text), " ")
		if seen[r.ID] || seen[text] {
			return nil
		}
		seen[text] = true
		t.Reset(text)
		if _, ok := t.language(""); !ok && len(t.Words) > 3 {
			return nil
		}
		list = append(list, Raw{ID: r.ID, Source: r.Source, Question: r.Meta.Question, Text: text})
		return nil
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	list = thin(list, most[list[0].Source])
	return append(list, units(list)...), nil
}

// thin takes n of list, evenly; all if n is 0.
func thin(list []Raw, n int) []Raw {
	if n == 0 || len(list) <= n {
		return list
	}
	out := make([]Raw, n)
	for i := range out {
		out[i] = list[i*len(list)/n]
	}
	return out
}

// units returns one unit of four in five comments that have several, and shortens the longest comments.
func units(list []Raw) []Raw {
	var out []Raw
	var t Text
	for i := range list {
		r := &list[i]
		t.Reset(r.Text)
		const longest = 80 // words
		if len(t.Words) > longest {
			r.Text = r.Text[:t.Words[longest-1].End]
			t.Reset(r.Text)
		}
		if h := hashWord([]byte(r.ID)); len(t.Units) > 1 && h%5 < 4 {
			u := t.Units[h>>8%uint64(len(t.Units))]
			out = append(out, Raw{ID: r.ID, Source: r.Source, Question: r.Question, Text: r.Text[u.Start:u.End]})
		}
	}
	return out
}

// Fragments returns raw, and after it twice a few words in a row of each comment, and one comment in four with another of its
// source after it, so that what a teacher says of them tells which words carry a label.
func Fragments(raw []Raw) []Raw {
	all := raw
	for from := 0; from < len(raw); {
		to := from + 1
		for to < len(raw) && raw[to].Source == raw[from].Source {
			to++
		}
		all = append(all, fragments(raw[from:to])...)
		from = to
	}
	return all
}

// fragments returns those of the comments of one source.
func fragments(list []Raw) []Raw {
	var out []Raw
	for i := range list {
		r := &list[i]
		words := strings.Fields(r.Text)
		for k := range 2 {
			h := hashWord(fmt.Appendf(nil, "%s\n%s\n%d", r.Question, r.Text, k))
			if n := 3 + int(h%8); len(words) > n {
				from := int(h >> 16 % uint64(len(words)-n+1))
				out = append(out, Raw{ID: r.ID, Source: r.Source, Question: r.Question, Text: strings.Join(words[from:from+n], " "), Fragment: true})
			}
		}
		h := hashWord([]byte(r.Question + "\n" + r.Text + "\nand"))
		other := &list[h>>8%uint64(len(list))]
		const long = 30 // words
		if h%4 == 0 && len(words) < long && len(strings.Fields(other.Text)) < long && other.Question == r.Question {
			out = append(out, Raw{ID: r.ID, Source: r.Source, Question: r.Question, Text: r.Text + " " + other.Text, Fragment: true, Other: other.ID})
		}
	}
	return out
}
