package workspace

import (
	"reflect"
	"strings"

	"voc"
)

// A Key is one key of a file that people edit.
type Key struct {
	File    string `json:"file"`
	Name    string `json:"name"` // with dots; [] stands for every item of a list
	Type    string `json:"type"`
	Meaning string `json:"meaning"`
}

// Keys lists every key of voc.yaml and departments.yaml, in the order of the types that hold them.
func Keys() []Key {
	var keys []Key
	collect(&keys, "voc.yaml", "", reflect.TypeFor[Config]())
	collect(&keys, "departments.yaml", "departments[].", reflect.TypeFor[voc.Department]())
	return keys
}

func collect(keys *[]Key, file, prefix string, of reflect.Type) {
	for i := range of.NumField() {
		field := of.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if name == "" || name == "-" {
			continue
		}
		name = prefix + name
		item := field.Type
		if item.Kind() == reflect.Slice && item.Elem().Kind() == reflect.Struct {
			*keys = append(*keys, Key{file, name, "list", meanings[name]})
			collect(keys, file, name+"[].", item.Elem())
			continue
		}
		*keys = append(*keys, Key{file, name, typeName(item), meanings[name]})
	}
}

func typeName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "list"
	case reflect.Map:
		return "mapping"
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "yes or no"
	default:
		return "number"
	}
}

// meanings has a few words for every key; a test holds it against the types.
var meanings = map[string]string{
	"organisation":                       "name printed on reports",
	"timezone":                           "zone of times that name none, or UTC, such as America/New_York; UTC if absent",
	"sources":                            "feeds of exports; a file that none matches is read by looking at it",
	"sources[].name":                     "the source's name in every table",
	"sources[].files":                    "glob of paths below inbox, such as survey-*.csv",
	"sources[].format":                   "a name that \"voc help formats\" lists; found by looking if absent",
	"sources[].encoding":                 "such as windows-1252; found by looking if absent",
	"sources[].delimiter":                "one character, or tab",
	"sources[].header_rows":              "rows before the first row of data; found by looking if absent",
	"sources[].sheet":                    "sheet of a workbook; the first with data if absent",
	"sources[].timezone":                 "zone of this source's times",
	"sources[].date_layout":              "such as DD/MM/YYYY; needed where a column can be read two ways",
	"sources[].date":                     "day of transcripts and rows that bear none, such as 2026-03-14",
	"sources[].rating":                   "scale, such as 1-5 or 0-10; 5-1 where 1 is the best",
	"sources[].channel":                  "survey, transcript, review, social, ticket, 311, email or comment",
	"sources[].audience":                 "external or internal customers",
	"sources[].department":               "department of every row; unassigned if it has none",
	"sources[].columns":                  "field of a comment -> column: id, text, department, service, date, rating, question, ...",
	"sources[].questions":                "open questions, a comment for each answer",
	"sources[].questions[].column":       "the column with the answers",
	"sources[].questions[].text":         "what was asked; the column's header if absent",
	"sources[].questions[].kind":         "what_good, could_improve, why_score or other; told from the words if absent",
	"sources[].staff":                    "speakers of transcripts who are not customers",
	"sources[].customers":                "speakers of transcripts who are customers, whatever they look like",
	"period":                             "what the reports of a nightly run speak of: the last full month, quarter, half (six months) or year (twelve); quarter if absent",
	"codebook":                           "path of a codebook that adds to the built-in one or replaces labels of it",
	"models":                             "paths of models made by \"voc train\"",
	"quality":                            "path of the figures that \"voc eval -o FILE\" wrote, for reports to correct their shares by; those of the built-in labels if absent",
	"max_reject":                         "percent of rejected rows above which nothing is published; 5 if absent",
	"max_fall":                           "percent that the number of comments may fall between two runs; 50 if absent",
	"keep_runs":                          "published runs kept whole; 10 if absent",
	"departments[].id":                   "short name used in tables, paths and flags",
	"departments[].name":                 "name printed on reports",
	"departments[].aliases":              "other names in exports, compared without case",
	"departments[].patterns":             "regular expressions on department, service or agency as written",
	"departments[].vision":               "printed under the report's title",
	"departments[].mission":              "printed in the report",
	"departments[].standards":            "promises of the charter",
	"departments[].standards[].name":     "the promise as printed",
	"departments[].standards[].kind":     "rigid, flexible or discretion",
	"departments[].standards[].target":   "share of cases that keep it, 0 to 1",
	"departments[].standards[].theme":    "theme of the comments that speak of it",
	"departments[].standards[].within":   "time allowed, such as 2h or 3d, measured on records that carry times; due for the day they promise",
	"departments[].standards[].services": "services as exports name them, * for any letters, whose records within is measured on; all if left out",
}
