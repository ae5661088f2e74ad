package ingest

import (
	"bytes"
	"regexp"
	"strings"
)

var (
	// otterHead is "Name  0:42" or "Name  1:02:03", the name perhaps in bold.
	otterHead = regexp.MustCompile(`^\s*(?:\*\*)?([^\s*:][^*:\n]{0,60}?)(?:\*\*)?\s{1,4}((?:\d{1,2}:)?\d{1,3}:\d{2})\s*$`)
	otterFoot = regexp.MustCompile(`(?i)^\s*transcribed by https?://otter\.ai`)
	// revHead is "Speaker 1 (00:05):", with words after it or below.
	revHead    = regexp.MustCompile(`^\s*(?:\*\*)?([^\s(:][^(:\n]{0,60}?)(?:\*\*)?\s*[(\[]((?:\d{1,2}:)?\d{1,3}:\d{2}(?:\.\d+)?)[)\]]:?\s*(.*)$`)
	zoomChat   = regexp.MustCompile(`^(\d{1,2}:\d{2}:\d{2})\t(?:[Ff]rom\s+)?([^\t]+?)(?:\s+[Tt]o\s+[^\t:]+)?\s*:\s*\t?(.*)$`)
	bracketed  = regexp.MustCompile(`^\s*\[([\pL\pN _-]{1,24})\]:?\s*(\S.*)?$`)
	inaudible  = regexp.MustCompile(`(?i)\[(?:inaudible|crosstalk|laughter|silence|music|applause|foreign|unintelligible|pause)[^\]]{0,20}\]`)
	namedLine  = regexp.MustCompile(`^\s*(?:\*\*)?([\pL\pN\[(][^:\n*]{0,47}?)(?:\*\*)?:(?:\*\*)?(?:\s+(.*))?$`)
	spokenTime = regexp.MustCompile(`^\s*[(\[]?(\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d+)?[)\]]?\s*[-–]?\s*`)
)

// manyLines returns a test of whether at least n lines of a sample fit the pattern.
func manyLines(pattern *regexp.Regexp, n int) func([]byte) bool {
	return func(sample []byte) bool {
		found := 0
		for line := range bytes.Lines(sample[:min(len(sample), 64<<10)]) {
			line = bytes.TrimRight(line, "\r\n")
			if len(line) < 4096 && pattern.Match(line) {
				if found++; found >= n {
					return true
				}
			}
		}
		return false
	}
}

func isZoomChat(sample []byte) bool {
	line, _, _ := bytes.Cut(sample, []byte("\n"))
	return len(line) < 4096 && zoomChat.Match(bytes.TrimRight(line, "\r"))
}

// under makes utterances of lines: head says which line begins one, the lines after it go on with it.
func under(lines []string, head func(line string) (speaker, time, words string, ok bool)) []utterance {
	var said []utterance
	var more []string // lines of the last one, joined at its end: joined line by line they would be copied over and over
	end := func() {
		if len(more) > 0 {
			last := &said[len(said)-1]
			last.text += " " + strings.Join(more, " ")
			more = more[:0]
		}
	}
	for i, line := range lines {
		if speaker, at, words, ok := head(line); ok {
			end()
			u := utterance{speaker: speaker, text: words, line: i + 1}
			u.start, u.timed = cueTime(at)
			said = append(said, u)
			continue
		}
		if len(said) == 0 || strings.TrimSpace(line) == "" || otterFoot.MatchString(line) {
			continue
		}
		if last := &said[len(said)-1]; last.text == "" && len(more) == 0 {
			last.line = i + 1
		}
		more = append(more, strings.TrimSpace(line))
	}
	end()
	return spoken(said)
}

// spoken drops what holds no words, such as "[inaudible 00:12]".
func spoken(said []utterance) []utterance {
	kept := said[:0]
	for _, u := range said {
		u.text = strings.Join(strings.Fields(inaudible.ReplaceAllString(u.text, " ")), " ")
		if u.text != "" {
			kept = append(kept, u)
		}
	}
	return kept
}

func readOtter(lines []string) ([]utterance, error) {
	return under(lines, func(line string) (string, string, string, bool) {
		m := otterHead.FindStringSubmatch(line)
		if m == nil {
			return "", "", "", false
		}
		return strings.TrimSpace(m[1]), m[2], "", true
	}), nil
}

func readRev(lines []string) ([]utterance, error) {
	return under(lines, func(line string) (string, string, string, bool) {
		m := revHead.FindStringSubmatch(line)
		if m == nil {
			return "", "", "", false
		}
		return strings.TrimSpace(m[1]), m[2], m[3], true
	}), nil
}

// readZoomChat makes an utterance of every message, which is a comment by itself.
func readZoomChat(lines []string) ([]utterance, error) {
	said := under(lines, func(line string) (string, string, string, bool) {
		m := zoomChat.FindStringSubmatch(line)
		if m == nil {
			return "", "", "", false
		}
		return strings.TrimSpace(m[2]), m[1], m[3], true
	})
	for i := range said {
		said[i].alone = true
	}
	return said, nil
}

// turnHead splits "Name: words", "[id1] words" and the same after a time.
func turnHead(line string) (speaker, at, words string, ok bool) {
	if m := bracketed.FindStringSubmatch(line); m != nil && !inaudible.MatchString(line[:strings.IndexByte(line, ']')+1]) {
		return m[1], "", m[2], true
	}
	if at = spokenTime.FindString(line); at != "" {
		line = line[len(at):]
		at = strings.Trim(at, " ()[]-–\t")
	}
	m := namedLine.FindStringSubmatch(line)
	if m == nil || !looksName(m[1]) {
		return "", "", "", false
	}
	return strings.TrimSpace(m[1]), at, m[2], true
}

func readNamedTurns(lines []string) ([]utterance, error) {
	return withoutHeading(under(lines, turnHead), lines), nil
}

// withoutHeading drops what only looks like turns in the paragraph that a transcript begins with, if that is its heading:
// one of its lines is known to be, and who speaks in it does not speak again.
func withoutHeading(said []utterance, lines []string) []utterance {
	end := 0
	for end < len(lines) && strings.TrimSpace(lines[end]) != "" {
		end++
	}
	known, top := false, 0
	for ; top < len(said) && said[top].line <= end; top++ {
		known = known || headings[strings.ToLower(said[top].speaker)]
	}
	if !known || top == len(said) {
		return said
	}
	later := map[string]bool{}
	for _, u := range said[top:] {
		later[strings.ToLower(u.speaker)] = true
	}
	kept := said[:0]
	for i, u := range said {
		if who := strings.ToLower(u.speaker); i >= top || headings[who] || later[who] {
			kept = append(kept, u)
		}
	}
	return kept
}

// isNamedTurns reports whether most paragraphs begin with a speaker, and the same speakers come again.
func isNamedTurns(sample []byte) bool {
	heads, paragraphs := 0, 0
	speakers := map[string]int{}
	again := false
	for line := range bytes.Lines(sample[:min(len(sample), 64<<10)]) {
		text := strings.TrimSpace(string(line[:min(len(line), 4096)]))
		if text == "" {
			continue
		}
		paragraphs++
		if speaker, _, _, ok := turnHead(text); ok {
			heads++
			speakers[strings.ToLower(speaker)]++
			again = again || speakers[strings.ToLower(speaker)] > 1
		}
	}
	return heads >= 2 && 5*heads >= 2*paragraphs && len(speakers) <= 40 && (again || heads >= 3 && len(speakers) >= 2)
}
