package report

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"voc/internal/stat"
)

// addGlance fills the first page.
func (c *city) addGlance(s *Summary) {
	w := c.words
	g := &s.Glance
	now, shown := c.board.figure(s.Department.ID, measureComments, c.period)
	if !shown {
		key := "none"
		if now.base() >= MinBase {
			key = "none_rest"
		}
		g.Sentences = []string{w.Say(key, "min", MinBase, "period", s.Period.Name)}
		return
	}
	g.Tiles = append(g.Tiles, c.countTile(s, now))
	_, compared := c.board.figure(s.Department.ID, measureComments, c.before)
	compared = compared && !s.alone()
	if c.oneSided() {
		g.Notes = append(notes(w, s, compared), c.heldNote(s)...)
		g.Sentences = append(g.Sentences, c.countSentence(s, now), w.Say("selection_one_sided"))
		return
	}
	g.Sentences = append(g.Sentences, c.countSentence(s, now), needSentence(w, s)+changesSentence(w, s), themeSentence(w, s))
	g.Notes = append(notes(w, s, compared), c.heldNote(s)...)
	for _, t := range []struct {
		id    string
		index int
		worse string
	}{{"negative", 1, Up}, {"unmet", 2, Up}, {"praise", 3, Down}} {
		f := c.figure(subject{s.Department.ID, measureComments, t.index}, t.worse)
		tile := Tile{ID: t.id, Name: w.Say("tile_" + t.id), About: w.Say("tile_" + t.id + "_about"), Value: w.Percent(f.Share), Figure: &f}
		tile.Lines = append(tile.Lines, w.Say("interval95", "interval", w.Between(f.Low, f.High)))
		if f.Corrected != nil {
			tile.Lines = append(tile.Lines, w.Say("corrected_line", "corrected", f.Corrected.Words))
		}
		if compared || f.Change != nil {
			tile.Lines = append(tile.Lines, changeLine(w, f))
		}
		tile.Lines = append(tile.Lines, allLine(w, f))
		g.Tiles = append(g.Tiles, tile)
	}
	g.Keep, g.Work = w.Say("keep_none"), w.Say("work_none")
	if len(s.Strengths) > 0 {
		g.Keep = s.Strengths[0].Name
	}
	if s.Focus == nil {
		return
	}
	g.Focus, g.Work = s.Focus.Name, s.Focus.Name
	if s.Focus.Instead != "" {
		g.Work = w.Say("work_instead", "focus", g.Focus, "instead", s.Focus.Instead)
	}
}

// notes says once what is to be known of the sentences and tiles: of which needs, and of the focus, few comments speak,
// and what cannot be compared; compared says whether the period before has a count of comments.
func notes(w *Words, s *Summary, compared bool) []string {
	var list, care, new []string
	worst, best := extremes(s)
	for _, row := range []*Row{worst, best} {
		if row == nil || s.oneSided {
			continue
		}
		if row.Figure.Care && !slices.Contains(care, row.Name) {
			care = append(care, row.Name)
		}
		if row.Figure.Change == nil && !slices.Contains(new, row.Name) {
			new = append(new, row.Name)
		}
	}
	if s.Focus != nil && s.Focus.Figure.Care && !slices.Contains(care, s.Focus.Name) {
		care = append(care, s.Focus.Name)
	}
	if len(care) > 0 {
		list = append(list, w.Say("note_care", "max", CareBase, "names", w.All(care)))
	}
	switch {
	case s.alone():
		list = append(list, w.Say("change_alone")+".")
	case !compared:
		list = append(list, w.Say("note_before", "before", s.Before.Short))
	case len(new) > 0:
		list = append(list, w.Say("note_before_need", "before", s.Before.Short, "names", w.All(new)))
	}
	return list
}

// heldNote says which of the report's figures are as of an earlier run; nil if none is.
func (c *city) heldNote(s *Summary) []string {
	var days []string // in the order of their first figure
	names := map[string][]string{}
	add := func(name string, held *Held) {
		if held == nil {
			return
		}
		if names[held.Day] == nil {
			days = append(days, held.Day)
		}
		names[held.Day] = append(names[held.Day], name)
	}
	add(c.words.Say("tile_comments"), c.held(s.Department.ID, measureComments, c.period))
	for _, row := range slices.Concat(s.Needs, s.Themes) {
		add(row.Name, row.Figure.Held)
	}
	if s.Campaigns != nil {
		add(c.words.Say("held_letters"), c.held(s.Department.ID, measureLetters, c.period))
	}
	if s.People != nil && len(s.People.Rows) > 0 {
		add(c.words.Say("held_people"), s.People.Rows[0].Figure.Held)
	}
	if _, shown := c.board.figure(s.Department.ID, measureLeftOut, c.period); shown {
		add(c.words.Say("held_left_out"), c.held(s.Department.ID, measureLeftOut, c.period))
	}
	if s.Groups != nil {
		add(c.words.Say("groups"), s.Groups.Held)
	}
	if len(s.Impact) > 0 {
		add(c.words.Say("impact"), s.Impact[0].Held)
	}
	if len(days) == 0 {
		return nil
	}
	var parts []string
	for _, text := range days {
		part := c.words.All(names[text])
		if day, err := time.Parse(time.DateOnly, text); err == nil {
			part = c.words.Say("held_day", "names", part, "day", c.words.Day(day))
		}
		parts = append(parts, part)
	}
	return []string{c.words.Say("note_held", "min", MinBase, "names", strings.Join(parts, "; "))}
}

func changeLine(w *Words, f Figure) string {
	if f.Change == nil {
		return w.Say("change_unknown")
	}
	return f.Change.Words
}

func allLine(w *Words, f Figure) string {
	if f.All == nil {
		return w.Say("all_unknown")
	}
	return f.All.Words
}

// countTile is the number of comments, which has no interval: it is a count of all of them.
func (c *city) countTile(s *Summary, now cell) Tile {
	w := c.words
	t := Tile{ID: "comments", Name: w.Say("tile_comments"), Value: w.Count(now.base()), Figure: &Figure{Shown: true, N: now.base(), Count: now.base(), Share: 1, Low: 1, High: 1, Care: now.base() < CareBase, Held: c.held(s.Department.ID, measureComments, c.period)}}
	then, shown := c.board.figure(s.Department.ID, measureComments, c.before)
	switch {
	case s.alone() || !shown: // as a note says
	case then.base() == now.base():
		t.Lines = append(t.Lines, w.Say("volume_same", "before", s.Before.Short))
	default:
		key := "volume_up"
		if now.base() < then.base() {
			key = "volume_down"
		}
		x := math.Round(100 * math.Abs(stat.Share(now.base(), then.base())-1))
		t.Lines = append(t.Lines, w.Say(key, "x", int(x), "n", w.Count(then.base())))
	}
	if s.Campaigns != nil {
		t.Lines = append(t.Lines, s.Campaigns.Words)
	}
	if sum := c.all(measureComments, c.period); sum.departments > 1 && s.Department.ID != "" {
		t.Lines = append(t.Lines, w.Say("volume_of_all", "share", w.Percent(stat.Share(now.base(), sum.cell.base()))))
	}
	return t
}

func (c *city) countSentence(s *Summary, now cell) string {
	w, volume := c.words, ""
	if then, shown := c.board.figure(s.Department.ID, measureComments, c.before); shown {
		key, x := "sentence_volume_same", 0
		switch {
		case now.base() > then.base():
			key, x = "sentence_volume_up", now.base()-then.base()
		case now.base() < then.base():
			key, x = "sentence_volume_down", then.base()-now.base()
		}
		volume = w.Say(key, "x", w.Count(x), "before", s.Before.Short)
	}
	return w.Say("sentence_count", "n", w.Count(now.base()), "period", s.Period.Name, "volume", volume)
}

// extremes returns the needs that fall short most and least often, the same one if all that are shown do equally often; nil if none is shown.
func extremes(s *Summary) (worst, best *Row) {
	for i := range s.Needs {
		row := &s.Needs[i]
		if !row.Figure.Shown {
			continue
		}
		if worst == nil || row.Figure.Share > worst.Figure.Share {
			worst = row
		}
		if best == nil || row.Figure.Share < best.Figure.Share {
			best = row
		}
	}
	return worst, best
}

// needSentence says which need is worst and best.
func needSentence(w *Words, s *Summary) string {
	var shown []string
	for _, row := range s.Needs {
		if row.Figure.Shown {
			shown = append(shown, row.Name)
		}
	}
	worst, best := extremes(s)
	switch {
	case len(shown) == 0:
		return w.Say("sentence_no_need")
	case worst == best && len(shown) > 1:
		return w.Say("sentence_even", "needs", w.All(shown), "share", w.Percent(worst.Figure.Share))
	case worst == best:
		return w.Say("sentence_one_need", "need", worst.Name, "share", w.Percent(worst.Figure.Share), "n", w.Count(worst.Figure.N), "against", against(w, s, worst.Figure))
	}
	return w.Say("sentence_worst",
		"need", worst.Name, "share", w.Percent(worst.Figure.Share), "n", w.Count(worst.Figure.N), "against", against(w, s, worst.Figure),
		"best", best.Name, "bestshare", w.Percent(best.Figure.Share), "bestn", w.Count(best.Figure.N), "bestagainst", against(w, s, best.Figure))
}

// named is how many changes the first page names at most.
const named = 3

// changesSentence names the largest clear changes of needs and themes that the sentence on needs leaves out; empty if there is none.
func changesSentence(w *Words, s *Summary) string {
	worst, best := extremes(s)
	said := func(row Row) bool { return worst != nil && (row.ID == worst.ID || row.ID == best.ID && worst != best) }
	rows := slices.DeleteFunc(slices.Concat(s.Needs, s.Themes), func(row Row) bool {
		return row.Figure.Change == nil || !row.Figure.Change.Clear || said(row)
	})
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Compare(math.Abs(b.Figure.Change.Points), math.Abs(a.Figure.Change.Points))
	})
	var list []string
	for _, row := range rows[:min(len(rows), named)] {
		change := row.Figure.Change
		list = append(list, w.Say("changes_"+change.Direction, "name", row.Name, "points", w.Points(change.Points)))
	}
	if len(list) == 0 {
		return ""
	}
	return " " + w.Say("sentence_changes", "before", s.Before.Short, "list", strings.Join(list, "; "))
}

// against says how a need's figure stands to that of the period before and to that of all departments;
// nothing where there is neither.
func against(w *Words, s *Summary, f Figure) string {
	var parts []string
	if f.Change != nil {
		key := "sentence_same"
		if f.Change.Clear {
			key = "sentence_worse"
			if f.Change.Direction == Down {
				key = "sentence_better"
			}
		}
		parts = append(parts, w.Say(key, "before", s.Before.Short, "was", w.Percent(f.Change.Share)))
	}
	if f.All != nil {
		parts = append(parts, w.Say("sentence_all_"+f.All.Direction, "share", w.Percent(f.All.Share)))
	}
	if len(parts) == 0 {
		return ""
	}
	return w.Say("sentence_aside", "text", strings.Join(parts, "; "))
}

func themeSentence(w *Words, s *Summary) string {
	if s.Focus == nil {
		return w.Say("sentence_no_focus")
	}
	worst := s.Focus
	text := w.Say("sentence_focus", "theme", worst.Name, "k", w.Count(worst.Figure.Count), "n", w.Count(worst.Figure.N), "share", w.Percent(worst.Figure.Share))
	if worst.Instead != "" {
		text += " " + worst.Instead
	}
	return text
}

// addSession puts the questions to settle.
func (c *city) addSession(s *Summary) {
	w := c.words
	first := w.Say("session_focus_none")
	if s.Focus != nil {
		first = w.Say("session_focus", "theme", s.Focus.Name)
	}
	s.Session = []string{first, w.Say("session_measure"), w.Say("session_owner")}
}

// addAbout says how the figures came about.
func (c *city) addAbout(s *Summary) {
	w := c.words
	say := func(key string, pairs ...any) { s.About = append(s.About, w.Say(key, pairs...)) }
	say("about_sample")
	say("about_base")
	say("about_many")
	say("about_people")
	say("about_not_met")
	say("about_small", "min", MinBase, "max", CareBase-1)
	say("about_intervals")
	if n, shown := c.board.figure(s.Department.ID, measureLeftOut, c.period); shown {
		say("about_left_out", "n", w.Count(n.base()))
	}
	if n, shown := c.board.figure(s.Department.ID, measureComments, Month(0).Quarter()); shown && c.period.First != 0 {
		say("about_undated", "n", w.Count(n.base()))
	}
	if q := c.in.Quality; q != nil {
		by := q.LabelledBy
		if by == "" {
			by = w.Say("about_by_nobody")
		}
		say("about_quality", "n", w.Count(q.N), "by", by, "precision", w.Percent(q.Precision), "recall", w.Percent(q.Recall))
		say("about_corrected", "points", w.Points(widest))
	} else {
		say("about_quality_none")
	}
	s.About = append(s.About, c.leftOut()...)
	if c.in.Run != "" {
		say("about_run", "day", w.Day(c.in.AsOf), "run", c.in.Run)
	} else {
		say("about_day", "day", w.Day(c.in.AsOf))
	}
}

// leftOut says how much of what was to be read could not be.
func (c *city) leftOut() (lines []string) {
	w := c.words
	if c.in.RowsRejected > 0 {
		lines = append(lines, w.Say("about_rejected", "n", w.Count(c.in.RowsRejected), "share", c.rejectedShare()))
	}
	if c.in.FilesLeftOut > 0 {
		lines = append(lines, w.Say("about_files", "n", w.Count(c.in.FilesLeftOut)))
	}
	if len(lines) == 0 && c.in.RowsRead > 0 {
		lines = append(lines, w.Say("about_rejected_none"))
	}
	return lines
}

// rejectedShare is the share of rows rejected in whole percent, so that the number of rows read, and with it
// the number of comments that no report shows, cannot be had from it.
func (c *city) rejectedShare() string {
	share := stat.Share(c.in.RowsRejected, c.in.RowsRead)
	if share < 0.005 {
		return c.words.Say("under_one")
	}
	return c.words.Percent(share)
}
