package table

import "unicode/utf8"

// step is the distance between two marks of a chars.
const step = 64

// A chars converts places in one text between bytes and Unicode code points, in constant time.
// The zero value is ready for Reset.
type chars struct {
	text  string
	ascii bool
	marks []int // by code points: byte offset of every step-th; by bytes: code points before every step-th
}

// isASCII reports whether all of s is ASCII.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// fromBytes makes c ready for [chars.char] in text.
func (c *chars) fromBytes(text string) {
	c.text, c.ascii, c.marks = text, isASCII(text), c.marks[:0]
	if c.ascii {
		return
	}
	n := 0
	for i := range len(text) {
		if i%step == 0 {
			c.marks = append(c.marks, n)
		}
		if utf8.RuneStart(text[i]) {
			n++
		}
	}
}

// char returns the number of code points before byte i, which must be in the text or at its end.
func (c *chars) char(i int) int {
	if c.ascii || i == 0 {
		return i
	}
	mark := (i - 1) / step
	n := c.marks[mark]
	for k := mark * step; k < i; k++ {
		if utf8.RuneStart(c.text[k]) {
			n++
		}
	}
	return n
}

// fromChars makes c ready for [chars.byte] in text.
func (c *chars) fromChars(text string) {
	c.text, c.ascii, c.marks = text, isASCII(text), c.marks[:0]
	if c.ascii {
		return
	}
	n := 0
	for i := range text {
		if n%step == 0 {
			c.marks = append(c.marks, i)
		}
		n++
	}
}

// byte returns the byte offset of code point n, or -1 if the text is shorter.
func (c *chars) byte(n int) int {
	if c.ascii {
		if n < 0 || n > len(c.text) {
			return -1
		}
		return n
	}
	if n == 0 {
		return 0
	}
	if n < 0 || (n-1)/step >= len(c.marks) {
		return -1
	}
	mark := (n - 1) / step
	i := c.marks[mark]
	for range n - mark*step {
		if i >= len(c.text) {
			return -1
		}
		_, size := utf8.DecodeRuneInString(c.text[i:])
		i += size
	}
	return i
}
