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
		s.themes = []bool{l.Sentiment == voc.Negative, l.Sentiment == voc.Positive, false}
		samples = append(samples, s, s)
	}
	var losses []float64
	t := newNetTrainer(netOptions{dim: 8, filters: 16, hidden: 8, epochs: 60, batch: 4, rate: 1e-2, vectorRate: 0.05, dropWord: 0.1, averaged: 0.5, seed: 3, themes: 3, themeWeight: 1,
		progress: func(_ int, loss float64) { losses = append(losses, loss) }}, lx.v.symbols(), lx.types)
	t.train(samples)
	return t.net(lx.v), losses
}

func TestNetLearnsNegation(t *testing.T) {
	n, losses := trainSmall()
	if first, last := losses[0], losses[len(losses)-1]; last > first/2 {
		t.Errorf("the loss went from %v to %v, want less than half", first, last)
	}
	told := func(text string) (met float64, themes []float32) {
		var s netScratch
		n.read(&s, NewText(text), "")
		met = logistic(n.text(&s)[0])
		return met, n.tellThemes(s.in[:2*n.filters], nil)
	}
	plain, isPlain := told("The clerk was polite")
	negated, isNegated := told("The clerk was not polite")
	if plain < 0.8 || negated > 0.2 {
		t.Errorf("dignity met: %.2f plain, %.2f negated", plain, negated)
	}
	if len(isPlain) != 3 || isPlain[0] > 0 || isPlain[1] < 0 || isPlain[2] > 0 || isNegated[0] < 0 || isNegated[1] > 0 || isNegated[2] > 0 {
		t.Errorf("log-odds of themes: %.2f plain, %.2f negated", isPlain, isNegated)
	}
}

// poolsToLearnFrom returns a trainer that learns a sense and themes, and a shard with pools.
func poolsToLearnFrom() (*netTrainer, *shard) {
	opt := netOptions{dim: 8, filters: 16, hidden: 8, seed: 3, senseDim: 4, senseWeight: 3, themes: 3, themeWeight: 2}
	tr := newNetTrainer(opt, marks+partBuckets, nil)
	sh := &shard{}
	sh.reset(tr, 0)
	for k := range sh.pool {
		sh.pool[k] = float32(k%5) / 3 // some are 0, as where nothing matched
	}
	return tr, sh
}

// told returns output k of the head whose weights are dense tensor first.
func told(tr *netTrainer, sh *shard, first, k int) float64 {
	n := len(tr.dense[first+1].w)
	z := float64(tr.dense[first+1].w[k])
	for i, x := range sh.pool {
		z += float64(x) * float64(tr.dense[first].w[i*n+k])
	}
	return z
}

// checkGradient compares the gradient of the head at a weight, a bias and a pool with how much loss rises there.
func checkGradient(t *testing.T, tr *netTrainer, sh *shard, first int, loss func() float64) {
	t.Helper()
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
	n := len(tr.dense[first+1].w)
	check("a weight", &tr.dense[first].w[6*n+1], sh.grads[first-1][6*n+1])
	check("a bias", &tr.dense[first+1].w[2], sh.grads[first][2])
	check("a pool", &sh.pool[6], sh.poolG[6])
}

// The gradient of the sense is that of the loss of Huber.
func TestSenseGradient(t *testing.T) {
	tr, sh := poolsToLearnFrom()
	sm := sample{weight: 0.5, sense: []int8{senseUnit, -senseUnit / 2, 0, 7}}
	tr.learnSense(&sm, sh)
	checkGradient(t, tr, sh, toSense, func() float64 {
		sum := 0.0
		for k, v := range sm.sense {
			d := math.Abs(told(tr, sh, toSense, k) - float64(v)/senseUnit)
			if d <= 1 {
				sum += d * d / 2 / 4
			} else {
				sum += (d - 0.5) / 4
			}
		}
		return 3 * 0.5 * sum
	})
}

// The gradient of the themes is that of a logistic loss each.
func TestThemesGradient(t *testing.T) {
	tr, sh := poolsToLearnFrom()
	sm := sample{weight: 0.5, themes: []bool{false, true, true}}
	tr.learnThemes(&sm, sh)
	checkGradient(t, tr, sh, toThemes, func() float64 {
		sum := 0.0
		for k, is := range sm.themes {
			p := 1 / (1 + math.Exp(-told(tr, sh, toThemes, k)))
			if !is {
				p = 1 - p
			}
			sum -= math.Log(p)
		}
		return 2 * 0.5 * sum
	})
}

func TestAddThemes(t *testing.T) {
	lx := newLexer(newVocabulary(nil))
	samples := []sample{lx.sample(&Labelled{Text: "Kind."}, 1), lx.sample(&Labelled{Text: "Slow."}, 1)}
	data := binary.LittleEndian.AppendUint64(nil, hashWord([]byte("Slow.")))
	data = binary.LittleEndian.AppendUint64(data, 1<<3|1<<44)
	if err := addThemes(samples, data); err != nil {
		t.Fatal(err)
	}
	if samples[0].themes != nil || len(samples[1].themes) != frameworkThemes {
		t.Fatalf("themes %v, %v", samples[0].themes, samples[1].themes)
	}
	for k, is := range samples[1].themes {
		if is != (k == 3 || k == 44) {
			t.Errorf("theme %d is %v", k, is)
		}
	}
	unknown := binary.LittleEndian.AppendUint64(make([]byte, 8), 1<<45)
	for _, bad := range [][]byte{nil, data[:15], unknown} {
		if addThemes(samples, bad) == nil {
			t.Errorf("%d bytes are taken as themes", len(bad))
		}
	}
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

// Weights settle at their mean, and stay as they are where none was taken.
func TestWeightsSettle(t *testing.T) {
	tr := newNetTrainer(netOptions{dim: 2, filters: 16, hidden: 2, seed: 3}, marks+partBuckets, nil)
	first, last := tr.dense[4].w[1], tr.vectors[5]
	tr.settle()
	if tr.dense[4].w[1] != first || tr.vectors[5] != last {
		t.Fatal("weights moved without a mean")
	}
	tr.sum()
	tr.dense[4].w[1] += 3
	tr.vectors[5] -= 5
	tr.sum()
	tr.settle()
	if got, want := tr.dense[4].w[1], first+1.5; math.Abs(float64(got-want)) > 1e-6 {
		t.Errorf("a weight is %v, want %v", got, want)
	}
	if got, want := tr.vectors[5], last-2.5; math.Abs(float64(got-want)) > 1e-6 {
		t.Errorf("a number of a vector is %v, want %v", got, want)
	}
}
