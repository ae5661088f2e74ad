package analyze

import (
	"slices"

	"voc"
)

// apply returns what the rules find in c's text, by unit and place, the longest of the matches of a rule that overlap.
func (r *rules) apply(t *Text, f *finder, c *voc.Comment, found []finding) []finding {
	matches := r.find(t, f)
	for i, m := range matches {
		rule := &r.list[m.rule]
		if m.role != isAny || rule.Question != "" && rule.Question != c.QuestionKind || rule.Channel != "" && rule.Channel != c.Channel {
			continue
		}
		unit := t.Words[m.first].Unit
		if rule.near && !near(t, matches, i, isNear, rule.within) || rule.unless && near(t, matches, i, isUnless, rule.within) || rule.need != "" && rule.need != voc.Control && t.isOwn(m.first, m.end) {
			continue
		}
		if rule.label != safety && t.isOthers(rule.need, m.first) {
			continue
		}
		if n := len(found); n > 0 && found[n-1].rule == rule && found[n-1].unit == unit && found[n-1].end > m.first {
			found[n-1].end = max(found[n-1].end, m.end)
			continue
		}
		p := rule.Polarity
		if rule.negates != keeps {
			s := t.stance(m.first, m.end, c.QuestionKind)
			if rule.negates == drops && s != asserted && s != denied {
				continue
			}
			p = s.turn(p)
		}
		if p == voc.Met && (t.asks(unit) || t.isPast(m.first)) || t.isFeared(m.first) {
			continue
		}
		found = append(found, finding{rule: rule, need: needIndex(rule.need), unit: unit, first: m.first, end: m.end, polarity: p})
	}
	return found
}

// near reports whether a pattern of the same rule and that role stands in the unit of matches[i], at most within words away.
// Matches are in the order of their units.
func near(t *Text, matches []match, i int, role role, within int) bool {
	m := matches[i]
	unit := t.Words[m.first].Unit
	beside := func(k int) bool {
		o := matches[k]
		return o.rule == m.rule && o.role == role && o.first <= m.end+within && m.first <= o.end+within
	}
	const most = 200 // matches to look at on either side: a unit may be as long as the text
	for k := i - 1; k >= max(0, i-most) && t.Words[matches[k].first].Unit == unit; k-- {
		if beside(k) {
			return true
		}
	}
	for k := i + 1; k < min(len(matches), i+most) && t.Words[matches[k].first].Unit == unit; k++ {
		if beside(k) {
			return true
		}
	}
	return false
}

func needIndex(need voc.Need) int {
	return slices.Index(voc.Needs[:], need)
}
