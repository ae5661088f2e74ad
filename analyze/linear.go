package analyze

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
	"gonum.org/v1/gonum/blas/gonum"

	"voc"
)

// blas does the sums over vectors of any length; it is Go with a little assembly, no C.
var blas gonum.Implementation

// A linear is a logistic regression a label on the features of a text and on what the embedded net makes of it.
//
// Note: on the 43 themes of 4,900 answers, cross-validated, the features alone gave a micro-F1 that was 0.043 lower; the net alone 0.023 lower.
type linear struct {
	labels   int
	wordList           // hashes of the known features, ascending
	scale    []float32 // of each feature: its rarity
	weights  []float32 // features x labels
	mean     []float32 // of the net's numbers
	spread   []float32 // of the net's numbers, as factors
	dense    []float32 // net's numbers x labels
	bias     []float32 // labels
}

// A point is a text as a linear model sees it.
type point struct {
	rows   []int32
	values []float32
	dense  []float32
}

// groupWeight is the length that each group of features is brought to.
var groupWeight = [featureGroups]float32{1, 1, 0.4, 0.5}

// point brings features to numbers.
func (l *linear) point(groups *[featureGroups][]textFeature, dense []float32, p *point) {
	p.rows, p.values, p.dense = p.rows[:0], p.values[:0], append(p.dense[:0], dense...)
	for g, list := range groups {
		from := len(p.rows)
		sum := float32(0)
		for _, f := range list {
			row := l.find(f.hash)
			if row < 0 {
				continue
			}
			v := f.weight * l.scale[row]
			sum += v * v
			p.rows, p.values = append(p.rows, row), append(p.values, v)
		}
		if sum > 0 {
			blas.Sscal(len(p.values)-from, groupWeight[g]/float32(math.Sqrt(float64(sum))), p.values[from:], 1)
		}
	}
	for i := range p.dense {
		p.dense[i] = (p.dense[i] - l.mean[i]) * l.spread[i]
	}
}

// scores sets z to the log-odds of each label.
func (l *linear) scores(p *point, z []float32) {
	copy(z, l.bias)
	for i, row := range p.rows {
		blas.Saxpy(l.labels, p.values[i], l.weights[int(row)*l.labels:(int(row)+1)*l.labels], 1, z, 1)
	}
	for i, v := range p.dense {
		blas.Saxpy(l.labels, v, l.dense[i*l.labels:(i+1)*l.labels], 1, z, 1)
	}
}

// dense returns the numbers that the net makes of a text: its themes, pools, hidden units and outputs, then pools of its words' vectors.
func (n *net) dense(s *netScratch, t *Text, question string, into []float32) []float32 {
	n.read(s, t, question)
	z := n.text(s)
	into = n.tellThemes(s.in[:2*n.filters], into[:0])
	for _, v := range s.in[:2*n.filters] {
		into = append(into, float32(v))
	}
	into = append(into, s.hidden...)
	into = append(into, z...)
	from, d := len(into), n.dim
	into = slices.Grow(into, 3*d)[:from+3*d]
	n.poolVectors(s, into[from:from+d], into[from+d:from+2*d], into[from+2*d:])
	return into
}

// tellThemes appends the log-odds of the net's own themes in a text of pools in to list.
func (n *net) tellThemes(in []int16, list []float32) []float32 {
	from := len(list)
	list = append(list, n.themeBias...)
	for i, v := range in {
		x := float32(v)
		if i >= n.filters {
			x *= meanGain
		}
		if v != 0 {
			addTimes(list[from:], x, n.themeOut[i*n.themes:(i+1)*n.themes])
		}
	}
	return list
}

// poolVectors sets mean to that of the vectors of the words that were read, brought to length 1, and top and low to the greatest and least
// of each number, 0 among them. Rarer words count for more in the mean.
//
// Note: on the themes of 4,900 answers this adds 0.007 to the macro-F1: what a theme is about, the filters, which were
// trained for needs first, tell less well than the vectors, which came from a language model.
func (n *net) poolVectors(s *netScratch, mean, top, low []float32) {
	clear(mean)
	clear(top)
	clear(low)
	s.adds = grow(s.adds, n.dim)
	for _, sym := range s.stream.symbols {
		if sym.row >= 0 && sym.row < marks {
			continue
		}
		clear(s.adds)
		rank := float64(len(n.vocabulary.hashes)) // words stand in the order of how common they are
		if sym.row >= 0 {
			n.addVector(s.adds, sym.row, 1)
			rank = float64(sym.row - marks)
		} else {
			parts := s.stream.parts[sym.from:sym.to]
			for _, p := range parts {
				n.addVector(s.adds, p, 1/float32(len(parts)))
			}
		}
		weight := float32(math.Log(2 + rank))
		for d, v := range s.adds {
			mean[d] += weight * v
			top[d], low[d] = max(top[d], v), min(low[d], v)
		}
	}
	if square := blas.Sdot(len(mean), mean, 1, mean, 1); square > 0 {
		blas.Sscal(len(mean), 1/float32(math.Sqrt(float64(square))), mean, 1)
	}
}

// addVector adds times the vector of a symbol to sum.
func (n *net) addVector(sum []float32, symbol int32, times float32) {
	times *= n.scales[symbol]
	for d, v := range n.vectors[int(symbol)*n.dim : (int(symbol)+1)*n.dim] {
		sum[d] += times * float32(v)
	}
}

// linearOptions say how a linear model is trained.
type linearOptions struct {
	passes int
	cost   float64 // of an error against the size of the weights
	rarest int     // features of fewer texts are left out
	dense  float32 // length of the net's numbers
}

var linearDefaults = linearOptions{passes: 10, cost: 0.15, rarest: 2, dense: 1.3}

// themeLength is how much longer a number that tells of a theme is than others of the net.
const themeLength = 4

// rarity is the power of the inverse document frequency that features are multiplied by.
const rarity = 0.8

// A rawPoint is a text before the features were chosen.
type rawPoint struct {
	groups [featureGroups][]textFeature
	dense  []float32
	themes int    // how many of dense, the first, are log-odds of the net's themes
	want   []bool // by label
	read   []bool // by label: whether the text was read for it, so that it can be learned from
}

// fitLinear trains a linear model on points, which it leaves as they are. It is deterministic.
func fitLinear(points []rawPoint, labels int, opt linearOptions) *linear {
	l := &linear{labels: labels}
	l.choose(points, opt.rarest)
	l.standardize(points, opt.dense)
	known := make([]point, len(points))
	squares := make([]float32, len(points))
	for i := range points {
		p := &known[i]
		l.point(&points[i].groups, points[i].dense, p)
		squares[i] = 1 + blas.Sdot(len(p.values), p.values, 1, p.values, 1) + blas.Sdot(len(p.dense), p.dense, 1, p.dense, 1)
	}
	dims := len(l.mean)
	l.weights, l.dense, l.bias = make([]float32, len(l.hashes)*labels), make([]float32, dims*labels), make([]float32, labels)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for k := range labels {
		group.Go(func() error {
			m := machine{sparse: make([]float32, len(l.hashes)), dense: make([]float32, dims)}
			m.fit(points, known, squares, k, opt)
			for i, w := range m.sparse {
				l.weights[i*labels+k] = w
			}
			for i, w := range m.dense {
				l.dense[i*labels+k] = w
			}
			l.bias[k] = m.bias
			return nil
		})
	}
	_ = group.Wait() // none of them fails
	return l
}

// A machine is a support vector machine for one label.
type machine struct {
	sparse, dense []float32
	bias          float32
}

// fit trains by dual coordinate descent with squared hinge loss (Hsieh et al., ICML 2008).
func (m *machine) fit(points []rawPoint, known []point, squares []float32, label int, opt linearOptions) {
	if !slices.ContainsFunc(points, func(p rawPoint) bool { return p.want[label] }) {
		m.bias = -1
		return
	}
	diagonal := float32(0.5 / opt.cost)
	alpha := make([]float32, len(points))
	var order []int
	for i := range points {
		if points[i].read[label] {
			order = append(order, i)
		}
	}
	rng := rand.New(rand.NewPCG(7, uint64(label)))
	for range opt.passes {
		rng.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
		for _, i := range order {
			sign := float32(-1)
			if points[i].want[label] {
				sign = 1
			}
			gradient := sign*m.score(&known[i]) - 1 + alpha[i]*diagonal
			if alpha[i] == 0 && gradient >= 0 {
				continue
			}
			old := alpha[i]
			alpha[i] = max(0, old-gradient/(squares[i]+diagonal))
			m.add(&known[i], (alpha[i]-old)*sign)
		}
	}
}

func (m *machine) score(p *point) float32 {
	sum := m.bias
	values := p.values[:len(p.rows)]
	for i, row := range p.rows {
		sum += m.sparse[row] * values[i]
	}
	return sum + blas.Sdot(len(p.dense), p.dense, 1, m.dense, 1)
}

func (m *machine) add(p *point, step float32) {
	if step == 0 {
		return
	}
	m.bias += step
	values := p.values[:len(p.rows)]
	for i, row := range p.rows {
		m.sparse[row] += step * values[i]
	}
	blas.Saxpy(len(p.dense), step, p.dense, 1, m.dense, 1)
}

// choose keeps the features that stand in enough texts and rates them by their rarity.
func (l *linear) choose(points []rawPoint, rarest int) {
	counts := map[uint64]int{}
	for i := range points {
		for _, list := range points[i].groups {
			for _, f := range list {
				counts[f.hash]++
			}
		}
	}
	var hashes []uint64
	for h, n := range counts {
		if n >= rarest {
			hashes = append(hashes, h)
		}
	}
	slices.Sort(hashes)
	l.wordList = newWordList(hashes)
	l.scale = make([]float32, len(l.hashes))
	for i, h := range l.hashes {
		l.scale[i] = float32(math.Pow(math.Log(float64(len(points)+1)/float64(counts[h])), rarity))
	}
}

// standardize brings the net's numbers to mean 0 and a like spread.
func (l *linear) standardize(points []rawPoint, length float32) {
	if len(points) == 0 {
		return
	}
	dims := len(points[0].dense)
	l.mean, l.spread = make([]float32, dims), make([]float32, dims)
	for d := range dims {
		sum, square := 0.0, 0.0
		for i := range points {
			v := float64(points[i].dense[d])
			sum, square = sum+v, square+v*v
		}
		n := float64(len(points))
		mean := sum / n
		l.mean[d] = float32(mean)
		if variance := square/n - mean*mean; variance > 1e-9 {
			l.spread[d] = length * float32(1/math.Sqrt(variance*float64(dims)))
			if d < points[0].themes {
				l.spread[d] *= themeLength
			}
		}
	}
}

// rawPointOf returns comment c of text t as training sees it.
func rawPointOf(n *net, s *netScratch, z *featurizer, t *Text, c *voc.Comment) rawPoint {
	var p rawPoint
	p.dense, p.themes = n.dense(s, t, c.QuestionKind, nil), n.themes
	for g, list := range z.features(t, c, p.dense[:n.themes]) {
		p.groups[g] = slices.Clone(list)
	}
	return p
}
