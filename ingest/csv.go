package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// maxRecord is the longest record of a table in bytes.
// It is also how far a quote that was never closed can reach.
const maxRecord = 8 << 20

// A csvReader reads the records of delimited text.
// It accepts what tools write and encoding/csv does not: quotes inside bare cells,
// rows of unlike length, old Mac line ends, a quote that nobody closed.
//
// Note: encoding/csv with ReuseRecord and LazyQuotes was half as fast,
// and after an unclosed quote it took the rest of the file for one cell.
type csvReader struct {
	in      io.Reader
	comma   byte
	newline byte

	buf        []byte
	start, end int // what is buffered: buf[start:end]
	eof        bool
	err        error
	line       int   // of the next record, from 1
	offset     int64 // of buf[start]
	literal    int64 // up to this offset a quoted cell must end on its line

	spans []cellSpan
	cells []string
	fix   func([]byte) []byte // repairs a record that is not UTF-8
}

type cellSpan struct {
	start, end int // in the record
	escaped    bool
}

func newCSVReader(in io.Reader, comma, newline byte) *csvReader {
	return &csvReader{in: in, comma: comma, newline: newline, line: 1, buf: make([]byte, 1<<16)}
}

// fill reads more, and reports whether there was more.
func (r *csvReader) fill() bool {
	if r.eof {
		return false
	}
	if r.start > 0 {
		copy(r.buf, r.buf[r.start:r.end])
		r.end -= r.start
		r.start = 0
	}
	if r.end == len(r.buf) {
		if len(r.buf) >= 2*maxRecord {
			return false
		}
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	}
	for tries := 0; ; tries++ {
		n, err := r.in.Read(r.buf[r.end:])
		r.end += n
		if err != nil || tries == 100 {
			r.eof = true
			if err == nil {
				err = io.ErrNoProgress
			}
			if err != io.EOF {
				r.err = err
			}
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
}

var errOpenQuote = errors.New("a quote is never closed")

// read returns the next record and the line it starts on.
// The slice is used again by the next call, its strings are not.
func (r *csvReader) read() ([]string, int, error) {
	for {
		line := r.line
		n, err := r.scan()
		switch {
		case errors.Is(err, errOpenQuote):
			// The rest is read as if the quote were an ordinary character, up to where we looked.
			bad := r.openQuote()
			r.literal = max(r.literal, r.offset+int64(r.end-r.start))
			r.skipLine()
			return nil, line, bad
		case errors.Is(err, errLong):
			r.skipLine()
			return nil, line, errRowLong()
		case err != nil:
			return nil, line, err
		}
		record := r.buf[r.start : r.start+n]
		blank := len(r.spans) == 1 && r.spans[0].start == r.spans[0].end && !r.spans[0].escaped
		if !blank {
			r.take(record)
		}
		r.line += bytes.Count(record, []byte{r.newline})
		r.consume(n)
		if !blank {
			return r.cells, line, nil
		}
	}
}

// openQuote says what is wrong with the record that begins here, whose quote is not closed as far as we looked:
// one line without an end is too long, whatever comes later.
func (r *csvReader) openQuote() *badRow {
	if data := r.buf[r.start:r.end]; len(data) >= maxRecord && bytes.IndexByte(data, r.newline) < 0 {
		return errRowLong()
	}
	return &badRow{reason: errOpenQuote.Error()}
}

func errRowLong() *badRow {
	return &badRow{reason: fmt.Sprintf("the row is longer than %d MB", maxRecord>>20), long: true}
}

func (r *csvReader) consume(n int) {
	r.start += n
	r.offset += int64(n)
}

// skipLine passes over the line that begins here.
func (r *csvReader) skipLine() {
	for {
		if i := bytes.IndexByte(r.buf[r.start:r.end], r.newline); i >= 0 {
			r.consume(i + 1)
			r.line++
			return
		}
		r.consume(r.end - r.start)
		if !r.fill() {
			return
		}
	}
}

// readLine returns the next line of in without its end, or a *badRow if it is too long.
func (r *csvReader) readLine() ([]byte, int, error) {
	line := r.line
	from := 0
	for {
		data := r.buf[r.start:r.end]
		if i := bytes.IndexByte(data[from:], r.newline); i >= 0 {
			i += from
			r.consume(i + 1)
			r.line++
			return data[:i], line, nil
		}
		from = len(data)
		if len(data) >= maxRecord {
			r.skipLine()
			return nil, line, &badRow{reason: fmt.Sprintf("the line is longer than %d MB", maxRecord>>20), long: true}
		}
		if !r.fill() {
			if r.err != nil {
				return nil, line, r.err
			}
			if r.end == r.start {
				return nil, line, io.EOF
			}
			data = r.buf[r.start:r.end]
			r.consume(len(data))
			r.line++
			return data, line, nil
		}
	}
}

var errLong = errors.New("too long")

// scan finds the cells of the record at start, and returns its length with its line end.
func (r *csvReader) scan() (int, error) {
	r.spans = r.spans[:0]
	i := 0
	more := func() bool { return r.end-r.start < maxRecord && r.fill() }
	if r.end == r.start && !more() {
		if r.err != nil {
			return 0, r.err
		}
		return 0, io.EOF
	}
	for {
		if r.start+i >= r.end && !more() {
			r.spans = append(r.spans, cellSpan{i, i, false})
			return i, r.stopped()
		}
		var last bool
		var err error
		if r.buf[r.start+i] == '"' {
			i, last, err = r.quoted(i, more)
		} else {
			i, last, err = r.bare(i, more)
		}
		if err != nil || last {
			return i, err
		}
	}
}

// stopped says why there is no more: the input's end, its error, or the limit.
func (r *csvReader) stopped() error {
	if !r.eof {
		return errLong
	}
	return r.err
}

// bare scans the cell at i up to the next delimiter, and reports whether it was the last.
func (r *csvReader) bare(i int, more func() bool) (next int, last bool, err error) {
	begin := i
	for {
		data := r.buf[r.start:r.end]
		for ; i < len(data); i++ {
			switch data[i] {
			case r.comma:
				r.spans = append(r.spans, cellSpan{begin, i, false})
				return i + 1, false, nil
			case r.newline:
				end := i
				if end > begin && data[end-1] == '\r' {
					end--
				}
				r.spans = append(r.spans, cellSpan{begin, end, false})
				return i + 1, true, nil
			}
		}
		if !more() {
			r.spans = append(r.spans, cellSpan{begin, i, false})
			return i, true, r.stopped()
		}
	}
}

// quoted scans the quoted cell at i.
// A quote inside that neither doubles nor ends the cell stands for itself.
func (r *csvReader) quoted(i int, more func() bool) (next int, last bool, err error) {
	begin := i + 1
	escaped := false
	j := begin
	for {
		if r.start+j >= r.end && !more() {
			return r.unclosed()
		}
		data := r.buf[r.start:r.end]
		k := bytes.IndexByte(data[j:], '"')
		if r.offset+int64(j) < r.literal {
			// An earlier quote was never closed: here a cell ends with its line.
			if n := bytes.IndexByte(data[j:], r.newline); n >= 0 && (k < 0 || n < k) {
				return i, true, errOpenQuote
			}
		}
		if k < 0 {
			j = len(data)
			continue
		}
		k += j
		for r.start+k+2 >= r.end && more() {
		}
		data = r.buf[r.start:r.end]
		switch {
		case k+1 >= len(data):
			r.spans = append(r.spans, cellSpan{begin, k, escaped})
			return k + 1, true, r.stopped()
		case data[k+1] == '"':
			escaped = true
			j = k + 2
		case data[k+1] == r.comma:
			r.spans = append(r.spans, cellSpan{begin, k, escaped})
			return k + 2, false, nil
		case data[k+1] == r.newline:
			r.spans = append(r.spans, cellSpan{begin, k, escaped})
			return k + 2, true, nil
		case data[k+1] == '\r' && (k+2 >= len(data) || data[k+2] == r.newline):
			r.spans = append(r.spans, cellSpan{begin, k, escaped})
			return min(k+3, len(data)), true, nil
		default:
			j = k + 1
		}
	}
}

func (r *csvReader) unclosed() (int, bool, error) {
	if r.err != nil {
		return 0, true, r.err
	}
	return 0, true, errOpenQuote
}

// take makes cells of the record just scanned: one allocation for all of them.
func (r *csvReader) take(record []byte) {
	last := r.spans[len(r.spans)-1].end
	body := record[:last]
	valid := utf8.Valid(body)
	r.cells = r.cells[:0]
	if valid {
		text := string(body)
		for _, s := range r.spans {
			cell := text[s.start:s.end]
			if s.escaped {
				cell = unescapeQuotes(cell)
			}
			r.cells = append(r.cells, cell)
		}
		return
	}
	for _, s := range r.spans {
		cell := record[s.start:s.end]
		if !utf8.Valid(cell) && r.fix != nil {
			cell = r.fix(cell)
		}
		text := string(bytes.ToValidUTF8(cell, []byte("\uFFFD")))
		if s.escaped {
			text = unescapeQuotes(text)
		}
		r.cells = append(r.cells, text)
	}
}

func unescapeQuotes(cell string) string {
	out := make([]byte, 0, len(cell))
	for i := 0; i < len(cell); i++ {
		out = append(out, cell[i])
		if cell[i] == '"' && i+1 < len(cell) && cell[i+1] == '"' {
			i++
		}
	}
	return string(out)
}
