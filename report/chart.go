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
	`.first{fill:#eef2f7}.second{fill:#8a2c5d}</style><rect width="100%" height="100%" fill="#fff"/>`

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
		value := w.Say("few", "min", MinBase)
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
