package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	api "github.com/blevesearch/bleve_index_api"

	"voc"
)

// sentence is something a person of the tests can say, and what it means.
type sentence struct {
	text     string
	need     voc.Need
	polarity voc.Polarity
	theme    string
}

var sentences = []sentence{
	{"The woman at the counter was friendly and patient.", voc.Dignity, voc.Met, "courtesy"},
	{"The clerk was rude to my father!", voc.Dignity, voc.Unmet, "courtesy"},
	{"She wasn’t rude, only tired.", voc.Dignity, voc.Met, "courtesy"},
	{"I could not choose a time for the visit.", voc.Control, voc.Unmet, "choice"},
	{"The phone line never lets you through.", voc.Control, voc.Unmet, "access"},
	{"Booking by phone took one minute.", voc.Control, voc.Met, "ease"},
	{"Nobody listened when I called about the neighbour's tree.", voc.Understanding, voc.Unmet, "listening"},
	{"They explained the new bins in plain words.", voc.Understanding, voc.Met, "explaining"},
	{"The leak came back after two days.", voc.Resolution, voc.Unmet, "fixed"},
	{"My refund arrived the same week.", voc.Resolution, voc.Met, "timeliness"},
	{"Excellent organisation of the whole thing.", "", "", ""},
	{"Call me on [phone] or write to [email].", "", "", ""},
	{"The café closes at 10:30.", "", "", ""},
}

// record makes the nth of a series of records that differ as real ones do.
func record(n int) voc.Record {
	random := rand.New(rand.NewPCG(uint64(n), 7))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	r := voc.Record{Comment: voc.Comment{
		ID: fmt.Sprintf("c%07x", n*2654435761%(1<<28)), Source: "test", Origin: voc.Origin{File: "test.csv", Row: n + 2},
		Department: pick("water", "parks", "streets", ""), Channel: pick(voc.ChannelSurvey, voc.ChannelReview), Audience: pick(voc.External, voc.Internal),
		Language: "en",
	}}
	if random.IntN(10) > 0 {
		r.Time = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, random.IntN(400))
		if r.DateOnly = random.IntN(2) == 0; !r.DateOnly {
			r.Time = r.Time.Add(time.Duration(random.IntN(1440)) * time.Minute)
		}
	}
	var said [4]map[voc.Polarity]bool
	for range 1 + random.IntN(4) {
		s := sentences[random.IntN(len(sentences))]
		if r.Text != "" {
			r.Text += " "
		}
		unit := voc.Span{Start: len(r.Text), End: len(r.Text) + len(s.text)}
		r.Text += s.text
		r.Units = append(r.Units, unit)
		if s.need == "" {
			continue
		}
		for i, need := range voc.Needs {
			if need == s.need {
				if said[i] == nil {
					said[i] = map[voc.Polarity]bool{}
				}
				said[i][s.polarity] = true
			}
		}
		r.Mentions = append(r.Mentions,
			voc.Mention{Kind: voc.KindNeed, Label: string(s.need), Polarity: s.polarity, Score: 0.9, Unit: len(r.Units) - 1, Span: unit, By: voc.ByModel},
			voc.Mention{Kind: voc.KindTheme, Label: s.theme, Polarity: s.polarity, Score: 0.8, Unit: len(r.Units) - 1, Span: unit, By: voc.ByRule, Rule: "r-1"})
		r.Themes = append(r.Themes, s.theme)
	}
	for i, polarities := range said {
		switch {
		case len(polarities) == 2:
			r.Needs[i] = voc.Mixed
		case polarities[voc.Met]:
			r.Needs[i] = voc.Met
		case polarities[voc.Unmet]:
			r.Needs[i] = voc.Unmet
		}
	}
	slices.Sort(r.Themes)
	r.Themes = slices.Compact(r.Themes)
	if r.SentimentScore = float64(random.IntN(21)-10) / 10; random.IntN(8) > 0 {
		r.Sentiment = []voc.Sentiment{voc.Positive, voc.Negative, voc.Neutral, voc.Ambivalent}[random.IntN(4)]
	}
	r.Words = len(strings.Fields(r.Text))
	return r
}

func recordsTo(n int) []voc.Record {
	list := make([]voc.Record, n)
	for i := range list {
		list[i] = record(i)
	}
	return list
}

func sequence(records []voc.Record) iter.Seq2[voc.Record, error] {
	return func(yield func(voc.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// open builds an index of the records and opens it.
func open(t testing.TB, records []voc.Record, opt Options) *Index {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	if err := Build(context.Background(), dir, sequence(records)); err != nil {
		t.Fatal(err)
	}
	return openDir(t, dir, opt)
}

func openDir(t testing.TB, dir string, opt Options) *Index {
	t.Helper()
	ix, err := Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}

func search(t testing.TB, ix *Index, q Query) *Result {
	t.Helper()
	result, err := ix.Search(context.Background(), q)
	if err != nil {
		t.Fatalf("Search(%+v): %v", q, err)
	}
	return result
}

func comment(id, text string) voc.Record {
	return voc.Record{Comment: voc.Comment{ID: id, Text: text}, Units: []voc.Span{{Start: 0, End: len(text)}}}
}

func TestEveryRecordComesBackAsItWas(t *testing.T) {
	records := recordsTo(500)
	rating := 0.25
	records[3].Rating, records[3].KeyPhrases = &rating, []string{"new bins"}
	ix := open(t, records, Options{})
	for _, want := range records {
		got, err := ix.Get(want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprintf("%+v", deref(got)) != fmt.Sprintf("%+v", deref(want)) {
			t.Errorf("Get(%s) = %+v, want %+v", want.ID, got, want)
		}
	}
	if _, err := ix.Get("nobody"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get of an unknown id: %v, want ErrNotFound", err)
	}
}

// deref shows a rating instead of where it is.
func deref(r voc.Record) any {
	rating := -1.0
	if r.Rating != nil {
		rating = *r.Rating
	}
	r.Rating = nil
	return struct {
		voc.Record
		rating float64
	}{r, rating}
}

func TestWords(t *testing.T) {
	texts := map[string]string{
		"rude":    "The clerk was rude to us.",
		"notrude": "Well, she wasn’t rude at all.",
		"calls":   "They keep calling back and nobody called.",
		"colour":  "Nice colours, badly organised centre.",
		"cafe":    "The café was closed, naïve of me.",
		"masked":  "Ring me on [phone] or [email].",
		"mail":    "I wrote an e-mail to the office.",
		"curly":   "It’s the neighbour’s dog.",
		"digits":  "Opened at 10:30 on line 4.",
		"han":     "服务很好",
		"ends":    "No show at appointments\nCancelling orders, ugh! Asked Dr. Penrose about 2.50 and left. Went to another.",
	}
	var records []voc.Record
	for id, text := range texts {
		records = append(records, comment(id, text))
	}
	ix := open(t, records, Options{})
	for _, test := range []struct{ query, want string }{
		{"rude", "notrude rude"},
		{`"not rude"`, "notrude"},
		{`rude -"not rude"`, "rude"},
		{"+rude +clerk", "rude"},
		{"rude -clerk", "notrude"},
		{"call", "calls"},
		{"called", "calls"},
		{"color", "colour"},
		{"organized", "colour"},
		{"CENTER", "colour"},
		{"cafe", "cafe"},
		{"naive", "cafe"},
		{"phone", ""},
		{"email", "mail"},
		{"e-mail", "mail"},
		{"neighbor's", "curly"},
		{"10:30", "digits"},
		{"服务", "han"},
		{"clerk neighbour", "curly rude"},
		{"clerk AND rude", "rude"},
		{"clerk AND neighbour", ""},
		{"rude NOT clerk", "notrude"},
		{"(clerk OR calling) AND nobody", "calls"},
		{"nobody AND clerk OR calling", "calls"}, // OR binds closer
		{"clerk OR neighbour", "curly rude"},
		{"+nobody OR clerk", "calls rude"},
		{"“keep calling back”", "calls"},
		{`"keep the calling"`, ""},
		{`"rude to us"`, "rude"},
		{"+rude +the", "notrude rude"}, // common words say nothing beside others
		{"the", "cafe curly mail rude"},
		{"-rude", "cafe calls colour curly digits ends han mail masked"},
		{`"appointments cancelling"`, ""}, // no phrase goes beyond a line or a sentence
		{`"ugh asked"`, ""},
		{`"left went"`, ""},
		{`"dr penrose"`, "ends"},
		{`"Dr. Penrose about 2.50 and"`, "ends"},
		{"+appointments +cancelling", "ends"},
		{"wait - rude", "notrude rude"},
	} {
		var got []string
		result := search(t, ix, Query{Text: test.query, Limit: 100})
		for _, hit := range result.Hits {
			got = append(got, hit.Record.ID)
		}
		slices.Sort(got)
		if strings.Join(got, " ") != test.want || result.Total != len(got) {
			t.Errorf("Search(%q) = %v, %d in all; want %s", test.query, got, result.Total, test.want)
		}
	}
}

func TestWholeCountsCommentsWithAllWords(t *testing.T) {
	ix := open(t, []voc.Record{comment("a", "late bus"), comment("b", "late tram, rude driver"), comment("c", "a bus")}, Options{})
	for _, test := range []struct {
		query        string
		total, whole int
	}{
		{"late bus", 3, 1},
		{"bus", 2, 2},
		{"bus OR tram", 3, 3},
		{"+late bus OR tram", 2, 2},
		{"+late rude -bus", 1, 1},
		{"", 3, 3},
	} {
		if r := search(t, ix, Query{Text: test.query}); r.Total != test.total || r.Whole != test.whole {
			t.Errorf("Search(%q): %d in all, %d whole; want %d, %d", test.query, r.Total, r.Whole, test.total, test.whole)
		}
	}
	if first := search(t, ix, Query{Text: "late bus", Limit: 1}).Hits[0].Record.ID; first != "a" {
		t.Errorf("%s comes first, want the comment with both words", first)
	}
}

func TestMistakesInAQueryArePointedAt(t *testing.T) {
	ix := open(t, recordsTo(10), Options{})
	for _, test := range []struct {
		query  string
		column int
	}{
		{`rude "to us`, 6},
		{"(rude", 1},
		{"rude) clerk", 5},
		{"é ()", 3},
		{"rude ca*l", 8},
		{"a*", 1},
		{"bus *", 5},
		{"rud~ abc~", 1},
		{"late dept:water", 6},
		{"!!!", 1},
		{"late AND", 8},
		{"late OR -bus", 9},
		{strings.Repeat("ab* ", 1000), 1 + 4*64},
		{strings.Repeat("word ", 20<<10), 1},
		{strings.Repeat("(", 50) + "a" + strings.Repeat(")", 50), 9},
	} {
		_, err := ix.Search(context.Background(), Query{Text: test.query, Limit: 1})
		var mistake *QueryError
		if !errors.As(err, &mistake) || mistake.Column != test.column {
			t.Errorf("Search(%.40q): %v, want an error at column %d", test.query, err, test.column)
		}
	}
}

func TestPrefixesAndMisspellings(t *testing.T) {
	var records []voc.Record
	for id, text := range map[string]string{
		"calls": "They call, called, calling; a callback.", "excellent": "Excellent!", "excellence": "A place of excellence",
		"receive": "I did not receive my card", "relief": "What a relief", "organ": "It was organised well", "us": "Well organized",
	} {
		records = append(records, comment(id, text))
	}
	ix := open(t, records, Options{})
	for _, test := range []struct{ query, want string }{
		{"call*", "calls"},
		{"callb*", "calls"},
		{"excellen*", "excellence excellent"},
		{"excellenc*", "excellence excellent"}, // both words have one stem
		{"organis*", "organ us"},
		{"recieve~", "receive"},
		{"receeve~", "receive"},
		{"zzz*", ""},
		{"+rec* -relief", "receive"},
	} {
		if got := ids(search(t, ix, Query{Text: test.query, Limit: 100})); got != test.want {
			t.Errorf("Search(%q) = %s, want %s", test.query, got, test.want)
		}
	}
}

// ids returns the ids of the hits, sorted.
func ids(r *Result) string {
	var list []string
	for _, hit := range r.Hits {
		list = append(list, hit.Record.ID)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

func TestSynonyms(t *testing.T) {
	records := []voc.Record{comment("rude", "So rude"), comment("abrupt", "He was abrupt"), comment("short", "She was short with me"), comment("tall", "short and tall")}
	ix := open(t, records, Options{Synonyms: [][]string{{"rude", "abrupt", "short with me"}, {"wait", "queue"}}})
	for _, test := range []struct {
		query    string
		synonyms bool
		want     string
	}{
		{"rude", true, "abrupt rude short"},
		{"rude", false, "rude"},
		{`"rude"`, true, "rude"},
	} {
		r := search(t, ix, Query{Text: test.query, Synonyms: test.synonyms, Limit: 10})
		if got := ids(r); got != test.want {
			t.Errorf("Search(%q, synonyms %v) = %s, want %s", test.query, test.synonyms, got, test.want)
		}
		if test.synonyms && test.query == "rude" && (strings.Join(r.Also, ",") != "abrupt,short with me" || r.Hits[0].Record.ID != "rude") {
			t.Errorf("Also = %q and %s first; want what was looked for too, and what was written first", r.Also, r.Hits[0].Record.ID)
		}
	}
}

// What must not be there is what was written, and it is not looked for as a word of like meaning of another.
func TestSynonymsBesideWhatMustNotBeThere(t *testing.T) {
	records := []voc.Record{
		comment("rude", "So rude a clerk"), comment("abrupt", "An abrupt clerk"), comment("short", "A clerk who was short with me"), comment("clerk", "The clerk"),
	}
	ix := open(t, records, Options{Synonyms: [][]string{{"rude", "abrupt", "short with me"}, {"clerk", "cashier"}}})
	for _, test := range []struct{ query, want, also string }{
		{"+clerk -rude", "abrupt clerk short", "cashier"},
		{"clerk NOT rude", "abrupt clerk short", "cashier"},
		{"clerk -(rude abrupt)", "clerk short", "cashier"},
		{"clerk -cashiers", "abrupt clerk rude short", ""},
		{`clerk -"short with me"`, "abrupt clerk rude", "cashier"},
		{"rude -abrupt", "rude short", "short with me"},
		{"rude -abrup*", "rude short", "short with me"},
		{"-abrupt (rude clerk)", "clerk rude short", "cashier,short with me"},
		{"rude -short", "abrupt rude", "abrupt"},
		{"rude -(abrupt AND clerk)", "rude short", "abrupt,short with me"}, // abrupt alone may be there
		{"(clerk -abrupt) OR rude", "abrupt clerk rude short", "abrupt,cashier,short with me"},
		{"-rude", "abrupt clerk short", ""},
	} {
		r := search(t, ix, Query{Text: test.query, Synonyms: true, Limit: 10})
		if got, also := ids(r), strings.Join(r.Also, ","); got != test.want || also != test.also {
			t.Errorf("Search(%q) = %s, also looked for %q, want %s, %q", test.query, got, also, test.want, test.also)
		}
	}
}

// An index of another version is told apart, whether it is to be opened or updated.
func TestOtherFormatsAreRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	if err := Build(t.Context(), dir, sequence(recordsTo(10))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, formatFile), []byte("0"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrFormat) {
		t.Errorf("Open: %v, want ErrFormat", err)
	}
	if err := Update(t.Context(), dir+"2", dir, sequence(nil), nil); !errors.Is(err, ErrFormat) {
		t.Errorf("Update: %v, want ErrFormat", err)
	}
}

func TestOpenOfNoIndexIsAnError(t *testing.T) {
	if ix, err := Open(filepath.Join(t.TempDir(), "none"), Options{}); err == nil {
		t.Errorf("Open of nothing = %v, want an error", ix)
	}
}

// Wherever the ids that begin with a prefix are kept, the first of them are found.
func TestCompleteFindsTheFirst(t *testing.T) {
	records := recordsTo(400)
	var all []string
	for _, r := range records {
		all = append(all, r.ID)
	}
	slices.Sort(all)
	prefix := all[0][:1]
	if !strings.HasPrefix(all[4], prefix) {
		t.Fatalf("too few ids begin with %s: %v", prefix, all[:5])
	}
	got, err := open(t, records, Options{}).Complete(prefix, 5)
	if err != nil || !slices.Equal(got, all[:5]) {
		t.Errorf("Complete = %v, %v, want %v", got, err, all[:5])
	}
}

// A turn of an interview that cannot be read is not left out in silence.
func TestSessionTellsOfDamage(t *testing.T) {
	records := recordsTo(3)
	for i := range records {
		records[i].Source, records[i].Session, records[i].Turn = "focus", "evening", i+1
	}
	ix := open(t, records, Options{})
	if got, err := ix.Session("focus", "evening"); err != nil || len(got) != 3 || got[0].Turn != 1 {
		t.Fatalf("Session = %v, %v", got, err)
	}
	for _, s := range ix.shards {
		s.reader = unreadableDocuments{s.reader}
	}
	if got, err := ix.Session("focus", "evening"); err == nil {
		t.Errorf("Session of what cannot be read = %v", got)
	}
}

// unreadableDocuments are those of an index whose stored records are damaged.
type unreadableDocuments struct{ api.IndexReader }

func (unreadableDocuments) Document(string) (api.Document, error) { return nil, errStored }
