package ingest

import (
	"errors"
	"regexp"
	"strings"

	"github.com/cespare/xxhash/v2"

	"voc"
)

// open311Format is GeoReport version 2, as JSON, XML or CSV, and Philadelphia's table of public cases.
var open311Format = Format{
	Name:         "open311",
	Tool:         "Open311 GeoReport v2, Philadelphia 311",
	Recognised:   "service_request_id with status, service_name or requested_datetime",
	Traps:        "description is often empty; status notes are staff's words and never labelled; three styles of dates in one record",
	order:        monthFirst,
	channel:      voc.Channel311,
	declaresText: true,
	wordless:     true,
	match: func(h *head) bool {
		return h.hasColumns(0, "service request id", "requested datetime") || h.hasColumns(0, "service request id", "status") || serviceList(h)
	},
	shape: func(p *plan, h *head) error {
		if serviceList(h) {
			return errors.New("an Open311 list of services, not of requests")
		}
		p.nameColumns(h, 1)
		p.give(roleText, "the request in the customer's words", "description")
		p.give(roleContext, "staff's words", "status notes", "service notice")
		p.give(roleID, "by format", "service request id")
		p.give(roleDepartment, "by format", "agency responsible")
		p.give(roleService, "by format", "service name", "subject")
		p.give(roleDate, "by format", "requested datetime")
		p.give(roleUpdated, "by format", "updated datetime")
		p.give(roleDue, "by format", "expected datetime")
		p.give(roleClosed, "by format", "closed datetime", "closed date")
		p.drop("about the case")
		return nil
	},
}

func serviceList(h *head) bool {
	return h.hasColumns(0, "service code", "service name", "type", "metadata") && !h.hasColumns(0, "service request id")
}

// nyc311Format is the service requests of New York, as Socrata publishes them.
var nyc311Format = Format{
	Name:         "nyc311",
	Tool:         "New York 311 (Socrata)",
	Recognised:   "columns Unique Key, Complaint Type and Descriptor",
	Traps:        "no words of customers: Resolution Description is staff's; due and closed dates are kept; the column decides if a copy has the day first",
	order:        monthFirst,
	channel:      voc.Channel311,
	declaresText: true,
	wordless:     true,
	match: func(h *head) bool {
		return h.hasColumns(0, "unique key", "complaint type") || h.hasColumns(0, "unique key", "agency name", "descriptor")
	},
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleText, "the request in the customer's words", "description", "comments", "additional details")
		p.give(roleContext, "staff's words", "resolution description")
		p.give(roleID, "by format", "unique key")
		p.give(roleDepartment, "by format", "agency name", "agency")
		p.give(roleService, "by format", "complaint type")
		p.give(roleDate, "by format", "created date")
		p.give(roleUpdated, "by format", "resolution action updated date")
		p.give(roleDue, "by format", "due date")
		p.give(roleClosed, "by format", "closed date")
		p.drop("about the case")
		return nil
	},
}

// boston311Format is the service requests of Boston.
var boston311Format = Format{
	Name:         "boston311",
	Tool:         "Boston 311",
	Recognised:   "columns case_enquiry_id and open_dt",
	Traps:        "no words of customers: closure_reason is staff's; target date kept for charter standards",
	channel:      voc.Channel311,
	declaresText: true,
	wordless:     true,
	match:        func(h *head) bool { return h.hasColumns(0, "case enquiry id", "open dt") },
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleText, "the request in the customer's words", "description", "comments")
		p.give(roleContext, "staff's words", "closure reason")
		p.give(roleID, "by format", "case enquiry id")
		p.give(roleDepartment, "by format", "subject", "department")
		p.give(roleService, "by format", "type")
		p.give(roleDate, "by format", "open dt")
		p.give(roleDue, "by format", "target dt", "sla target dt")
		p.give(roleClosed, "by format", "closed dt")
		p.drop("about the case")
		return nil
	},
}

// indexedBody is the body of one comment of a ticket, or of one event of an audit.
var indexedBody = regexp.MustCompile(`^(comments|events)\.\d+\.body$`)

// zendeskFormat is tickets, their comments or their audits, as JSON or as CSV.
var zendeskFormat = Format{
	Name:         "zendesk",
	Tool:         "Zendesk tickets, comments and audits",
	Recognised:   "description, subject and requester_id; or body, public and author_id; or audits with events",
	Traps:        "only the customer's public words; what agents write is context; deleted tickets are left out; a ticket's first comment repeats its description",
	channel:      voc.ChannelTicket,
	declaresText: true,
	wordless:     true,
	match: func(h *head) bool {
		return h.hasColumns(0, "description", "requester id", "status") || zendeskComments(h) || h.keyed && h.hasColumns(0, "ticket id", "events 0 id")
	},
	shape:   shapeZendesk,
	edit:    editZendesk,
	preview: func(status string) bool { return strings.EqualFold(status, "deleted") },
	check: func(b *builder) *voc.RowError {
		if b.tickets.unknown {
			return b.reject(b.line, voc.CodeStaff, "so many tickets that it is not known who began this one, the customer: declare the ids of staff with `staff: [ID, ...]`")
		}
		return nil
	},
}

func zendeskComments(h *head) bool {
	return h.hasColumns(0, "body", "public", "author id") || h.hasColumns(0, "body", "public", "ticket id", "user id")
}

func shapeZendesk(p *plan, h *head) error {
	p.nameColumns(h, 1)
	p.give(roleID, "by format", "id")
	p.give(roleDate, "by format", "created at", "created")
	p.give(roleUpdated, "by format", "updated at")
	p.give(roleStatus, "by format", "status")
	if zendeskComments(h) {
		p.give(roleText, "a comment's words", "body")
		p.give(rolePublic, "by format", "public")
		p.give(roleSession, "by format", "ticket id")
		p.give(roleRespondent, "by format", "author id", "user id")
		if len(p.mapping.Staff) == 0 {
			p.notes = append(p.notes, "who of the authors is staff cannot be told from this file for certain: the first author is taken for the customer; declare the ids of staff with `staff: [ID, ...]`")
		}
	} else {
		p.give(roleText, "the customer's first words", "description")
		p.give(roleTitle, "by format", "subject")
		p.give(roleRespondent, "by format", "requester id")
		p.give(roleRating, "by format", "satisfaction rating score")
		p.give(roleText, "the customer's words on the rating", "satisfaction rating comment")
		p.give(rolePublic, "by format", "is public")
	}
	p.dropped = "about the ticket"
	p.finish = func(p *plan) {
		for _, c := range p.columns {
			if c.role == roleNone && indexedBody.MatchString(c.name) {
				c.role, c.why = roleText, "a comment's words"
			}
		}
		p.drop(p.dropped)
	}
	return nil
}

// editZendesk leaves only what the customer wrote for others to read; the rest becomes context.
func editZendesk(b *builder) {
	b.tickets.unknown = false
	switch score := "satisfaction_rating.score"; strings.ToLower(b.named(score)) {
	case "good", "good_with_comment": // of two answers the better, not one of five
		b.set(score, "yes")
	case "bad", "bad_with_comment":
		b.set(score, "no")
	}
	requester := b.named("requester_id")
	if body := b.named("body"); body != "" {
		b.editComment("", b.answersTicket())
		return
	}
	if submitter := b.named("submitter_id"); submitter != "" && requester != "" && submitter != requester {
		b.setAside("description")
	}
	for _, i := range b.texts {
		name := b.columns[i].name
		prefix, ok := strings.CutSuffix(name, ".body")
		if !ok || i >= len(b.cells) || b.cells[i] == "" {
			continue
		}
		if kind := b.named(prefix + ".type"); kind != "" && !strings.EqualFold(kind, "comment") && !strings.EqualFold(kind, "voicecomment") {
			b.cells[i] = ""
			continue
		}
		if strings.TrimSpace(b.cells[i]) == b.named("description") {
			b.cells[i] = "" // the description is the first comment
			continue
		}
		author := b.author(prefix + ".")
		b.editComment(prefix+".", requester != "" && author != "" && author != requester)
	}
}

// editComment sets a comment aside if it is private, or its author is declared to be staff or must be, being another than the customer.
func (b *builder) editComment(prefix string, another bool) {
	private := b.named(prefix+"public") != "" && !yes(b.named(prefix+"public"))
	if private || another || matchesAny(b.author(prefix), b.mapping.Staff) {
		b.setAside(prefix + "body")
	}
}

func (b *builder) author(prefix string) string {
	if author := b.named(prefix + "author_id"); author != "" {
		return author
	}
	return b.named(prefix + "user_id")
}

func (b *builder) setAside(name string) {
	b.aside = join(b.aside, b.named(name))
	b.set(name, "")
}

// answersTicket reports whether somebody else than the author wrote the first comment of the ticket: the customer, who asked.
// Where the staff are declared, it is theirs that answer.
func (b *builder) answersTicket() bool {
	return len(b.mapping.Staff) == 0 && b.tickets.answers(b.named("ticket_id"), b.author(""))
}

// maxTickets bounds what is remembered of tickets: some 24 bytes of each.
const maxTickets = 4 << 20

// ticketAuthors knows by hashes who wrote the first comment of each ticket.
type ticketAuthors struct {
	first   map[uint64]uint32 // author of each ticket; 0 if nobody was named
	limit   int               // of tickets
	unknown bool              // the last ticket asked for is beyond the limit
}

// answers reports whether another than the author wrote the ticket's first comment, and remembers who did.
func (t *ticketAuthors) answers(ticket, author string) bool {
	key, who := xxhash.Sum64String(ticket), uint32(0)
	if author != "" {
		who = uint32(xxhash.Sum64String(author)) | 1
	}
	first, ok := t.first[key]
	t.unknown = !ok && len(t.first) >= t.limit
	if !ok && !t.unknown {
		t.first[key] = who
	}
	return ok && first != 0 && who != 0 && who != first
}
