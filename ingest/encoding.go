package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// A textEncoding is how a file's bytes stand for characters.
type textEncoding struct {
	name    string            // as sniff shows it
	decoder encoding.Encoding // nil for UTF-8
	single  *charmap.Charmap  // what bytes that are not UTF-8 are read as; nil unless decoder is nil
	bom     int               // bytes of a byte order mark to pass over, where the decoder does not
}

// encodingScan is how far a file is searched for characters beyond ASCII.
const encodingScan = 8 << 20

// findEncoding tells the encoding of s: a byte order mark, else valid UTF-8, else NUL bytes at every other place mean UTF-16,
// else the single-byte encoding in which the odd bytes make the likeliest letters.
func findEncoding(s source, declared string) (textEncoding, error) {
	if declared != "" {
		return declaredEncoding(declared)
	}
	in, err := s.open()
	if err != nil {
		return textEncoding{}, err
	}
	defer in.Close()
	sample := make([]byte, 1<<16)
	n, err := io.ReadFull(in, sample)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return textEncoding{}, err
	}
	sample = sample[:n]
	switch {
	case bytes.HasPrefix(sample, []byte{0xef, 0xbb, 0xbf}):
		return textEncoding{name: "UTF-8 with BOM", single: charmap.Windows1252, bom: 3}, nil
	case bytes.HasPrefix(sample, []byte{0xff, 0xfe}):
		return textEncoding{name: "UTF-16LE with BOM", decoder: unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)}, nil
	case bytes.HasPrefix(sample, []byte{0xfe, 0xff}):
		return textEncoding{name: "UTF-16BE with BOM", decoder: unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)}, nil
	}
	if order, ok := utf16Pattern(sample); ok {
		name := "UTF-16LE"
		if order == unicode.BigEndian {
			name = "UTF-16BE"
		}
		return textEncoding{name: name, decoder: unicode.UTF16(order, unicode.IgnoreBOM)}, nil
	}
	var odd oddBytes
	odd.add(sample)
	chunk := make([]byte, 1<<16)
	for read := n; read < encodingScan; {
		n, err := in.Read(chunk)
		odd.add(chunk[:n])
		read += n
		if err != nil {
			break // the reading proper will say what is wrong
		}
	}
	return odd.encoding(), nil
}

// declaredEncoding is the encoding that has the IANA name, or a name people use for it.
func declaredEncoding(name string) (textEncoding, error) {
	switch e, err := ianaindex.IANA.Encoding(name); {
	case err != nil || e == nil:
		switch name {
		case "macroman", "MacRoman", "mac-roman", "x-mac-roman":
			return textEncoding{name: "MacRoman", decoder: charmap.Macintosh}, nil
		}
		return textEncoding{}, fmt.Errorf("encoding: %q is not the name of an encoding", name)
	case e == unicode.UTF8:
		return textEncoding{name: "UTF-8", single: charmap.Windows1252}, nil
	default:
		return textEncoding{name: name, decoder: e}, nil
	}
}

// utf16Pattern reports whether every other byte of the sample is mostly NUL, and which.
func utf16Pattern(sample []byte) (unicode.Endianness, bool) {
	var nul [2]int
	for i, b := range sample {
		if b == 0 {
			nul[i&1]++
		}
	}
	half := len(sample) / 2
	switch {
	case half < 4:
		return unicode.LittleEndian, false
	case nul[1] > half*6/10 && nul[0] < half/10:
		return unicode.LittleEndian, true
	case nul[0] > half*6/10 && nul[1] < half/10:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// oddBytes counts the bytes beyond ASCII, by whether they make UTF-8.
type oddBytes struct {
	valid, invalid int
	counts         [256]int // of the invalid
	rest           []byte   // of a rune that the end of a chunk split
}

func (o *oddBytes) add(chunk []byte) {
	if len(o.rest) > 0 {
		chunk = append(o.rest, chunk...)
		o.rest = nil
	}
	for i := 0; i < len(chunk); {
		if chunk[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !utf8.FullRune(chunk[i:]) {
			o.rest = bytes.Clone(chunk[i:])
			return
		}
		r, size := utf8.DecodeRune(chunk[i:])
		if r == utf8.RuneError && size == 1 {
			o.invalid++
			o.counts[chunk[i]]++
		} else {
			o.valid++
		}
		i += size
	}
}

// encoding judges the bytes counted.
// A file with both kinds is UTF-8 into which rows of another encoding were pasted.
func (o *oddBytes) encoding() textEncoding {
	e := textEncoding{name: "UTF-8", single: charmap.Windows1252}
	if o.invalid == 0 {
		return e
	}
	mac, windows, controls := 0, 0, 0
	for b, n := range o.counts {
		mac += n * macLikely(byte(b))
		windows += n * windowsLikely(byte(b))
		if b >= 0x80 && b < 0xa0 {
			controls += n
		}
	}
	if mac > windows {
		e.name, e.single = "MacRoman", charmap.Macintosh
	} else if controls == 0 {
		e.name = "Latin-1"
	} else {
		e.name = "Windows-1252"
	}
	if o.valid > 0 {
		e.name = "UTF-8 with some " + e.name
	}
	return e
}

// macLikely is how likely text in a Western language has b in MacRoman: quotation marks, dashes and accented letters.
func macLikely(b byte) int {
	switch {
	case b >= 0x87 && b <= 0x9f, b == 0x8e, b == 0x8a, b == 0x80:
		return 2 // á à â ä ã å ç é è ê ë í ì î ï ñ ó ò ô ö õ ú ù û ü
	case b >= 0xd0 && b <= 0xd5, b == 0xc9:
		return 3 // – — “ ” ‘ ’ …
	case b == 0xa7, b == 0xca, b == 0xa1, b == 0xa5, b == 0xa3:
		return 1
	}
	return -1
}

// windowsLikely is how likely text in a Western language has b in Windows-1252.
func windowsLikely(b byte) int {
	switch {
	case b >= 0x91 && b <= 0x97, b == 0x85:
		return 3 // ‘ ’ “ ” • – — …
	case b >= 0xe0 && b != 0xf7 && b != 0xf0 && b != 0xfe && b != 0xfd && b != 0xff:
		return 3 // à … ü in lower case
	case b == 0xa0, b == 0xa3, b == 0xb0, b == 0x80, b == 0x99, b == 0xc9, b == 0xdf, b == 0xbf, b == 0xa1:
		return 2 // no-break space £ ° € ™ É ß ¿ ¡
	case b >= 0xc0 && b <= 0xdc:
		return 1
	}
	return -1
}

// reader decodes what in gives to UTF-8.
// Where the encoding is UTF-8, bytes that are not are left for fix.
func (e textEncoding) reader(in io.Reader) io.Reader {
	if e.decoder != nil {
		return transform.NewReader(in, e.decoder.NewDecoder())
	}
	if e.bom > 0 {
		return &skipReader{in: in, skip: e.bom}
	}
	return in
}

// fix reads every byte of cell that is not UTF-8 in the single-byte encoding.
func (e textEncoding) fix(cell []byte) []byte {
	if e.single == nil || utf8.Valid(cell) {
		return cell
	}
	out := make([]byte, 0, len(cell)+8)
	for i := 0; i < len(cell); {
		r, size := utf8.DecodeRune(cell[i:])
		if r == utf8.RuneError && size == 1 {
			r = e.single.DecodeByte(cell[i])
		}
		out = utf8.AppendRune(out, r)
		i += size
	}
	return out
}

// A skipReader passes over the first bytes.
type skipReader struct {
	in   io.Reader
	skip int
}

func (s *skipReader) Read(p []byte) (int, error) {
	for s.skip > 0 {
		n, err := s.in.Read(p[:min(len(p), s.skip)])
		s.skip -= n
		if err != nil {
			return 0, err
		}
	}
	return s.in.Read(p)
}
