package ingest

import (
	"fmt"
	"strings"
	"time"

	"voc"
)

// A builder makes comments of rows.
type builder struct {
	*plan
	*reading
	name    string
	cells   []string
	line    int
	people  map[string]string // pseudonyms of speakers
	kinds   map[string]string // of questions
	tickets ticketAuthors
	places  map[string]int // of columns by name
	aside   string         // staff's words that edit set apart
	from    feed           // of the row
	served  string         // department of the row's service, where the department was asked for
	told    string         // scale that the last row told
	scale   scale          // what it says
}

func newBuilder(p *plan, r *reading, name string) *builder {
	return &builder{plan: p, reading: r, name: name, people: map[string]string{}, kinds: map[string]string{}, tickets: ticketAuthors{first: map[uint64]uint32{}, limit: maxTickets}}
}

func (b *builder) reject(line int, code, reason string) *voc.RowError {
	return &voc.RowError{Origin: voc.Origin{File: b.name, Row: line}, Code: code, Reason: reason}
}

func (b *builder) rejectBad(line int, bad *badRow) *voc.RowError {
	if bad.long {
		return b.reject(line, voc.CodeTooLong, bad.reason)
	}
	return b.reject(line, voc.CodeMalformed, bad.reason)
}

// cell returns the trimmed text of the column that has the role; empty if there is none.
func (b *builder) cell(r role) string {
	i, ok := b.at.get(r)
	if !ok || i >= len(b.cells) {
		return ""
	}
	return strings.TrimSpace(b.cells[i])
}

// row yields what comes of one row and reports whether to go on.
func (b *builder) row(cells []string, line int, yield func(voc.Comment, error) bool) bool {
	b.cells, b.line, b.aside = cells, line, ""
	if len(cells) > len(b.columns) && tooWide(cells[len(b.columns):]) {
		return yield(voc.Comment{}, b.reject(line, voc.CodeMalformed, fmt.Sprintf("the row has %d cells, the header %d", len(cells), len(b.columns))))
	}
	if b.format.edit != nil {
		b.format.edit(b)
	}
	if err := b.leftOut(); err != nil {
		return yield(voc.Comment{}, err)
	}
	var shared voc.Comment
	if err := b.fill(&shared); err != nil {
		return yield(voc.Comment{}, err)
	}
	who := ""
	if shared.Respondent == "" && len(b.texts) > 1 {
		who = b.answerer(&shared)
	}
	said := false
	for _, i := range b.texts {
		if i >= len(cells) {
			continue
		}
		text, err := b.text(cells[i], b.columns[i])
		if err != nil {
			said = true
			if !yield(voc.Comment{}, err) {
				return false
			}
			continue
		}
		if text == "" {
			continue
		}
		if i == b.texts[0] {
			text = b.title(text)
		}
		said = true
		c := b.comment(&shared, text, i)
		if who != "" {
			c.Respondent = who // not part of the id: one more answer must not change the others' ids
		}
		if !yield(c, nil) {
			return false
		}
	}
	if said {
		return true
	}
	if title := b.title(""); title != "" && len(b.texts) > 0 && b.aside == "" {
		return yield(b.comment(&shared, title, b.texts[0]), nil)
	}
	if shared.Context != "" {
		return yield(voc.Comment{}, b.reject(line, voc.CodeStaff, "only staff's words"))
	}
	return yield(voc.Comment{}, b.reject(line, voc.CodeEmpty, b.emptyReason()))
}

// answerer is the pseudonym of whoever gave the answers of a row that names nobody: what was answered, and when.
func (b *builder) answerer(shared *voc.Comment) string {
	h := &b.identifier.hasher
	h.reset()
	h.number(instant(shared))
	for _, i := range b.texts {
		if i < len(b.cells) {
			h.add(b.cells[i])
		}
	}
	return h.tag('r')
}

func (b *builder) emptyReason() string {
	if len(b.texts) == 1 {
		return fmt.Sprintf("nothing in column %q", b.columns[b.texts[0]].name)
	}
	return "no words in any open answer"
}

func tooWide(extra []string) bool {
	for _, cell := range extra {
		if strings.TrimSpace(cell) != "" {
			return true
		}
	}
	return false
}

// named returns the trimmed cell of the column called name.
func (b *builder) named(name string) string {
	if i, ok := b.index(name); ok && i < len(b.cells) {
		return strings.TrimSpace(b.cells[i])
	}
	return ""
}

// set changes the cell of the column called name.
func (b *builder) set(name, value string) {
	if i, ok := b.index(name); ok && i < len(b.cells) {
		b.cells[i] = value
	}
}

func (b *builder) index(name string) (int, bool) {
	if b.places == nil {
		b.places = map[string]int{}
		for i, c := range b.columns {
			if _, taken := b.places[c.name]; !taken {
				b.places[c.name] = i
			}
		}
	}
	i, ok := b.places[name]
	return i, ok
}

// comment completes what the row shares with one answer.
func (b *builder) comment(shared *voc.Comment, text string, i int) voc.Comment {
	c := *shared
	c.Text = text
	col := b.columns[i]
	if c.Question == "" {
		c.Question = col.question
	}
	c.QuestionKind = col.kind
	if c.QuestionKind == "" {
		c.QuestionKind = b.kindOf(c.Question)
	}
	key := ""
	if b.keyed || col.beside {
		key = col.name
	}
	b.identify(&c, key)
	return c
}

// kindOf remembers the last question's kind: the same question comes row after row.
func (b *builder) kindOf(question string) string {
	if kind, ok := b.kinds[question]; ok {
		return kind
	}
	kind := voc.QuestionKind(question)
	if len(b.kinds) < maxKnown {
		b.kinds[strings.Clone(question)] = kind
	}
	return kind
}

// leftOut returns an error if the row is a preview, deleted, or staff's.
func (b *builder) leftOut() error {
	if b.format.check != nil {
		if err := b.format.check(b); err != nil {
			return err
		}
	}
	if status := b.cell(roleStatus); status != "" && b.format.preview != nil && b.format.preview(status) {
		return b.reject(b.line, voc.CodePreview, fmt.Sprintf("column %q says that it is a preview or test", b.columns[b.at[roleStatus]-1].name))
	}
	if yes(b.cell(roleDeleted)) {
		return b.reject(b.line, voc.CodePreview, "the row is marked deleted")
	}
	if public := b.cell(rolePublic); public != "" && !yes(public) {
		return b.reject(b.line, voc.CodeStaff, "a note for staff only")
	}
	if staff := b.cell(roleStaff); staff != "" && b.format.staff != nil && b.format.staff(staff) {
		return b.reject(b.line, voc.CodeStaff, "written by staff")
	}
	return nil
}

func yes(s string) bool {
	switch strings.ToLower(s) {
	case "true", "1", "yes", "y", "t":
		return true
	}
	return false
}

// fill takes all but the words from the row.
func (b *builder) fill(c *voc.Comment) error {
	c.Origin = voc.Origin{File: b.name, Row: b.line}
	b.from = b.feed
	if b.mapping.Name == "" {
		if s := b.cell(roleSource); s != "" && len(s) <= 64 {
			b.from = declaredFeed(s)
		}
	}
	c.Source = b.from.name
	c.Native = b.cell(roleID)
	c.Service = cleanName(b.cell(roleService))
	if b.mapping.Department != "" {
		c.Department = b.departments.find(b.mapping.Department, "")
	} else {
		c.Department = b.departmentOf(c.Service)
	}
	c.Channel = b.channelOf()
	c.Audience = b.audienceOf()
	c.Question = b.cell(roleQuestion)
	c.Session = b.cell(roleSession)
	c.Turn = smallNumber(b.cell(roleTurn))
	c.Language = languageTag(b.cell(roleLanguage))
	if who := b.cell(roleRespondent); who != "" {
		c.Respondent = b.pseudonym(c.Source, who)
	}
	if who := b.cell(roleSpeaker); who != "" {
		c.Speaker = b.speaker(who)
	}
	for _, i := range b.contexts {
		if i < len(b.cells) {
			if s := strings.TrimSpace(b.cells[i]); s != "" {
				c.Context = join(c.Context, s)
			}
		}
	}
	if b.aside != "" {
		c.Context = join(c.Context, b.aside)
	}
	c.Rating = b.rating()
	if err := b.dates(c); err != nil {
		return err
	}
	if c.Respondent != "" && b.at[roleRespondent] == b.at[roleID] && isCounter(c.Native) {
		c.Respondent = b.pseudonym(c.Source, c.Native+" "+c.Time.Format(time.DateTime)) // another month's number is another person's
	}
	return nil
}

// departmentOf is the department that the row names, or that serves it.
func (b *builder) departmentOf(service string) string {
	written := b.cell(roleDepartment)
	if b.asked {
		written = b.departments.chosenOne(b.onlyTicked(written))
		b.served = b.departments.find("", service)
	}
	return b.departments.find(written, service)
}

// onlyTicked is the department ticked in the row, if no more than one is; written where the question has one column.
func (b *builder) onlyTicked(written string) string {
	for _, i := range b.ticked {
		if i >= len(b.cells) || strings.TrimSpace(b.cells[i]) == "" {
			continue
		}
		if written != "" {
			return ""
		}
		written = b.columns[i].choice
	}
	return written
}

// identify gives the comment its id. A department that a question asked for is not in it:
// there were ids before such answers were read, and comments must keep theirs.
func (b *builder) identify(c *voc.Comment, key string) {
	l := lineage{feed: b.from, column: key, department: c.Department, written: b.cell(roleDepartment), who: b.cell(roleRespondent)}
	if b.asked {
		l.department = b.served
	}
	b.identifier.identify(c, l)
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

func (b *builder) pseudonym(source, who string) string {
	return b.identifier.hasher.pseudonym(source, who)
}

// speaker hides a name in a column of speakers; a role stays as it is.
func (b *builder) speaker(who string) string {
	if roleWord(who) != "" {
		return roleWord(who)
	}
	if s, ok := b.people[who]; ok {
		return s
	}
	b.identifier.reset()
	b.identifier.add(who)
	s := "Speaker " + b.identifier.tag('s')[1:7]
	if len(b.people) < maxKnown {
		b.people[strings.Clone(who)] = s
	}
	return s
}

func smallNumber(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1e8 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// dates reads the row's dates. A comment whose own date cannot be read is rejected,
// since it would stand in no period; the other dates are only left out.
func (b *builder) dates(c *voc.Comment) error {
	for _, r := range dateRoles {
		written := b.cell(r)
		if noDate(written) {
			continue
		}
		i := int(b.at[r]) - 1
		m, _, err := parseDate(written, b.order[i], b.zone, b.serials || b.columns[i].serials)
		if err != nil && r == roleDate {
			return b.reject(b.line, voc.CodeBadDate, fmt.Sprintf("column %q: not a date in the column's layout", b.columns[i].name))
		}
		if err != nil {
			b.reading.notes.count(fmt.Sprintf("dates in column %q that could not be read: left out", b.columns[i].name))
			continue
		}
		switch r {
		case roleDate:
			c.Time, c.DateOnly = m.time, m.dateOnly
		case roleUpdated:
			c.Updated = m.time
		case roleDue:
			if c.Due = m.time; m.dateOnly { // the whole day is left
				c.Due = m.time.AddDate(0, 0, 1).Add(-time.Second)
			}
		case roleClosed:
			c.Closed = m.time
		}
	}
	if c.Time.IsZero() && b.mapping.Date != "" {
		m := b.mapping.day(b.zone)
		c.Time, c.DateOnly = m.time, m.dateOnly
	}
	return nil
}
