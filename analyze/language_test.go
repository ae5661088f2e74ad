package analyze

import "testing"

func TestLanguage(t *testing.T) {
	tests := []struct {
		text, declared, want string
		labelled             bool
	}{
		{"The clerk at the window was patient with all of us.", "", "en", true},
		{"Staff friendly, forms clear, building warm", "", "en", true},
		{"Very good", "", "und", true},
		{"Great service!", "es", "und", true},
		{"Black sedan, MA plate, parked by the door", "", "en", true},
		{"Loved the café and the naïve murals", "", "en", true},
		{"El personal fue muy amable y nos ayudó con todo", "", "es", false},
		{"Le personnel est très aimable mais il faut attendre", "", "fr", false},
		{"Die Mitarbeiter waren sehr freundlich und haben geholfen", "", "de", false},
		{"De medewerkers waren heel vriendelijk voor ons", "", "nl", false},
		{"O atendimento foi muito bom e não demorou", "", "pt", false},
		{"Personel çok ilgili ve güler yüzlü", "", "tr", false},
		{"Сотрудники были очень вежливы", "", "ru", false},
		{"الموظفون لطفاء جدا", "", "ar", false},
		{"スタッフはとても親切でした", "", "ja", false},
		{"工作人员非常友好", "", "zh", false},
		{"직원들이 친절했어요", "", "ko", false},
		{"Muy buena", "", "es", false},
		{"Flexibilidad", "es", "es", false},
		{"Flexibilidad", "", "und", true},
		{"👍👍", "", "und", true},
	}
	for _, test := range tests {
		tag, labelled := NewText(test.text).language(test.declared)
		if tag != test.want || labelled != test.labelled {
			t.Errorf("language of %q (declared %q) = %s, %t, want %s, %t", test.text, test.declared, tag, labelled, test.want, test.labelled)
		}
	}
}
