package main

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"

	"voc"
	"voc/analyze"
)

//go:embed shapes.txt
var shapesFile string

//go:embed late.txt
var lateFile string

// draws is how many sentences are made of each pattern that has slots.
const draws = 20

var (
	openings = []string{"", "", "", "", "honestly, ", "well, ", "overall ", "to be fair, ", "in short: ", "I must say "}
	endings  = []string{"", "", ".", ".", "!", "..."}
	needCode = map[byte]string{'D': "dignity", 'C': "control", 'U': "understanding", 'R': "resolution"}
	polarity = map[byte]voc.Polarity{'+': voc.Met, '-': voc.Unmet, '*': voc.Mixed}
	feeling  = map[string]voc.Sentiment{"+": voc.Positive, "-": voc.Negative, "0": voc.Neutral, "*": voc.Ambivalent}
)

// shapes returns the sentences of shapes.txt and of late.txt, always the same.
func shapes() (early, late []analyze.Labelled, err error) {
	slots := map[string][]string{}
	rng := rand.New(rand.NewPCG(11, 11))
	if early, err = sentences(shapesFile, slots, rng); err != nil {
		return nil, nil, fmt.Errorf("shapes.txt: %w", err)
	}
	if late, err = sentences(lateFile, slots, rng); err != nil {
		return nil, nil, fmt.Errorf("late.txt: %w", err)
	}
	return early, late, nil
}

// sentences returns those of a file of patterns, whose slots it adds to slots.
func sentences(file string, slots map[string][]string, rng *rand.Rand) ([]analyze.Labelled, error) {
	var list []analyze.Labelled
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "@"):
			name, choices, ok := strings.Cut(line[1:], " = ")
			if !ok {
				return nil, fmt.Errorf("slot without choices: %s", line)
			}
			slots[name] = strings.Split(choices, "; ")
		default:
			fields := strings.SplitN(line, "|", 4)
			if len(fields) != 4 {
				return nil, fmt.Errorf("pattern without four parts: %s", line)
			}
			made, err := expand(fields, slots, rng)
			if err != nil {
				return nil, err
			}
			list = append(list, made...)
		}
	}
	return list, nil
}

// expand returns the sentences of one pattern.
func expand(fields []string, slots map[string][]string, rng *rand.Rand) ([]analyze.Labelled, error) {
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	l := analyze.Labelled{Sentiment: feeling[fields[0]], Question: fields[2], Needs: map[string]voc.Polarity{}}
	for code := fields[1]; len(code) > 1; code = code[2:] {
		l.Needs[needCode[code[0]]] = polarity[code[1]]
	}
	if l.Sentiment == "" {
		return nil, fmt.Errorf("no sentiment: %s", fields[3])
	}
	n := draws
	if !strings.Contains(fields[3], "{") {
		n = 6
	}
	seen := map[string]bool{}
	var list []analyze.Labelled
	for range n {
		text, err := fill(fields[3], slots, rng)
		if err != nil {
			return nil, err
		}
		if fields[2] == "" {
			text = openings[rng.IntN(len(openings))] + text
		}
		if !strings.HasSuffix(text, "?") {
			text += endings[rng.IntN(len(endings))]
		}
		if rng.IntN(3) > 0 {
			text = strings.ToUpper(text[:1]) + text[1:]
		}
		if !seen[text] {
			seen[text] = true
			l.Text = text
			list = append(list, l)
		}
	}
	return list, nil
}

// fill puts a choice in the place of each slot.
func fill(text string, slots map[string][]string, rng *rand.Rand) (string, error) {
	for {
		from := strings.IndexByte(text, '{')
		if from < 0 {
			return text, nil
		}
		to := from + strings.IndexByte(text[from:], '}')
		choices := slots[text[from+1:to]]
		if to < from || len(choices) == 0 {
			return "", fmt.Errorf("unknown slot: %s", text)
		}
		text = text[:from] + choices[rng.IntN(len(choices))] + text[to+1:]
	}
}
