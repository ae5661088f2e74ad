package analyze

import "strings"

// Addresses of e-mail as they are said, such as "jo at example dot org", and addresses of machines on the internet.

var (
	ats = set("at", "arroba", "arobase")
	// spokenDots are the words for what parts the names in an address.
	spokenDots = set("dot", "punto", "point", "punkt", "ponto", "underscore", "dash")
	domains    = set("com", "org", "net", "edu", "gov", "uk", "us", "de", "es", "fr", "it", "nl", "mx", "co", "info", "io", "ie", "au", "ca", "in", "eu", "br", "ar")
	// noMailbox are words before "at" that are no part of an address, as in "see you at example dot org".
	noMailbox = set("me", "us", "you", "him", "her", "them", "it", "look", "looked", "see", "available", "found", "find", "online", "website", "site", "page", "one", "order", "ordered", "buy", "shop", "bought", "work", "apply", "applied", "is", "are", "was", "there", "here", "login", "here's", "contact", "visit", "people", "guys", "staff", "team", "department", "office", "address", "email", "mail", "management", "everyone", "folks")
)

// spoken reports whether the word s[i:end] may be of an address that is spoken: "dot", "arroba" or the name of a mail service.
func spoken(s string, i, end int) bool {
	switch end - i {
	case 3:
		return hasFold(s[i:], "dot")
	case 6:
		return hasFold(s[i:], "arroba") || end < len(s) && s[end] == '.' && hasFold(s[end-4:], "mail.com")
	}
	return end < len(s) && s[end] == '.' && end-i >= 5 && hasFold(s[end-4:], "mail.com")
}

// findSpokenMail finds addresses of e-mail whose @ is a word.
func findSpokenMail(s string, list []detail) []detail {
	var words []detail // without masks
	for i := 0; i < len(s); {
		if s[i] <= ' ' {
			i++
			continue
		}
		start := i
		for i < len(s) && s[i] > ' ' {
			i++
		}
		end := start + len(strings.TrimRight(s[start:i], ".,;:!?)\"'"))
		for start < end && strings.IndexByte("(\"'<", s[start]) >= 0 {
			start++
		}
		words = append(words, detail{start: start, end: end})
	}
	at := func(i int) string { return cue(s[words[i].start:words[i].end]) }
	for i := 1; i+1 < len(words); i++ {
		if !ats[at(i)] {
			continue
		}
		last := spokenHost(at, i+1, len(words))
		if last == 0 || noMailbox[at(i-1)] || notNames[at(i-1)] {
			continue
		}
		first := i - 1
		for n := 0; n < 3 && first >= 2 && spokenDots[at(first-1)]; n++ {
			first -= 2
		}
		if d := (detail{words[first].start, words[last].end, "[email]"}); d.end-d.start < 200 && strings.IndexByte(s[d.start:d.end], '[') < 0 && mailByte(s[d.start]) {
			list = append(list, d)
			i = last
		}
	}
	return list
}

// spokenHost returns the last of the words of the name of a machine that begins with word i of n, 0 if there is none.
func spokenHost(at func(int) string, i, n int) int {
	if host := at(i); strings.HasSuffix(host, "mail.com") && !strings.Contains(host, "@") {
		return i
	}
	last := 0
	for parts := 0; parts < 4 && i+2 < n && spokenDots[at(i+1)]; parts++ {
		if i += 2; domains[at(i)] {
			last = i
		}
	}
	return last
}

// machineEnd returns where the address of a machine that begins with the digit s[i] ends: four numbers of at most 255, parted by points.
// Versions of programs look alike: one is an address if a word before says so, or if three numbers are of two digits.
func machineEnd(s string, i int) int {
	start, long := i, 0
	for group := range 4 {
		n, value := 0, 0
		for i < len(s) && isDigit(s[i]) && n < 4 {
			value = value*10 + int(s[i]-'0')
			i++
			n++
		}
		if n == 0 || value > 255 {
			return 0
		}
		if n > 1 {
			long++
		}
		if group < 3 {
			if i >= len(s) || s[i] != '.' {
				return 0
			}
			i++
		}
	}
	if i < len(s) && (isWord(s[i]) || s[i] == '.' && i+1 < len(s) && isDigit(s[i+1])) {
		return 0
	}
	if cued(s, start, "ip", "ipv4", "address", "host", "router", "server") || long >= 3 && !cued(s, start, "version", "versions", "ver", "build", "release", "firmware", "update", "updated", "beta", "ios", "android", "app", "software") {
		return i
	}
	return 0
}
