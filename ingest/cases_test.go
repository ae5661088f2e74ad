package ingest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"voc"
)

// TestManyTickets checks that what agents write is no customer's comment, however many tickets there are.
func TestManyTickets(t *testing.T) {
	const tickets = maxKnown + 100
	var b strings.Builder
	b.WriteString("ticket_id,author_id,comment_id,created_at,body,public\n")
	for i := range tickets {
		fmt.Fprintf(&b, "%d,c%d,%d,2026-03-01T10:00:00Z,The bins in street %d were not emptied,true\n", i, i, 2*i, i)
		fmt.Fprintf(&b, "%d,staff1,%d,2026-03-01T11:00:00Z,Thank you for writing to us about %d,true\n", i, 2*i+1, i)
	}
	comments, rejects, _ := readAll(t, write(t, "tickets.csv", []byte(b.String())), Options{})
	agents := 0
	for _, c := range comments {
		if strings.HasPrefix(c.Text, "Thank") {
			agents++
		}
	}
	if len(comments) != tickets || len(rejects) != tickets || agents != 0 {
		t.Errorf("%d comments, %d of them agents', %d rejected; want %d of customers and as many rejected", len(comments), agents, len(rejects), tickets)
	}
}

// TestTicketsBeyondLimit checks that a ticket of which nobody knows who began it gives no comment, but a reason.
func TestTicketsBeyondLimit(t *testing.T) {
	authors := ticketAuthors{first: map[uint64]uint32{}, limit: 2}
	for _, test := range []struct {
		ticket, author   string
		answers, unknown bool
	}{
		{"1", "ann", false, false},
		{"2", "", false, false},
		{"3", "bob", false, true},
		{"1", "ann", false, false},
		{"1", "bob", true, false},
		{"2", "bob", false, false},
		{"3", "bob", false, true},
	} {
		if got := authors.answers(test.ticket, test.author); got != test.answers || authors.unknown != test.unknown {
			t.Errorf("ticket %s of %q: answers %t, unknown %t; want %t, %t", test.ticket, test.author, got, authors.unknown, test.answers, test.unknown)
		}
	}
	b := newBuilder(&plan{format: &zendeskFormat}, &reading{}, "tickets.csv")
	b.tickets.unknown = true
	var row *voc.RowError
	if err := b.leftOut(); !errors.As(err, &row) || row.Code != voc.CodeStaff || !strings.Contains(row.Reason, "declare the ids of staff") {
		t.Errorf("error %v, want one of code staff that asks for the ids of staff", err)
	}
}
