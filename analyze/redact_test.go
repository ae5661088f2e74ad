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
	text := "The woman at the permit counter was patient and explained each of the steps to me twice."
	for b.Loop() {
		Redact(text)
	}
}
