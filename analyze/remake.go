package analyze

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"

	"voc"
)

// A Recipe holds what the embedded model is made from.
type Recipe struct {
	Shared  string     // folder with gold/train.jsonl and feedback/
	Vectors []byte     // of words, as vectors.py writes them
	Sense   []byte     // what a sentence encoder makes of texts, as sense.py writes it
	Themes  []byte     // themes of a framework that a reader found in texts: 16 bytes by the hash of the text, see addThemes
	Soft    []byte     // labels of a teacher, as soft.py writes them
	Read    []byte     // labels that readers gave comments of feedback/: 10 bytes by the hash of the text, see readLabels
	Shapes  []Labelled // sentences made from patterns
	Late    []Labelled // sentences made from patterns that are learned last
	Written []Labelled // comments written to learn from
	Log     io.Writer  // told of progress
	Leave   string     // source that is left out, to measure what carries over; empty for none
}

// vectorDim is how many numbers the vector of a word has, senseDim the sense of a text; frameworkThemes is how many themes the NHS's framework for feedback has.
const (
	vectorDim       = 256
	senseDim        = 32
	frameworkThemes = 45
)

// recipeOptions are those of the embedded net.
var recipeOptions = netOptions{dim: vectorDim, filters: 128, hidden: 64, epochs: 7, batch: 128, rate: 2.5e-3, vectorRate: 0.03, drop: 0.2, dropWord: 0.08, seed: 1, senseDim: senseDim, senseWeight: 3,
	themes: frameworkThemes, themeWeight: 3, averaged: 0.35}

// teacherShare is how much the teacher's word counts beside that of the readers.
const teacherShare = 0.5

// goldWeight is how much a comment of gold counts beside others.
// Where a source is left out, and the teacher with it, all count alike.
const goldWeight = 2

// shapesWeight is how much a sentence made from a pattern counts: they are few among all that is learned from.
const shapesWeight = 2

// leaveEpochs is how many passes are made where a source is left out: without the teacher there is less to learn.
const leaveEpochs = 5

// fragmentWeight is how much a few words out of a comment count beside whole comments.
const fragmentWeight = 0.5

// The last passes go through the late sentences, which count lateWeight times, and again through all that was learned before but
// all save one in lateShare of the comments of feedback/. They move the weights by less, so that what was learned before hardly suffers.
const (
	lateEpochs     = 3
	lateWeight     = 5
	lateShare      = 2
	lateRate       = 0.2 // of the rate before
	lateVectorRate = 0.3 // of the rate of vectors before
	lateAveraged   = 0.7
)

// unread is a source of which no label is learned from, of gold neither, so that what its raters said can judge the embedded model.
// Its texts are labelled by teachers that saw none of them, and count unreadWeight times.
const (
	unread       = "vader_amazon"
	unreadWeight = 3
)

// Remake makes the embedded model: the same bytes from the same recipe on the same kind of processor.
// A tenth of gold/train is kept back to choose the bounds of the labels; gold/dev is not read but to leave its comments out.
func Remake(r Recipe) ([]byte, error) {
	hashes, values, err := readVectors(r.Vectors)
	if err != nil {
		return nil, err
	}
	gold, err := ReadLabelled(filepath.Join(r.Shared, "gold", "train.jsonl"))
	if err != nil {
		return nil, err
	}
	opt, weight := recipeOptions, float32(goldWeight)
	if r.Leave != "" {
		opt.epochs, weight = leaveEpochs, 1
	}
	lx := newLexer(newVocabulary(hashes))
	var samples []sample
	var held []Labelled
	isHeld := map[string]bool{}
	for i := range gold {
		switch {
		case gold[i].Source == r.Leave || gold[i].Source == unread:
		case hashWord([]byte(gold[i].ID))%10 == 0:
			held = append(held, gold[i])
			isHeld[gold[i].SourceID] = true
		default:
			samples = append(samples, lx.sample(&gold[i], weight))
		}
	}
	for i := range r.Shapes {
		samples = append(samples, lx.sample(&r.Shapes[i], shapesWeight))
	}
	for i := range r.Written {
		samples = append(samples, lx.sample(&r.Written[i], 1))
	}
	raw, err := rawSamples(&r, lx, isHeld)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(r.Log, "%d comments of gold, %d kept back, %d sentences written for it, %d texts more by readers and the teacher\n", len(gold)-len(held), len(held), len(r.Shapes)+len(r.Written), len(raw))
	samples = append(samples, raw...)
	if err := addSense(samples, r.Sense); err != nil {
		return nil, err
	}
	if err := addThemes(samples, r.Themes); err != nil {
		return nil, err
	}

	t := newNetTrainer(opt, lx.v.symbols(), lx.types)
	t.seedVectors(&lx.v, values)
	var losses []float64
	t.opt.progress = func(epoch int, loss float64) {
		losses = append(losses, loss)
		fmt.Fprintf(r.Log, "pass %d loss %.4f\n", epoch+1, loss)
	}
	if t.train(samples); losses[len(losses)-1] > slices.Min(losses) {
		return nil, errors.New("the last pass did not lower the loss: the training went apart")
	}
	late := lateSamples(samples, len(raw))
	for i := range r.Late {
		late = append(late, lx.sample(&r.Late[i], lateWeight))
	}
	t.types = lx.types
	t.goOn(late)
	m := &model{net: t.net(lx.v)}
	m.bounds = chooseBounds(m.net, held)
	return m.write()
}

// lateSamples returns what the last passes go through again: samples, of the last of which, raw in number, one in lateShare
// and all of unread, which is labelled by the teachers alone.
func lateSamples(samples []sample, raw int) []sample {
	first := len(samples) - raw
	late := slices.Clone(samples[:first])
	for i, s := range samples[first:] {
		if i%lateShare == 0 || s.weight >= unreadWeight*fragmentWeight {
			late = append(late, s)
		}
	}
	return late
}

// goOn trains a trained net on samples, more gently.
func (t *netTrainer) goOn(samples []sample) {
	t.rng = rand.New(rand.NewPCG(t.opt.seed, 2))
	t.steps, t.opt.epochs, t.opt.averaged = 0, lateEpochs, lateAveraged
	t.opt.rate *= lateRate
	t.opt.vectorRate *= lateVectorRate
	for _, d := range t.dense {
		clear(d.m)
		clear(d.v)
	}
	t.train(samples)
}

// readVectors takes apart what vectors.py writes.
func readVectors(data []byte) (hashes []uint64, values []int8, err error) {
	const size = 8 + vectorDim
	if len(data) == 0 || len(data)%size != 0 {
		return nil, nil, errors.New("word vectors cut short")
	}
	for ; len(data) > 0; data = data[size:] {
		hashes = append(hashes, binary.LittleEndian.Uint64(data))
		for _, v := range data[8:size] {
			values = append(values, int8(v))
		}
	}
	return hashes, values, nil
}

// addSense sets the sense of the samples whose text stands in data: the hash of a text, then its numbers.
func addSense(samples []sample, data []byte) error {
	const size = 8 + senseDim
	if len(data) == 0 || len(data)%size != 0 {
		return errors.New("senses of texts cut short")
	}
	senses := map[uint64][]int8{}
	for ; len(data) > 0; data = data[size:] {
		sense := make([]int8, senseDim)
		for k, v := range data[8:size] {
			sense[k] = int8(v)
		}
		senses[binary.LittleEndian.Uint64(data)] = sense
	}
	for i := range samples {
		samples[i].sense = senses[samples[i].text]
	}
	return nil
}

// addThemes sets the themes of the samples whose text stands in data: the hash of a text, then a bit for each theme.
func addThemes(samples []sample, data []byte) error {
	const size = 16
	if len(data) == 0 || len(data)%size != 0 {
		return errors.New("themes of texts cut short")
	}
	sets := map[uint64]uint64{}
	for ; len(data) > 0; data = data[size:] {
		set := binary.LittleEndian.Uint64(data[8:])
		if set>>frameworkThemes != 0 {
			return errors.New("a theme that the framework has not")
		}
		sets[binary.LittleEndian.Uint64(data)] = set
	}
	for i := range samples {
		set, ok := sets[samples[i].text]
		if !ok {
			continue
		}
		samples[i].themes = make([]bool, frameworkThemes)
		for k := range samples[i].themes {
			samples[i].themes[k] = set>>k&1 != 0
		}
	}
	return nil
}

// rawSamples returns the comments of feedback/ that readers or the teacher labelled; where both did, as the readers did.
func rawSamples(r *Recipe, lx *lexer, held map[string]bool) ([]sample, error) {
	const size = 8 + netOutputs
	soft := map[uint64][]byte{}
	for data := r.Soft; len(data) >= size && r.Leave == ""; data = data[size:] { // the teacher saw every source
		soft[binary.LittleEndian.Uint64(data)] = data[8:size]
	}
	read := readLabels(r.Read)
	raw, err := ReadRaw(r.Shared)
	if err != nil {
		return nil, err
	}
	var samples []sample
	raw = Fragments(raw)
	for i := range raw {
		if held[raw[i].ID] || held[raw[i].Other] || raw[i].Source == r.Leave {
			continue
		}
		key := raw[i].key()
		l, isRead := read[key]
		p, isSoft := soft[key]
		if !isRead && !isSoft {
			continue
		}
		l.Text, l.Question = raw[i].Text, raw[i].Question
		s := lx.sample(&l, 1)
		share := float32(1) // what the teacher says counts for
		if isRead {
			share = teacherShare
		}
		if raw[i].Fragment {
			s.weight = fragmentWeight
		}
		if raw[i].Source == unread {
			s.weight *= unreadWeight
		}
		for k := range p {
			s.want[k] += share * (float32(p[k])/255 - s.want[k])
		}
		samples = append(samples, s)
	}
	return samples, nil
}

// ReadByReaders returns the comments of shared/feedback and fragments of them that readers labelled; labels are as readers' labels are kept.
func ReadByReaders(shared string, labels []byte) ([]Labelled, error) {
	raw, err := ReadRaw(shared)
	if err != nil {
		return nil, err
	}
	raw = Fragments(raw)
	read := readLabels(labels)
	var list []Labelled
	for i := range raw {
		if l, ok := read[raw[i].key()]; ok {
			l.ID, l.Source, l.Text, l.Question = raw[i].ID, raw[i].Source, raw[i].Text, raw[i].Question
			list = append(list, l)
		}
	}
	return list, nil
}

// key returns the hash by which labels of a text are kept.
func (r *Raw) key() uint64 { return hashWord([]byte(r.Question + "\n" + r.Text)) }

// readLabels takes apart labels of readers: the hash of a question, line feed and text,
// then two bits for each need (1 met, 2 unmet, 3 both), then the number of the sentiment.
func readLabels(data []byte) map[uint64]Labelled {
	const size = 10
	labels := map[uint64]Labelled{}
	for ; len(data) >= size; data = data[size:] {
		l := Labelled{Needs: map[string]voc.Polarity{}, Sentiment: sentiments[data[9]&3]}
		for n, need := range voc.Needs {
			if p := data[8] >> (2 * n) & 3; p > 0 {
				l.Needs[string(need)] = [...]voc.Polarity{voc.Met, voc.Unmet, voc.Mixed}[p-1]
			}
		}
		labels[binary.LittleEndian.Uint64(data)] = l
	}
	return labels
}

// A lexer turns texts into samples, numbering the types of their words.
type lexer struct {
	v      vocabulary
	types  []wordType
	ids    map[string]int32
	text   Text
	stream stream
}

func newLexer(v vocabulary) *lexer {
	l := &lexer{v: v, ids: map[string]int32{}}
	for i := range int32(marks) {
		l.types = append(l.types, wordType{row: i})
	}
	return l
}

// words returns the types of the first words and marks of a text.
func (l *lexer) words(text, kind string) []int32 {
	const most = 160
	t := &l.text
	t.Reset(text)
	l.stream.reset(t, &l.v, kind)
	var out []int32
	for _, sym := range l.stream.symbols[:min(most, len(l.stream.symbols))] {
		if sym.row >= 0 && sym.row < marks {
			out = append(out, sym.row)
			continue
		}
		w := string(t.Fold(int(sym.word)))
		id, ok := l.ids[w]
		if !ok {
			id = int32(len(l.types))
			l.ids[w] = id
			l.types = append(l.types, wordType{row: sym.row, parts: l.v.parts(nil, []byte(w))})
		}
		out = append(out, id)
	}
	return out
}

// sample returns a labelled comment as a sample, its labels drawn in a little so that the net does not grow too sure.
func (l *lexer) sample(g *Labelled, weight float32) sample {
	const smooth = 0.02
	kind := g.Comment().QuestionKind
	s := sample{text: hashWord([]byte(g.Text)), words: l.words(g.Text, kind), question: questionIndex(kind), weight: weight}
	for k := range 8 {
		s.want[k] = smooth
		if hasPolarity(g.Needs[string(voc.Needs[k/2])], polarities[k%2]) {
			s.want[k] = 1 - smooth
		}
	}
	for k, feeling := range sentiments {
		s.want[8+k] = smooth
		if g.Sentiment == feeling {
			s.want[8+k] = 1 - 3*smooth
		}
	}
	return s
}

// seedVectors starts the words' vectors with values, and those of parts with the mean of the words they stand in.
func (t *netTrainer) seedVectors(v *vocabulary, values []int8) {
	const scale = 0.9 / 127
	dim := t.opt.dim
	for i, x := range values {
		t.vectors[marks*dim+i] = float32(x) * scale
	}
	first := marks + len(v.hashes)
	clear(t.vectors[first*dim:])
	sums := make([]float32, partBuckets)
	for _, ty := range t.types {
		if ty.row < marks {
			continue
		}
		for _, p := range ty.parts {
			sums[int(p)-first]++
			blas.Saxpy(dim, 1, t.vectors[int(ty.row)*dim:], 1, t.vectors[int(p)*dim:(int(p)+1)*dim], 1)
		}
	}
	for p, n := range sums {
		if n > 0 {
			blas.Sscal(dim, 1/n, t.vectors[(first+p)*dim:(first+p+1)*dim], 1)
		}
	}
}

// chooseBounds calibrates the outputs of n and chooses the bounds of labels on comments that it has not seen.
func chooseBounds(n *net, held []Labelled) bounds {
	var b bounds
	outputs := make([][netOutputs]float32, len(held))
	var s netScratch
	var t Text
	for i := range held {
		t.Reset(held[i].Text)
		n.read(&s, &t, held[i].Comment().QuestionKind)
		copy(outputs[i][:], n.text(&s))
	}
	for k := range 8 {
		z, is := make([]float64, len(held)), make([]bool, len(held))
		for i := range held {
			z[i] = float64(outputs[i][k])
			is[i] = hasPolarity(held[i].Needs[string(voc.Needs[k/2])], polarities[k%2])
		}
		b.Slope[k], b.Offset[k] = platt(z, is)
		b.Label[k] = bestBound(z, is, b.Slope[k], b.Offset[k])
		b.Certain[k] = b.Label[k] + 0.2
	}
	b.Heat = bestHeat(outputs, held)
	return b
}

// bestBound returns the probability from which a label should be given for the best F1 to expect.
// It is sought near 0.4 rather than anywhere, since a few hundred comments do not tell it finely.
func bestBound(z []float64, is []bool, slope, offset float64) float64 {
	best, top := 0.4, 0.0
	for bound := 0.34; bound <= 0.501; bound += 0.02 {
		tp, fp, fn := 0.0, 0.0, 0.0
		for i := range z {
			switch said := 1/(1+math.Exp(-slope*z[i]-offset)) >= bound; {
			case said && is[i]:
				tp++
			case said:
				fp++
			case is[i]:
				fn++
			}
		}
		if f := f1(tp, fp, fn) - 0.2*math.Abs(bound-0.4); f > top {
			best, top = bound, f
		}
	}
	return best
}

// bestHeat returns the factor of the sentiments' outputs under which the truth is likeliest.
func bestHeat(outputs [][netOutputs]float32, held []Labelled) float64 {
	best, least := 1.0, math.Inf(1)
	for heat := 0.5; heat <= 2.001; heat += 0.05 {
		loss := 0.0
		for i := range held {
			var raw [4]float32
			for k := range raw {
				raw[k] = float32(heat) * outputs[i][8+k]
			}
			p := softmax(raw[:])
			loss -= math.Log(max(1e-9, p[sentimentIndex(held[i].Sentiment)]))
		}
		if loss < least {
			best, least = heat, loss
		}
	}
	return best
}
