package analyze

import (
	"unicode"
	"unicode/utf8"
)

// Word processors and telephones write other hyphens, spaces and apostrophes than keyboards do, put marks that nobody sees between letters,
// and in some countries digits are as wide as letters. Details are looked for in a copy without such things.

// foldMarks returns a copy of s without them, and false if it would be no different.
func foldMarks(s string) (copied string, differs bool) {
	first := firstFold(s)
	if first < 0 {
		return s, false
	}
	out := append(make([]byte, 0, len(s)), s[:first]...)
	for i := first; i < len(s); {
		to, size := foldAt(s, i)
		switch to {
		case keep:
			out = append(out, s[i:i+size]...)
		case drop:
		default:
			out = append(out, to)
		}
		i += size
	}
	return string(out), true
}

// unfold takes details, which are by place, from the copy that [foldMarks] makes of s to s itself.
// What is dropped behind a detail belongs to it.
func unfold(s string, list []detail) []detail {
	var at []int // of each byte of the copy, its place in s
	for i := 0; i < len(s); {
		to, size := foldAt(s, i)
		switch to {
		case keep:
			for k := range size {
				at = append(at, i+k)
			}
		case drop:
		default:
			at = append(at, i)
		}
		i += size
	}
	at = append(at, len(s))
	for i := range list {
		list[i].start, list[i].end = at[list[i].start], at[list[i].end]
	}
	return list
}

// foldAt returns what becomes of the rune at s[i], and its length.
func foldAt(s string, i int) (to byte, size int) {
	if s[i] < utf8.RuneSelf {
		return keep, 1
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	to = foldRune(r)
	if to == '-' && isDash(r) && (endsInLetter(s[:i]) || beginsWithLetter(s[i+size:])) {
		to = keep
	}
	return to, size
}

// firstFold returns the place of the first rune of s that is folded, -1 if there is none.
func firstFold(s string) int {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if foldRune(r) != keep {
			return i
		}
		i += size
	}
	return -1
}

// What becomes of a rune that is not replaced by a byte.
const (
	keep byte = 0
	drop byte = 1
)

// foldRune returns the byte that a rune which is not ASCII stands for, keep or drop.
func foldRune(r rune) byte {
	switch {
	case r < 0xa0:
	case r == 0xad, 0x200b <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e, 0x2060 <= r && r <= 0x2069, r == 0x180e, r == 0xfeff, 0xfe00 <= r && r <= 0xfe0f:
		return drop // soft hyphen, no width, direction
	case r == 0xa0, r == 0x1680, 0x2000 <= r && r <= 0x200a, r == 0x202f, r == 0x205f, r == 0x3000:
		return ' '
	case r == 0x2010, r == 0x2011, r == 0x2212, r == 0xfe63, isDash(r):
		return '-'
	case r == 0x2019, r == 0x02bc:
		return '\''
	case r == 0x2024, r == 0xfe52:
		return '.'
	case 0xff01 <= r && r <= 0xff5e: // as wide as a letter
		return byte(r - 0xff01 + '!')
	case r == 0xfe6b:
		return '@'
	case 0x0660 <= r && r <= 0x0669:
		return byte(r - 0x0660 + '0')
	case 0x06f0 <= r && r <= 0x06f9:
		return byte(r - 0x06f0 + '0')
	}
	return keep
}

// isDash reports whether r, a dash or a dot at half height, is a hyphen in a number but parts words elsewhere.
func isDash(r rune) bool {
	return 0x2012 <= r && r <= 0x2015 || r == 0xfe58 || r == 0xb7 || r == 0x2043 || r == 0x30fb
}

func endsInLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r)
}

func beginsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}
