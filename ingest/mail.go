package ingest

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
)

var errMail = errors.New("e-mail, in which headers, replies and quotes stand beside the customer's words: export the mailbox as CSV with a row for each message, such as date, subject and body")

var (
	mailHead = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9-]{1,40}):(?:[ \t]|$)`)
	mailFrom = regexp.MustCompile(`^From \S+ .*\d{2}:\d{2}`)
)

// Headers of e-mail: those that nothing else has, and those that other texts may begin with too.
var (
	ownMailHeads = map[string]bool{
		"message-id": true, "mime-version": true, "content-type": true, "content-transfer-encoding": true, "received": true, "return-path": true, "delivered-to": true, "in-reply-to": true, "reply-to": true, "dkim-signature": true,
	}
	mailHeads = map[string]bool{"from": true, "to": true, "cc": true, "bcc": true, "sent": true, "date": true, "subject": true}
)

// isMail reports whether a sample begins as an e-mail or a mailbox does: with its headers.
func isMail(sample []byte) bool {
	sample = bytes.TrimLeft(sample, "\r\n")
	line, rest, _ := bytes.Cut(sample, []byte("\n"))
	if mailFrom.Match(line) {
		sample = rest
	}
	own, heads := 0, 0
	for line := range bytes.Lines(sample[:min(len(sample), 16<<10)]) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue // goes on with the header before
		}
		m := mailHead.FindSubmatch(line)
		if m == nil {
			return false
		}
		name := strings.ToLower(string(m[1]))
		if ownMailHeads[name] {
			own++
		}
		if mailHeads[name] {
			heads++
		}
	}
	return own > 0 && heads > 0 || heads >= 3
}
