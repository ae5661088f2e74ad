package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"voc"
)

// unassignedFolder is the folder of comments that belong to no department.
const unassignedFolder = "unassigned"

// nameDepartments gives every department of the board a name and a folder of its own, in the order of their names;
// comments without a department come last.
// A department that departments.yaml lists and no comment names has no report.
func nameDepartments(b *board, known map[string]voc.Department, words *Words) []DepartmentID {
	var list []DepartmentID
	for _, id := range b.departments {
		d := DepartmentID{ID: id, Name: id}
		if k, ok := known[id]; ok {
			d.Name, d.Vision, d.Mission = k.Name, k.Vision, k.Mission
			if d.Name == "" {
				d.Name = id
			}
		}
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b DepartmentID) int {
		if c := strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	if b.unassigned {
		list = append(list, DepartmentID{Name: words.Say("unassigned")})
	}
	giveFolders(list, known)
	return list
}

// giveFolders gives the folder that has a department's own name to one that departments.yaml lists;
// others with the same slug get a number.
func giveFolders(list []DepartmentID, known map[string]voc.Department) {
	taken := map[string]bool{unassignedFolder: true, "index.html": true}
	take := func(d *DepartmentID) {
		folder := slug(d.ID)
		for n := 2; taken[folder]; n++ {
			folder = fmt.Sprintf("%s-%d", slug(d.ID), n)
		}
		taken[folder] = true
		d.Folder = folder
	}
	for _, listed := range []bool{true, false} {
		for i := range list {
			d := &list[i]
			if _, ok := known[d.ID]; ok != listed || d.ID == "" {
				continue
			}
			take(d)
		}
	}
	for i := range list {
		if list[i].ID == "" {
			list[i].Folder = unassignedFolder
		}
	}
}

// slug returns a name that is safe as a folder on any system: letters and digits in lower case, and hyphens.
func slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case r == '_':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() > 60 {
			break
		}
	}
	s := strings.TrimRight(b.String(), "-")
	switch s {
	case "", "con", "prn", "aux", "nul":
		return "department-" + s
	}
	return s
}
