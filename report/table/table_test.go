package table

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voc"
)

// drawText draws a text and a function that draws a span of it.
func drawText(t *rapid.T) (string, func(string) voc.Span) {
	text := rapid.String().Draw(t, "text")
	if rapid.Bool().Draw(t, "long") {
		text = strings.Repeat(text, 40)
	}
	edges := []int{}
	for i := range text {
		edges = append(edges, i)
	}
	edges = append(edges, len(text))
	return text, func(name string) voc.Span {
		a := rapid.SampledFrom(edges).Draw(t, name)
		b := rapid.SampledFrom(edges).Draw(t, name)
		return voc.Span{Start: min(a, b), End: max(a, b)}
	}
}

// drawTime draws a time that may be unknown; far from the epoch on either side.
func drawTime(t *rapid.T, name string) time.Time {
	if rapid.Bool().Draw(t, name+" unknown") {
		return time.Time{}
	}
	return time.UnixMicro(rapid.Int64Range(-5e15, 9e15).Draw(t, name)).UTC()
}

func drawRecord(t *rapid.T, id string) voc.Record {
	text, span := drawText(t)
	word := rapid.SampledFrom([]string{"", "water", "Straßenbau", "parks & trees"})
	polarity := rapid.SampledFrom([]voc.Polarity{"", voc.Met, voc.Unmet, voc.Mixed})
	r := voc.Record{Comment: voc.Comment{
		ID: id, Native: word.Draw(t, "native"), Source: word.Draw(t, "source"),
		Origin:     voc.Origin{File: "a/b.csv", Row: rapid.IntRange(0, 1e6).Draw(t, "row")},
		Department: word.Draw(t, "department"), Service: word.Draw(t, "service"),
		Channel: voc.ChannelSurvey, Audience: voc.External,
		Question: word.Draw(t, "question"), QuestionKind: voc.WhatGood,
		Respondent: word.Draw(t, "respondent"), Session: word.Draw(t, "session"), Speaker: word.Draw(t, "speaker"),
		Turn: rapid.IntRange(0, 9).Draw(t, "turn"), Language: "en", Text: text,
		Masked: rapid.IntRange(0, 9).Draw(t, "masked"),
		Time:   drawTime(t, "time"), Updated: drawTime(t, "updated"), Due: drawTime(t, "due"), Closed: drawTime(t, "closed"),
	}}
	if !r.Time.IsZero() {
		switch rapid.IntRange(0, 2).Draw(t, "clock") {
		case 0:
			r.DateOnly, r.Time = true, r.Time.Truncate(24*time.Hour)
		case 1:
			r.Time = r.Time.In(time.FixedZone("", rapid.IntRange(-14*3600, 14*3600).Draw(t, "zone")))
		}
	}
	if rapid.Bool().Draw(t, "rated") {
		rating := rapid.Float64Range(0, 1).Draw(t, "rating")
		r.Rating = &rating
	}
	for i := range r.Needs {
		r.Needs[i] = polarity.Draw(t, "need")
	}
	if rapid.Bool().Draw(t, "labelled") {
		r.Sentiment, r.SentimentScore = voc.Ambivalent, rapid.Float64Range(-1, 1).Draw(t, "sentiment")
	}
	list := rapid.SliceOfN(rapid.SampledFrom([]string{"ease", "fees", "", "süß"}), 0, 3)
	if themes := list.Draw(t, "themes"); len(themes) > 0 {
		r.Themes = themes
	}
	if phrases := list.Draw(t, "phrases"); len(phrases) > 0 {
		r.KeyPhrases = phrases
	}
	r.Words, r.Campaign = rapid.IntRange(0, 1e6).Draw(t, "words"), word.Draw(t, "campaign")
	r.Complex, r.NoContent, r.Unlabelled = rapid.Bool().Draw(t, "complex"), rapid.Bool().Draw(t, "empty"), rapid.Bool().Draw(t, "unlabelled")
	for range rapid.IntRange(0, 3).Draw(t, "units") {
		r.Units = append(r.Units, span("unit"))
	}
	for range rapid.IntRange(0, 4).Draw(t, "mentions") {
		r.Mentions = append(r.Mentions, voc.Mention{
			Kind: voc.KindTheme, Label: word.Draw(t, "label"), Polarity: polarity.Draw(t, "polarity"),
			Score: rapid.Float64Range(-1, 1).Draw(t, "score"), Unit: rapid.IntRange(0, 5).Draw(t, "unit"),
			Span: span("evidence"), By: voc.ByRule, Rule: word.Draw(t, "rule"), Uncertain: rapid.Bool().Draw(t, "uncertain"),
		})
	}
	return r
}

// write makes the tables of records in a new folder.
func write(t testing.TB, records []voc.Record) string {
	t.Helper()
	dir := t.TempDir()
	writeTo(t, dir, records)
	return dir
}

func writeTo(t interface{ Fatal(...any) }, dir string, records []voc.Record) {
	w, err := Create(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	for _, r := range records {
		if err := w.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// read returns all records of dir.
func read(t interface{ Fatal(...any) }, dir string) []voc.Record {
	var records []voc.Record
	for r, err := range Records(dir) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}

// sameTimes lets times be compared as what they say: instant and offset.
var sameTimes = cmp.Comparer(func(a, b time.Time) bool {
	_, ao := a.Zone()
	_, bo := b.Zone()
	return a.Equal(b) && ao == bo
})

func TestAddThenRecordsGivesBackTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var want []voc.Record
		for i := range rapid.IntRange(0, 8).Draw(rt, "records") {
			// The same id may come twice in a part, before duplicates are taken out.
			want = append(want, drawRecord(rt, []string{"a", "b", "a"}[i%3]))
		}
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		writeTo(rt, dir, want)
		if diff := cmp.Diff(want, read(rt, dir), sameTimes); diff != "" {
			rt.Fatalf("records differ (-added +read):\n%s", diff)
		}
	})
}

func TestSpansAreCodePointsInTables(t *testing.T) {
	text := "Très long attente — 😀 fine"
	at := strings.Index(text, "fine")
	dir := write(t, []voc.Record{{
		Comment:  voc.Comment{ID: "a", Text: text},
		Mentions: []voc.Mention{{Kind: voc.KindNeed, Label: "resolution", Span: voc.Span{Start: at, End: at + 4}}},
	}})
	for m, err := range Mentions(dir) {
		if err != nil {
			t.Fatal(err)
		}
		got := string([]rune(text)[m.Span.Start:m.Span.End])
		if got != "fine" || m.Evidence != "fine" {
			t.Errorf("evidence %q, characters %d to %d are %q, want fine", m.Evidence, m.Span.Start, m.Span.End, got)
		}
	}
}

func TestAddRefusesSpansOutsideTheText(t *testing.T) {
	w, err := Create(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	err = w.Add(voc.Record{
		Comment:  voc.Comment{ID: "a", Text: "short", Origin: voc.Origin{File: "f.csv", Row: 3}},
		Mentions: []voc.Mention{{Kind: voc.KindNeed, Label: "control", Span: voc.Span{Start: 2, End: 9}}},
	})
	want := "f.csv:3: comment a: the evidence of need control lies outside the text"
	if err == nil || err.Error() != want {
		t.Errorf("Add = %v, want %s", err, want)
	}
}

func TestAbortLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	w, err := Create(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	w.Abort()
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestCommentsReadsOnlyWhatIsNamed(t *testing.T) {
	dir := write(t, samples(3))
	for r, err := range Comments(dir, "comment_id", "received_at") {
		if err != nil {
			t.Fatal(err)
		}
		if r.ID == "" || r.Time.IsZero() || r.Text != "" || r.Department != "" {
			t.Errorf("got %+v, want an id and a time alone", r)
		}
	}
	for _, err := range Comments(dir, "colour") {
		if err == nil {
			t.Error("a column that does not exist: no error")
		}
	}
}

func TestBrokenFilesAreErrors(t *testing.T) {
	dir := write(t, samples(300))
	path := dir + "/" + CommentsFile
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for i := 0; i < len(sound); i += 1 + len(sound)/400 {
		for _, broken := range [][]byte{slices.Clone(sound), sound[:i]} {
			if i < len(broken) {
				broken[i] ^= 0x5a
			}
			if err := os.WriteFile(path, broken, 0o644); err != nil {
				t.Fatal(err)
			}
			for _, err := range Records(dir) { // must end, and not panic
				if err != nil {
					seen++
				}
			}
		}
	}
	if seen < 400 {
		t.Errorf("%d broken files were told, want every one that was cut and most others", seen)
	}
}

// samples makes n records of the length and shape of usual comments.
func samples(n int) []voc.Record {
	sentences := []string{
		"The clerk at the counter greeted me warmly and found my permit in a minute. ",
		"Nobody called back although I left three messages about the leaking meter. ",
		"I had no idea which form was needed, but the leaflet in Spanish made it plain. ",
		"The bus shelter is still broken. ", "Well done. ", "Why must I pay the fee twice? ",
	}
	departments := []string{"water", "parks", "transit", "permits", "library"}
	records := make([]voc.Record, n)
	for i := range records {
		text, units := "", []voc.Span{}
		for k := range 1 + i%5 {
			start := len(text)
			text += sentences[(i*7+k*3)%len(sentences)]
			units = append(units, voc.Span{Start: start, End: len(text) - 1})
		}
		text += "Case " + time.Duration(i*997).String()
		r := voc.Record{Comment: voc.Comment{
			ID: "c" + time.Duration(uint32(i)*2654435761).String(), Source: "resident-survey", Origin: voc.Origin{File: "survey.csv", Row: i + 2},
			Department: departments[i%5], Channel: voc.ChannelSurvey, Audience: voc.External, Language: "en", Text: text,
			Time: time.Date(2026, 1, 1, 9, 0, i*60, 0, time.UTC), Question: "How did we do?", QuestionKind: voc.OtherQuestion,
		}, Units: units, Sentiment: voc.Negative, SentimentScore: -0.25, Themes: []string{"fees", "follow_up"},
			KeyPhrases: []string{"leaking meter", "counter"}, Words: 20}
		r.Needs[i%4] = voc.Unmet
		for k := range 1 + i%4 {
			u := units[k%len(units)]
			r.Mentions = append(r.Mentions, voc.Mention{Kind: voc.KindTheme, Label: "follow_up", Polarity: voc.Unmet,
				Score: float64(i%1000) / 1000, Unit: k % len(units), Span: voc.Span{Start: u.Start + 4, End: u.Start + 10}, By: voc.ByModel})
		}
		records[i] = r
	}
	return records
}

func BenchmarkAdd(b *testing.B) {
	records := samples(8192)
	dir := b.TempDir()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		writeTo(b, dir, records)
		n += len(records)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/comment")
}

func BenchmarkRecords(b *testing.B) {
	dir := b.TempDir()
	writeTo(b, dir, samples(8192))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, err := range Records(dir) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/comment")
}

func BenchmarkCommentIDs(b *testing.B) {
	dir := b.TempDir()
	writeTo(b, dir, samples(8192))
	n := 0
	for b.Loop() {
		for _, err := range Comments(dir, "comment_id") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/comment")
}
