package ingest

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"voc"
)

// qualtricsFormat is the CSV of Qualtrics: ids, question texts (in the language of the survey's owner) and import ids.
var qualtricsFormat = Format{
	Name:         "qualtrics",
	Tool:         "Qualtrics",
	Recognised:   `a third row of {"ImportId":"…"}, or the legacy columns V1 to V10 over ResponseID`,
	Traps:        "second row in any language; previews, tests and spam are left out and counted; time zone of the import ids; Text iQ columns are not answers",
	order:        yearFirst,
	channel:      voc.ChannelSurvey,
	declaresText: true,
	match:        func(h *head) bool { return !h.keyed && (importIDRow(h) > 0 || legacyQualtrics(h)) },
	shape: func(p *plan, h *head) error {
		if row := importIDRow(h); row > 0 {
			p.shapeQualtrics(h, row)
		} else {
			p.shapeLegacyQualtrics(h)
		}
		return nil
	},
	preview: func(status string) bool {
		switch strings.ToLower(status) {
		case "1", "2", "8", "9", "12", "16", "17", "32", "40", "48", "survey preview", "survey test", "spam", "preview", "test":
			return true
		}
		return false
	},
}

// importIDRow is the row of import ids, the second or third; 0 if there is none.
func importIDRow(h *head) int {
	for row := 1; row <= 2; row++ {
		if strings.HasPrefix(h.cell(row, 0), `{"ImportId"`) || strings.HasPrefix(h.cell(row, 1), `{"ImportId"`) {
			return row
		}
	}
	return 0
}

func legacyQualtrics(h *head) bool {
	return h.cell(0, 0) == "V1" && h.cell(0, 1) == "V2" && strings.EqualFold(h.cell(1, 0), "ResponseID")
}

// qualtricsRoles are the roles of the columns that every export begins with, by import id in lower case.
var qualtricsRoles = map[string]role{
	"recordeddate": roleDate, "status": roleStatus, "_recordid": roleID, "responseid": roleID, "userlanguage": roleLanguage,
	"ipaddress": rolePersonal, "recipientlastname": rolePersonal, "recipientfirstname": rolePersonal, "recipientemail": rolePersonal,
	"externaldatareference": rolePersonal, "externalreference": rolePersonal, "locationlatitude": rolePersonal, "locationlongitude": rolePersonal,
	"name": rolePersonal, "emailaddress": rolePersonal, "locationaccuracy": rolePersonal,
}

var (
	openImportID = regexp.MustCompile(`_TEXT$`)
	npsImportID  = regexp.MustCompile(`^(QID\d+)_NPS_GROUP$`)
)

func (p *plan) shapeQualtrics(h *head, row int) {
	p.nameColumns(h, 1)
	p.header = row + 1
	nps := ""
	ids := make([]string, len(p.columns))
	for i := range p.columns {
		var id struct {
			ImportID string `json:"ImportId"`
			TimeZone string `json:"timeZone"`
		}
		if json.Unmarshal([]byte(h.cell(row, i)), &id) != nil {
			continue
		}
		ids[i] = id.ImportID
		if id.TimeZone != "" && p.mapping.Timezone == "" {
			p.zone = zoneNamed(id.TimeZone, p.zone)
		}
		if m := npsImportID.FindStringSubmatch(id.ImportID); m != nil {
			nps = m[1]
		}
	}
	for i, c := range p.columns {
		if r, ok := qualtricsRoles[strings.ToLower(ids[i])]; ok {
			c.role, c.why = r, "import id "+ids[i]
			continue
		}
		switch {
		case openImportID.MatchString(ids[i]):
			c.role, c.why, c.question = roleText, "import id "+ids[i], cleanName(h.cell(1, i))
		case nps != "" && ids[i] == nps:
			c.role, c.why, c.question = roleRating, "net promoter score", cleanName(h.cell(1, i))
			p.scales[i] = scale{0, 10}
		default:
			c.question = cleanName(h.cell(row-1, i))
			c.why = "not an open question: import id " + ids[i]
			if !strings.HasPrefix(ids[i], "QID") {
				c.closed = true
				c.give(plainName(c.name))
			} else if !strings.Contains(ids[i], "_TEXT_") {
				c.why = ""
			}
		}
	}
	if row == 1 {
		for _, c := range p.columns {
			c.question = ""
		}
	}
}

// give lets embedded data keep a role by its plain name, such as department.
func (c *column) give(plain string) {
	for _, r := range nameRanks[plain] {
		switch r.role {
		case roleDepartment, roleService, roleChannel, roleAudience:
			c.role, c.why = r.role, "embedded data by name"
		}
	}
}

// shapeLegacyQualtrics reads two header rows; open questions are told by what is in them.
func (p *plan) shapeLegacyQualtrics(h *head) {
	p.nameColumns(h, 2)
	p.header = 2
	for i, c := range p.columns {
		plain := strings.ReplaceAll(plainName(c.name), " ", "")
		switch r, ok := qualtricsRoles[plain]; {
		case ok:
			c.role, c.why = r, "by format"
		case plain == "enddate":
			c.role, c.why = roleDate, "by format"
		case strings.HasPrefix(h.cell(0, i), "V"):
			c.why = "about the answer"
		default:
			c.question = c.name
			if c.name = h.cell(0, i); c.name == "" {
				c.name = columnLetter(i)
			}
			c.closed = true
			c.role, c.why = p.legacyOpen(h, i)
		}
	}
}

// legacyOpen judges a column of a legacy export by the head, since its ids say nothing.
func (p *plan) legacyOpen(h *head, i int) (role, string) {
	words, numbers, n := 0, 0, 0
	for row := 2; row < len(h.rows); row++ {
		if cell := h.cell(row, i); cell != "" {
			n++
			words += len(strings.Fields(cell))
			if _, _, _, ok := ratingNumber(cell); ok {
				numbers++
			}
		}
	}
	if n > 0 && numbers*2 < n && words >= 2*n {
		return roleText, "words rather than codes"
	}
	return roleNone, "codes rather than words"
}

// zoneNamed is the zone called name, or fallback if there is none.
func zoneNamed(name string, fallback *time.Location) *time.Location {
	if name == "Z" {
		return time.UTC
	}
	if zone, err := Zone(name); err == nil {
		return zone
	}
	return fallback
}
