package ingest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"voc"
)

// maxText is the longest comment in bytes.
const maxText = 1 << 20

// text cleans the words of one cell.
func (b *builder) text(cell string, col *column) (string, error) {
	text := strings.TrimSpace(cell)
	if text == "" {
		return "", nil
	}
	if len(text) > maxText {
		return "", b.reject(b.line, voc.CodeTooLong, fmt.Sprintf("column %q holds more than 1 MB", col.name))
	}
	if fixed, ok := unmojibake(text); ok {
		b.reading.notes.count("texts whose letters had been garbled by a wrong encoding were put right")
		text = fixed
	}
	text, controls := cleanText(text)
	if controls*10 > len(text) {
		return "", b.reject(b.line, voc.CodeBadText, fmt.Sprintf("column %q holds control characters, not text", col.name))
	}
	if isNull(text) || b.writesNA && text == "NA" {
		return "", nil
	}
	return text, nil
}

// title joins a headline to the words under it, unless they begin with it.
func (b *builder) title(text string) string {
	title, _ := cleanText(b.cell(roleTitle))
	if title == "" || isNull(title) {
		return text
	}
	if text == "" {
		return title
	}
	head := strings.TrimRight(title, ".…! ")
	if len(text) >= len(head) && strings.EqualFold(text[:len(head)], head) {
		return text
	}
	return title + "\n" + text
}

// isNull reports whether a cell is what programs write for nothing; what people write for it, such as "n/a", is an answer.
func isNull(s string) bool {
	switch s {
	case "NULL", "null", "NaN", "nan", "#N/A", `\N`, "Did not answer":
		return true
	}
	return false
}

// cleanText drops control characters but line ends and tabs, makes every line end one newline, and counts what it dropped.
func cleanText(s string) (string, int) {
	if isPlain(s) {
		return s, 0
	}
	s = strings.ReplaceAll(s, "_x000D_", "")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	controls := 0
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r):
			controls++
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s), controls
}

// isPlain reports whether s has nothing that cleanText changes.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if plainBytes[s[i]] {
			continue
		}
		if s[i] == '_' && !strings.HasPrefix(s[i:], "_x") {
			continue
		}
		if s[i] == 0xc2 && i+1 < len(s) && s[i+1] >= 0xa0 {
			continue // a character of Latin-1, not one of its controls
		}
		return false
	}
	return true
}

// plainBytes are the bytes that need no second look.
var plainBytes = func() (plain [256]bool) {
	for b := range plain {
		plain[b] = b >= ' ' && b != 0x7f && b != '_' && b != 0xc2 || b == '\n' || b == '\t'
	}
	return plain
}()

// validText makes sure that what a library gave is UTF-8.
func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
