package analyze

import (
	"bytes"
	"testing"

	"voc"
)

// trainSmall trains a small net on two answers and returns it with the loss of each pass.
func trainSmall() (*net, []float64) {
	lx := newLexer(newVocabulary([]uint64{hashWord([]byte("not")), hashWord([]byte("polite")), hashWord([]byte("clerk"))}))
	var samples []sample
	for _, l := range []Labelled{
		{Text: "The clerk was polite", Needs: map[string]voc.Polarity{"dignity": voc.Met}, Sentiment: voc.Positive},
		{Text: "The clerk was not polite", Needs: map[string]voc.Polarity{"dignity": voc.Unmet}, Sentiment: voc.Negative},
	} {
		s := lx.sample(&l, 1)
		samples = append(samples, s, s)
	}
	var losses []float64
	t := newNetTrainer(netOptions{dim: 8, filters: 16, hidden: 8, epochs: 60, batch: 4, rate: 1e-2, vectorRate: 0.05, dropWord: 0.1, seed: 3,
		progress: func(_ int, loss float64) { losses = append(losses, loss) }}, lx.v.symbols(), lx.types)
	t.train(samples)
	return t.net(lx.v), losses
}

func TestNetLearnsNegation(t *testing.T) {
	n, losses := trainSmall()
	if first, last := losses[0], losses[len(losses)-1]; last > first/2 {
		t.Errorf("the loss went from %v to %v, want less than half", first, last)
	}
	met := func(text string) float64 {
		var s netScratch
		n.read(&s, NewText(text), "")
		return logistic(n.text(&s)[0])
	}
	if plain, negated := met("The clerk was polite"), met("The clerk was not polite"); plain < 0.8 || negated > 0.2 {
		t.Errorf("dignity met: %.2f plain, %.2f negated", plain, negated)
	}
}

func TestNetTrainsTheSame(t *testing.T) {
	one, _ := trainSmall()
	two, _ := trainSmall()
	if !bytes.Equal(one.write(nil), two.write(nil)) {
		t.Error("the same samples give two nets")
	}
}
