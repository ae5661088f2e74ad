package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonLines reads one object a line; its row is the line.
type jsonLines struct {
	objectRows
	lines *csvReader // with a delimiter that never comes, each record is a line
	dec   *jsontext.Decoder
	buf   bytes.Buffer
	text  textEncoding
}

var jsonOptions = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

func newJSONLines(in io.Reader, text textEncoding) *jsonLines {
	j := &jsonLines{objectRows: newObjectRows(), lines: newCSVReader(in, 0, '\n'), text: text}
	j.dec = jsontext.NewDecoder(&j.buf, jsonOptions...)
	return j
}

func (j *jsonLines) read() ([]string, int, error) {
	for {
		line, number, err := j.lines.readLine()
		if err != nil {
			return nil, number, err
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		j.reset()
		j.buf.Reset()
		j.buf.Write(j.text.fix(line))
		j.dec.Reset(&j.buf, jsonOptions...)
		if err := j.object(); err != nil {
			return nil, number, &badRow{reason: "not a JSON object: " + jsonReason(err)}
		}
		return j.record(), number, nil
	}
}

func (j *jsonLines) object() error {
	first, err := j.dec.ReadToken()
	if err != nil {
		return err
	}
	if first.Kind() != '{' {
		return fmt.Errorf("the line begins with %s", first.Kind())
	}
	if err := j.take(j.dec, first, 0); err != nil {
		return err
	}
	if _, err := j.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return errors.New("more follows on the line")
	}
	return nil
}

// jsonReason says what is wrong without quoting the input.
func jsonReason(err error) string {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("invalid at byte %d", syntax.ByteOffset+1)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return "it ends too early"
	}
	return err.Error()
}
