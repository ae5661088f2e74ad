package index

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	api "github.com/blevesearch/bleve_index_api"

	"voc"
)

// The fields of an entry.
//
// Note: numbers and dates are terms that sort as they should, because Bleve's numeric fields cost twice the time and three times the space.
// What is filtered and counted stands in one field, because each more costs about 3 µs an entry.
const (
	fieldText    = "text"    // the words, with their places
	fieldUnit    = "unit"    // "*" for each unit and label=value for each label in it, placed where the unit stands
	fieldTag     = "tag"     // label=value for all that filters and facets ask for
	fieldDay     = "day"     // 2006-01-02
	fieldClock   = "clock"   // 15:04, if it is known
	fieldMood    = "mood"    // sentiment score from 000, most negative, to 200
	fieldSession = "session" // the session the comment belongs to
	fieldRecord  = "record"  // the whole record, stored
)

const (
	tagOptions   = api.IndexField | api.SkipFreqNorm
	textOptions  = api.IndexField | api.IncludeTermVectors
	placeOptions = api.IndexField | api.IncludeTermVectors | api.SkipFreqNorm
)

// everyUnit is the term that stands once for each unit in fieldUnit.
const everyUnit = "*"

// A writer makes the entries of records. It is not safe for concurrent use.
type writer struct {
	*mapping.IndexMappingImpl
	lexicon *lexicon
}

func newWriter() *writer {
	return &writer{staticMapping(), newLexicon()}
}

// staticMapping is a mapping that takes nothing by itself: the writer makes all fields.
func staticMapping() *mapping.IndexMappingImpl {
	m := mapping.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentStaticMapping()
	m.DefaultAnalyzer = "keyword"
	m.DefaultField = fieldText
	return m
}

// MapDocument adds the fields of the *voc.Record data to doc. It is what Bleve's builder calls.
func (w *writer) MapDocument(doc *document.Document, data any) error {
	r, ok := data.(*voc.Record)
	if !ok {
		return fmt.Errorf("index %T: not a record", data)
	}
	add := func(name string, options api.FieldIndexingOptions, tokens analysis.TokenStream) {
		doc.AddField(document.NewTextFieldCustom(name, nil, nil, options, ready(tokens)))
	}
	add(fieldText, textOptions, w.text(r.Text))
	add(fieldUnit, placeOptions, units(r))
	add(fieldTag, tagOptions, keywords(tags(r)...))
	if !r.Time.IsZero() {
		add(fieldDay, tagOptions, keywords(day(r)))
		if !r.DateOnly {
			add(fieldClock, tagOptions, keywords(r.Time.Format("15:04")))
		}
	}
	if r.Sentiment != "" {
		add(fieldMood, tagOptions, keywords(mood(r.SentimentScore)))
	}
	if r.Session != "" {
		add(fieldSession, api.IndexField|api.SkipFreqNorm, keywords(sessionKey(r.Source, r.Session)))
	}
	doc.AddField(document.NewTextFieldWithIndexingOptions(fieldRecord, nil, pack(r), api.StoreField))
	return nil
}

// ready is an analyzer that has done its work.
type ready analysis.TokenStream

func (r ready) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(r) }

func (w *writer) text(text string) analysis.TokenStream {
	words := w.lexicon.words(text)
	tokens := make([]analysis.Token, 0, len(words))
	for _, word := range words {
		if word.term != "" {
			tokens = append(tokens, analysis.Token{Term: []byte(word.term), Start: word.start, End: word.end, Position: word.pos})
		}
	}
	return stream(tokens)
}

func stream(tokens []analysis.Token) analysis.TokenStream {
	s := make(analysis.TokenStream, len(tokens))
	for i := range tokens {
		s[i] = &tokens[i]
	}
	return s
}

func keywords(terms ...string) analysis.TokenStream {
	tokens := make([]analysis.Token, len(terms))
	for i, term := range terms {
		tokens[i] = analysis.Token{Term: []byte(term), Position: i + 1, End: len(term)}
	}
	return stream(tokens)
}

// units places the units of a record and the labels in each.
func units(r *voc.Record) analysis.TokenStream {
	spans := r.Units
	if len(spans) == 0 {
		spans = []voc.Span{{Start: 0, End: len(r.Text)}}
	}
	tokens := make([]analysis.Token, 0, len(spans)+len(r.Mentions))
	for i, span := range spans {
		tokens = append(tokens, analysis.Token{Term: []byte(everyUnit), Start: span.Start, End: span.End, Position: i + 1})
	}
	for i, m := range r.Mentions {
		if m.Unit < 0 || m.Unit >= len(spans) || repeated(r.Mentions[:i], m) {
			continue
		}
		span := spans[m.Unit]
		tokens = append(tokens, analysis.Token{Term: []byte(tag(m.Kind, m.Label, m.Polarity)), Start: span.Start, End: span.End, Position: m.Unit + 1})
	}
	return stream(tokens)
}

// repeated reports whether a mention before m says the same of the same unit.
func repeated(before []voc.Mention, m voc.Mention) bool {
	for _, b := range before {
		if b.Unit == m.Unit && b.Kind == m.Kind && b.Label == m.Label && b.Polarity == m.Polarity {
			return true
		}
	}
	return false
}

// Names of tags; need and theme are also kinds of mention.
const (
	tagDept      = "dept"
	tagNeed      = voc.KindNeed
	tagTheme     = voc.KindTheme
	tagPolarity  = "polarity"
	tagSentiment = voc.KindSentiment
	tagChannel   = "channel"
	tagAudience  = "audience"
	tagMonth     = "month"
)

// tag returns the term of a label, with its polarity if there is one.
func tag(name, value string, polarity voc.Polarity) string {
	if polarity == "" {
		return name + "=" + value
	}
	return name + "=" + value + "/" + string(polarity)
}

// tags returns all tags of a record, each once.
func tags(r *voc.Record) []string {
	list := make([]string, 0, 16)
	for _, t := range [][2]string{{tagDept, cmp.Or(r.Department, voc.Unassigned)}, {tagChannel, r.Channel}, {tagAudience, r.Audience}, {tagSentiment, string(r.Sentiment)}} {
		if t[1] != "" {
			list = append(list, tag(t[0], t[1], ""))
		}
	}
	if !r.Time.IsZero() {
		list = append(list, tag(tagMonth, day(r)[:len("2006-01")], ""))
	}
	said := map[voc.Polarity]bool{}
	for i, p := range r.Needs {
		if p != "" {
			list = append(list, tag(tagNeed, string(voc.Needs[i]), ""), tag(tagNeed, string(voc.Needs[i]), p))
			said[p] = true
		}
	}
	for _, p := range []voc.Polarity{voc.Met, voc.Unmet, voc.Mixed} {
		if said[p] {
			list = append(list, tag(tagPolarity, string(p), ""))
		}
	}
	for _, theme := range r.Themes {
		list = append(list, tag(tagTheme, theme, ""))
		if p := r.ThemePolarity(theme); p != "" {
			list = append(list, tag(tagTheme, theme, p))
		}
	}
	return list
}

func day(r *voc.Record) string { return r.Time.Format("2006-01-02") }

// mood returns a term that sorts by sentiment score, in hundredths.
func mood(score float64) string {
	n := strconv.Itoa(int(100*(min(1, max(-1, score))+1) + 0.5))
	return "000"[len(n):] + n
}

func sessionKey(source, session string) string { return source + "\x00" + session }
