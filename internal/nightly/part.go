package nightly

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"

	"github.com/google/renameio/v2/maybe"

	"voc/internal/workspace"
)

// A part is the finished result of one input: its slices, and what is known of its end.
type part struct {
	Slices int `json:"slices"`
	ending
	cached bool
	slices []slice
}

// partFile is written when every slice of the part is finished.
const partFile = "part.json"

// readPart returns a finished part; an error that is [fs.ErrNotExist] means there is none.
func readPart(dir string, secret workspace.Secret) (*part, error) {
	p := &part{cached: true}
	if err := readJSON(filepath.Join(dir, partFile), p); err != nil {
		return nil, err
	}
	for i := range p.Slices {
		s, err := readSlice(filepath.Join(dir, sliceName(i)), secret)
		if err != nil {
			return nil, err
		}
		p.slices = append(p.slices, s)
	}
	return p, nil
}

// finish writes the part's own file, which makes its slices be found again.
func (p *part) finish(dir string) error {
	p.Slices = len(p.slices)
	return writeJSON(filepath.Join(dir, partFile), p)
}

func sliceName(number int) string {
	name := strconv.Itoa(number)
	for len(name) < 5 {
		name = "0" + name
	}
	return name
}

func readJSON(path string, v any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

// writeJSON writes v beside the path's name and renames it.
func writeJSON(path string, v any) error {
	data, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		return err
	}
	return maybe.WriteFile(path, append(data, '\n'), 0o644)
}
