package ingest

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// addWorkbook adds the sheet of a workbook that holds the responses, and those that go on with it. What is not read is noted.
func (f *File) addWorkbook(s source, opt *Options) error {
	book, err := openSheets(s)
	if err != nil {
		return err
	}
	wanted := declared(opt).Sheet
	chosen, err := book.choose(wanted)
	if err != nil {
		return err
	}
	if err := f.addTable(book.table(chosen), s.name, opt); err != nil {
		return err
	}
	if first, ok := f.parts[len(f.parts)-1].(*tablePart); ok && wanted == "" {
		f.addSheets(book, chosen, first, opt)
	}
	return nil
}

// addSheets adds the sheets that go on with the first: those with the same header, and those of the same form.
func (f *File) addSheets(book *sheets, chosen sheetHead, first *tablePart, opt *Options) {
	var unread []string
	added := 0
	for _, sh := range book.heads {
		if sh.name == chosen.name || sh.hidden || sh.rows < 2 {
			continue
		}
		var p *plan
		switch {
		case added == maxSheets:
		case sh.continues(chosen, first.plan.header):
			p = first.plan
			added++
		case sh.relinked(chosen):
			p = f.formPlan(book.table(sh), first.name, opt)
			added++
		}
		switch {
		case p != nil:
			f.parts = append(f.parts, &tablePart{table: book.table(sh), plan: p, name: first.name + "/" + sh.name})
		case sh.likely || sh.rows >= fewRows:
			unread = append(unread, sh.describe())
		}
	}
	if len(unread) > 0 {
		if more := len(unread) - 5; more > 0 {
			unread = append(unread[:5], fmt.Sprintf("%d more", more))
		}
		note := fmt.Sprintf("sheets of the workbook that are not read: %s: under the source in voc.yaml `sheet: NAME` reads one in the place of %q; to read both save it as a file of its own", strings.Join(unread, ", "), chosen.name)
		first.plan.notes = append(slices.Clone(first.plan.notes), note)
		f.opened = append(f.opened, note)
	}
}

// formPlan is how a sheet is read that a form began anew; nil if it cannot be.
func (f *File) formPlan(t table, name string, opt *Options) *plan {
	p, err := infer(t, opt, name, f.departments)
	if err != nil || p.ask != nil {
		return nil
	}
	f.opened = append(f.opened, p.notes...)
	return p
}

// sheets are the sheets of a workbook as far as is needed to choose among them.
type sheets struct {
	source source
	texts  *sharedStrings
	heads  []sheetHead
}

// A sheetHead is the beginning of a sheet.
type sheetHead struct {
	name   string
	hidden bool
	rows   int        // that are not empty, up to [maxSheetRows]
	first  [][]string // the first of them, to the end of the header
	likely bool       // the header is that of a table of responses
}

const (
	maxSheetRows = headRows + firstRows // how far a sheet is looked at
	maxSheets    = 100                  // that are read beside the first: each is found anew in the workbook
	fewRows      = 10                   // below which a sheet that does not look like responses is none
)

// openSheets looks at every sheet of a workbook.
func openSheets(s source) (*sheets, error) {
	if s.at == nil {
		return nil, errors.New("a workbook too large to be read from inside an archive: unpack it first")
	}
	w, err := openWorkbook(s)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	out := &sheets{source: s}
	if out.texts, err = w.readStrings(); err != nil {
		return nil, err
	}
	w.strings = out.texts
	for _, sh := range w.sheets {
		head, err := w.look(sh)
		if err != nil {
			return nil, err
		}
		out.heads = append(out.heads, head)
	}
	return out, nil
}

// look reads the beginning of a sheet.
func (w *workbook) look(sh sheet) (sheetHead, error) {
	head := sheetHead{name: sh.name, hidden: sh.hidden}
	in, err := w.files[sh.path].Open()
	if err != nil {
		return head, err
	}
	defer in.Close()
	x := &xlsxRows{book: w, in: newXMLScanner(in), empty: w.empty}
	defer func() { w.empty = x.empty }()
	h := &head
	for h.rows < maxSheetRows {
		cells, _, err := x.read()
		if errors.Is(err, io.EOF) {
			break
		}
		var bad *badRow
		if errors.As(err, &bad) {
			continue
		}
		if err != nil {
			return head, fmt.Errorf("sheet %s: %w", sh.name, err)
		}
		if h.rows++; h.rows <= headRows {
			h.first = append(h.first, slices.Clone(cells))
		}
	}
	h.judge()
	return head, nil
}

// judge finds out whether the sheet's header is that of a table of responses, and keeps no more of the sheet than the header.
func (sh *sheetHead) judge() {
	h := &head{rows: sh.first}
	if len(h.rows) == 0 {
		return
	}
	header := headerRow(h)
	width, known := filled(h.rows[header-1]), h.known(header-1)
	sh.likely = sh.rows > header && width == 1 && known == 1
	for i := range h.rows[header-1] {
		if name := h.cell(header-1, i); nameRanks[plainName(name)] == nil && (strings.HasSuffix(name, "?") || len(strings.Fields(name)) >= 4 || asksForWords(name)) {
			known++
		}
	}
	sh.likely = sh.likely || sh.rows > header && width >= 2 && known >= 2
	sh.first = sh.first[:min(len(sh.first), max(header, 3))] // some formats have up to three rows of headers
}

// cover reports whether the sheet is rather one that says what the workbook is than one of responses, as other is.
func (sh *sheetHead) cover(other sheetHead) bool {
	return !sh.likely && other.likely && (filled(sh.first[headerRow(&head{rows: sh.first})-1]) < 2 || sh.rows < other.rows)
}

// continues reports whether the sheet has the header of the first: the same names in the same row.
func (sh *sheetHead) continues(first sheetHead, header int) bool {
	if header < 1 || header > len(sh.first) || header > len(first.first) || sh.rows <= header || filled(first.first[header-1]) < 2 {
		return false
	}
	return slices.EqualFunc(trimmed(sh.first[header-1]), trimmed(first.first[header-1]), func(a, b string) bool { return plainName(a) == plainName(b) })
}

// relinked reports whether the sheet holds the answers to the same form as the first, as Google Forms begins one when a form is linked again.
func (sh *sheetHead) relinked(first sheetHead) bool {
	return sh.timestamped() && first.timestamped() && sourceName(sh.name) == sourceName(first.name)
}

// timestamped reports whether the sheet begins with the column in which a form notes when it was filled in.
func (sh *sheetHead) timestamped() bool {
	return len(sh.first) > 0 && len(sh.first[0]) > 1 && timestampNames[plainName(sh.first[0][0])]
}

// trimmed returns cells without the empty ones at the end.
func trimmed(cells []string) []string {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// describe names the sheet and how many rows it has.
func (sh *sheetHead) describe() string {
	if sh.rows == maxSheetRows {
		return fmt.Sprintf("%q (more than %d rows)", sh.name, firstRows)
	}
	return fmt.Sprintf("%q (%d rows)", sh.name, sh.rows)
}

// choose returns the sheet to read: the declared one, else the first with two rows, or one that is likelier to hold the responses; else the first with one.
func (s *sheets) choose(declared string) (sheetHead, error) {
	var names []string
	var found *sheetHead
	for i := range s.heads {
		sh := &s.heads[i]
		names = append(names, sh.name)
		switch {
		case declared != "":
			if sh.name == declared {
				return *sh, nil
			}
		case sh.rows > 0 && (found == nil || found.rows < 2 && sh.rows >= 2 || found.rows >= 2 && !sh.hidden && found.cover(*sh)):
			found = sh
		}
	}
	switch {
	case declared != "":
		return sheetHead{}, fmt.Errorf("there is no sheet %q; the sheets are %s", declared, strings.Join(names, ", "))
	case found == nil:
		return sheetHead{}, errNoRows
	}
	return *found, nil
}

// table is one sheet.
func (s *sheets) table(sh sheetHead) table {
	return table{kind: "xlsx", note: "sheet " + sh.name, open: func() (rows, io.Closer, error) {
		w, err := openWorkbook(s.source)
		if err != nil {
			return nil, nil, err
		}
		w.strings = s.texts
		for _, one := range w.sheets {
			if one.name != sh.name {
				continue
			}
			in, err := w.files[one.path].Open()
			if err != nil {
				w.Close()
				return nil, nil, fmt.Errorf("sheet %s: %w", sh.name, err)
			}
			return &xlsxRows{book: w, in: newXMLScanner(in)}, closers{in, w}, nil
		}
		w.Close()
		return nil, nil, fmt.Errorf("there is no sheet %q", sh.name)
	}}
}

type closers []io.Closer

func (c closers) Close() error {
	var errs []error
	for _, one := range c {
		errs = append(errs, one.Close())
	}
	return errors.Join(errs...)
}
