package analyze

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words that introduce a name. After one of strictTitles any word is a name, after the others one with a capital.
var (
	strictTitles = set("mr", "mrs", "ms", "mx", "cllr", "messrs")
	titles       = set("dr", "miss", "prof", "professor", "sgt", "sergeant", "officer", "constable", "detective", "nurse", "sister", "midwife", "councillor", "councilman", "councilwoman", "councilor", "captain", "capt",
		"lieutenant", "lt", "deputy", "rev", "reverend", "judge", "inspector", "doctor", "agent", "rep", "alderman", "senator", "mayor", "trooper", "paramedic")
	nameCues  = set("to", "with", "by", "named", "called", "agent", "rep", "representative", "receptionist", "therapist", "supervisor", "manager", "advisor", "adviser", "thanks", "thank", "dear", "hi", "hello", "and", "operator", "driver", "technician", "lady", "gentleman", "colleague", "consultant", "from", "especially", "you", "clerk", "was", "hey")
	greetings = set("regards", "sincerely", "cheers", "yours", "signed", "respectfully", "faithfully", "gratefully")
	notNames  = set("the", "a", "an", "i", "and", "or", "but", "is", "was", "who", "what", "at", "in", "on", "of", "for", "to", "that", "this", "they", "he", "she", "it", "we", "you", "my", "our", "your", "their", "his", "her", "if", "when",
		"so", "not", "no", "please", "thank", "thanks", "customer", "service", "services", "care", "team", "staff", "manager", "street", "road", "avenue", "hospital", "clinic", "department", "city", "council", "had", "has", "have", "did", "said", "told", "there",
		"practitioner", "practitioners", "friendly", "station", "report", "number", "office", "nurse", "nurses", "doctor", "doctors", "came", "very", "as", "from", "with", "then", "after", "are", "were", "will", "would", "can", "could", "also", "just", "how", "why", "where", "me", "us", "appointment", "appointments", "call", "calls", "general", "led", "all", "about", "being", "got", "always", "never", "smith's", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "spoken", "here", "still", "now", "out")
	placeWords = set("street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr", "square", "sq", "park", "river", "hospital", "school", "court", "place", "way", "boulevard", "blvd", "bridge", "hill", "hall", "house", "centre", "center", "university", "college", "library", "airport",
		"station", "church", "circle", "highway", "parkway", "ward", "clinic", "island", "beach", "lake", "field", "fields", "stadium", "garden", "gardens", "terrace", "plaza", "building", "county", "town", "village", "bank", "insurance", "company", "inc", "day", "creek", "monument", "memorial", "museum", "tower", "expressway", "tunnel")
)

// firstNames are common given names that are not common words, months or cities.
var firstNames = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(`aaron abdul abigail adam adrian agnes ahmed aidan aisha alan albert alejandro alex alexander alexandra alexis alfred ali alice alicia alison allison amanda amber amelia amir amy ana andrea andreas andrew andy
		angela angelica angie anita ann anna anne annette annie anthony antonio anya arjun arthur ashley audrey barbara beatrice becky ben benjamin bernard beth bethany betty beverly bob bonnie boris brandon brenda brent brian bridget britney brittany bruce bryan
		caitlin callum cameron camila carl carla carlos carmen caroline carolyn catherine cathy cecilia charles charlie charlotte chelsea cheryl chloe chris christian christina christine christopher cindy claire clara claudia colin connie connor corey courtney craig crystal cynthia daisy damian
		dan daniel daniela danielle danny darren dave david dawn deborah debbie debra denise dennis derek diana diane diego dmitri dolores dominic donald donna doris dorothy doug douglas duncan dylan ed eddie edith edward eileen elaine eleanor elena elizabeth ellen ellie elsie emily emma eric erica erin ernest
		esther ethan eugene eva evelyn fatima felix fernando fiona florence frances francesca francis francisco fred frederick gabriel gabriela gail gareth gary gavin gemma geoff geoffrey george georgia gerald gina giovanni gladys glen glenn gloria gordon graham greg gregory gretchen guillermo hannah harold harriet harry harvey hassan heather hector helen helena henry
		herbert howard hugh ian ibrahim ingrid irene isaac isabel isabella isabelle ivan jackie jacob jacqueline jake james jamie jan jane janet janice jasmine jason javier jay jean jeff jeffrey jenna jennifer jenny jeremy jerome jerry jesse jessica jill jim jimmy joan joanna joanne joe joel john johnny jon jonathan jorge
		jose joseph josephine josh joshua joyce juan juanita judith judy julia julian julie justin kareem karen karl kate katherine kathleen kathryn kathy katie kayla keith kelly ken kenneth kerry kevin khalid kim kimberly kirsten kristen kristin kyle lara larry laura lauren laurie lawrence leah lena leo leon leonard leslie lewis liam linda
		lisa liz lois lorraine louis louise lucas lucia lucy luis luke lydia lynn mabel malcolm manuel marc marcia marcus margaret maria marian marie marilyn mario marjorie marlene marta martha martin marvin mary matthew maureen maurice max megan mei melanie melissa michael michaela michelle miguel mike mildred miriam mohamed mohammad mohammed moira molly monica
		muhammad muriel nadia nancy naomi natalie natasha nathan neil nicholas nick nicola nicole nigel nina noah nora norma norman olga oliver olivia omar oscar pam pamela patricia patrick paul paula pauline pedro peggy penny peter phil philip phillip phyllis priya rachel rafael raj rajesh ralph ramon randy raquel ray raymond rebecca
		renee ricardo richard rick ricky rita rob robert roberta roberto robin rodney roger roland ronald rosa rosemary ross roy russell ruth ryan sabrina sally sam samantha samuel sandra sara sarah sasha scott sean sergio shannon sharon shaun shawn sheila shelley shirley simon sofia sonia sophia sophie stacey stacy stanley stella stephanie
		stephen steve steven stuart susan susie suzanne svetlana sylvia tamara tammy tania tanya tara ted teresa terry thelma theresa thomas tiffany tim timothy tina toby todd tom tommy tony tracey tracy trevor tristan tyler valerie vanessa vera vernon veronica vicky victor victoria vijay vincent viola virginia vivian vladimir
		walter wanda wayne wendy wesley wilfred william wilma winifred yolanda yusuf yvonne zachary zoe`) {
		m[name] = true
	}
	return m
}()

// findNames finds names that are introduced as such: by a title, by "my name is", by a signature,
// or a common given name after a word that leads to one or before a surname.
func findNames(s string, list []detail) []detail {
	var before [3]string // the words before in this clause, the nearest first
	leads := false       // they make a name even of a word without a capital
	for i := 0; i < len(s); {
		c := s[i]
		if !nameByte(c) {
			if before[0] != "" && (c == '.' || c == ',' || c == '!' || c == '?' || c == '\n' || c == '[' || c == ';' || c == '|' || c == ':' || c == '/' || isDigit(c)) {
				if low := cue(before[0]); !greetings[low] && (c != '.' || !titles[low] && !strictTitles[low]) {
					before, leads = [3]string{}, false
				}
			}
			i++
			continue
		}
		end := wordEnd(s, i)
		if end == i { // a mark that is not ASCII
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		if leads || capital(s, i) {
			if n := nameAt(s, i, end, [3]string{cue(before[0]), cue(before[1]), cue(before[2])}); n > 0 {
				list = append(list, detail{i, i + n, "[name]"})
				i += n
				before, leads = [3]string{}, false
				continue
			}
		}
		before = [3]string{s[i:end], before[0], before[1]}
		leads = leading(before)
		i = end
	}
	return list
}

// leading reports whether the words before make a name even of a word without a capital.
func leading(before [3]string) bool {
	switch word := before[0]; len(word) {
	case 2, 3, 4, 5:
		switch word[0] | 0x20 {
		case 'm', 'c':
			return strictTitles[cue(word)]
		case 'i':
			return word == "is" && before[1] == "name"
		}
	case 6:
		return word == "name's"
	}
	return false
}

// cue returns a word in lower case, nothing for one too long to be a cue.
func cue(word string) string {
	if len(word) > 14 {
		return ""
	}
	return strings.ToLower(word)
}

// nameAt returns the length of the name that starts with the word s[i:end], 0 if none does; before are the words before it, the nearest first.
func nameAt(s string, i, end int, before [3]string) int {
	word := s[i:end]
	if len(word) > 40 {
		return 0
	}
	low := ""
	switch {
	case strictTitles[before[0]]:
		low = strings.ToLower(word)
		if notNames[low] || len(word) < 2 {
			return 0
		}
	case !capital(s, i):
		if (before[0] == "is" || before[0] == "name's") && before[1] == "name" && before[2] == "my" {
			if low = strings.ToLower(word); len(word) > 1 && !notNames[low] {
				return len(word)
			}
		}
		return 0
	case titles[before[0]]:
		low = strings.ToLower(word)
		if notNames[low] || titles[low] || len(word) < 2 || before[0] == "dr" && before[1] != "" && capitalBefore(s, i, before) {
			return 0
		}
	case before[0] == "is" && before[1] == "name", before[0] == "was" && before[1] == "name", before[0] == "name's", greetings[before[0]]:
		if low = strings.ToLower(word); notNames[low] || len(word) < 2 {
			return 0
		}
	default:
		low = strings.ToLower(word)
		if !firstNames[low] {
			return 0
		}
		n := surnames(s, end)
		if n == end && !nameCues[before[0]] || isPlace(s, end) {
			return 0
		}
		return n - i
	}
	if isPlace(s, end) && !strictTitles[before[0]] {
		return 0
	}
	return surnames(s, end) - i
}

// capitalBefore reports whether the word before the title "Dr" at the end of before has a capital, as in "Oak Dr North".
func capitalBefore(s string, i int, before [3]string) bool {
	k := strings.LastIndex(strings.ToLower(s[max(0, i-40):i]), before[1])
	return k >= 0 && capital(s, max(0, i-40)+k) && !notNames[before[1]] && !nameCues[before[1]] && !set("saw", "see", "love")[before[1]]
}

// surnames returns the end of at most two further words with capitals after end.
func surnames(s string, end int) int {
	for range 2 {
		k := end
		if k < len(s) && s[k] == '.' && k+1 < len(s) && s[k+1] == ' ' && k > 1 && capital(s, k-1) {
			k++ // an initial
		}
		if k >= len(s) || s[k] != ' ' || !capital(s, k+1) {
			return end
		}
		next := wordEnd(s, k+1)
		if low := strings.ToLower(s[k+1 : next]); notNames[low] || placeWords[low] || next-k > 30 {
			return end
		}
		end = next
	}
	return end
}

// isPlace reports whether the name that ends at end goes on as that of a street or a building.
func isPlace(s string, end int) bool {
	for range 3 {
		if end >= len(s) || s[end] != ' ' {
			return false
		}
		next := wordEnd(s, end+1)
		if next-end < 20 && placeWords[strings.ToLower(s[end+1:next])] {
			return true
		}
		if !capital(s, end+1) {
			return false
		}
		end = next
	}
	return false
}

func nameByte(c byte) bool { return asciiLetter(c) || c >= utf8.RuneSelf }

// wordEnd returns the end of the word of letters, apostrophes and hyphens at i; i if there is none.
func wordEnd(s string, i int) int {
	for i < len(s) {
		c := s[i]
		if asciiLetter(c) || (c == '\'' || c == '-') && i+1 < len(s) && asciiLetter(s[i+1]) {
			if c == '\'' && i+2 <= len(s) && (s[i+1] == 's' || s[i+1] == 'S') && (i+2 == len(s) || !asciiLetter(s[i+2])) {
				return i
			}
			i++
			continue
		}
		if c < utf8.RuneSelf {
			return i
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			return i
		}
		i += n
	}
	return i
}

func capital(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	if s[i] < utf8.RuneSelf {
		return upper(s[i])
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsUpper(r)
}
