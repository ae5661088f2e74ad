package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnalyst asks the searches of index/testdata/analyst.txt of a large workspace:
// of at least 27 in 30 the first ten comments must be those that were judged right.
func TestAnalyst(t *testing.T) {
	workspace := os.Getenv("VOC_ANALYST_WORKSPACE")
	if workspace == "" {
		t.Skip("VOC_ANALYST_WORKSPACE names no workspace")
	}
	data, err := os.ReadFile(filepath.Join("..", "..", "index", "testdata", "analyst.txt"))
	if err != nil {
		t.Fatal(err)
	}
	searches, right := 0, 0
	for block := range strings.SplitSeq(string(data), "\n\n") {
		query, judged, ok := strings.Cut(block, "\n")
		query, isSearch := strings.CutPrefix(query, "search ")
		if !ok || !isSearch {
			continue
		}
		searches++
		judgement := map[string]string{}
		for line := range strings.SplitSeq(judged, "\n") {
			fields := strings.Fields(line)
			for _, id := range fields[min(1, len(fields)):] {
				judgement[id] = fields[0]
			}
		}
		if good, told := firstTen(t, workspace, query, judgement); good {
			right++
		} else {
			t.Logf("%s: %s", query, told)
		}
	}
	if searches != 30 || right < 27 {
		t.Errorf("of %d searches %d find only what is right; want 27 of 30", searches, right)
	}
}

// firstTen reports whether all of the first ten comments that a search finds are judged right, and tells of those that are not.
func firstTen(t *testing.T, workspace, query string, judgement map[string]string) (good bool, told string) {
	t.Helper()
	words, flags, _ := strings.Cut(query, " --")
	args := []string{"search", words, "-c", filepath.Join(workspace, "voc.yaml"), "--limit", "10", "--json"}
	if flags != "" {
		args = append(args, strings.Fields("--"+flags)...)
	}
	stdout, stderr, status := vocPrints(args...)
	var result resultJSON
	if err := json.Unmarshal([]byte(stdout), &result); err != nil || status != 0 {
		t.Fatalf("%s: exit %d, %s", query, status, stderr)
	}
	for _, hit := range result.Hits {
		if verdict := judgement[hit.ID]; verdict != "right" {
			told += hit.ID + " " + verdict + "; "
		}
	}
	return told == "" && len(result.Hits) > 0, told
}
