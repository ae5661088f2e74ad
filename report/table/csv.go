package table

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// A csvSheet writes cells as comma-separated values, NULL as an empty one.
type csvSheet struct {
	w      *csv.Writer
	record []string
}

func newCSV(w io.Writer) *csvSheet { return &csvSheet{w: csv.NewWriter(w)} }

func (s *csvSheet) row(cells []any) error {
	s.record = s.record[:0]
	for _, cell := range cells {
		s.record = append(s.record, csvCell(cell))
	}
	return s.w.Write(s.record)
}

func (s *csvSheet) close() error {
	s.w.Flush()
	return s.w.Error()
}

func csvCell(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case string:
		return Defuse(v)
	case []string:
		return Defuse(strings.Join(v, "; "))
	case []int32:
		return joinInts(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case date:
		return v.String()
	case moment:
		return v.String()
	default:
		return fmt.Sprint(v)
	}
}

// Defuse returns s so that no spreadsheet takes it for a formula: with an apostrophe before it if one could.
func Defuse(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

func joinInts(ints []int32) string {
	var b strings.Builder
	for i, n := range ints {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(strconv.Itoa(int(n)))
	}
	return b.String()
}

func (d date) time() time.Time   { return time.Unix(int64(d)*86400, 0).UTC() }
func (d date) String() string    { return d.time().Format(time.DateOnly) }
func (m moment) time() time.Time { return time.UnixMicro(int64(m)).UTC() }
func (m moment) String() string  { return m.time().Format(time.RFC3339Nano) }
