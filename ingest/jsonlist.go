package ingest

import (
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// findList looks through a document for the list of objects that are its rows: the one with the most objects among the outermost.
// A document without one is a single row, and path is that of the object.
func findList(in io.Reader) (path string, single bool, err error) {
	dec := jsontext.NewDecoder(in, jsonOptions...)
	counts := map[string]int{}
	var order []string
	objects := ""
	found := false
	for n := 0; n < 2_000_000; n++ {
		kind := dec.PeekKind()
		depth := dec.StackDepth()
		if depth > 10*maxDepth {
			return "", false, errDeep
		}
		if kind == '{' {
			inList := false
			if depth > 0 {
				parent, _ := dec.StackIndex(depth)
				inList = parent == '['
			}
			path := valuePath(dec)
			if inList && depth <= 4 {
				if counts[path] == 0 {
					order = append(order, path)
				}
				counts[path]++
				if counts[path] >= 1000 {
					break
				}
				if err := dec.SkipValue(); err != nil {
					break
				}
				continue
			}
			if !found || (objects == "" && depth == 1) {
				objects, found = path, true
			}
		}
		if _, err := dec.ReadToken(); err != nil {
			if err != io.EOF && !found && len(order) == 0 {
				return "", false, err
			}
			break
		}
	}
	best, most := "", 0
	for _, path := range order {
		if counts[path] > most {
			best, most = path, counts[path]
		}
	}
	if most > 0 {
		return trimStar(best), false, nil
	}
	return objects, true, nil
}

// trimStar takes the list's own places off the path of its items.
func trimStar(path string) string {
	if path == "*" {
		return ""
	}
	return path[:len(path)-len(".*")]
}
