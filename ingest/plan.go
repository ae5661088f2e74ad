package ingest

import (
	"errors"
	"io"
	"strings"
	"time"
)

// A plan says how the rows of one table become comments.
type plan struct {
	format   *Format
	header   int // records before the data
	columns  []*column
	mapping  *Mapping
	feed     feed // unless a row says otherwise
	zone     *time.Location
	latest   int // newest day that a comment can be of, as [dayNumber] writes it; 0 for any
	channel  string
	serials  bool
	order    map[int]*orders // of the date columns
	scales   map[int]scale   // of the rating columns
	notes    []string
	finish   func(*plan) // gives roles once all keys are known; nil if the shape gave them
	dropped  string      // why the other columns are not read
	ask      error       // what must be declared first
	writesNA bool        // NA stands for nothing in this table, as programs for statistics write it

	texts    []int // columns of open questions; those beside the comment itself last
	keyed    bool  // ids are made with the column's name, since several are asked alike
	decimal  bool  // as [table.decimal]
	asked    bool  // the department is told by the answers to a question: ids do not depend on it
	ticked   []int // columns of the departments to choose among, where each has one
	at       roleColumns
	contexts []int
}

// Rows that are looked at before the columns are judged.
const (
	headRows  = 24
	firstRows = 5000
)

// infer reads a table once, as far as it must, and makes a plan.
func infer(t table, opt *Options, name string, departments *departmentFinder) (*plan, error) {
	in, closer, err := t.open()
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	h, err := readHead(in)
	if err != nil {
		return nil, err
	}
	p := &plan{mapping: opt.Mapping, zone: opt.Location, latest: dayNumber(opt.Latest), order: map[int]*orders{}, scales: map[int]scale{}, serials: t.kind == "xlsx", decimal: t.decimal}
	if p.mapping == nil {
		p.mapping = &Mapping{}
	}
	if p.zone == nil {
		p.zone = time.UTC
	}
	if err := p.shape(h, t); err != nil {
		return nil, err
	}
	p.feed = feedOf(name)
	if p.mapping.Name != "" {
		p.feed = declaredFeed(p.mapping.Name)
	}
	if err := p.look(in, h); err != nil {
		return nil, err
	}
	if err := p.declare(); err != nil { // now that the keys are known which the first rows do not have
		return nil, err
	}
	p.assign(departments)
	if err := p.settle(in); err != nil {
		return nil, err
	}
	if len(h.rows) <= p.header {
		p.ask = nil // nothing can be misread
		p.notes = append(p.notes, "a header without rows")
		return p, nil
	}
	p.decideDates()
	return p, p.decideScale()
}

// look takes the first rows of data into the columns' statistics.
func (p *plan) look(in rows, h *head) error {
	for i := range h.rows {
		if i >= p.header {
			p.count(h.rows[i], nil)
		}
	}
	if h.ended {
		return nil
	}
	for n := 0; n < firstRows; n++ {
		cells, _, err := in.read()
		var bad *badRow
		if errors.As(err, &bad) {
			continue
		}
		if errors.Is(err, io.EOF) {
			h.ended = true
			break
		}
		if err != nil {
			return err
		}
		p.widen(in)
		p.count(cells, nil)
	}
	p.widen(in)
	return nil
}

// widen adds columns for keys that were first seen after the head.
func (p *plan) widen(in rows) {
	keyed, ok := in.(keyedRows)
	if !ok {
		return
	}
	names := keyed.keys()
	for len(p.columns) < len(names) {
		name := names[len(p.columns)]
		p.columns = append(p.columns, &column{name: name, plain: plainName(name)})
	}
}

// count takes a row into the statistics; watch, if not nil, names the only columns that still matter.
func (p *plan) count(cells []string, watch []int) {
	if watch == nil {
		for i, c := range p.columns {
			c.stats.rows++
			if i < len(cells) {
				c.stats.add(p.numeral(strings.TrimSpace(cells[i])), true, p.serials)
			}
		}
		return
	}
	for _, i := range watch {
		if i >= len(cells) {
			continue
		}
		if cell := strings.TrimSpace(cells[i]); cell != "" {
			p.columns[i].stats.dates.add(cell, p.serials)
		}
	}
}
