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
	maxRatio   = 1000     // bytes unpacked for each byte packed, beyond the first maxFree bytes
	maxFree    = 64 << 20 // unpacked bytes that no ratio is asked of
	sampleSize = 256 << 10
)

// A source is a stream of bytes that can be read from its beginning any number of times.
type source struct {
	name string // path below the inbox, with slashes
	size int64  // bytes as stored
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
		size: info.Size(),
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
	if err == io.EOF || err == io.ErrUnexpectedEOF {
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
			return s, fmt.Errorf("%s: %w", s.name, err)
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
	packed := s.open
	size := s.size
	s.at = nil
	s.open = func() (io.ReadCloser, error) {
		in, err := packed()
		if err != nil {
			return nil, err
		}
		out, err := decode(bufio.NewReaderSize(in, 1<<16))
		if err != nil {
			in.Close()
			return nil, err
		}
		return &limitedReader{in: out, left: maxFree + maxRatio*size, close: []io.Closer{out, in}}, nil
	}
	s.size = size * 10 // an estimate; only limits use it
	return s
}

var errBomb = errors.New("unpacks to more than a thousand times its size; refused")

// A limitedReader fails when more comes out than an honest file holds.
type limitedReader struct {
	in    io.Reader
	left  int64
	close []io.Closer
}

func (l *limitedReader) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	l.left -= int64(n)
	if l.left < 0 {
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
