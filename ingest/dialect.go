package ingest

import (
	"bytes"
	"errors"
	"io"
)

// A dialect says how delimited text is written.
type dialect struct {
	comma   byte
	newline byte
}

// sniffDialect finds the delimiter by which the first records have the same number of cells.
func sniffDialect(sample []byte) dialect {
	d := dialect{',', '\n'}
	if bytes.IndexByte(sample, '\n') < 0 && bytes.IndexByte(sample, '\r') >= 0 {
		d.newline = '\r'
	}
	best := 0.0
	for _, comma := range []byte{',', '\t', ';', '|'} {
		if score := dialectScore(sample, comma, d.newline); score > best {
			best, d.comma = score, comma
		}
	}
	return d
}

// dialectScore is the share of records that have the commonest number of cells, at least two,
// and a little more for more cells.
func dialectScore(sample []byte, comma, newline byte) float64 {
	r := newCSVReader(bytes.NewReader(sample), comma, newline)
	counts := map[int]int{}
	n := 0
	for n < 100 {
		cells, _, err := r.read()
		if errors.Is(err, io.EOF) {
			break
		}
		n++
		if err == nil {
			counts[len(cells)]++
		}
	}
	best := 0.0
	for cells, count := range counts {
		if cells >= 2 {
			share := float64(count) / float64(n)
			best = max(best, share*share*float64(cells)/(float64(cells)+1))
		}
	}
	return best
}
