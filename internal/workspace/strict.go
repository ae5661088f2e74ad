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

	"github.com/goccy/go-yaml"

	"voc"
	"voc/ingest"
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

// nearestKey returns the key of file that name was most likely meant to be; empty if none is near.
func nearestKey(file, name string) string {
	var keys []string
	for _, key := range Keys() {
		if (key.File == departmentsFile) == (file == departmentsFile) {
			keys = append(keys, key.Name[strings.LastIndexByte(key.Name, '.')+1:])
		}
	}
	return Nearest(name, keys)
}

// Nearest returns the name that shares most pairs of letters with word (Dice, 1945); empty if none shares half.
func Nearest(word string, names []string) string {
	best, most := "", 0.5
	for _, name := range names {
		if shared := dice(word, name); shared > most {
			best, most = name, shared
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
	wrong := func(key, format string, args ...any) error {
		return mistake(file, "$."+key, fmt.Errorf(format, args...), "")
	}
	if _, err := ingest.Zone(config.Timezone); err != nil {
		return wrong("timezone", "timezone %q is not known: write it as America/New_York", config.Timezone)
	}
	if err := CheckPercent(config.MaxReject); err != nil {
		return wrong("max_reject", "max_reject: %w", err)
	}
	if err := CheckPercent(config.MaxFall); err != nil {
		return wrong("max_fall", "max_fall: %w", err)
	}
	if !slices.Contains([]string{"", "month", "quarter", "half", "year"}, config.Period) {
		return wrong("period", "period %q is not known: use month, quarter, half or year", config.Period)
	}
	if err := CheckPositive(config.KeepRuns); err != nil {
		return wrong("keep_runs", "keep_runs: %w", err)
	}
	names := map[string]bool{}
	for i, source := range config.Sources {
		at := fmt.Sprintf("sources[%d]", i)
		if source.Name == "" || source.Files == "" {
			return wrong(at, "every source needs a name and files")
		}
		if names[source.Name] {
			return wrong(at+".name", "two sources are named %q", source.Name)
		}
		names[source.Name] = true
		if _, err := path.Match(source.Files, ""); err != nil {
			return wrong(at+".files", "source %s: files: %w", source.Name, err)
		}
		if key, err := source.Validate(); err != nil {
			return wrong(at+"."+key, "source %s: %w", source.Name, err)
		}
	}
	return nil
}

var departmentID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// checkDepartments reports a department that reports or filters could not name.
func checkDepartments(file string, departments []voc.Department) error {
	ids := map[string]bool{}
	for i, d := range departments {
		at := fmt.Sprintf("departments[%d]", i)
		wrong := func(key, format string, args ...any) error {
			return mistake(file, "$."+at+key, fmt.Errorf(format, args...), "")
		}
		switch {
		case !departmentID.MatchString(d.ID):
			return wrong("", "department id %q: use small letters, digits and hyphens", d.ID)
		case ids[d.ID]:
			return wrong(".id", "two departments have the id %q", d.ID)
		case d.ID == voc.Unassigned:
			return wrong(".id", "department id %q: comments of no department go by it", d.ID)
		case d.Name == "":
			return wrong("", "department %s has no name", d.ID)
		}
		ids[d.ID] = true
		for j, pattern := range d.Patterns {
			if _, err := regexp.Compile(pattern); err != nil {
				return wrong(fmt.Sprintf(".patterns[%d]", j), "department %s: %w", d.ID, err)
			}
		}
		for j, s := range d.Standards {
			if key, err := checkStandard(s); err != nil {
				return wrong(fmt.Sprintf(".standards[%d]%s", j, key), "department %s: %w", d.ID, err)
			}
		}
	}
	return checkNames(file, departments)
}

// checkNames reports a name that two departments go by: its comments could only be given to one of them.
// Nor can one go by what the comments of none are called.
func checkNames(file string, departments []voc.Department) error {
	type use struct{ id, key string }
	uses := map[string]use{}
	for i, d := range departments {
		at := fmt.Sprintf("$.departments[%d]", i)
		keys, names := []string{at + ".id", at + ".name"}, []string{d.ID, d.Name}
		for j, alias := range d.Aliases {
			keys, names = append(keys, fmt.Sprintf("%s.aliases[%d]", at, j)), append(names, alias)
		}
		for j, name := range names {
			folded := voc.FoldName(name)
			if folded == voc.Unassigned {
				return mistake(file, keys[j], fmt.Errorf("department %s is called %q: comments of no department go by it", d.ID, name),
					"call it something else, such as Other")
			}
			first, taken := uses[folded]
			if !taken {
				uses[folded] = use{d.ID, keys[j]}
			}
			if taken && first.id != d.ID {
				return mistake(file, keys[j], fmt.Errorf("departments %s and %s are both called %q, %s too in line %d", first.id, d.ID, name, first.id, line(file, first.key)),
					"take the name out of one of them, or make them one department")
			}
		}
	}
	return nil
}

var within = regexp.MustCompile(`^[1-9][0-9]{0,5}[hd]$`)

// checkStandard reports what in a standard cannot be meant, and the key that says it.
// Whether there is such a theme only the codebook knows.
func checkStandard(s voc.Standard) (key string, err error) {
	switch {
	case s.Kind != "rigid" && s.Kind != "flexible" && s.Kind != "discretion":
		return ".kind", fmt.Errorf("kind %q of a standard: use rigid, flexible or discretion", s.Kind)
	case !(s.Target >= 0 && s.Target <= 1):
		return ".target", fmt.Errorf("target %g of a standard: it must be a share, 0 to 1", s.Target)
	case s.Within != "" && s.Within != "due" && !within.MatchString(s.Within):
		return ".within", fmt.Errorf("within %q of a standard: write it as 2h, 3d or due", s.Within)
	case len(s.Services) > 0 && s.Within == "":
		return ".services", errors.New("services of a standard without within: they say on whose records that is measured")
	case slices.ContainsFunc(s.Services, func(name string) bool { return strings.Trim(name, " *") == "" }):
		return ".services", errors.New("services of a standard: one of them names none")
	}
	return "", nil
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
