package ingest

import (
	"archive/zip"
	"errors"
	"fmt"
	"strings"
)

// addZip adds what a zip file holds: a workbook, a document, or an archive of exports.
func (f *File) addZip(s source, opt *Options, depth int) error {
	if s.at == nil {
		return errors.New("a zip file inside another file: unpack it first")
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
	for _, m := range z.File {
		if strings.HasPrefix(m.Name, "xl/") {
			t, err := xlsxTable(s, declared(opt).Sheet)
			if err != nil {
				return err
			}
			return f.addTable(t, s.name, opt)
		}
	}
	return errors.New("archives are not read yet")
}
