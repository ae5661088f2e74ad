package analyze

import "voc"

// lexical judges by the rules' findings and a few words of praise and blame.
type lexical struct{}

var (
	praise = set("good", "great", "excellent", "amazing", "lovely", "wonderful", "fantastic", "brilliant", "best", "love", "loved", "happy", "pleased", "perfect", "thank", "thanks", "friendly", "kind", "helpful", "polite", "satisfied", "recommend", "easy", "quick", "superb", "outstanding", "awesome", "nice", "impressed", "appreciate", "appreciated", "professional", "efficient", "caring")
	blame  = set("bad", "poor", "terrible", "awful", "horrible", "worst", "rude", "disgusting", "useless", "hate", "disappointed", "disappointing", "unhappy", "angry", "frustrating", "frustrated", "slow", "late", "unacceptable", "ridiculous", "broken", "failed", "waste", "worse", "appalling", "dreadful", "pathetic", "scam", "unprofessional", "wrong", "complaint", "problem", "never", "lost", "dirty", "confusing", "delay", "delayed", "cancelled")
)

func (lexical) fingerprint() string { return "lexical" }

func (lexical) judge(t *Text, c *voc.Comment, found []finding) judgement {
	j := judgement{units: make([]float64, len(t.Units))}
	plus, minus, next := 0, 0, 0
	seen := map[[2]int]bool{}
	for u := range t.Units {
		first, end := t.UnitWords(u)
		sum := 0.0
		for i := first; i < end; i++ {
			p := voc.Polarity("")
			switch w := string(t.Fold(i)); {
			case praise[w]:
				p = voc.Met
			case blame[w]:
				p = voc.Unmet
			default:
				continue
			}
			if t.stance(i, i+1, c.QuestionKind).turn(p) == voc.Met {
				sum++
			} else {
				sum--
			}
		}
		for next < len(found) && found[next].unit == u {
			f := &found[next]
			next++
			if f.polarity == voc.Met {
				sum++
			} else if f.polarity == voc.Unmet {
				sum--
			}
			if key := [2]int{f.unit, f.need}; f.need >= 0 && f.polarity != "" {
				j.needs[f.need] = join(j.needs[f.need], f.polarity)
				if !seen[key] {
					seen[key] = true
					j.mentions = append(j.mentions, voc.Mention{Kind: voc.KindNeed, Label: string(voc.Needs[f.need]), Polarity: f.polarity, Score: 1, Unit: f.unit, Span: t.span(f.first, f.end), By: voc.ByRule, Rule: f.rule.ID})
				}
			}
		}
		j.units[u] = max(-1, min(1, sum/3))
		label := voc.Positive
		switch {
		case sum > 0:
			plus++
		case sum < 0:
			minus++
			label = voc.Negative
		default:
			continue
		}
		j.mentions = append(j.mentions, voc.Mention{Kind: voc.KindSentiment, Label: string(label), Score: j.units[u], Unit: u, Span: t.Units[u], By: voc.ByRule, Rule: "lexicon"})
		j.score += j.units[u]
	}
	j.score = max(-1, min(1, j.score))
	switch {
	case plus > 0 && minus > 0:
		j.sentiment = voc.Ambivalent
	case plus > 0:
		j.sentiment = voc.Positive
	case minus > 0:
		j.sentiment = voc.Negative
	default:
		j.sentiment = voc.Neutral
	}
	return j
}
