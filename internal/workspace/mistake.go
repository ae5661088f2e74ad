package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/goccy/go-yaml"
)

// A Mistake is something that cannot be meant in a file that people edit.
type Mistake struct {
	File string
	Line int // from 1; 0 if unknown
	Err  error
	Hint string // the next thing to type; empty if there is none
}

func (m *Mistake) Error() string {
	if m.Line == 0 {
		return fmt.Sprintf("%s: %v", m.File, m.Err)
	}
	return fmt.Sprintf("%s:%d: %v", m.File, m.Line, m.Err)
}

func (m *Mistake) Unwrap() error { return m.Err }

// Mistake returns err as a mistake in voc.yaml, at the key that a path such as "$.models[0]" leads to.
func (w *Workspace) Mistake(key string, err error, hint string) error {
	return mistake(w.file, key, err, hint)
}

// DepartmentMistake returns err as a mistake in departments.yaml, at the key that the path leads to.
func (w *Workspace) DepartmentMistake(key string, err error, hint string) error {
	return mistake(filepath.Join(w.Dir, departmentsFile), key, err, hint)
}

func mistake(file, key string, err error, hint string) error {
	return &Mistake{File: file, Line: line(file, key), Err: err, Hint: hint}
}

// line returns the line of file that the value of key begins in; 0 if there is none.
func line(file, key string) int {
	path, err := yaml.PathString(key)
	if err != nil {
		return 0
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	node, err := path.ReadNode(bytes.NewReader(data))
	if err != nil || node.GetToken() == nil {
		return 0
	}
	return node.GetToken().Position.Line
}

// CheckPercent reports a number that is no percentage.
func CheckPercent(value float64) error {
	if !(value >= 0 && value <= 100) { // nor is NaN
		return errors.New("it must be a percentage, 0 to 100")
	}
	return nil
}

// CheckPositive reports a number below 1.
func CheckPositive(value int) error {
	if value < 1 {
		return errors.New("it must be at least 1")
	}
	return nil
}
