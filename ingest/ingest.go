// Package ingest reads customer comments from files of many formats.
package ingest

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"time"

	"voc"
)

// Options says how a file is to be read. The zero value looks at the file for everything.
type Options struct {
	Name        string           // path below the inbox, for origins; the path's last part if empty
	Mapping     *Mapping         // what the operator declared; nil if nothing
	Departments []voc.Department // to bring departments as written to their ids; none leaves them as written
	Location    *time.Location   // of times without a zone, or in UTC; UTC if nil
	Latest      time.Time        // newest day that a comment can be of; any if zero

	// Ordinary reports whether a word in lower case is an ordinary one, which in the name of a transcript's speaker need not be a name.
	// It is called by the goroutine that reads; nil knows a few such words.
	Ordinary func(word string) bool
}

// A File is an export that was looked at and can be read.
type File struct {
	name        string
	parts       []part
	departments *departmentFinder
	placed      bool     // the source is declared to be of one department, or of none
	latest      int      // newest day that a comment can be of, as [dayNumber] writes it; 0 for any
	due         string   // of the last reading, see [File.Due]
	opened      []string // warnings of Open
	asks        []error  // what must be declared before the file can be read
	notes       []string // warnings of the last reading
}

// A part is one table or transcript: the whole file, or one member of an archive.
type part interface {
	// comments yields the part's comments and row errors; it reports whether to go on.
	comments(r *reading, yield func(voc.Comment, error) bool) bool
	profile() *Profile
}

// A reading is what is counted and remembered while a file is read once.
type reading struct {
	departments *departmentFinder
	identifier  identifier
	notes       noteBook
}

// Open looks at the file at path, unpacks it, finds its format and what its columns are for.
// It reads as much as it must: all of it where the order of day and month shows late.
// The error says what is missing and what to write in voc.yaml.
func Open(path string, opt Options) (*File, error) {
	f, err := Sniff(path, opt)
	if err != nil {
		return nil, err
	}
	if len(f.asks) > 0 {
		return nil, fmt.Errorf("%s: %w", f.name, f.asks[0])
	}
	return f, nil
}

// Sniff is like [Open], but where something must be declared it returns the file all the same, for its profile.
func Sniff(path string, opt Options) (*File, error) {
	if opt.Name == "" {
		opt.Name = filepath.Base(path)
	}
	s, err := fileSource(path, opt.Name)
	if err != nil {
		return nil, err
	}
	return sniff(s, opt)
}

// sniff looks at a source.
func sniff(s source, opt Options) (*File, error) {
	if opt.Mapping != nil {
		if _, err := opt.Mapping.Validate(); err != nil {
			return nil, fmt.Errorf("%s: %w", opt.Name, err)
		}
		if opt.Mapping.Timezone != "" {
			zone, err := Zone(opt.Mapping.Timezone)
			if err != nil {
				return nil, fmt.Errorf("%s: timezone: %q is not the name of a zone such as America/Chicago", opt.Name, opt.Mapping.Timezone)
			}
			opt.Location = zone
		}
	}
	departments, err := newDepartmentFinder(opt.Departments)
	if err != nil {
		return nil, err
	}
	f := &File{name: opt.Name, departments: departments, placed: declared(&opt).Department != "", latest: dayNumber(opt.Latest)}
	if err := f.add(s, &opt, 0); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = fmt.Errorf("it ends too early, as if not all of it had been copied: %w", err)
		}
		return nil, fmt.Errorf("%s: %w", opt.Name, err)
	}
	return f, nil
}

// Comments returns the comments of the file in its order.
//
// A [*voc.RowError] describes one row that was left out, and the sequence goes on after it.
// Any other error is the last thing in the sequence.
// Every row of data gives at least one comment or one row error, and what comes of one row comes together.
// Ids are those of the content, so that duplicates, which are not taken out here, have the same.
func (f *File) Comments() iter.Seq2[voc.Comment, error] {
	return func(yield func(voc.Comment, error) bool) {
		f.departments.unmatched = map[string]int{}
		said := &census{}
		yield, f.due = f.untilLatest(said.counted(yield)), ""
		r := &reading{departments: f.departments}
		for _, p := range f.parts {
			r.identifier.seen = map[uint64]uint32{} // as in a file of its own: a row that stands in two parts is one
			if !p.comments(r, yield) {
				break
			}
		}
		if r.identifier.full {
			r.notes.add("more than six million different rows without id and clock time: equal ones are counted once")
		}
		f.notes = append(slices.Clone(f.opened), r.notes.all()...)
		if note := f.departments.note(); note != "" {
			f.notes = append(f.notes, note)
		}
		if note := said.unassignedNote(); note != "" && f.departments.any && !f.placed {
			f.notes = append(f.notes, note)
		}
		if note := said.undatedNote(); note != "" {
			f.notes = append(f.notes, note)
		}
	}
}

// Notes returns what a person should know of the file: what was guessed, repaired or passed over.
// It is complete after the comments were read.
func (f *File) Notes() []string {
	if f.notes == nil {
		return slices.Clone(f.opened)
	}
	return slices.Clone(f.notes)
}

// Profile describes the file as it was understood, for a person to check.
// An archive has one profile for each of its members.
func (f *File) Profile() []*Profile {
	var profiles []*Profile
	for _, p := range f.parts {
		profiles = append(profiles, p.profile())
	}
	return profiles
}

// A noteBook counts what happened while reading, in the order of first happening.
type noteBook struct {
	texts  []string
	counts map[string]int
}

// add notes text once.
func (n *noteBook) add(text string) { n.countBy(text, 0) }

// count adds one to the number that stands before text.
func (n *noteBook) count(text string) { n.countBy(text, 1) }

func (n *noteBook) countBy(text string, by int) {
	if n.counts == nil {
		n.counts = map[string]int{}
	}
	if _, ok := n.counts[text]; !ok {
		n.texts = append(n.texts, text)
	}
	n.counts[text] += by
}

func (n *noteBook) all() []string {
	var all []string
	for _, text := range n.texts {
		if count := n.counts[text]; count > 0 {
			text = fmt.Sprintf("%d %s", count, text)
		}
		all = append(all, text)
	}
	return all
}
