// Package analyze says what customer comments mean: their needs, themes and sentiment, each with the words that show it.
package analyze

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sync"

	"github.com/jdkato/prose/v3/tag"

	"voc"
)

// version changes with the code that decides labels.
const version = "5"

// Options say how comments are analyzed. The zero value is the built-in way.
type Options struct {
	Codebook string   // path of an organisation's own codebook, merged over the built-in one; empty for none
	Models   []string // paths of models made by voc train
	Phrases  bool     // find key phrases too, which costs more than everything else
}

// An Analyzer labels comments. It is safe for concurrent use.
type Analyzer struct {
	rules       *rules
	base        *model
	trained     []*Trained
	phrases     *phrases // nil if they are not wanted
	fingerprint string
	scratch     sync.Pool
}

// A judgement is what the model says of a text, and then the rules.
type judgement struct {
	needs     [4]voc.Polarity
	sentiment voc.Sentiment
	score     float64       // of the sentiment, -1..1
	units     []float64     // sentiment score of each unit, -1..1
	mentions  []voc.Mention // of needs and sentiment, by unit, at most one for each label and polarity in a unit
}

// A finding is a label found by a rule.
type finding struct {
	rule     *rule
	need     int // index of the theme's need in voc.Needs, -1 for none
	unit     int
	first    int // words, half-open
	end      int
	polarity voc.Polarity // empty if the rule does not say
}

// scratch is memory that labelling uses again.
type scratch struct {
	text     Text
	finder   finder
	found    []finding
	mentions []voc.Mention
	tokens   []tag.Token
}

// New returns an analyzer.
func New(opt Options) (*Analyzer, error) {
	book, err := OpenCodebook(opt.Codebook)
	if err != nil {
		return nil, err
	}
	rules, err := book.compile()
	if err != nil {
		return nil, err
	}
	base := builtinModel()
	a := &Analyzer{rules: rules, base: base}
	if opt.Phrases {
		if a.phrases, err = newPhrases(); err != nil {
			return nil, err
		}
	}
	a.scratch.New = func() any { return new(scratch) }
	decides, err := json.Marshal(book)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	sum.Write([]byte(version + "\n" + base.hash + "\n"))
	for _, path := range opt.Models {
		t, err := OpenTrained(path)
		if err != nil {
			return nil, err
		}
		a.trained = append(a.trained, t)
		sum.Write([]byte(t.hash))
	}
	sum.Write(decides)
	a.fingerprint = hex.EncodeToString(sum.Sum(nil)[:16])
	return a, nil
}

// Fingerprint returns a hash of everything that decides the labels: codebook, models and code.
func (a *Analyzer) Fingerprint() string { return a.fingerprint }

// Label says what c means. Spans are those of c.Text as it is: mask personal details before, by [Redact].
func (a *Analyzer) Label(c voc.Comment) voc.Record {
	s := a.scratch.Get().(*scratch)
	defer a.scratch.Put(s)
	t := &s.text
	t.Reset(c.Text)

	r := voc.Record{Comment: c, Words: len(t.Words), Units: slices.Clone(t.Units)}
	if r.QuestionKind == "" {
		r.QuestionKind = voc.QuestionKind(c.Question)
	}
	ok, implied := content(t, r.QuestionKind)
	if !ok {
		r.NoContent = true
		r.Language = cmp.Or(c.Language, "und")
		a.imply(t, &r, implied)
		return r
	}
	tag, labelled := t.language(c.Language)
	r.Language = tag
	if !labelled {
		r.Unlabelled = true
		return r
	}
	s.found = a.rules.apply(t, &s.finder, &r.Comment, s.found[:0])
	j, wordless := t.wordless(s.mentions[:0])
	if !wordless {
		j = a.base.judge(t, &r.Comment, s.mentions[:0])
		j.leaveOthers(t)
	}
	j.rule(t, s.found)
	r.Needs, r.Sentiment, r.SentimentScore = j.needs, j.sentiment, j.score
	r.Mentions = themes(t, s.found, &j, r.QuestionKind)
	for _, trained := range a.trained {
		trained.label(t, &r, &j)
	}
	r.Themes = labels(r.Mentions)
	order(r.Mentions)
	s.mentions, r.Mentions = r.Mentions, slices.Clone(r.Mentions)
	r.Complex = isComplex(&r)
	if a.phrases != nil {
		r.KeyPhrases = a.phrases.find(t, s)
	}
	return r
}

// impliedScore is the score of a sentiment that no words tell.
const impliedScore = 0.5

// imply gives r the sentiment that saying nothing has as an answer to its question.
func (a *Analyzer) imply(t *Text, r *voc.Record, sentiment voc.Sentiment) {
	if sentiment == "" || len(t.Units) == 0 {
		return
	}
	r.Sentiment, r.SentimentScore = sentiment, impliedScore
	if sentiment == voc.Negative {
		r.SentimentScore = -impliedScore
	}
	r.Mentions = []voc.Mention{{Kind: voc.KindSentiment, Label: string(sentiment), Score: r.SentimentScore, Span: t.Units[0], By: voc.ByRule, Rule: "nothing_" + r.QuestionKind}}
}

// rule lets the rules of needs speak: in its unit what a rule found takes the place of what the model says of that need.
func (j *judgement) rule(t *Text, found []finding) {
	var ruled [4]bool
	var own []voc.Mention
	type place struct{ unit, need int }
	var places map[place]bool
	for i := range found {
		f := &found[i]
		n := needIndex(voc.Need(f.rule.label))
		if n < 0 || f.polarity == "" || places[place{f.unit, n}] {
			continue
		}
		if places == nil {
			places = map[place]bool{}
		}
		ruled[n], places[place{f.unit, n}] = true, true
		own = append(own, voc.Mention{Kind: voc.KindNeed, Label: f.rule.label, Polarity: f.polarity, Score: 1, Unit: f.unit, Span: t.span(f.first, f.end), By: voc.ByRule, Rule: f.rule.ID})
	}
	if len(own) == 0 {
		return
	}
	j.mentions = append(slices.DeleteFunc(j.mentions, func(m voc.Mention) bool {
		return m.Kind == voc.KindNeed && places[place{m.Unit, needIndex(voc.Need(m.Label))}]
	}), own...)
	order(j.mentions)
	for n, need := range voc.Needs {
		if ruled[n] {
			j.needs[n] = ""
		}
		for i := range j.mentions {
			if m := &j.mentions[i]; ruled[n] && m.Label == string(need) {
				j.needs[n] = join(j.needs[n], m.Polarity)
			}
		}
	}
}

// themes returns the mentions of j and after them those of themes, one a unit, theme and polarity.
// Where two rules of a theme disagree over the same words, the one that finds a polarity is right, and of two that do, the one with more words.
func themes(t *Text, found []finding, j *judgement, question string) []voc.Mention {
	list, first := j.mentions, len(j.mentions)
next:
	for i := range found {
		f := &found[i]
		if needIndex(voc.Need(f.rule.label)) >= 0 {
			continue
		}
		if j.contradicts(f) {
			continue
		}
		p := f.polarity
		if f.rule.serious {
			p = ""
		} else if p == "" {
			p = j.polarityOf(f, question)
		}
		span := t.span(f.first, f.end)
		for k := len(list) - 1; k >= first && list[k].Unit == f.unit; k-- {
			m := &list[k]
			if m.Label != f.rule.label {
				continue
			}
			overlap := m.Span.Start < span.End && span.Start < m.Span.End
			better := span.End-span.Start > m.Span.End-m.Span.Start
			if (p == "") != (m.Polarity == "") {
				better = p != ""
			}
			if overlap && better {
				m.Polarity, m.Span, m.Rule = p, span, f.rule.ID
				continue next
			}
			if overlap || m.Polarity == p {
				continue next
			}
		}
		list = append(list, voc.Mention{Kind: voc.KindTheme, Label: f.rule.label, Polarity: p, Score: 1, Unit: f.unit, Span: span, By: voc.ByRule, Rule: f.rule.ID})
	}
	return list
}

// polarityOf returns the polarity of a finding whose rule leaves it open:
// that of its need in the unit, else that of the unit's or comment's sentiment, else what the question expects.
func (j *judgement) polarityOf(f *finding, question string) voc.Polarity {
	if f.need >= 0 {
		i, _ := slices.BinarySearchFunc(j.mentions, f.unit, func(m voc.Mention, unit int) int { return m.Unit - unit })
		for ; i < len(j.mentions) && j.mentions[i].Unit == f.unit; i++ {
			if m := &j.mentions[i]; m.Kind == voc.KindNeed && m.Label == string(voc.Needs[f.need]) {
				return m.Polarity
			}
		}
	}
	switch score := j.unitScore(f.unit); {
	case score > inclined:
		return voc.Met
	case score < -inclined, question == voc.CouldImprove:
		return voc.Unmet
	case question == voc.WhatGood:
		return voc.Met
	}
	return ""
}

// inclined is the score from which a unit is taken for positive, and for negative below its opposite.
const inclined = 0.2

// unitScore returns the sentiment score of unit u, or that of the comment where the unit has none.
func (j *judgement) unitScore(u int) float64 {
	if u < len(j.units) && j.units[u] != 0 {
		return j.units[u]
	}
	return j.score
}

// contradicts reports whether the sentiment of a finding's unit is the opposite of the one that its rule asks for.
func (j *judgement) contradicts(f *finding) bool {
	switch f.rule.Sentiment {
	case voc.Negative:
		return j.unitScore(f.unit) > inclined
	case voc.Positive:
		return j.unitScore(f.unit) < -inclined
	}
	return false
}

// span returns the bytes of words first to end.
func (t *Text) span(first, end int) voc.Span {
	return voc.Span{Start: t.Words[first].Start, End: t.Words[end-1].End}
}

// labels returns the themes of mentions, sorted, each once.
func labels(mentions []voc.Mention) []string {
	var list []string
	for i := range mentions {
		if mentions[i].Kind == voc.KindTheme {
			list = append(list, mentions[i].Label)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// order sorts mentions by unit, kind and label.
func order(mentions []voc.Mention) {
	slices.SortStableFunc(mentions, func(a, b voc.Mention) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Span.Start, b.Span.Start))
	})
}

// isComplex reports whether r speaks of more than one need, or of met beside unmet.
func isComplex(r *voc.Record) bool {
	n, seen := 0, voc.Polarity("")
	for _, p := range r.Needs {
		if p != "" {
			n++
			seen = join(seen, p)
		}
	}
	return n > 1 || seen == voc.Mixed
}
