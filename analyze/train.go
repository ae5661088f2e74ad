package analyze

import (
	"errors"
	"maps"
	"math"
	"slices"

	"voc"
)

// Folds is how many parts cross-validation cuts labelled comments into.
const Folds = 5

// A trainedLabel is one output of a trained model.
type trainedLabel struct {
	Kind     string
	Label    string
	Polarity voc.Polarity // of a need
}

// known reports whether l is a theme, a need met or unmet, or one of the sentiments.
func (l trainedLabel) known() bool {
	switch l.Kind {
	case voc.KindNeed:
		return slices.Contains(voc.Needs[:], voc.Need(l.Label)) && slices.Contains(polarities[:], l.Polarity)
	case voc.KindSentiment:
		return slices.Contains(sentiments[:], voc.Sentiment(l.Label))
	}
	return l.Kind == voc.KindTheme && l.Label != ""
}

// Train makes a model of the themes, needs and sentiment that the list has, and says how good it is by cross-validation:
// every comment is labelled by a model that saw neither it nor another of its group.
// It is deterministic, and takes about five milliseconds a comment.
func Train(list []Labelled) (*Trained, *Quality, error) {
	labels := trainedLabels(list)
	if len(labels) == 0 {
		return nil, nil, errors.New("no themes, needs or sentiment to learn: each must stand in at least three comments")
	}
	points := trainingPoints(list, labels)
	folds := make([]int, len(list))
	for i := range list {
		folds[i] = fold(&list[i])
	}
	scores := make([][]float32, len(list))
	for f := range Folds {
		if err := scoreFold(points, folds, f, len(labels), scores); err != nil {
			return nil, nil, err
		}
	}
	said := make([]Said, len(list))
	for f := range Folds {
		others := func(i int) bool { return folds[i] != f }
		head := tuneHead(labels, points, scores, others)
		for i := range list {
			if folds[i] == f {
				said[i] = head.say(scores[i])
			}
		}
	}
	head := tuneHead(labels, points, scores, func(int) bool { return true })
	t := &Trained{head: head, linear: fitLinear(points, len(labels), linearDefaults)}
	t.init(builtinModel())
	return t, Evaluate(list, said), nil
}

// fold returns the part that a comment belongs to: that of its respondent or group, else of its text.
func fold(l *Labelled) int {
	key := l.GroupKey()
	if key == "" {
		key = l.Text
	}
	return int(hashWord([]byte(key)) >> 40 % Folds)
}

// rarestLabel is how many comments a label must stand in to be learned.
const rarestLabel = 3

// trainedLabels returns the labels to learn: needs, then sentiments, then themes by name.
func trainedLabels(list []Labelled) []trainedLabel {
	counts := map[trainedLabel]int{}
	for i := range list {
		for need, p := range list[i].Needs {
			for _, polarity := range polarities {
				if hasPolarity(p, polarity) {
					counts[trainedLabel{voc.KindNeed, need, polarity}]++
				}
			}
		}
		if list[i].Has.Sentiment {
			counts[trainedLabel{Kind: voc.KindSentiment, Label: string(list[i].Sentiment)}]++
		}
		for _, theme := range list[i].Themes {
			counts[trainedLabel{Kind: voc.KindTheme, Label: theme}]++
		}
	}
	var labels []trainedLabel
	add := func(l trainedLabel) {
		if counts[l] >= rarestLabel {
			labels = append(labels, l)
		}
	}
	for _, need := range voc.Needs {
		for _, polarity := range polarities {
			add(trainedLabel{voc.KindNeed, string(need), polarity})
		}
	}
	for _, s := range sentiments {
		add(trainedLabel{Kind: voc.KindSentiment, Label: string(s)})
	}
	themes := map[string]bool{}
	for l := range counts {
		if l.Kind == voc.KindTheme {
			themes[l.Label] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(themes)) {
		add(trainedLabel{Kind: voc.KindTheme, Label: name})
	}
	return labels
}

// readFor reports whether the line was read for labels of the kind, so that it tells by not having one too.
func (l *Labelled) readFor(kind string) bool {
	switch kind {
	case voc.KindNeed:
		return l.Has.Needs
	case voc.KindSentiment:
		return l.Has.Sentiment
	}
	return l.Has.Themes
}

// has reports whether the line has the label.
func (l *Labelled) has(t trainedLabel) bool {
	switch t.Kind {
	case voc.KindNeed:
		return hasPolarity(l.Needs[t.Label], t.Polarity)
	case voc.KindSentiment:
		return string(l.Sentiment) == t.Label
	}
	return slices.Contains(l.Themes, t.Label)
}

func trainingPoints(list []Labelled, labels []trainedLabel) []rawPoint {
	points := make([]rawPoint, len(list))
	var s netScratch
	var z featurizer
	var t Text
	n := builtinModel().net
	for i := range list {
		c := list[i].Comment()
		t.Reset(c.Text)
		points[i] = rawPointOf(n, &s, &z, &t, &c)
		points[i].want, points[i].read = make([]bool, len(labels)), make([]bool, len(labels))
		for k, label := range labels {
			points[i].want[k], points[i].read[k] = list[i].has(label), list[i].readFor(label.Kind)
		}
	}
	return points
}

// scoreFold trains on all folds but f and sets the scores of f.
func scoreFold(points []rawPoint, folds []int, f, labels int, scores [][]float32) error {
	var others []rawPoint
	for i := range points {
		if folds[i] != f {
			others = append(others, points[i])
		}
	}
	switch {
	case len(others) == 0 || len(others) == len(points) && len(points) < 2*Folds:
		return errors.New("too few comments to train on: at least ten, of several respondents")
	case len(others) == len(points): // nothing to score
		return nil
	}
	l := fitLinear(others, labels, linearDefaults)
	var p point
	for i := range points {
		if folds[i] == f {
			l.point(&points[i].groups, points[i].dense, &p)
			scores[i] = make([]float32, labels)
			l.scores(&p, scores[i])
		}
	}
	return nil
}

// A trainedHead turns the scores of a linear model into labels.
type trainedHead struct {
	Labels []trainedLabel
	Cut    []float64 // the label is there from this score
	Slope  []float64 // probability = logistic(Slope·score + Offset)
	Offset []float64
	Base   string // hash of the embedded model that its numbers come from
}

// tuneHead chooses cuts and calibration by the scores of the comments that use names.
func tuneHead(labels []trainedLabel, points []rawPoint, scores [][]float32, use func(i int) bool) trainedHead {
	h := trainedHead{Labels: labels, Base: builtinModel().hash}
	type curve struct{ tp, fp, fn [cuts]float64 }
	curves := make([]curve, len(labels))
	var all curve
	for k := range labels {
		var z []float64
		var is []bool
		c := &curves[k]
		for i := range points {
			if !use(i) || !points[i].read[k] {
				continue
			}
			z, is = append(z, float64(scores[i][k])), append(is, points[i].want[k])
		}
		slope, offset := platt(z, is)
		h.Slope, h.Offset = append(h.Slope, slope), append(h.Offset, offset)
		for i, score := range z {
			p := h.probability(k, float32(score))
			for at := range cuts {
				switch said := p >= cutAt(at); {
				case said && is[i]:
					c.tp[at]++
				case said:
					c.fp[at]++
				case is[i]:
					c.fn[at]++
				}
			}
		}
		for at := range cuts {
			all.tp[at] += c.tp[at]
			all.fp[at] += c.fp[at]
			all.fn[at] += c.fn[at]
		}
	}
	common := 0
	for at := range cuts {
		if f1(all.tp[at], all.fp[at], all.fn[at]) > f1(all.tp[common], all.fp[common], all.fn[common]) {
			common = at
		}
	}
	for k := range labels {
		// the label's own best cut, drawn towards the common one by as much as its comments are few
		c := &curves[k]
		best := common
		for at := range cuts {
			share := prior / (c.tp[at] + c.fn[at] + prior) * 2 * math.Abs(cutAt(at)-cutAt(common))
			ours := prior / (c.tp[best] + c.fn[best] + prior) * 2 * math.Abs(cutAt(best)-cutAt(common))
			if f1(c.tp[at], c.fp[at], c.fn[at])-share > f1(c.tp[best], c.fp[best], c.fn[best])-ours {
				best = at
			}
		}
		h.Cut = append(h.Cut, h.score(k, cutAt(best)))
	}
	return h
}

// score returns the score at which label k has probability p; where probability does not rise with the score, one that is never reached.
func (h *trainedHead) score(k int, p float64) float64 {
	if h.Slope[k] < 1e-3 {
		return never
	}
	return (math.Log(p/(1-p)) - h.Offset[k]) / h.Slope[k]
}

// never is above every score.
const never = 1e6

// Probabilities from 0.04 to 0.82 are tried as cuts; a label with prior comments trusts its own cut by half.
const (
	cuts  = 40
	prior = 20.0
)

func cutAt(i int) float64 { return 0.04 + 0.02*float64(i) }

func f1(tp, fp, fn float64) float64 {
	if tp == 0 {
		return 0
	}
	return 2 * tp / (2*tp + fp + fn)
}

// platt fits logistic(slope·z + offset) to the truth by Newton's method, targets drawn in a little
// (Platt 1999; Lin, Lin and Weng, Machine Learning 68, 2007).
func platt(z []float64, is []bool) (slope, offset float64) {
	positive := 0.0
	for _, y := range is {
		if y {
			positive++
		}
	}
	negative := float64(len(is)) - positive
	high, low := (positive+1)/(positive+2), 1/(negative+2)
	slope, offset = 1, math.Log((positive+1)/(negative+1))
	for range 50 {
		var gs, g, hss, hs, h float64
		for i, x := range z {
			target := low
			if is[i] {
				target = high
			}
			p := 1 / (1 + math.Exp(-slope*x-offset))
			d, w := p-target, max(p*(1-p), 1e-9)
			gs, g = gs+d*x, g+d
			hss, hs, h = hss+w*x*x, hs+w*x, h+w
		}
		hss, h = hss+1e-6, h+1e-6
		det := hss*h - hs*hs
		if det <= 0 {
			break
		}
		ds, d := (h*gs-hs*g)/det, (hss*g-hs*gs)/det
		step := min(1, 4/math.Max(math.Abs(ds), math.Abs(d)))
		slope, offset = slope-step*ds, offset-step*d
		if math.Abs(ds)+math.Abs(d) < 1e-9 {
			break
		}
	}
	return slope, offset
}

// probability returns that of label k at a score.
func (h *trainedHead) probability(k int, score float32) float64 {
	return 1 / (1 + math.Exp(-h.Slope[k]*float64(score)-h.Offset[k]))
}

// say returns the labels of scores.
func (h *trainedHead) say(scores []float32) Said {
	var s Said
	best, feeling := 0.0, -1
	for k, label := range h.Labels {
		switch label.Kind {
		case voc.KindNeed:
			need := needIndex(voc.Need(label.Label))
			bit := 2*need + slices.Index(polarities[:], label.Polarity)
			s.Need[bit] = h.probability(k, scores[k])
			if float64(scores[k]) >= h.Cut[k] {
				s.Needs[need] = join(s.Needs[need], label.Polarity)
			}
		case voc.KindSentiment:
			p := h.probability(k, scores[k])
			s.Feeling[sentimentIndex(voc.Sentiment(label.Label))] = p
			if float64(scores[k])-h.Cut[k] > best || feeling < 0 {
				best, feeling = float64(scores[k])-h.Cut[k], k
			}
		case voc.KindTheme:
			if float64(scores[k]) >= h.Cut[k] {
				s.Themes = append(s.Themes, label.Label)
			}
		}
	}
	if feeling >= 0 {
		s.Sentiment = voc.Sentiment(h.Labels[feeling].Label)
		sum := 0.0
		for _, p := range s.Feeling {
			sum += p
		}
		for k := range s.Feeling {
			s.Feeling[k] /= sum
		}
	}
	s.Scored = true
	return s
}
