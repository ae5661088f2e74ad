package analyze

import (
	"cmp"
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
	ECE       float64  `json:"ece"` // expected calibration error over ten bins; 0 where no probability was said
}

// A GroupQuality is the quality on the comments of one source or department.
type GroupQuality struct {
	Name      string  `json:"name"`
	N         int     `json:"n"`
	NeedsF1   float64 `json:"needs_f1"`  // macro mean over the labels with at least ten comments; -1 if there is none
	Sentiment float64 `json:"sentiment"` // accuracy; -1 if none has a sentiment
}

// An Agreement is that of a second reading with the first.
type Agreement struct {
	Label string  `json:"label"` // a need, or "sentiment"
	N     int     `json:"n"`
	Kappa float64 `json:"kappa"` // Cohen's
}

// A Quality is how well labels agree with those of people, or of whoever made the file.
//
// A need that is both met and unmet ("mixed") counts as both: there are eight labels, each need met and each need unmet.
type Quality struct {
	N                 int            `json:"n"`
	LabelledBy        string         `json:"labelled_by,omitempty"` // who made the labels of the file, as a report names them
	Labels            []LabelQuality `json:"labels"`
	NeedsMacroF1      *Estimate      `json:"needs_macro_f1,omitempty"` // nil where the file has no needs
	NeedsMicroF1      *Estimate      `json:"needs_micro_f1,omitempty"`
	NeedsPrecision    float64        `json:"needs_precision"` // micro
	NeedsRecall       float64        `json:"needs_recall"`
	ThemesMacroF1     *Estimate      `json:"themes_macro_f1,omitempty"`
	ThemesMicroF1     *Estimate      `json:"themes_micro_f1,omitempty"`
	SentimentMacroF1  *Estimate      `json:"sentiment_macro_f1,omitempty"`
	SentimentAccuracy *Estimate      `json:"sentiment_accuracy,omitempty"`
	Confusion         [4][4]int      `json:"confusion"` // sentiment in the file by row, said by column: positive, negative, neutral, mixed
	SentimentECE      float64        `json:"sentiment_ece"`
	Sources           []GroupQuality `json:"sources,omitempty"`
	Departments       []GroupQuality `json:"departments,omitempty"`
	Agreement         []Agreement    `json:"agreement,omitempty"`

	Errors map[string]stat.Confusion `json:"errors,omitempty"` // of the shares that reports show; see evaluation.errors
}

// rounds is how often the bootstrap draws.
const rounds = 1000

// Evaluate holds what was said against the labels. Both have the same length.
func Evaluate(gold []Labelled, said []Said) *Quality {
	e := evaluation{gold: gold, said: said}
	e.q.N = len(gold)
	if e.any(func(l *Labelled) bool { return l.Has.Needs }) {
		e.needs()
	}
	if e.any(func(l *Labelled) bool { return l.Has.Themes }) {
		e.themes()
	}
	if e.any(func(l *Labelled) bool { return l.Has.Sentiment }) {
		e.sentiment()
	}
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

func (e *evaluation) any(has func(*Labelled) bool) bool {
	for i := range e.gold {
		if has(&e.gold[i]) {
			return true
		}
	}
	return false
}

// hasPolarity reports whether p holds polarity want: mixed holds both.
func hasPolarity(p, want voc.Polarity) bool { return p == want || p == voc.Mixed }

// A column is one label over all comments.
type column struct {
	kind, label string
	is, said    []bool
	p           []float64
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

func (e *evaluation) needs() {
	var columns []column
	for k := range 8 {
		need := voc.Needs[k/2]
		c := column{kind: voc.KindNeed, label: string(need) + " " + string(polarities[k%2])}
		for i := range e.gold {
			c.is = append(c.is, hasPolarity(e.gold[i].Needs[string(need)], polarities[k%2]))
			c.said = append(c.said, hasPolarity(e.said[i].Needs[k/2], polarities[k%2]))
			c.p = append(c.p, e.said[i].Need[k])
		}
		columns = append(columns, c)
	}
	macro, micro := e.measure(columns)
	e.q.NeedsMacroF1, e.q.NeedsMicroF1 = &macro, &micro
	var all []metrics.Counts
	for i := range columns {
		all = append(all, columns[i].counts(ones(len(e.gold))))
	}
	e.q.NeedsPrecision, e.q.NeedsRecall = metrics.Micro(all).Precision(), metrics.Micro(all).Recall()
}

func (e *evaluation) themes() {
	names := map[string]bool{}
	for i := range e.gold {
		for _, theme := range e.gold[i].Themes {
			names[theme] = true
		}
	}
	var columns []column
	for _, name := range sortedKeys(names) {
		c := column{kind: voc.KindTheme, label: name}
		for i := range e.gold {
			c.is = append(c.is, slices.Contains(e.gold[i].Themes, name))
			c.said = append(c.said, slices.Contains(e.said[i].Themes, name))
		}
		columns = append(columns, c)
	}
	macro, micro := e.measure(columns)
	e.q.ThemesMacroF1, e.q.ThemesMicroF1 = &macro, &micro
}

// measure adds the columns to the quality and returns their macro and micro F1.
func (e *evaluation) measure(columns []column) (macro, micro Estimate) {
	n := len(e.gold)
	once := ones(n)
	for i := range columns {
		c := &columns[i]
		count := c.counts(once)
		q := LabelQuality{Kind: c.kind, Label: c.label, Support: count.Support()}
		q.Precision = estimate(n, func(times []int) float64 { return c.counts(times).Precision() })
		q.Recall = estimate(n, func(times []int) float64 { return c.counts(times).Recall() })
		q.F1 = estimate(n, func(times []int) float64 { return c.counts(times).F1() })
		if c.p != nil {
			q.ECE = metrics.ECE(c.p, c.is, 10)
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

func (e *evaluation) sentiment() {
	n := len(e.gold)
	is, said := make([]int, n), make([]int, n)
	var p []float64
	var right []bool
	for i := range e.gold {
		is[i] = -1
		if e.gold[i].Has.Sentiment {
			is[i] = sentimentIndex(e.gold[i].Sentiment)
		}
		said[i] = sentimentIndex(e.said[i].Sentiment)
		if is[i] < 0 {
			continue
		}
		e.q.Confusion[is[i]][said[i]]++
		if e.said[i].Scored {
			p, right = append(p, e.said[i].Feeling[said[i]]), append(right, is[i] == said[i])
		}
	}
	table := func(times []int) (confusion [4][4]int) {
		for i, t := range times {
			if is[i] >= 0 {
				confusion[is[i]][said[i]] += t
			}
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
	for _, name := range sortedKeys(members) {
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
		for k := range counts {
			counts[k].Add(hasPolarity(e.said[i].Needs[k/2], polarities[k%2]), hasPolarity(e.gold[i].Needs[string(voc.Needs[k/2])], polarities[k%2]))
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

// agreement compares the second reading with the first.
func (e *evaluation) agreement() {
	categories := []voc.Polarity{"", voc.Met, voc.Unmet, voc.Mixed}
	var needs [4][][]int
	feeling := square(4)
	for i := range needs {
		needs[i] = square(4)
	}
	n := 0
	for i := range e.gold {
		second := e.gold[i].Second
		if second == nil {
			continue
		}
		n++
		for k, need := range voc.Needs {
			a, b := slices.Index(categories, e.gold[i].Needs[string(need)]), slices.Index(categories, second.Needs[string(need)])
			if a >= 0 && b >= 0 {
				needs[k][a][b]++
			}
		}
		feeling[sentimentIndex(e.gold[i].Sentiment)][sentimentIndex(second.Sentiment)]++
	}
	if n == 0 {
		return
	}
	add := func(label string, table [][]int) {
		kappa := metrics.Kappa(table)
		if math.IsNaN(kappa) {
			kappa = 1 // both readings say one and the same throughout
		}
		e.q.Agreement = append(e.q.Agreement, Agreement{label, n, kappa})
	}
	for k, need := range voc.Needs {
		add(string(need), needs[k])
	}
	add("sentiment", feeling)
}

func square(n int) [][]int {
	table := make([][]int, n)
	for i := range table {
		table[i] = make([]int, n)
	}
	return table
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

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
