package analyze

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"voc"
	"voc/internal/metrics"
	"voc/internal/stat"
)

// A Said is what was said of a comment, to be held against its labels.
type Said struct {
	Needs     [4]voc.Polarity
	Sentiment voc.Sentiment // empty counts as neutral, as the codebook has it for answers that say nothing
	Themes    []string
	Need      [8]float64 // probability of each need met and unmet
	Feeling   [4]float64 // probability of positive, negative, neutral and mixed
	Scored    bool       // Need and Feeling are known: by the embedded model, and in cross-validation
}

// Say labels a labelled comment as if its labels were not known.
func (a *Analyzer) Say(l *Labelled) Said {
	c := l.Comment()
	r := a.Label(c)
	s := Said{Needs: r.Needs, Sentiment: r.Sentiment, Themes: r.Themes}
	if !r.NoContent && !r.Unlabelled && len(a.trained) == 0 {
		s.Need, s.Feeling = a.probabilities(&r.Comment)
		s.Scored = true
	}
	return s
}

// An Estimate is a measure with its 95 % bootstrap interval.
type Estimate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// A LabelQuality is how well one label is found.
type LabelQuality struct {
	Kind      string   `json:"kind"`  // need or theme
	Label     string   `json:"label"` // "dignity met", "courtesy"
	Support   int      `json:"support"`
	Precision Estimate `json:"precision"`
	Recall    Estimate `json:"recall"`
	F1        Estimate `json:"f1"`
	ECE       float64  `json:"ece"` // expected calibration error over ten bins, on the comments of which a probability was said; 0 if there is none
}

// A GroupQuality is the quality on the comments of one source or department.
type GroupQuality struct {
	Name      string  `json:"name"`
	N         int     `json:"n"`
	NeedsF1   float64 `json:"needs_f1"`  // macro mean over the labels with at least ten comments; -1 if there is none
	Sentiment float64 `json:"sentiment"` // accuracy; -1 if none has a sentiment
}

// A Quality is how well labels agree with those of people, or of whoever made the file.
//
// A need that is both met and unmet ("mixed") counts as both: there are eight labels, each need met and each need unmet.
type Quality struct {
	N                 int                 `json:"n"`
	LabelledBy        string              `json:"labelled_by,omitempty"` // who made the labels of the file, as a report names them
	Labels            []LabelQuality      `json:"labels"`
	NeedsMacroF1      *Estimate           `json:"needs_macro_f1,omitempty"` // nil where the file has no needs
	NeedsMicroF1      *Estimate           `json:"needs_micro_f1,omitempty"`
	NeedsPrecision    float64             `json:"needs_precision"` // micro
	NeedsRecall       float64             `json:"needs_recall"`
	ThemesMacroF1     *Estimate           `json:"themes_macro_f1,omitempty"`
	ThemesMicroF1     *Estimate           `json:"themes_micro_f1,omitempty"`
	SentimentMacroF1  *Estimate           `json:"sentiment_macro_f1,omitempty"`
	SentimentAccuracy *Estimate           `json:"sentiment_accuracy,omitempty"`
	Confusion         [4][4]int           `json:"confusion"` // sentiment in the file by row, said by column: positive, negative, neutral, mixed
	SentimentECE      float64             `json:"sentiment_ece"`
	Sources           []GroupQuality      `json:"sources,omitempty"`
	Departments       []GroupQuality      `json:"departments,omitempty"`
	Agreement         []metrics.Agreement `json:"agreement,omitempty"`

	Errors map[string]stat.Confusion `json:"errors,omitempty"` // of the shares that reports show; see evaluation.errors
}

// rounds is how often the bootstrap draws.
const rounds = 1000

// Evaluate holds what was said against the labels. Both have the same length.
func Evaluate(gold []Labelled, said []Said) *Quality {
	e := evaluation{gold: gold, said: said}
	e.q.N = len(gold)
	e.needs(read(gold, said, func(l *Labelled) bool { return l.Has.Needs }))
	e.themes(read(gold, said, func(l *Labelled) bool { return l.Has.Themes }))
	e.sentiment(read(gold, said, func(l *Labelled) bool { return l.Has.Sentiment }))
	e.q.Sources = e.groups(func(l *Labelled) string { return l.Source })
	e.q.Departments = e.groups(func(l *Labelled) string { return l.Department })
	e.agreement()
	e.errors()
	return &e.q
}

// An evaluation is a Quality in the making.
type evaluation struct {
	gold []Labelled
	said []Said
	q    Quality
}

// A held is one comment's labels and what was said of it.
type held struct {
	gold *Labelled
	said *Said
}

// read returns the lines that were read for some labels, which alone can tell whether these were said rightly.
func read(gold []Labelled, said []Said, has func(*Labelled) bool) []held {
	var lines []held
	for i := range gold {
		if has(&gold[i]) {
			lines = append(lines, held{&gold[i], &said[i]})
		}
	}
	return lines
}

// hasPolarity reports whether p holds polarity want: mixed holds both.
func hasPolarity(p, want voc.Polarity) bool { return p == want || p == voc.Mixed }

// A column is one label over all comments.
type column struct {
	kind, label string
	is, said    []bool
	p           []float64 // of the comments of which a probability was said
	so          []bool    // whether these have the label
}

func (c *column) counts(times []int) metrics.Counts {
	var n metrics.Counts
	for i, t := range times {
		switch {
		case t == 0:
		case c.said[i] && c.is[i]:
			n.TP += t
		case c.said[i]:
			n.FP += t
		case c.is[i]:
			n.FN += t
		}
	}
	return n
}

func (e *evaluation) needs(lines []held) {
	if len(lines) == 0 {
		return
	}
	var columns []column
	for k := range 8 {
		need := voc.Needs[k/2]
		c := column{kind: voc.KindNeed, label: string(need) + " " + string(polarities[k%2])}
		for _, l := range lines {
			is := hasPolarity(l.gold.Needs[string(need)], polarities[k%2])
			c.is, c.said = append(c.is, is), append(c.said, hasPolarity(l.said.Needs[k/2], polarities[k%2]))
			if l.said.Scored {
				c.p, c.so = append(c.p, l.said.Need[k]), append(c.so, is)
			}
		}
		columns = append(columns, c)
	}
	macro, micro := e.measure(columns)
	e.q.NeedsMacroF1, e.q.NeedsMicroF1 = &macro, &micro
	var all []metrics.Counts
	for i := range columns {
		all = append(all, columns[i].counts(ones(len(lines))))
	}
	e.q.NeedsPrecision, e.q.NeedsRecall = metrics.Micro(all).Precision(), metrics.Micro(all).Recall()
}

func (e *evaluation) themes(lines []held) {
	names := map[string]bool{}
	for _, l := range lines {
		for _, theme := range l.gold.Themes {
			names[theme] = true
		}
	}
	if len(names) == 0 {
		return
	}
	var columns []column
	for _, name := range slices.Sorted(maps.Keys(names)) {
		c := column{kind: voc.KindTheme, label: name}
		for _, l := range lines {
			c.is = append(c.is, slices.Contains(l.gold.Themes, name))
			c.said = append(c.said, slices.Contains(l.said.Themes, name))
		}
		columns = append(columns, c)
	}
	macro, micro := e.measure(columns)
	e.q.ThemesMacroF1, e.q.ThemesMicroF1 = &macro, &micro
}

// measure adds the columns to the quality and returns their macro and micro F1.
func (e *evaluation) measure(columns []column) (macro, micro Estimate) {
	n := len(columns[0].is)
	once := ones(n)
	for i := range columns {
		c := &columns[i]
		count := c.counts(once)
		q := LabelQuality{Kind: c.kind, Label: c.label, Support: count.Support()}
		q.Precision = estimate(n, func(times []int) float64 { return c.counts(times).Precision() })
		q.Recall = estimate(n, func(times []int) float64 { return c.counts(times).Recall() })
		q.F1 = estimate(n, func(times []int) float64 { return c.counts(times).F1() })
		if c.p != nil {
			q.ECE = metrics.ECE(c.p, c.so, 10)
		}
		e.q.Labels = append(e.q.Labels, q)
	}
	counts := make([]metrics.Counts, len(columns))
	all := func(times []int) []metrics.Counts {
		for i := range columns {
			counts[i] = columns[i].counts(times)
		}
		return counts
	}
	macro = estimate(n, func(times []int) float64 { return metrics.MacroF1(all(times), 0) })
	micro = estimate(n, func(times []int) float64 { return metrics.Micro(all(times)).F1() })
	return macro, micro
}

func (e *evaluation) sentiment(lines []held) {
	if len(lines) == 0 {
		return
	}
	n := len(lines)
	is, said := make([]int, n), make([]int, n)
	var p []float64
	var right []bool
	for i, l := range lines {
		is[i], said[i] = sentimentIndex(l.gold.Sentiment), sentimentIndex(l.said.Sentiment)
		e.q.Confusion[is[i]][said[i]]++
		if l.said.Scored {
			p, right = append(p, l.said.Feeling[said[i]]), append(right, is[i] == said[i])
		}
	}
	table := func(times []int) (confusion [4][4]int) {
		for i, t := range times {
			confusion[is[i]][said[i]] += t
		}
		return confusion
	}
	macro := estimate(n, func(times []int) float64 { return confusionF1(table(times)) })
	accuracy := estimate(n, func(times []int) float64 { return confusionAccuracy(table(times)) })
	e.q.SentimentMacroF1, e.q.SentimentAccuracy = &macro, &accuracy
	if len(p) > 0 {
		e.q.SentimentECE = metrics.ECE(p, right, 10)
	}
}

// confusionF1 returns the macro F1 of the classes that occur.
func confusionF1(confusion [4][4]int) float64 {
	var counts []metrics.Counts
	for k := range confusion {
		c := metrics.Counts{TP: confusion[k][k]}
		for o := range confusion {
			if o != k {
				c.FN += confusion[k][o]
				c.FP += confusion[o][k]
			}
		}
		if c.TP+c.FN+c.FP > 0 {
			counts = append(counts, c)
		}
	}
	return metrics.MacroF1(counts, 0)
}

func confusionAccuracy(confusion [4][4]int) float64 {
	right, all := 0, 0
	for k, row := range confusion {
		right += row[k]
		for _, n := range row {
			all += n
		}
	}
	return float64(right) / float64(all)
}

// sentimentIndex returns the place of a sentiment in tables; none counts as neutral.
func sentimentIndex(s voc.Sentiment) int {
	if i := slices.Index(sentiments[:], s); i >= 0 {
		return i
	}
	return slices.Index(sentiments[:], voc.Neutral)
}

// groups returns the quality by what key says, the largest group first.
func (e *evaluation) groups(key func(*Labelled) string) []GroupQuality {
	members := map[string][]int{}
	for i := range e.gold {
		if k := key(&e.gold[i]); k != "" {
			members[k] = append(members[k], i)
		}
	}
	if len(members) < 2 {
		return nil
	}
	var list []GroupQuality
	for _, name := range slices.Sorted(maps.Keys(members)) {
		list = append(list, e.group(name, members[name]))
	}
	slices.SortStableFunc(list, func(a, b GroupQuality) int { return cmp.Compare(b.N, a.N) })
	return list
}

func (e *evaluation) group(name string, members []int) GroupQuality {
	g := GroupQuality{Name: name, N: len(members), NeedsF1: -1, Sentiment: -1}
	var counts [8]metrics.Counts
	var confusion [4][4]int
	felt := false
	for _, i := range members {
		if e.gold[i].Has.Needs {
			for k := range counts {
				counts[k].Add(hasPolarity(e.said[i].Needs[k/2], polarities[k%2]), hasPolarity(e.gold[i].Needs[string(voc.Needs[k/2])], polarities[k%2]))
			}
		}
		if e.gold[i].Has.Sentiment {
			felt = true
			confusion[sentimentIndex(e.gold[i].Sentiment)][sentimentIndex(e.said[i].Sentiment)]++
		}
	}
	if f := metrics.MacroF1(counts[:], 10); !math.IsNaN(f) {
		g.NeedsF1 = f
	}
	if felt {
		g.Sentiment = confusionAccuracy(confusion)
	}
	return g
}

// errors counts how the shares of a report err, each upon the comments that it is a share of: "negative", "unmet" (any need not met)
// and "praise" upon those with a sentiment, a need not met upon those that are said to speak of the need.
func (e *evaluation) errors() {
	e.q.Errors = map[string]stat.Confusion{}
	for i := range e.gold {
		gold, said := &e.gold[i], &e.said[i]
		if !gold.Has.Needs || !gold.Has.Sentiment || said.Sentiment == "" {
			continue
		}
		var truth [4]voc.Polarity
		for k, need := range voc.Needs {
			truth[k] = gold.Needs[string(need)]
			if said.Needs[k] != "" {
				e.err(string(need), hasPolarity(said.Needs[k], voc.Unmet), hasPolarity(truth[k], voc.Unmet))
			}
		}
		unmet, isUnmet := anyUnmet(said.Needs), anyUnmet(truth)
		e.err("negative", said.Sentiment == voc.Negative, gold.Sentiment == voc.Negative)
		e.err("unmet", unmet, isUnmet)
		e.err("praise", said.Sentiment == voc.Positive && !unmet, gold.Sentiment == voc.Positive && !isUnmet)
	}
}

func (e *evaluation) err(share string, said, is bool) {
	c := e.q.Errors[share]
	switch {
	case said && is:
		c.TP++
	case said:
		c.FP++
	case is:
		c.FN++
	default:
		c.TN++
	}
	e.q.Errors[share] = c
}

func anyUnmet(needs [4]voc.Polarity) bool {
	return slices.ContainsFunc(needs[:], func(p voc.Polarity) bool { return hasPolarity(p, voc.Unmet) })
}

// agreement compares the second reading with the first, each label on the lines that both were read for it.
func (e *evaluation) agreement() {
	var needs [4][][2]string
	var feeling [][2]string
	for i := range e.gold {
		first, second := &e.gold[i], e.gold[i].Second
		if second == nil {
			continue
		}
		for k, need := range voc.Needs {
			if first.Has.Needs && second.Has.Needs {
				needs[k] = append(needs[k], [2]string{string(first.Needs[string(need)]), string(second.Needs[string(need)])})
			}
		}
		if first.Has.Sentiment && second.Has.Sentiment {
			feeling = append(feeling, [2]string{string(first.Sentiment), string(second.Sentiment)})
		}
	}
	add := func(label string, pairs [][2]string) {
		if len(pairs) > 0 {
			e.q.Agreement = append(e.q.Agreement, metrics.Agree(label, pairs))
		}
	}
	for k, need := range voc.Needs {
		add(string(need), needs[k])
	}
	add("sentiment", feeling)
}

// estimate returns a measure of n comments with its interval.
func estimate(n int, measure func(times []int) float64) Estimate {
	value := measure(ones(n))
	low, high := metrics.Bootstrap(n, rounds, measure)
	return Estimate{value, low, high}
}

func ones(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = 1
	}
	return list
}
