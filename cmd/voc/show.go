package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"voc"
	"voc/index"
)

// showOptions are what "voc show" is asked for.
type showOptions struct {
	*globals
	id string
}

// newShow shows one comment.
func newShow(g *globals) *cobra.Command {
	opt := showOptions{globals: g}
	return &cobra.Command{
		Use:   "show <id>",
		Short: "Show a comment, its labels and the words behind them",
		Long: `Show a comment with the words marked that its labels rest on, a table of the labels,
the file and row it came from, and what was said before and after it in its session.

The beginning of an id will do if no other comment's begins so.`,
		Example: "  voc show c114b4b5f0c13aba2",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			opt.id = args[0]
			return show(c.OutOrStdout(), &opt)
		},
	}
}

func show(stdout io.Writer, opt *showOptions) error {
	w, run, err := opt.published()
	if err != nil {
		return err
	}
	ix, err := openIndex(w, run)
	if err != nil {
		return err
	}
	defer ix.Close()
	r, err := find(ix, opt.id)
	if err != nil {
		return err
	}
	before, after, err := neighbours(ix, &r)
	if err != nil {
		return err
	}
	if opt.json {
		return printJSON(stdout, struct {
			commentJSON
			Before []turnJSON `json:"before,omitempty"`
			After  []turnJSON `json:"after,omitempty"`
		}{newCommentJSON(&r), turnsJSON(before), turnsJSON(after)})
	}
	p := newPage(stdout, opt.colored(stdout))
	p.comment(&r)
	p.labels(&r)
	p.turns("before", before)
	p.turns("after", after)
	return p.err
}

// find returns the comment with the id, or the one whose id begins so.
func find(ix *index.Index, id string) (voc.Record, error) {
	r, err := ix.Get(id)
	if !errors.Is(err, index.ErrNotFound) {
		return r, err
	}
	const some = 5
	ids, err := ix.Complete(id, some)
	switch {
	case err != nil:
		return r, err
	case len(ids) == 0 || id == "":
		return r, fail(exitFailed, `type "voc search" to find comments`, "no comment has the id %q, or one that begins so", id)
	case len(ids) > 1:
		return r, fail(exitUsage, "type more of it: "+strings.Join(ids, ", "), "more than one comment's id begins with %q", id)
	}
	return ix.Get(ids[0])
}

// around is how many turns are shown on either side of a comment.
const around = 3

// neighbours returns what was said before and after a comment in its session.
func neighbours(ix *index.Index, r *voc.Record) (before, after []voc.Record, err error) {
	if r.Session == "" {
		return nil, nil, nil
	}
	session, err := ix.Session(r.Source, r.Session)
	if err != nil {
		return nil, nil, err
	}
	at := slices.IndexFunc(session, func(other voc.Record) bool { return other.ID == r.ID })
	if at < 0 {
		return nil, nil, nil
	}
	return session[max(0, at-around):at], session[at+1 : min(len(session), at+1+around)], nil
}

type turnJSON struct {
	ID      string `json:"comment_id"`
	Turn    int    `json:"turn"`
	Speaker string `json:"speaker,omitempty"`
	Text    string `json:"text"`
}

func turnsJSON(records []voc.Record) []turnJSON {
	var list []turnJSON
	for _, r := range records {
		list = append(list, turnJSON{r.ID, r.Turn, r.Speaker, r.Text})
	}
	return list
}

// comment prints the whole of a comment and what is known of it, the evidence of its labels marked.
func (p *page) comment(r *voc.Record) {
	p.line(p.in(bold, plain(r.ID)))
	known := func(name, value string) {
		if value != "" {
			p.line("  ", pad(name, 12), plain(value))
		}
	}
	known("from", r.Origin.String())
	known("received", dayOf(r))
	known("department", r.Department)
	known("service", r.Service)
	known("channel", r.Channel)
	known("audience", r.Audience)
	known("question", r.Question)
	known("speaker", r.Speaker)
	if r.Session != "" {
		known("session", fmt.Sprintf("%s, turn %d", r.Session, r.Turn))
	}
	if r.Rating != nil {
		known("rating", fmt.Sprintf("%.2f of 1", *r.Rating))
	}
	known("language", r.Language)
	if r.Sentiment != "" {
		known("sentiment", fmt.Sprintf("%s %+.2f", r.Sentiment, r.SentimentScore))
	}
	known("campaign", r.Campaign)
	p.line()
	for _, line := range wrap(r.Text, 96) {
		p.line("  ", p.spread(r.Text[line.Start:line.End], within(evidence(r), line.Start, line.End)))
	}
}

// evidence returns the spans of all labels of needs and themes, in order, overlapping ones as one.
func evidence(r *voc.Record) []voc.Span {
	var spans []voc.Span
	for _, m := range r.Mentions {
		if m.Kind != voc.KindSentiment {
			spans = append(spans, m.Span)
		}
	}
	slices.SortFunc(spans, func(a, b voc.Span) int { return a.Start - b.Start })
	var joined []voc.Span
	for _, s := range spans {
		if n := len(joined); n > 0 && s.Start < joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// wrap returns the lines of text, each at most width characters where there are spaces.
func wrap(text string, width int) []voc.Span {
	var lines []voc.Span
	for at := 0; at < len(text); {
		end := forward(text, at, width)
		if i := strings.IndexByte(text[at:end], '\n'); i >= 0 {
			end = at + i
		}
		lines = append(lines, voc.Span{Start: at, End: end})
		for at = end; at < len(text) && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r'); at++ {
		}
	}
	return lines
}

// labels prints a row for each label: what it is, how sure, what gave it, and the words behind it.
func (p *page) labels(r *voc.Record) {
	if len(r.Mentions) == 0 {
		p.line()
		p.line("  no labels")
		return
	}
	p.line()
	p.line("  ", p.in(dim, pad("label", 34)+pad("score", 8)+pad("by", 22)+"words"))
	for _, m := range r.Mentions {
		label := m.Kind + " " + m.Label
		if m.Polarity != "" {
			label += " " + string(m.Polarity)
		}
		by := m.By
		if m.Rule != "" {
			by += " " + m.Rule
		}
		score := fmt.Sprintf("%.2f", m.Score)
		if m.Uncertain {
			score += "?"
		}
		p.line("  ", pad(plain(label), 33), " ", pad(score, 7), " ", pad(plain(by), 21), " ", plain(r.Text[m.Span.Start:m.Span.End]))
	}
}

// turns prints what was said around a comment.
func (p *page) turns(heading string, records []voc.Record) {
	if len(records) == 0 {
		return
	}
	p.line()
	p.line("  ", p.in(dim, heading))
	for _, r := range records {
		p.line("  ", p.in(dim, fmt.Sprintf("%d %s: ", r.Turn, plain(r.Speaker))), p.excerpt(r.Text, nil))
	}
}
