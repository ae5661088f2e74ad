package voc

import (
	"slices"
	"testing"
	"time"
)

func TestFilterMatch(t *testing.T) {
	late := time.Date(2026, 3, 31, 23, 30, 0, 0, time.FixedZone("", -5*3600)) // already April in UTC
	r := &Record{
		Comment:   Comment{Department: "water", Channel: ChannelSurvey, Audience: External, Time: late},
		Needs:     [4]Polarity{Met, Unmet, "", Mixed},
		Sentiment: Ambivalent,
		Themes:    []string{"courtesy", "fees", "timeliness"},
		Mentions: []Mention{
			{Kind: KindTheme, Label: "courtesy", Polarity: Met},
			{Kind: KindTheme, Label: "fees", Polarity: Unmet},
			{Kind: KindTheme, Label: "timeliness", Polarity: Met},
			{Kind: KindTheme, Label: "timeliness", Polarity: Unmet},
			{Kind: KindSentiment, Label: "mixed"},
		},
	}
	for _, test := range []struct {
		name   string
		filter Filter
		want   bool
	}{
		{"nothing asked", Filter{}, true},
		{"department", Filter{Dept: []string{"parks", "water"}}, true},
		{"another department", Filter{Dept: []string{"parks"}}, false},
		{"no department", Filter{Dept: []string{Unassigned}}, false},
		{"need", Filter{Need: []string{"control"}}, true},
		{"need not spoken of", Filter{Need: []string{"understanding"}}, false},
		{"need with its polarity", Filter{Need: []string{"control"}, Polarity: []string{"unmet"}}, true},
		{"need with another's polarity", Filter{Need: []string{"dignity"}, Polarity: []string{"unmet"}}, false},
		{"mixed is not unmet", Filter{Need: []string{"resolution"}, Polarity: []string{"unmet"}}, false},
		{"polarity of any need", Filter{Polarity: []string{"mixed"}}, true},
		{"theme", Filter{Theme: []string{"fees"}}, true},
		{"theme with its polarity", Filter{Theme: []string{"fees"}, Polarity: []string{"unmet"}}, true},
		{"theme with another's polarity", Filter{Theme: []string{"courtesy"}, Polarity: []string{"unmet"}}, false},
		{"theme met here and unmet there", Filter{Theme: []string{"timeliness"}, Polarity: []string{"mixed"}}, true},
		{"such a theme is not unmet", Filter{Theme: []string{"timeliness"}, Polarity: []string{"unmet"}}, false},
		{"need and theme, both unmet", Filter{Need: []string{"control"}, Theme: []string{"fees"}, Polarity: []string{"unmet"}}, true},
		{"need and theme, one unmet", Filter{Need: []string{"dignity"}, Theme: []string{"fees"}, Polarity: []string{"unmet"}}, false},
		{"sentiment", Filter{Sentiment: []string{"mixed"}}, true},
		{"channel", Filter{Channel: []string{"email"}}, false},
		{"audience", Filter{Audience: []string{"internal"}}, false},
		{"the day where it was said", Filter{From: "2026-03-31", To: "2026-03-31"}, true},
		{"the day in UTC", Filter{From: "2026-04-01"}, false},
		{"until the day before", Filter{To: "2026-03-30"}, false},
	} {
		if got := test.filter.Match(r); got != test.want {
			t.Errorf("%s: Match = %v, want %v", test.name, got, test.want)
		}
	}
	if !(&Filter{Dept: []string{"parks", Unassigned}}).Match(&Record{}) {
		t.Error("a comment of no department is not unassigned")
	}
	if (&Filter{To: "2026-12-31"}).Match(&Record{}) {
		t.Error("a comment without a time matches a day")
	}
}

func TestFilterEmpty(t *testing.T) {
	if !(&Filter{}).Empty() {
		t.Error("the zero filter is not empty")
	}
	for _, f := range []Filter{{Dept: []string{"a"}}, {Audience: []string{"a"}}, {From: "2026-01-01"}, {To: "2026-01-01"}} {
		if f.Empty() {
			t.Errorf("%+v is empty", f)
		}
	}
}

// A name is taken as a whole before it is taken apart; what is empty is no value, and names no department.
func TestApart(t *testing.T) {
	names := []string{"Fire, Rescue", "Fire", "Trees, Paths, Ponds"}
	for list, want := range map[string][]string{
		"":                                 nil,
		" , ,":                             nil,
		"water":                            {"water"},
		" water ,":                         {"water"},
		",,parks,,water":                   {"parks", "water"},
		"Fire, Rescue":                     {"Fire, Rescue"},
		"parks,fire, rescue , fire":        {"parks", "fire, rescue", "fire"},
		"Trees, Paths":                     {"Trees", "Paths"},
		"Fire,Trees, Paths, Ponds,Rescue,": {"Fire", "Trees, Paths, Ponds", "Rescue"},
	} {
		if got := Apart(list, names); !slices.Equal(got, want) {
			t.Errorf("Apart(%q) = %q, want %q", list, got, want)
		}
	}
}

func TestDepartmentCalled(t *testing.T) {
	water := Department{ID: "water", Name: "Water and Sewer", Aliases: []string{"DWS", ""}}
	for name, want := range map[string]bool{"water": true, " dws ": true, "WATER AND SEWER": true, "": false, " ": false, "sewer": false} {
		if got := water.Called(name); got != want {
			t.Errorf("Called(%q) = %v, want %v", name, got, want)
		}
	}
	parks := Department{ID: "parks", Name: "Parks & Recreation"}
	for name, want := range map[string]bool{"parks and recreation.": true, "PARKS&RECREATION": true, "Parks\u00a0and  Recreation": true, "parks": true, ".": false, "recreation": false} {
		if got := parks.Called(name); got != want {
			t.Errorf("Called(%q) = %v, want %v", name, got, want)
		}
	}
	if nameless := (&Department{ID: Unassigned}); nameless.Called("") || !nameless.Called("Unassigned") {
		t.Error("a department without a name is called nothing, or not by its id")
	}
}
