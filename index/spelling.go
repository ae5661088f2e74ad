package index

import (
	"sort"
	"strings"
)

// spellings pairs the beginnings of British words with those of their American forms.
// A word that begins with the first is found as if it began with the second.
var spellings = pairs(`
	anaesth anesth  analys analyz  apologis apologiz  appal appall  armour armor  authoris authoriz  behaviour behavior
	calibre caliber  cancell cancel  capitalis capitaliz  catalogue catalog  categoris categoriz  centre center  centralis centraliz
	characteris characteriz  cheque check  civilis civiliz  colour color  computeris computeriz  counsell counsel  criticis criticiz
	customis customiz  defence defense  dialogue dialog  diarrhoea diarrhea  digitalis digitaliz  digitis digitiz  draught draft
	emphasis emphasiz  encyclopaed encycloped  endeavour endeavor  enquir inquir  enrolment enrollment  equalis equaliz  favour favor
	fibre fiber  finalis finaliz  flavour flavor  foetal fetal  foetus fetus  formalis formaliz  fulfil fulfill  fulfilment fulfillment
	generalis generaliz  grey gray  gynaecolog gynecolog  haemato hemato  haemorr hemorr  harbour harbor  harmonis harmoniz
	honour honor  hospitalis hospitaliz  humour humor  immunis immuniz  individualis individualiz  initialis initializ
	instalment installment  itemis itemiz  jewellery jewelry  judgement judgment  kerb curb  labell label  labour labor  legalis legaliz
	leukaem leukem  licence license  litre liter  localis localiz  manoeuvr maneuver  maximis maximiz  memoris memoriz  metre meter
	minimis minimiz  mobilis mobiliz  modell model  modernis moderniz  mould mold  nationalis nationaliz  neighbour neighbor
	normalis normaliz  odour odor  oesophag esophag  offence offense  optimis optimiz  organis organiz  orthopaed orthoped
	paediatr pediatr  panell panel  paralys paralyz  parlour parlor  penalis penaliz  personalis personaliz  plough plow
	practis practic  pretence pretense  prioritis prioritiz  privatis privatiz  programme program  publicis publiciz  realis realiz
	recognis recogniz  revolutionis revolutioniz  rumour rumor  sanitis sanitiz  saviour savior  scandalis scandaliz  sceptic skeptic
	scrutinis scrutiniz  signall signal  skilful skillful  socialis socializ  specialis specializ  stabilis stabiliz  standardis standardiz
	storey story  subsidis subsidiz  summaris summariz  symbolis symboliz  sympathis sympathiz  theatre theater  theoris theoriz
	traumatis traumatiz  travell travel  tumour tumor  tyre tire  utilis utiliz  vapour vapor  verbalis verbaliz  victimis victimiz
	vigour vigor  visualis visualiz  vocalis vocaliz  wilful willful  woollen woolen  ageing aging  aluminium aluminum  pyjama pajama
`)

// unlike are words that only look as if they had a British beginning.
var unlike = set(`emphasis appall appalls appalled appalling appallingly fulfill fulfills fulfilled fulfilling fulfillment metres
	specialist specialists optimism optimist optimistic realism realist realistic organism organisms socialism socialist localism
	generalist generalists idealist capitalism capitalist nationalism nationalist criticism criticisms modellist centred
	analysis analyst analysts practise storeys publicist tyres programmed programmer programmers programming
	finalist finalists formalism characteristic characteristics`)

// pairs makes pairs of the words of text, sorted by the first of each.
func pairs(text string) [][2]string {
	words := strings.Fields(text)
	list := make([][2]string, 0, len(words)/2)
	for i := 0; i+1 < len(words); i += 2 {
		list = append(list, [2]string{words[i], words[i+1]})
	}
	sort.Slice(list, func(i, j int) bool { return list[i][0] < list[j][0] })
	return list
}

// american returns the word in American spelling.
func american(word string) string {
	if unlike[word] {
		if whole, ok := irregular[word]; ok {
			return whole
		}
		return word
	}
	// The pairs that begin like the word stand before where it would stand; the longest is the nearest.
	i := sort.Search(len(spellings), func(i int) bool { return spellings[i][0] > word })
	for i--; i >= 0 && len(word) > 0 && spellings[i][0][0] == word[0]; i-- {
		if rest, ok := strings.CutPrefix(word, spellings[i][0]); ok {
			return spellings[i][1] + rest
		}
	}
	return word
}

// irregular are words whose American form is not had by changing their beginning.
var irregular = map[string]string{
	"centred": "centered", "metres": "meters", "practise": "practice", "storeys": "stories", "tyres": "tires",
}
