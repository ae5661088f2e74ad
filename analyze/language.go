package analyze

import (
	"strings"
	"unicode"
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
	var seen [len(languages)]int
	english, words := 0, 0
	for i := range t.Words {
		if t.Words[i].Kind != Letters {
			continue
		}
		words++
		if words > 400 {
			break
		}
		bits := functionWords[string(t.Fold(i))]
		if bits&1 != 0 {
			english++
		}
		for l := range seen {
			if bits>>(l+1)&1 != 0 {
				seen[l]++
			}
		}
	}
	best, second := 0, 0
	for l := range seen {
		if seen[l] > seen[best] {
			best = l
		}
	}
	for l := range seen {
		if l != best {
			second = max(second, seen[l])
		}
	}
	foreign := seen[best]
	switch {
	case base != "" && base != "en" && base != "und" && english <= foreign:
		return base, false
	case foreign >= 2 && foreign > english+1 && foreign*6 >= words,
		words >= 3 && foreign >= 2 && english == 0:
		return languages[best], false
	case words < 4:
		return "und", true
	case english == 0 && foreign == 0 && t.diacritics() && words >= 3:
		return "und", false
	}
	return "en", true
}

// diacritics reports whether one letter in twenty or more of t is not ASCII.
func (t *Text) diacritics() bool {
	n := 0
	for _, r := range string(t.folded) {
		if r >= 0xc0 && r != '’' {
			n++
		}
	}
	return n*20 >= t.latin
}

var languages = [...]string{"es", "fr", "de", "nl", "pt", "it", "tr", "sv", "pl"}

// functionWords maps a word to a set of languages: bit 0 is English, bit i+1 is languages[i].
var functionWords = func() map[string]uint16 {
	m := map[string]uint16{}
	for i, list := range []string{
		`the and to of a i was is it in for that my with they on were have had not be are very but this so as we you at me
		an there from no all when or been would would've their he she what who which how if out up about more just has do did don't didn't
		can could will by our your staff service good great nothing everything need needs should please more get got us them it's i'm wasn't`,
		`el la los las de del que y en un una es por con para no se lo me su muy al como más pero fue son sin mi este esta todo
		nos les está también cuando hay porque era han ha le ya sus si ser tiene hace muchas mucho bien buena bueno gracias servicio comida unos unas`,
		`le la les des du de et un une est que qui dans pour pas avec sur au aux ce cette très nous vous je il elle mais sont plus
		ne se sa son ses en par tout tous bien c'est j'ai d'un d'une l'accueil été était avons sans trop même fait ont cuisine l'appli`,
		`der die das und ist nicht ein eine zu den mit von für auf im dem es ich wir sie war sehr auch aber wie bei sich einen einer
		hat haben sind so als aus nur noch kann wird nach wenn oder man habe leider immer vom zum zur gut keine kein mir mich`,
		`de het een en van is niet op te met voor dat die er maar zijn was ik je we wel ook aan bij naar heel zeer om nog dan
		als door hebben heeft zo geen deze dit werd goed lekker onze uit wij wat prima eten bediening goede erg veel mijn`,
		`o a os as de do da que e em um uma é não com para por se no na mais mas foi muito como dos das são eu está ao
		meu minha tem ele ela isso bem bom boa quando já só nos também pelo pela fazer aplicativo excelente você sem ter`,
		`il lo la i gli le di che e un una è non per con in del della dei sono ma molto si da al alla come anche questo questa più
		mi ho ha ci nel nella siamo era stato tutto bene ottimo servizio perché se`,
		`ve bir bu da de için çok ama ile en daha gibi olarak olan kadar ne mi var yok iyi güzel her şey ben biz bence gayet
		değil sonra bile hem ya o şu mekan lezzetli yemek servis hizmet uygulama`,
		`och att det som en på är av för med den till inte ett har om jag var men så vi kan från de mycket bra eller när också`,
		`i w na z do się nie jest że to jak za po przez od dla ale już są co tak był było bardzo mnie ma przy tylko`,
	} {
		for _, w := range strings.Fields(list) {
			m[w] |= 1 << i
		}
	}
	for _, w := range strings.Fields("a i in on an no me so as we is was he had has at do are all den man die made come as be") {
		if m[w]&1 != 0 {
			m[w] = 1 // too common in English to speak for another
		}
	}
	return m
}()
