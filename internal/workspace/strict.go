package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"voc"
)

var (
	unknownField = regexp.MustCompile(`unknown field "([^"]+)"`)
	wrongType    = regexp.MustCompile(`^cannot unmarshal (\S+) into Go .*of type (\S+)$`)
)

// strict reads YAML in which every key must be known: another is an error with its line and a suggestion.
func strict(file string, data []byte, v any) error {
	err := yaml.UnmarshalWithOptions(data, v, yaml.Strict())
	if err == nil {
		return nil
	}
	place, message := file, err.Error()
	var located yaml.Error
	if errors.As(err, &located) {
		message = located.GetMessage()
		if token := located.GetToken(); token != nil {
			place = fmt.Sprintf("%s:%d", file, token.Position.Line)
		}
	}
	if found := unknownField.FindStringSubmatch(message); found != nil {
		message = fmt.Sprintf("unknown key %q", found[1])
		if meant := nearestKey(filepath.Base(file), found[1]); meant != "" {
			message += fmt.Sprintf(": did you mean %q?", meant)
		}
	}
	if found := wrongType.FindStringSubmatch(message); found != nil {
		message = fmt.Sprintf("%s is wanted here, not %s", kindOf(found[2]), kindOf(found[1]))
	}
	return fmt.Errorf("%s: %s", place, message)
}

// kindOf says in the words of [Keys] what a Go type holds.
func kindOf(goType string) string {
	switch {
	case goType == "string":
		return "text"
	case goType == "bool":
		return "yes or no"
	case strings.HasPrefix(goType, "[]"):
		return "list"
	case strings.HasPrefix(goType, "int"), strings.HasPrefix(goType, "uint"), strings.HasPrefix(goType, "float"):
		return "number"
	}
	return "mapping"
}

// nearestKey returns the key of file that shares most pairs of letters with name (Dice, 1945); empty if none shares half.
func nearestKey(file, name string) string {
	best, most := "", 0.5
	for _, key := range Keys() {
		last := key.Name[strings.LastIndexByte(key.Name, '.')+1:]
		if shared := dice(name, last); (key.File == "departments.yaml") == (file == "departments.yaml") && shared > most {
			best, most = last, shared
		}
	}
	return best
}

func dice(a, b string) float64 {
	pairs := map[string]int{}
	for i := range max(0, len(a)-1) {
		pairs[a[i:i+2]]++
	}
	shared := 0
	for i := range max(0, len(b)-1) {
		if pairs[b[i:i+2]] > 0 {
			pairs[b[i:i+2]]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(max(1, len(a)+len(b)-2))
}

// check reports a value that cannot be meant.
func check(file string, config *Config) error {
	if _, err := time.LoadLocation(config.Timezone); err != nil {
		return fmt.Errorf("%s: timezone %q is not known: write it as America/New_York", file, config.Timezone)
	}
	if config.MaxReject < 0 || config.MaxReject > 100 || config.MaxFall < 0 || config.MaxFall > 100 {
		return fmt.Errorf("%s: max_reject and max_fall are percentages, 0 to 100", file)
	}
	if !slices.Contains([]string{"", "month", "quarter", "half", "year"}, config.Period) {
		return fmt.Errorf("%s: period %q is not known: use month, quarter, half or year", file, config.Period)
	}
	if config.KeepRuns < 1 {
		return fmt.Errorf("%s: keep_runs must be at least 1", file)
	}
	names := map[string]bool{}
	for _, source := range config.Sources {
		if source.Name == "" || source.Files == "" {
			return fmt.Errorf("%s: every source needs a name and files", file)
		}
		if names[source.Name] {
			return fmt.Errorf("%s: two sources are named %q", file, source.Name)
		}
		names[source.Name] = true
		if _, err := path.Match(source.Files, ""); err != nil {
			return fmt.Errorf("%s: source %s: files: %w", file, source.Name, err)
		}
	}
	return nil
}

var departmentID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// checkDepartments reports a department that reports or filters could not name.
func checkDepartments(file string, departments []voc.Department) error {
	ids := map[string]bool{}
	for _, d := range departments {
		switch {
		case !departmentID.MatchString(d.ID):
			return fmt.Errorf("%s: department id %q: use small letters, digits and hyphens", file, d.ID)
		case ids[d.ID]:
			return fmt.Errorf("%s: two departments have the id %q", file, d.ID)
		case d.Name == "":
			return fmt.Errorf("%s: department %s has no name", file, d.ID)
		}
		ids[d.ID] = true
		for _, pattern := range d.Patterns {
			if _, err := regexp.Compile(pattern); err != nil {
				return fmt.Errorf("%s: department %s: %w", file, d.ID, err)
			}
		}
		for _, s := range d.Standards {
			if s.Kind != "rigid" && s.Kind != "flexible" && s.Kind != "discretion" {
				return fmt.Errorf("%s: department %s: kind %q of a standard: use rigid, flexible or discretion", file, d.ID, s.Kind)
			}
		}
	}
	return nil
}

// said reports whether a file says anything besides comments: the library clears what it reads into where it does not.
func said(data []byte) bool {
	for line := range bytes.Lines(data) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return true
		}
	}
	return false
}
