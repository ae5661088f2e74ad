package ingest

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"voc"
)

// A tablePart makes comments of the rows of one table.
type tablePart struct {
	table table
	plan  *plan
	name  string
}

func (t *tablePart) comments(r *reading, yield func(voc.Comment, error) bool) bool {
	in, closer, err := t.table.open()
	if err != nil {
		yield(voc.Comment{}, err)
		return false
	}
	defer closer.Close()
	keyed, _ := in.(keyedRows)
	if keyed != nil {
		keyed.keep(len(t.plan.columns)) // they come in the order in which the plan saw them
		defer func() { t.noteLeftOut(keyed, r) }()
	}
	b := newBuilder(t.plan, r, t.name)
	for header := t.plan.header; ; {
		cells, line, err := in.read()
		var bad *badRow
		more := true
		switch {
		case errors.Is(err, io.EOF):
			return true
		case errors.As(err, &bad):
			more = yield(voc.Comment{}, b.rejectBad(line, bad))
		case err != nil:
			yield(voc.Comment{}, fmt.Errorf("%s:%d: %w", t.name, line, err))
			return false
		case header > 0: // only records that can be read are counted, as [readHead] counts them
			header--
		default:
			more = b.row(cells, line, yield)
		}
		if !more {
			return false
		}
	}
}

// noteLeftOut says how many rows had more than what is read of them.
// Note: reading all of a file for its keys before its first row would take twice the time.
func (t *tablePart) noteLeftOut(in keyedRows, r *reading) {
	if first, rows := in.beyond(); rows > 0 {
		r.notes.countBy(fmt.Sprintf("rows also have keys beyond the %d known from the first %d rows, such as %q: what stands under those is not read",
			len(t.plan.columns), headRows+firstRows, first), rows)
	}
}

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

func (b *builder) channelOf() string {
	if b.mapping.Channel != "" {
		return b.mapping.Channel
	}
	if s := b.cell(roleChannel); s != "" {
		if channel := channelOf(s); channel != "" {
			return channel
		}
	}
	if b.channel != "" {
		return b.channel
	}
	if b.format.channel != "" {
		return b.format.channel
	}
	return voc.ChannelComment
}

func (b *builder) audienceOf() string {
	if s := strings.ToLower(b.cell(roleAudience)); s != "" {
		switch s {
		case "internal", "staff", "employee", "employees":
			return voc.Internal
		case "external":
			return voc.External
		}
	}
	if b.mapping.Audience != "" {
		return b.mapping.Audience
	}
	return voc.External
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

// languageTag brings "EN", "en_US" or "English" to a tag; what is neither is left to analysis.
func languageTag(s string) string {
	s = strings.ReplaceAll(s, "_", "-")
	base, region, _ := strings.Cut(s, "-")
	if n := len(base); n == 2 || n == 3 {
		tag := strings.ToLower(base)
		for _, r := range tag {
			if r < 'a' || r > 'z' {
				return ""
			}
		}
		if len(region) == 2 {
			tag += "-" + strings.ToUpper(region)
		}
		return tag
	}
	return languageNames[strings.ToLower(base)]
}

var languageNames = map[string]string{
	"english": "en", "spanish": "es", "español": "es", "french": "fr", "français": "fr", "german": "de", "deutsch": "de", "dutch": "nl", "portuguese": "pt",
	"chinese": "zh", "vietnamese": "vi", "russian": "ru", "korean": "ko", "arabic": "ar", "italian": "it", "polish": "pl", "turkish": "tr",
}

// rating brings the row's rating to 0..1.
func (b *builder) rating() *float64 {
	written := b.numeral(b.cell(roleRating))
	if written == "" || noRating(written) {
		return nil
	}
	i := int(b.at[roleRating]) - 1
	value, own, hasOwn, ok := ratingNumber(written)
	if !ok {
		if r, known := ratingWords[strings.ToLower(strings.TrimRight(written, ".!"))]; known {
			return &r
		}
		b.reading.notes.count(fmt.Sprintf("ratings in column %q that could not be read: the comments are kept without", b.columns[i].name))
		return nil
	}
	s := b.scales[i]
	if hasOwn {
		s = own
	} else if told := b.cell(roleScale); told != "" {
		s = b.scaleOf(told)
	}
	if s.worst == s.best {
		return nil
	}
	r, ok := s.rate(value)
	if !ok {
		b.reading.notes.count(fmt.Sprintf("ratings in column %q outside the scale %s: the comments are kept without", b.columns[i].name, s))
		return nil
	}
	return &r
}

func (b *builder) scaleOf(told string) scale {
	if told != b.told { // most rows tell the same
		b.told = told
		b.scale, _ = parseScale(told)
	}
	return b.scale
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

// maxText is the longest comment in bytes.
const maxText = 1 << 20

// text cleans the words of one cell.
func (b *builder) text(cell string, col *column) (string, error) {
	text := strings.TrimSpace(cell)
	if text == "" {
		return "", nil
	}
	if len(text) > maxText {
		return "", b.reject(b.line, voc.CodeTooLong, fmt.Sprintf("column %q holds more than 1 MB", col.name))
	}
	if fixed, ok := unmojibake(text); ok {
		b.reading.notes.count("texts whose letters had been garbled by a wrong encoding were put right")
		text = fixed
	}
	text, controls := cleanText(text)
	if controls*10 > len(text) {
		return "", b.reject(b.line, voc.CodeBadText, fmt.Sprintf("column %q holds control characters, not text", col.name))
	}
	if isNull(text) || b.writesNA && text == "NA" {
		return "", nil
	}
	return text, nil
}

// isNull reports whether a cell is what programs write for nothing; what people write for it, such as "n/a", is an answer.
func isNull(s string) bool {
	switch s {
	case "NULL", "null", "NaN", "nan", "#N/A", `\N`, "Did not answer":
		return true
	}
	return false
}

// cleanText drops control characters but line ends and tabs, makes every line end one newline, and counts what it dropped.
func cleanText(s string) (string, int) {
	if isPlain(s) {
		return s, 0
	}
	s = strings.ReplaceAll(s, "_x000D_", "")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	controls := 0
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r):
			controls++
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s), controls
}

// isPlain reports whether s has nothing that cleanText changes.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if plainBytes[s[i]] {
			continue
		}
		if s[i] == '_' && !strings.HasPrefix(s[i:], "_x") {
			continue
		}
		if s[i] == 0xc2 && i+1 < len(s) && s[i+1] >= 0xa0 {
			continue // a character of Latin-1, not one of its controls
		}
		return false
	}
	return true
}

// plainBytes are the bytes that need no second look.
var plainBytes = func() (plain [256]bool) {
	for b := range plain {
		plain[b] = b >= ' ' && b != 0x7f && b != '_' && b != 0xc2 || b == '\n' || b == '\t'
	}
	return plain
}()

// title joins a headline to the words under it, unless they begin with it.
func (b *builder) title(text string) string {
	title, _ := cleanText(b.cell(roleTitle))
	if title == "" || isNull(title) {
		return text
	}
	if text == "" {
		return title
	}
	head := strings.TrimRight(title, ".…! ")
	if len(text) >= len(head) && strings.EqualFold(text[:len(head)], head) {
		return text
	}
	return title + "\n" + text
}

// validText makes sure that what a library gave is UTF-8.
func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
