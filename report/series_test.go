package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"voc"
	"voc/internal/attack"
)

// A ledger is what somebody has who keeps all figures on one label: the cells of departments and months, and the sums that were shown.
type ledger struct {
	cells  map[ledgerCell]int // its place in values
	values []int
	sums   [][]int
	hidden [][]int // groups that are hidden as a row of a table
}

type ledgerCell struct {
	department string
	month      Month
	night      int // of its arrival
}

func (l *ledger) cell(c ledgerCell) int {
	if _, ok := l.cells[c]; !ok {
		if l.cells == nil {
			l.cells = map[ledgerCell]int{}
		}
		l.cells[c] = len(l.values)
		l.values = append(l.values, 0)
	}
	return l.cells[c]
}

func (l *ledger) total(group []int) int {
	n := 0
	for _, cell := range group {
		n += l.values[cell]
	}
	return n
}

// check says what the sums give away; empty if nothing. With cuts, where a period begins within a quarter or is on demand,
// a hidden cell that is large enough may be had, such as a month that is hidden for the other months of its quarter.
func (l *ledger) check(cuts bool) string {
	system := attack.New(l.values, l.sums)
	if group := system.Small(MinBase); group != nil {
		return fmt.Sprintf("a group of %d", l.total(group))
	}
	for _, group := range l.hidden {
		if l.total(group) > 0 && !cuts && system.Tells(group) {
			return fmt.Sprintf("a hidden cell of %d", l.total(group))
		}
	}
	return ""
}

// ledgers reads all tables and reports of cities with the same comments, by label. What is shown must be what there is.
func ledgers(t *testing.T, cities ...*city) map[string]*ledger {
	t.Helper()
	ledgers := map[string]*ledger{}
	for _, c := range cities {
		read(t, c, ledgers)
	}
	return ledgers
}

func read(t *testing.T, c *city, ledgers map[string]*ledger) {
	t.Helper()
	all := counted(c.in.Sums, c.in.Sums, c.known, c.in.AsOf)
	of := func(label string) *ledger {
		if ledgers[label] == nil {
			ledgers[label] = &ledger{}
		}
		return ledgers[label]
	}
	measure := func(label string) string {
		if label == "comments" {
			return label
		}
		return measureOf(c.words, label)
	}
	group := func(department, label string, p Period) []int {
		var cells []int
		for m := p.First; m <= p.Last; m++ {
			cell := of(label).cell(ledgerCell{department: department, month: m})
			of(label).values[cell] = all.in(department, measure(label), Period{m, m}, Period{m, m})
			cells = append(cells, cell)
		}
		return cells
	}
	see := func(department, label string, p Period, n int) {
		cells := group(department, label, p)
		if total := of(label).total(cells); total != n {
			t.Fatalf("%s %s %s shows %d of %d comments", department, label, p, n, total)
		}
		of(label).sums = append(of(label).sums, cells)
	}
	together := func(label string, p Period, n int) {
		var cells []int
		for _, d := range c.board.departments {
			if _, shown := c.board.figure(d, measure(label), p); shown {
				cells = append(cells, group(d, label, p)...)
			}
		}
		if total := of(label).total(cells); total != n {
			t.Fatalf("all %s %s shows %d of %d comments", label, p, n, total)
		}
		of(label).sums = append(of(label).sums, cells)
	}
	needs, themes := c.periodRows()
	for _, row := range append(needs, themes...) {
		p, err := ParsePeriod(row.Period)
		switch {
		case err != nil:
			t.Fatal(err)
		case row.Suppressed:
			of(row.Label).hidden = append(of(row.Label).hidden, group(row.Department, row.Label, p))
		case row.Department == allDepartments:
			together(row.Label, p, row.N)
		default:
			see(row.Department, row.Label, p, row.N)
		}
	}
	figure := func(id, label string, f Figure) {
		if f.Shown {
			see(id, label, c.period, f.N)
		}
		if f.All != nil {
			together(label, c.period, f.All.N)
		}
		if f.Change != nil {
			see(id, label, c.before, f.Change.N)
		}
		if f.YearAgo != nil {
			see(id, label, c.yearAgo, f.YearAgo.N)
		}
	}
	for _, d := range c.departments {
		s := c.summary(d)
		for _, row := range slices.Concat(s.Needs, s.Themes) {
			figure(d.ID, row.ID, row.Figure)
		}
		for _, tile := range s.Glance.Tiles {
			if tile.Figure != nil {
				see(d.ID, "comments", c.period, tile.Figure.N)
			}
		}
		if s.Progress != nil {
			for _, step := range s.Progress.Steps {
				if p, err := ParsePeriod(step.Period); err == nil && step.Figure.Shown {
					see(d.ID, s.Progress.ID, p, step.Figure.N)
				}
			}
		}
	}
}

// giveAway lists what the tables and reports of cities with the same comments give away together.
func giveAway(t *testing.T, cities ...*city) []string {
	t.Helper()
	var found []string
	cuts := len(cities) > 1 || !cities[0].board.wholeQuarters(cities[0].period).ofQuarters()
	for label, l := range ledgers(t, cities...) {
		if what := l.check(cuts); what != "" {
			found = append(found, label+": "+what)
		}
	}
	slices.Sort(found)
	return found
}

// showAllButSmall makes a board hide what is small and nothing else: primary suppression alone.
func showAllButSmall(b *board, periods ...Period) {
	for key, bl := range b.blocks {
		bl.decide(key.Quarter, MonthOf(b.asOf), false)
		for _, p := range periods {
			s := series{key.Department, key.Measure}
			if p != p.First.Quarter() && p.First != p.Last && b.sum(s, b.wholeQuarters(p)).base() >= MinBase {
				b.windows[window{s, p}] = true
			}
		}
	}
}

// drawCity makes a city at random: some departments with series of many small months and few large ones, or the other way round,
// and reports on half a year, a year or any other number of months.
func drawCity(t *testing.T, random *rand.Rand) *city {
	t.Helper()
	first := mustPeriod("2023-01").First + Month(random.IntN(12))
	last := first + Month(2+random.IntN(30))
	sums := NewSums()
	for d := range 1 + random.IntN(4) {
		size := []int{2, 4, 9, 30}[random.IntN(4)]
		for m := first; m <= last; m++ {
			tally := &Tally{Themes: map[string]Counts{}}
			draw := func() Counts {
				n := random.IntN(size)
				if random.IntN(6) == 0 {
					n = random.IntN(40)
				}
				return Counts{Unmet: n / 3, Met: n - n/3}
			}
			for i := range voc.Needs {
				tally.Needs[i] = draw()
				tally.Comments += tally.Needs[i].N()
			}
			for _, theme := range []string{"access", "fixed"} {
				tally.Themes[theme] = draw()
			}
			sums.groups[group{m, fmt.Sprintf("d%d", d), voc.External, voc.ChannelSurvey}] = tally
		}
	}
	asOf := last.first().AddDate(0, 0, random.IntN(28))
	months := []int{6, 6, 6, 12, 12, 3, 2, 4, 5, 9, 15}[random.IntN(11)]
	c, err := newCity(Input{Sums: sums, AsOf: asOf, Period: LastMonths(months, first, asOf)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Of what the tables and reports of one night show, no sum or difference gives a hidden cell or a small group.
// Without complementary suppression the same attack finds some in most cities.
func TestNoHiddenCellOfATable(t *testing.T) {
	const cities = 120
	random := rand.New(rand.NewPCG(8, 15))
	open, shown, whole := 0, 0, 0
	for i := range cities {
		c := drawCity(t, random)
		if found := giveAway(t, c); len(found) > 0 {
			t.Fatalf("city %d, reports on %s: %s", i, c.period, strings.Join(found, "; "))
		}
		shown += shownRows(c)
		showAllButSmall(c.board, c.period, c.before, c.yearAgo)
		c.changes, c.totals = c.changesOf(c.period, c.before), map[total]allOf{}
		whole += shownRows(c)
		if len(giveAway(t, c)) > 0 {
			open++
		}
	}
	if open < cities/2 {
		t.Errorf("with small cells hidden alone, %d of %d cities give something away: the attack is too weak", open, cities)
	}
	if shown < whole*3/4 {
		t.Errorf("%d rows are shown, of %d on %d comments or more: too few", shown, whole, MinBase)
	}
	t.Logf("with small cells hidden alone, %d of %d cities give something away; %d rows are shown, of %d that are large enough", open, cities, shown, whole)
}

// A report on demand gives nothing away beside those that are published, whatever its months.
func TestNoHiddenCellOfAReportOnDemand(t *testing.T) {
	const demands = 80
	random := rand.New(rand.NewPCG(16, 23))
	open := 0
	for i := range demands {
		c := drawCity(t, random)
		in := c.in
		first := in.Sums.First() + Month(random.IntN(12))
		in.Period = Period{first, first + Month(random.IntN(12))}
		if random.IntN(2) == 0 {
			in.Period = Period{first.Quarter().First, (first + Month(random.IntN(7))).Quarter().Last}
		}
		unguarded, err := newCity(in)
		if err != nil {
			t.Fatal(err)
		}
		if len(giveAway(t, c, unguarded)) > 0 {
			open++
		}
		in.Published = c.published
		in.Reference = &Reference{Sums: in.Sums, Period: c.period, AsOf: in.AsOf, Published: c.published}
		demanded, err := newCity(in)
		if err != nil {
			t.Fatal(err)
		}
		if found := giveAway(t, c, demanded); len(found) > 0 {
			t.Errorf("city %d, %s beside %s: %s", i, in.Period, c.period, strings.Join(found, "; "))
		}
	}
	if open < demands/2 {
		t.Errorf("without regard to what is published, %d of %d reports give something away: the attack is too weak", open, demands)
	}
	t.Logf("without regard to what is published, %d of %d reports give something away", open, demands)
}

func shownRows(c *city) int {
	n := 0
	needs, themes := c.periodRows()
	for _, row := range append(needs, themes...) {
		if !row.Suppressed && row.Department != allDepartments {
			n++
		}
	}
	return n
}

// A keeper keeps every figure on one series that was shown on any night, while comments arrive, some of them late.
type keeper struct{ ledger }

const kept = measureNeed + "control"

// see takes in what a board shows, and fails if a figure is not what had arrived by some night.
func (k *keeper) see(t *testing.T, b *board, nights int, windows ...Period) {
	t.Helper()
	for key, bl := range b.blocks {
		if key.Measure != kept {
			continue
		}
		for part, p := range []Period{key.Quarter.Quarter(), {key.Quarter, key.Quarter}, {key.Quarter + 1, key.Quarter + 1}, {key.Quarter + 2, key.Quarter + 2}} {
			if bl.Shown[part] {
				k.sums = append(k.sums, k.arrived(t, p, bl.Cells[part].base(), nights))
			}
		}
	}
	for _, p := range windows {
		if n, shown := b.alone("streets", kept, p); shown && p.First != p.Last && p != p.First.Quarter() {
			var cells []int
			span := b.wholeQuarters(p)
			for q := span.First; q <= span.Last; q += 3 {
				if bl := b.blocks[blockKey{"streets", kept, q}]; bl != nil {
					cells = append(cells, k.arrived(t, q.Quarter(), bl.Cells[partQuarter].base(), nights)...)
				}
			}
			if total := k.total(cells); total != n.base() {
				t.Fatalf("%s shows %d of %d comments", p, n.base(), total)
			}
			k.sums = append(k.sums, cells)
		}
	}
}

// arrived returns the cells of the comments on a period that had arrived when they were n.
func (k *keeper) arrived(t *testing.T, p Period, n, nights int) []int {
	t.Helper()
	var cells []int
	for night := 0; night <= nights && k.total(cells) < n; night++ {
		for m := p.First; m <= p.Last; m++ {
			if cell, ok := k.cells[ledgerCell{"streets", m, night}]; ok {
				cells = append(cells, cell)
			}
		}
	}
	if k.total(cells) != n {
		t.Fatalf("%s shows %d comments, which had arrived on no night", p, n)
	}
	return cells
}

// keepNights publishes on some nights over two years, and returns what a keeper then has. Without protection small cells alone are hidden.
func keepNights(t *testing.T, random *rand.Rand, unprotected bool) *keeper {
	t.Helper()
	var published *Published
	k, sums := &keeper{}, NewSums()
	first := mustPeriod("2023-01").First + Month(random.IntN(3))
	months := []int{6, 6, 12, 3}[random.IntN(4)]
	size := []int{3, 6, 12, 40}[random.IntN(4)]
	late := []int{0, 1, 3}[random.IntN(3)]
	arrive := func(m Month, night, n int) {
		if n == 0 || m < first {
			return
		}
		k.values[k.cell(ledgerCell{"streets", m, night})] += n
		key := group{m, "streets", voc.External, voc.ChannelSurvey}
		if sums.groups[key] == nil {
			sums.groups[key] = &Tally{}
		}
		tally := sums.groups[key]
		tally.Needs[1].Met += n
		tally.Comments += n
	}
	begin := random.IntN(15) // months that are there on the first night
	for m := first; m < first+Month(begin); m++ {
		arrive(m, 0, random.IntN(size))
	}
	day := (first + Month(begin)).first()
	for night := 1; night < 30; night++ {
		day = day.AddDate(0, 0, 3+random.IntN(40))
		if MonthOf(day) > first+26 {
			break
		}
		arrive(MonthOf(day), night, random.IntN(size))
		if random.IntN(8) == 0 {
			arrive(MonthOf(day), night, 30)
		}
		arrive(MonthOf(day)-Month(random.IntN(9)), night, random.IntN(late+1))
		if len(sums.groups) == 0 {
			continue
		}
		p := LastMonths(months, sums.First(), day)
		b := newBoard(sums, sums, nil, day, false, p.Months() > 3, nil)
		if unprotected {
			showAllButSmall(b, p, p.Before(), p.YearAgo())
		} else {
			published = restored(t, b.publish(published, "1", p, true))
		}
		k.see(t, b, night, p, p.Before(), p.YearAgo())
	}
	return k
}

// restored is what the next night reads.
func restored(t *testing.T, p *Published) *Published {
	t.Helper()
	text, err := p.Bytes()
	if err == nil {
		p, err = ReadPublished(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Who keeps the figures of all nights has no more from them together.
func TestNoHiddenCellOverNights(t *testing.T) {
	const worlds = 200
	open, sums := 0, 0
	for seed := range uint64(worlds) {
		k := keepNights(t, rand.New(rand.NewPCG(seed, 3)), false)
		sums += len(k.sums)
		if what := k.check(true); what != "" {
			t.Errorf("world %d: %s", seed, what)
		}
		if keepNights(t, rand.New(rand.NewPCG(seed, 3)), true).check(true) != "" {
			open++
		}
	}
	if open < worlds/2 {
		t.Errorf("with small cells hidden alone, %d of %d worlds give something away: the attack is too weak", open, worlds)
	}
	t.Logf("with small cells hidden alone, %d of %d worlds give something away; %d figures are shown", open, worlds, sums)
}
