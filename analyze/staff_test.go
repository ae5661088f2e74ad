package analyze

import (
	"slices"
	"testing"
)

func TestStaffNames(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"Brenda at the counter rolled her eyes at me.", []string{"Brenda"}},
		{"I blame the clerk Tolliver Marsh for this, and so does Karen's boss.", []string{"Tolliver Marsh", "Karen"}},
		{"Dr. Vandermeer shouted. Nurse Okoye did not.", []string{"Vandermeer", "Okoye"}},
		{"The plow on Charles Street hit my bin, nobody at the Library called.", nil},
		{"THE CLERK IGNORED ME AGAIN", nil},
		{"The officer was rude. Nothing else to say of Alder Row.", nil},
		{"", nil},
		{"é — ’tis Maria", []string{"Maria"}},
	} {
		var got []string
		for _, span := range StaffNames(test.text) {
			got = append(got, test.text[span.Start:span.End])
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("StaffNames(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}
