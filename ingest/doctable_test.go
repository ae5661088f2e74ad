package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// document is a Word document of the paragraphs given; one with bars is a row of a table.
func document(t *testing.T, lines ...string) []byte {
	t.Helper()
	var b strings.Builder
	table := false
	for _, line := range append(lines, "") {
		cells := strings.Split(line, "|")
		if in := len(cells) > 1; in != table {
			table = in
			b.WriteString(map[bool]string{true: "<w:tbl>", false: "</w:tbl>"}[in])
		}
		if !table {
			fmt.Fprintf(&b, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", line)
			continue
		}
		b.WriteString("<w:tr>")
		for _, cell := range cells {
			fmt.Fprintf(&b, "<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>", cell)
		}
		b.WriteString("</w:tr>")
	}
	return zipOf(t, map[string]string{"word/document.xml": `<w:document xmlns:w="w"><w:body>` + b.String() + "</w:body></w:document>"})
}

// Tables of a document are read for what they are: a talk, or responses.
func TestDocumentTables(t *testing.T) {
	talk := []string{"00:01|Moderator|How was the pool this summer?", "00:07|Maya|The water was cold all of July", "00:15|Tom|We had to queue with a small child", "00:31|Moderator|And the people there?", "00:40|Maya|They were kind to my son"}
	untimed := make([]string, len(talk))
	for i, row := range talk {
		_, untimed[i], _ = strings.Cut(row, "|")
	}
	said := []string{"Speaker 1 2026-03-03: The water was cold all of July", "Speaker 2 2026-03-03: We had to queue with a small child", "Speaker 1 2026-03-03: They were kind to my son"}
	for name, test := range map[string]struct {
		lines []string
		want  []string
	}{
		"headed":  {append([]string{"The pool", "Date: 3 March 2026", "", "Time|Speaker|Words"}, talk...), said},
		"plain":   {append([]string{"Date: 3 March 2026"}, talk...), said},
		"untimed": {append([]string{"Date: 3 March 2026"}, untimed...), said},
		"responses": {
			[]string{"What we heard", "Date|Department|Comment", "2026-03-04|Parks|The gate was shut at noon again", "2026-03-05|Parks|Somebody swept the court for us", "2026-03-06|Pool|The water was cold all of July"},
			[]string{"Parks 2026-03-04: The gate was shut at noon again", "Parks 2026-03-05: Somebody swept the court for us", "Pool 2026-03-06: The water was cold all of July"},
		},
	} {
		comments, rejects, _ := readAll(t, write(t, "pool.docx", document(t, test.lines...)), Options{})
		var got []string
		for _, c := range comments {
			got = append(got, fmt.Sprintf("%s%s %s: %s", c.Speaker, c.Department, c.Time.Format("2006-01-02"), c.Text))
		}
		if diff := cmp.Diff(test.want, got); diff != "" || len(rejects) != 0 {
			t.Errorf("%s: %d rejects, comments differ (-want +got):\n%s", name, len(rejects), diff)
		}
	}
}

// The lines above a talk are not part of it, whatever they are called.
func TestHeadingParagraph(t *testing.T) {
	const talk = "Moderator: How was the pool?\nMaya: The water was cold all summer.\nModerator: And the staff?\nMaya: They were kind to my son.\n"
	for _, top := range []string{
		"Focus group: The pool\nDate: 3 March 2026\n\n",
		"The pool: an evening with neighbors\nDate: 3 March 2026\nParticipants: 6\n\n",
		"An evening at the pool\nDate: 3 March 2026\nPool room: upstairs\n\n",
	} {
		f, err := sniff(bytesSource("group.txt", []byte(top+talk)), Options{Name: "group.txt"})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for c, err := range f.Comments() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprintf("%s %s", c.Speaker, c.Time.Format("2006-01-02")))
		}
		if want := []string{"Speaker 1 2026-03-03", "Speaker 1 2026-03-03"}; !cmp.Equal(got, want) {
			t.Errorf("%q: %q, want %q", top, got, want)
		}
	}
}

// E-mail is refused, since its headers and quotes would be taken for people who talk; a talk about mail is not.
func TestMailRefused(t *testing.T) {
	const mail = "From: Ann <ann@example.org>\nTo: pool@example.org\nSubject: The gate\nDate: Wed, 01 Jul 2026 08:00:00 -0500\nMIME-Version: 1.0\nContent-Type: text/plain;\n charset=utf-8\n\nHello,\n\nthe gate was shut at noon.\n\n> On Monday, the pool wrote:\n> We are sorry\n"
	for name, text := range map[string]string{
		"one.eml":   mail,
		"all.mbox":  "From ann@example.org Wed Jul  1 08:00:00 2026\n" + mail + "\nFrom bob@example.org Wed Jul  1 09:00:00 2026\n" + mail,
		"saved.txt": "From: Ann\nSent: Wednesday, July 1, 2026\nTo: The pool\nSubject: The gate\n\nThe gate was shut at noon.\n",
	} {
		if _, err := sniff(bytesSource(name, []byte(text)), Options{Name: name}); err == nil || !strings.Contains(err.Error(), "e-mail") {
			t.Errorf("%s: error %v, want one that says it is e-mail", name, err)
		}
	}
	const talk = "Date: 3 March 2026\nSubject: The mail room\n\nModerator: How was it?\nMaya: I got no letter all summer.\nModerator: And now?\nMaya: Now they come.\n"
	if f, err := sniff(bytesSource("talk.txt", []byte(talk)), Options{Name: "talk.txt"}); err != nil || f.parts[0].profile().Format != "transcript" {
		t.Errorf("a talk about mail: error %v", err)
	}
}
