package report

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"voc"
)

// How much a comment leaves open that it shows what it is quoted for; less is better.
const (
	doubtNone  = iota // it feels as the quotation claims, and a rule or a person found the words
	doubtModel        // so it does, but a model found the words
	doubtMixed        // another part or the rating of the comment feels otherwise, or it has no feeling
	doubtBoth         // words found by a model, and that
)

// evidence returns the words of a record that show a theme or need to be met or unmet, and how much they leave open;
// no words if the record may not be quoted for it.
// A comment that is negative as a whole is not quoted as praise, nor a positive one as a complaint; nor are such parts of one.
func evidence(r *voc.Record, label string, p voc.Polarity) (marks []voc.Span, doubt int) {
	agrees, opposes := voc.Positive, voc.Negative
	if p == voc.Unmet {
		agrees, opposes = opposes, agrees
	}
	if r.Sentiment == opposes {
		return nil, 0
	}
	feelings := feelingOfUnits(r)
	byModel := true
	for i := range r.Mentions {
		m := &r.Mentions[i]
		if m.Kind != voc.KindTheme && m.Kind != voc.KindNeed || m.Label != label || m.Polarity != p {
			continue
		}
		if m.By != voc.ByReview && !tells(r, m, agrees, opposes, feelings[m.Unit]) {
			continue
		}
		marks = append(marks, m.Span)
		byModel = byModel && m.By == voc.ByModel
	}
	if byModel {
		doubt = doubtModel
	}
	if r.Sentiment != agrees || contradicted(r.Rating, p) || slices.Contains(slices.Collect(maps.Values(feelings)), opposes) {
		doubt += doubtMixed
	}
	return marks, doubt
}

// contradicted reports whether a comment with this rating praises where it is to show what is not met, or the other way round.
func contradicted(rating *float64, p voc.Polarity) bool {
	return rating != nil && (p == voc.Met && *rating < 0.5 || p == voc.Unmet && *rating > 0.5)
}

// tells reports whether the words of a mention can be shown for it: they say something,
// and in a comment that feels so as a whole their part does not feel the opposite; in any other it feels so too,
// except that a rule needs no feeling in a comment without any.
func tells(r *voc.Record, m *voc.Mention, agrees, opposes, feels voc.Sentiment) bool {
	if m.Uncertain || feels == opposes || !saysSomething(r.Text, m.Span) {
		return false
	}
	return feels == agrees || r.Sentiment == agrees || r.Sentiment == voc.Neutral && m.By == voc.ByRule
}

func feelingOfUnits(r *voc.Record) map[int]voc.Sentiment {
	feelings := map[int]voc.Sentiment{}
	for i := range r.Mentions {
		if m := &r.Mentions[i]; m.Kind == voc.KindSentiment {
			feelings[m.Unit] = voc.Sentiment(m.Label)
		}
	}
	return feelings
}

// saysSomething reports whether a part of a text holds a word that means something by itself, unlike "to make an".
func saysSomething(text string, span voc.Span) bool {
	if span.Start < 0 || span.End > len(text) || span.Start >= span.End {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(text[span.Start:span.End]), func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.ContainsFunc(words, func(word string) bool { return len(word) > 2 && !empty[word] })
}

// empty holds words of three letters and more that mean little by themselves.
var empty = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(`about above after again all also although always and another any anybody anyone anything are aren
		because been before being below between both but came can cannot come comes coming could couldn did didn does doesn doing don done
		during each either else enough even ever every everyone everything few for from further get gets getting give given gives giving goes
		going gone got had hadn has hasn have haven having her here hers herself him himself his how however into isn its itself just know
		let lot lots made make makes making many may maybe might mine more most much must myself neither never nobody none nor not nothing
		now off often once one ones only other others our ours out over own put quite rather really said same saw say saying says see seem
		seems seen shall she should shouldn since some somebody someone something still such take taken takes taking than that the their theirs
		them themselves then there these they thing things this those though through till too took toward towards two under until upon use
		used using very want wanted wants was wasn way went were weren what when where whether which while who whole whom whose why will
		with within without won would wouldn yes yet you your yours yourself`) {
		words[word] = true
	}
	return words
}()
