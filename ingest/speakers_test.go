package ingest

import (
	"strings"
	"testing"
	"time"
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
