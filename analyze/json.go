package analyze

import (
	"strconv"
	"unicode/utf8"

	"voc"
)

// AppendLabels appends what r says of its comment as the members of a JSON object, without braces:
// needs, sentiment, sentiment_score, themes and mentions, whose places count Unicode code points.
//
// A comment without content has no_content, and one in a language that is not labelled unlabelled; a sentiment that is
// not known is null.
func AppendLabels(b []byte, r *voc.Record) []byte {
	b = append(b, `"needs":{`...)
	first := true
	for i, p := range r.Needs {
		if p == "" {
			continue
		}
		b = listComma(b, &first)
		b = append(b, '"')
		b = append(append(b, voc.Needs[i]...), `":"`...)
		b = append(append(b, p...), '"')
	}
	b = append(b, `},"sentiment":`...)
	if r.Sentiment == "" {
		b = append(b, "null"...)
	} else {
		b = append(append(append(b, '"'), r.Sentiment...), '"')
	}
	b = append(b, `,"sentiment_score":`...)
	b = strconv.AppendFloat(b, r.SentimentScore, 'f', -1, 64)
	b = append(b, `,"themes":[`...)
	first = true
	for _, theme := range r.Themes {
		b = AppendJSONString(listComma(b, &first), theme)
	}
	b = append(b, `],"mentions":[`...)
	first = true
	var at places
	for i := range r.Mentions {
		b = appendMention(listComma(b, &first), &r.Mentions[i], r.Text, &at)
	}
	b = append(b, ']')
	if r.NoContent {
		b = append(b, `,"no_content":true`...)
	}
	if r.Unlabelled {
		b = append(b, `,"unlabelled":true`...)
	}
	return b
}

func appendMention(b []byte, m *voc.Mention, text string, at *places) []byte {
	b = append(append(b, `{"kind":"`...), m.Kind...)
	b = AppendJSONString(append(b, `","label":`...), m.Label)
	if m.Polarity != "" {
		b = append(append(append(b, `,"polarity":"`...), m.Polarity...), '"')
	}
	b = strconv.AppendFloat(append(b, `,"score":`...), m.Score, 'f', -1, 64)
	b = strconv.AppendInt(append(b, `,"unit":`...), int64(m.Unit), 10)
	b = strconv.AppendInt(append(b, `,"start":`...), int64(at.runes(text, m.Span.Start)), 10)
	b = strconv.AppendInt(append(b, `,"end":`...), int64(at.runes(text, m.Span.End)), 10)
	b = AppendJSONString(append(b, `,"evidence":`...), text[m.Span.Start:m.Span.End])
	b = append(append(append(b, `,"by":"`...), m.By...), '"')
	if m.Rule != "" {
		b = AppendJSONString(append(b, `,"rule":`...), m.Rule)
	}
	if m.Uncertain {
		b = append(b, `,"uncertain":true`...)
	}
	return append(b, '}')
}

// places counts code points up to a byte, going on from the last one asked for.
type places struct {
	bytes, count int
}

func (p *places) runes(text string, end int) int {
	if end < p.bytes {
		p.count -= utf8.RuneCountInString(text[end:p.bytes])
	} else {
		p.count += utf8.RuneCountInString(text[p.bytes:end])
	}
	p.bytes = end
	return p.count
}

func listComma(b []byte, first *bool) []byte {
	if *first {
		*first = false
		return b
	}
	return append(b, ',')
}

// AppendJSONString appends s as a JSON string.
func AppendJSONString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(append(b, s[from:i]...), "\ufffd"...)
				from = i + 1
			}
			i += n
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		from = i
	}
	return append(append(b, s[from:]...), '"')
}
