package analyze

import "voc"

// Answers that say nothing, folded and without marks.
// To what could be better, "nothing" is praise; to what was good it is a complaint; a refusal to answer is neither.
var (
	nothings = set("nothing", "no", "na", "n a", "none", "nil", "nope", "nothing really", "nothing at all", "nothing to add", "nothing else",
		"nothing comes to mind", "not really", "nothing specific", "nothing in particular", "nothing much", "not applicable", "nothing i can think of", "can't think of anything",
		"cannot think of anything", "i can't think of anything", "can't think of any", "nowt", "no nothing", "none really", "not a thing", "absolutely nothing", "nothing springs to mind",
		"no suggestions", "no suggestion", "none at all", "nothing at present", "nothing at the moment", "nothing that i can think of", "not that i can think of", "no not really",
		"nothing more", "nothing thank you", "no thank you", "no thanks", "nothing thanks", "nothing spring to mind", "n a n a", "no i don't think so", "nothing so far", "zero", "null", "nill", "nothing i could think of", "cant think of anything", "cant think of any", "not much", "not a lot", "very little", "there's nothing", "there is nothing", "nothing better", "nothing to report", "nothing to comment", "nothing to say")
	silences = set("did not answer", "no answer", "no comment", "no comments", "idk", "i don't know", "don't know", "dont know", "not sure", "unsure", "see above", "as above", "same as above", "see previous",
		"see previous answer", "as before", "ditto", "same", "yes", "yep", "y", "n", "x", "xx", "xxx", "test", "no reply", "no response", "unknown", "prefer not to say", "other", "no opinion", "not answered", "left blank", "blank", "skip", "skipped", "tbc", "tbd", "no further comment", "no further comments", "nothing further to add", "no additional comments",
		"not at this time", "dk", "don't remember", "can't remember", "as stated above", "refer to above", "already answered", "asdf", "comment", "comments", "undefined", "nan", "lorem ipsum", "no comments entered", "no comment entered", "declined", "declined to complete", "declined to answer", "refused", "redacted", "stop", "because", "just because", "why not")
)

// content reports whether t says anything that could be labelled.
// If not, sentiment is what saying nothing means as an answer to the question, empty if it means nothing.
func content(t *Text, kind string) (ok bool, sentiment voc.Sentiment) {
	if len(t.Words) > 8 {
		return true, ""
	}
	var buffer [80]byte
	plain := buffer[:0]
	spoken := false
	for i := range t.Words {
		switch t.Words[i].Kind {
		case Number, Mask:
			continue
		case Symbol, Ideogram:
			return true, ""
		}
		spoken = true
		if len(plain)+len(t.Fold(i)) >= cap(plain) {
			return true, ""
		}
		if len(plain) > 0 {
			plain = append(plain, ' ')
		}
		plain = append(plain, t.Fold(i)...)
	}
	switch {
	case !spoken || silences[string(plain)]:
		return false, ""
	case !nothings[string(plain)]:
		return true, ""
	case kind == voc.CouldImprove:
		return false, voc.Positive
	case kind == voc.WhatGood:
		return false, voc.Negative
	}
	return false, ""
}
