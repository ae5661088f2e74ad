package analyze

import (
	"strings"
	"unicode/utf8"

	"voc"
)

// What emoji and emoticons say where nothing else is said. Others say nothing of whether the customer is content.
const (
	gladEmoji = "😀😃😄😁😆😅😊🙂☺😇🥰😍🤩😘😻😺🤗😎🥳👍👏🙌🙏💪👌🤝❤♥🧡💛💚💙💜💕💖💗💯🎉🎊✨⭐🌟🏆✅"
	sadEmoji  = "😡😠🤬😤😞😟😔😢😭😩😫😖😣😒🙄😑🤦💩👎🤮🤢😾😿💔☹🙁😦😧😨😱🖕🚫❌"
	gladFaces = ":) :-) ;) ;-) :D :-D =) :] <3 (: ^_^ xD"
	sadFaces  = ":( :-( :/ :-/ :'( ): >:( :["
)

// wordless judges a text of nothing but emoji, and reports whether t is one.
func (t *Text) wordless(mentions []voc.Mention) (judgement, bool) {
	glad, sad := false, false
	for i := range t.Words {
		w := &t.Words[i]
		if w.Kind != Symbol {
			return judgement{}, false
		}
		face := t.Source[w.Start:w.End]
		glad = glad || means(face, gladEmoji, gladFaces)
		sad = sad || means(face, sadEmoji, sadFaces)
	}
	j := judgement{sentiment: voc.Neutral, units: make([]float64, len(t.Units)), mentions: mentions}
	switch {
	case glad && sad:
		j.sentiment = voc.Ambivalent
	case glad:
		j.sentiment, j.score = voc.Positive, impliedScore
	case sad:
		j.sentiment, j.score = voc.Negative, -impliedScore
	}
	if j.sentiment != voc.Neutral {
		j.mentions = append(j.mentions, voc.Mention{Kind: voc.KindSentiment, Label: string(j.sentiment), Score: j.score, Span: t.Units[0], By: voc.ByRule, Rule: "emoji"})
	}
	return j, len(t.Words) > 0
}

// means reports whether face is one of the emoji or, whole, one of the emoticons.
func means(face, emoji, faces string) bool {
	r, _ := utf8.DecodeRuneInString(face)
	if r >= utf8.RuneSelf {
		return strings.ContainsRune(emoji, r)
	}
	for f := range strings.FieldsSeq(faces) {
		if f == face {
			return true
		}
	}
	return false
}
