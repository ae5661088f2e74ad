package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// declare gives columns the roles that the mapping says they have.
func (p *plan) declare() error {
	for _, field := range sortedKeys(p.mapping.Columns) {
		name := p.mapping.Columns[field]
		c := p.find(name)
		if c == nil {
			return fmt.Errorf("columns: %s: there is no column %q%s", field, name, p.suggest(name))
		}
		c.role, c.why = fields[field], "declared"
	}
	for _, q := range p.mapping.Questions {
		c := p.find(q.Column)
		if c == nil {
			return fmt.Errorf("questions: there is no column %q%s", q.Column, p.suggest(q.Column))
		}
		c.role, c.why, c.kind = roleText, "declared", q.Kind
		if q.Text != "" {
			c.question = q.Text
		} else if c.question == "" {
			c.question = c.name
		}
	}
	return nil
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// find returns the column with the name, header or spreadsheet letter given.
func (p *plan) find(name string) *column {
	for _, c := range p.columns {
		if c.name == name {
			return c
		}
	}
	plain := plainName(name)
	for _, c := range p.columns {
		if c.plain == plain || c.question == name {
			return c
		}
	}
	for i, c := range p.columns {
		if columnLetter(i) == name {
			return c
		}
	}
	return nil
}

func (p *plan) suggest(name string) string {
	known := map[string]bool{}
	for _, c := range p.columns {
		known[c.name] = true
	}
	if hint := didYouMean(name, known); hint != "" {
		return hint
	}
	var names []string
	for _, c := range p.columns[:min(12, len(p.columns))] {
		names = append(names, c.name)
	}
	return "; the columns are " + strings.Join(names, ", ")
}
