package table

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// contract are the columns that other programs rely on, in their order. More may follow them.
var contract = map[string]string{
	"comments": "comment_id VARCHAR, source VARCHAR, origin_file VARCHAR, origin_row INTEGER, department VARCHAR, service VARCHAR, " +
		"channel VARCHAR, audience VARCHAR, question VARCHAR, question_kind VARCHAR, session VARCHAR, speaker VARCHAR, " +
		"received_at TIMESTAMP WITH TIME ZONE, received_on DATE, rating DOUBLE, language VARCHAR, sentiment VARCHAR, sentiment_score DOUBLE, " +
		"need_dignity VARCHAR, need_control VARCHAR, need_understanding VARCHAR, need_resolution VARCHAR, " +
		"themes VARCHAR[], key_phrases VARCHAR[], text VARCHAR, n_words INTEGER, n_masked INTEGER, is_complex BOOLEAN, run_id VARCHAR",
	"mentions": "comment_id VARCHAR, unit INTEGER, kind VARCHAR, label VARCHAR, polarity VARCHAR, score DOUBLE, " +
		"start_char INTEGER, end_char INTEGER, evidence VARCHAR, by VARCHAR, department VARCHAR, received_on DATE",
	"needs_by_period": "department VARCHAR, period VARCHAR, label VARCHAR, n BIGINT, n_unmet BIGINT, share DOUBLE, share_low DOUBLE, " +
		"share_high DOUBLE, city_share DOUBLE, change DOUBLE, is_clear_change BOOLEAN, is_suppressed BOOLEAN, is_held BOOLEAN",
	"rejects":     "file VARCHAR, row INTEGER, code VARCHAR, reason VARCHAR",
	"runs":        "run_id VARCHAR",
	"departments": "department VARCHAR, name VARCHAR",
}

func TestDictionaryKeepsTheContract(t *testing.T) {
	contract["themes_by_period"] = contract["needs_by_period"]
	dictionary := Dictionary()
	if len(dictionary) != len(contract) {
		t.Errorf("%d tables, want %d", len(dictionary), len(contract))
	}
	for _, d := range dictionary {
		var have []string
		for _, c := range d.Columns {
			have = append(have, c.Name+" "+c.Type)
		}
		want := strings.Split(contract[d.Table], ", ")
		if diff := cmp.Diff(want, have[:min(len(want), len(have))]); diff != "" {
			t.Errorf("%s: columns differ (-want +have):\n%s", d.Table, diff)
		}
	}
}

func TestDictionaryExplainsEveryColumn(t *testing.T) {
	for _, d := range Dictionary() {
		for _, c := range d.Columns {
			if c.Meaning == "" {
				t.Errorf("%s.%s: no meaning", d.Table, c.Name)
			}
			if number := c.Type == "DOUBLE" || c.Type == "BIGINT"; number && c.Unit == "" && c.Range == "" {
				t.Errorf("%s.%s: neither unit nor range", d.Table, c.Name)
			}
			if strings.HasPrefix(c.Name, "is_") != (c.Type == "BOOLEAN") {
				t.Errorf("%s.%s: is_ is for booleans, this is %s", d.Table, c.Name, c.Type)
			}
		}
	}
}

func TestWriteDictionary(t *testing.T) {
	rating := map[string]string{
		"md":   "| `rating` | DOUBLE | yes | rating given with it, brought to one scale |  | 0 to 1, 1 best |\n",
		"sql":  "\t\"rating\" DOUBLE, -- rating given with it, brought to one scale (0 to 1, 1 best)\n",
		"text": "DOUBLE or NULL",
		"json": `"name": "rating",`,
	}
	for format, want := range rating {
		var b strings.Builder
		if err := WriteDictionary(&b, Dictionary(), format); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s: does not hold %q", format, want)
		}
		if format != "json" {
			continue
		}
		var back []Description
		if err := json.Unmarshal([]byte(b.String()), &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(Dictionary(), back); diff != "" {
			t.Errorf("json gives back something else:\n%s", diff)
		}
	}
	if err := WriteDictionary(&strings.Builder{}, nil, "pdf"); err == nil {
		t.Error("a format that does not exist: no error")
	}
}

func TestViewsOpenEveryTable(t *testing.T) {
	var b strings.Builder
	if err := WriteViews(&b); err != nil {
		t.Fatal(err)
	}
	var opened []string
	for line := range strings.Lines(b.String()) {
		if rest, ok := strings.CutPrefix(line, "CREATE OR REPLACE VIEW "); ok {
			name, _, _ := strings.Cut(rest, " ")
			opened = append(opened, name)
			if !strings.Contains(line, "'tables/"+name+".parquet'") {
				t.Errorf("view %s opens another table", name)
			}
		}
	}
	var tables []string
	for _, d := range Dictionary() {
		tables = append(tables, d.Table)
	}
	if !slices.Equal(opened, tables) {
		t.Errorf("views %v, want %v", opened, tables)
	}
	if n := strings.Count(b.String(), "-- Example "); n != 5 {
		t.Errorf("%d examples, want 5", n)
	}
}
