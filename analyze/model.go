package analyze

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sync"

	"voc"
)

// needsModel is the embedded model of needs and sentiment; analyze/remake makes it.
//
//go:embed models/needs.bin
var needsModel []byte

// builtinModel reads the embedded model, once.
var builtinModel = sync.OnceValue(func() *model {
	m, err := readModel(needsModel)
	if err != nil {
		panic(err) // tested
	}
	return m
})

const modelMagic = "voc needs 3\n"

// A model judges needs and sentiment by a net. It is safe for concurrent use.
type model struct {
	net     *net
	bounds  bounds
	hash    string
	scratch sync.Pool
}

// bounds turn the outputs of a net into labels. Fields are in the order of the outputs: each need met and unmet.
type bounds struct {
	Slope     [8]float64 // of the calibration: probability = logistic(Slope·output + Offset)
	Offset    [8]float64
	Label     [8]float64 // the label is there from this probability
	Certain   [8]float64 // and certain from this
	Sentiment [4]float64 // added to the outputs of positive, negative, neutral and mixed
	Heat      float64    // the sentiments' outputs are multiplied by it, which calibrates them
}

// sentiments are in the order of the net's outputs.
var sentiments = [4]voc.Sentiment{voc.Positive, voc.Negative, voc.Neutral, voc.Ambivalent}

// polarities are those of an even and an odd output of a need.
var polarities = [2]voc.Polarity{voc.Met, voc.Unmet}

// readModel reads what [model.write] wrote.
func readModel(data []byte) (*model, error) {
	sum := sha256.Sum256(data)
	m := &model{hash: hex.EncodeToString(sum[:8])}
	m.scratch.New = func() any { return new(netScratch) }
	rest, ok := bytes.CutPrefix(data, []byte(modelMagic))
	if !ok || len(rest) < 4 {
		return nil, errors.New("not a model of needs")
	}
	size := int(binary.LittleEndian.Uint32(rest))
	rest = rest[4:]
	if size > len(rest) {
		return nil, errors.New("model cut short")
	}
	if err := json.Unmarshal(rest[:size], &m.bounds); err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	var err error
	m.net, err = readNet(rest[size:])
	return m, err
}

// write returns the model as bytes.
func (m *model) write() ([]byte, error) {
	head, err := json.Marshal(m.bounds)
	if err != nil {
		return nil, err
	}
	b := binary.LittleEndian.AppendUint32([]byte(modelMagic), uint32(len(head)))
	return m.net.write(append(b, head...)), nil
}

// write appends the net to b, little-endian.
func (n *net) write(b []byte) []byte {
	for _, v := range []int{n.dim, n.filters, n.hidden, n.outputs, n.themes, len(n.vocabulary.hashes)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	for _, h := range n.vocabulary.hashes {
		b = binary.LittleEndian.AppendUint64(b, h)
	}
	for _, v := range n.vectors {
		b = append(b, byte(v))
	}
	for _, list := range [][]float32{n.scales, n.match, n.bias, n.mix, n.mixBias, n.out, n.outBias, n.themeOut, n.themeBias} {
		for _, v := range list {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	return b
}

// readNet reads what [net.write] wrote.
func readNet(data []byte) (*net, error) {
	var sizes [6]int
	for i := range sizes {
		if len(data) < 4 {
			return nil, errors.New("model cut short")
		}
		sizes[i] = int(binary.LittleEndian.Uint32(data))
		data = data[4:]
		if sizes[i] < 1 || sizes[i] > 1<<20 {
			return nil, errors.New("model has impossible sizes")
		}
	}
	n := &net{dim: sizes[0], filters: sizes[1], hidden: sizes[2], outputs: sizes[3], themes: sizes[4]}
	words := sizes[5]
	symbols := marks + words + partBuckets
	lists := []struct {
		into *[]float32
		n    int
	}{
		{&n.scales, symbols}, {&n.match, n.dim * window * n.filters}, {&n.bias, n.filters},
		{&n.mix, (2*n.filters + questions) * n.hidden}, {&n.mixBias, n.hidden}, {&n.out, n.hidden * n.outputs}, {&n.outBias, n.outputs},
		{&n.themeOut, 2 * n.filters * n.themes}, {&n.themeBias, n.themes},
	}
	need := 8*words + symbols*n.dim
	for _, l := range lists {
		need += 4 * l.n
	}
	if need != len(data) || n.outputs != netOutputs || n.filters%lanes != 0 || n.filters > 1<<12 || n.dim%2 != 0 {
		return nil, errors.New("model has impossible sizes")
	}
	hashes := make([]uint64, words)
	for i := range hashes {
		hashes[i] = binary.LittleEndian.Uint64(data[8*i:])
	}
	n.vocabulary = newVocabulary(hashes)
	data = data[8*words:]
	n.vectors = make([]int8, symbols*n.dim)
	for i := range n.vectors {
		n.vectors[i] = int8(data[i])
	}
	data = data[symbols*n.dim:]
	for _, l := range lists {
		list := make([]float32, l.n)
		for i := range list {
			list[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		}
		*l.into = list
		data = data[4*l.n:]
	}
	n.ready()
	return n, nil
}

// probability returns the calibrated probability of output k, a need met or unmet.
func (m *model) probability(k int, z float32) float64 {
	return 1 / (1 + math.Exp(-m.bounds.Slope[k]*float64(z)-m.bounds.Offset[k]))
}

// feeling returns the likeliest sentiment of the outputs z, and its score: the probability of positive less that of negative.
func (m *model) feeling(z []float32) (int, float64) {
	p := m.feelings(z)
	best := 0
	for k := range p {
		if p[k] > p[best] {
			best = k
		}
	}
	return best, p[0] - p[1]
}

// probabilities returns the calibrated probability of each need met and unmet, and of the sentiments, as the model alone has them.
func (a *Analyzer) probabilities(c *voc.Comment) (needs [8]float64, feeling [4]float64) {
	t := NewText(c.Text)
	m := a.base
	s := m.scratch.Get().(*netScratch)
	defer m.scratch.Put(s)
	m.net.read(s, t, c.QuestionKind)
	z := m.net.text(s)
	for k := range needs {
		needs[k] = m.probability(k, z[k])
	}
	return needs, m.feelings(z)
}

// feelings returns the calibrated probabilities of the sentiments.
func (m *model) feelings(z []float32) [4]float64 {
	var raw [4]float32
	for k := range raw {
		raw[k] = float32(m.bounds.Heat) * (z[8+k] + float32(m.bounds.Sentiment[k]))
	}
	return softmax(raw[:])
}

// judge says how a comment's needs were met, and its sentiment. Mentions is memory for its own.
func (m *model) judge(t *Text, c *voc.Comment, mentions []voc.Mention) judgement {
	s := m.scratch.Get().(*netScratch)
	defer m.scratch.Put(s)
	n := m.net
	n.read(s, t, c.QuestionKind)
	whole := n.all(s)
	units := s.units()
	j := judgement{units: make([]float64, len(t.Units)), mentions: mentions}
	var said [8]float64
	for k := range said {
		said[k] = m.probability(k, whole[k])
		for u := range units {
			if p := m.probability(k, s.outputs[u*outputWidth+k]); p > alone {
				said[k] = max(said[k], (m.probability(k, whole[k])+p)/2)
			}
		}
	}
	for k, p := range said {
		if p < m.bounds.Label[k] || p < both && said[k^1] > p {
			continue
		}
		need := k / 2
		j.needs[need] = join(j.needs[need], polarities[k%2])
		m.needMentions(t, s, &j, k, p)
	}
	best, score := m.feeling(whole)
	j.sentiment, j.score = sentiments[best], round(score)
	m.sentimentMentions(t, s, &j)
	return j
}

// both is how probable a polarity must be beside a likelier opposite one:
// few comments say of the same need that it was met and that it was not.
const both = 0.5

// alone is how probable a label of one unit must be to count for the whole comment,
// which a long text would drown otherwise.
const alone = 0.75

// needMentions adds the mentions of output k, which the comment has with probability p:
// one in the unit that shows it best and one in each other that would have it alone.
func (m *model) needMentions(t *Text, s *netScratch, j *judgement, k int, p float64) {
	units := s.units()
	top := 0
	for u := range units {
		if s.outputs[u*outputWidth+k] > s.outputs[top*outputWidth+k] {
			top = u
		}
	}
	for u := range units {
		score := p
		if u != top {
			if score = min(p, m.probability(k, s.outputs[u*outputWidth+k])); score < m.bounds.Label[k] {
				continue
			}
		}
		j.mentions = append(j.mentions, voc.Mention{
			Kind: voc.KindNeed, Label: string(voc.Needs[k/2]), Polarity: polarities[k%2], Score: round(score), Unit: u,
			Span: m.net.evidence(s, t, u, k), By: voc.ByModel, Uncertain: p < m.bounds.Certain[k],
		})
	}
}

// sentimentMentions adds a mention for each unit that is not neutral.
func (m *model) sentimentMentions(t *Text, s *netScratch, j *judgement) {
	for u := range s.units() {
		best, score := m.feeling(s.outputs[u*outputWidth:])
		j.units[u] = score
		if sentiments[best] == voc.Neutral {
			continue
		}
		j.mentions = append(j.mentions, voc.Mention{
			Kind: voc.KindSentiment, Label: string(sentiments[best]), Score: round(score), Unit: u,
			Span: m.net.evidence(s, t, u, 8+best), By: voc.ByModel,
		})
	}
}

// round keeps three decimals, which is more than a score means.
func round(x float64) float64 { return math.Round(x*1000) / 1000 }
