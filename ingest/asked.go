package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"voc"
)

// maxAnswers bounds the different answers of a column that are kept to be compared with names; longestAnswer is in bytes.
const (
	maxAnswers    = 256
	longestAnswer = 100
)

// A departmentColumn is a column that may say which department a comment is about, though no plain name says so.
type departmentColumn struct {
	*column
	asks  bool // the header asks for a department
	own   bool // for that of the one who answers
	known int  // cells that departments.yaml knows
}

// assignDepartment finds the department in a column whose header asks for one, such as "Which department did you visit?",
// or whose answers are names of departments.yaml. A column of a plain name is only passed over where none of its cells is known.
func (p *plan) assignDepartment(finder *departmentFinder) {
	if p.mapping.Department != "" {
		return
	}
	named := p.departmentByName()
	if named != nil && (!finder.any || named.settled() || finder.knows(named.stats.answers) > 0) {
		return
	}
	c := p.departmentAsked(finder)
	if c == nil {
		if named == nil {
			p.assignTicked(finder)
		}
		return
	}
	if named != nil {
		if 2*c.known < c.stats.filled {
			return
		}
		named.role, named.why = roleNone, fmt.Sprintf("departments.yaml knows none of its answers, but those of column %q", c.name)
	}
	c.role, c.why = roleDepartment, "the header asks for a department"
	if !c.asks {
		c.why = "its answers are names of departments.yaml"
		p.notes = append(p.notes, fmt.Sprintf("column %q is taken for the department's, since %s: declare columns: {department: %q} to be sure", c.name, c.why, c.name))
	}
	p.asked = true
}

// departmentByName is the column that has the role already; nil if none has.
func (p *plan) departmentByName() *column {
	for _, c := range p.columns {
		if c.role == roleDepartment {
			return c
		}
	}
	return nil
}

// settled reports whether the role was not told by a plain name alone.
func (c *column) settled() bool { return c.why == "declared" || c.why == "by format" }

// departmentAsked is the likeliest of the columns without a plain name: one whose header asks comes first, then the one with most known answers.
func (p *plan) departmentAsked(finder *departmentFinder) *departmentColumn {
	var fit []*departmentColumn
	for _, c := range p.columns {
		if d := p.departmentCandidate(c, finder); d != nil {
			fit = append(fit, d)
		}
	}
	if len(fit) == 0 {
		return nil
	}
	slices.SortStableFunc(fit, func(a, b *departmentColumn) int {
		if a.asks != b.asks {
			return cmp.Compare(truth(b.asks), truth(a.asks))
		}
		return cmp.Compare(b.known, a.known)
	})
	return fit[0]
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// departmentCandidate judges one column; nil if it cannot be the department's. What is nearly one is noted.
func (p *plan) departmentCandidate(c *column, finder *departmentFinder) *departmentColumn {
	if !c.undecided() || c.stats.filled == 0 || c.choice != "" {
		return nil
	}
	d := &departmentColumn{column: c}
	d.asks, d.own = asksForDepartment(c.heading())
	if d.asks {
		d.known = finder.knows(c.stats.answers)
	} else {
		d.known = finder.knowsExactly(c.stats.answers)
	}
	filled := c.stats.filled
	switch {
	case d.own:
		if 2*d.known > filled && p.departmentByName() == nil {
			p.notes = append(p.notes, fmt.Sprintf("column %q names the department of the one who answers, so it is not taken for the one that a comment is about; if it is, declare columns: {department: %q}", c.name, c.name))
		}
		return nil
	case d.asks && (2*d.known > filled || c.chosen() && (d.known > 0 || !finder.any)):
		return d
	case d.asks && finder.any && c.chosen():
		p.notes = append(p.notes, fmt.Sprintf("column %q asks for a department, but departments.yaml knows none of its answers: add them there as aliases, or declare columns: {department: %q}", c.name, c.name))
		return nil
	case d.known >= 3 && 10*d.known >= 9*filled && !asksForWish(c.heading()) && !p.servedKnown(finder):
		return d
	}
	return nil
}

// servedKnown reports whether the column of services tells most rows' departments.
func (p *plan) servedKnown(finder *departmentFinder) bool {
	for _, c := range p.columns {
		if c.role == roleService {
			return 2*finder.knows(c.stats.answers) > c.stats.rows
		}
	}
	return false
}

// undecided reports whether nothing but a guess says what the column is for.
func (c *column) undecided() bool {
	return c.role == roleNone && (c.why == "" || c.closed) || c.role == roleText && c.closed
}

// heading is what the column's header asks: of a nested key the last part.
func (c *column) heading() string {
	if c.question != "" {
		return c.question
	}
	if nested := nestedKey.FindString(c.name); nested != "" {
		return c.name[strings.LastIndexByte(c.name, '.')+1:]
	}
	return c.name
}

// nestedKey is a key of an object in an object, or of an item of a list.
var nestedKey = regexp.MustCompile(`^[^\s.]+(\.[^\s.][^.]*)+$`)

// assignTicked finds the columns of a question that has one for each department, such as "Which departments did you visit? Choose all that apply".
func (p *plan) assignTicked(finder *departmentFinder) {
	var ticked []int
	for i, c := range p.columns {
		asks, own := asksForDepartment(c.question)
		if c.role == roleNone && c.choice != "" && asks && !own && finder.exact[voc.FoldName(c.choice)] != "" {
			ticked = append(ticked, i)
		}
	}
	if len(ticked) < 2 {
		return
	}
	for _, i := range ticked {
		p.columns[i].why = "one choice of the question for a department, taken where it is the only one"
	}
	p.ticked, p.asked = ticked, true
}

// chosen reports whether the column's cells are names chosen from a list: few, short, and no marks on a scale.
func (c *column) chosen() bool {
	s := &c.stats
	kept, rated := 0, 0
	for answer, n := range s.answers {
		kept += n
		if _, ok := ratingWords[strings.ToLower(answer)]; ok {
			rated += n
		}
	}
	few := s.filled < 10 || 2*len(s.distinct) <= s.filled
	return few && 10*kept >= 9*s.filled && s.words <= 6*s.filled && 10*rated <= s.filled && 5*s.numbers <= s.filled && 5*s.dates.good <= s.filled && s.links == 0
}

var (
	departmentNouns = wordSet("department departments dept depts agency agencies office offices division divisions bureau bureaus directorate directorates abteilung departamento")
	// betweenWords may stand between "which" and the department.
	betweenWords = wordSet("city county town village municipal state government local public of our the following these this is name s or and specific one unit service services team section")
	askingWords  = wordSet("which what welche que qué cuál cual")
	choosingWord = wordSet("select choose pick indicate name identify")
	ratingHead   = wordSet("how did do does was were is are have had would could will can should rate why when where i overall please")
	ownWords     = wordSet("work works worked working employ employed employer employs belong member")
	wishWords    = wordSet("favorite favourite prefer preferred priority prioritize prioritise important importance interest interested interests most least best worst invest budget fund funding should more less")
	questionCode = regexp.MustCompile(`^(q|question)?\d*[a-z]?$`)
)

// headingWords are the words of a header in lower case, without the question's number before them.
func headingWords(header string) []string {
	words := strings.Fields(plainName(header))
	for len(words) > 1 && questionCode.MatchString(words[0]) {
		words = words[1:]
	}
	return words
}

// asksForDepartment reports whether a header asks for a department, or for that of the one who answers.
func asksForDepartment(header string) (asks, own bool) {
	words := headingWords(header)
	at := slices.IndexFunc(words, func(w string) bool { return departmentNouns[w] })
	if at < 0 {
		return false, false
	}
	for i, w := range words {
		last := i+1 == len(words)
		if ownWords[w] && (last || words[i+1] != "with") || w == "your" && !last && (departmentNouns[words[i+1]] || words[i+1] == "own") {
			return false, true
		}
	}
	before := words[:at]
	for len(before) > 0 && betweenWords[before[len(before)-1]] {
		before = before[:len(before)-1]
	}
	switch {
	case len(before) > 0 && askingWords[before[len(before)-1]]:
		return true, false // which department
	case slices.ContainsFunc(before, func(w string) bool { return choosingWord[w] }):
		return true, false // please select the department
	case ratingHead[words[0]]:
		return false, false // how was the department
	}
	short := len(words) <= 5 && (at == len(words)-1 || len(before) == 0) // city department, department visited
	return short && !strings.HasPrefix(words[at], "office"), false       // but office hours
}

// asksForWish reports whether a header asks what people want or care for, which is not what they speak of.
func asksForWish(header string) bool {
	return slices.ContainsFunc(headingWords(header), func(w string) bool { return wishWords[w] })
}

// knows is the number of answers that name a department, also by pattern; each answer counts as often as it was given.
func (f *departmentFinder) knows(answers map[string]int) int {
	return f.count(answers, func(name string) bool { return f.search(name, "") != "" || f.several(name) })
}

// knowsExactly is like knows, without patterns.
func (f *departmentFinder) knowsExactly(answers map[string]int) int {
	return f.count(answers, func(name string) bool { return f.exact[voc.FoldName(name)] != "" })
}

func (f *departmentFinder) count(answers map[string]int, known func(string) bool) int {
	sum := 0
	for answer, n := range answers {
		if known(cleanName(answer)) {
			sum += n
		}
	}
	return sum
}

// several reports whether an answer names more than one department, as those to "choose all that apply" do.
func (f *departmentFinder) several(answer string) bool {
	separator := ","
	if strings.Contains(answer, ";") {
		separator = ";"
	}
	names := 0
	for name := range strings.SplitSeq(answer, separator) {
		if name = voc.FoldName(name); name != "" {
			if names++; f.exact[name] == "" {
				return false
			}
		}
	}
	return names > 1
}

// chosenOne is the one department that an answer to a question names; empty if it names none, or several.
func (f *departmentFinder) chosenOne(answer string) string {
	answer = cleanName(answer)
	if f.exact[voc.FoldName(answer)] != "" {
		return answer
	}
	if strings.Contains(strings.Trim(answer, "; "), ";") || f.several(answer) || noneChosen[plainName(answer)] {
		return ""
	}
	return strings.TrimRight(answer, "; ")
}

// noneChosen are answers to the question for a department that name none.
var noneChosen = map[string]bool{
	"other": true, "other please specify": true, "others": true, "not sure": true, "i m not sure": true, "im not sure": true, "dont know": true, "i dont know": true,
	"unsure": true, "none of these": true, "none of the above": true, "prefer not to say": true, "no answer": true, "cant remember": true, "i cant remember": true, "i dont remember": true,
}
