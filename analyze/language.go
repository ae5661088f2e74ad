package analyze

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A script is a writing that is not Latin.
type script uint8

const (
	noScript script = iota // Latin, or none
	cyrillic
	greek
	arabic
	hebrew
	han
	kana
	hangul
	devanagari
	thai
	otherScript
	scripts
)

// The language of a script that is written in few languages, else "und".
var scriptLanguage = [scripts]string{cyrillic: "ru", greek: "el", arabic: "ar", hebrew: "he", han: "zh", kana: "ja", hangul: "ko", devanagari: "hi", thai: "th", otherScript: "und"}

// scriptOf returns the script of the letter r, which is not ASCII.
func scriptOf(r rune) script {
	switch {
	case r < 0x370 || 0x1e00 <= r && r < 0x1f00 || 0x2c60 <= r && r < 0x2c80 || 0xa720 <= r && r < 0xa800 || 0xff21 <= r && r <= 0xff5a:
		return noScript
	case r < 0x400 || 0x1f00 <= r && r < 0x2000:
		return greek
	case r < 0x530:
		return cyrillic
	case 0x590 <= r && r < 0x600:
		return hebrew
	case 0x600 <= r && r < 0x780 || 0xfb50 <= r && r < 0xfe00 || 0xfe70 <= r && r < 0xff00:
		return arabic
	case 0x900 <= r && r < 0x980:
		return devanagari
	case 0xe00 <= r && r < 0xe80:
		return thai
	case 0x3040 <= r && r < 0x3100:
		return kana
	case 0x1100 <= r && r < 0x1200 || 0xac00 <= r && r < 0xd7b0:
		return hangul
	case 0x3400 <= r && r < 0xa000 || 0x20000 <= r && r < 0x32000:
		return han
	}
	return otherScript
}

// isIdeogram reports whether r belongs to a script that writes no spaces.
func isIdeogram(r rune) bool {
	return 0xe00 <= r && r < 0xe80 && unicode.IsLetter(r) || 0x3040 <= r && r < 0x3100 || 0x3400 <= r && r < 0xa000 || 0x20000 <= r && r < 0x32000
}

// countScripts finds the commonest script that is not Latin.
func (t *Text) countScripts() {
	for k := noScript + 1; k < scripts; k++ {
		t.other += t.counts[k]
		if t.counts[k] > 0 && (t.script == noScript || t.counts[k] > t.counts[t.script]) {
			t.script = k
		}
	}
	if t.script == han && t.counts[kana] > 0 {
		t.script = kana
	}
}

// language returns the language of t, as BCP 47, and whether it is labelled.
// declared, the language that the export says it is, settles what the words leave open.
//
// Note: function words, not letter statistics: detectors that were tried called up to 16 % of short English comments foreign.
func (t *Text) language(declared string) (tag string, labelled bool) {
	declared = strings.ToLower(strings.TrimSpace(declared))
	base, _, _ := strings.Cut(strings.ReplaceAll(declared, "_", "-"), "-")
	if t.other > t.latin {
		if base != "" && base != "en" && base != "und" {
			return base, false
		}
		return scriptLanguage[t.script], false
	}
	if t.latin == 0 {
		return "und", true
	}
	english, foreign, best, words := t.evidence()
	switch {
	case base != "" && base != "en" && base != "und" && english <= foreign:
		return base, false
	case foreign >= 3 && foreign > english:
		return languages[best], false
	case english == 0 && words >= 3 && t.diacritics():
		return "und", false
	case words < 4:
		return "und", true
	}
	return "en", true
}

// evidence adds up how much the words speak for English and for the likeliest of the other languages:
// three for a word or letter of it alone, one for a word that others have too.
func (t *Text) evidence() (english, foreign, best, words int) {
	var seen [len(languages)]int
	for i := range t.Words {
		if t.Words[i].Kind != Letters {
			continue
		}
		if words++; words > 400 {
			break
		}
		word := t.Fold(i)
		bits := functionWords.languages(t.Words[i].hash)
		weight := 3
		if bits&weak != 0 {
			weight = 1
		}
		if bits&isEnglish != 0 {
			english += weight
		}
		if bits == 0 && word[0] != t.Source[t.Words[i].Start] {
			continue // with a capital it may be a name
		}
		bits |= lettersOf(word)
		if bits&(1<<len(languages)-1) == 0 {
			continue
		}
		for l := range seen {
			if bits>>l&1 != 0 {
				seen[l] += weight
			}
		}
	}
	for l := range seen {
		if seen[l] > seen[best] {
			best = l
		}
	}
	return english, seen[best], best, words
}

// lettersOf returns the languages that alone have a letter or ending of word.
func lettersOf(word []byte) uint16 {
	for i := 0; i+1 < len(word); i++ {
		if word[i] < 0xc0 {
			continue
		}
		switch r, _ := utf8.DecodeRune(word[i:]); r {
		case 'ñ', 'ó':
			return 1 << spanish
		case 'ı', 'ş', 'ğ':
			return 1 << turkish
		case 'ß':
			return 1 << german
		case 'ã', 'õ':
			return 1 << portuguese
		case 'ł', 'ż', 'ę', 'ą', 'ś':
			return 1 << polish
		case 'è', 'ê', 'œ', 'ù':
			return 1 << french
		case 'å':
			return 1 << swedish
		}
	}
	return 0
}

// diacritics reports whether one letter in twenty or more of t is not ASCII.
func (t *Text) diacritics() bool {
	n := 0
	for _, b := range t.folded {
		if b >= 0xc3 {
			n++
		}
	}
	return n*20 >= t.latin
}

// The languages that are told apart, in the order of the bits of functionWords.
const (
	spanish = iota
	french
	german
	dutch
	portuguese
	italian
	turkish
	swedish
	polish
)

var languages = [...]string{"es", "fr", "de", "nl", "pt", "it", "tr", "sv", "pl"}

// Bits of functionWords beside those of the languages.
const (
	isEnglish = 1 << 15
	weak      = 1 << 14 // the word is common in more than one language
)

// A languageWords knows the languages of words.
type languageWords struct {
	wordList
	bits []uint16 // in step with the list
}

// languages returns the languages of the word with hash h, 0 if it is in no list.
func (w *languageWords) languages(h uint64) uint16 {
	if i := w.find(h); i >= 0 {
		return w.bits[i]
	}
	return 0
}

// functionWords are the words that tell languages apart.
var functionWords = func() languageWords {
	m := map[string]uint16{}
	add := func(bit uint16, list string) {
		for _, w := range strings.Fields(list) {
			m[w] |= bit
		}
	}
	add(isEnglish, `the and to of a i was is it in for that my with they on were have had not be are very but this so as we you at me
		an there from no all when or been would would've their he she what who which how if out up about more just has do did don't didn't
		can could will by our your staff service good great nothing everything need needs should please get got us them it's i'm wasn't her him his
		its too than then because after before always never only also some any every much many other into over where why well back again really
		love loved best nice easy helpful friendly quick time people work works day use help information excellent awesome amazing thank thanks
		make made see know need want give like go going come better new old one two first last most being can't doesn't isn't i've clear late alert alerts
		waiting care nurse nurses doctor doctors hospital street city phone customer experience poor bad happy satisfied app useful works don`)
	for i, list := range []string{
		`el la los las de del que y en un una es por con para se lo su muy al como más pero fue sin mi este esta todo todos toda nada
		nos les está también cuando hay porque era ha le ya sus si ser tiene hace muchas mucho muchos bien buena bueno gracias comida unos unas
		solo mejor ni mucha esto eso ese desde hasta donde quien qué cómo fueron estuvo estaba volver lugar sitio trato ambiente siempre nunca aunque
		entre sobre otros otra años día vez aplicación faltan falta facilidad hacer puede tardan tarda uso paquetes lenguaje datos`,
		`le la les des du de et un une est que qui dans pour pas avec sur au aux ce cette très nous vous je il elle mais sont plus
		ne se sa son ses en par tout tous bien c'est j'ai d'un d'une l'accueil été était avons sans trop même fait ont cuisine l'appli
		bonne bon jamais cela faire avons j'avais une repas prix personnel meilleur meilleure vraiment peu chez leur notre y a-t-il qu'on qu'il n'est encore aussi
		qualité agréable rien mal quand où comme après avant deux lieu adresse soirée accueil carte`,
		`der die das und ist nicht ein eine zu den mit von für auf im dem es ich wir sie war sehr auch aber wie bei sich einen einer
		hat haben sind als aus nur noch kann wird nach wenn oder man habe leider immer vom zum zur gut keine kein mir mich durch dass diese
		funktioniert mehr wäre bin werden sollte alles danke bitte schon über gibt`,
		`de het een en van is niet op te met voor dat die er maar zijn ik je wel ook aan bij naar heel zeer om nog dan
		als door hebben heeft zo geen deze dit werd goed lekker onze uit wij wat prima eten bediening goede erg veel mijn tussen niets hier meer
		gegeten wordt geweldig lekkere vriendelijk vriendelijke kwamen altijd alles ons hun toch al gewoon prijs gerechten aanrader gezellig gezellige kregen besteld`,
		`o a os as de do da que e em um uma é não com para por se no na mais mas foi muito como dos das são eu está ao
		meu minha tem ele ela isso bem bom boa quando já só nos também pelo pela fazer aplicativo excelente você sem ter`,
		`il lo la i gli le di che e un una è non per con del della dei sono ma molto si da al alla come anche questo questa più
		mi ho ha ci nel nella siamo era stato tutto bene ottimo servizio perché se`,
		`ve bir bu da de için çok ama ile en daha gibi olarak olan kadar ne mi var yok iyi güzel her şey ben biz bence gayet pek degil cok icin hos
		değil sonra bile hem ya o şu mekan lezzetli yemek servis hizmet uygulama yemekler lezzet tavsiye ederim fiyat fiyatlar güzeldi olmasi herşey`,
		`och att det som en på är av för med den till inte ett har om jag var men så vi kan från de mycket bra eller när också man fungerar appen`,
		`i w na z do się nie jest że to jak za po przez od dla ale już są co tak był było bardzo mnie ma przy tylko`,
	} {
		add(1<<i, list)
	}
	for _, w := range strings.Fields(`a i in is no me we so as was on an he has had at do are all den made come be her ve ma per non e plus im com door son w van met co man er o till y men na et die boa al de la ben
		est un con z op ha cuisine mi il os par bu se ne med war dan ya av bra od gut wat hat es en em po los del ho ter lo le di el vi au over to of her one over don solo carte personnel bin si sur ni ces tout sans pas que prima dit`) {
		m[w] |= weak
	}
	var list languageWords
	var hashes []uint64
	for w, bits := range m {
		hashes, list.bits = append(hashes, hashWord([]byte(w))), append(list.bits, bits)
	}
	list.wordList = newWordList(hashes)
	return list
}()
