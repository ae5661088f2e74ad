package ingest

import "strings"

var (
	// notNamed are words before and after a name, and those that devices add to it.
	notNamed = wordSet(`mr mrs ms mx dr prof professor miss sir madam rev sgt capt lt jr sr ii iii phd md esq she her hers he him his they them theirs
		iphone ipad android galaxy phone zoom tablet laptop desktop computer pc macbook microphone mic video audio call user unknown unidentified anonymous name id spk resp ppt fg`)

	// roleNouns say what somebody is, not who.
	roleNouns = wordSet(`moderator facilitator interviewer host chair chairman chairwoman chairperson staff agent researcher officer representative operator participant respondent interviewee
		customer customers resident residents caller client guest patient member members speaker attendee admin manager director clerk supervisor councillor councilor councilman councilwoman alderman senator mayor
		commissioner trustee secretary treasurer president chief deputy assistant coordinator superintendent inspector engineer technician planner analyst consultant librarian worker employee volunteer
		support team group organizer organiser interpreter translator narrator announcer captioner transcriber recorder observer panelist panellist audience crowd public
		woman women man men male female boy girl lady gentleman voice voices person people somebody someone everyone everybody
		mujer hombre persona moderador moderadora participante entrevistador entrevistadora residente vecino vecina intérprete
		主持人 主持 参与者 参加者 受访者 采访者 访问者 居民 市民 翻译 口译员 员工 工作人员 发言人 说话人 女士 先生 女性 男性 観客 司会 司会者 사회자 진행자 참가자 참여자 통역 통역사 주민
		מנחה משתתף משתתפת מתורגמן מראיין מראיינת תושב תושבת المشرف المشاركة المشارك المترجم المترجمة مترجم`)

	// organisations end the name of an office or a house, not of a person.
	organisations = wordSet(`city town county council office department dept service services desk front works help center centre room library authority agency commission committee board bureau division unit
		university college school hospital clinic museum association society coalition foundation company inc llc ltd district government municipality police`)

	// ordinaryNames are names that are words too: they are taken for names only with a capital that no sentence gives them.
	ordinaryNames = wordSet(`will may mark grace rose hope art bill frank faith joy dawn april june august summer autumn iris ivy lily daisy olive pearl ruby amber crystal jack rob sue pat drew chase
		grant wade dale glen cliff rich guy gene ray jay robin martin king young long short brown white black green gray grey rice day hall hill wood woods field fields baker cook miller page price
		banks stone rivers park parks case best good love ward church bell bush ford lane street cross fox wolf bird fish major marshall judge bishop pope noble wise small little strong sharp power powers
		winter winters waters said can do an in so he she to my no on or be the of and for is it at we us me you go way see sun son song bang hung long fan pan wang win hand tan ran van den der de la le da du
		bus driver rider walker parker turner hunter fisher carter cooper potter porter carpenter gardener gardner farmer shepherd taylor mason smith singer weaver barber butler dean earl duke prince
		happy sad angry nice new old north south east west reader writer parent neighbor neighbour mother father mom dad wife husband friend tenant owner driver student teacher nurse doctor
		joy mercy patience honor honour charity prudence constance trinity destiny heaven harmony melody sky star storm rain snow frost ice moon gold golden silver steel iron bond cash money sterling
		book books read reed reading writing law laws lawson means more moore less most much many few some any all every each both other another such same first second third last next back`)
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}
