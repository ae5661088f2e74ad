package analyze

import "strings"

// A numberCue says what the number behind a word is.
type numberCue uint8

const (
	plateCue     numberCue = iota + 1 // of a vehicle
	vehicleCue                        // a word for a vehicle's plate that has other meanings, such as "registration"
	accountCue                        // what a customer is known by
	customerCue                       // a word for a person, of which only "customer number" leads to one
	paperCue                          // an identity paper
	insuranceCue                      // a word for an insurance or a paper, of which only "NHS number" leads to one
	birthCue                          // a day of birth
	boxCue                            // a post office box
	phoneCue                          // a telephone
	callCue                           // a word for calling, of which only "me at" leads to a number
	codeCue                           // the code on the back of a card
	handleCue                         // a service in which people have handles
	streetCue                         // a street whose number stands behind it
)

var numberCues = func() map[string]numberCue {
	m := map[string]numberCue{}
	for kind, words := range map[numberCue]string{
		plateCue:     "plate plates matrícula matricula placa placas kennzeichen targa kenteken vin",
		vehicleCue:   "license licence reg registration tag",
		accountCue:   "account acct policy loan membership mortgage cuenta póliza poliza compte konto kontonummer kundennummer rekeningnummer klantnummer",
		customerCue:  "customer client member subscriber cliente kunde patient employee student",
		paperCue:     "passport pasaporte passeport reisepass passnummer paspoort passaporto dni nie nif curp cpf aadhaar aadhar",
		insuranceCue: "insurance nhs medicare medicaid conducir permis führerschein",
		birthCue:     "dob b birth birthday birthdate bday born nacido nacida nací nacimiento cumpleaños geboren geburtsdatum geburtstag né née naissance nato nata nascita nascido nascida nascimento geboortedatum",
		boxCue:       "box pobox apdo apartado postfach",
		phoneCue:     "phone telephone tel cell cellphone mobile whatsapp fax landline number teléfono telefono tfno tlf móvil movil celular téléphone telefon handy handynummer telefonnummer rufnummer telefone cellulare telefoon gsm",
		callCue:      "call text ring reach contact llámame llamame llamar llame llámeme",
		codeCue:      "cvv cvc cvv2 cvc2",
		handleCue:    "insta instagram ig snap snapchat skype telegram tiktok twitter discord wechat venmo facebook fb username userid user handle",
		streetCue:    "calle avenida avda paseo carrer rua",
	} {
		for _, word := range strings.Fields(words) {
			m[word] = kind
		}
	}
	return m
}()

// cueSizes are the lengths of the cues that begin with a letter from a to z, as bits.
var cueSizes = func() (sizes [26]uint32) {
	for word := range numberCues {
		sizes[word[0]-'a'] |= 1 << len(word)
	}
	return sizes
}()

// numberCueOf returns what a word says of the number behind it, 0 if nothing.
func numberCueOf(word string) numberCue {
	if c := word[0] | 0x20 - 'a'; c >= 26 || len(word) > 14 || cueSizes[c]>>len(word)&1 == 0 {
		return 0
	}
	return numberCues[cue(word)]
}

// cueReach is how many bytes before a digit or an underscore a cue is looked for.
const cueReach = 80

// findCued finds numbers and handles that the word before says are somebody's.
// What stands between the two are only such words as "number" and "is", so it costs one look at each word that is not far from a digit.
func findCued(s string, list []detail) []detail {
	before := ""
	for i, digit := 0, -1; i < len(s); {
		if digit < i {
			if digit = nextDigit(s, i); digit < 0 {
				break
			}
			if digit-i > cueReach {
				for i = digit - cueReach; i < digit && nameByte(s[i]); i++ { // of which the beginning is not in reach
				}
				before = ""
			}
		}
		if !nameByte(s[i]) {
			if s[i] != ' ' && s[i] != '\'' {
				before = ""
			}
			i++
			continue
		}
		end := wordEnd(s, i)
		if end == i || i > 0 && isWord(s[i-1]) {
			i = max(end, i+1)
			continue
		}
		word := s[i:end]
		if kind := numberCueOf(word); kind != 0 {
			if d := cuedAt(s, i, end, kind, cue(word), cue(before)); d.end > 0 {
				if list = append(list, d); d.mask == "[plate]" {
					list = morePlates(s, list)
				}
				i, before = list[len(list)-1].end, ""
				continue
			}
		} else if len(word) > 5 && capital(s, i) {
			if n := germanStreet(s, end, word); n > 0 {
				list = append(list, detail{i, n, "[address]"})
				end, word = n, ""
			}
		}
		if word != "s" || s[i-1] != '\'' { // driver's
			before = word
		}
		i = end
	}
	return list
}

// nextDigit returns where the next digit or underscore is at or after i, -1 if there is none.
func nextDigit(s string, i int) int {
	for ; i < len(s); i++ {
		if isDigit(s[i]) || s[i] == '_' {
			return i
		}
	}
	return -1
}

// morePlates adds the plates that are listed after the last detail of list, such as ", 8DK442 and 9AB12".
func morePlates(s string, list []detail) []detail {
	for {
		i := list[len(list)-1].end
		n := 0
		for _, sep := range []string{", and ", ", ", " and ", " & ", " / ", "/"} {
			if strings.HasPrefix(s[i:], sep) {
				n = len(sep)
				break
			}
		}
		end := plateEnd(s, i+n, false)
		if n == 0 || end-i-n < 5 || !mixed(s[i+n:tokenEnd(s, i+n)]) {
			return list
		}
		list = append(list, detail{i + n, end, "[plate]"})
	}
}

// cuedAt returns the detail that the cue s[i:end] leads to, none if it leads to none; before is the word before the cue.
func cuedAt(s string, i, end int, kind numberCue, word, before string) (d detail) {
	l := leadFrom(s, end)
	switch kind {
	case plateCue:
		n := plateEnd(s, l.at, l.named || l.colon || vehicles[before])
		if word == "vin" && n-l.at != longestVIN {
			return detail{}
		}
		return detail{l.at, n, "[plate]"}
	case vehicleCue:
		if driving[before] {
			if !l.named {
				return detail{}
			}
			return detail{l.at, numberEnd(s, l.at, 4), "[id]"}
		}
		if n := plateEnd(s, l.at, false); n > 0 && mixed(s[l.at:n]) {
			return detail{l.at, n, "[plate]"}
		}
	case accountCue:
		l.named = l.named || strings.HasSuffix(word, "nummer")
		return detail{l.at, numberEnd(s, l.at, l.digits(4, 5, 7)), "[account]"}
	case customerCue:
		if l.named {
			return detail{l.at, numberEnd(s, l.at, 4), "[account]"}
		}
	case paperCue:
		return detail{l.at, numberEnd(s, l.at, l.digits(4, 5, 5)), "[id]"}
	case insuranceCue:
		if l.named && (word != "insurance" || before == "national") {
			return detail{l.at, numberEnd(s, l.at, 5), "[id]"}
		}
	case birthCue:
		if word != "b" || i >= 4 && hasFold(s[i-4:], "d.o.b") {
			return detail{l.at, dateEnd(s, l.at), "[birthday]"}
		}
	case boxCue:
		if start := boxStart(s, i, word); start >= 0 && l.at < len(s) && isDigit(s[l.at]) {
			return detail{start, tokenEnd(s, l.at), "[address]"}
		}
	case phoneCue:
		if word != "number" || owners[before] {
			return phoneAt(s, l.at)
		}
	case callCue:
		if l.addressed {
			return phoneAt(s, l.at)
		}
	case codeCue:
		if n := tokenEnd(s, l.at); countDigits(s[l.at:n]) == n-l.at && 3 <= n-l.at && n-l.at <= 4 {
			return detail{l.at, n, "[card]"}
		}
	case handleCue:
		if word != "user" && word != "handle" || l.named || l.colon {
			return detail{l.at, handleEnd(s, l.at, l.named || l.colon || word == "username" || word == "userid"), "[handle]"}
		}
	case streetCue:
		return detail{i, streetNumberEnd(s, end), "[address]"}
	}
	return detail{}
}

var (
	vehicles = set("license", "licence", "registration", "registry", "reg", "car", "vehicle", "truck", "bus", "van", "taxi", "ma", "mass")
	driving  = set("drivers", "driver", "driving")
	owners   = set("my", "our", "his", "her", "their", "mobile", "contact", "phone")
)

// A lead is what stands between a cue and what it leads to.
type lead struct {
	at        int  // where what it leads to would begin
	named     bool // it says that a number or a name comes: "number", "no.", "#", "id"
	colon     bool
	addressed bool // it says where to: "at", "on"
}

// digits returns how many digits a number must have, by how plainly it is announced.
func (l *lead) digits(named, colon, bare int) int {
	switch {
	case l.named:
		return named
	case l.colon:
		return colon
	}
	return bare
}

// Words between a cue and its number.
var leadWords = map[string]func(*lead){
	"number": (*lead).name, "numbers": (*lead).name, "num": (*lead).name, "no": (*lead).name, "nr": (*lead).name, "nº": (*lead).name, "n": (*lead).name, "id": (*lead).name, "name": (*lead).name,
	"número": (*lead).name, "numero": (*lead).name, "núm": (*lead).name, "numéro": (*lead).name, "nummer": (*lead).name, "handle": (*lead).name, "username": (*lead).name, "reference": (*lead).name, "registration": (*lead).name,
	"at": (*lead).address, "on": (*lead).address, "al": (*lead).address, "me": (*lead).address, "us": (*lead).skip,
	"is": (*lead).skip, "are": (*lead).skip, "was": (*lead).skip, "of": (*lead).skip, "es": (*lead).skip, "ist": (*lead).skip, "est": (*lead).skip, "reading": (*lead).skip, "date": (*lead).skip,
	"if": (*lead).skip, "available": (*lead).skip, "known": (*lead).skip, "reads": (*lead).skip, "mass": (*lead).skip, // "plate number if available:"
	"the": (*lead).skip, "el": (*lead).skip, "am": (*lead).skip, "le": (*lead).skip, "il": (*lead).skip, "op": (*lead).skip, "em": (*lead).skip, "de": (*lead).skip, "postal": (*lead).skip, "correos": (*lead).skip,
}

func (l *lead) name()    { l.named = true }
func (l *lead) address() { l.addressed = true }
func (*lead) skip()      {}

// leadFrom reads what stands behind the cue that ends at end.
func leadFrom(s string, end int) lead {
	l := lead{at: end}
	for words := 0; l.at < len(s); {
		switch c := s[l.at]; {
		case c == ' ', c == '\t', c == '(':
			l.at++
		case c == '#':
			l.named = true
			l.at++
		case c == ':', c == '=', c == '|':
			l.colon = true
			l.at++
		case c == '-' && l.at > end && l.at+1 < len(s) && s[l.at-1] == ' ' && s[l.at+1] == ' ':
			l.colon = true
			l.at++
		case c == '.' && l.at-end < 40 && abbreviated(s, l.at):
			l.at++
		case hasFold(s[l.at:], "\u00b0"):
			l.at += len("\u00b0")
		case nameByte(c) && words < 5:
			n := wordEnd(s, l.at)
			read := leadWords[cue(s[l.at:n])]
			if read == nil || n < len(s) && (isDigit(s[n]) || s[n] == '_') {
				return l
			}
			read(&l)
			l.at = n
			words++
		default:
			return l
		}
	}
	return l
}

// abbreviated reports whether the point s[i] is behind an abbreviation, and not at the end of a sentence.
func abbreviated(s string, i int) bool {
	for _, word := range []string{"no", "nr", "num", "núm", "n", "tel", "acct", "reg", "b", "lic", "apdo", "tfno"} {
		if k := i - len(word); k >= 0 && strings.EqualFold(s[k:i], word) && (k == 0 || !isWord(s[k-1])) {
			return true
		}
	}
	return false
}
