package analyze

import (
	"bytes"
	"encoding/binary"
	"math"
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

// The gradient of the sense is that of the loss of Huber.
func TestSenseGradient(t *testing.T) {
	const dims, weight = 4, 3.0
	opt := netOptions{dim: 8, filters: 16, hidden: 8, seed: 3, senseDim: dims, senseWeight: weight}
	tr := newNetTrainer(opt, marks+partBuckets, nil)
	sm := sample{weight: 0.5, sense: []int8{senseUnit, -senseUnit / 2, 0, 7}}
	var sh shard
	sh.reset(tr, 0)
	for k := range sh.pool {
		sh.pool[k] = float32(k%5) / 3 // some are 0, as where nothing matched
	}
	loss := func() float64 {
		sum := 0.0
		for k, v := range sm.sense {
			z := float64(tr.dense[7].w[k])
			for i, x := range sh.pool {
				z += float64(x) * float64(tr.dense[6].w[i*dims+k])
			}
			d := math.Abs(z - float64(v)/senseUnit)
			if d <= 1 {
				sum += d * d / 2 / dims
			} else {
				sum += (d - 0.5) / dims
			}
		}
		return weight * 0.5 * sum
	}
	tr.learnSense(&sm, &sh)
	check := func(name string, w *float32, got float32) {
		t.Helper()
		const step = 1e-2
		was := *w
		*w = was + step
		up := loss()
		*w = was - step
		down := loss()
		*w = was
		if want := (up - down) / (2 * step); math.Abs(float64(got)-want) > 1e-3*(1+math.Abs(want)) {
			t.Errorf("%s: gradient %v, want %v", name, got, want)
		}
	}
	check("a weight", &tr.dense[6].w[6*dims+1], sh.grads[5][6*dims+1])
	check("a bias", &tr.dense[7].w[2], sh.grads[6][2])
	check("a pool", &sh.pool[6], sh.poolG[6])
}

func TestAddSense(t *testing.T) {
	record := func(text string, first int8) []byte {
		b := binary.LittleEndian.AppendUint64(nil, hashWord([]byte(text)))
		return append(append(b, byte(first)), make([]byte, senseDim-1)...)
	}
	lx := newLexer(newVocabulary(nil))
	samples := []sample{lx.sample(&Labelled{Text: "Kind."}, 1), lx.sample(&Labelled{Text: "Not there."}, 1), lx.sample(&Labelled{Text: "Slow."}, 1)}
	data := append(record("Slow.", -9), record("Kind.", 5)...)
	if err := addSense(samples, data); err != nil {
		t.Fatal(err)
	}
	if samples[0].sense[0] != 5 || samples[1].sense != nil || samples[2].sense[0] != -9 || len(samples[2].sense) != senseDim {
		t.Errorf("senses %v, %v, %v", samples[0].sense, samples[1].sense, samples[2].sense)
	}
	for _, bad := range [][]byte{nil, data[:len(data)-1]} {
		if addSense(samples, bad) == nil {
			t.Errorf("%d bytes are taken as senses", len(bad))
		}
	}
}

func TestNetTrainsTheSame(t *testing.T) {
	one, _ := trainSmall()
	two, _ := trainSmall()
	if !bytes.Equal(one.write(nil), two.write(nil)) {
		t.Error("the same samples give two nets")
	}
}
