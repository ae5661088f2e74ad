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
		{"the license plate 7ABC123 and plate # ABC 123, Plate: 2xy-987, MA plate 6bf 184.", "the license plate [plate] and plate # [plate], Plate: [plate], MA plate [plate]."},
		{"plates 759AB5, 835CD3 and 3EF410 are always here", "plates [plate], [plate] and [plate] are always here"},
		{"License Plate number if available: 13 TLR 69623 | State", "License Plate number if available: [plate] | State"},
		{"VIN: 1GXAA0626WB058532, reg AB12 CDE", "VIN: [plate], reg [plate]"},
		{"matrícula 1234 BCD; Kennzeichen B-AB 1234", "matrícula [plate]; Kennzeichen [plate]"},
		{"a plate of 12 tacos, two plates for 5 days, growth plate at 6 months, plate 3rd from left", ""},
		{"the registration 2019 form, registration from last 2 hours, tag 0009538, license expired 2016", ""},
		{"DOB 04/12/1961, date of birth: 12th of April, 1961, D.O.B. 1961-04-12, I was born on April 12 1961.", "DOB [birthday], date of birth: [birthday], D.O.B. [birthday], I was born on [birthday]."},
		{"nacido el 4 de mayo de 1961, geboren am 4.12.1961, née le 4 mai 1961", "nacido el [birthday], geboren am [birthday], née le [birthday]"},
		{"born 6 weeks early, born in 1960, from birth to 3 years, date of birth only till 2004, a birthday party on May 3", ""},
		{"account number 88213-4451, my acct # A7260794, policy no. 559705-3, customer ID 88213, member number: 40 881 223", "account number [account], my acct # [account], policy no. [account], customer ID [account], member number: [account]"},
		{"número de cuenta 882134451 y Kundennummer 882134", "número de cuenta [account] y Kundennummer [account]"},
		{"my account on 12/05/2021, account number 12/05/2021, a loan of 5000, customer since 2014, loan for 100000.00, account 12345", ""},
		{"case number 12345, ticket # 88213, claim no. 4173590, order number 88213-4451, reference 88213, meter 88213", ""},
		{"passport X1234567, driver's license number S1234567, NHS number 943 476 5919, national insurance no. QQ 12 34 56 C, DNI 12345678Z", "passport [id], driver's license number [id], NHS number [id], national insurance no. [id], DNI [id]"},
		{"my passport took 10 weeks in 2019, the NHS 2020, insurance number 12345 of 20", ""},
		{"PO Box 1123, Larkspur 94939; P.O. Box 12; post office box 7", "[address], Larkspur 94939; [address]; [address]"},
		{"in box 12, the PO Box was full, 2 PO boxes", ""},
		{"IP 192.168.12.4, from 10.20.30.40", "IP [address], from [address]"},
		{"version 10.20.30.40, beta (1.16.0.53), 8.5.50.916, 1.2.3.4", ""},
		{"jane at example dot com, jo dot bloggs at mail dot example dot co dot uk! jo arroba ejemplo punto com", "[email], [email]! [email]"},
		{"write to bloggs77 at gmail.com", "write to [email]"},
		{"see us at example dot com, look at the dot com boom, they are at example.com", ""},
		{"mi teléfono es 55 1234 5678, whatsapp 34 612 345 678, call me at 12 3456 7890", "mi teléfono es [phone], whatsapp [phone], call me at [phone]"},
		{"on the phone 07/03/2016, I called 10 20 times, phone 2 hours, tel. 12.05.2021, call 311", ""},
		{"insta: john_smith99, my twitter handle is jbloggs77, snapchat jo_b", "insta: [handle], my twitter handle is [handle], snapchat [handle]"},
		{"Twitter: 3rd time, Facebook: helpful, instagram is great, username wrong", ""},
		{"cvv 123", "cvv [card]"},
		{"cvv 12345, cvv was wrong", ""},
		{"12 rue de la Paix, Mme Dupont", "[address], Mme [name]"},
		{"Calle Mayor 12, Hauptstraße 12b und Lindenstr. 7", "[address], [address] und [address]"},
		{"la calle 5 veces, 3 avenue closures, Die Straße 3 mal", ""},

		{"Please fix it. Thanks, Jane", "Please fix it. Thanks, [name]"},
		{"Thank you,\nTobiah Quell", "Thank you,\n[name]"},
		{"So slow.\n-Susan", "So slow.\n-[name]"},
		{"Thanks, Grace", "Thanks, [name]"},
		{"Thanks, Great service", ""},
		{"Thank you, Healthy Valley!", ""},
		{"Thank you\nSmile", ""},
		{"Thanks, Hope this gets better", ""},
		{"Friendly\nHelpful - Perfect", ""},
		{"This is Maria from next door", "This is [name] from next door"},
		{"This is Great. I am Happy, I'm Christian.", ""},
		{"My wife Susan called, my neighbor, Carlos, too; our son Mark saw it", "My wife [name] called, my neighbor, [name], too; our son [name] saw it"},
		{"my wife loved it, my husband I think, MY SON MARK MY WORDS, my mother English", ""},
		{"me llamo Rosalba y mi esposa María", "me llamo [name] y mi esposa [name]"},
		{"Mr. Chair, the Deputy Prime Minister", ""},

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
		"cued":   "The white van with plate 7ABC123 was there again on 5 days; my account number is 88213-4451. Thanks, Jane",
		"folded": "The woman at the permit counter didn\u2019t rush me \u2013 she explained each of the steps to me twice.",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Redact(text)
			}
		})
	}
}
