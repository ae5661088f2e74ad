package ingest

import "testing"

// TestFeedOf checks that the exports of one feed have one name, and those of two have two.
func TestFeedOf(t *testing.T) {
	tests := []struct{ file, name, former string }{
		{"resident-survey.csv", "resident-survey", "resident-survey"},
		{"survey-2026-08.csv", "survey", "survey"},
		{"Copy of survey (2).xlsx", "survey", "of-survey"},
		{"survey week37.csv.gz", "survey", "survey-week37"},
		{"export-2026-09-10.csv", "export", "export-2026-09-10"},
		{"export_20260910.csv", "export", "export-20260910"},
		{"2026-09-10.csv", "export", "2026-09-10"},
		{"export (1).csv", "export", "export-1"},
		{"September 2026.csv", "export", "september-2026"},
		{"week 37.csv", "week", "week-37"},
		{"water/survey.csv", "water-survey", "survey"},
		{"water.zip/survey.csv", "water-survey", "survey"},
		{"water/water-survey 8.csv", "water-survey", "water-survey"},
		{"2026/09/new/survey.csv", "survey", "survey"},
		{"parks/2026/export-2026-09-10.csv", "parks-export", "export-2026-09-10"},
	}
	for _, test := range tests {
		f := feedOf(test.file)
		if f.name != test.name || f.former != test.former {
			t.Errorf("%s is of %q, formerly %q; want %q, %q", test.file, f.name, f.former, test.name, test.former)
		}
		if source := sourceName(test.file); source != f.name {
			t.Errorf("%s: source %q, feed %q", test.file, source, f.name)
		}
	}
}

func TestIsCounter(t *testing.T) {
	for id, want := range map[string]bool{
		"1": true, "#12": true, "000042": true, "0000000042": true, "40.0": true, "2026-12": true, "999999": true,
		"1000000": false, "101005382161": false, "2026-0012345": false,
		"R1001": true, "IC-501": true, "row 3": true, "W0012": true, "R_3fXx9": false, "IC-20260501": false, "walk-in": false,
	} {
		if got := isCounter(id); got != want {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
	}
}

// TestAnswerersOfCounters checks that who answers several questions is known by the number of the row, and not by that of another month.
func TestAnswerersOfCounters(t *testing.T) {
	const header = "id,date,What did we do well?,What could we do better?\n"
	rows := func(month string) string {
		data := header
		for _, day := range []string{"1", "2", "3", "4", "5", "6"} {
			data += day + ",2026-" + month + "-0" + day + ",The clerk of window " + day + " was kind to me,The queue at door " + day + " was far too long\n"
		}
		return data
	}
	july, _, _ := readAll(t, write(t, "survey-07.csv", []byte(rows("07"))), Options{})
	august, _, _ := readAll(t, write(t, "survey-08.csv", []byte(rows("08"))), Options{})
	if len(july) != 12 || len(august) != 12 {
		t.Fatalf("%d and %d comments, want 12 each", len(july), len(august))
	}
	if july[0].Respondent == "" || july[0].Respondent != july[1].Respondent || july[0].Respondent == july[2].Respondent {
		t.Errorf("respondents %q, %q and %q of two rows", july[0].Respondent, july[1].Respondent, july[2].Respondent)
	}
	if july[0].Respondent == august[0].Respondent || july[0].ID == august[0].ID || july[0].Former != august[0].Former {
		t.Errorf("row 1 of July %+v and of August %+v", july[0], august[0])
	}
}
