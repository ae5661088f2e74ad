package ingest

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// unmojibake undoes UTF-8 that was once read as Windows-1252 or Latin-1, such as "donâ€™t",
// and reports whether it did. It does so only where every odd character of the text turns back
// into valid UTF-8: then it cannot be chance.
func unmojibake(s string) (string, bool) {
	if isASCII(s) || !strings.ContainsAny(s, "ÃÂâãðÐÑ") {
		return s, false
	}
	raw := make([]byte, 0, len(s))
	odd := false
	for _, r := range s {
		if r < utf8.RuneSelf {
			raw = append(raw, byte(r))
			continue
		}
		odd = true
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			if r > 0xff {
				return s, false
			}
			b = byte(r) // a control that Latin-1 has and Windows-1252 has not
		}
		raw = append(raw, b)
	}
	if !odd || !utf8.Valid(raw) {
		return s, false
	}
	return string(raw), true
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
