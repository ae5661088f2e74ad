package analyze

import (
	"testing"

	"voc"
)

func TestFinder(t *testing.T) {
	book := Builtin()
	f, err := book.Finder(Entry{ID: "callback", Rules: []Rule{
		{ID: "callback.back", Negation: "keeps", Any: []string{"call|called|calling me back"}, Unless: []string{"refund*"}, Within: 1000},
		{ID: "callback.staff", Negation: "keeps", Channel: "survey", Any: []string{"@staff"}, Near: []string{"phon*"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		text, channel string
		want          bool
	}{
		{"Nobody called me back about the fence.", "", true},
		{"They called me back about my refunds.", "", false},
		{"They called me back. I want a refund.", "", true},
		{"The clerk was kind on the phone.", "survey", true},
		{"The clerk was kind on the phone.", "review", false},
		{"The clerk was kind.", "survey", false},
		{"", "", false},
	} {
		if got := f.Finds(voc.Comment{Text: test.text, Channel: test.channel}); got != test.want {
			t.Errorf("Finds(%q, %q) = %v, want %v", test.text, test.channel, got, test.want)
		}
	}
	if _, err := book.Finder(Entry{ID: "x", Rules: []Rule{{ID: "x.1", Any: []string{"two Words"}}}}); err == nil {
		t.Error("a rule with a pattern that is no pattern compiles")
	}
}

func TestEntriesThatAdd(t *testing.T) {
	book := Builtin()
	before := len(book.Entry("follow_up").Rules)
	own, err := ParseCodebook([]byte(`themes:
  - {id: follow_up, adds: true, rules: [{id: follow_up.own, any: [rang back]}]}
  - {id: follow_up, adds: true, rules: [{id: follow_up.own2, any: [wrote back]}], examples: [{text: He rang back at noon.}]}
  - {id: nowhere, adds: true, rules: [{id: nowhere.own, any: [nowhere]}]}
`))
	if err != nil {
		t.Fatal(err)
	}
	book.Merge(own)
	e := book.Entry("follow_up")
	if len(e.Rules) != before+2 || e.Name == "" || e.Examples[len(e.Examples)-1].Text != "He rang back at noon." || e.Adds {
		t.Errorf("follow_up has %d rules, name %q, want %d and its name", len(e.Rules), e.Name, before+2)
	}
	if n := len(Builtin().Entry("follow_up").Rules); n != before {
		t.Errorf("the built-in label has %d rules now, had %d", n, before)
	}
	if faults := book.Lint(); len(faults) != 1 || faults[0].Error() != "label nowhere: adds to a label that is not there" {
		t.Errorf("Lint() = %v", faults)
	}
}
