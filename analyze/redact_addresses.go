package analyze

import "strings"

// Words that end the name of a street: of plainStreets any word before makes an address, of the others only one with a capital.
var (
	plainStreets = set("street", "avenue", "road", "boulevard", "ave", "rd", "blvd", "lane")
	streets      = set("street", "avenue", "road", "boulevard", "ave", "rd", "blvd", "lane", "st", "ln", "drive", "dr", "court", "ct", "place", "pl", "terrace", "ter", "crescent", "cres", "close", "gardens", "grove", "mews", "way", "parkway", "pkwy", "square", "sq", "circle", "cir", "row", "walk", "rise", "alley", "wharf")
	noStreets    = set("lane", "lanes", "way", "mile", "miles", "minute", "minutes", "mins", "min", "hour", "hours", "car", "cars", "side", "the", "on", "in", "of", "to", "from", "by", "people", "feet", "foot", "yards", "metres", "meters", "blocks", "block", "dirt", "bus", "buses", "down", "up", "cross", "days", "weeks", "times", "for", "at", "and", "or", "different", "major", "busy", "per", "lights", "holes", "potholes", "year", "years", "months", "more", "new", "point", "star", "bike", "toll", "off", "along", "across", "trees", "houses", "homes", "mph", "am", "pm")
)

// findAddresses finds a house number with its street.
func findAddresses(s string, list []detail) []detail {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		start := i
		for i < len(s) && (isDigit(s[i]) || s[i] == '-' && i+1 < len(s) && isDigit(s[i+1])) {
			i++
		}
		number := i - start
		if i+1 < len(s) && asciiLetter(s[i]) && s[i+1] == ' ' {
			i++ // 12b
		}
		if number > 9 || start > 0 && (isWord(s[start-1]) || strings.IndexByte("$.#/:[", s[start-1]) >= 0) || i >= len(s) || s[i] != ' ' {
			continue
		}
		end := streetEnd(s, i)
		if end == 0 {
			end = rueEnd(s, i)
		}
		if end > 0 {
			list = append(list, detail{start, end, "[address]"})
			i = end
		}
	}
	return list
}

// streetEnd returns the end of the street whose name follows the space s[i], 0 if none does.
func streetEnd(s string, i int) int {
	capitals := true
	for n := range 4 {
		for i < len(s) && (s[i] == ' ' || s[i] == '.' && n > 0) {
			i++
		}
		start := i
		for i < len(s) && (isWord(s[i]) || s[i] == '\'') && i-start < 25 {
			i++
		}
		if i == start {
			return 0
		}
		word := strings.ToLower(s[start:i])
		if n > 0 && streets[word] && (capitals || n == 1 && plainStreets[word]) && (capital(s, start) || plainStreets[word] || len(word) <= 4) {
			return i
		}
		if !capital(s, start) && !isDigit(s[start]) {
			capitals = false
		}
		if noStreets[word] || !capitals && n > 0 || i < len(s) && s[i] != ' ' && s[i] != '.' {
			return 0
		}
	}
	return 0
}

// Words of the names of streets in French, where the kind of street stands before its name, and small words may stand between.
var (
	rues     = set("rue", "boulevard", "bd", "allée", "allee", "chemin", "impasse", "quai", "ruelle", "avenue")
	rueParts = set("de", "du", "des", "la", "le", "les", "d", "l", "et", "sur")
)

// rueEnd returns the end of the French street whose name follows the space s[i], 0 if none does.
func rueEnd(s string, i int) int {
	i++
	end := wordEnd(s, i)
	if word := cue(s[i:end]); word == "bis" || word == "ter" {
		if end == len(s) || s[end] != ' ' {
			return 0
		}
		i = end + 1
		end = wordEnd(s, i)
	}
	if !rues[cue(s[i:end])] {
		return 0
	}
	last := 0
	for range 6 {
		if end == len(s) || s[end] != ' ' && s[end] != '\'' {
			return last
		}
		i = end + 1
		end = wordEnd(s, i)
		switch {
		case end == i:
			return last
		case capital(s, i):
			last = end
		case !rueParts[cue(s[i:end])] && !strings.HasPrefix(s[i:end], "l'") && !strings.HasPrefix(s[i:end], "d'"):
			return last
		}
	}
	return last
}
