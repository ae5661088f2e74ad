package table

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voc"
)

// runIDs returns the distinct values of run_id in dir's comments, with their number.
func runIDs(t *testing.T, dir string) map[string]int {
	t.Helper()
	ids := map[string]int{}
	field := []field[*string]{{"run_id", func(s *string, c *column) { *s = c.word() }}}
	r, err := open[commentRow](filepath.Join(dir, CommentsFile), field)
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	var id string
	for err = r.next(&id); err == nil; err = r.next(&id) {
		ids[id]++
	}
	if !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	return ids
}

func TestConcatGivesBackAllParts(t *testing.T) {
	all := samples(700)
	parts := []Part{
		{Dir: write(t, all[:300])}, {Dir: write(t, nil)},
		{Dir: write(t, all[300:301])}, {Dir: write(t, all[301:])},
	}
	dst := t.TempDir()
	if err := Concat(dst, parts, "run-7"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, read(t, dst), sameTimes); diff != "" {
		t.Errorf("records differ (-added +read):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"run-7": 700}, runIDs(t, dst)); diff != "" {
		t.Errorf("run ids differ (-want +got):\n%s", diff)
	}
	entries, err := os.ReadDir(dst)
	if err != nil || len(entries) != 2 {
		t.Errorf("%d files, %v; want two", len(entries), err)
	}
}

func TestConcatOfConcatChangesTheRunOnly(t *testing.T) {
	first, second, direct := t.TempDir(), t.TempDir(), t.TempDir()
	part := Part{Dir: write(t, samples(50))}
	for _, step := range []struct {
		dst, run string
		part     Part
	}{{first, "one", part}, {second, "two, a longer id", Part{Dir: first}}, {direct, "two, a longer id", part}} {
		if err := Concat(step.dst, []Part{step.part}, step.run); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{CommentsFile, MentionsFile} {
		a, _ := os.ReadFile(filepath.Join(second, name))
		b, _ := os.ReadFile(filepath.Join(direct, name))
		if len(a) == 0 || !bytes.Equal(a, b) {
			t.Errorf("%s: %d and %d bytes that differ", name, len(a), len(b))
		}
	}
}

func TestConcatEdits(t *testing.T) {
	all := samples(20)
	edit := func(r *voc.Record) bool {
		r.Mentions = r.Mentions[:1]
		return r.Origin.Row%2 == 0
	}
	dst := t.TempDir()
	if err := Concat(dst, []Part{{write(t, all[:10]), edit}, {Dir: write(t, all[10:])}}, "r"); err != nil {
		t.Fatal(err)
	}
	var want []voc.Record
	for i, r := range all {
		if i < 10 && !edit(&r) {
			continue
		}
		want = append(want, r)
	}
	if diff := cmp.Diff(want, read(t, dst), sameTimes); diff != "" {
		t.Errorf("records differ (-want +read):\n%s", diff)
	}
}

func TestConcatOfNothingIsATable(t *testing.T) {
	dst := t.TempDir()
	if err := Concat(dst, nil, "r"); err != nil {
		t.Fatal(err)
	}
	if got := read(t, dst); len(got) != 0 {
		t.Errorf("%d records, want none", len(got))
	}
}

func TestConcatRefusesBrokenParts(t *testing.T) {
	dir, dst := write(t, samples(20)), t.TempDir()
	path := filepath.Join(dir, MentionsFile)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range [][]byte{nil, data[:20], data[:len(data)-1], append(bytes.Clone(data[:len(data)-8]), "\xff\xff\xff\x7fPAR1"...)} {
		if err := os.WriteFile(path, broken, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := Concat(dst, []Part{{Dir: dir}}, "r"); err == nil {
			t.Errorf("a part of %d bytes: no error", len(broken))
		}
	}
	if entries, _ := os.ReadDir(dst); len(entries) != 0 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestFootersHoldNoWords(t *testing.T) {
	records := samples(300)
	for i := range records {
		records[i].Question, records[i].KeyPhrases = "Zebra question?", []string{"zebra phrase"}
		records[i].Text = "Zebra " + records[i].Text
		records[i].Respondent, records[i].Native, records[i].Session, records[i].Speaker = "zebra-1", "zebra-2", "zebra-3", "zebra-4"
		for k := range records[i].Mentions {
			records[i].Mentions[k].Span = voc.Span{Start: 0, End: 5}
		}
	}
	part, dst := write(t, records), t.TempDir()
	if err := Concat(dst, []Part{{Dir: part}}, "r"); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{part, dst} {
		for _, name := range []string{CommentsFile, MentionsFile} {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			_, footer, err := readFooter(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			end := int64(0) // of the pages: all behind it is indexes and footer
			for _, group := range footer.RowGroups {
				for _, column := range group.Columns {
					at := chunkExtent(&column.MetaData)
					end = max(end, at.start+at.length)
				}
			}
			if bytes.Contains(bytes.ToLower(data[end:]), []byte("zebra")) {
				t.Errorf("%s: words behind the pages", name)
			}
		}
	}
}

func BenchmarkConcat(b *testing.B) {
	var parts []Part
	for range 10 {
		parts = append(parts, Part{Dir: write(b, samples(8192))})
	}
	dst := b.TempDir()
	n := 0
	for b.Loop() {
		if err := Concat(dst, parts, "run"); err != nil {
			b.Fatal(err)
		}
		n += len(parts) * 8192
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/comment")
}

// rowGroups returns the number of rows of each row group of the table at path.
func rowGroups(t *testing.T, path string) []int64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, footer, err := readFooter(f)
	if err != nil {
		t.Fatal(err)
	}
	var rows []int64
	for _, group := range footer.RowGroups {
		rows = append(rows, group.NumRows)
	}
	return rows
}

// Small parts that follow one another share row groups, a large one keeps its own, and nothing is lost or out of order.
func TestConcatJoinsSmallParts(t *testing.T) {
	all := samples(4200)
	for i := range all { // words that do not pack
		all[i].Text += fmt.Sprintf(" %x", sha256.Sum256([]byte(all[i].ID)))
	}
	var parts []Part
	for i := 0; i < 100; i++ { // comments 0 to 99
		parts = append(parts, Part{Dir: write(t, all[i:i+1])})
	}
	parts = append(parts, Part{Dir: write(t, all[100:4100])})
	for i := 4100; i < 4200; i += 10 {
		parts = append(parts, Part{Dir: write(t, all[i:i+10])})
	}
	dropped := 0
	parts[7].Edit = func(*voc.Record) bool { dropped++; return false }
	dst := t.TempDir()
	if err := Concat(dst, parts, "r"); err != nil {
		t.Fatal(err)
	}
	want := append(append([]voc.Record{}, all[:7]...), all[8:]...)
	if diff := cmp.Diff(want, read(t, dst), sameTimes); diff != "" {
		t.Errorf("records differ (-want +read):\n%s", diff)
	}
	if got := rowGroups(t, filepath.Join(dst, CommentsFile)); !slices.Equal(got, []int64{99, 4000, 100}) {
		t.Errorf("row groups of %v comments, want 99, 4000 and 100", got)
	}
	if dropped != 1 {
		t.Errorf("the editor saw %d records, want 1", dropped)
	}
}

// A further part leaves the row groups before the last as they were.
func TestConcatOfOneMorePart(t *testing.T) {
	all := samples(1200)
	var parts []Part
	for i := 0; i < 1200; i += 40 {
		for j := range all[i : i+40] {
			all[i+j].Text += strings.Repeat(" and so on", 1000) // packs well
		}
		parts = append(parts, Part{Dir: write(t, all[i:i+40])})
	}
	var before []int64
	for _, n := range []int{29, 30} {
		dst := t.TempDir()
		if err := Concat(dst, parts[:n], "r"); err != nil {
			t.Fatal(err)
		}
		got := rowGroups(t, filepath.Join(dst, CommentsFile))
		if len(got) < 2 || len(got) > 4 {
			t.Fatalf("%d parts have row groups of %v comments", n, got)
		}
		if before != nil && !slices.Equal(got[:len(got)-1], before[:len(got)-1]) {
			t.Errorf("row groups of %v comments, before of %v", got, before)
		}
		before = got
	}
}

func BenchmarkConcatSmallParts(b *testing.B) {
	var parts []Part
	for range 300 {
		parts = append(parts, Part{Dir: write(b, samples(3))})
	}
	dst := b.TempDir()
	n := 0
	for b.Loop() {
		if err := Concat(dst, parts, "run"); err != nil {
			b.Fatal(err)
		}
		n += len(parts)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/part")
}
