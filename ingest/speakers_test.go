package ingest

import (
	"strings"
	"testing"
	"time"

	"voc/analyze"
)

func TestSpeakerNames(t *testing.T) {
	var names speakerNames
	for _, name := range []string{"Maria Gonzalez", "Will Young", "Thuy N.", "Siobhán O'Brien", "Moderator", "Participant 3", "Dr. Abena Owusu (City Staff)", "kofi@example.org", "Anne-Marie Duval"} {
		names.add(name)
	}
	tests := []struct{ text, want string }{
		{"", ""},
		{"Maria Gonzalez, you told me to call you.", "[name], you told me to call you."},
		{"As maria said, it was slow.", "As [name] said, it was slow."},
		{"Maria's form and Ms. Gonzalez’s letter", "[name]'s form and Ms. [name]’s letter"},
		{"Will you come back? I will.", ""},
		{"Will, how was it? And you, Will?", "[name], how was it? And you, [name]?"},
		{"The young clerk knew Will Young well.", "The young clerk knew [name] well."},
		{"thuy waited, then Thuy N. left", "[name] waited, then [name]. left"},
		{"Siobhán and O’Brien", "[name] and [name]"},
		{"I asked o'brien twice.", "I asked [name] twice."},
		{"Abena works for the city; the staff know Dr. Owusu.", "[name] works for the city; the staff know Dr. [name]."},
		{"Anne-Marie agrees, and so does Anne.", "[name] agrees, and so does [name]."},
		{"The moderator asked participant 3.", ""},
		{"Write to maria.gonzalez@example.org or @maria, said Maria.", "Write to maria.gonzalez@example.org or @maria, said [name]."},
		{"The gonzalezes of mariana", ""},
	}
	for _, test := range tests {
		want := test.want
		if want == "" {
			want = test.text
		}
		got, n := names.mask(test.text)
		if got != want || n != strings.Count(want, nameMask) {
			t.Errorf("mask(%q) = %q, %d, want %q", test.text, got, n, want)
		}
	}
}

// Labels that say what somebody is take no word out of what others say.
func TestRolesAreNoNames(t *testing.T) {
	names := speakerNames{ordinary: analyze.Ordinary}
	for _, label := range []string{"Woman 1", "Male Voice", "Library Staff", "Water Department", "Audience Member", "Person A", "Employee 2", "Interpreter", "Boston Public Library",
		"City of Boston", "Mayor of Boston", "Water Clerk", "Table 3", "Parks Dept. - Counter", "City Council", "\u5c45\u6c11", "\u5973\u58eb 2", "\u05d0\u05d9\u05e9\u05d4 1", "woman in the queue", "mujer en la fila"} {
		names.add(label)
	}
	for _, text := range []string{
		"How was the library?", "The water was off, and Water was late.", "The library was closed and the person at the counter was rude.", "I asked a woman at the Library, then a man, and the Interpreter.",
		"The water clerk raised his voice.", "Every employee in the queue was cold, said the Water Department in Boston.", "She says the public was late to the table.", "Estaba en la calle.", "\u5c45\u6c11\u8bf4\u5973\u58eb", "\u05d0\u05d9\u05e9\u05d4",
	} {
		if got, n := names.mask(text); got != text || n != 0 {
			t.Errorf("mask(%q) = %q, %d", text, got, n)
		}
	}
}

// Names beside a role or an office are names all the same, and so are ordinary words after one, where a capital shows it.
func TestNamesBesideRoles(t *testing.T) {
	tests := []struct{ label, text, want string }{
		{"Officer Daniels", "I asked daniels, the officer.", "I asked [name], the officer."},
		{"Officer Brown", "I saw Officer Brown in a brown coat.", "I saw Officer [name] in a brown coat."},
		{"Ilse \u2013 Library", "The library is where ilse works.", "The library is where [name] works."},
		{"Ilse Brandt City Council", "The city knows Ilse Brandt.", "The city knows [name]."},
		{"Moderator Tomasz", "Thanks tomasz, said the moderator.", "Thanks [name], said the moderator."},
		{"Brandt, Ilse", "Then ilse left.", "Then [name] left."},
		{"Dawn Table", "Did Dawn put it on the table at dawn?", "Did [name] put it on the table at dawn?"},
	}
	for _, test := range tests {
		names := speakerNames{ordinary: analyze.Ordinary}
		names.add(test.label)
		if got, _ := names.mask(test.text); got != test.want {
			t.Errorf("of %q: mask(%q) = %q, want %q", test.label, test.text, got, test.want)
		}
	}
}

// Names without capitals are names too: those written so, and those of scripts that have none.
func TestNamesWithoutCapitals(t *testing.T) {
	tests := []struct{ label, text, want string }{
		{"maria gonzalez", "Well, maria waited for Gonzalez.", "Well, [name] waited for [name]."},
		{"water customer ilse", "The water is cold, said ilse.", "The water is cold, said [name]."},
		{"Maria de la Cruz", "All of la mesa and de facto stay, Maria Cruz.", "All of la mesa and de facto stay, [name]."},
		{"\u738b\u5c0f\u660e", "\u6211\u542c\u738b\u5c0f\u660e\u8bf4", "\u6211\u542c[name]\u8bf4"},
		{"Chen \u738b\u5c0f\u660e", "\u738b\u5c0f\u660e and chen", "[name] and [name]"},
		{"\uae40\uc9c0\ubbfc", "\uae40\uc9c0\ubbfc\uc774 \uae30\ub2e4\ub838\ub2e4", "[name]\uc774 \uae30\ub2e4\ub838\ub2e4"},
		{"\u05d3\u05e0\u05d4 \u05db\u05d4\u05df", "\u05e8\u05d5\u05ea \u05d5\u05d3\u05e0\u05d4 \u05d7\u05d9\u05db\u05d5", "\u05e8\u05d5\u05ea \u05d5[name] \u05d7\u05d9\u05db\u05d5"},
		{"\u0634\u064a\u0631\u064a\u0646", "\u0642\u0627\u0644\u062a \u0634\u064a\u0631\u064a\u0646 \u0644\u064a", "\u0642\u0627\u0644\u062a [name] \u0644\u064a"},
	}
	for _, test := range tests {
		names := speakerNames{ordinary: analyze.Ordinary}
		names.add(test.label)
		got, n := names.mask(test.text)
		if got != test.want || n != strings.Count(test.want, nameMask) {
			t.Errorf("of %q: mask(%q) = %q, %d, want %q", test.label, test.text, got, n, test.want)
		}
	}
}

// TestSpeakersAreNotNamed reads transcripts of several formats in which speakers call one another by name:
// what is given on names nobody, and the id of a turn is that of its words as they were said.
func TestSpeakersAreNotNamed(t *testing.T) {
	for name, data := range map[string]string{
		"focus.vtt": "WEBVTT\n\n00:01.000 --> 00:05.000\nModerator: Ilse Brandt, how was the counter?\n\n" +
			"00:06.000 --> 00:09.000\nIlse Brandt: The clerk was rude.\n\n00:10.000 --> 00:14.000\nTomasz: I saw what Ilse saw.\n",
		"focus.txt": "Moderator: Ilse Brandt, how was the counter?\n\nIlse Brandt: The clerk was rude.\n\nTomasz: I saw what Ilse saw.\n\nIlse Brandt: Yes, Tomasz did.\n",
	} {
		f, err := sniff(bytesSource(name, []byte(data)), Options{Name: name, Location: time.UTC})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		masked, read := 0, 0
		for c, err := range f.Comments() {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			read++
			masked += c.Masked
			for _, said := range []string{c.Question, c.Text, c.Speaker, c.Session} {
				if strings.Contains(said, "Ilse") || strings.Contains(said, "Brandt") || strings.Contains(said, "Tomasz") {
					t.Errorf("%s: %q names a speaker", name, said)
				}
			}
			if want := "[name], how was the counter?"; c.Question != want {
				t.Errorf("%s: question %q, want %q", name, c.Question, want)
			}
		}
		if read < 2 || masked == 0 {
			t.Errorf("%s: %d turns, %d names masked", name, read, masked)
		}
	}
}

func FuzzSpeakerNames(f *testing.F) {
	f.Add("Maria Gonzalez", "Maria, you said. maria-gonzalez")
	f.Add("\u738b\u5c0f\u660e - City of X", "\u6211\u542c\u738b\u5c0f\u660e\u8bf4")
	f.Add("\u05d3\u05e0\u05d4", "\u05d5\u05d3\u05e0\u05d4, \u05d3\u05e0\u05d4")
	f.Add("Will O’Brien", "will O’Brien’s I.\xff Will")
	f.Fuzz(func(t *testing.T, name, text string) {
		var names speakerNames
		names.add(name)
		masked, n := names.mask(text)
		if n == 0 && masked != text {
			t.Fatalf("mask(%q) = %q, 0 names", text, masked)
		}
		if n > 0 && strings.Count(masked, nameMask) < n {
			t.Fatalf("mask(%q) = %q, which holds fewer than %d names", text, masked, n)
		}
	})
}
