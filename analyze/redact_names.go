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
		"lieutenant", "lt", "deputy", "rev", "reverend", "judge", "inspector", "doctor", "agent", "rep", "alderman", "senator", "mayor", "trooper", "paramedic",
		"mme", "mlle", "madame", "monsieur", "sra", "srta", "señor", "señora", "señorita", "frau", "herr", "signor", "signora", "senhor", "senhora")
	nameCues = set("to", "with", "by", "named", "called", "agent", "rep", "representative", "receptionist", "therapist", "supervisor", "manager", "advisor", "adviser", "thanks", "thank", "dear", "hi", "hello", "and", "operator", "driver", "technician", "lady", "gentleman", "colleague", "consultant", "from", "especially", "you", "clerk", "was", "hey")
	// kin are words for people to whom somebody is "my" or "our".
	kin = set("wife", "husband", "son", "daughter", "mother", "father", "mom", "mum", "dad", "brother", "sister", "neighbor", "neighbour", "partner", "friend", "fiance", "fiancé", "fiancee", "fiancée", "boyfriend", "girlfriend",
		"grandson", "granddaughter", "grandmother", "grandfather", "grandma", "grandpa", "nephew", "niece", "aunt", "uncle", "cousin", "roommate", "housemate", "coworker", "stepson", "stepdaughter", "toddler", "baby",
		"esposa", "esposo", "marido", "mujer", "hijo", "hija", "madre", "padre", "hermano", "hermana", "vecino", "vecina", "amigo", "amiga", "abuela", "abuelo",
		"femme", "mari", "fils", "fille", "mère", "père", "frère", "sœur", "soeur", "voisin", "voisine", "mann", "sohn", "tochter", "mutter", "vater", "bruder", "schwester", "nachbar", "nachbarin")
	whose = set("my", "our", "his", "her", "their", "your", "the", "mi", "su", "nuestra", "nuestro", "ma", "mon", "notre", "meine", "mein", "meinem", "meiner", "unser", "unsere")
	// closings are last words of a letter, before a name. So are "thank you" and "in advance".
	closings  = set("thanks", "thx", "best", "cheers", "love", "gracias", "saludos", "atentamente", "merci", "cordialement", "danke", "grüße", "gruß", "grazie", "obrigado", "obrigada", "bedankt", "groeten", "wishes", "again", "advance", "truly")
	nameWords = set("name", "nombre", "nom", "nome", "naam")
	verbs     = set("is", "was", "es", "ist", "est", "è")
	selfNamed = set("name's", "llamo", "m'appelle", "heiße", "heisse", "chiamo")
	greetings = set("regards", "sincerely", "cheers", "yours", "signed", "respectfully", "faithfully", "gratefully")
	notNames  = set("the", "a", "an", "i", "and", "or", "but", "is", "was", "who", "what", "at", "in", "on", "of", "for", "to", "that", "this", "they", "he", "she", "it", "we", "you", "my", "our", "your", "their", "his", "her", "if", "when",
		"so", "not", "no", "please", "thank", "thanks", "customer", "service", "services", "care", "team", "staff", "manager", "street", "road", "avenue", "hospital", "clinic", "department", "city", "council", "had", "has", "have", "did", "said", "told", "there",
		"practitioner", "practitioners", "friendly", "station", "report", "number", "office", "nurse", "nurses", "doctor", "doctors", "came", "very", "as", "from", "with", "then", "after", "are", "were", "will", "would", "can", "could", "also", "just", "how", "why", "where", "me", "us", "appointment", "appointments", "call", "calls", "general", "chair", "speaker", "president", "minister", "prime", "led", "all", "about", "being", "got", "always", "never", "smith's", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "spoken", "here", "still", "now", "out")
	placeWords = set("street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr", "square", "sq", "park", "river", "hospital", "school", "court", "place", "way", "boulevard", "blvd", "bridge", "hill", "hall", "house", "centre", "center", "university", "college", "library", "airport",
		"station", "church", "circle", "highway", "parkway", "ward", "clinic", "island", "beach", "lake", "field", "fields", "stadium", "garden", "gardens", "terrace", "plaza", "building", "county", "town", "village", "bank", "insurance", "company", "inc", "day", "creek", "monument", "memorial", "museum", "tower", "expressway", "tunnel", "elementary", "schoolyard", "playground")
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
		walter wanda wayne wendy wesley wilfred william wilma winifred yolanda yusuf yvonne zachary zoe
		adrián adriana alejandra alfonso alina amelie amina ángel antoine arturo beatriz benoit berta bianca birgit brad brett brigitte caleb camille carlo catalina cecile chantal chiara christiane christoph claudio cody cristian cristina darlene darryl debra
		dieter dwayne dwight eduardo elijah elisa elise emilia emilio enrique erik ernesto esteban ethel eugenia federica federico felipe felicia françois françoise friedrich genevieve gerardo giorgio giulia giuseppe gonzalo guadalupe gustavo gwen hans hans-peter hector héctor heidi heike heinz helga hélène
		hugo humberto ignacio inés ingeborg irma isaiah ivana jaime jared jeremiah joaquin joaquín jocelyn jodi jody jörg josé josue jürgen kari karin katrina kayleigh kaylee kelsey kendra klaus krista kristina kristine kurt lakisha latoya leila leroy leticia lillian lindsay lindsey lorena lorenzo loretta lucía luisa lukas
		magdalena manuela marcela marcelo marcos margarita mariana marianne maribel marisol maría marla marlon marsha martín mauricio maxine melinda melvin mindy minnie mitchell mona mónica myra myrna nadine nathaniel nicolás noreen olivier óscar otis paola paolo pascal paulo phoebe pierre pilar rafaela ramona raúl renata renate rené rhonda
		rocío rodrigo rogelio rosalie rosalind rosario roxanne rubén ruben salvador sebastian sebastián selena serena seth shane silvia simone sofía soledad sonya stacie stan stefan stefania sylvie tabitha tamika tasha teresita terri tessa thierry tomás tonya trisha uwe valentina valeria verónica víctor vicki viktor wolfgang xavier
		ximena yasmin yvette zainab`) {
		m[name] = true
	}
	return m
}()

// wordNames are given names that are words too: they are names only where hardly anything else is said.
var wordNames = set("mark", "grace", "rose", "hope", "joy", "june", "april", "faith", "frank", "bill", "jack", "pat", "sue", "dean", "grant", "drew", "gene", "dale", "ruby", "pearl", "ivy", "lily", "iris", "violet", "sandy", "carol", "kay", "gil", "don", "dick", "melody", "dot", "guy", "miles", "chase")

// findNames finds addresses of e-mail that are spoken, and names that are introduced as such: by a title, by "my name is" or "my wife", by a signature,
// or a common given name after a word that leads to one or before a surname.
func findNames(s string, list []detail) []detail {
	var before [3]string // the words before in this clause, the nearest first
	leads := false       // they make a name even of a word without a capital
	speaks := false      // there may be an address of e-mail as it is said
	parted := byte(0)    // what parts the next word from "thanks" or "my wife", which were the words before
	for i := 0; i < len(s); {
		c := s[i]
		if !nameByte(c) {
			if before[0] != "" && (c == '.' || c == ',' || c == '!' || c == '?' || c == '\n' || c == '[' || c == ';' || c == '|' || c == ':' || c == '/' || isDigit(c)) {
				low := cue(before[0])
				parted = partedBy(c, low, before)
				if !greetings[low] && (c != '.' || !titles[low] && !strictTitles[low]) {
					before, leads = [3]string{}, false
				}
			} else if parted != 0 && c == '\n' {
				parted = c
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
		if n := end - i; n == 3 && c|0x20 == 'd' || n > 4 && (c|0x20 == 'a' || end < len(s) && s[end] == '.') {
			speaks = speaks || spoken(s, i, end)
		}
		isCapital := capital(s, i)
		if leads || isCapital {
			if n := nameAt(s, i, end, [3]string{cue(before[0]), cue(before[1]), cue(before[2])}); n > 0 {
				list = append(list, detail{i, i + n, "[name]"})
				i += n
				before, leads, parted = [3]string{}, false, 0
				continue
			}
		}
		if isCapital && (parted != 0 || len(s)-end < 60) {
			if n := signedAt(s, i, end, parted); n > 0 {
				list = append(list, detail{i, i + n, "[name]"})
				end = i + n
			}
		}
		parted = 0
		before = [3]string{s[i:end], before[0], before[1]}
		leads = leading(before)
		i = end
	}
	if speaks {
		list = findSpokenMail(s, list)
	}
	return list
}

// partedBy returns c if it stands between a name and the closing words of a letter or, as a comma, the words for a relative; else 0.
func partedBy(c byte, low string, before [3]string) byte {
	switch {
	case closings[low], low == "you" && cue(before[1]) == "thank", low == "much" && (before[1] == "so" || before[1] == "very"), low == "regards":
		if c != '[' && !isDigit(c) {
			return c
		}
	case c == ',' && kin[low] && whose[cue(before[1])]:
		return 'k'
	}
	return 0
}

// signedAt returns the length of the name with which a letter closes, or that explains who "my wife" is, if the word s[i:end], which has a capital, begins one; else 0.
func signedAt(s string, i, end int, parted byte) int {
	if end-i > 30 {
		return 0
	}
	low := strings.ToLower(s[i:end])
	given := firstNames[low]
	if parted == 'k' {
		if !given {
			return 0
		}
		return surnames(s, end) - i
	}
	n := surnames(s, end)
	rest := strings.TrimLeft(s[n:min(len(s), n+40)], " .!")
	last := strings.TrimLeft(rest, "\r\n\t)") == "" && n+40 >= len(s)
	switch {
	case parted == 0:
		if !last || !given || !startsLine(s[:i]) {
			return 0
		}
	case given:
		if rest != "" && strings.IndexByte("\r\n", rest[0]) < 0 && n < len(s) && strings.IndexByte(".!,", s[n]) < 0 {
			return 0
		}
	case !last:
		return 0
	case wordNames[low]:
		if s[i+1:end] != low[1:] {
			return 0
		}
	default: // a name that nobody lists, on a line of its own
		if parted != '\n' || end-i < 3 || s[i+1:end] != low[1:] || notNames[low] || placeWords[low] || closings[low] || Ordinary(low) {
			return 0
		}
	}
	return n - i
}

// startsLine reports whether what comes after s begins a line or stands behind a dash that parts it from the text.
func startsLine(s string) bool {
	s = strings.TrimRight(s, " \t")
	if s == "" {
		return false
	}
	for _, dash := range []string{"-", "~", "\u2013", "\u2014"} {
		if rest, ok := strings.CutSuffix(s, dash); ok {
			return rest != "" && !isWord(rest[len(rest)-1])
		}
	}
	return s[len(s)-1] == '\n'
}

// introduced reports whether the words before say that a given name is one: "my wife", "this is", "I am".
func introduced(before [3]string, low string) bool {
	switch before[0] {
	case "is":
		return before[1] == "this" && low != "christian"
	case "am":
		return before[1] == "i" && low != "christian"
	case "i'm", "soy":
		return low != "christian"
	}
	return kin[before[0]] && whose[before[1]]
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
	case before[0] != "" && (verbs[before[0]] && nameWords[before[1]] || selfNamed[before[0]] || greetings[before[0]]):
		if low = strings.ToLower(word); notNames[low] || len(word) < 2 {
			return 0
		}
	default:
		low = strings.ToLower(word)
		if !firstNames[low] && !(wordNames[low] && kin[before[0]] && whose[before[1]] && word[1:] == low[1:]) {
			return 0
		}
		n := surnames(s, end)
		if n == end && !nameCues[before[0]] && !introduced(before, low) || isPlace(s, end) {
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
