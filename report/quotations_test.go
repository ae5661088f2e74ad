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

// A comment that is negative as a whole is not quoted as praise, nor a positive one as a complaint.
func TestQuotationsFitTheirComments(t *testing.T) {
	for _, test := range []struct {
		sentiment voc.Sentiment
		met       bool
		want      bool
	}{
		{voc.Positive, true, true}, {voc.Negative, true, false}, {voc.Ambivalent, true, true}, {voc.Neutral, true, true},
		{voc.Positive, false, false}, {voc.Negative, false, true}, {voc.Ambivalent, false, true}, {voc.Neutral, false, true},
	} {
		records := newWorld(5, "parks").months(mustPeriod("2026-Q3"), func(string, Month) int { return 20 })
		polarity := map[bool]voc.Polarity{true: voc.Met, false: voc.Unmet}[test.met]
		for i := range records {
			r := &records[i]
			r.Sentiment, r.Themes, r.Needs = test.sentiment, []string{"courtesy"}, [4]voc.Polarity{polarity}
			r.Mentions = []voc.Mention{{Kind: voc.KindTheme, Label: "courtesy", Polarity: polarity, Span: voc.Span{End: 4}}}
		}
		if got := len(summaryOf(t, inputOf(records), "parks").Quotations) > 0; got != test.want {
			t.Errorf("%s, met %v: quoted %v, want %v", test.sentiment, test.met, got, test.want)
		}
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
