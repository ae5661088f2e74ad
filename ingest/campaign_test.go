package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const letter = "Dear councillors, I am a neighbour at %s and I ask you to keep the little library on the corner open. " +
	"My children learned to read there, my mother borrows her large print there, and the closing hours you plan leave us with nothing after school. " +
	"Please vote against the cut on Tuesday. Yours, %s"

const postcard = "Please keep the ferry to the north pier, %s, it is how I get to my work and home again in winter."

func TestCampaigns(t *testing.T) {
	streets := []string{"4 Ash Lane", "19 Birch Road", "77 Cedar Street", "2 Dogwood Close", "8 Elder Way", "15 Fir Court"}
	names := []string{"Ada", "Bo", "Cy", "Di", "Ed", "Flo"}
	texts := []string{"Dear councillors, please close the little library on the corner, for the roof leaks on my side of the wall and the noise after school is past bearing."}
	want := []int32{-1}
	for i := range streets {
		texts = append(texts, fmt.Sprintf(letter, streets[i], names[i]), fmt.Sprintf(postcard, names[i]))
		want = append(want, 1, 2)
	}
	for i := range CampaignLeast - 1 { // one too few
		texts = append(texts, fmt.Sprintf("My bin was left again on %s, which is the third time this summer, and nobody at the yard knows why that is.", streets[i]))
		want = append(want, -1)
	}
	var letters Letters
	for _, text := range texts {
		s, ok := Sign(text)
		if !ok {
			t.Fatalf("%q is too short", text)
		}
		letters.Add(s)
	}
	if got, _ := letters.Campaigns(); !slices.Equal(got, want) {
		t.Errorf("campaigns = %v, want %v", got, want)
	}
}

// Many letters of one campaign take no longer than many of none.
func TestManyLetters(t *testing.T) {
	var letters Letters
	for i := range 50_000 {
		s, _ := Sign(fmt.Sprintf(letter, fmt.Sprint("street ", strings.Repeat("x", i%7)), "A. Neighbour"))
		letters.Add(s)
	}
	firsts, _ := letters.Campaigns()
	for n, first := range firsts {
		if first != 0 {
			t.Fatalf("letter %d belongs to %d, want 0", n, first)
		}
	}
}

// A hundred texts that stand six times each are no hundred campaigns.
func TestRepeatedTextsAreNoCampaigns(t *testing.T) {
	var letters Letters
	for i := range 600 {
		s, _ := Sign(strings.Repeat(fmt.Sprintf("w%c%c ", 'a'+i%10, 'a'+i/10%10), 9) + strings.Repeat(fmt.Sprintf("v%c ", 'a'+i%10), 9))
		letters.Add(s)
	}
	firsts, repeated := letters.Campaigns()
	if i := slices.IndexFunc(firsts, func(first int32) bool { return first >= 0 }); !repeated || i >= 0 {
		t.Errorf("repeated = %v, letter %d belongs to a campaign", repeated, i)
	}
}

func TestShortTextsAreNoLetters(t *testing.T) {
	if _, ok := Sign("Everybody was very friendly and helpful, thank you very much"); ok {
		t.Error("ten words are taken for a letter")
	}
}

func TestSignatureForgetsCaseAndMarks(t *testing.T) {
	a, _ := Sign("The ferry was late on Monday, and nobody at the pier could say why!")
	b, _ := Sign("THE FERRY was late on monday and nobody at the pier could say why")
	if a != b {
		t.Errorf("%v and %v differ", a, b)
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

func BenchmarkCampaigns(b *testing.B) {
	var letters Letters
	for i := range 1_000_000 {
		s, _ := Sign(fmt.Sprintf("%d%s", i, strings.Repeat(fmt.Sprintf(" w%c%c%c", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26), 5)+" and nothing else was said by them about this at all"))
		letters.Add(s)
	}
	for b.Loop() {
		letters.Campaigns()
	}
}
