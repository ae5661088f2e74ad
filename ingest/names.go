package ingest

import (
	"sort"
	"strings"
	"unicode"
)

// A role is what a column is for.
type role uint8

const (
	roleNone role = iota
	roleText      // an open question, or the comment itself
	roleID
	roleDepartment
	roleService
	roleDate
	roleUpdated
	roleDue
	roleClosed
	roleRating
	roleScale
	roleChannel
	roleAudience
	roleLanguage
	roleQuestion
	roleRespondent
	roleSession
	roleSpeaker
	roleTurn
	roleTitle   // a review's headline: the customer's words
	roleContext // staff's words
	roleSource
	roleStatus       // says which rows are previews or tests
	roleDeleted      // true where the row was deleted
	rolePublic       // false where a note is for staff only
	roleStaff        // says whether the writer is staff
	roleConversation // names the thread, or what was asked in it
	rolePersonal     // a name, an address: never read
	roles            // how many there are
)

// roleNames are the roles as sniff and a mapping name them.
var roleNames = [roles]string{
	roleText:         "text",
	roleID:           "id",
	roleDepartment:   "department",
	roleService:      "service",
	roleDate:         "date",
	roleUpdated:      "updated",
	roleDue:          "due",
	roleClosed:       "closed",
	roleRating:       "rating",
	roleScale:        "scale",
	roleChannel:      "channel",
	roleAudience:     "audience",
	roleLanguage:     "language",
	roleQuestion:     "question",
	roleRespondent:   "respondent",
	roleSession:      "session",
	roleSpeaker:      "speaker",
	roleTurn:         "turn",
	roleTitle:        "title",
	roleContext:      "context",
	roleSource:       "source",
	roleStatus:       "status",
	roleDeleted:      "deleted",
	rolePublic:       "public",
	roleStaff:        "staff",
	roleConversation: "conversation",
	rolePersonal:     "personal",
}

func (r role) String() string { return roleNames[r] }

// isDate reports whether the role's columns hold dates.
func (r role) isDate() bool { return r >= roleDate && r <= roleClosed }

// fields are the roles that a mapping may give to a column, by name.
var fields = func() map[string]role {
	known := map[string]role{}
	for r := roleText; r <= roleSource; r++ {
		known[roleNames[r]] = r
	}
	return known
}()

// A roleColumns says which column has each role; of open questions and staff's words there can be more, and they are not in it.
type roleColumns [roles]int32

// get returns the column that has role r, if one has.
func (a *roleColumns) get(r role) (int, bool) { return int(a[r]) - 1, a[r] > 0 }

func (a *roleColumns) set(r role, column int) { a[r] = int32(column + 1) }

// plainNames are the headers that need no mapping, for each role the likeliest first.
var plainNames = []struct {
	role  role
	names []string
}{
	{roleText, []string{
		"text", "comment", "comments", "comment text", "comment txt", "comment body", "verbatim", "verbatims", "verbatim comment", "feedback", "feedback text",
		"review text", "review body", "review content", "review", "answer text", "answer", "answers", "response text", "response", "free text", "open text", "open ended response",
		"customer comment", "customer comments", "customer feedback", "your comments", "your feedback", "additional comments", "other comments", "general comments",
		"message", "message text", "body", "content", "full text", "tweet", "post", "narrative", "consumer complaint narrative", "complaint", "complaint text", "what happened",
		"description", "suggestion", "suggestions", "remarks", "opinion", "fft answer", "kommentar", "comentario", "comentarios", "commentaire", "commentaires",
	}},
	{roleID, []string{
		"id", "comment id", "response id", "responseid", "feedback id", "review id", "answer id", "submission id", "entry id", "record id", "message id", "post id", "tweet id",
		"ticket id", "case id", "case number", "case enquiry id", "request id", "service request id", "unique key", "complaint id", "reference", "reference number",
		"respondent id", "respondentid", "ref", "external id", "uuid", "guid", "key", "row id", "survey id", "#",
	}},
	{roleDepartment, []string{
		"department", "department name", "dept", "dept name", "agency", "agency name", "agency responsible", "division", "directorate", "bureau", "office", "service type 1", "org unit",
		"organisation", "organization", "company", "abteilung", "departamento",
	}},
	{roleService, []string{
		"service", "service name", "service type", "service type 2", "product", "product name", "team", "program", "programme", "topic", "category", "complaint type", "request type",
		"location", "branch", "site", "facility", "store", "place", "area",
	}},
	{roleDate, []string{
		"date", "time", "datetime", "date time", "timestamp", "created", "created at", "created on", "created date", "date created", "creation date", "submitted", "submitted at", "submission date",
		"date submitted", "submit date", "submit time", "submission time", "received", "received at", "received on", "date received", "response date", "responded at", "completed at", "completion time", "end date", "enddate",
		"survey date", "review date", "comment date", "feedback date", "date of feedback", "posted", "posted at", "published at", "publication date", "open dt", "opened", "opened at", "requested datetime", "recorded date", "recordeddate",
		"date of visit", "visit date", "visited on", "visited", "start date", "start time", "event time", "event date", "month", "year", "datum", "fecha",
	}},
	{roleUpdated, []string{"updated", "updated at", "updated on", "last modified", "last modified time", "modified", "modified at", "date modified", "last updated", "updated datetime"}},
	{roleDue, []string{"due", "due date", "due at", "target dt", "target date", "expected datetime", "expected date", "deadline", "sla date"}},
	{roleClosed, []string{"closed", "closed at", "closed date", "closed datetime", "closed dt", "date closed", "resolved at", "resolved", "solved at", "resolution date"}},
	{roleRating, []string{
		"rating", "stars", "star rating", "score", "nps", "nps score", "csat", "csat score", "ces", "satisfaction", "satisfaction score", "overall satisfaction", "overall rating", "satisfaction rating", "fft", "fft score", "fft categorical answer",
		"likelihood to recommend", "recommend", "grade",
	}},
	{roleScale, []string{"rating scale", "scale", "score scale"}},
	{roleChannel, []string{"channel", "medium", "feedback channel"}},
	{roleAudience, []string{"audience", "customer type"}},
	{roleLanguage, []string{"language", "lang", "locale", "userlanguage", "user language", "reviewer language", "language code", "sprache", "idioma"}},
	{roleQuestion, []string{"question", "question text", "fft question", "prompt", "comment type", "survey question"}},
	{roleRespondent, []string{"respondent", "respondent id", "respondentid", "participant", "participant id", "customer id", "customer number", "patient id", "pt id", "user id", "author id", "member id", "person id", "contact id", "requester id"}},
	{roleSession, []string{"session", "session id", "meeting", "meeting id", "thread", "thread id", "interview", "interview id", "transcript", "conversation id", "group id"}},
	{roleConversation, []string{"conversation"}},
	{roleSpeaker, []string{"speaker", "speaker name", "speaker id", "role"}},
	{roleTurn, []string{"turn", "turn id", "turn number"}},
	{roleTitle, []string{"title", "review title", "headline", "subject", "summary", "heading"}},
	{roleContext, []string{
		"status notes", "resolution description", "closure reason", "developer reply text", "agent reply", "staff reply", "reply", "company response", "company public response", "owner response",
		"staff notes", "resolution notes", "resolution", "our response", "management response",
	}},
	{roleSource, []string{"source", "source name", "feed"}},
	{rolePersonal, []string{
		"name", "first name", "last name", "full name", "surname", "customer name", "email", "e mail", "email address", "phone", "phone number", "telephone", "mobile", "ip", "ip address", "ipaddress",
		"address", "street", "street address", "recipientemail", "recipientfirstname", "recipientlastname", "recipient email", "recipient first name", "recipient last name", "author", "author name", "user", "username", "user name",
		"screen name", "handle", "user agent", "latitude", "longitude", "lat", "long", "lon", "date of birth", "dob", "postcode", "zip", "zipcode", "zip code", "postal code", "what is your email address", "what is your name",
		"locationlatitude", "locationlongitude", "external reference", "externalreference", "contact name", "contact email",
	}},
}

// rank is where each name stands in the list of its role.
type rank struct {
	role  role
	place int
}

var nameRanks = func() map[string][]rank {
	ranks := map[string][]rank{}
	for _, list := range plainNames {
		for place, name := range list.names {
			ranks[name] = append(ranks[name], rank{list.role, place})
		}
	}
	return ranks
}()

// plainName brings a header to the form of [plainNames]: lower case, single spaces, no marks.
func plainName(header string) string {
	var b strings.Builder
	space := false
	for _, r := range header {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '#':
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\ufeff' || r == '\u200b' || r == '\'' || r == '’':
		default:
			space = true
		}
	}
	return b.String()
}

// wrappers are keys under which exports keep what belongs to the comment.
var wrappers = []string{"meta ", "metadata ", "data ", "attributes ", "properties ", "fields "}

// unwrapped takes the wrapper off a nested key, and reports whether there was one.
func unwrapped(name string) (string, bool) {
	for _, w := range wrappers {
		if rest, ok := strings.CutPrefix(name, w); ok {
			return rest, true
		}
	}
	return name, false
}

// didYouMean suggests the nearest of the known words.
func didYouMean[V any](word string, known map[string]V) string {
	best, distance := "", len(word)/2+1
	names := make([]string, 0, len(known))
	for name := range known {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if d := editDistance(word, name); d < distance {
			best, distance = name, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		last := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := last
			if a[i-1] != b[j-1] {
				cost++
			}
			last = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
