package analyze

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"voc"
)

// masks are the words that stand for masked details.
var masks = set(voc.Masks...)

// A detail is a personal detail in a text: bytes start to end, and the mask to put there.
type detail struct {
	start, end int
	mask       string
}

// Redact returns text with personal details masked as bracketed words, such as [phone], and the number of details masked.
// It is a best effort: it masks e-mail addresses, telephone, card, bank account and social security numbers, links that lead to a person,
// handles, names that are introduced as such, addresses, and what a word before says is a number plate, a day of birth,
// an account or an identity paper. What is masked once stays as it is.
//
// Note: one pass of hand-made matchers; most comments have neither a digit, an @ nor a cue, and cost half a microsecond.
// The regular expressions tried first took 40 times that, package phonenumbers 20 µs for each number.
func Redact(text string) (masked string, n int) { return redact(text, findDetails) }

// RedactName is [Redact] for the name of a department, a service or a feed: it masks neither names nor street addresses,
// for those of a hospice or a clinic are its own.
func RedactName(name string) (masked string, n int) { return redact(name, findContacts) }

func redact(text string, find func(string) []detail) (masked string, n int) {
	masked = text
	for range 8 { // what stood beside a detail may only now be seen to be one
		more := 0
		if copied, differs := foldMarks(masked); differs {
			if details := find(copied); len(details) > 0 {
				masked, more = replace(masked, unfold(masked, details))
			}
		}
		if more == 0 {
			if masked, more = replace(masked, find(masked)); more == 0 {
				break
			}
		}
		n += more
	}
	return masked, n
}

// replace puts masks in the place of details, which are by place.
func replace(text string, details []detail) (masked string, n int) {
	if len(details) == 0 {
		return text, 0
	}
	var b strings.Builder
	b.Grow(len(text))
	at := 0
	for _, d := range details {
		if d.start < at {
			continue
		}
		b.WriteString(text[at:d.start])
		b.WriteString(d.mask)
		at = d.end
		n++
	}
	b.WriteString(text[at:])
	return b.String(), n
}

// findDetails returns the details of s by place, the longer of two at one place first.
func findDetails(s string) []detail {
	list, digits := contacts(s)
	if digits || strings.IndexByte(s, '_') >= 0 {
		list = append(findCued(s, nil), list...) // what is announced goes before what it looks like
	}
	if digits {
		list = findAddresses(s, list)
	}
	return byPlace(findNames(s, list))
}

// findContacts returns those details of s that are neither names nor street addresses.
func findContacts(s string) []detail {
	list, _ := contacts(s)
	return byPlace(findSpokenMail(s, list))
}

func byPlace(list []detail) []detail {
	slices.SortStableFunc(list, func(a, b detail) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	return list
}

// contacts finds links, addresses of e-mail and of machines, handles and numbers, and reports whether s has digits.
func contacts(s string) (list []detail, hasDigits bool) {
	ats, digits, slashes, spelt := false, 0, false, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '@':
			ats = true
		case c == ')', c == ']', c == '}':
			spelt = spelt || speltAt(s, i)
		case c-'0' <= 9:
			digits++
		case c == '/', c == 'w':
			slashes = true
		}
	}
	if slashes {
		list = findLinks(s, list)
	}
	if ats {
		list = findMail(s, list)
	}
	if spelt {
		list = findSpeltMail(s, list)
	}
	if digits > 0 {
		list = findNumbers(s, list)
	}
	return list, digits > 0
}

// findMail finds e-mail addresses and handles.
func findMail(s string, list []detail) []detail {
	done := 0
	for i := done; i < len(s); i++ {
		if s[i] != '@' {
			continue
		}
		start, end := i, i+1
		for start > done {
			n := lastMailRune(s[done:start])
			if n == 0 {
				break
			}
			start -= n
		}
		for end < len(s) {
			n := hostRune(s[end:])
			if n == 0 {
				break
			}
			end += n
		}
		for end > i+1 && (s[end-1] == '.' || s[end-1] == '-') {
			end--
		}
		dot := strings.LastIndexByte(s[i:end], '.')
		switch {
		case start < i && dot > 1 && end-i-dot > 2:
			list = append(list, detail{start, end, "[email]"})
		case start == i && (i == 0 || !isWord(s[i-1])) && end-i > 2 && asciiLetter(s[i+1]):
			end = i + 1
			for end < len(s) && isWord(s[end]) {
				end++
			}
			list = append(list, detail{start, end, "[handle]"})
		}
		done = max(end, i+1)
		i = done - 1
	}
	return list
}

func mailByte(c byte) bool { return isWord(c) || c == '.' || c == '%' || c == '+' || c == '-' }

// lastMailRune returns the length of the rune at the end of s if it can stand before the @ of an address, else 0.
func lastMailRune(s string) int {
	if c := s[len(s)-1]; c < utf8.RuneSelf {
		if mailByte(c) {
			return 1
		}
		return 0
	}
	r, n := utf8.DecodeLastRuneInString(s)
	if !mailLetter(r) {
		return 0
	}
	return n
}

// hostRune returns the length of the rune at the start of s if it can stand behind the @ of an address, else 0.
func hostRune(s string) int {
	if c := s[0]; c < utf8.RuneSelf {
		if isWord(c) || c == '.' || c == '-' {
			return 1
		}
		return 0
	}
	r, n := utf8.DecodeRuneInString(s)
	if !mailLetter(r) {
		return 0
	}
	return n
}

// mailLetter reports whether r, which is not ASCII, is a letter of an address or a mark on one, in a script that parts words by spaces.
func mailLetter(r rune) bool {
	return (unicode.IsLetter(r) || unicode.Is(unicode.M, r)) && !unicode.In(r, unspaced...)
}

// unspaced are the scripts in which an address would stand beside other words without a space.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// findSpeltMail finds e-mail addresses whose @ is spelt in brackets, such as "jo (at) example.org" and "jo[at]example[dot]org".
func findSpeltMail(s string, list []detail) []detail {
	done := 0
	for i := range len(s) {
		if !speltAt(s, i) {
			continue
		}
		start := i - len("(at")
		if start > done && s[start-1] == ' ' {
			start--
		}
		local := start
		for local > done {
			n := lastMailRune(s[done:local])
			if n == 0 {
				break
			}
			local -= n
		}
		if end := speltHost(s, i+1); local < start && end > 0 {
			list = append(list, detail{local, end, "[email]"})
			done = end
		}
	}
	return list
}

// speltAt reports whether the bracket s[i] ends an @ that is spelt out.
func speltAt(s string, i int) bool {
	return i >= 3 && s[i-1]|0x20 == 't' && s[i-2]|0x20 == 'a' && (s[i-3] == '(' || s[i-3] == '[' || s[i-3] == '{')
}

// speltHost returns the end of the name of a machine at s[i], in which dots may be spelt in brackets; 0 if there is none.
func speltHost(s string, i int) int {
	if i < len(s) && s[i] == ' ' {
		i++
	}
	last := -1 // where the part after the last dot begins
	for start := i; i < len(s); {
		if n := dotLength(s[i:]); n > 0 && i > start && i+n < len(s) && asciiLetter(s[i+n]) {
			i += n
			last = i
			continue
		}
		n := hostRune(s[i:])
		if n == 0 || s[i] == '.' {
			break
		}
		i += n
	}
	if last < 0 || i-last < 2 {
		return 0
	}
	return i
}

// dotLength returns the length of the dot that s begins with, as it is or spelt out in brackets; 0 if it does not.
func dotLength(s string) int {
	if s[0] == '.' {
		return 1
	}
	spaces := 0
	if s[0] == ' ' {
		spaces = 1
	}
	if rest := s[spaces:]; hasFold(rest, "(dot)") || hasFold(rest, "[dot]") || hasFold(rest, "{dot}") {
		n := spaces + len("(dot)")
		if n < len(s) && s[n] == ' ' {
			n++
		}
		return n
	}
	return 0
}

func isWord(c byte) bool { return asciiLetter(c) || isDigit(c) || c == '_' }

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c-'0' <= 9 }

// findLinks finds links that lead to a person: with a user part, a query, or a path of users.
func findLinks(s string, list []detail) []detail {
	for i := 0; i < len(s); {
		start := linkAt(s, i)
		if start < 0 {
			break
		}
		end := start
		for end < len(s) && s[end] > ' ' && !strings.ContainsRune(`<>"'|`, rune(s[end])) {
			end++
		}
		for end > start && strings.IndexByte(".,;:!?)]", s[end-1]) >= 0 {
			end--
		}
		if link := strings.ToLower(s[start:min(end, start+2000)]); strings.ContainsAny(link, "@?=#~") || slices.ContainsFunc(userPaths, func(p string) bool { return strings.Contains(link, p) }) {
			list = append(list, detail{start, end, "[url]"})
		}
		i = max(end, start+1)
	}
	return list
}

var userPaths = []string{"/user", "/u/", "/in/", "/profile", "/people/", "/account", "/channel/", "facebook.com/", "twitter.com/", "instagram.com/", "x.com/", "t.co/", "/member", "/status/"}

// linkAt returns where the next link at or after i starts, -1 if there is none.
func linkAt(s string, i int) int {
	for ; i < len(s); i++ {
		c := s[i] | 0x20
		if c != 'h' && c != 'w' || i > 0 && isWord(s[i-1]) {
			continue
		}
		if hasFold(s[i:], "http://") || hasFold(s[i:], "https://") || hasFold(s[i:], "www.") {
			return i
		}
	}
	return -1
}

// hasFold reports whether s begins with the lower-case prefix, in whatever case.
func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// A digits is a run of digit groups, such as "(020) 7946 0018".
type digits struct {
	start, end int
	plus       bool
	all        []byte // at most 20
	groups     []int  // digits in each
	seps       []byte // the separator before each group but the first
}

// findNumbers finds card, bank, social security and telephone numbers.
func findNumbers(s string, list []detail) []detail {
	var d digits
	for i := 0; i < len(s); {
		if !isDigit(s[i]) || i > 0 && (isWord(s[i-1]) || s[i-1] == '$') {
			if n := iban(s, i); n > 0 {
				list = append(list, detail{i, i + n, "[iban]"})
				i += n
				continue
			}
			i++
			continue
		}
		if end := machineEnd(s, i); end > 0 {
			list = append(list, detail{i, end, "[address]"})
			i = end
			continue
		}
		d.read(s, i)
		if mask := d.mask(s); mask != "" {
			list = append(list, detail{d.start, d.end, mask})
			i = d.end
			continue
		}
		for i < len(s) && (isWord(s[i]) || i+1 < len(s) && (s[i] == '-' || s[i] == '.') && isDigit(s[i+1])) {
			i++
		}
	}
	return list
}

// read reads the run whose first digit is s[i].
func (d *digits) read(s string, i int) {
	d.start, d.plus = i, false
	d.all, d.groups, d.seps = d.all[:0], d.groups[:0], d.seps[:0]
	for d.start > 0 && (s[d.start-1] == '(' || s[d.start-1] == '+') {
		d.start--
		d.plus = d.plus || s[d.start] == '+'
	}
	sep := byte(0)
	for {
		n := 0
		for i < len(s) && isDigit(s[i]) {
			if len(d.all) < 20 {
				d.all = append(d.all, s[i])
			}
			i++
			n++
		}
		if len(d.groups) > 0 {
			d.seps = append(d.seps, sep)
		}
		d.groups = append(d.groups, n)
		d.end = i
		k := i
		sep = 0
		for k < len(s) && k < i+3 && strings.IndexByte(" -.()\u00a0", s[k]) >= 0 {
			if sep == 0 || sep == ' ' {
				sep = s[k]
			}
			k++
		}
		if k == i || k >= len(s) || !isDigit(s[k]) || len(d.all) >= 20 {
			return
		}
		i = k
	}
}

// mask returns the mask of the run, cutting it at a group where only its beginning is a detail; empty if it is none.
func (d *digits) mask(s string) string {
	if d.end < len(s) && (asciiLetter(s[d.end]) && !hasFold(s[d.end:], "x") && !hasFold(s[d.end:], "ext") || s[d.end] == '%') || d.start > 0 && s[d.start-1] == '/' {
		return ""
	}
	n := len(d.all)
	switch {
	case n < 7:
		return ""
	case 13 <= n && n <= 19 && luhn(d.all) && minGroup(d.groups) >= 2:
		return "[card]"
	case d.shape(3, 2, 4) && d.seps[0] == d.seps[1] && d.all[0] != '9' && string(d.all[:3]) != "000":
		return "[ssn]"
	case n == 9 && len(d.groups) == 1 && cued(s, d.start, "ssn", "security"):
		return "[ssn]"
	case d.phone() && !cued(s, d.start, "case", "ref", "reference", "ticket", "order", "request", "incident", "claim", "tracking", "id", "policy", "account", "invoice", "#", "no", "€", "£", "$"):
		return "[phone]"
	}
	return ""
}

func (d *digits) shape(groups ...int) bool { return slices.Equal(d.groups, groups) }

// phone reports whether the run has the form of a telephone number.
func (d *digits) phone() bool {
	n := len(d.all)
	all := d.all
	switch {
	case d.plus:
		return 8 <= n && n <= 15
	case len(d.groups) > 6 || slices.Contains(d.groups, 1) && !(all[0] == '1' && d.groups[0] == 1):
		return false
	case n == 14 && all[0] == '0' && all[1] == '0', n == 13 && all[0] == '0' && all[1] == '0':
		return true // 0044 ...
	case n == 11 && all[0] == '1':
		return all[1] >= '2' && all[4] >= '2'
	case n == 10 && all[0] >= '2' && d.shape(3, 3, 4):
		return true
	case n == 10 && all[0] >= '2' && all[3] >= '2':
		return len(d.groups) == 1 || d.shape(3, 7) || d.shape(6, 4)
	case (n == 10 || n == 11) && all[0] == '0' && all[1] != '0':
		return len(d.groups) == 1 || d.groups[0] >= 2
	case n == 7 && d.shape(3, 4):
		return all[0] >= '2' && d.seps[0] != ' '
	}
	return false
}

// cued reports whether one of the words stands shortly before s[i].
func cued(s string, i int, words ...string) bool {
	before := strings.ToLower(s[max(0, i-24):i])
	fields := strings.FieldsFunc(before, func(r rune) bool { return r == ' ' || r == ':' || r == '.' || r == '(' || r == ',' })
	for k := len(fields) - 1; k >= max(0, len(fields)-3); k-- {
		if slices.Contains(words, fields[k]) || slices.Contains(words, fields[k][:1]) {
			return true
		}
	}
	return false
}

func minGroup(groups []int) int { return slices.Min(groups) }

// luhn reports whether the check digit of a card number is right.
func luhn(all []byte) bool {
	sum := 0
	for i, c := range all {
		v := int(c - '0')
		if (len(all)-i)%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0 && all[0] != '0'
}

// iban returns the length of the bank account number that starts at s[i], 0 if none.
func iban(s string, i int) int {
	if i+15 > len(s) || i > 0 && isWord(s[i-1]) || !upper(s[i]) || !upper(s[i+1]) || !isDigit(s[i+2]) || !isDigit(s[i+3]) {
		return 0
	}
	var all [34]byte
	n, k := 0, i
	for k < len(s) && n < len(all) && (upper(s[k]) || isDigit(s[k]) || s[k] == ' ' && k+1 < len(s) && (upper(s[k+1]) || isDigit(s[k+1]))) {
		if s[k] != ' ' {
			all[n] = s[k]
			n++
		}
		k++
		if n >= 15 && (k == len(s) || !isWord(s[k])) && checksum97(all[:n]) {
			return k - i
		}
	}
	return 0
}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }

// checksum97 reports whether an account number is valid by ISO 7064 mod 97-10.
func checksum97(all []byte) bool {
	rest := 0
	for i := range all {
		c := all[(i+4)%len(all)]
		if isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return rest == 1
}
