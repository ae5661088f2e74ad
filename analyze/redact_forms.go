package analyze

import "strings"

// Forms of what a cue leads to. Each function returns where the form that begins at s[i] ends, 0 if there is none.

// tokenEnd returns the end of the letters and digits at i, which may be joined by single hyphens.
func tokenEnd(s string, i int) int {
	for i < len(s) && (asciiLetter(s[i]) || isDigit(s[i]) || s[i] == '-' && i+1 < len(s) && (asciiLetter(s[i+1]) || isDigit(s[i+1]))) {
		i++
	}
	return i
}

func countDigits(s string) (n int) {
	for i := range len(s) {
		if isDigit(s[i]) {
			n++
		}
	}
	return n
}

// mixed reports whether s has both letters and digits.
func mixed(s string) bool {
	n := countDigits(s)
	return n > 0 && strings.IndexFunc(s, func(r rune) bool { return r < 0x80 && asciiLetter(byte(r)) }) >= 0
}

// allUpper reports whether s is letters from A to Z alone, with or without hyphens.
func allUpper(s string) bool {
	for i := range len(s) {
		if !upper(s[i]) && s[i] != '-' {
			return false
		}
	}
	return s != ""
}

// longestVIN is the number of characters on a vehicle's chassis.
const longestVIN = 17

// plateEnd reads a number plate: up to three groups of letters and digits such as "7ABC123", "AB12 CDE" and "MA 159 FHO".
// It has digits. Those alone are one if there are five, or three that are named.
func plateEnd(s string, i int, named bool) int {
	var groups [3]string
	n, end, size := 0, 0, 0
	for at := i; n < len(groups); n++ {
		next := tokenEnd(s, at)
		group := s[at:next]
		if group == "" || size+len(group) > 10 && (n > 0 || len(group) != longestVIN) || n > 0 && !plateGoesOn(groups[:n], group) {
			break
		}
		groups[n], end, size = group, next, size+len(group)
		if next+1 >= len(s) || s[next] != ' ' {
			n++
			break
		}
		if at = next + 1; n == 0 && s[at] == '#' && at+2 < len(s) && len(group) == 2 { // the state, as in "MA # 4DJ124"
			for at < len(s) && (s[at] == '#' || s[at] == ' ') {
				at++
			}
		}
	}
	if n == 0 || end < len(s) && (s[end] == '/' && end+1 < len(s) && isDigit(s[end+1]) && countDigits(s[i:end]) == end-i || s[end] == ':' && end+1 < len(s) && isDigit(s[end+1])) {
		return 0
	}
	all := s[i:end]
	digits := countDigits(all)
	switch {
	case digits == 0:
		return 0
	case digits == len(all): // no letter
		if digits >= 5 || named && digits >= 3 {
			return end
		}
		return 0
	case n == 1 && (measure(all) || digits == 1 && len(all) < 3):
		return 0
	}
	return end
}

// plateGoesOn reports whether a plate of the groups so far goes on with another one.
func plateGoesOn(groups []string, next string) bool {
	last := groups[len(groups)-1]
	digits, lastDigits := countDigits(next), countDigits(last)
	letters := len(next) <= 3 && allUpper(next) && !noStreets[strings.ToLower(next)] && !notNames[strings.ToLower(next)]
	switch {
	case lastDigits == 0: // letters come first
		return digits > 0 && len(last) <= 4 && !measure(next) && (allUpper(last) && len(next) <= 7 || len(last) <= 3 && digits == len(next) && 3 <= digits && digits <= 4 && !yearLike(next) && !noStreets[last] && !notNames[last] && len(groups) == 1)
	case lastDigits == len(last): // digits alone
		if digits == len(next) { // "176 7288"
			return len(last) >= 2 && 3 <= digits && digits <= 4 && len(last)+digits <= 7 && !yearLike(next)
		}
		return len(last) >= 2 && letters || len(last) >= 2 && len(last) <= 4 && len(next) <= 4 && mixed(next) && !measure(next)
	case len(last) == 4 && digits == 0: // AB12 CDE
		return letters && len(next) == 3
	}
	return len(last) <= 4 && !measure(last) && 2 <= len(next) && len(next) <= 4 && (digits == len(next) || len(last) <= 3 && mixed(next) && !measure(next)) // 2GD 727
}

// yearLike reports whether s is four digits such as those of a year.
func yearLike(s string) bool {
	return len(s) == 4 && (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20"))
}

// measure reports whether s is digits with the letters of an ordinal or a unit, such as "3rd" and "10am".
func measure(s string) bool {
	letters := strings.TrimLeft(s, "0123456789")
	return letters != "" && 1 <= len(s)-len(letters) && len(s)-len(letters) <= 3 && unitWords[strings.ToLower(letters)]
}

var unitWords = set("st", "nd", "rd", "th", "am", "pm", "ft", "in", "min", "mins", "hr", "hrs", "h", "m", "k", "km", "mph", "s", "x", "yr", "yrs", "lb", "lbs", "kg", "d", "days", "day", "wks", "weeks", "gb", "mb", "g", "c", "f", "a", "p", "pcs", "mm", "cm", "dr", "door")

// numberEnd reads a number of an account or a paper with at least so many digits, in which letters may stand
// and which may be written in groups: "88213-4451", "X1234567" and "QQ 12 34 56 C".
func numberEnd(s string, i, least int) int {
	end, digits := i, 0
	for at := i; end-i < 34; {
		next := tokenEnd(s, at)
		group := s[at:next]
		n := countDigits(group)
		switch {
		case group == "", at > i && n < len(group) && !(len(group) == 1 && upper(group[0]) && digits >= 6), n == 0 && at == i && !(len(group) <= 3 && allUpper(group)), at > i && n == 1 && len(group) == 1:
			next = at
		default:
			digits += n
			end = next
		}
		if next == at || next+1 >= len(s) || s[next] != ' ' {
			break
		}
		at = next + 1
	}
	if digits < least || end < len(s) && (s[end] == '/' || s[end] == '%' || s[end] == ',' && end+1 < len(s) && isDigit(s[end+1]) || s[end] == '.' && end+1 < len(s) && isDigit(s[end+1])) || yearLike(s[i:end]) {
		return 0
	}
	return end
}

// dateEnd reads a day: "04/12/1961", "12th of April, 1961" and "April 12".
func dateEnd(s string, i int) int {
	if n := numericDate(s, i); n > 0 {
		return n
	}
	end := i
	day, month := false, false
	for at := i; at < len(s); {
		start := at
		switch {
		case isDigit(s[at]):
			for at < len(s) && isDigit(s[at]) {
				at++
			}
			switch n := at - start; {
			case n <= 2 && !day:
				day = true
				for at < len(s) && asciiLetter(s[at]) {
					at++
				}
				if ordinal := s[start:at]; countDigits(ordinal) < len(ordinal) && !measure(ordinal) {
					return 0
				}
			case (n == 4 || n == 2) && day && month:
				return at
			default:
				return dateSoFar(end, day, month)
			}
		case nameByte(s[at]):
			at = wordEnd(s, at)
			if word := cue(s[start:at]); months[word] && !month {
				month = true
			} else if word == "of" || word == "de" {
				at += skipSpaces(s[at:])
				continue
			} else {
				return dateSoFar(end, day, month)
			}
		default:
			return dateSoFar(end, day, month)
		}
		if at == start {
			break
		}
		end = at
		at += skipSpaces(s[at:])
	}
	return dateSoFar(end, day, month)
}

func dateSoFar(end int, day, month bool) int {
	if day && month {
		return end
	}
	return 0
}

// skipSpaces returns the length of the spaces, points and commas between the parts of a date that s begins with.
func skipSpaces(s string) int {
	n := 0
	for n < len(s) && n < 3 && strings.IndexByte(" .,-/", s[n]) >= 0 {
		n++
	}
	return n
}

// numericDate reads a date of three numbers.
func numericDate(s string, i int) int {
	var sizes []int
	sep := byte(0)
	for i < len(s) && isDigit(s[i]) && len(sizes) < 3 {
		start := i
		for i < len(s) && isDigit(s[i]) {
			i++
		}
		sizes = append(sizes, i-start)
		if len(sizes) == 3 || i+1 >= len(s) || strings.IndexByte("/-. ", s[i]) < 0 || sep != 0 && s[i] != sep || !isDigit(s[i+1]) {
			break
		}
		sep = s[i]
		i++
	}
	if len(sizes) != 3 || !dateSizes(sizes) {
		return 0
	}
	return i
}

// dateSizes reports whether three numbers of so many digits can be a date.
func dateSizes(sizes []int) bool {
	return sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 2 || sizes[2] == 4) || sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2
}

// months are those of some European languages, and their short forms.
var months = set(strings.Fields(`january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
	enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr ago dic
	janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre janv févr avr juil déc
	januar jänner februar märz maerz juni juli oktober dezember mär okt dez januari februari maart mei augustus mrt
	gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug set ott
	janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev abr mai out`)...)

// boxStart returns where the words for a post office box begin of which s[i:] is the last or the only one, -1 if it is no such box.
func boxStart(s string, i int, word string) int {
	switch word {
	case "pobox", "apdo", "postfach":
		return i
	case "apartado":
		if rest := s[i+len(word):]; hasFold(rest, " postal") || hasFold(rest, " de correos") {
			return i
		}
		return -1
	}
	for _, before := range []string{"p.o. ", "p.o ", "p. o. ", "p o ", "po ", "p.o.", "post office ", "postal "} {
		if start := i - len(before); start >= 0 && hasFold(s[start:], before) && (start == 0 || !isWord(s[start-1])) {
			return start
		}
	}
	return -1
}

// phoneAt returns the telephone number that a cue leads to at s[i], whatever its form is in the country it is of.
func phoneAt(s string, i int) detail {
	for i < len(s) && (s[i] == '+' || s[i] == '(') {
		i++
	}
	if i >= len(s) || !isDigit(s[i]) {
		return detail{}
	}
	var d digits
	d.read(s, i)
	if n := len(d.all); n < 7 || n > 15 || len(d.groups) > 7 || d.end < len(s) && (s[d.end] == '/' || s[d.end] == '%' || asciiLetter(s[d.end]) && !hasFold(s[d.end:], "x")) ||
		len(d.groups) >= 3 && dateSizes(d.groups) || yearLike(string(d.all[:min(4, d.groups[0])])) && len(d.groups) > 1 || d.groups[len(d.groups)-1] == 1 || d.groups[0] == 1 && d.all[0] != '1' && !d.plus {
		return detail{}
	}
	return detail{d.start, d.end, "[phone]"}
}

// handleEnd reads a handle without an @, which is known by a digit or an underscore among its letters.
func handleEnd(s string, i int, named bool) int {
	end := i
	for end < len(s) && (isWord(s[end]) || s[end] == '.' && end+1 < len(s) && isWord(s[end+1])) {
		end++
	}
	handle := s[i:end]
	if len(handle) < 4 || len(handle) > 40 || !asciiLetter(handle[0]) || strings.Contains(handle, ".com") {
		return 0
	}
	if strings.Contains(handle, "_") || named && countDigits(handle) > 0 {
		return end
	}
	return 0
}

// streetNumberEnd reads the name of a street and the number behind it, as after "calle".
func streetNumberEnd(s string, i int) int {
	capitals := false
	for range 6 {
		for i < len(s) && (s[i] == ' ' || s[i] == ',' || s[i] == '.') {
			i++
		}
		if i < len(s) && isDigit(s[i]) {
			if !capitals {
				return 0
			}
			return houseEnd(s, i)
		}
		end := wordEnd(s, i)
		word := cue(s[i:end])
		if end == i || !capital(s, i) && !streetParts[word] {
			return 0
		}
		capitals = capitals || capital(s, i)
		i = end
	}
	return 0
}

var streetParts = set("de", "del", "la", "las", "los", "el", "da", "do", "dos", "das", "n", "nº", "num", "núm", "número", "numero")

// germanStreet returns where the address ends that begins with the word that ends at end, if that is the name of a street as German and Dutch join it.
func germanStreet(s string, end int, word string) int {
	switch {
	case strings.HasSuffix(word, "str") && end < len(s) && s[end] == '.':
		return houseEnd(s, end+1)
	case len(word) > 8 && (strings.HasSuffix(word, "straße") || strings.HasSuffix(word, "strasse") || strings.HasSuffix(word, "gasse") || strings.HasSuffix(word, "straat")):
		return houseEnd(s, end)
	}
	return 0
}

// houseEnd reads the number of a house, behind a space if there is one.
func houseEnd(s string, i int) int {
	if i < len(s) && s[i] == ' ' {
		i++
	}
	start := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == start || i-start > 4 {
		return 0
	}
	if i < len(s) && asciiLetter(s[i]) && (i+1 == len(s) || !isWord(s[i+1])) {
		i++ // 12b
	}
	if i < len(s) && (isWord(s[i]) || (s[i] == '.' || s[i] == ':' || s[i] == ',') && i+1 < len(s) && isDigit(s[i+1])) {
		return 0
	}
	return i
}
