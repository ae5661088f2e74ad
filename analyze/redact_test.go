package analyze

import (
	"testing"
)

func TestRedact(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Nothing personal here at all.", ""},
		{"Write to jo.bloggs+city@mail.example.org, please.", "Write to [email], please."},
		{"meet @ 5pm or @ the desk", ""},
		{"thanks @jo_bloggs and @CityHelp", "thanks [handle] and [handle]"},

		{"Ring 617-555-0134 or (617) 555-0134 or 617.555.0134.", "Ring [phone] or [phone] or [phone]."},
		{"+1 617 555 0134, 1-617-555-0134, 6175550134", "[phone], [phone], [phone]"},
		{"tel 020 7946 0018 or 07700 900123 or +44 (0)20 7946 0018", "tel [phone] or [phone] or [phone]"},
		{"+49 30 901820 und 0049 30 9018201", "[phone] und [phone]"},
		{"call 555-0134", "call [phone]"},
		{"between 2019-2020, on 12/05/2021, 2021-05-12 and 12.05.2021 at 10:30", ""},
		{"it cost $1,234,567.89 or 12 345 678 in all", ""},
		{"case 101002013380, ref 6175550134, order number 2125550134", ""},
		{"from 9 to 5, 24/7, 365 days, 10 000 people, zip 02134-1234", ""},
		{"route 128 exit 30, bus 39, 12 months 30 days", ""},

		{"card 4111 1111 1111 1111 was charged", "card [card] was charged"},
		{"card 4111-1111-1111-1112 is no card", "card 4111-1111-1111-1112 is no card"},
		{"4111111111111111", "[card]"},
		{"ssn 219-09-9999", "ssn [ssn]"},
		{"my SSN is 219099999", "my SSN is [ssn]"},
		{"IBAN GB82 WEST 1234 5698 7654 32 please", "IBAN [iban] please"},
		{"DE89370400440532013000", "[iban]"},
		{"DE89370400440532013001", ""},

		{"see https://www.example.org/permits for the form", ""},
		{"see https://www.example.org/user/jbloggs.", "see [url]."},
		{"link https://example.org/reset?token=abc123", "link [url]"},
		{"http://jo:secret@example.org/x", "[url]"},

		{"My name is Jo Bloggs and I live near by.", "My name is [name] and I live near by."},
		{"my name is jo", "my name is [name]"},
		{"my name is on the list", ""},
		{"Mr. Bloggs and Mrs Doe were kind", "Mr. [name] and Mrs [name] were kind"},
		{"Dr Patel listened.", "Dr [name] listened."},
		{"thank you mr bloggs", "thank you mr [name]"},
		{"I spoke to Karen at the desk", "I spoke to [name] at the desk"},
		{"I spoke to Customer Service", ""},
		{"John Bloggs never called", "[name] never called"},
		{"the John Harvard Library and Charles River", ""},
		{"Nurse Helen was lovely", "Nurse [name] was lovely"},
		{"Nurse practitioners and Doctor Who Cares", ""},
		{"Corner of Oak Dr Northside", ""},
		{"Kind regards, Jo Bloggs", "Kind regards, [name]"},
		{"Kind regards to all", ""},

		{"I live at 12 Elm Street.", "I live at [address]."},
		{"pothole at 1234 North Main St near the bank", "pothole at [address] near the bank"},
		{"12b Park Road, opposite", "[address], opposite"},
		{"outside 40 elm street", "outside [address]"},
		{"a 20 minute drive, 2 lane road, 5 star place", ""},
		{"5th Street and 7th Avenue", ""},
		{"3 cars in the street", ""},
		{"ring 617\u2011555\u20110134, 617\u2013555\u20130134, (617) 555\u20110134 or 617\u2212555\u22120134", "ring [phone], [phone], [phone] or [phone]"},
		{"ring 617\u2009555\u20090134 or 617\u202f555\u202f0134 or 617\u00a0555\u00a00134 or 555\u00a00134", "ring [phone] or [phone] or [phone] or [phone]"},
		{"ring 617 \u2013 555 \u2013 0134 or me\u2014617-555-0134", "ring [phone] or me\u2014[phone]"},
		{"ring \uff16\uff11\uff17-\uff15\uff15\uff15-\uff10\uff11\uff13\uff14 now", "ring [phone] now"},
		{"ssn 219\u201109\u20119999, card 4111\u20111111\u20111111\u20111111", "ssn [ssn], card [card]"},
		{"jo\u00adan.doe@exam\u00adple.org wrote", "[email] wrote"},
		{"jo.doe\uff20example.org, jo@m\u00fcnchen.example, jos\u00e9@example.org", "[email], [email], [email]"},
		{"write to jose\u0301.garci\u0301a@example.org or jo@cafe\u0301.example or jose\u0301 (at) example.org", "write to [email] or [email] or [email]"},
		{"\u05d3\u05e0\u05d4@example.org \u0634\u064a\u0631\u064a\u0646@example.org \u0936\u094d\u0930\u0940@example.org \uc9c0\ubbfc@example.org", "[email] [email] [email] [email]"},
		{"\u8bf7\u5199\u4fe1\u7ed9jo@example.org\u8c22\u8c22", "\u8bf7\u5199\u4fe1\u7ed9[email]\u8c22\u8c22"},
		{"617\u00b7555\u00b70134 or 617\u30fb555\u30fb0134 or 617\u2043555\u20430134", "[phone] or [phone] or [phone]"},
		{"col\u00b7lega, 10 \u00b7 20 \u00b7 30", ""},
		{"write to jo_doe(at)example.org, jo [at] example [dot] org.", "write to [email], [email]."},
		{"meet (at) noon, or [at] 5.30", ""},
		{"Mrs O\u2019Bloggs and Jo\u00adhn Bloggs", "Mrs [name] and [name]"},
		{"12\u00a0Elm\u00a0Street", "[address]"},
		{"pages 12\u201314, 2019\u20132020, I don\u2019t \u2014 well \u2014 know\u2026", ""},
		{"the manager\u2014Karen\u2014listened", "the manager\u2014[name]\u2014listened"},
		{"Already masked: [phone] and Mr [name] of [address]", ""},
	}
	for _, test := range tests {
		want := test.want
		if want == "" {
			want = test.text
		}
		if got, _ := Redact(test.text); got != want {
			t.Errorf("Redact(%q) = %q, want %q", test.text, got, want)
		}
	}
}

// TestFoldedPlaces checks that what was found in a folded copy is masked in the text: all before and after stays byte by byte.
func TestFoldedPlaces(t *testing.T) {
	for _, before := range []string{"", "\u00e9", "\u00ad", "\u2019\u3000", "\xff", "\U0001f600\u200d"} {
		for _, after := range []string{"", " \u00e9", "!\u00ad\u2019", " \xff"} {
			for _, detail := range []string{"617\u2011555\u20110134", "\uff16\uff11\uff17\u2009555\u20090134"} {
				got, n := Redact(before + " " + detail + after)
				if want := before + " [phone]" + after; got != want || n != 1 {
					t.Errorf("Redact(%q) = %q, %d, want %q, 1", before+" "+detail+after, got, n, want)
				}
			}
		}
	}
}

func TestRedactName(t *testing.T) {
	for name, want := range map[string]string{
		"John Harvard Hospice, 12 Elm Street": "",
		"School Nurse Northside":              "",
		"Water 617-555-0134":                  "Water [phone]",
		"Desk of jo.bloggs@example.org":       "Desk of [email]",
	} {
		if want == "" {
			want = name
		}
		if got, _ := RedactName(name); got != want {
			t.Errorf("RedactName(%q) = %q, want %q", name, got, want)
		}
	}
}

func BenchmarkRedact(b *testing.B) {
	for name, text := range map[string]string{
		"plain":  "The woman at the permit counter was patient and explained each of the steps to me twice.",
		"folded": "The woman at the permit counter didn\u2019t rush me \u2013 she explained each of the steps to me twice.",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Redact(text)
			}
		})
	}
}
