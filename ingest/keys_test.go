package ingest

import (
	"fmt"
	"strings"
	"testing"
)

// lateKeys are the first rows that make the plan and then ten more: the last has all its keys in another order,
// those before it have keys that no earlier object has.
func lateKeys(object func(keys ...string) string) []string {
	var all []string
	for i := range headRows + firstRows {
		all = append(all, object("id", fmt.Sprint(i), "text", "The bench is wet", "lang", "en"))
	}
	for i := range 9 {
		all = append(all, object("text", "The bench is dry", "team", fmt.Sprint(i), "id", fmt.Sprint("late", i), "site", "north"))
	}
	return append(all, object("lang", "es", "text", "The bench is gone"))
}

func jsonObject(keys ...string) string {
	var pairs []string
	for i := 0; i < len(keys); i += 2 {
		pairs = append(pairs, fmt.Sprintf("%q:%q", keys[i], keys[i+1]))
	}
	return "{" + strings.Join(pairs, ",") + "}"
}

func xmlObject(keys ...string) string {
	var b strings.Builder
	for i := 0; i < len(keys); i += 2 {
		fmt.Fprintf(&b, "<%s>%s</%[1]s>", keys[i], keys[i+1])
	}
	return "<row>" + b.String() + "</row>"
}

// TestLateKeys checks that an object may have other keys than those before it, wherever it stands.
func TestLateKeys(t *testing.T) {
	objects := lateKeys(jsonObject)
	tests := []struct{ name, data string }{
		{"late.jsonl", strings.Join(objects, "\n")},
		{"late.json", "[" + strings.Join(objects, ",") + "]"},
		{"late.xml", `<?xml version="1.0"?><rows>` + strings.Join(lateKeys(xmlObject), "\n") + "</rows>"},
	}
	const note = `9 rows also have keys beyond the 3 known from the first 5024 rows, such as "team": what stands under those is not read`
	for _, test := range tests {
		comments, rejects, f := readAll(t, write(t, test.name, []byte(test.data)), Options{Mapping: &Mapping{Date: "2026-09-01"}})
		if len(comments) != len(objects) || len(rejects) > 0 {
			t.Errorf("%s: %d comments and %v of %d objects", test.name, len(comments), rejects, len(objects))
			continue
		}
		late, last := comments[len(objects)-2], comments[len(objects)-1]
		if late.Native != "late8" || late.Text != "The bench is dry" || late.Language != "" {
			t.Errorf("%s: the late comment is %+v", test.name, late)
		}
		if last.Native != "" || last.Text != "The bench is gone" || last.Language != "es" {
			t.Errorf("%s: the last comment is %+v", test.name, last)
		}
		if notes := strings.Join(f.Notes(), "; "); notes != note {
			t.Errorf("%s: notes %q, want %q", test.name, notes, note)
		}
	}
}

// TestNewKeyOnEveryLine checks that keys without end cost neither rows nor memory.
func TestNewKeyOnEveryLine(t *testing.T) {
	tests := []struct {
		name  string
		lines int
		long  int // bytes of each key
		keys  int // that have a cell
	}{
		{"many", 6_000, 8, maxKeys},
		{"long", 60, 256 << 10, 2 + maxKeyBytes/(256<<10) - 1},
	}
	for _, test := range tests {
		var data strings.Builder
		for i := range test.lines {
			fmt.Fprintf(&data, "{\"id\":%d,\"text\":\"The gate is shut\",\"%0*d\":\"x\"}\n", i, test.long, i)
		}
		comments, rejects, f := readAll(t, write(t, test.name+".jsonl", []byte(data.String())), Options{})
		if len(comments) != test.lines || len(rejects) > 0 {
			t.Errorf("%s: %d comments and %d rejected of %d lines", test.name, len(comments), len(rejects), test.lines)
		}
		want := fmt.Sprintf("%d rows also have keys beyond the %d known", test.lines-(test.keys-2), test.keys)
		if notes := strings.Join(f.Notes(), "; "); !strings.Contains(notes, want) || len(notes) > 1000 {
			t.Errorf("%s: notes %.1000q, want one with %q", test.name, notes, want)
		}
		in := newJSONLines(strings.NewReader(data.String()), textEncoding{})
		for _, _, err := in.read(); err == nil; _, _, err = in.read() {
		}
		if len(in.names) != test.keys || len(in.cells) != test.keys || in.named > maxKeyBytes {
			t.Errorf("%s: %d names of %d bytes and %d cells, want %d", test.name, len(in.names), in.named, len(in.cells), test.keys)
		}
	}
}

// TestDeclaredKey checks that a declared key need not be in the first objects.
func TestDeclaredKey(t *testing.T) {
	var data strings.Builder
	for i := range headRows + 1 {
		fmt.Fprintf(&data, "{\"id\":%d,\"text\":\"The lift is slow\"}\n", i)
	}
	data.WriteString(`{"id":"z","text":"The lift is fast","unit":"Lifts"}`)
	path := write(t, "lifts.jsonl", []byte(data.String()))
	comments, _, _ := readAll(t, path, Options{Mapping: &Mapping{Columns: map[string]string{"department": "unit"}}})
	if n := len(comments); n != headRows+2 || comments[n-1].Department != "Lifts" || comments[0].Department != "" {
		t.Errorf("%d comments, the last %+v", n, comments[n-1])
	}
	if _, err := Open(path, Options{Mapping: &Mapping{Columns: map[string]string{"department": "units"}}}); err == nil || !strings.Contains(err.Error(), "did you mean") {
		t.Errorf("Open = %v, want an error that asks whether unit is meant", err)
	}
}

// TestLongList checks that a list of very many values is one cell, made in time that grows with its length only:
// joined one by one, these took a minute.
func TestLongList(t *testing.T) {
	const n = 250_000
	line := `{"id":1,"text":"The path is icy","tags":["x"` + strings.Repeat(`,"x"`, n-1) + `],"tags":"","tags":"y"}`
	in := newJSONLines(strings.NewReader(line), textEncoding{})
	cells, _, err := in.read()
	if want := strings.Repeat("x, ", n) + "y"; err != nil || len(cells) != 3 || cells[2] != want {
		t.Errorf("%d cells and error %v, want the %d values of the third joined", len(cells), err, n+1)
	}
}
