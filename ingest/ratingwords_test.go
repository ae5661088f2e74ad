package ingest

import (
	"fmt"
	"strings"
	"testing"
)

// Ratings are read in words where the header asks for one, and with a comma where another mark parts the cells.
func TestRatingsAsWritten(t *testing.T) {
	table := func(comma, header string, answers ...string) string {
		b := strings.ReplaceAll("date;comment;"+header, ";", comma) + "\n"
		for i := range 12 {
			b += strings.Join([]string{fmt.Sprintf("2026-08-%02d", 1+i), fmt.Sprintf("The gate by lot %d was shut when we came", i), answers[i%len(answers)]}, comma) + "\n"
		}
		return b
	}
	words := []string{"Very satisfied", "Satisfied", "Neutral", "Very dissatisfied"}
	for _, test := range []struct {
		data string
		want string // ratings of the first comments
	}{
		{table(";", "Overall, how satisfied were you with us?", words...), "1 0.75 0.5 0"},
		{table(";", "How would you rate the gate?", "Excellent", "Poor", "Fair", "Good"), "1 0.25 0.5 0.75"},
		{table(";", "Overall, how satisfied were you?;How satisfied were you with the gate?", "Satisfied;Very dissatisfied"), "0.75 0.75 0.75 0.75"},
		{table(";", "How satisfied were you with the wall?;How satisfied were you with the gate?", "Satisfied;Very dissatisfied"), "- - - -"},
		{table(";", "Did you experience a closed gate?", "Yes", "No"), "- - - -"},
		{table(";", "How often did you experience it?", "Always", "Never"), "- - - -"},
		{table(";", "Rating (1-5)", "3,5", "1,0", "5", "2,5"), "0.625 0 1 0.375"},
		{table("\t", "Rating (1-5)", "1,5", "2,5", "3,4", "1,2"), "- - - -"},
	} {
		name := "gates.csv"
		comments, rejects, _ := readAll(t, write(t, name, []byte(test.data)), Options{})
		if len(comments) != 12 || len(rejects) != 0 {
			t.Fatalf("%.60q: %d comments, %d rejects", test.data, len(comments), len(rejects))
		}
		var got []string
		for _, c := range comments[:4] {
			rating := "-"
			if c.Rating != nil {
				rating = fmt.Sprint(*c.Rating)
			}
			got = append(got, rating)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%.60q: ratings %q, want %q", test.data, got, test.want)
		}
	}
}

// A comment that is much too long is one row that is left out, be it the first.
func TestLongFirst(t *testing.T) {
	long := strings.Repeat("The gate was shut. ", (maxRecord+1<<20)/19)
	for name, data := range map[string]string{
		"gates.jsonl": `{"id":"1","text":"` + long + `"}` + "\n" + `{"id":"2","text":"The gate was shut at noon"}` + "\n",
		"gates.csv":   "id,comment\n1,\"" + long + "\"\n2,The gate was shut at noon\n",
	} {
		comments, rejects, _ := readAll(t, write(t, name, []byte(data)), Options{})
		if len(comments) != 1 || comments[0].Native != "2" || len(rejects) != 1 || !strings.Contains(rejects[0].Error(), "longer than 8 MB") {
			t.Errorf("%s: %d comments, rejects %v; want one and one too long", name, len(comments), rejects)
		}
	}
}

// One object on a long line is a document, also with a line end after it.
func TestLongDocument(t *testing.T) {
	data := `{"comments":[` + strings.Repeat(`{"text":"The gate was shut when we came"},`, 10000) + `{"text":"And now it is open"}]}` + "\n"
	comments, rejects, _ := readAll(t, write(t, "gates.json", []byte(data)), Options{})
	if len(comments) != 10001 || len(rejects) != 0 {
		t.Errorf("%d comments, %d rejects; want 10001 and none", len(comments), len(rejects))
	}
}
