package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"

	"voc"
)

// A plan says how the rows of one table become comments.
type plan struct {
	format   *Format
	header   int // records before the data
	columns  []*column
	mapping  *Mapping
	feed     feed // unless a row says otherwise
	zone     *time.Location
	latest   int // newest day that a comment can be of, as [dayNumber] writes it; 0 for any
	channel  string
	serials  bool
	order    map[int]*orders // of the date columns
	scales   map[int]scale   // of the rating columns
	notes    []string
	finish   func(*plan) // gives roles once all keys are known; nil if the shape gave them
	dropped  string      // why the other columns are not read
	ask      error       // what must be declared first
	writesNA bool        // NA stands for nothing in this table, as programs for statistics write it

	texts    []int // columns of open questions; those beside the comment itself last
	keyed    bool  // ids are made with the column's name, since several are asked alike
	decimal  bool  // as [table.decimal]
	asked    bool  // the department is told by the answers to a question: ids do not depend on it
	ticked   []int // columns of the departments to choose among, where each has one
	at       roleColumns
	contexts []int
}

// Rows that are looked at before the columns are judged.
const (
	headRows  = 24
	firstRows = 5000
)

// infer reads a table once, as far as it must, and makes a plan.
func infer(t table, opt *Options, name string, departments *departmentFinder) (*plan, error) {
	in, closer, err := t.open()
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	h, err := readHead(in)
	if err != nil {
		return nil, err
	}
	p := &plan{mapping: opt.Mapping, zone: opt.Location, latest: dayNumber(opt.Latest), order: map[int]*orders{}, scales: map[int]scale{}, serials: t.kind == "xlsx", decimal: t.decimal}
	if p.mapping == nil {
		p.mapping = &Mapping{}
	}
	if p.zone == nil {
		p.zone = time.UTC
	}
	if err := p.shape(h, t); err != nil {
		return nil, err
	}
	p.feed = feedOf(name)
	if p.mapping.Name != "" {
		p.feed = declaredFeed(p.mapping.Name)
	}
	if err := p.look(in, h); err != nil {
		return nil, err
	}
	if err := p.declare(); err != nil { // now that the keys are known which the first rows do not have
		return nil, err
	}
	p.assign(departments)
	if err := p.settle(in); err != nil {
		return nil, err
	}
	if len(h.rows) <= p.header {
		p.ask = nil // nothing can be misread
		p.notes = append(p.notes, "a header without rows")
		return p, nil
	}
	p.decideDates()
	return p, p.decideScale()
}

// A head is the first records of a table.
type head struct {
	rows  [][]string
	lines []int
	keyed bool
	names []string // of keyed rows
	ended bool
}

func readHead(in rows) (*head, error) {
	h := &head{}
	keyed, ok := in.(keyedRows)
	h.keyed = ok
	for len(h.rows) < headRows {
		cells, line, err := in.read()
		var bad *badRow
		switch {
		case errors.Is(err, io.EOF):
			h.ended = true
		case errors.As(err, &bad):
			continue
		case err != nil:
			return nil, err
		default:
			h.rows = append(h.rows, slices.Clone(cells))
			h.lines = append(h.lines, line)
			continue
		}
		break
	}
	if ok {
		h.names = keyed.keys()
	}
	if len(h.rows) == 0 {
		return nil, errNoRows
	}
	return h, nil
}

var errNoRows = errors.New("no rows of data")

// cell returns the text of a head's cell, empty beyond the row's end.
func (h *head) cell(row, col int) string {
	if row >= len(h.rows) || col >= len(h.rows[row]) {
		return ""
	}
	return strings.TrimSpace(h.rows[row][col])
}

// width is the number of columns: that of the widest of the first n rows, which are the header.
func (h *head) width(n int) int {
	if h.keyed {
		return len(h.names)
	}
	widest := 0
	for _, row := range h.rows[:min(n, len(h.rows))] {
		widest = max(widest, len(row))
	}
	return widest
}

// shape finds the format by the head and names the columns.
func (p *plan) shape(h *head, t table) error {
	for i := range formats {
		f := &formats[i]
		if f.match == nil {
			continue
		}
		if p.mapping.Format != "" && p.mapping.Format != f.Name {
			continue
		}
		if !f.match(h) {
			continue
		}
		p.format = f
		break
	}
	if want := formatNamed(p.mapping.Format); p.format == nil && want.match != nil {
		return fmt.Errorf("declared as %s, but it does not look so: %s are known by %s", want.Name, want.Tool, want.Recognised)
	}
	if p.format == nil {
		p.format = formatNamed(t.kind)
		if t.kind == "csv" && !h.tabular() && p.mapping.HeaderRows == 0 && len(p.mapping.Columns) == 0 {
			return errNoTable
		}
	}
	if p.format.shape != nil {
		if err := p.format.shape(p, h); err != nil {
			return err
		}
	} else {
		p.nameColumns(h, headerRow(h))
	}
	if p.mapping.HeaderRows > 0 {
		p.nameColumns(h, p.mapping.HeaderRows)
	}
	for _, c := range p.columns {
		if c.plain == "" {
			c.plain = plainName(c.name)
		}
	}
	return nil
}

// nameColumns names the columns by the last of the header rows; keyed rows have names of their own.
// A second column of a name is called "name (2)". A column without one belongs to the question left of it.
func (p *plan) nameColumns(h *head, header int) {
	p.columns = nil
	if h.keyed {
		p.header = 0
		for _, name := range h.names {
			p.columns = append(p.columns, &column{name: name})
		}
		return
	}
	p.header = header
	seen := map[string]int{}
	asked := ""
	for i := range h.width(header) {
		name := cleanName(h.cell(header-1, i))
		c := &column{name: name}
		switch {
		case name == "":
			c.name, c.question = columnLetter(i), asked
		case len(strings.Fields(name)) >= 4 || strings.HasSuffix(name, "?"):
			asked = name
		default:
			asked = ""
		}
		if seen[name]++; name != "" && seen[name] > 1 {
			c.name = fmt.Sprintf("%s (%d)", name, seen[name])
		}
		p.columns = append(p.columns, c)
	}
}

var errNoTable = errors.New("text that is neither a table (its lines do not have the same number of cells) nor a transcript that is known")

// tabular reports whether most records have as many cells as the header; all of them, where there are few and no name is known.
// A header of one cell must be a name that needs no mapping.
func (h *head) tabular() bool {
	header := headerRow(h) - 1
	want := len(h.rows[header])
	if want == 1 {
		return h.known(header) == 1
	}
	same, data := 0, len(h.rows)-header-1
	if data == 0 && h.ended && h.known(header) > 0 {
		return true // an export of a day on which nobody said anything
	}
	for _, row := range h.rows[header+1:] {
		if len(row) == want || data >= 10 && len(row) < want && want-len(row) <= 2 {
			same++
		}
	}
	for i := range want {
		if prose := strings.Fields(h.cell(header, i)); data < 10 && len(prose) > 8 && !strings.HasSuffix(h.cell(header, i), "?") {
			return false // a sentence, not a header
		}
	}
	if data < 10 && h.known(header) < 2 {
		return data > 0 && same == data
	}
	return data > 0 && 5*same >= 3*data
}

// known is how many cells of a row are names that need no mapping.
func (h *head) known(row int) int {
	known := 0
	for i := range h.rows[row] {
		if nameRanks[plainName(h.cell(row, i))] != nil {
			known++
		}
	}
	return known
}

// headerRow finds the header below titles: the first row that fills most of the columns.
func headerRow(h *head) int {
	width := 0
	for _, row := range h.rows {
		width = max(width, filled(row))
	}
	for i, row := range h.rows[:min(len(h.rows), 12)] {
		if n := filled(row); width < 3 || n >= 2 && 2*n >= width {
			return i + 1
		}
	}
	return 1
}

func filled(row []string) int {
	n := 0
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// columnLetter is what a spreadsheet calls column i: A, B, ..., AA.
func columnLetter(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// declare gives columns the roles that the mapping says they have.
func (p *plan) declare() error {
	for _, field := range sortedKeys(p.mapping.Columns) {
		name := p.mapping.Columns[field]
		c := p.find(name)
		if c == nil {
			return fmt.Errorf("columns: %s: there is no column %q%s", field, name, p.suggest(name))
		}
		c.role, c.why = fields[field], "declared"
	}
	for _, q := range p.mapping.Questions {
		c := p.find(q.Column)
		if c == nil {
			return fmt.Errorf("questions: there is no column %q%s", q.Column, p.suggest(q.Column))
		}
		c.role, c.why, c.kind = roleText, "declared", q.Kind
		if q.Text != "" {
			c.question = q.Text
		} else if c.question == "" {
			c.question = c.name
		}
	}
	return nil
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// find returns the column with the name, header or spreadsheet letter given.
func (p *plan) find(name string) *column {
	for _, c := range p.columns {
		if c.name == name {
			return c
		}
	}
	plain := plainName(name)
	for _, c := range p.columns {
		if c.plain == plain || c.question == name {
			return c
		}
	}
	for i, c := range p.columns {
		if columnLetter(i) == name {
			return c
		}
	}
	return nil
}

func (p *plan) suggest(name string) string {
	known := map[string]bool{}
	for _, c := range p.columns {
		known[c.name] = true
	}
	if hint := didYouMean(name, known); hint != "" {
		return hint
	}
	var names []string
	for _, c := range p.columns[:min(12, len(p.columns))] {
		names = append(names, c.name)
	}
	return "; the columns are " + strings.Join(names, ", ")
}

// look takes the first rows of data into the columns' statistics.
func (p *plan) look(in rows, h *head) error {
	for i := range h.rows {
		if i >= p.header {
			p.count(h.rows[i], nil)
		}
	}
	if h.ended {
		return nil
	}
	for n := 0; n < firstRows; n++ {
		cells, _, err := in.read()
		var bad *badRow
		if errors.As(err, &bad) {
			continue
		}
		if errors.Is(err, io.EOF) {
			h.ended = true
			break
		}
		if err != nil {
			return err
		}
		p.widen(in)
		p.count(cells, nil)
	}
	p.widen(in)
	return nil
}

// widen adds columns for keys that were first seen after the head.
func (p *plan) widen(in rows) {
	keyed, ok := in.(keyedRows)
	if !ok {
		return
	}
	names := keyed.keys()
	for len(p.columns) < len(names) {
		name := names[len(p.columns)]
		p.columns = append(p.columns, &column{name: name, plain: plainName(name)})
	}
}

// count takes a row into the statistics; watch, if not nil, names the only columns that still matter.
func (p *plan) count(cells []string, watch []int) {
	if watch == nil {
		for i, c := range p.columns {
			c.stats.rows++
			if i < len(cells) {
				c.stats.add(p.numeral(strings.TrimSpace(cells[i])), true, p.serials)
			}
		}
		return
	}
	for _, i := range watch {
		if i >= len(cells) {
			continue
		}
		if cell := strings.TrimSpace(cells[i]); cell != "" {
			p.columns[i].stats.dates.add(cell, p.serials)
		}
	}
}

// assign gives every column its role: what the mapping or the format says, then plain names, then what is in the column.
func (p *plan) assign(departments *departmentFinder) {
	if p.finish != nil {
		p.finish(p)
	}
	p.assignNames()
	p.assignDate()
	p.takeSerials()
	p.assignDepartment(departments)
	p.assignTexts()
	p.assignRating()
	var beside []int
	for i, c := range p.columns {
		switch c.role {
		case roleText:
			if c.beside {
				beside = append(beside, i)
			} else {
				p.texts = append(p.texts, i)
			}
		case roleContext:
			p.contexts = append(p.contexts, i)
		case roleNone:
		default:
			if _, taken := p.at.get(c.role); !taken {
				p.at.set(c.role, i)
			}
		}
	}
	p.keyed = len(p.texts) > 1
	p.texts = append(p.texts, beside...)
	if len(p.texts) == 0 {
		if i, ok := p.at.get(roleTitle); ok {
			p.texts = []int{i}
			p.at[roleTitle] = 0
		}
	}
	if len(p.texts) == 0 && !p.format.wordless {
		p.ask = p.noText()
	}
	p.settleConversation()
	p.writesNA = p.findNA()
	if len(p.texts) > 0 && p.format.channel == "" && p.columns[p.texts[0]].question != "" {
		p.channel = voc.ChannelSurvey // columns that are questions are a survey's
	}
	p.noteUnread()
	if _, ok := p.at.get(roleRespondent); !ok && len(p.texts) > 1 {
		if i, ok := p.at.get(roleID); ok {
			p.at.set(roleRespondent, i)
		}
	}
}

// findNA reports whether a closed column writes NA for nothing; in an open one people may have typed it.
func (p *plan) findNA() bool {
	key := xxhash.Sum64String("NA")
	for _, c := range p.columns {
		if _, found := c.stats.distinct[key]; found && c.role != roleText {
			return true
		}
	}
	return p.format.writesNA
}

// noteUnread says which columns without a header hold words all the same.
func (p *plan) noteUnread() {
	var letters []string
	for _, c := range p.columns {
		if c.role == roleNone && c.why == "no header" && c.stats.filled > 0 {
			letters = append(letters, c.name)
		}
	}
	if len(letters) > 0 {
		p.notes = append(p.notes, fmt.Sprintf("columns without a header are not read: %s to %s", letters[0], letters[len(letters)-1]))
	}
}

// ratingHeads tell which of several closed answers is the rating of the whole.
var ratingHeads = []string{"recommend", "overall", "satisf", "how would you rate", "rate your", "rating", "experience", "quickly", "valuable"}

// assignRating makes one closed column the rating, if its header asks for one and no column is called so.
func (p *plan) assignRating() {
	if p.has(roleRating) || p.format.declaresText && p.format.channel != voc.ChannelSurvey {
		return
	}
	for _, word := range ratingHeads {
		for _, c := range p.columns {
			if c.asksToRate(word) && c.rated() {
				c.role, c.why = roleRating, "the header asks for a rating"
				return
			}
		}
	}
	p.assignWordRating()
}

// asksToRate reports whether the column has no role yet and its header holds the word, one of [ratingHeads].
func (c *column) asksToRate(word string) bool {
	return c.role == roleNone && c.stats.filled > 0 && strings.Contains(strings.ToLower(c.name+" "+c.question), word)
}

// rated reports whether the column's answers stand on a scale: small numbers.
func (c *column) rated() bool {
	s := &c.stats
	return s.numbers*10 >= s.filled*6 && len(s.distinct) <= 24 && s.low >= 0 && s.high <= 10 && s.high > s.low && s.dates.good == 0
}

func (p *plan) noText() error {
	var names []string
	for _, c := range p.columns[:min(12, len(p.columns))] {
		names = append(names, fmt.Sprintf("%q", c.name))
	}
	more := ""
	if len(p.columns) > 12 {
		more = fmt.Sprintf(" and %d more", len(p.columns)-12)
	}
	return fmt.Errorf("no column holds people's own words; if one does, name it in voc.yaml with one line under the source: `columns: {text: \"NAME\"}` (columns: %s%s)", strings.Join(names, ", "), more)
}

// assignNames gives roles by plain names; of several columns for one role the likeliest name has it.
func (p *plan) assignNames() {
	type claim struct {
		col   int
		place int
	}
	best := map[role]claim{}
	for i, c := range p.columns {
		if c.role != roleNone {
			if c.role != roleText && c.role != rolePersonal && c.role != roleContext {
				best[c.role] = claim{i, -1}
			}
		}
	}
	for i, c := range p.columns {
		if c.role != roleNone || c.why != "" {
			continue
		}
		name, nested := c.plain, false
		if strings.Contains(c.name, ".") {
			name, nested = unwrapped(c.plain)
			if !nested {
				continue
			}
		}
		for _, r := range nameRanks[name] {
			if nested && (r.role == roleText || r.role == roleID || r.role == roleDate) {
				continue
			}
			if r.role == rolePersonal {
				c.role, c.why = rolePersonal, "personal: never read"
				continue
			}
			if r.role == roleText || r.role == roleContext {
				continue // decided below
			}
			place := r.place
			if nested {
				place += 1000
			}
			if c.stats.filled == 0 {
				place += 10000
			}
			if have, ok := best[r.role]; !ok || place < have.place {
				best[r.role] = claim{i, place}
			}
		}
		if c.role == roleNone {
			for _, r := range nameRanks[name] {
				if r.role == roleContext {
					c.role, c.why = roleContext, "staff's words by name"
				}
			}
		}
	}
	taken := map[int]bool{}
	for _, list := range plainNames {
		b, ok := best[list.role]
		if !ok || b.place < 0 || taken[b.col] {
			continue
		}
		if c := p.columns[b.col]; c.role == roleNone && p.plausible(c, list.role) {
			c.role, c.why = list.role, "by name"
			taken[b.col] = true
		}
	}
}

// plausible reports whether what is in the column can have the role that its name suggests.
func (p *plan) plausible(c *column, r role) bool {
	s := &c.stats
	if s.filled == 0 {
		return r != roleText
	}
	switch r {
	case roleDate, roleUpdated, roleDue, roleClosed:
		return s.dates.good > 0 && s.dates.good >= s.dates.bad || c.daySerials(p.latestOf(r))
	case roleID:
		return s.words <= 6*s.filled && (s.filled < 4 || 2*len(s.distinct) > min(s.filled, maxDistinct))
	case roleRating:
		return s.numbers*2 > s.filled || len(s.distinct) <= 12
	case roleDepartment, roleService, roleChannel, roleLanguage, roleSession:
		return s.words <= 12*s.filled
	}
	return true
}

// assignTexts finds the open questions: a column whose name says that it is the comment,
// and else, or beside it, those that hold people's own words.
func (p *plan) assignTexts() {
	if p.has(roleText) || p.format.declaresText {
		return
	}
	bestPlace, bestCol := 1<<30, -1
	for i, c := range p.columns {
		if c.role != roleNone || c.why != "" || strings.Contains(c.name, ".") {
			continue
		}
		for _, r := range nameRanks[c.plain] {
			if r.role == roleText && r.place < bestPlace && c.stats.filled > 0 && 2*c.stats.numbers <= c.stats.filled {
				bestPlace, bestCol = r.place, i
			}
		}
	}
	if bestCol >= 0 {
		c := p.columns[bestCol]
		c.role, c.why = roleText, "by name"
	}
	for i, c := range p.columns {
		if c.role != roleNone || c.why != "" || i == bestCol {
			continue
		}
		open, why := c.open()
		header := c.question
		if header == "" {
			header = c.name
		}
		asked := bestCol < 0 || asksForWords(header) && len(strings.Fields(header)) >= 3
		switch {
		case open && asked && p.freeOfRole(c):
			c.role, c.why = roleText, why
		case open && p.freeOfRole(c):
			p.besides(c, p.columns[bestCol])
		default:
			c.why = why
		}
		if c.role == roleText && c.question == "" {
			c.question = c.name
		}
	}
}

// questionNames are plain names of columns that hold customers' own words, whatever stands beside them.
// Others of roleText, such as "body" or "description", are often the same words again, or staff's.
var questionNames = map[string]bool{
	"comment": true, "comments": true, "verbatim": true, "verbatims": true, "feedback": true, "suggestion": true, "suggestions": true, "complaint": true, "complaints": true,
	"compliment": true, "compliments": true, "praise": true, "remarks": true, "opinion": true, "improvements": true, "concerns": true, "likes": true, "dislikes": true, "pros": true, "cons": true,
	"customer comment": true, "customer comments": true, "customer feedback": true, "your comments": true, "your feedback": true, "your suggestions": true,
	"additional comments": true, "other comments": true, "general comments": true, "further comments": true, "additional feedback": true, "what happened": true,
	"comentario": true, "comentarios": true, "commentaire": true, "commentaires": true, "kommentar": true,
}

// copyOfName ends the name of a second column of one name.
var copyOfName = regexp.MustCompile(` \(\d+\)$`)

// besides decides on a column of people's own words beside the comment's own: by its name it is a question, else it is not read, which is noted.
func (p *plan) besides(c, comment *column) {
	name := copyOfName.ReplaceAllString(c.name, "")
	switch {
	case c.repeats(comment):
		c.why = fmt.Sprintf("mostly the same words as in column %q", comment.name)
		p.notes = append(p.notes, fmt.Sprintf("column %q is not read: %s", c.name, c.why))
	case questionNames[plainName(name)]:
		c.role, c.why, c.beside = roleText, fmt.Sprintf("by name, beside %q", comment.name), true
	default:
		c.why = "perhaps people's own words"
		p.notes = append(p.notes, fmt.Sprintf("column %q is not read, though it looks like people's own words: in voc.yaml list %q and it under questions: to read both, or say columns: {text: %q}", c.name, comment.name, comment.name))
	}
}

// repeats reports whether most of what c holds stands in other too.
func (c *column) repeats(other *column) bool {
	same := 0
	for cell := range c.stats.distinct {
		if _, ok := other.stats.distinct[cell]; ok {
			same++
		}
	}
	return 2*same > len(c.stats.distinct)
}

// freeOfRole reports whether the column's name does not say that it is something else.
func (p *plan) freeOfRole(c *column) bool {
	for _, r := range nameRanks[c.plain] {
		if r.role != roleText {
			return false
		}
	}
	return true
}

func (p *plan) has(r role) bool {
	for _, c := range p.columns {
		if c.role == r {
			return true
		}
	}
	return false
}

// settleConversation decides whether a column called conversation names the thread or what was asked in it.
func (p *plan) settleConversation() {
	i, ok := p.at.get(roleConversation)
	if !ok {
		return
	}
	s := &p.columns[i].stats
	r := roleSession
	if s.words >= 3*s.filled {
		r = roleQuestion
	}
	if _, taken := p.at.get(r); !taken {
		p.columns[i].role = r
		p.at.set(r, i)
	}
}

// dateRoles are the roles whose columns hold dates.
var dateRoles = []role{roleDate, roleUpdated, roleDue, roleClosed}

// settle reads on while the order of day and month of a date column is not known for certain.
func (p *plan) settle(in rows) error {
	watch := p.watched()
	for n := 0; len(watch) > 0; n++ {
		cells, _, err := in.read()
		var bad *badRow
		if errors.As(err, &bad) {
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		p.count(cells, watch)
		if n%1024 == 1023 {
			watch = p.watched()
		}
	}
	return nil
}

func (p *plan) watched() []int {
	var watch []int
	if p.mapping.DateLayout == "" {
		for _, r := range dateRoles {
			if i, ok := p.at.get(r); ok && !p.columns[i].stats.dates.settled() {
				watch = append(watch, i)
			}
		}
	}
	return watch
}

// decideDates settles the order of day and month of each date column; where it cannot be told it asks.
func (p *plan) decideDates() {
	for _, r := range dateRoles {
		i, ok := p.at.get(r)
		if !ok {
			continue
		}
		if o, err := parseLayout(p.mapping.DateLayout); err == nil {
			p.order[i] = all(o)
			continue
		}
		evidence := &p.columns[i].stats.dates
		o, err := evidence.orders(p.format.order)
		if err != nil {
			p.order[i] = all(dayFirst)
			if p.ask == nil {
				p.ask = askLayout(p.columns[i], err)
			}
			continue
		}
		if evidence.mixed() {
			p.notes = append(p.notes, fmt.Sprintf("column %q: most dates are written %s, others the other way round; told apart by their leading zeros, and by which numbers can be months", p.columns[i].name, evidence.commonest()))
		}
		p.order[i] = o
	}
}

func askLayout(c *column, cause error) error {
	return fmt.Errorf("column %q: %w: say which with one line in voc.yaml under the source: `date_layout: DD/MM/YYYY` (or MM/DD/YYYY)", c.name, cause)
}

// decideScale finds the scale of the ratings: declared, the format's, the header's, or else the range of the values.
func (p *plan) decideScale() error {
	i, ok := p.at.get(roleRating)
	if !ok {
		return nil
	}
	c := p.columns[i]
	if p.mapping.Rating != "" {
		s, ok := parseScale(p.mapping.Rating)
		if !ok {
			return fmt.Errorf("rating: %q is not a scale such as 1-5 or 0-10", p.mapping.Rating)
		}
		p.scales[i] = s
		return nil
	}
	if _, known := p.scales[i]; known || c.stats.numbers == 0 {
		return nil
	}
	s, sure := c.guessScale()
	p.scales[i] = s
	if _, told := p.at.get(roleScale); !sure && !told {
		p.notes = append(p.notes, fmt.Sprintf("column %q: scale %s guessed from its values (%g to %g); declare `rating: %s` to be sure", c.name, s, c.stats.low, c.stats.high, s))
	}
	return nil
}

// guessScale tells the scale from the header's words, else from the values.
func (c *column) guessScale() (scale, bool) {
	header := strings.ToLower(c.name + " " + c.question)
	if s, ok := parseScale(header); ok && s.worst+s.best <= 110 {
		return s, true
	}
	if b, w := bestPattern.FindStringSubmatch(header), worstPattern.FindStringSubmatch(header); b != nil && w != nil {
		worst, worstOK := number(w[1])
		best, bestOK := number(b[1])
		if worstOK && bestOK && worst != best {
			return scale{worst, best}, true
		}
	}
	low, high := c.stats.low, c.stats.high
	if within := low >= 0 && high <= 10; within {
		if strings.Contains(header, "nps") || strings.Contains(header, "recommend") && (high > 5 || low == 0) {
			return scale{0, 10}, true
		}
	}
	if strings.Contains(header, "star") && low >= 0 && high <= 5 {
		return scale{1, 5}, low >= 1
	}
	switch {
	case low >= 0 && high <= 1:
		return scale{0, 1}, false
	case low >= 1 && high <= 5:
		return scale{1, 5}, false
	case low >= 0 && high <= 5:
		return scale{0, 5}, false
	case low >= 1 && high <= 7:
		return scale{1, 7}, false
	case low >= 1 && high <= 10:
		return scale{1, 10}, false
	case low >= 0 && high <= 10:
		return scale{0, 10}, false
	case low >= 0 && high <= 100:
		return scale{0, 100}, false
	}
	return scale{low, high}, false
}

// channelOf brings a channel as written to one of the constants.
func channelOf(written string) string {
	switch w := strings.ToLower(written); w {
	case voc.ChannelSurvey, voc.ChannelTranscript, voc.ChannelReview, voc.ChannelSocial, voc.ChannelTicket, voc.Channel311, voc.ChannelEmail, voc.ChannelComment:
		return w
	case "reviews":
		return voc.ChannelReview
	case "e-mail", "mail":
		return voc.ChannelEmail
	case "twitter", "facebook", "instagram", "social media":
		return voc.ChannelSocial
	case "questionnaire", "poll":
		return voc.ChannelSurvey
	case "focus group", "interview", "meeting":
		return voc.ChannelTranscript
	}
	return ""
}
