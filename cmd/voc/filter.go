package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"voc"
)

// bindFilter binds the flags that choose comments, the same for every command that has them.
// The values are as typed until [checkFilter] has seen them.
func bindFilter(c *cobra.Command, filter *voc.Filter) {
	flags := c.Flags()
	flags.StringSliceVar(&filter.Dept, "dept", nil, "departments, by id, name or alias")
	flags.StringSliceVar(&filter.Need, "need", nil, "needs: dignity, control, understanding, resolution")
	flags.StringSliceVar(&filter.Polarity, "polarity", nil, "how the need or theme was met: met, unmet, mixed")
	flags.StringSliceVar(&filter.Theme, "theme", nil, "themes, by id")
	flags.StringSliceVar(&filter.Sentiment, "sentiment", nil, "positive, negative, neutral, mixed")
	flags.StringSliceVar(&filter.Channel, "channel", nil, "survey, transcript, review, social, ticket, 311, email, comment")
	flags.StringSliceVar(&filter.Audience, "audience", nil, "external, internal")
	flags.StringVar(&filter.From, "from", "", "first day, as 2006-01-02")
	flags.StringVar(&filter.To, "to", "", "last day, as 2006-01-02")
}

// The values that parts of a filter can have.
var (
	polarities = []string{"met", "unmet", "mixed"}
	sentiments = []string{"positive", "negative", "neutral", "mixed"}
	channels   = []string{"survey", "transcript", "review", "social", "ticket", "311", "email", "comment"}
	audiences  = []string{"external", "internal"}
)

func needNames() []string {
	names := make([]string, len(voc.Needs))
	for i, need := range voc.Needs {
		names[i] = string(need)
	}
	return names
}

// checkFilter brings the values of filter to those of the tables, departments to their ids,
// and reports the first that cannot be meant, with the nearest that can (exit status 2).
// A department or theme that the workspace knows nothing of is taken as it is written when none are given.
func checkFilter(filter *voc.Filter, departments []voc.Department, themes []string) error {
	var names []string
	for _, d := range departments {
		names = append(names, d.ID)
	}
	for i, dept := range filter.Dept {
		filter.Dept[i] = departmentID(dept, departments)
	}
	for _, part := range []struct {
		flag          string
		values, known []string
	}{
		{"dept", filter.Dept, names},
		{"need", filter.Need, needNames()},
		{"polarity", filter.Polarity, polarities},
		{"theme", filter.Theme, themes},
		{"sentiment", filter.Sentiment, sentiments},
		{"channel", filter.Channel, channels},
		{"audience", filter.Audience, audiences},
	} {
		if err := checkValues(part.flag, part.values, part.known); err != nil {
			return err
		}
	}
	return checkDays(filter.From, filter.To)
}

// departmentID returns the id of the department that is called name, or name if none is.
func departmentID(name string, departments []voc.Department) string {
	for _, d := range departments {
		called := func(s string) bool { return strings.EqualFold(s, name) }
		if called(d.ID) || called(d.Name) || slices.ContainsFunc(d.Aliases, called) {
			return d.ID
		}
	}
	return name
}

// checkValues brings values to the case of the known, and reports one that is not known.
func checkValues(flag string, values, known []string) error {
	for i, value := range values {
		at := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, strings.TrimSpace(value)) })
		switch {
		case at >= 0:
			values[i] = known[at]
		case len(known) > 0:
			hint := "one of " + strings.Join(known, ", ")
			if near := nearest(value, slices.Clone(known)); near != "" {
				hint = "did you mean " + near + "?"
			}
			return fail(exitUsage, hint, "--%s: nothing is called %q", flag, value)
		}
	}
	return nil
}

// checkDays reports a day that is not one, or a period that ends before it begins.
func checkDays(from, to string) error {
	for _, day := range []struct{ flag, value string }{{"from", from}, {"to", to}} {
		if day.value == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, day.value); err != nil {
			return fail(exitUsage, fmt.Sprintf("type it as --%s 2026-09-30", day.flag), "--%s: %q is not a day", day.flag, day.value)
		}
	}
	if from != "" && to != "" && to < from {
		return fail(exitUsage, "", "--from %s is after --to %s", from, to)
	}
	return nil
}
