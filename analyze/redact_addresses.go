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
		if end := streetEnd(s, i); end > 0 {
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
