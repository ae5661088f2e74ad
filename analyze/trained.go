package analyze

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"sync"

	"voc"
)

const trainedMagic = "voc trained 4\n"

// A Trained is a model that [Train] made of somebody's own labels. It is safe for concurrent use.
type Trained struct {
	head    trainedHead
	linear  *linear
	base    *model
	hash    string
	scratch sync.Pool
}

// A trainedScratch is memory for one comment.
type trainedScratch struct {
	net    netScratch
	z      featurizer
	dense  []float32
	point  point
	scores []float32
	adds   []float32
}

func (t *Trained) init(base *model) {
	t.base = base
	t.scratch.New = func() any { return new(trainedScratch) }
}

// Labels returns how many themes, needs (met and unmet apart) and sentiments the model knows.
func (t *Trained) Labels() int { return len(t.head.Labels) }

// Themes returns the names of the themes that the model knows, in its order.
func (t *Trained) Themes() []string {
	var names []string
	for _, l := range t.head.Labels {
		if l.Kind == voc.KindTheme {
			names = append(names, l.Label)
		}
	}
	return names
}

// OpenTrained reads the model at path.
func OpenTrained(path string) (*Trained, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	t, err := readTrained(data)
	if err != nil {
		return nil, fmt.Errorf("open model %s: %w", path, err)
	}
	return t, nil
}

// Bytes returns the model as it stands in a file; the same labels give the same bytes.
func (t *Trained) Bytes() ([]byte, error) {
	head, err := json.Marshal(t.head)
	if err != nil {
		return nil, err
	}
	l := t.linear
	b := binary.LittleEndian.AppendUint32([]byte(trainedMagic), uint32(len(head)))
	b = append(b, head...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(l.hashes)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(l.mean)))
	for _, h := range l.hashes {
		b = binary.LittleEndian.AppendUint64(b, h)
	}
	for _, list := range [][]float32{l.scale, l.mean, l.spread, l.dense, l.bias} {
		for _, v := range list {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	// the weights of a feature as a byte each and a common factor
	for row := range l.hashes {
		weights := l.weights[row*l.labels : (row+1)*l.labels]
		top := float32(0)
		for _, w := range weights {
			top = max(top, w, -w)
		}
		scale := top / 127
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(scale))
		for _, w := range weights {
			q := int8(0)
			if scale > 0 {
				q = int8(math.Round(float64(w / scale)))
			}
			b = append(b, byte(q))
		}
	}
	return b, nil
}

// readTrained reads what [Trained.Bytes] wrote.
func readTrained(data []byte) (*Trained, error) {
	sum := sha256.Sum256(data)
	t := &Trained{hash: hex.EncodeToString(sum[:8])}
	t.init(builtinModel())
	rest, ok := bytes.CutPrefix(data, []byte(trainedMagic))
	switch {
	case !ok && bytes.HasPrefix(data, []byte("voc trained ")):
		return nil, errors.New("made by another version of voc: train it again")
	case !ok:
		return nil, errors.New("not a model made by voc train")
	}
	short := errors.New("file cut short")
	if len(rest) < 4 {
		return nil, short
	}
	size := int(binary.LittleEndian.Uint32(rest))
	rest = rest[4:]
	if size+8 > len(rest) {
		return nil, short
	}
	if err := json.Unmarshal(rest[:size], &t.head); err != nil {
		return nil, err
	}
	labels := len(t.head.Labels)
	if labels == 0 || len(t.head.Cut) != labels || len(t.head.Slope) != labels || len(t.head.Offset) != labels {
		return nil, errors.New("labels and cuts differ")
	}
	if slices.ContainsFunc(t.head.Labels, func(l trainedLabel) bool { return !l.known() }) {
		return nil, errors.New("a label that is no theme, need or sentiment")
	}
	if t.head.Base != t.base.hash {
		return nil, errors.New("made with another version of voc: train it again")
	}
	rest = rest[size:]
	rows, dims := int(binary.LittleEndian.Uint32(rest)), int(binary.LittleEndian.Uint32(rest[4:]))
	rest = rest[8:]
	if want := rows*8 + 4*(rows+2*dims+dims*labels+labels) + rows*(4+labels); want != len(rest) || dims != t.base.net.denseSize() {
		return nil, short
	}
	hashes := make([]uint64, rows)
	for i := range hashes {
		hashes[i] = binary.LittleEndian.Uint64(rest[8*i:])
	}
	if !slices.IsSorted(hashes) {
		return nil, errors.New("features out of order")
	}
	l := &linear{labels: labels, wordList: newWordList(hashes), weights: make([]float32, rows*labels)}
	t.linear = l
	rest = rest[8*rows:]
	for _, list := range []struct {
		into *[]float32
		n    int
	}{{&l.scale, rows}, {&l.mean, dims}, {&l.spread, dims}, {&l.dense, dims * labels}, {&l.bias, labels}} {
		*list.into = floats(rest, list.n)
		rest = rest[4*list.n:]
	}
	for row := range rows {
		scale := math.Float32frombits(binary.LittleEndian.Uint32(rest))
		for k := range labels {
			l.weights[row*labels+k] = scale * float32(int8(rest[4+k]))
		}
		rest = rest[4+labels:]
	}
	return t, nil
}

// floats reads n numbers.
func floats(data []byte, n int) []float32 {
	list := make([]float32, n)
	for i := range list {
		list[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return list
}

// denseSize returns how many numbers [net.dense] gives.
func (n *net) denseSize() int { return 2*n.filters + n.hidden + n.outputs + n.themes + 3*n.dim }

// label adds what the model says of t to r: themes beside those of others; needs and sentiment in place of them.
func (t *Trained) label(text *Text, r *voc.Record, j *judgement) {
	s := t.scratch.Get().(*trainedScratch)
	defer t.scratch.Put(s)
	s.dense = t.base.net.dense(&s.net, text, r.QuestionKind, s.dense)
	t.linear.point(s.z.features(text, &r.Comment, s.dense[:t.base.net.themes]), s.dense, &s.point)
	s.scores = grow(s.scores, t.linear.labels)
	t.linear.scores(&s.point, s.scores)
	said := t.head.say(s.scores)
	kinds := map[string]bool{}
	for _, label := range t.head.Labels {
		kinds[label.Kind] = true
	}
	if kinds[voc.KindNeed] {
		r.Needs = said.Needs
		r.Mentions = slices.DeleteFunc(r.Mentions, func(m voc.Mention) bool { return m.Kind == voc.KindNeed })
	}
	if kinds[voc.KindSentiment] {
		r.Sentiment, r.SentimentScore = said.Sentiment, round(said.Feeling[0]-said.Feeling[1])
	}
	for k, label := range t.head.Labels {
		if label.Kind == voc.KindSentiment || float64(s.scores[k]) < t.head.Cut[k] {
			continue
		}
		unit, span := t.evidence(s, text, k)
		m := voc.Mention{Kind: label.Kind, Label: label.Label, Polarity: label.Polarity, Score: round(t.head.probability(k, s.scores[k])), Unit: unit, Span: span, By: voc.ByModel}
		if label.Kind == voc.KindTheme {
			m.Polarity = j.polarityOf(&finding{need: -1, unit: unit}, r.QuestionKind)
		}
		if !slices.ContainsFunc(r.Mentions, func(o voc.Mention) bool { return o.Kind == m.Kind && o.Label == m.Label && o.Unit == m.Unit }) {
			r.Mentions = append(r.Mentions, m)
		}
	}
}

// evidence returns the unit and the words that speak most for label k: the run of words of one unit whose own and paired weights
// have the greatest sum.
func (t *Trained) evidence(s *trainedScratch, text *Text, k int) (int, voc.Span) {
	bestUnit, best := 0, float32(math.Inf(-1))
	var span voc.Span
	for u := range text.Units {
		first, end := text.UnitWords(u)
		end = min(end, len(s.z.words))
		if first >= end {
			continue
		}
		s.adds = grow(s.adds, end-first)
		for i := first; i < end; i++ {
			s.adds[i-first] = t.weight(s.z.words[i], k)
			if i > first {
				pair := t.weight(join2(s.z.words[i-1], s.z.words[i], 2), k) / 2
				s.adds[i-first] += pair
				s.adds[i-first-1] += pair
			}
		}
		from, to := heaviest(s.adds)
		sum := float32(0)
		for _, v := range s.adds[from:to] {
			sum += v
		}
		if sum > best {
			bestUnit, best, span = u, sum, text.span(first+from, first+to)
		}
	}
	return bestUnit, span
}

// weight returns what a feature adds to label k.
func (t *Trained) weight(hash uint64, k int) float32 {
	row := t.linear.find(hash)
	if row < 0 {
		return 0
	}
	return t.linear.weights[int(row)*t.linear.labels+k] * t.linear.scale[row]
}
