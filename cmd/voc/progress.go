package main

import (
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/lmittmann/tint"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"voc/internal/nightly"
)

// watch returns what shows the progress of a long command on w, and a function that ends it:
// a bar on a terminal, log lines elsewhere, nothing if that was asked for.
func (g *globals) watch(w io.Writer) (nightly.Progress, func()) {
	terminal := isTerminal(w)
	if g.colored(w) {
		level := slog.LevelWarn
		if g.verbose {
			level = slog.LevelDebug
		}
		slog.SetDefault(slog.New(tint.NewTextHandler(w, &tint.Options{Level: level, TimeFormat: time.TimeOnly})))
	} else {
		g.logTo(w)
	}
	switch {
	case g.quiet, g.progress == "none":
		return silence{}, func() {}
	case g.progress == "auto" && terminal:
		b := &bars{container: mpb.New(mpb.WithOutput(w), mpb.WithWidth(40))}
		return b, b.container.Wait
	}
	return &lines{w: w}, func() {}
}

type silence struct{}

func (silence) Stage(string, int) {}
func (silence) Step(int)          {}
func (silence) Done()             {}

// lines says where a run is, in whole lines and at most one every two seconds.
type lines struct {
	w     io.Writer
	name  string
	done  int
	last  time.Time
	start time.Time
}

func (l *lines) Stage(name string, _ int) {
	l.name, l.done, l.start, l.last = name, 0, time.Now(), time.Now()
}

func (l *lines) Step(n int) {
	l.done += n
	if time.Since(l.last) > 2*time.Second {
		l.last = time.Now()
		fmt.Fprintf(l.w, "%s: %d\n", l.name, l.done)
	}
}

func (l *lines) Done() {
	if time.Since(l.start) > time.Second {
		fmt.Fprintf(l.w, "%s: %d in %.1f s\n", l.name, l.done, time.Since(l.start).Seconds())
	}
}

// bars draws a spinner and a count for each stage on a terminal.
type bars struct {
	container *mpb.Progress
	bar       *mpb.Bar
}

func (b *bars) Stage(name string, _ int) {
	b.bar = b.container.AddSpinner(0,
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(name+" ")),
		mpb.AppendDecorators(decor.CurrentNoUnit("%d"), decor.Elapsed(decor.ET_STYLE_GO, decor.WCSyncSpace)))
}

func (b *bars) Step(n int) { b.bar.IncrBy(n) }
func (b *bars) Done()      { b.bar.SetTotal(-1, true) }
