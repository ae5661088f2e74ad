package ingest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A scale is the range of a rating; worst may be the greater number.
type scale struct {
	worst, best float64
}

var (
	scalePattern = regexp.MustCompile(`(-?\d+(?:\.\d+)?)\s*(?:-|–|to|\.\.|/)\s*(-?\d+(?:\.\d+)?)`)
	bestPattern  = regexp.MustCompile(`(-?\d+(?:\.\d+)?)\s*(?:=|is|:|-|–|—|means)?\s*(?:the\s+)?(?:best|highly|extremely|very good|very satisfied|excellent|completely|strongly agree|very positive|very likely)`)
	worstPattern = regexp.MustCompile(`(-?\d+(?:\.\d+)?)\s*(?:=|is|:|-|–|—|means)?\s*(?:the\s+)?(?:worst|not |very poor|very bad|very dissatisfied|did not|strongly disagree|very negative|very unlikely)`)
)

// parseScale reads "1-5", "0-10", "5-1" (5 the worst), or "1-5, 1 best (very good)".
func parseScale(s string) (scale, bool) {
	s = strings.ToLower(s)
	m := scalePattern.FindStringSubmatch(s)
	if m == nil {
		return scale{}, false
	}
	low, lowOK := number(m[1])
	high, highOK := number(m[2])
	if !lowOK || !highOK || low == high {
		return scale{}, false
	}
	rest := s[strings.Index(s, m[0])+len(m[0]):]
	if b := bestPattern.FindStringSubmatch(rest); b != nil {
		if best, ok := number(b[1]); ok && best == low {
			return scale{high, low}, true
		}
	} else if w := worstPattern.FindStringSubmatch(rest); w != nil {
		if worst, ok := number(w[1]); ok && worst == high {
			return scale{high, low}, true
		}
	}
	return scale{low, high}, true
}

// rate brings value to 0..1, 1 best.
func (s scale) rate(value float64) (float64, bool) {
	r := (value - s.worst) / (s.best - s.worst)
	if !(r >= -1e-9 && r <= 1+1e-9) { // not a number, neither
		return 0, false
	}
	return min(1, max(0, r)), true
}

func (s scale) String() string {
	return strconv.FormatFloat(s.worst, 'g', -1, 64) + "-" + strconv.FormatFloat(s.best, 'g', -1, 64)
}

// decideScale finds the scale of the ratings: declared, the format's, the header's, or else the range of the values.
func (p *plan) decideScale() error {
	i, ok := p.at.get(roleRating)
	if !ok {
		return nil
	}
	c := p.columns[i]
	if p.mapping.Rating != "" {
		s, ok := parseScale(p.mapping.Rating)
		if !ok {
			return fmt.Errorf("rating: %q is not a scale such as 1-5 or 0-10", p.mapping.Rating)
		}
		p.scales[i] = s
		return nil
	}
	if _, known := p.scales[i]; known || c.stats.numbers == 0 {
		return nil
	}
	s, sure := c.guessScale()
	p.scales[i] = s
	if _, told := p.at.get(roleScale); !sure && !told {
		p.notes = append(p.notes, fmt.Sprintf("column %q: scale %s guessed from its values (%g to %g); declare `rating: %s` to be sure", c.name, s, c.stats.low, c.stats.high, s))
	}
	return nil
}

// guessScale tells the scale from the header's words, else from the values.
func (c *column) guessScale() (scale, bool) {
	header := strings.ToLower(c.name + " " + c.question)
	if s, ok := parseScale(header); ok && s.worst+s.best <= 110 {
		return s, true
	}
	if b, w := bestPattern.FindStringSubmatch(header), worstPattern.FindStringSubmatch(header); b != nil && w != nil {
		worst, worstOK := number(w[1])
		best, bestOK := number(b[1])
		if worstOK && bestOK && worst != best {
			return scale{worst, best}, true
		}
	}
	low, high := c.stats.low, c.stats.high
	if within := low >= 0 && high <= 10; within {
		if strings.Contains(header, "nps") || strings.Contains(header, "recommend") && (high > 5 || low == 0) {
			return scale{0, 10}, true
		}
	}
	if strings.Contains(header, "star") && low >= 0 && high <= 5 {
		return scale{1, 5}, low >= 1
	}
	switch {
	case low >= 0 && high <= 1:
		return scale{0, 1}, false
	case low >= 1 && high <= 5:
		return scale{1, 5}, false
	case low >= 0 && high <= 5:
		return scale{0, 5}, false
	case low >= 1 && high <= 7:
		return scale{1, 7}, false
	case low >= 1 && high <= 10:
		return scale{1, 10}, false
	case low >= 0 && high <= 10:
		return scale{0, 10}, false
	case low >= 0 && high <= 100:
		return scale{0, 100}, false
	}
	return scale{low, high}, false
}
