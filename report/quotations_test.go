package report

import (
	"slices"
	"strings"
	"testing"

	"voc"
)

// Staff who are blamed are not named, staff who are praised may be; the evidence stays marked.
func TestStaffAreNotNamedInBlame(t *testing.T) {
	var records []voc.Record
	for i, text := range []string{
		"At the permit desk Waldemar kept me waiting and Waldemar never said why he did",
		"At the permit desk Waldemar kept me company and was kind while I had to wait",
	} {
		w := newWorld(7, "permits")
		for k := range 12 {
			r := w.record(20*i+k, "permits", mustPeriod("2026-08").First)
			r.Text, r.Themes, r.Channel = text, []string{"courtesy"}, voc.ChannelSurvey
			polarity, said := voc.Unmet, "kept me waiting"
			r.Sentiment = voc.Negative
			if i == 1 {
				polarity, said, r.Sentiment = voc.Met, "was kind", voc.Positive
			}
			start := strings.Index(text, said)
			r.Mentions = []voc.Mention{{Kind: voc.KindTheme, Label: "courtesy", Polarity: polarity, Span: voc.Span{Start: start, End: start + len(said)}}}
			records = append(records, r)
		}
	}
	in := inputOf(records)
	in.StaffNames = func(text string) []voc.Span {
		var names []voc.Span
		for at := 0; ; {
			i := strings.Index(text[at:], "Waldemar")
			if i < 0 {
				return names
			}
			names = append(names, voc.Span{Start: at + i, End: at + i + len("Waldemar")})
			at += i + len("Waldemar")
		}
	}
	blame, praise := 0, 0
	for _, q := range summaryOf(t, in, "permits").Quotations {
		text, marked := "", ""
		for _, piece := range q.Pieces {
			text += piece.Text
			if piece.Marked {
				marked += piece.Text
			}
		}
		switch {
		case q.Met:
			praise++
			if !strings.Contains(text, "Waldemar") || marked != "was kind" {
				t.Errorf("praise is quoted as %q, marked %q", text, marked)
			}
		default:
			blame++
			if want := "At the permit desk [name] kept me waiting and [name] never said why he did"; text != want || marked != "kept me waiting" {
				t.Errorf("blame is quoted as %q, marked %q", text, marked)
			}
		}
	}
	if blame == 0 || praise == 0 {
		t.Errorf("%d quotations blame and %d praise, want some of each", blame, praise)
	}
}

// Where no theme has enough comments to be shown, comments are quoted for the needs that are.
func TestQuotationsStandOnNeedsToo(t *testing.T) {
	records := newWorld(4, "fleet").months(mustPeriod("2026-Q3"), func(string, Month) int { return 20 })
	for i := range records {
		records[i].Themes = nil
	}
	s := summaryOf(t, inputOf(records), "fleet")
	if len(s.Themes) > 0 || len(s.Quotations) < 5 {
		t.Fatalf("%d themes and %d quotations, want none and at least five", len(s.Themes), len(s.Quotations))
	}
	for _, q := range s.Quotations {
		row := s.Needs[slices.IndexFunc(s.Needs, func(row Row) bool { return row.ID == q.Theme })]
		if !row.Figure.Shown || !strings.HasPrefix(q.Label, row.Name+", ") || !slices.ContainsFunc(q.Pieces, func(p Piece) bool { return p.Marked }) {
			t.Errorf("quotation %+v stands on %+v", q, row.Figure)
		}
	}
}

// A comment is quoted for what it feels as a whole, else for the part that does; never against its own feeling, and never for words that say nothing.
func TestEvidence(t *testing.T) {
	const text = "Nobody at the desk listened, and I had to make an appeal"
	at := func(words string) voc.Span {
		start := strings.Index(text, words)
		return voc.Span{Start: start, End: start + len(words)}
	}
	low, high := 0.25, 0.75
	type test struct {
		name      string
		sentiment voc.Sentiment
		part      voc.Sentiment
		by        string
		words     string
		change    func(*voc.Record)
		doubt     int // -1 where it is not quoted
	}
	for _, test := range []test{
		{name: "negative", sentiment: voc.Negative, part: voc.Negative, by: voc.ByRule, words: "listened", doubt: doubtNone},
		{name: "by a person", sentiment: voc.Negative, part: voc.Positive, by: voc.ByReview, words: "an", doubt: doubtMixed},
		{name: "by a model", sentiment: voc.Negative, part: voc.Negative, by: voc.ByModel, words: "listened", doubt: doubtModel},
		{name: "by a model in doubt", sentiment: voc.Negative, part: voc.Negative, by: voc.ByModel, words: "listened", doubt: -1,
			change: func(r *voc.Record) { r.Mentions[1].Uncertain = true }},
		{name: "words that say nothing", sentiment: voc.Negative, part: voc.Negative, by: voc.ByModel, words: "to make an", doubt: -1},
		{name: "positive", sentiment: voc.Positive, part: voc.Negative, by: voc.ByRule, words: "listened", doubt: -1},
		{name: "a positive part of a negative comment", sentiment: voc.Negative, part: voc.Positive, by: voc.ByRule, words: "listened", doubt: -1},
		{name: "the negative part of a mixed one", sentiment: voc.Ambivalent, part: voc.Negative, by: voc.ByRule, words: "listened", doubt: doubtMixed},
		{name: "the same by a model", sentiment: voc.Ambivalent, part: voc.Negative, by: voc.ByModel, words: "listened", doubt: doubtBoth},
		{name: "a neutral part of a mixed one", sentiment: voc.Ambivalent, part: voc.Neutral, by: voc.ByRule, words: "listened", doubt: -1},
		{name: "neutral", sentiment: voc.Neutral, part: voc.Neutral, by: voc.ByRule, words: "listened", doubt: doubtMixed},
		{name: "neutral by a model", sentiment: voc.Neutral, part: voc.Neutral, by: voc.ByModel, words: "listened", doubt: -1},
		{name: "rated low", sentiment: voc.Negative, part: voc.Negative, by: voc.ByRule, words: "listened", doubt: doubtNone,
			change: func(r *voc.Record) { r.Rating = &low }},
		{name: "rated high", sentiment: voc.Negative, part: voc.Negative, by: voc.ByRule, words: "listened", doubt: doubtMixed,
			change: func(r *voc.Record) { r.Rating = &high }},
		{name: "another part praises", sentiment: voc.Negative, part: voc.Negative, by: voc.ByRule, words: "listened", doubt: doubtMixed,
			change: func(r *voc.Record) {
				r.Mentions = append(r.Mentions, voc.Mention{Kind: voc.KindSentiment, Label: string(voc.Positive), Unit: 1, Span: at("appeal")})
			}},
		{name: "of another polarity", sentiment: voc.Negative, part: voc.Negative, by: voc.ByRule, words: "listened", doubt: -1,
			change: func(r *voc.Record) { r.Mentions[1].Polarity = voc.Met }},
	} {
		r := voc.Record{Comment: voc.Comment{Text: text}, Sentiment: test.sentiment, Mentions: []voc.Mention{
			{Kind: voc.KindSentiment, Label: string(test.part), Span: at("Nobody at the desk listened")},
			{Kind: voc.KindTheme, Label: "listening", Polarity: voc.Unmet, By: test.by, Span: at(test.words)},
		}}
		if test.change != nil {
			test.change(&r)
		}
		marks, doubt := evidence(&r, "listening", voc.Unmet)
		switch {
		case test.doubt < 0 && len(marks) > 0:
			t.Errorf("%s: quoted with doubt %d", test.name, doubt)
		case test.doubt >= 0 && (len(marks) != 1 || marks[0] != at(test.words) || doubt != test.doubt):
			t.Errorf("%s: marks %v with doubt %d, want %d", test.name, marks, doubt, test.doubt)
		}
	}
}

// Praise needs a comment that is not negative, as blame needs one that is not positive.
func TestEvidenceOfPraise(t *testing.T) {
	for sentiment, want := range map[voc.Sentiment]bool{voc.Positive: true, voc.Negative: false, voc.Neutral: true} {
		r := voc.Record{Comment: voc.Comment{Text: "quick"}, Sentiment: sentiment, Mentions: []voc.Mention{
			{Kind: voc.KindTheme, Label: "timeliness", Polarity: voc.Met, By: voc.ByRule, Span: voc.Span{End: 5}},
		}}
		if marks, _ := evidence(&r, "timeliness", voc.Met); len(marks) > 0 != want {
			t.Errorf("a %s comment is praise: %v, want %v", sentiment, len(marks) > 0, want)
		}
	}
}

// A comment of mixed feelings is quoted only where no other is left, and before it words that a rule found.
func TestSureQuotationsComeFirst(t *testing.T) {
	w := newWorld(11, "permits")
	var records []voc.Record
	for i := range 40 {
		r := w.record(i, "permits", mustPeriod("2026-08").First)
		r.Text, r.Channel = "The clerk at the window was rude to me and to the others "+strings.Repeat("x", i), voc.ChannelSurvey
		r.Sentiment, r.Rating, r.Themes, r.Needs = voc.Ambivalent, nil, []string{"courtesy"}, [4]voc.Polarity{voc.Unmet}
		m := voc.Mention{Kind: voc.KindTheme, Label: "courtesy", Polarity: voc.Unmet, By: voc.ByModel, Span: voc.Span{Start: 28, End: 32}}
		if i%10 == 3 {
			r.Sentiment = voc.Negative
		}
		if i == 33 {
			m.By = voc.ByRule
		}
		r.Mentions = []voc.Mention{{Kind: voc.KindSentiment, Label: string(voc.Negative)}, m}
		records = append(records, r)
	}
	s := summaryOf(t, inputOf(records), "permits")
	if len(s.Opportunity) != 1 || s.Opportunity[0].Quote == nil || s.Opportunity[0].Quote.ID != records[33].ID {
		t.Fatalf("the opportunity is quoted as %+v, want %s", s.Opportunity, records[33].ID)
	}
	for i, q := range s.Quotations {
		k := slices.IndexFunc(records, func(r voc.Record) bool { return r.ID == q.ID })
		if sure := records[k].Sentiment == voc.Negative; sure != (i < 3) {
			t.Errorf("quotation %d of %d is of a comment that is %s", i+1, len(s.Quotations), records[k].Sentiment)
		}
	}
	if len(s.Quotations) < 4 {
		t.Errorf("%d quotations, want the three that are sure and others after them", len(s.Quotations))
	}
}

func TestMask(t *testing.T) {
	text, marks := mask("Ann told Bo off", []voc.Span{{Start: 0, End: 8}, {Start: 9, End: 15}, {Start: 1, End: 2}}, []voc.Span{{Start: 0, End: 3}, {Start: 9, End: 11}})
	if text != "[name] told [name] off" {
		t.Errorf("masked text is %q", text)
	}
	for i, want := range []string{"[name] told", "[name] off", "[name]"} {
		if got := text[marks[i].Start:marks[i].End]; got != want {
			t.Errorf("mark %d holds %q, want %q", i, got, want)
		}
	}
}
