package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"voc"
	"voc/analyze"
	"voc/index"
	"voc/internal/nightly"
	"voc/internal/workspace"
)

// addOptions are what "voc codebook add" is asked for.
type addOptions struct {
	*globals
	query      index.Query
	label      string
	labelled   string
	noSynonyms bool
	dryRun     bool
}

// newCodebookAdd returns the command that makes a search a rule.
func newCodebookAdd(g *globals) *cobra.Command {
	opt := addOptions{globals: g}
	c := &cobra.Command{
		Use:   "add THEME query",
		Short: "Make a search a rule of a theme",
		Long: `Make a search a rule that gives comments a theme, from the next run on. The query is that of "voc search", so is every flag.

The words are spelled out in all the forms that comments have them in. Side by side, OR, *, ~ and words of like meaning stay what they are.
A rule looks at one sentence: what must be there, at most two things, must stand in the same one, and what must not be there must not stand in it.
--polarity says how the theme was met, --channel where the rule holds, --need the need that a new theme stands under.
Other filters cannot become part of a rule, because a rule reads words; they are named and left out.

How good the rule is, is told from comments that people labelled: those of --labelled, JSON lines as "voc eval" reads them
with a list of themes, and those whose theme was corrected or confirmed in this workspace.`,
		Example: `  voc codebook add callback '"call back" OR callback' --need control --polarity unmet --dry-run
  voc codebook add follow_up '"never heard back"' --polarity unmet --labelled gold.jsonl`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			opt.label, opt.query.Text = args[0], strings.Join(args[1:], " ")
			opt.query.Synonyms = !opt.noSynonyms
			return addRule(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), &opt)
		},
	}
	bindFilter(c, &opt.query.Filter)
	flags := c.Flags()
	flags.BoolVar(&opt.query.SameUnit, "same-unit", false, "as in the search: a rule always looks at one sentence")
	flags.BoolVar(&opt.noSynonyms, "no-synonyms", false, "take the words as they are, not words of like meaning")
	flags.StringVar(&opt.labelled, "labelled", "", "file of comments whose themes people said")
	flags.BoolVar(&opt.dryRun, "dry-run", false, "show the rule and how good it is, and keep nothing")
	return c
}

func addRule(ctx context.Context, stdout, stderr io.Writer, opt *addOptions) error {
	w, run, err := opt.published()
	if err != nil {
		return err
	}
	if err := checkPublished(&opt.query.Filter, w, run); err != nil {
		return err
	}
	book, err := nightly.Codebook(w)
	if err != nil {
		return err
	}
	ix, err := openIndex(w, run)
	if err != nil {
		return err
	}
	defer ix.Close()
	d, err := opt.draft(book, ix)
	if err != nil {
		return err
	}
	if err := opt.try(ctx, d, book, w, ix); err != nil {
		return err
	}
	if err := d.print(stdout, opt.json); err != nil || opt.dryRun {
		return err
	}
	path, err := opt.keep(w, d)
	if err == nil && !opt.quiet {
		fmt.Fprintf(stderr, "voc: added to %s; the next run labels all comments by it\n", path)
	}
	return err
}

// A draft is a rule that was made of a search, and what is known of it.
type draft struct {
	Label string         `json:"label"`
	New   bool           `json:"new"` // the codebook has no such label yet
	Rules []analyze.Rule `json:"-"`
	Left  []string       `json:"left_out"` // parts of the search that are not in the rule, and why
	Found foundBy        `json:"search"`
	Tried []trial        `json:"samples"`
	Doubt []string       `json:"cannot_tell"`

	list  string // of the codebook
	entry analyze.Entry
}

var labelID = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)

// draft makes a rule of the search.
func (opt *addOptions) draft(book *analyze.Codebook, ix *index.Index) (*draft, error) {
	d := &draft{Label: opt.label, list: "themes"}
	hasID := func(e analyze.Entry) bool { return e.ID == opt.label }
	switch {
	case slices.ContainsFunc(book.Needs, hasID):
		return nil, fail(exitUsage, `name a theme of that need; "voc codebook show" lists them`, "%s is a need, which has no rules of its own", opt.label)
	case slices.ContainsFunc(book.Serious, hasID):
		d.list = "serious"
	case !slices.ContainsFunc(book.Themes, hasID):
		d.New = true
		if !labelID.MatchString(opt.label) {
			return nil, fail(exitUsage, "write it as missed_pickup", "%q cannot be the id of a theme", opt.label)
		}
	}
	alternatives, err := ix.Alternatives(opt.query.Text, opt.query.Synonyms)
	if err != nil {
		return nil, queryFailure(err)
	}
	if d.Rules, err = opt.rules(book, alternatives); err != nil {
		return nil, err
	}
	d.Left = opt.leftOut(d)
	d.entry = analyze.Entry{ID: opt.label, Adds: !d.New, Rules: d.Rules}
	if d.New {
		d.entry.Name = strings.ToUpper(opt.label[:1]) + strings.ReplaceAll(opt.label[1:], "_", " ")
		d.entry.Definition = "What the search " + opt.query.Text + " finds."
		if needs := opt.query.Filter.Need; len(needs) == 1 {
			d.entry.Need = voc.Need(needs[0])
		}
	}
	d.entry.Examples = []analyze.Example{{Text: example(d.Rules[0]), Polarity: d.Rules[0].Polarity, Channel: d.Rules[0].Channel}}
	return d, nil
}

// rules returns a rule for each alternative, in each channel that was asked for.
func (opt *addOptions) rules(book *analyze.Codebook, alternatives []index.Alternative) ([]analyze.Rule, error) {
	const sentence = 1000 // words: further apart than any two of a sentence
	polarity := voc.Polarity("")
	if list := opt.query.Filter.Polarity; len(list) == 1 {
		polarity = voc.Polarity(list[0])
	}
	taken := map[string]bool{}
	for _, e := range slices.Concat(book.Needs, book.Themes, book.Serious) {
		for _, r := range e.Rules {
			taken[r.ID] = true
		}
	}
	var rules []analyze.Rule
	for _, a := range alternatives {
		// The words say it all: a "not" before them is in the search if it was meant.
		r := analyze.Rule{Polarity: polarity, Negation: "keeps", Any: patterns(book, a.All[0]), Unless: patterns(book, a.None)}
		if len(a.All) > 1 {
			r.Near = patterns(book, a.All[1])
		}
		if len(r.Any) == 0 || len(a.All) > 1 && len(r.Near) == 0 {
			return nil, fail(exitUsage, "", "%q has a word that rules cannot have", opt.query.Text)
		}
		if len(r.Near)+len(r.Unless) > 0 {
			r.Within = sentence
		}
		for _, r.Channel = range append(opt.query.Filter.Channel, "")[:max(1, len(opt.query.Filter.Channel))] {
			r.ID = ruleID(opt.label, opt.query.Text, taken)
			rules = append(rules, r)
		}
	}
	return rules, nil
}

// ruleID returns a free id of a rule that reminds of the search.
func ruleID(label, text string, taken map[string]bool) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	words = slices.DeleteFunc(words, func(w string) bool { return w == "or" || w == "and" || w == "not" })
	id := label + "." + cmp.Or(strings.Join(words[:min(3, len(words))], "_"), "search")
	for n, base := 2, id; taken[id]; n++ {
		id = fmt.Sprintf("%s_%d", base, n)
	}
	taken[id] = true
	return id
}

// patterns writes wordings as a codebook has them. Forms that rules do not know, such as "e-mail", are left out.
func patterns(book *analyze.Codebook, wordings []index.Wording) []string {
	known := func(pattern string) bool {
		_, err := book.Finder(analyze.Entry{ID: "x", Rules: []analyze.Rule{{ID: "x.1", Any: []string{pattern}}}})
		return err == nil
	}
	var list []string
	for _, wording := range wordings {
		var elements []string
		for _, forms := range wording {
			forms = slices.DeleteFunc(slices.Clone(forms), func(form string) bool { return !known(form) })
			elements = append(elements, cmp.Or(strings.Join(forms, "|"), "_"))
		}
		if pattern := strings.Join(elements, " "); known(pattern) && !slices.Contains(list, pattern) {
			list = append(list, pattern)
		}
	}
	return list
}

// example returns a sentence in which the rule finds its label, made of its own words.
func example(r analyze.Rule) string {
	words := func(pattern string) string {
		var list []string
		for _, element := range strings.Fields(pattern) {
			form, _, _ := strings.Cut(element, "|")
			list = append(list, strings.ReplaceAll(strings.TrimSuffix(form, "*"), "_", "so"))
		}
		return strings.Join(list, " ")
	}
	text := "They spoke of " + words(r.Any[0])
	if len(r.Near) > 0 {
		text += " and " + words(r.Near[0])
	}
	return text + "."
}

// leftOut names the parts of the search that are not in the rule.
func (opt *addOptions) leftOut(d *draft) []string {
	var list []string
	f := opt.query.Filter
	out := func(flag string, values []string, why string) {
		if values = slices.DeleteFunc(values, func(v string) bool { return v == "" }); len(values) > 0 {
			list = append(list, fmt.Sprintf("--%s %s: %s", flag, strings.Join(values, ","), why))
		}
	}
	const reads = "a rule reads words"
	out("dept", f.Dept, reads+", and holds for every department")
	out("from", []string{f.From}, reads+", and holds on every day")
	out("to", []string{f.To}, reads+", and holds on every day")
	out("audience", f.Audience, reads+", and holds for everybody")
	out("sentiment", f.Sentiment, reads+", not how a comment feels as a whole")
	out("theme", f.Theme, reads+", not other labels")
	switch {
	case !d.New:
		out("need", f.Need, "the codebook says which need "+d.Label+" stands under")
	case len(f.Need) > 1:
		out("need", f.Need, "a theme stands under one need")
	}
	if len(f.Polarity) > 1 {
		out("polarity", f.Polarity, "a rule has one polarity; this one has that of the sentence")
	}
	for _, r := range d.Rules {
		if len(r.Near)+len(r.Unless) > 0 && !opt.query.SameUnit {
			return append(list, "anywhere in the comment: a rule looks at one sentence (--same-unit searches so)")
		}
	}
	return list
}

// keep writes the rule into the workspace's codebook, which it makes if there is none, and returns the file's name.
func (opt *addOptions) keep(w *workspace.Workspace, d *draft) (string, error) {
	path := w.Path(w.Config.Codebook)
	fresh := path == ""
	if fresh {
		path = filepath.Join(w.Dir, "codebook.yaml")
		if _, err := os.Stat(path); err == nil {
			return "", fail(exitUsage, `add the line "codebook: codebook.yaml" to voc.yaml, or move the file away`, "%s is there, but voc.yaml does not name it", path)
		}
	}
	if err := addToCodebook(path, d.list, d.entry); err != nil {
		return "", err
	}
	if !fresh {
		return path, nil
	}
	return path, nameCodebook(cmp.Or(opt.config, filepath.Join(w.Dir, "voc.yaml")), path)
}
