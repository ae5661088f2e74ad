package ingest

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// A feed is what the exports of one survey, or of one tool, have in common.
type feed struct {
	name   string // which its comments bear as their source
	stem   string // the same without folders: what the file is called
	former string // what versions before called it, which knew no folders
}

// declaredFeed is the feed that somebody named.
func declaredFeed(name string) feed { return feed{name, name, name} }

var (
	stemNoise = regexp.MustCompile(`(?i)\(\d+\)|\b(copy|kopie|gmt|week|wk|part|page|export|q[1-4]|h[12]|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|v\d+|w\d+|[12]?\d|\d{2}|[124-9]\d\d|3(?:[02-9]\d|1[02-9])|\d{4,})\b|\d{4,}`)
	stemMarks = regexp.MustCompile(`[^\pL\pN]+`)

	copyNoise   = regexp.MustCompile(`^(copy of|kopie von)\b|\b(week|wk|kw|part|page|export|copy)\d{1,3}\b`)
	folderNoise = regexp.MustCompile(`^(archived?|backups?|csv|data|done|exports?|files?|inbox|incoming|latest|new|old|processed|uploads?|xlsx)$`)
)

// feedOf tells a feed from a file's path below the inbox: its name without extensions, dates, numbers and words such as "week" or "copy",
// so that each week's export of one survey has the same; and before it the folders, or the archive, that it lies in,
// since departments that have a folder each give their files the same names.
func feedOf(name string) feed {
	dir, base := path.Split(name)
	words := fileWords(base)
	f := feed{former: hyphened(words)}
	if short := stemNoise.ReplaceAllString(words, " "); strings.TrimSpace(short) != "" {
		f.former = hyphened(short)
	}
	f.stem = hyphened(stemNoise.ReplaceAllString(copyNoise.ReplaceAllString(words, " "), " "))
	switch {
	case f.stem != "":
	case strings.Contains(words, "week") || strings.Contains(words, "wk"):
		f.stem = "week"
	default:
		f.stem = "export"
	}
	parts := []string{}
	taken := strings.Split(f.stem, "-")
	for folder := range strings.SplitSeq(dir, "/") {
		short := hyphened(stemNoise.ReplaceAllString(copyNoise.ReplaceAllString(fileWords(folder), " "), " "))
		if short == "" || folderNoise.MatchString(short) {
			continue
		}
		said := strings.Split(short, "-")
		if slices.ContainsFunc(said, func(word string) bool { return !slices.Contains(taken, word) }) {
			parts, taken = append(parts, short), append(taken, said...)
		}
	}
	f.name = strings.Join(append(parts, f.stem), "-")
	return f
}

// sourceName is the name of the feed that a file belongs to.
func sourceName(name string) string { return feedOf(name).name }

// fileWords returns the words of a file's name in lower case, without extensions.
func fileWords(stem string) string {
	for {
		ext := path.Ext(stem)
		if ext == "" || len(ext) > 8 || ext == stem {
			break
		}
		stem = strings.TrimSuffix(stem, ext)
	}
	return stemMarks.ReplaceAllString(strings.ToLower(stem), " ")
}

func hyphened(words string) string { return strings.Join(strings.Fields(words), "-") }
