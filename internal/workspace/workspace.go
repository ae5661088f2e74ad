// Package workspace is the folder that voc works in: what people edit, what voc keeps, what it publishes.
package workspace

import (
	"errors"
	"os"
	"path/filepath"

	"voc"
)

// ErrNone means that there is no voc.yaml here or in any folder above.
var ErrNone = errors.New("no workspace here")

// A Workspace is a folder with a voc.yaml.
type Workspace struct {
	Dir         string // absolute
	Config      Config
	Departments []voc.Department

	file string // the voc.yaml
}

// departmentsFile is the file beside voc.yaml that names the departments.
const departmentsFile = "departments.yaml"

// Open opens the workspace whose voc.yaml is at path; with no path, the nearest one upwards from the working directory.
func Open(path string) (*Workspace, error) {
	if path == "" {
		found, err := nearest()
		if err != nil {
			return nil, err
		}
		path = found
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, "voc.yaml")
	}
	w := &Workspace{Dir: filepath.Dir(path), file: path}
	if w.Config, err = ReadConfig(path); err != nil {
		return nil, err
	}
	w.Departments, err = readDepartments(filepath.Join(w.Dir, departmentsFile))
	return w, err
}

func nearest() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, "voc.yaml")
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", ErrNone
		}
		dir = up
	}
}

// Inbox is where exports land. voc never changes what is in it.
func (w *Workspace) Inbox() string { return filepath.Join(w.Dir, "inbox") }

// Store is everything that voc makes.
func (w *Workspace) Store() string { return filepath.Join(w.Dir, "store") }

// Published is what people open: a link to the last published run's files.
func (w *Workspace) Published() string { return filepath.Join(w.Dir, "published") }

// Parts is the folder of finished parts, one for each input ever seen with the present settings.
func (w *Workspace) Parts() string { return filepath.Join(w.Store(), "parts") }

// Path returns path as seen from the workspace; empty if it is empty.
func (w *Workspace) Path(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(w.Dir, path)
}

// Paths returns every path as seen from the workspace.
func (w *Workspace) Paths(paths []string) []string {
	var seen []string
	for _, path := range paths {
		seen = append(seen, w.Path(path))
	}
	return seen
}

// Focus is the ledger of the departments' areas of focus, which voc focus keeps.
func (w *Workspace) Focus() string { return filepath.Join(w.Dir, "focus.yaml") }

// Words is the file of words that reports use in place of their own.
func (w *Workspace) Words() string { return filepath.Join(w.Dir, "words.yaml") }

// Reviews is the folder of what people said of the labels.
func (w *Workspace) Reviews() string { return filepath.Join(w.Dir, "reviews") }
