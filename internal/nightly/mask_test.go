package nightly

import (
	"testing"

	"voc"
)

func TestMask(t *testing.T) {
	var m masker
	for range 2 { // the second time from memory
		c := voc.Comment{
			ID: "c1", Native: "jo.doe@example.org", Session: "call 617-555-0134", Question: "Mrs Doe, how was Elm Hospice?", Service: "Elm Hospice",
			Department: "Water 617-555-0134", Source: "jane@example.org", Text: "Ring 617-555-0134.", Masked: 1,
		}
		m.mask(&c)
		for _, field := range [][2]string{
			{c.ID, "c1"}, {c.Question, "Mrs [name], how was Elm Hospice?"}, {c.Service, "Elm Hospice"},
			{c.Department, "Water [phone]"}, {c.Source, "[email]"}, {c.Text, "Ring [phone]."},
		} {
			if field[0] != field[1] {
				t.Errorf("masked: %q, want %q", field[0], field[1])
			}
		}
		if c.Masked != 2 {
			t.Errorf("%d details masked, want 2: one by the reader", c.Masked)
		}
		if len(c.Native) != 17 || len(c.Session) != 17 || c.Native == c.Session {
			t.Errorf("pseudonyms %q and %q, want a letter and 16 digits", c.Native, c.Session)
		}
	}
	for _, id := range []string{"", "6175550134", "4111111111111111", "R_3fXx9", "focus-2026-09-01", "550e8400-e29b-41d4-a716-446655440000"} {
		if got := pseudonym('n', id); got != id {
			t.Errorf("pseudonym(%q) = %q: it names nobody", id, got)
		}
	}
}
