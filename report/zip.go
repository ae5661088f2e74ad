package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// settle writes a workbook with its parts in the order of their names and the list of their types sorted:
// excelize takes both from a map, so that they differ from one time to the next.
func settle(out io.Writer, workbook []byte) error {
	r, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		return err
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	w := zip.NewWriter(out)
	for _, f := range r.File {
		if err := settlePart(w, f); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return w.Close()
}

func settlePart(w *zip.Writer, f *zip.File) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	if f.Name == "[Content_Types].xml" {
		text = sortTypes(text)
	}
	part, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = part.Write(text)
	return err
}

var contentType = regexp.MustCompile(`<(Default|Override)[^>]*>(</(Default|Override)>)?`)

func sortTypes(text []byte) []byte {
	types := contentType.FindAll(text, -1)
	if len(types) == 0 {
		return text
	}
	first := bytes.Index(text, types[0])
	rest := contentType.ReplaceAll(text[first:], nil)
	slices.SortFunc(types, bytes.Compare)
	return slices.Concat(text[:first], bytes.Join(types, nil), rest)
}
