package table

import (
	"os"
	"path/filepath"
)

// Bounds of compaction. What one row group costs a reader does not depend on its rows,
// so thousands of exports of a few comments each are joined to row groups as large as those of one great export.
const (
	smallPart  = 128 << 10 // bytes of the comments of a part that is joined with others: some hundred comments
	fullGroup  = 8192      // comments after which joined parts are full
	fullLength = 8 << 20   // or bytes of their texts
)

// runs cuts parts into runs that are appended together: small ones one after another, each other one by itself.
// Where a run ends does not depend on what follows, so that a further part changes the last run alone.
func runs(parts []Part) ([][]Part, error) {
	var list [][]Part
	together := false // the last run takes small parts
	for i, part := range parts {
		info, err := os.Stat(filepath.Join(part.Dir, CommentsFile))
		if err != nil {
			return nil, err
		}
		small := info.Size() < smallPart
		if !small || !together {
			list = append(list, nil)
		}
		last := &list[len(list)-1]
		*last = append(*last, parts[i])
		together = small
	}
	return list, nil
}

// compact appends small parts, whose comments it writes anew in row groups of their own.
func compact(comments, mentions *joinedFile, parts []Part, scratch string) error {
	for len(parts) > 0 {
		n := 0
		err := rewritten(comments, mentions, scratch, func(w *Writer) error {
			for rows, length := 0, 0; n < len(parts) && rows < fullGroup && length < fullLength; n++ {
				for record, err := range Records(parts[n].Dir) {
					if err != nil {
						return err
					}
					if edit := parts[n].Edit; edit != nil && !edit(&record) {
						continue
					}
					rows++
					length += len(record.Text)
					if err := w.Add(record); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		parts = parts[n:]
	}
	return nil
}

// rewritten appends what write adds to tables of their own, made below scratch for the time.
func rewritten(comments, mentions *joinedFile, scratch string, write func(*Writer) error) error {
	dir, err := os.MkdirTemp(scratch, ".edit*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w, err := Create(dir, "")
	if err != nil {
		return err
	}
	defer w.Abort()
	if err := write(w); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return appendTables(comments, mentions, dir)
}

// appendTables appends the tables of dir as they are.
func appendTables(comments, mentions *joinedFile, dir string) error {
	if err := comments.append(filepath.Join(dir, CommentsFile)); err != nil {
		return err
	}
	return mentions.append(filepath.Join(dir, MentionsFile))
}
