// Command scale makes many comments of few, to see how voc does on a large export.
//
//	go run ./testdata/scale -n 200000 ../shared/feedback/nhs_v6.jsonl.gz > inbox/large.jsonl
//
// It reads JSON lines, plain or gzip, and writes them over and over until there are n.
// Each time over, a line's id gets the number of the repetition and its date moves back by a day,
// so that no comment is a duplicate of another. The same files and n give the same bytes.
//
// With -departments its lines are shared out among so many departments in turn:
// 2,000 of them and "time voc report --all --output reports" show how long 2,000 reports take.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

func main() {
	n := flag.Int("n", 200_000, "comments to make")
	departments := flag.Int("departments", 0, "departments to share the comments out to; as they are if 0")
	flag.Parse()
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	if err := errors.Join(repeat(out, flag.Args(), *n, *departments), out.Flush()); err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

// repeat writes n lines made of those of files to w, for so many departments; for their own if 0.
func repeat(w io.Writer, files []string, n, departments int) error {
	if len(files) == 0 {
		return errors.New("name at least one file of JSON lines")
	}
	for round, made := 0, 0; made < n; round++ {
		before := made
		for _, name := range files {
			err := eachLine(name, func(line []byte) error {
				department := ""
				if departments > 0 {
					department = fmt.Sprintf("Department %04d", made%departments+1)
				}
				changed, err := change(line, round, department)
				if err != nil || made == n {
					return err
				}
				made++
				_, err = w.Write(append(changed, '\n'))
				return err
			})
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		if made == before {
			return errors.New("no lines to repeat")
		}
	}
	return nil
}

// eachLine calls do with every line of the file that is not empty.
func eachLine(name string, do func([]byte) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return err
		}
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		if err := do(lines.Bytes()); err != nil {
			return err
		}
	}
	return lines.Err()
}

// change returns the line with another id and date, and the department if one is named; as it is in the first round but for that.
func change(line []byte, round int, department string) ([]byte, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(line, &fields); err != nil {
		return nil, err
	}
	if department != "" {
		fields["department"] = quoted(department)
	}
	if round == 0 {
		return json.Marshal(fields)
	}
	var id, date string
	if json.Unmarshal(fields["id"], &id) != nil {
		return nil, errors.New("a line without an id")
	}
	fields["id"] = quoted(fmt.Sprintf("%s-%d", id, round))
	if json.Unmarshal(fields["date"], &date) == nil && len(date) >= len(time.DateOnly) {
		day, rest := date[:len(time.DateOnly)], date[len(time.DateOnly):]
		if t, err := time.Parse(time.DateOnly, day); err == nil {
			fields["date"] = quoted(t.AddDate(0, 0, -round).Format(time.DateOnly) + rest)
		}
	}
	return json.Marshal(fields)
}

// quoted returns s as JSON.
func quoted(s string) json.RawMessage {
	data, _ := json.Marshal(s) // a string always can be
	return data
}
