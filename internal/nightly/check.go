package nightly

import (
	"context"

	"voc"
	"voc/ingest"
	"voc/internal/workspace"
)

// A File is one file to check and how it is read.
type File struct {
	Path    string
	Options ingest.Options
}

// A Reject is a row that a run would reject.
type Reject struct {
	File   string
	Row    int
	Code   string
	Reason string
}

// OnPurpose reports whether the row is left out because it is not a customer's comment.
func (r Reject) OnPurpose() bool { return (&voc.RowError{Code: r.Code}).OnPurpose() }

// Whole reports whether it is no row but a file that could not be read to its end.
func (r Reject) Whole() bool { return r.Code == codeFile }

// Check reads files and counts their rows as a run would that has no others, storing nothing.
// What was erased from the workspace w is counted so; it may be nil.
// Of each file there is an account and a list of rejects, in the order given.
func Check(ctx context.Context, files []File, w *workspace.Workspace) ([]workspace.Input, [][]Reject, error) {
	n := &night{}
	if w != nil {
		var err error
		if n.secret, err = optional(w.Secret()); err != nil {
			return nil, nil, err
		}
		if n.purged, err = readPurged(w, n.secret); err != nil {
			return nil, nil, err
		}
	}
	var all []slice
	for _, file := range files {
		in := input{name: file.Options.Name, path: file.Path, mapping: file.Options.Mapping}
		if ok, err := in.identify(ctx); err != nil || !ok {
			in.sha = in.path // like no other; reading it says what is wrong
		}
		n.found = append(n.found, in)
	}
	pair(n.found)
	n.parts = make([]*part, len(files))
	for i, in := range n.found {
		if in.twin >= 0 {
			continue
		}
		p := n.readOnly(ctx, in, files[i].Options)
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		n.parts[i] = p
		all = append(all, p.slices...)
	}
	n.merge = unite(all)
	n.count()
	rejects := make([][]Reject, len(files))
	err := n.rejected(func(i int, file string, l leaving) error {
		rejects[i] = append(rejects[i], Reject{file, l.Row, l.Code, l.Reason})
		return nil
	})
	return n.account.Inputs, rejects, err
}

// readOnly reads an input and keeps of its comments what counting needs.
func (n *night) readOnly(ctx context.Context, in input, options ingest.Options) *part {
	p := &part{}
	keep := func(t task) bool {
		s := slice{Comments: len(t.comments)}
		for i := range t.comments {
			s.keys = append(s.keys, keyOf(in.name, &t.comments[i], n.secret))
		}
		for _, left := range t.left {
			s.Left = append(s.Left, leavingOf(in.name, left))
		}
		p.slices = append(p.slices, s)
		return true
	}
	t := task{name: in.name}
	end, _ := cut(ctx, in, options, n.purged, &t, keep)
	keep(t)
	p.ending = *end
	return p
}
