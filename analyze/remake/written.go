package main

import (
	_ "embed"
	"fmt"
	"strings"

	"voc"
	"voc/analyze"
)

// writtenFile holds comments that were written to learn from, one a line: needs, sentiment, a bar, the question in brackets if there is one, the comment.
//
//go:embed written.txt
var writtenFile string

// written returns the comments of written.txt.
func written() ([]analyze.Labelled, error) {
	var list []analyze.Labelled
	number := 0
	for line := range strings.Lines(writtenFile) {
		number++
		codes, text, ok := strings.Cut(strings.TrimSpace(line), " | ")
		needs, sentiment, two := strings.Cut(codes, " ")
		l := analyze.Labelled{Needs: map[string]voc.Polarity{}, Sentiment: feeling[sentiment]}
		if rest, asked := strings.CutPrefix(text, "[Q: "); asked {
			l.Question, text, asked = strings.Cut(rest, "] ")
			ok = ok && asked
		}
		if l.Text = text; !ok || !two || l.Sentiment == "" {
			return nil, fmt.Errorf("written.txt:%d: want needs, sentiment, a bar and a comment", number)
		}
		if needs != "." {
			for i := 0; i+1 < len(needs); i += 2 {
				need, p := needCode[needs[i]], polarity[needs[i+1]]
				if need == "" || p == "" {
					return nil, fmt.Errorf("written.txt:%d: unknown code of a need", number)
				}
				l.Needs[need] = p
			}
		}
		list = append(list, l)
	}
	return list, nil
}
