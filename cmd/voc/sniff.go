package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"voc/analyze"
	"voc/ingest"
	"voc/internal/nightly"
	"voc/internal/workspace"
)

// newSniff tells what a file is.
func newSniff(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "sniff FILE",
		Short: "Say what a file is and how it would be read",
		Long: `Say what a file is: its format, encoding and columns, what each column is for and why,
and what voc is unsure of, with the lines to paste into voc.yaml.

It needs no workspace; in one, what voc.yaml declares about the file holds. Examples have their personal details masked.`,
		Example: "  voc sniff inbox/resident-survey.csv\n  voc sniff --json inbox/permit-comments.xlsx",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return sniff(c.OutOrStdout(), g, args[0])
		},
	}
	g.bindToday(c.Flags())
	return c
}

// ingestOptions are how the file at path is read: as the workspace around it declares, if there is one.
func (g *globals) ingestOptions(path string) (ingest.Options, error) {
	opt := ingest.Options{Name: filepath.ToSlash(filepath.Base(path)), Ordinary: analyze.Ordinary}
	w, err := g.workspace()
	if err != nil {
		if errors.Is(err, workspace.ErrNone) && g.config == "" {
			opt.Latest = nightly.Latest(g.now(time.UTC))
			return opt, nil
		}
		return opt, err
	}
	if absolute, err := filepath.Abs(path); err == nil {
		if below, err := filepath.Rel(w.Inbox(), absolute); err == nil && filepath.IsLocal(below) && below != "." {
			opt.Name = filepath.ToSlash(below)
		}
	}
	zone, err := nightly.Location(w)
	if err != nil {
		return opt, fail(exitUsage, "name a zone such as America/Chicago", "%s: timezone: %w", filepath.Join(w.Dir, "voc.yaml"), err)
	}
	return nightly.Reading(w, opt.Name, zone, g.now(zone)), nil
}

// sniffed is what "voc sniff --json" prints of one table or transcript.
type sniffed struct {
	*ingest.Profile
	Mapping string `json:"mapping"` // to paste into voc.yaml
}

func sniff(stdout io.Writer, g *globals, path string) error {
	opt, err := g.ingestOptions(path)
	if err != nil {
		return err
	}
	file, err := ingest.Sniff(path, opt)
	if err != nil {
		return fail(exitFailed, `"voc help formats" lists what can be read`, "%s", plain(err.Error()))
	}
	var all []sniffed
	for _, p := range file.Profile() {
		for i := range p.Columns {
			p.Columns[i].Example = maskedExample(p.Columns[i].Example)
		}
		all = append(all, sniffed{p, proposedMapping(p, opt.Mapping)})
	}
	if g.json {
		return printJSON(stdout, all)
	}
	for i, s := range all {
		if i > 0 {
			fmt.Fprintln(stdout)
		}
		if err := writeProfile(stdout, s, g.verbose); err != nil {
			return err
		}
	}
	return nil
}

// exampleLength is how many runes of an example are shown.
const exampleLength = 40

func maskedExample(s string) string {
	masked, _ := analyze.Redact(strings.Join(strings.Fields(s), " "))
	if runes := []rune(masked); len(runes) > exampleLength {
		return string(runes[:exampleLength-1]) + "…"
	}
	return masked
}

func writeProfile(out io.Writer, s sniffed, verbose bool) error {
	fmt.Fprintf(out, "%s: %s", plain(s.File), s.Format)
	for _, part := range []string{s.Tool, s.Encoding, s.Dialect} {
		if part != "" {
			fmt.Fprintf(out, ", %s", part)
		}
	}
	if s.Header > 0 && len(s.Columns) > 0 {
		fmt.Fprintf(out, ", data from row %d", s.Header+1)
	}
	fmt.Fprintf(out, "\nsource %s, channel %s\n", plain(s.Source), s.Channel)
	if s.Day != "" {
		fmt.Fprintf(out, "day %s\n", s.Day)
	}
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if len(s.Speakers) > 0 {
		fmt.Fprintln(table, "SPEAKER\tTURNS\tWORDS\tIS\tWHY")
		for _, sp := range s.Speakers {
			is := "customer"
			if sp.Staff {
				is = "staff"
			}
			fmt.Fprintf(table, "%s\t%d\t%d\t%s\t%s\n", plain(sp.Speaker), sp.Turns, sp.Words, is, sp.Why)
		}
	}
	unread := writeColumns(table, s.Columns, verbose)
	if err := table.Flush(); err != nil {
		return err
	}
	if unread > 0 {
		fmt.Fprintf(out, "and %d columns that are not read (-v lists them)\n", unread)
	}
	if s.Needs != "" {
		fmt.Fprintf(out, "\nNot readable yet:\n  %s\n", s.Needs)
	}
	if len(s.Notes) > 0 {
		fmt.Fprintf(out, "\nUnsure of:\n")
		for _, note := range s.Notes {
			fmt.Fprintf(out, "  %s\n", plain(note))
		}
	}
	_, err := fmt.Fprintf(out, "\nTo declare it, in voc.yaml:\n\n%s", s.Mapping)
	return err
}

// fewColumns is how many columns are listed whether they are read or not.
const fewColumns = 24

// writeColumns lists the columns, and returns how many were left out.
func writeColumns(table io.Writer, columns []ingest.ColumnProfile, verbose bool) int {
	if len(columns) == 0 {
		return 0
	}
	fmt.Fprintln(table, "COLUMN\tUSED FOR\tTYPE\tFILLED\tEXAMPLE\tWHY")
	unread := 0
	for _, c := range columns {
		if c.Role == "" && !verbose && len(columns) > fewColumns {
			unread++
			continue
		}
		role := c.Role
		switch {
		case role == "":
			role = "-"
		case role == "text" && c.Kind != "":
			role = "text, " + c.Kind
		}
		kind := c.Type
		if c.Layout != "" {
			kind += ", " + c.Layout
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%.0f %%\t%s\t%s\n", cut(plain(c.Name), exampleLength), role, kind, 100*c.Filled, plain(c.Example), plain(c.Why))
	}
	return unread
}

func cut(s string, length int) string {
	if runes := []rune(s); len(runes) > length {
		return string(runes[:length-1]) + "…"
	}
	return s
}

var digits = regexp.MustCompile(`\d+([-_.]\d+)*`)

// proposedMapping is the lines of voc.yaml that say what was found; what was declared is kept.
func proposedMapping(p *ingest.Profile, declared *ingest.Mapping) string {
	var b strings.Builder
	base := p.File[strings.LastIndexByte(p.File, '/')+1:]
	files := digits.ReplaceAllString(base, "*")
	if declared != nil {
		files = declared.Files
	}
	fmt.Fprintf(&b, "sources:\n  - name: %s\n    files: %s\n    format: %s\n    channel: %s\n", yamlText(p.Source), yamlText(files), p.Format, p.Channel)
	var fields, questions []ingest.ColumnProfile
	for _, c := range p.Columns {
		switch {
		case c.Role == "text" && c.Question != "":
			questions = append(questions, c)
		case declarable[c.Role]:
			fields = append(fields, c)
		}
		if c.Role == "date" && strings.HasPrefix(c.Layout, "DD/MM") && !strings.Contains(c.Layout, "and") {
			b.WriteString("    date_layout: DD/MM/YYYY\n")
		} else if c.Role == "date" && strings.Contains(c.Layout, "told apart") {
			b.WriteString("    date_layout: DD/MM/YYYY # or MM/DD/YYYY\n")
		}
		if scale, ok := strings.CutPrefix(c.Layout, "scale "); ok && c.Role == "rating" {
			fmt.Fprintf(&b, "    rating: %s\n", yamlText(scale))
		}
	}
	if len(fields) > 0 {
		b.WriteString("    columns:\n")
		seen := map[string]bool{}
		for _, c := range fields {
			if !seen[c.Role] {
				fmt.Fprintf(&b, "      %s: %s\n", c.Role, yamlText(c.Name))
				seen[c.Role] = true
			}
		}
	}
	if len(questions) > 0 {
		b.WriteString("    questions:\n")
		for _, c := range questions {
			fmt.Fprintf(&b, "      - column: %s\n        kind: %s\n", yamlText(c.Name), c.Kind)
		}
	}
	return b.String()
}

// declarable are the roles that a mapping's columns can give.
var declarable = map[string]bool{
	"text": true, "id": true, "department": true, "service": true, "date": true, "updated": true, "due": true, "closed": true, "rating": true, "scale": true, "channel": true, "audience": true,
	"language": true, "question": true, "respondent": true, "session": true, "speaker": true, "turn": true, "title": true, "source": true,
}

// yamlText writes s so that YAML reads it as text.
func yamlText(s string) string {
	plain := regexp.MustCompile(`^[\pL][\pL\pN _/.-]*$`)
	if plain.MatchString(s) && !strings.HasSuffix(s, " ") && !strings.EqualFold(s, "yes") && !strings.EqualFold(s, "no") && !strings.EqualFold(s, "true") && !strings.EqualFold(s, "false") && !strings.EqualFold(s, "null") {
		return s
	}
	return strconv.Quote(s)
}
