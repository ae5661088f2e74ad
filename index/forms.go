package index

// bases are words whose form the rules of endings do not see, with the term of the word they are a form of,
// and words that they would take for another: parking is not a park.
var bases = forms(`
	paid pay  told tell  said say  spoke speak  spoken speak  sent send  lost lose  heard hear  kept keep  felt feel  broke break  broken break
	drove drive  driven drive  gave give  given give  took take  taken take  wrote write  written write  chose choos  chosen choos  made make
	bought buy  brought bring  caught catch  taught teach  thought think  knew know  known know  saw see  seen see  came come  got get  gotten get
	went go  gone go  ran run  sat sit  stood stand  understood understand  met meet  held hold  rang ring  rung ring  stole steal  stolen steal
	fell fall  fallen fall  forgot forget  forgotten forget  slept sleep  hid hide  hidden hide  threw throw  thrown throw  grew grow  grown grow
	flew fli  shook shake  woke wake  ate eat  eaten eat  led lead  dealt deal  meant mean  spent spend  built build  sold sell  won win
	children child  women woman  men man  teeth tooth  feet foot  ruder rude  rudest rude  lying lie  dying die
	parking parking  lighting lighting  meeting meeting  meetings meeting  building building  buildings building  housing housing  training training
	expensive expensive  expensively expensive  emergency emergency  emergencies emergency  hospitality hospitality  interpreter interpreter
	interpreters interpreter  organisation organization  organisations organization  organization organization  organizations organization
	organise organiz  organised organiz  organises organiz  organising organiz  organize organiz  organized organiz  organizes organiz  organizing organiz
	importance important  number number  numbers number  policies policy  policy policy  universal universal  university university  universities university
	generous generous  generously generous  international international  community community  communities community  news news  species species
`)

// forms makes a table of pairs of words.
func forms(text string) map[string]string {
	table := map[string]string{}
	for _, pair := range pairs(text) {
		table[pair[0]] = pair[1]
	}
	return table
}
