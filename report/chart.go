package report

import (
	"fmt"
	"html"
	"strings"
)

// A drawing writes an SVG chart. Places along a line are percent of its width,
// so that a chart fills a page of any width while its words keep their size.
type drawing struct {
	strings.Builder
	id string
}

// chartStyle dresses a chart that stands alone in a file, such as on a slide.
// On a page the style sheet does, in its light and dark colours.
const chartStyle = `<style>text{font:14px system-ui,sans-serif;fill:#1c2430}.strong{font-weight:600}.quiet{fill:#4a5565;font-size:12px}` +
	`.grid{stroke:#d5dae1}.track{stroke:#eceff3;stroke-width:8;stroke-linecap:round}.range{stroke:#1f4e79;stroke-width:3}.dot{fill:#1f4e79}` +
	`.city{fill:#fff;stroke:#8a2c5d;stroke-width:2}.band{fill:#c9d8e8}.line{fill:none;stroke:#1f4e79;stroke-width:2.5}.goal{stroke:#8a2c5d;stroke-width:2;stroke-dasharray:6 4}` +
	`.first{fill:#eef2f7}.number{fill:#fff;font-weight:700;font-size:13px}</style><rect width="100%" height="100%" fill="#fff"/>`

// newDrawing begins a chart of a height in pixels with its title and description.
// alone makes it a file of its own.
func newDrawing(id, title, about string, height int, alone bool) *drawing {
	d := &drawing{id: id}
	if alone {
		fmt.Fprintf(d, `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="%s-t %s-d" width="760" height="%d" viewBox="-30 -24 760 %d"><svg width="700" height="%d" overflow="visible">`, id, id, height+48, height+48, height)
	} else {
		fmt.Fprintf(d, `<svg class="chart" role="img" aria-labelledby="%s-t %s-d" width="100%%" height="%d">`, id, id, height)
	}
	fmt.Fprintf(d, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, html.EscapeString(title), id, html.EscapeString(about))
	if alone {
		d.WriteString(strings.Replace(chartStyle, `<rect `, `<rect x="-30" y="-24" `, 1))
	}
	return d
}

func (d *drawing) close(alone bool) string {
	d.WriteString("</svg>")
	if alone {
		d.WriteString("</svg>\n")
	}
	return d.String()
}

// at is the place of a share along a line, in percent of its width, with room for a mark at both ends.
func at(share float64) string { return fmt.Sprintf("%.2f%%", 1.5+97*share) }

func (d *drawing) line(class, x1 string, y1 int, x2 string, y2 int) {
	fmt.Fprintf(d, `<line class="%s" x1="%s" y1="%d" x2="%s" y2="%d"/>`, class, x1, y1, x2, y2)
}

func (d *drawing) text(class, anchor, x string, y int, text string) {
	fmt.Fprintf(d, `<text class="%s" x="%s" y="%d"`, class, x, y)
	if anchor != "" {
		fmt.Fprintf(d, ` text-anchor="%s"`, anchor)
	}
	fmt.Fprintf(d, `>%s</text>`, html.EscapeString(text))
}

func (d *drawing) diamond(class, x string, y int) {
	fmt.Fprintf(d, `<svg x="%s" y="%d" overflow="visible"><path class="%s" d="M0-7 7 0 0 7-7 0Z"/></svg>`, x, y, class)
}

// needsChart draws a dot with its interval for each need, and a hollow diamond for all departments.
func needsChart(w *Words, s *Summary, alone bool) string {
	const step = 52
	bottom := step*len(s.Needs) + 6
	d := newDrawing("needs-chart", w.Say("needs_chart"), w.Say("needs_chart_about"), bottom+26, alone)
	for _, tick := range []float64{0, 0.25, 0.5, 0.75, 1} {
		d.line("grid", at(tick), 24, at(tick), bottom)
		anchor := "middle"
		switch tick {
		case 0:
			anchor = "start"
		case 1:
			anchor = "end"
		}
		d.text("quiet", anchor, at(tick), bottom+18, w.Percent(tick))
	}
	for i, row := range s.Needs {
		y := step*i + 14
		d.text("strong", "", "0", y, row.Name)
		value := w.Say("hidden")
		if f := row.Figure; f.Shown {
			value = w.Percent(f.Share)
			if f.Care {
				value += " · " + w.Say("care")
			}
			d.line("track", at(0), y+18, at(1), y+18)
			d.line("range", at(f.Low), y+18, at(f.High), y+18)
			d.line("range", at(f.Low), y+13, at(f.Low), y+23)
			d.line("range", at(f.High), y+13, at(f.High), y+23)
			fmt.Fprintf(d, `<circle class="dot" cx="%s" cy="%d" r="6.5"/>`, at(f.Share), y+18)
			if f.All != nil {
				d.diamond("city", at(f.All.Share), y+18)
			}
		}
		d.text("strong", "end", "100%", y, value)
	}
	return d.close(alone)
}

// quadrantChart draws each theme as a number: how often it comes up, and how often it falls short.
func quadrantChart(w *Words, s *Summary, alone bool) string {
	q := s.Quadrant
	if q == nil {
		return ""
	}
	const height = 320
	top := scaleTop(q)
	x := func(share float64) string { return fmt.Sprintf("%.2f%%", 3+94*share/top) }
	y := func(share float64) int { return 16 + int((height-32)*(1-share)+0.5) }
	d := newDrawing("quadrant-chart", w.Say("quadrant"), w.Say("quadrant_about"), height+44, alone)
	fmt.Fprintf(d, `<svg x="%s" y="0" width="%.2f%%" height="%d"><rect class="first" width="100%%" height="100%%"/></svg>`, x(q.MiddleX), 100-(3+94*q.MiddleX/top), y(q.MiddleY))
	for _, tick := range []float64{0, 0.25, 0.5, 0.75, 1} {
		d.line("grid", "0", y(tick), "100%", y(tick))
		d.text("quiet", "", "0", y(tick)-3, w.Percent(tick))
	}
	for i := range 5 {
		tick := top * float64(i) / 4
		anchor := "middle"
		if i == 4 {
			anchor = "end"
		}
		d.text("quiet", anchor, x(tick), height+14, w.Percent(tick))
	}
	d.text("quiet", "middle", "50%", height+34, w.Say("quadrant_x"))
	d.line("goal", x(q.MiddleX), 0, x(q.MiddleX), height)
	d.line("goal", "0", y(q.MiddleY), "100%", y(q.MiddleY))
	d.text("strong", "end", "99%", 34, w.Say("group_fix"))
	d.text("strong", "", "5%", 34, w.Say("group_watch"))
	d.text("strong", "end", "99%", height-22, w.Say("group_protect"))
	d.text("strong", "", "5%", height-22, w.Say("group_maintain"))
	for i := len(q.Points) - 1; i >= 0; i-- {
		p := q.Points[i]
		fmt.Fprintf(d, `<svg x="%s" y="%d" overflow="visible"><circle class="dot" r="11"/><text class="number" text-anchor="middle" y="4.5">%d</text></svg>`, x(p.X), y(p.Y), p.Number)
	}
	return d.close(alone)
}

// scaleTop is the end of the scale of shares of comments: the first round one above them all.
func scaleTop(q *Quadrant) float64 {
	most := 0.0
	for _, p := range q.Points {
		most = max(most, p.X)
	}
	for _, top := range []float64{0.04, 0.08, 0.2, 0.4, 0.6, 0.8} {
		if most <= top {
			return top
		}
	}
	return 1
}

// trendChart draws the share not met by month with its band, and the target.
func trendChart(w *Words, s *Summary, alone bool) string {
	p := s.Progress
	if p == nil || len(p.Steps) < 2 {
		return ""
	}
	const height = 220
	d := newDrawing("progress-chart", w.Say("progress_of", "theme", p.Name), trendAbout(w, p), height+30, alone)
	y := func(share float64) float64 { return 10 + (height-10)*(1-share) }
	x := func(i int) float64 { return 4 + 92*float64(i)/float64(len(p.Steps)-1) }
	for _, tick := range []float64{0, 0.25, 0.5, 0.75, 1} {
		d.line("grid", "0", int(y(tick)), "100%", int(y(tick)))
		d.text("quiet", "", "0", int(y(tick))-3, w.Percent(tick))
	}
	// What is drawn across the width is stretched to it; words and marks are not.
	fmt.Fprintf(d, `<svg width="100%%" height="%d" viewBox="0 0 100 %d" preserveAspectRatio="none">`, height+30, height+30)
	for _, run := range runs(p.Steps) {
		var line, upper, lower strings.Builder
		for _, i := range run {
			fmt.Fprintf(&line, "%.2f,%.1f ", x(i), y(p.Steps[i].Figure.Share))
			fmt.Fprintf(&upper, "%.2f,%.1f ", x(i), y(p.Steps[i].Figure.High))
		}
		for k := len(run) - 1; k >= 0; k-- {
			fmt.Fprintf(&lower, "%.2f,%.1f ", x(run[k]), y(p.Steps[run[k]].Figure.Low))
		}
		fmt.Fprintf(d, `<polygon class="band" points="%s"/><polyline class="line" vector-effect="non-scaling-stroke" points="%s"/>`, upper.String()+lower.String(), line.String())
	}
	d.WriteString("</svg>")
	if p.Target > 0 {
		d.line("goal", "0", int(y(p.Target)), "100%", int(y(p.Target)))
		d.text("quiet", "end", "100%", int(y(p.Target))+14, w.Say("target_line", "target", w.Percent(p.Target)))
	}
	for i, step := range p.Steps {
		place := fmt.Sprintf("%.2f%%", x(i))
		if step.Figure.Shown {
			fmt.Fprintf(d, `<circle class="dot" cx="%s" cy="%.1f" r="4"/>`, place, y(step.Figure.Share))
		}
		if (len(p.Steps)-1-i)%4 == 0 || p.Quarters {
			d.text("quiet", "middle", place, height+22, step.Short)
		}
	}
	return d.close(alone)
}

func trendAbout(w *Words, p *Progress) string {
	text := w.Say("progress_chart_about", "step", trendStep(w, p))
	if p.Target > 0 {
		text += " " + w.Say("progress_chart_target")
	}
	return text
}

func trendStep(w *Words, p *Progress) string {
	if p.Quarters {
		return w.Say("progress_quarter")
	}
	return w.Say("progress_month")
}

// runs returns the stretches of steps that are shown.
func runs(steps []Step) [][]int {
	var list [][]int
	for i, step := range steps {
		switch {
		case !step.Figure.Shown:
		case i > 0 && steps[i-1].Figure.Shown:
			list[len(list)-1] = append(list[len(list)-1], i)
		default:
			list = append(list, []int{i})
		}
	}
	return list
}
