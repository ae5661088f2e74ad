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
	return f.addMembers(z, s, opt)
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
func (f *File) addMembers(z *zip.Reader, s source, opt *Options) error {
	read := 0
	var first error
	for i, m := range z.File {
		base := path.Base(m.Name)
		if m.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(m.Name, "__MACOSX/") || base == "Thumbs.db" {
			continue
		}
		member := memberSource(s, z.File[i], i)
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

// memberSource is the source of a file in an archive.
func memberSource(s source, m *zip.File, place int) source {
	out := source{name: s.name + "/" + strings.ReplaceAll(m.Name, `\`, "/")}
	packed := int64(m.CompressedSize64)
	out.open = func() (io.ReadCloser, error) {
		at, size, closer, err := s.at()
		if err != nil {
			return nil, err
		}
		z, err := zip.NewReader(at, size)
		if err != nil {
			closer.Close()
			return nil, err
		}
		in, err := z.File[place].Open()
		if err != nil {
			closer.Close()
			return nil, err
		}
		return &limitedReader{in: in, packed: &packed, close: []io.Closer{in, closer}}, nil
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
