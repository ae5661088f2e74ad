package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"voc/internal/workspace"
)

// A valueError says why a flag, or the variable that stands for it, cannot have a value.
type valueError struct{ message, hint string }

func (e *valueError) Error() string { return e.message }

// Words are the value of a flag that takes several, each as it is written.
type words []string

func (w *words) String() string { return strings.Join(*w, ",") }
func (*words) Type() string     { return "strings" }

func (w *words) Set(word string) error {
	*w = append(*w, word)
	return nil
}

// A choice is the value of a flag that takes one of a few words.
type choice struct {
	value *string
	words []string
}

// chooseFlag binds a flag that takes one of the words, the first if it is not given.
func chooseFlag(flags *pflag.FlagSet, value *string, name string, words ...string) {
	*value = words[0]
	flags.Var(choice{value, words}, name, strings.Join(words[:len(words)-1], ", ")+" or "+words[len(words)-1])
}

func (c choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

func (choice) Type() string { return "string" }

func (c choice) Set(word string) error {
	if !slices.Contains(c.words, word) {
		err := &valueError{message: "it takes " + strings.Join(c.words, ", ")}
		if near := nearest(word, slices.Clone(c.words)); near != "" {
			err.hint = fmt.Sprintf("did you mean %q?", near)
		}
		return err
	}
	*c.value = word
	return nil
}

// A day is the value of a flag that takes a day.
type day time.Time

func (d *day) String() string {
	if time.Time(*d).IsZero() {
		return ""
	}
	return time.Time(*d).Format(time.DateOnly)
}

func (*day) Type() string { return "day" }

func (d *day) Set(text string) error {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return &valueError{message: "it is not a day", hint: "write it as 2026-09-30"}
	}
	*d = day(t)
	return nil
}

// A percent is the value of a flag that takes a percentage.
type percent float64

func (p *percent) String() string { return strconv.FormatFloat(float64(*p), 'g', -1, 64) }
func (*percent) Type() string     { return "float" }

func (p *percent) Set(text string) error {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return &valueError{message: "a number is wanted"}
	}
	if err := workspace.CheckPercent(value); err != nil {
		return err
	}
	*p = percent(value)
	return nil
}

// A positive is the value of a flag that takes a whole number from 1.
type positive int

func (p *positive) String() string { return strconv.Itoa(int(*p)) }
func (*positive) Type() string     { return "int" }

func (p *positive) Set(text string) error {
	value, err := strconv.Atoi(text)
	if err != nil {
		return &valueError{message: "a whole number is wanted"}
	}
	if err := workspace.CheckPositive(value); err != nil {
		return err
	}
	*p = positive(value)
	return nil
}
