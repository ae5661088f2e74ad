package analyze

import (
	"strings"
	"unicode/utf8"

	"voc"
)

// roles are words of staff after which a word with a capital is taken for a name.
var roles = set("clerk", "receptionist", "supervisor", "manager", "advisor", "adviser", "representative", "rep", "agent", "operator", "driver", "technician", "colleague",
	"consultant", "therapist", "inspector", "officer", "nurse", "doctor", "dr", "sister", "midwife", "deputy", "cashier", "librarian", "planner", "reviewer", "secretary", "assistant", "named")

// StaffNames returns the places in text of words that may name a person, in order.
// It takes more words for names than [Redact] does: every common given name, and every word with a capital after a role.
// It is for quoting blame, where a word masked too much does no harm, and still best effort: a surname alone is not known as one.
func StaffNames(text string) []voc.Span {
	var names []voc.Span
	before := ""
	for i := 0; i < len(text); {
		if !nameByte(text[i]) {
			if strings.IndexByte(".!?;", text[i]) >= 0 && before != "dr" {
				before = ""
			}
			i++
			continue
		}
		end := wordEnd(text, i)
		if end == i { // a mark that is not ASCII
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		word := text[i:end]
		low := cue(word)
		if capital(text, i) && !isPlace(text, end) && namesStaff(word, low, before) {
			end = surnames(text, end)
			names = append(names, voc.Span{Start: i, End: end})
			low = ""
		}
		before, i = low, end
	}
	return names
}

func namesStaff(word, low, before string) bool {
	switch {
	case firstNames[low]:
		return true
	case len(word) < 2 || notNames[low] || placeWords[low] || roles[low] || strings.ToUpper(word) == word:
		return false
	}
	return roles[before]
}
