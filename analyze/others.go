package analyze

import "voc"

// What others did who do not serve, a neighbor or another rider, is not how the service treated the customer:
// "my neighbor is rude to everybody" tells of no need. Reports to a city are full of it.
var (
	others = set("neighbor", "neighbors", "neighbour", "neighbours", "teenagers", "teens", "roommate", "roommates", "bikers", "skateboarders", "motorist", "motorists", "speeders", "joggers", "dogs",
		"ex", "stranger", "strangers", "bystander", "bystanders", "landlord", "landlords", "squatters", "vandals", "partygoers", "fox", "coyote", "coyotes")
	landlords  = set("landlord", "landlords")
	visitors   = set("customers", "customer", "people", "patients", "patient", "drivers", "driver", "residents", "parents", "visitors", "guests", "users", "students", "person", "riders", "passengers", "cyclists", "tenants") // after "other", "another", "fellow", or before "next door"
	hereabouts = set("door", "street", "upstairs", "downstairs", "corner", "alley")                                                                                                                                             // "people next door", "the guy across the street"

	// What may lie between others and what is said of them, so that it is said of them indeed.
	linking = set("is", "are", "was", "were", "be", "been", "being", "get", "gets", "keep", "keeps", "who", "that", "which", "has", "have", "had", "with", "no", "not", "never", "always", "so", "very", "really", "too", "just", "extremely", "often", "sometimes",
		"constantly", "also", "still", "both", "all", "and", "loud", "noisy", "drunk", "mean", "on", "in", "by", "at", "near", "the", "this", "my", "our", "a", "next", "door", "across", "upstairs", "downstairs", "from", "block", "street", "building", "complex",
		"neighborhood", "area", "road", "park", "alley", "corner", "here", "there", "around", "treat", "treats", "us", "me", "everybody", "everyone", "don't", "doesn't", "didn't", "won't", "refuses", "refused", "to", "does", "do", "did", "will", "would", "lack", "zero", "show", "shows")
	// Words of those who serve: where one stands near, what is said may be said of them.
	servers = set("staff", "team", "city", "clerk", "clerks", "officer", "officers", "police", "cop", "cops", "crew", "crews", "operator", "operators", "agent", "agents", "inspector", "inspectors", "office", "department", "counter", "desk", "window",
		"nurse", "nurses", "doctor", "doctors", "receptionist", "teacher", "teachers", "guard", "guards", "lifeguard", "lifeguards", "librarian", "librarians", "ranger", "representative", "rep", "manager", "supervisor", "dispatcher", "employee", "employees",
		"worker", "workers", "court", "judge", "you", "your", "they", "by", "mayor", "council", "agency", "service")

	// Words before somebody of whom nothing is said then: "rude to my neighbor".
	towards = set("to", "of", "with", "for", "about", "from", "at", "by", "on", "against", "than", "told", "tell", "treat", "treated", "treats", "treating", "help", "helped", "towards", "between", "like", "made")
)

// othersReach is how many words may lie between others and what is said of them.
const othersReach = 12

// ofOthers returns the word that names those who do not serve and of whom words from first on tell something, -1 if there is none.
func (t *Text) ofOthers(first int) int {
	start, _ := t.UnitWords(t.Words[first].Unit)
	for i := first - 1; i >= max(start, first-othersReach); i-- {
		switch word := t.Fold(i); {
		case others[string(word)], visitors[string(word)] && t.isAny(i-1, "other", "another", "fellow"), hereabouts[string(word)] && t.isAny(i-1, "next", "the", "across", "from") && t.somebody(start, i):
			if t.isObject(start, i) {
				return -1
			}
			return i
		case !linking[string(word)]:
			return -1
		}
	}
	return -1
}

// somebody reports whether a person is named within four words before word i, and not before start.
func (t *Text) somebody(start, i int) bool {
	for k := max(start, i-4); k < i; k++ {
		if visitors[string(t.Fold(k))] || t.isAny(k, "guy", "man", "lady", "woman", "couple", "folks", "family", "house") {
			return true
		}
	}
	return false
}

// isObject reports whether word i is somebody to whom something was done: a word such as "to" stands within three words before.
func (t *Text) isObject(start, i int) bool {
	for k := max(start, i-3); k < i; k++ {
		if towards[string(t.Fold(k))] {
			return true
		}
	}
	return false
}

// safety is the theme that anybody may threaten.
const safety = "safety"

// isOthers reports whether what words from first on say of a need or theme was done by somebody who does not serve:
// their manner, and all that a landlord does.
func (t *Text) isOthers(need voc.Need, first int) bool {
	if need != voc.Dignity && need != voc.Resolution {
		return false
	}
	by := t.ofOthers(first)
	return by >= 0 && !t.served(by, first) && (need == voc.Dignity || landlords[string(t.Fold(by))])
}

// served reports whether somebody who serves stands near words by to first of one unit.
func (t *Text) served(by, first int) bool {
	start, end := t.UnitWords(t.Words[first].Unit)
	for i := max(start, by-othersReach); i < min(end, first+othersReach); i++ {
		if servers[string(t.Fold(i))] {
			return true
		}
	}
	return false
}
