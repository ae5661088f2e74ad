package ingest

import (
	"bytes"
	"encoding/json"
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var cueTimes = regexp.MustCompile(`^\s*(-?[\d:.,]+)\s*-->\s*(-?[\d:.,]+)`)

func isVTT(sample []byte) bool { return bytes.HasPrefix(sample, []byte("WEBVTT")) }

// isSRT reports whether cue times stand among the first lines, as in SubRip, or in WebVTT that lost its first line.
func isSRT(sample []byte) bool {
	lines := bytes.SplitN(sample, []byte("\n"), 9)
	for _, line := range lines[:min(8, len(lines))] {
		if cueTimes.Match(line) {
			return true
		}
	}
	return false
}

// readVTT reads the cues of WebVTT or SubRip.
//
// Note: go-astisub does not say on which line a cue stands, and takes a negative time for a positive one.
func readVTT(lines []string) ([]utterance, error) {
	var cues []utterance
	var last string
	for i := 0; i < len(lines); {
		m := cueTimes.FindStringSubmatch(lines[i])
		if m == nil {
			i++
			continue
		}
		cue := utterance{line: i + 1}
		cue.start, cue.timed = cueTime(m[1])
		var words []string
		for i++; i < len(lines) && strings.TrimSpace(lines[i]) != "" && !cueTimes.MatchString(lines[i]); i++ {
			words = append(words, lines[i])
		}
		if len(words) == 0 {
			continue
		}
		if readMetadataCue(strings.Join(words, "\n"), &cue) {
			cues = append(cues, cue)
			continue
		}
		for _, part := range voices(words, last) {
			part.line, part.start, part.timed = cue.line, cue.start, cue.timed
			if part.speaker != "" {
				last = part.speaker
			}
			if part.text != "" {
				cues = append(cues, part)
			}
		}
	}
	return unroll(cues), nil
}

// cueTime reads 00:00:04.859, 0:0:5.32, 00:04,859 or a negative one.
func cueTime(s string) (time.Duration, bool) {
	negative := strings.HasPrefix(s, "-")
	parts := strings.Split(strings.ReplaceAll(strings.TrimPrefix(s, "-"), ",", "."), ":")
	if len(parts) > 3 {
		return 0, false
	}
	seconds := 0.0
	for _, p := range parts {
		n, err := strconv.ParseFloat(p, 64)
		if err != nil || n > 1e6 {
			return 0, false
		}
		seconds = seconds*60 + n
	}
	d := time.Duration(seconds * float64(time.Second))
	if negative {
		d = -d
	}
	return d, true
}

// readMetadataCue reads a cue of Teams that is one JSON object.
func readMetadataCue(words string, cue *utterance) bool {
	if !strings.HasPrefix(words, "{") {
		return false
	}
	var meta struct {
		SpeakerName, SpokenText, SpokenLanguage, StartDateTime string
	}
	if json.Unmarshal([]byte(words), &meta) != nil || meta.SpokenText == "" {
		return false
	}
	cue.speaker, cue.text, cue.language = meta.SpeakerName, meta.SpokenText, meta.SpokenLanguage
	if t, err := time.Parse(time.RFC3339Nano, meta.StartDateTime); err == nil {
		cue.at = t
	}
	return true
}

var (
	voiceTag  = regexp.MustCompile(`<v(?:\.[^\s>]*)?[ \t]+([^>]*)>`)
	anyTag    = regexp.MustCompile(`</?(?:[cibuvr]|rt|ruby|lang|font|\d[\d:.]*)(?:[.\s][^>]*)?>`)
	zoomName  = regexp.MustCompile(`^([\pL\pN][^:<>\n]{0,60}?):\s+(\S.*)$`)
	dashBegin = regexp.MustCompile(`^\s*[-–—]\s+`)
)

// voices takes the lines of one cue apart by who says them. A cue that names nobody goes on with the last speaker.
func voices(lines []string, last string) []utterance {
	joined := strings.Join(lines, "\n")
	if voiceTag.MatchString(joined) {
		return taggedVoices(joined, last)
	}
	var parts []utterance
	var more []string // lines of the last one
	end := func() {
		if len(more) > 0 {
			p := &parts[len(parts)-1]
			p.text = strings.TrimSpace(p.text + " " + strings.Join(more, " "))
			more = more[:0]
		}
	}
	for _, line := range lines {
		line = plainCue(line)
		switch name, words, ok := nameBefore(line); {
		case ok:
			end()
			parts = append(parts, utterance{speaker: name, text: words})
		case len(parts) == 0:
			parts = append(parts, utterance{speaker: last, text: line})
		case line != "":
			more = append(more, line)
			parts[len(parts)-1].lastLine = line
		}
	}
	end()
	return parts
}

func taggedVoices(joined, last string) []utterance {
	var parts []utterance
	marks := voiceTag.FindAllStringSubmatchIndex(joined, -1)
	if before := plainCue(joined[:marks[0][0]]); before != "" {
		parts = append(parts, utterance{speaker: last, text: before})
	}
	for i, m := range marks {
		end := len(joined)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		parts = append(parts, utterance{speaker: strings.TrimSpace(html.UnescapeString(joined[m[2]:m[3]])), text: plainCue(joined[m[1]:end])})
	}
	return parts
}

// plainCue takes tags, inline times and entities out of a cue's line.
func plainCue(line string) string {
	line = html.UnescapeString(anyTag.ReplaceAllString(line, ""))
	line = dashBegin.ReplaceAllString(line, "")
	return strings.Join(strings.Fields(line), " ")
}

// nameBefore splits "Name: words". A name has few words and begins with a capital or a digit.
func nameBefore(line string) (name, words string, ok bool) {
	m := zoomName.FindStringSubmatch(line)
	if m == nil || !looksName(m[1]) {
		return "", "", false
	}
	return strings.TrimSpace(m[1]), m[2], true
}

// unroll undoes captions that roll: each cue brings the line, or the words, before again.
func unroll(cues []utterance) []utterance {
	out := cues[:0:0]
	tail := ""
	for _, c := range cues {
		if n := len(out); n > 0 && c.speaker == out[n-1].speaker {
			if tail != "" && c.text == tail && c.start-out[n-1].start < 10*time.Second {
				continue
			}
			if rest, ok := strings.CutPrefix(c.text, tail); ok && len(tail) >= rollLine && (rest == "" || rest[0] == ' ') {
				c.text = strings.TrimSpace(rest)
				if c.lastLine == tail {
					c.lastLine = c.text
				}
			}
		}
		if c.text == "" {
			continue
		}
		tail = c.text
		if c.lastLine != "" {
			tail = c.lastLine
		}
		out = append(out, c)
	}
	return out
}

// rollLine is the shortest line, in bytes, that is taken for one that rolled up rather than for words said again.
const rollLine = 12
