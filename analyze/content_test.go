package analyze

import (
	"testing"

	"voc"
)

func TestContent(t *testing.T) {
	tests := []struct {
		text, kind string
		ok         bool
		want       voc.Sentiment
	}{
		{"Nothing.", voc.CouldImprove, false, voc.Positive},
		{"No", voc.CouldImprove, false, voc.Positive},
		{"n/a", voc.CouldImprove, false, voc.Positive},
		{"NOTHING!!", voc.WhatGood, false, voc.Negative},
		{"none", voc.WhatGood, false, voc.Negative},
		{"Nothing", voc.WhyScore, false, ""},
		{"Nothing", "", false, ""},
		{"I can’t think of anything", voc.CouldImprove, false, voc.Positive},
		{"Did not answer", voc.CouldImprove, false, ""},
		{"idk", voc.WhatGood, false, ""},
		{"see above", "", false, ""},
		{"...", voc.CouldImprove, false, ""},
		{"-", "", false, ""},
		{"10", voc.WhyScore, false, ""},
		{"[phone]", "", false, ""},
		{"", "", false, ""},
		{"Nothing, everything was great", voc.CouldImprove, true, ""},
		{"No problems", voc.CouldImprove, true, ""},
		{"No interpreter", voc.CouldImprove, true, ""},
		{"👍", "", true, ""},
		{"Fine", "", true, ""},
	}
	for _, test := range tests {
		ok, got := content(NewText(test.text), test.kind)
		if ok != test.ok || got != test.want {
			t.Errorf("content(%q, %q) = %t, %q, want %t, %q", test.text, test.kind, ok, got, test.ok, test.want)
		}
	}
}

func TestNoContentIsNotNeutral(t *testing.T) {
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := a.Label(voc.Comment{Text: "Nothing", Question: "What could we do better?"})
	if !r.NoContent || r.Sentiment != voc.Positive || len(r.Mentions) != 1 || r.Mentions[0].Rule != "nothing_could_improve" {
		t.Errorf("nothing to improve: %+v", r)
	}
	if r = a.Label(voc.Comment{Text: "Did not answer"}); !r.NoContent || r.Sentiment != "" || len(r.Mentions) != 0 {
		t.Errorf("no answer: %+v", r)
	}
}
