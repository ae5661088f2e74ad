package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"voc"
	"voc/analyze"
)

type labelOptions struct {
	models   []string
	codebook string
	workers  int
}

// newLabel returns the command "voc label".
func newLabel(*globals) *cobra.Command {
	var opt labelOptions
	cmd := &cobra.Command{
		Use:   "label < COMMENTS.jsonl > LABELLED.jsonl",
		Short: "Label JSON lines from standard input",
		Long: `Label reads one JSON object a line (text, and optionally id, question, channel and language) and writes the same
lines in the same order with needs, sentiment, sentiment_score, themes and mentions added. Keys it does not know are kept as they are.

A line that cannot be labelled comes back with the key "error"; it is told on standard error and the exit status is 3.
It needs no workspace.`,
		Example: `  echo '{"text": "Friendly clerk, but nobody explained the form."}' | voc label`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLabel(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr(), opt)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&opt.models, "model", nil, "label with this model of voc train too (may be given again)")
	flags.StringVar(&opt.codebook, "codebook", "", "organisation's own codebook")
	flags.IntVar(&opt.workers, "workers", runtime.GOMAXPROCS(0), "how many lines to label at once")
	return cmd
}

// longestLine is the most bytes of one line; a longer one is an error of its own.
const longestLine = 16 << 20

// A block is some lines of the input.
type block struct {
	first int // number of its first line, from 1
	lines [][]byte
	long  []bool // which lines were too long to keep
}

// A labelledBlock is what label made of a block.
type labelledBlock struct {
	out  []byte
	told []string // messages on lines that could not be labelled
}

func runLabel(ctx context.Context, in io.Reader, out, stderr io.Writer, opt labelOptions) error {
	if opt.workers < 1 {
		return fail(exitUsage, "", "--workers must be at least 1, not %d", opt.workers)
	}
	a, err := analyze.New(analyze.Options{Codebook: opt.codebook, Models: opt.models})
	if err != nil {
		return fail(exitUsage, "", "%w", err)
	}
	w := bufio.NewWriterSize(out, 1<<16)
	bad := 0
	pipeline := voc.Pipeline[block, labelledBlock]{
		Workers: opt.workers,
		Do:      func(_ context.Context, b block) (labelledBlock, error) { return labelBlock(a, b), nil },
		Sink: func(l labelledBlock) error {
			bad += len(l.told)
			for _, message := range l.told {
				fmt.Fprintf(stderr, "voc: %s\n", message)
			}
			_, err := w.Write(l.out)
			return err
		},
	}
	if err := pipeline.Run(ctx, blocks(in)); err != nil {
		return fmt.Errorf("label standard input: %w", err)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write standard output: %w", err)
	}
	if bad > 0 {
		return fail(exitPartial, "", "%d lines could not be labelled", bad)
	}
	return nil
}

// blocks cuts the lines of r into blocks.
func blocks(r io.Reader) iter.Seq2[block, error] {
	const lines, size = 256, 1 << 17
	return func(yield func(block, error) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		b := block{first: 1}
		n := 0
		for {
			line, long, err := readLine(in)
			if err == nil || len(line) > 0 || long {
				b.lines, b.long = append(b.lines, line), append(b.long, long)
				n += len(line)
			}
			if err != nil && !errors.Is(err, io.EOF) {
				yield(block{}, err)
				return
			}
			if len(b.lines) == lines || n > size || err != nil && len(b.lines) > 0 {
				if !yield(b, nil) {
					return
				}
				b, n = block{first: b.first + len(b.lines)}, 0
			}
			if err != nil {
				return
			}
		}
	}
}

// readLine returns the next line without its end, or that it is too long.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > longestLine {
			line, long = nil, true
		}
		if !long {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimRight(line, "\r\n"), long, err
		}
	}
}

// labelBlock labels the lines of b.
func labelBlock(a *analyze.Analyzer, b block) labelledBlock {
	var l labelledBlock
	for i, line := range b.lines {
		var problem string
		var fields lineFields
		switch trimmed := bytes.TrimSpace(line); {
		case b.long[i]:
			problem = fmt.Sprintf("longer than %d MB", longestLine>>20)
		case len(trimmed) == 0:
			l.out = append(l.out, '\n')
			continue
		case trimmed[0] != '{' || !json.Valid(trimmed):
			problem = "not a JSON object"
		default:
			fields, problem = splitLine(validUTF8(trimmed))
		}
		if problem != "" {
			message := fmt.Sprintf("standard input:%d: %s", b.first+i, problem)
			l.told = append(l.told, message)
			l.out = fields.open(l.out)
			l.out = append(l.out, `"error":`...)
			l.out = append(analyze.AppendJSONString(l.out, message), "}\n"...)
			continue
		}
		record := a.Label(fields.comment)
		l.out = fields.open(l.out)
		l.out = append(analyze.AppendLabels(l.out, &record), "}\n"...)
	}
	return l
}

// validUTF8 returns line with the replacement character in place of bytes that are not UTF-8, which no reader of JSON takes.
func validUTF8(line []byte) []byte {
	if utf8.Valid(line) {
		return line
	}
	return bytes.ToValidUTF8(line, []byte("\uFFFD"))
}

// lineFields are the parts of a line.
type lineFields struct {
	comment voc.Comment
	kept    []byte // members to write again, with commas between them; empty if none
}

// open appends the line as it was, open at its end for more members.
func (f *lineFields) open(out []byte) []byte {
	out = append(out, '{')
	if len(f.kept) > 0 {
		out = append(append(out, f.kept...), ',')
	}
	return out
}

// splitLine takes apart a valid JSON object. The problem says why it cannot be labelled; empty if it can.
func splitLine(line []byte) (f lineFields, problem string) {
	s := scanner{line, 1}
	hasText := false
	replaced := false
	from := 0 // of the run of members that are kept
	keep := func(end int) {
		if run := bytes.Trim(line[from:end], " \t\r\n,"); from > 0 && len(run) > 0 {
			if len(f.kept) > 0 {
				f.kept = append(f.kept, ',')
			}
			f.kept = append(f.kept, run...)
		}
	}
	from = 1
	for {
		start := s.i
		key, value, ok := s.member()
		if !ok {
			break
		}
		var into *string
		switch string(key) {
		case `"id"`:
			into = &f.comment.ID
			if value[0] != '"' {
				continue // any JSON value may be an id; it is only handed back
			}
		case `"text"`:
			into = &f.comment.Text
			hasText = true
		case `"question"`:
			into = &f.comment.Question
		case `"channel"`:
			into = &f.comment.Channel
		case `"language"`:
			into = &f.comment.Language
		case `"needs"`, `"sentiment"`, `"sentiment_score"`, `"themes"`, `"mentions"`, `"no_content"`, `"unlabelled"`, `"error"`:
			keep(start)
			from = s.i
			replaced = true
			continue
		default:
			continue
		}
		if string(value) == "null" {
			hasText = hasText && string(key) != `"text"`
			continue
		}
		if value[0] != '"' {
			problem = fmt.Sprintf("%s is not a string", key)
			continue
		}
		text, ok := unquote(value)
		if !ok {
			problem = fmt.Sprintf("%s is not a string", key)
		}
		*into = text
	}
	if replaced {
		keep(len(line) - 1)
	} else {
		f.kept = bytes.Trim(line[1:len(line)-1], " \t\r\n")
	}
	if problem == "" && !hasText {
		problem = `no "text"`
	}
	f.comment.QuestionKind = voc.QuestionKind(f.comment.Question)
	return f, problem
}

// unquote returns the string that a JSON string stands for.
func unquote(value []byte) (string, bool) {
	if bytes.IndexByte(value, '\\') < 0 {
		return string(value[1 : len(value)-1]), true
	}
	var s string
	err := json.Unmarshal(value, &s)
	return s, err == nil
}

// A scanner walks over the members of a valid JSON object.
type scanner struct {
	data []byte
	i    int
}

// member returns the next key, with its quotation marks, and its value.
func (s *scanner) member() (key, value []byte, ok bool) {
	s.skip(" \t\r\n,")
	if s.data[s.i] == '}' {
		return nil, nil, false
	}
	start := s.i
	s.value()
	key = s.data[start:s.i]
	s.skip(" \t\r\n:")
	start = s.i
	s.value()
	return key, s.data[start:s.i], true
}

func (s *scanner) skip(set string) {
	for bytes.IndexByte([]byte(set), s.data[s.i]) >= 0 {
		s.i++
	}
}

// value moves past one value.
func (s *scanner) value() {
	depth := 0
	for {
		switch c := s.data[s.i]; c {
		case '"':
			s.i++
			for s.data[s.i] != '"' {
				if s.data[s.i] == '\\' {
					s.i++
				}
				s.i++
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',', ':', ' ', '\t', '\r', '\n':
		default: // a number or a word
			for s.i+1 < len(s.data) && bytes.IndexByte([]byte(",:]} \t\r\n"), s.data[s.i+1]) < 0 {
				s.i++
			}
		}
		s.i++
		if depth == 0 {
			return
		}
	}
}
