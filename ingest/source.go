package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Limits that keep a hostile file from filling memory or time.
const (
	maxRatio   = 200      // bytes unpacked for each byte packed so far
	maxFree    = 64 << 20 // unpacked bytes that no ratio is asked of
	sampleSize = 256 << 10
)

// A source is a stream of bytes that can be read from its beginning any number of times.
type source struct {
	name string // path below the inbox, with slashes
	open func() (io.ReadCloser, error)
	at   func() (io.ReaderAt, int64, io.Closer, error) // random access; nil if the bytes are packed
}

// fileSource is the source of the regular file at path.
func fileSource(path, name string) (source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return source{}, err
	}
	if !info.Mode().IsRegular() {
		return source{}, fmt.Errorf("open %s: not a regular file", name)
	}
	return source{
		name: name,
		open: func() (io.ReadCloser, error) { return os.Open(path) },
		at: func() (io.ReaderAt, int64, io.Closer, error) {
			f, err := os.Open(path)
			if err != nil {
				return nil, 0, nil, err
			}
			return f, info.Size(), f, nil
		},
	}, nil
}

// head returns the first bytes of the source.
func (s source) head(n int) ([]byte, error) {
	in, err := s.open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data := make([]byte, n)
	n, err = io.ReadFull(in, data)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return data[:n], err
}

var (
	gzipMagic    = []byte{0x1f, 0x8b}
	zstdMagic    = []byte{0x28, 0xb5, 0x2f, 0xfd}
	zipMagic     = []byte("PK\x03\x04")
	zipEmpty     = []byte("PK\x05\x06")
	parquetMagic = []byte("PAR1")

	compoundMagic = []byte{0xd0, 0xcf, 0x11, 0xe0}
)

// unpacked takes gzip and zstd off, at most twice.
func (s source) unpacked() (source, error) {
	for range 2 {
		head, err := s.head(4)
		if err != nil {
			return s, err
		}
		switch {
		case bytes.HasPrefix(head, gzipMagic):
			s = s.through(func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) })
		case bytes.HasPrefix(head, zstdMagic):
			s = s.through(func(r io.Reader) (io.ReadCloser, error) {
				d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(128<<20))
				if err != nil {
					return nil, err
				}
				return d.IOReadCloser(), nil
			})
		default:
			return s, nil
		}
	}
	return s, nil
}

// through returns the source as unpacked by decode, with a limit on how much it may grow.
func (s source) through(decode func(io.Reader) (io.ReadCloser, error)) source {
	open := s.open
	s.at = nil
	s.open = func() (io.ReadCloser, error) {
		in, err := open()
		if err != nil {
			return nil, err
		}
		packed := &countingReader{in: in}
		out, err := decode(bufio.NewReaderSize(packed, 1<<16))
		if err != nil {
			in.Close()
			return nil, err
		}
		return &limitedReader{in: out, packed: &packed.n, close: []io.Closer{out, in}}, nil
	}
	return s
}

var errBomb = fmt.Errorf("unpacks to more than %d times its size; refused", maxRatio)

// A countingReader counts what is read from it.
type countingReader struct {
	in io.Reader
	n  int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// A limitedReader fails as soon as more has come out than an honest file holds.
type limitedReader struct {
	in     io.Reader
	out    int64
	packed *int64 // bytes that went in
	close  []io.Closer
}

func (l *limitedReader) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	if l.out += int64(n); l.out > maxFree && l.out > maxRatio**l.packed {
		return 0, errBomb
	}
	return n, err
}

func (l *limitedReader) Close() error {
	var errs []error
	for _, c := range l.close {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}
