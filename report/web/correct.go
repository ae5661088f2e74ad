package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"voc"
	"voc/internal/review"
)

// nameCookie keeps who corrects, so that it need not be typed again.
const nameCookie = "voc_name"

// A correctionForm asks what the labels of a comment should be.
type correctionForm struct {
	Name   string // who corrected last in this browser
	Fields []choice
	Themes []option // themes that can be added
	Units  []option // sentences of the comment
}

// A choice is one label and the values it can have.
type choice struct {
	Field   string // name in the form
	Label   string
	Was     string // what it has now
	Options []option
}

// An option is one value of a choice.
type option struct {
	Value  string
	Label  string
	Chosen bool
}

// correctionForm returns the form for the labels that a record has now.
func (s *Site) correctionForm(r *http.Request, record *voc.Record) correctionForm {
	var form correctionForm
	if cookie, err := r.Cookie(nameCookie); err == nil {
		if name, err := url.QueryUnescape(cookie.Value); err == nil && utf8.ValidString(name) {
			form.Name = name
		}
	}
	for _, need := range voc.Needs {
		form.Fields = append(form.Fields, s.choice(record, voc.KindNeed, string(need)))
	}
	form.Fields = append(form.Fields, s.choice(record, voc.KindSentiment, ""))
	for _, theme := range record.Themes {
		form.Fields = append(form.Fields, s.choice(record, voc.KindTheme, theme))
	}
	for _, theme := range s.opt.Themes {
		if !slices.Contains(record.Themes, theme.ID) && !slices.Contains(voc.Needs[:], voc.Need(theme.ID)) {
			form.Themes = append(form.Themes, option{Value: theme.ID, Label: s.names.of("theme", theme.ID)})
		}
	}
	if len(record.Units) > 1 {
		const most = 40
		for i, unit := range record.Units[:min(most, len(record.Units))] {
			if unit.Start >= 0 && unit.Start <= unit.End && unit.End <= len(record.Text) {
				form.Units = append(form.Units, option{Value: strconv.Itoa(i + 1), Label: strconv.Itoa(i+1) + ": " + shorten(record.Text[unit.Start:unit.End], 60)})
			}
		}
	}
	return form
}

func (s *Site) choice(record *voc.Record, kind, label string) choice {
	c := choice{Field: kind + ":" + label, Label: s.labelName(kind, label), Was: review.Value(record, kind, label)}
	values := review.Values(kind)
	if !slices.Contains(values, c.Was) { // a comment without a feeling
		c.Options = append(c.Options, option{Value: c.Was, Label: "none", Chosen: true})
	}
	for _, value := range values {
		c.Options = append(c.Options, option{Value: value, Label: s.valueName(kind, value), Chosen: value == c.Was})
	}
	return c
}

// correct keeps the corrections of one comment, and leads back to its page.
func (s *Site) correct(w http.ResponseWriter, r *http.Request) {
	v := s.runs.acquire()
	defer s.release(v)
	record, err := v.index.Get(r.PathValue("id"))
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	if !readForm(w, r) {
		return
	}
	corrections, fault := s.corrections(r.PostForm, &record)
	if fault != "" {
		s.showComment(w, r, v, record, fault, http.StatusUnprocessableEntity)
		return
	}
	if err := review.Append(s.opt.Reviews, corrections...); err != nil {
		s.opt.Log(err)
		s.showComment(w, r, v, record, "The correction could not be kept. The program's log says why.", http.StatusInternalServerError)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: nameCookie, Value: url.QueryEscape(corrections[0].By), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	search, _ := parseState(r.URL.Query())
	target := search.URL(commentPath(record.ID))
	http.Redirect(w, r, target+joiner(search)+"done=1", http.StatusSeeOther)
}

// readForm reads a posted form, and answers what is no form or too large.
func readForm(w http.ResponseWriter, r *http.Request) bool {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "this form cannot be read", http.StatusBadRequest)
		return false
	}
	if len(r.PostForm) > maxForm {
		http.Error(w, "this form has too many fields", http.StatusBadRequest)
		return false
	}
	return true
}

// corrections reads a posted form: one correction for each label that was changed,
// and, if the form says that all was looked at, one that confirms for each that was not.
// A fault is for the person who posted.
func (s *Site) corrections(form url.Values, record *voc.Record) (list []review.Correction, fault string) {
	base := review.Correction{
		Time: s.opt.Now().UTC(), By: strings.TrimSpace(form.Get("by")), Comment: record.ID,
		Note: strings.TrimSpace(form.Get("note")), Codebook: s.opt.Codebook,
	}
	if base.By == "" {
		return nil, "Say who corrects: the name is kept with the correction."
	}
	if unit := form.Get("unit"); unit != "" {
		n, err := strconv.Atoi(unit)
		if err != nil || n < 1 || n > len(record.Units) {
			return nil, "The comment has no such sentence."
		}
		base.Unit = n
	}
	all := form.Get("all") == "1"
	add := func(kind, label, was, value string) {
		if value == "" || value == was && (!all || value == review.None) {
			return
		}
		c := base
		c.Kind, c.Label, c.Old, c.New = kind, label, was, value
		list = append(list, c)
	}
	for _, need := range voc.Needs {
		field := voc.KindNeed + ":" + string(need)
		add(voc.KindNeed, string(need), form.Get("was:"+field), form.Get(field))
	}
	field := voc.KindSentiment + ":"
	add(voc.KindSentiment, "", form.Get("was:"+field), form.Get(field))
	var themes []string
	for name := range form {
		if theme, ok := strings.CutPrefix(name, voc.KindTheme+":"); ok {
			themes = append(themes, theme)
		}
	}
	slices.Sort(themes)
	for _, theme := range themes {
		field := voc.KindTheme + ":" + theme
		add(voc.KindTheme, theme, form.Get("was:"+field), form.Get(field))
	}
	if theme := form.Get("add"); theme != "" {
		if _, known := s.names.themes[theme]; !known {
			return nil, "The codebook has no such theme."
		}
		add(voc.KindTheme, theme, review.None, form.Get("as"))
	}
	if len(list) == 0 {
		return nil, "Nothing was changed. To say that all labels are right, tick the box above the button."
	}
	for _, c := range list {
		if err := c.Check(); err != nil {
			return nil, "This cannot be kept: " + err.Error()
		}
	}
	return list, ""
}
