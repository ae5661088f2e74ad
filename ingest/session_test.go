package ingest

import (
	"strings"
	"testing"
	"time"
)

func TestNamedDate(t *testing.T) {
	denver := time.FixedZone("", -7*3600)
	dayFirst, _ := parseLayout("DD/MM/YYYY")
	tests := []struct {
		path   string
		layout order
		want   string
	}{
		{"GMT20260314-033000_Recording.transcript.vtt", "", "2026-03-13T20:30:00"}, // in Denver it was the evening before
		{"Parks panel-20260314_153000-Meeting Recording.vtt", "", "2026-03-14T15:30:00"},
		{"focus-group-2026-03-14.vtt", "", "2026-03-14"},
		{"2026_03_14 group 12.docx", "", "2026-03-14"},
		{"group20260314.txt", "", "2026-03-14"},
		{"Panel 14 March 2026.odt", "", "2026-03-14"},
		{"panel-mar-14-2026.srt", "", "2026-03-14"},
		{"panel_14th_Mar_2026.txt", "", "2026-03-14"},
		{"panel-25-03-2026.txt", "", "2026-03-25"},
		{"panel-04-03-2026.txt", "", ""}, // could be April 3
		{"panel-04-03-2026.txt", dayFirst, "2026-03-04"},
		{"panels 2026-03-14/group 1.vtt", "", "2026-03-14"},
		{"room 20269999.vtt", "", ""},
		{"ticket 120260314.vtt", "", ""},
		{"group.vtt", "", ""},
	}
	for _, test := range tests {
		var o *orders
		if test.layout != "" {
			o = all(test.layout)
		}
		got := ""
		if found := namedDate(test.path, o, denver); found.why != "" {
			layout := "2006-01-02T15:04:05"
			if found.dateOnly {
				layout = time.DateOnly
			}
			got = found.time.Format(layout)
		}
		if got != test.want {
			t.Errorf("namedDate(%q, %q) = %q, want %q", test.path, test.layout, got, test.want)
		}
	}
}

// The heading of a transcript is nobody's words; its day is that of every turn, unless another is declared.
func TestHeading(t *testing.T) {
	text := "Date: 3 March 2026\nVenue: Town hall\n\nModerator: How was the pool?\nMaya: The water was cold all summer.\nModerator: And the staff?\nMaya: They were kind to my son.\n"
	for declared, want := range map[string]string{"": "2026-03-03", "2026-04-05": "2026-04-05"} {
		f, err := sniff(bytesSource("group 2025-01-01.txt", []byte(text)), Options{Name: "group 2025-01-01.txt", Mapping: &Mapping{Date: declared}})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for c, err := range f.Comments() {
			if err != nil {
				t.Fatal(err)
			}
			if n++; c.Time.Format(time.DateOnly) != want || !c.DateOnly {
				t.Errorf("declared %q: turn %d was said at %v, want %s", declared, c.Turn, c.Time, want)
			}
		}
		if n != 2 {
			t.Errorf("%d comments, want 2", n)
		}
	}
}

func TestNoDay(t *testing.T) {
	for name, want := range map[string]string{"group.txt": "is not known", "group 2026-03-14.txt": ""} {
		f, err := sniff(bytesSource(name, []byte("Ann: Hello there, it was cold.\nBo: I agree.\nAnn: Quite so, said I.\n")), Options{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		for range f.Comments() {
		}
		if got := strings.Join(f.Notes(), "\n"); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: notes %q, want %q", name, got, want)
		}
	}
}

// A declared day is that of rows without one.
func TestDeclaredDay(t *testing.T) {
	f, err := sniff(bytesSource("a.csv", []byte("id,date,comment\n1,2026-02-03,Cold pool.\n2,,Warm pool.\n")), Options{Name: "a.csv", Mapping: &Mapping{Date: "2026-01-31"}})
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for c, err := range f.Comments() {
		if err != nil {
			t.Fatal(err)
		}
		days = append(days, c.Time.Format(time.DateOnly))
	}
	if got := strings.Join(days, " "); got != "2026-02-03 2026-01-31" {
		t.Errorf("days %s, want 2026-02-03 2026-01-31", got)
	}
}
