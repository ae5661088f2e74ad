package ingest

import (
	"fmt"
	"strings"
	"testing"
)

const letter = "Dear councillors, I am a neighbour at %s and I ask you to keep the little library on the corner open. " +
	"My children learned to read there, my mother borrows her large print there, and the closing hours you plan leave us with nothing after school. " +
	"Please vote against the cut on Tuesday. Yours, %s"

func TestCampaigns(t *testing.T) {
	var c Campaigns
	streets := []string{"4 Ash Lane", "19 Birch Road", "77 Cedar Street", "2 Dogwood Close", "8 Elder Way", "15 Fir Court"}
	names := []string{"Ada", "Bo", "Cy", "Di", "Ed", "Flo"}
	group := -1
	for i := range streets {
		g := c.Add(fmt.Sprint("letter", i), fmt.Sprintf(letter, streets[i], names[i]))
		if i > 0 && g != group {
			t.Errorf("letter %d is in group %d, want %d", i, g, group)
		}
		group = g
	}
	other := c.Add("other", "Dear councillors, please close the little library on the corner, for the roof leaks on my side of the wall and the noise after school is past bearing.")
	if other == group {
		t.Error("a letter of its own is taken for the campaign's")
	}
	if id, n := c.Campaign(group); id != "letter0" || n != len(streets) {
		t.Errorf("campaign = %q, %d, want letter0, %d", id, n, len(streets))
	}
	if id, n := c.Campaign(other); id != "" || n != 0 {
		t.Errorf("campaign = %q, %d, want none", id, n)
	}
	if g := c.Add("short", "Keep it open"); g != -1 {
		t.Errorf("three words are in group %d, want none", g)
	}
}

func TestSignatureForgetsCaseAndMarks(t *testing.T) {
	a, _ := Sign("The ferry was late on Monday, and nobody at the pier could say why!")
	b, _ := Sign("THE FERRY was late on monday and nobody at the pier could say why")
	if a.Alike(&b) != 1 {
		t.Errorf("alike = %v, want 1", a.Alike(&b))
	}
}

func BenchmarkSign(b *testing.B) {
	text := strings.Repeat("the clerk was kind but the line took all of my morning ", 2)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, ok := Sign(text); !ok {
			b.Fatal("too short")
		}
	}
}
