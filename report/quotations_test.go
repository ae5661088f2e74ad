package report

import (
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
			if i == 1 {
				polarity, said = voc.Met, "was kind"
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
