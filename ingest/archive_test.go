package ingest

import (
	"fmt"
	"io"
	"testing"
)

// countedAt counts what is read at random of a source.
type countedAt struct {
	io.ReaderAt
	bytes *int
}

func (c countedAt) ReadAt(p []byte, offset int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, offset)
	*c.bytes += n
	return n, err
}

// TestArchiveDirectory checks that the directory of an archive is not read again for each of its members,
// and that the archive is closed after them.
func TestArchiveDirectory(t *testing.T) {
	read := func(members int) (bytes int) {
		files := map[string]string{}
		for i := range members {
			files[fmt.Sprintf("%04d.csv", i)] = fmt.Sprintf("id,comment\n%d,The bus was late\n", i)
		}
		s := bytesSource("a.zip", zipOf(t, files))
		plain, open := s.at, 0
		s.at = func() (io.ReaderAt, int64, io.Closer, error) {
			at, size, _, err := plain()
			open++
			return countedAt{at, &bytes}, size, closerFunc(func() { open-- }), err
		}
		f, err := sniff(s, Options{Name: "a.zip"})
		if err != nil {
			t.Fatal(err)
		}
		comments := 0
		for _, err := range f.Comments() {
			if err != nil {
				t.Fatal(err)
			}
			comments++
		}
		if comments != members || open != 0 {
			t.Errorf("%d comments of %d members, %d times left open", comments, members, open)
		}
		return bytes
	}
	if few, many := read(100), read(400); many > 5*few {
		t.Errorf("%d bytes are read of 100 members, %d of 400", few, many)
	}
}

type closerFunc func()

func (c closerFunc) Close() error { c(); return nil }
