package analyze

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// A sample is a text to train a net on, with what its outputs should be.
type sample struct {
	text     uint64  // its hash
	words    []int32 // types, see netTrainer.types
	question int
	want     [netOutputs]float32 // needs met and unmet, then sentiments, each 0..1
	weight   float32
	sense    []int8 // what a sentence encoder makes of the text, senseUnit times; nil if it was not asked
	themes   []bool // the themes of a framework that a reader found; nil if it was not coded with them
}

// A wordType is one symbol that samples hold: a row of its own, parts, or both.
type wordType struct {
	row   int32 // -1 if it has none
	parts []int32
}

// netOptions say how a net is trained.
type netOptions struct {
	dim, filters, hidden int
	epochs, batch        int
	rate, vectorRate     float64
	drop                 float64 // share of pooled values left out while training
	dropWord             float64 // share of words replaced by their parts
	averaged             float64 // share of the steps, the last, whose weights are averaged; 0 for none
	seed                 uint64
	senseDim             int     // how many numbers a sample's sense has
	senseWeight          float64 // how much they count beside the outputs
	themes               int     // how many themes the framework has
	themeWeight          float64 // how much one of them counts beside an output
	progress             func(epoch int, loss float64)
}

// A netTrainer holds a net in the making.
type netTrainer struct {
	opt     netOptions
	types   []wordType
	vectors []float32 // symbols x dim
	dense   []*tensor // match, bias, mix, mixBias, out, outBias, and weights and bias from pools to the sense and to themes
	turned  []float32 // hidden x 2·filters: the weights of mix but those of questions, turned round
	vectorG []float32 // running squares of the gradients of each vector
	steps   int
	sums    [][]float32 // of the weights of dense, then of vectors, as often as summed says
	summed  int
	rng     *rand.Rand
}

// A tensor is a group of weights with their gradient and the moments of Adam.
type tensor struct {
	w, g, m, v []float32
}

func newTensor(n int, spread float64, rng *rand.Rand) *tensor {
	t := &tensor{make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)}
	for i := range t.w {
		t.w[i] = float32(rng.NormFloat64() * spread)
	}
	return t
}

// adam moves the weights against their gradient and clears it.
func (t *tensor) adam(step int, rate float64) {
	const b1, b2, eps = 0.9, 0.999, 1e-8
	c1, c2 := 1-math.Pow(b1, float64(step)), 1-math.Pow(b2, float64(step))
	scale := float32(rate * math.Sqrt(c2) / c1)
	for i, g := range t.g {
		t.m[i] += (1 - b1) * (g - t.m[i])
		t.v[i] += (1 - b2) * (g*g - t.v[i])
		t.w[i] -= scale * t.m[i] / (float32(math.Sqrt(float64(t.v[i]))) + eps)
		t.g[i] = 0
	}
}

func newNetTrainer(opt netOptions, symbols int, types []wordType) *netTrainer {
	rng := rand.New(rand.NewPCG(opt.seed, 1))
	wide := window * opt.filters
	t := &netTrainer{opt: opt, types: types, rng: rng, vectorG: make([]float32, symbols), vectors: make([]float32, symbols*opt.dim)}
	for i := range t.vectors {
		t.vectors[i] = float32(rng.NormFloat64() * 0.1)
	}
	t.dense = []*tensor{
		newTensor(opt.dim*wide, math.Sqrt(1/float64(opt.dim)), rng),
		newTensor(opt.filters, 0, rng),
		newTensor((2*opt.filters+questions)*opt.hidden, math.Sqrt(1/float64(opt.filters)), rng),
		newTensor(opt.hidden, 0, rng),
		newTensor(opt.hidden*netOutputs, math.Sqrt(1/float64(opt.hidden)), rng),
		newTensor(netOutputs, 0, rng),
		newTensor(2*opt.filters*opt.senseDim, math.Sqrt(1/float64(opt.filters)), rng),
		newTensor(opt.senseDim, 0, rng),
		newTensor(2*opt.filters*opt.themes, 0.1*math.Sqrt(1/float64(opt.filters)), rng),
		newTensor(opt.themes, 0, rng),
	}
	return t
}

// shards is how many parts a batch is worked on in; fixed, so that sums are the same on any machine.
const shards = 2

// A shard is a part of a batch and its gradients.
type shard struct {
	grads        []([]float32) // of the dense tensors but the first
	rows         []float32     // gradient of the rows of the batch's symbols
	acts, grad   []float32
	pool, poolG  []float32
	where        []int32
	hidden, hidG []float32
	keep         []float32
	told         []float32
	loss         float64
}

// train fits the net to the samples.
func (t *netTrainer) train(samples []sample) {
	order := make([]int, len(samples))
	for i := range order {
		order[i] = i
	}
	work := [shards]shard{}
	total := t.opt.epochs * ((len(samples) + t.opt.batch - 1) / t.opt.batch)
	for epoch := range t.opt.epochs {
		t.rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss := 0.0
		for batch := range slices.Chunk(order, t.opt.batch) {
			t.steps++
			decay := max(0.02, 1-float64(t.steps)/float64(total))
			loss += t.step(samples, batch, &work, decay)
			if t.steps%averageEvery == 0 && float64(t.steps) > float64(total)*(1-t.opt.averaged) {
				t.sum()
			}
		}
		if t.opt.progress != nil {
			t.opt.progress(epoch, loss/float64(len(samples)))
		}
	}
	t.settle()
}

// averageEvery is after how many steps the weights are taken into their mean.
const averageEvery = 20

// sum adds the weights to their sums. The mean of the weights of the last steps tells new texts better than the last weights
// (Izmailov et al., UAI 2018).
func (t *netTrainer) sum() {
	all := t.weights()
	if t.sums == nil {
		for _, w := range all {
			t.sums = append(t.sums, make([]float32, len(w)))
		}
	}
	for i, w := range all {
		add(t.sums[i], w)
	}
	t.summed++
}

// settle sets the weights to their mean, if it was taken.
func (t *netTrainer) settle() {
	for i, w := range t.weights()[:len(t.sums)] {
		for k, sum := range t.sums[i] {
			w[k] = sum / float32(t.summed)
		}
	}
	t.sums, t.summed = nil, 0
}

// weights returns the weights of dense, then the vectors.
func (t *netTrainer) weights() [][]float32 {
	var all [][]float32
	for _, d := range t.dense {
		all = append(all, d.w)
	}
	return append(all, t.vectors)
}

// step works on one batch and returns its summed loss.
func (t *netTrainer) step(samples []sample, batch []int, work *[shards]shard, decay float64) float64 {
	wide, dim := window*t.opt.filters, t.opt.dim
	// the batch's distinct symbols, and each sample as indexes into them
	index := map[int64]int32{}
	var uniq [][]int32
	lines := make([][]int32, len(batch))
	for k, i := range batch {
		line := make([]int32, len(samples[i].words))
		for p, ty := range samples[i].words {
			w := &t.types[ty]
			key := int64(ty)
			parts := w.row < 0
			if !parts && len(w.parts) > 0 && t.rng.Float64() < t.opt.dropWord {
				key, parts = ^key, true
			}
			u, ok := index[key]
			if !ok {
				u = int32(len(uniq))
				index[key] = u
				if parts {
					uniq = append(uniq, w.parts)
				} else {
					uniq = append(uniq, []int32{w.row})
				}
			}
			line[p] = u
		}
		lines[k] = line
	}
	x := make([]float32, len(uniq)*dim)
	for u, rows := range uniq {
		for _, r := range rows {
			addTimes(x[u*dim:(u+1)*dim], 1/float32(len(rows)), t.vectors[int(r)*dim:(int(r)+1)*dim])
		}
	}
	rows := make([]float32, len(uniq)*wide)
	inHalves(len(uniq), func(from, to int) {
		for u := from; u < to; u++ {
			apply(rows[u*wide:(u+1)*wide], x[u*dim:(u+1)*dim], t.dense[0].w)
		}
	})
	t.turned = turn(t.turned, t.dense[2].w, 2*t.opt.filters, t.opt.hidden)

	seeds := [shards]uint64{}
	for s := range seeds {
		seeds[s] = t.rng.Uint64()
	}
	var wait sync.WaitGroup
	for s := range shards {
		wait.Go(func() {
			sh := &work[s]
			sh.reset(t, len(rows))
			rng := rand.New(rand.NewPCG(seeds[s], 2))
			for k := s; k < len(batch); k += shards {
				t.sample(&samples[batch[k]], lines[k], rows, sh, rng)
			}
		})
	}
	wait.Wait()
	scale := 1 / float32(len(batch))
	loss := 0.0
	for s := range work {
		loss += work[s].loss
		for i, g := range work[s].grads {
			addTimes(t.dense[i+1].g, scale, g)
		}
	}
	d := work[0].rows[:len(rows)]
	for s := 1; s < shards; s++ {
		add(d, work[s].rows[:len(rows)])
	}
	for i := range x {
		x[i] *= scale
	}
	across := turn(nil, x, len(uniq), dim)
	match := turn(nil, t.dense[0].w, dim, wide)
	inHalves(dim, func(from, to int) {
		const rows = 32 // of d at a time, so that they stay in the cache
		for u := 0; u < len(uniq); u += rows {
			end := min(u+rows, len(uniq))
			for k := from; k < to; k++ {
				apply(t.dense[0].g[k*wide:(k+1)*wide], across[k*len(uniq):][u:end], d[u*wide:end*wide])
			}
		}
	})
	clear(x)
	inHalves(len(uniq), func(from, to int) {
		for u := from; u < to; u++ {
			apply(x[u*dim:(u+1)*dim], d[u*wide:(u+1)*wide], match)
		}
	})
	for i := range x {
		x[i] *= scale
	}
	for i, tensor := range t.dense {
		rate := t.opt.rate * decay
		if i == 0 {
			rate *= min(1, matchInputs/float64(dim))
		}
		tensor.adam(t.steps, rate)
	}
	t.moveVectors(uniq, x, float32(t.opt.vectorRate*decay))
	return loss
}

// matchInputs is for how many numbers of a word's vector the rate is meant; with more, the weights of the first layer move
// in proportion less, since all of them at once move what they make of a word (Yang et al., Tensor Programs V, 2022).
// With 256 numbers and the plain rate, trainings of more than 12,000 steps went apart.
const matchInputs = 64

// turn returns the matrix m, of rows x columns, turned round, in the memory of into if that is large enough.
func turn(into, m []float32, rows, columns int) []float32 {
	into = grow(into, rows*columns)
	for r := range rows {
		for c, v := range m[r*columns : (r+1)*columns] {
			into[c*rows+r] = v
		}
	}
	return into
}

// inHalves calls do with the first and the second half of 0 to n, at once.
func inHalves(n int, do func(from, to int)) {
	var wait sync.WaitGroup
	wait.Go(func() { do(0, n/2) })
	wait.Go(func() { do(n/2, n) })
	wait.Wait()
}

// moveVectors moves the symbols' vectors against the gradient x of the batch's distinct symbols, by Adagrad with one rate a symbol.
func (t *netTrainer) moveVectors(uniq [][]int32, x []float32, rate float32) {
	dim := t.opt.dim
	for u, rows := range uniq {
		g := x[u*dim : (u+1)*dim]
		square := blas.Sdot(dim, g, 1, g, 1) / float32(dim)
		share := 1 / float32(len(rows))
		for _, r := range rows {
			t.vectorG[r] += square * share
			step := rate * share / (float32(math.Sqrt(float64(t.vectorG[r]))) + 1e-6)
			addTimes(t.vectors[int(r)*dim:(int(r)+1)*dim], -step, g)
		}
	}
}

func (sh *shard) reset(t *netTrainer, rows int) {
	if sh.grads == nil {
		for _, tensor := range t.dense[1:] {
			sh.grads = append(sh.grads, make([]float32, len(tensor.g)))
		}
		f, h := t.opt.filters, t.opt.hidden
		sh.pool, sh.poolG, sh.keep = make([]float32, 2*f), make([]float32, 2*f), make([]float32, 2*f)
		sh.where, sh.hidden, sh.hidG = make([]int32, f), make([]float32, h), make([]float32, h)
	}
	for _, g := range sh.grads {
		clear(g)
	}
	sh.rows = grow(sh.rows, rows)
	clear(sh.rows)
	sh.loss = 0
}

// sample adds one sample's gradient to the shard.
func (t *netTrainer) sample(sm *sample, line []int32, rows []float32, sh *shard, rng *rand.Rand) {
	f, h, wide := t.opt.filters, t.opt.hidden, window*t.opt.filters
	const pad = window / 2
	bias, mix, mixBias, out, outBias := t.dense[1].w, t.dense[2].w, t.dense[3].w, t.dense[4].w, t.dense[5].w
	size := (len(line) + 2*pad) * f
	sh.acts = grow(sh.acts, size)
	clear(sh.acts)
	for i, u := range line {
		add(sh.acts[i*f:(i+window)*f], rows[int(u)*wide:(int(u)+1)*wide])
	}
	clear(sh.pool)
	best, sum := sh.pool[:f], sh.pool[f:]
	for k := range sh.where {
		sh.where[k] = -1
	}
	for i := range line {
		pool(best, sum, sh.where, sh.acts[(i+pad)*f:][:f], bias, int32(i))
	}
	mean := meanGain / float32(max(1, len(line)))
	keep := float32(1 / (1 - t.opt.drop))
	for k := range sh.pool {
		if k >= f {
			sh.pool[k] *= mean
		}
		sh.keep[k] = keep
		if rng.Float64() < t.opt.drop {
			sh.keep[k] = 0
		}
		sh.pool[k] *= sh.keep[k]
	}
	// forward
	copy(sh.hidden, mixBias)
	apply(sh.hidden, sh.pool, mix[:2*f*h])
	q := 2*f + sm.question
	add(sh.hidden, mix[q*h:(q+1)*h])
	var z [netOutputs]float32
	copy(z[:], outBias)
	for k, v := range sh.hidden {
		if v > 0 {
			blas.Saxpy(netOutputs, v, out[k*netOutputs:(k+1)*netOutputs], 1, z[:], 1)
		}
	}
	g := t.loss(sm, &z, sh)
	// backward
	gBias, gMix, gMixBias, gOut, gOutBias := sh.grads[0], sh.grads[1], sh.grads[2], sh.grads[3], sh.grads[4]
	blas.Saxpy(netOutputs, 1, g[:], 1, gOutBias, 1)
	for k, v := range sh.hidden {
		sh.hidG[k] = 0
		if v > 0 {
			sh.hidG[k] = blas.Sdot(netOutputs, g[:], 1, out[k*netOutputs:(k+1)*netOutputs], 1)
			blas.Saxpy(netOutputs, v, g[:], 1, gOut[k*netOutputs:(k+1)*netOutputs], 1)
		}
	}
	add(gMixBias, sh.hidG)
	add(gMix[q*h:(q+1)*h], sh.hidG)
	clear(sh.poolG)
	apply(sh.poolG, sh.hidG, t.turned)
	if sm.sense != nil {
		t.learnSense(sm, sh)
	}
	if sm.themes != nil {
		t.learnThemes(sm, sh)
	}
	for k, v := range sh.pool {
		if v != 0 {
			addTimes(gMix[k*h:(k+1)*h], v, sh.hidG)
		}
		if sh.poolG[k] *= sh.keep[k]; k >= f {
			sh.poolG[k] *= mean
		}
	}
	sh.grad = grow(sh.grad, size)
	clear(sh.grad)
	for i := range line {
		act := sh.acts[(i+pad)*f:][:f]
		grad := sh.grad[(i+pad)*f:][:f]
		for k, a := range act {
			if a+bias[k] > 0 {
				d := sh.poolG[f+k]
				if sh.where[k] == int32(i) {
					d += sh.poolG[k]
				}
				grad[k] = d
				gBias[k] += d
			}
		}
	}
	for i, u := range line {
		add(sh.rows[int(u)*wide:(int(u)+1)*wide], sh.grad[i*f:(i+window)*f])
	}
}

// senseUnit is what 1 is in a sample's sense, as sense.py writes it.
const senseUnit = 32

// learnSense adds the gradient of half the mean squared distance between the sample's sense and what the pools tell of it,
// which beyond 1 grows no faster (the loss of Huber, 1964), so that no text unlike the others pulls at the filters more than its label does.
// It makes the filters see more than needs and sentiment, which serves themes; the trained net has no such outputs.
func (t *netTrainer) learnSense(sm *sample, sh *shard) {
	times := sm.weight * float32(t.opt.senseWeight/float64(t.opt.senseDim))
	t.learnFromPools(sh, toSense, func(told []float32) {
		for k, v := range sm.sense {
			told[k] = times * max(-1, min(1, told[k]-float32(v)/senseUnit))
		}
	})
}

// learnThemes adds the gradient of a logistic loss for each theme of the framework. Unlike the sense these outputs stay in the trained net.
func (t *netTrainer) learnThemes(sm *sample, sh *shard) {
	times := sm.weight * float32(t.opt.themeWeight)
	t.learnFromPools(sh, toThemes, func(told []float32) {
		for k, is := range sm.themes {
			told[k] = float32(logistic(told[k]))
			if is {
				told[k]--
			}
			told[k] *= times
		}
	})
}

// The tensors that hold the weights from pools to the sense and to themes; the next of each is the bias.
const (
	toSense  = 6
	toThemes = 8
)

// learnFromPools adds the gradients of outputs that are linear in the pools: dense tensor first holds the weights, the next the bias.
// toGradient turns the outputs into the gradient at them.
func (t *netTrainer) learnFromPools(sh *shard, first int, toGradient func(told []float32)) {
	w, bias := t.dense[first].w, t.dense[first+1].w
	gW, gBias := sh.grads[first-1], sh.grads[first]
	n := len(bias)
	sh.told = grow(sh.told, n)
	copy(sh.told, bias)
	apply(sh.told, sh.pool, w)
	toGradient(sh.told)
	add(gBias, sh.told)
	for k, v := range sh.pool {
		if v != 0 {
			sh.poolG[k] += blas.Sdot(n, sh.told, 1, w[k*n:(k+1)*n], 1)
			addTimes(gW[k*n:(k+1)*n], v, sh.told)
		}
	}
}

// loss adds the sample's loss and returns its gradient at the outputs:
// a logistic loss for each need met or unmet, one softmax over the sentiments.
func (t *netTrainer) loss(sm *sample, z *[netOutputs]float32, sh *shard) [netOutputs]float32 {
	var g [netOutputs]float32
	for k := range 8 {
		p := logistic(z[k])
		y := float64(sm.want[k])
		g[k] = sm.weight * float32(p-y)
		sh.loss -= y*math.Log(max(p, 1e-9)) + (1-y)*math.Log(max(1-p, 1e-9))
	}
	p := softmax(z[8:])
	for k := range 4 {
		y := float64(sm.want[8+k])
		g[8+k] = sm.weight * float32(p[k]-y)
		sh.loss -= y * math.Log(max(p[k], 1e-9))
	}
	return g
}

// net returns the trained net, its vectors rounded to a byte a number.
func (t *netTrainer) net(v vocabulary) *net {
	n := &net{
		vocabulary: v, dim: t.opt.dim, filters: t.opt.filters, hidden: t.opt.hidden, outputs: netOutputs,
		match: t.dense[0].w, bias: t.dense[1].w, mix: t.dense[2].w, mixBias: t.dense[3].w, out: t.dense[4].w, outBias: t.dense[5].w,
		themes: t.opt.themes, themeOut: t.dense[toThemes].w, themeBias: t.dense[toThemes+1].w,
	}
	n.vectors = make([]int8, len(t.vectors))
	n.scales = make([]float32, v.symbols())
	for i := range n.scales {
		row := t.vectors[i*n.dim : (i+1)*n.dim]
		top := float32(0)
		for _, x := range row {
			top = max(top, x, -x)
		}
		n.scales[i] = top / 127
		for d, x := range row {
			if top > 0 {
				n.vectors[i*n.dim+d] = int8(math.Round(float64(x / n.scales[i])))
			}
		}
	}
	n.ready()
	n.widen()
	return n
}
