package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// Limits of archives.
const (
	maxMembers      = 10_000
	maxMemberMemory = 128 << 20 // of a workbook or document in an archive, which must be kept to be read
	maxUnpacked     = 16 << 30
)

var (
	errZipInside = errors.New("a zip file inside a packed file: unpack it first")
	errZipDeep   = errors.New("archives inside an archive: unpack them first")
)

// addZip adds what a zip file holds: a workbook, a document, or an archive of exports.
func (f *File) addZip(s source, opt *Options, depth int) error {
	if s.at == nil {
		return errZipInside
	}
	at, size, closer, err := s.at()
	if err != nil {
		return err
	}
	defer closer.Close()
	z, err := zip.NewReader(at, size)
	if err != nil {
		return fmt.Errorf("not a whole zip file: %w", err)
	}
	if err := checkZip(z); err != nil {
		return err
	}
	for _, m := range z.File {
		switch {
		case strings.HasPrefix(m.Name, "xl/workbook"):
			return f.addWorkbook(s, opt)
		case m.Name == "word/document.xml":
			return f.addDocument(m, s.name, "docx", opt)
		case m.Name == "content.xml":
			return f.addDocument(m, s.name, "odt", opt)
		}
	}
	if depth > 0 {
		return errZipDeep
	}
	return f.addMembers(s, opt)
}

// checkZip refuses archives that cannot be honest, before anything is unpacked.
func checkZip(z *zip.Reader) error {
	if len(z.File) > maxMembers {
		return fmt.Errorf("an archive of %d files; more than %d are refused", len(z.File), maxMembers)
	}
	var total, packed uint64
	for _, m := range z.File {
		total += m.UncompressedSize64
		packed += m.CompressedSize64
		switch {
		case m.UncompressedSize64 > maxFree && m.UncompressedSize64 > maxRatio*m.CompressedSize64:
			return errBomb
		case total > maxUnpacked || m.UncompressedSize64 > maxUnpacked:
			return fmt.Errorf("unpacks to more than %d GB; refused", maxUnpacked>>30)
		case m.Mode()&fs.ModeSymlink != 0:
			return errors.New("the archive holds a symbolic link; refused")
		case unsafePath(m.Name):
			return errors.New("the archive names a file outside itself (.. or an absolute path); refused")
		}
	}
	if total > maxFree && total > maxRatio*packed {
		return errBomb
	}
	return nil
}

func unsafePath(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	if strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		return true
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

// addMembers adds every file of an archive. One that cannot be read is noted; if none can, that is an error.
func (f *File) addMembers(s source, opt *Options) error {
	read := 0
	var first error
	shared := &sharedArchive{at: s.at}
	if err := shared.parse(); err != nil {
		return err
	}
	for _, m := range shared.files {
		base := path.Base(m.Name)
		if m.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(m.Name, "__MACOSX/") || base == "Thumbs.db" {
			continue
		}
		member := memberSource(s.name, shared, m)
		if err := f.add(member, opt, 1); err != nil {
			err = fmt.Errorf("%s: %w", m.Name, err)
			if first == nil {
				first = err
			}
			f.parts = append(f.parts, unreadPart{member.name, err})
			continue
		}
		read++
	}
	switch {
	case first != nil && read == 0:
		return first
	case read == 0:
		return errors.New("an archive without files")
	}
	return nil
}

// A sharedArchive is an archive whose members are read one at a time or several at once.
// Its directory is read once: read for every member, it would take time with the square of their number.
type sharedArchive struct {
	at    func() (io.ReaderAt, int64, io.Closer, error)
	files []*zip.File // which read by way of the archive

	mu     sync.Mutex
	in     io.ReaderAt // while it has users
	closer io.Closer
	users  int
}

// parse reads the directory.
func (a *sharedArchive) parse() error {
	size, err := a.acquire()
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	z, err := zip.NewReader(a, size)
	if err != nil {
		return fmt.Errorf("not a whole zip file: %w", err)
	}
	a.files = z.File
	return nil
}

// acquire opens the archive if nobody else has; each call wants a Close.
func (a *sharedArchive) acquire() (size int64, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.users == 0 {
		if a.in, size, a.closer, err = a.at(); err != nil {
			return 0, err
		}
	}
	a.users++
	return size, nil
}

func (a *sharedArchive) ReadAt(p []byte, offset int64) (int, error) {
	a.mu.Lock()
	in := a.in
	a.mu.Unlock()
	if in == nil {
		return 0, fs.ErrClosed
	}
	return in.ReadAt(p, offset)
}

func (a *sharedArchive) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.users--; a.users > 0 {
		return nil
	}
	closer := a.closer
	a.in, a.closer = nil, nil
	return closer.Close()
}

// memberSource is the source of a file in an archive.
func memberSource(name string, a *sharedArchive, m *zip.File) source {
	out := source{name: name + "/" + strings.ReplaceAll(m.Name, `\`, "/")}
	packed := int64(m.CompressedSize64)
	out.open = func() (io.ReadCloser, error) {
		if _, err := a.acquire(); err != nil {
			return nil, err
		}
		in, err := m.Open()
		if err != nil {
			_ = a.Close()
			return nil, err
		}
		return &limitedReader{in: in, packed: &packed, close: []io.Closer{in, a}}, nil
	}
	if m.UncompressedSize64 <= maxMemberMemory {
		out.at = func() (io.ReaderAt, int64, io.Closer, error) {
			in, err := out.open()
			if err != nil {
				return nil, 0, nil, err
			}
			defer in.Close()
			data, err := io.ReadAll(io.LimitReader(in, maxMemberMemory+1))
			if err != nil {
				return nil, 0, nil, err
			}
			return bytes.NewReader(data), int64(len(data)), io.NopCloser(nil), nil
		}
	}
	return out
}
