package ingest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voc"
)

// sharedDir is where real exports lie beside the project; they are no part of it.
func sharedDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "shared", "formats")
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", dir)
		}
		t.Skipf("%s is missing", dir)
	}
	return dir
}

// realFiles are real exports, compared by eye with what was made of them:
// rows, comments, different ids, rejected rows by code.
var realFiles = []struct {
	path                string
	rows, comments, ids int
	rejects             string
}{
	{"boston311/boston311-100-20dupes-random.csv", 100, 0, 0, "empty:16 staff:84"},
	{"boston311/boston311-100-with-fake-pii.csv", 100, 0, 0, "empty:15 staff:85"},
	{"boston311/boston311-100.csv", 100, 0, 0, "empty:15 staff:85"},
	{"consult-exports/responses_lgr_format.csv", 5, 10, 10, ""},
	{"consult-exports/responses_scr_format.csv", 5, 5, 5, ""},
	{"google-forms/CNCF_Maintainers_2017_H1.csv", 20, 19, 19, "empty:1"},
	{"google-forms/CNCF_Maintainers_2017_H2.csv", 15, 12, 12, "empty:3"},
	{"google-forms/CNCF_Maintainers_2018_H1.csv", 56, 56, 56, ""},
	{"nhs-fft/New general trust template.xlsx", 2, 3, 3, ""},
	{"nhs-fft/experiencesdashboard-test_data.csv", 50, 47, 47, "empty:3"},
	{"nhs-fft/phase1-text_data-head120.csv", 106, 106, 106, ""},
	{"nhs-fft/v6framework-head120.csv", 119, 64, 64, "empty:55"},
	{"nyc311/nyc311-100.csv", 100, 0, 0, "empty:2 staff:98"},
	{"open311/chicago_service_requests.json", 2, 0, 0, "empty:1 staff:1"},
	{"open311/toronto_requests_many.xml", 2, 0, 0, "staff:2"},
	{"open311/toronto_requests_single.xml", 1, 0, 0, "staff:1"},
	{"otter/27-head120.otter.txt", 39, 39, 39, ""},
	{"philly311/random_sample.json", 20, 0, 0, "empty:1 staff:19"},
	{"qualcoder-transcripts/ID1.docx", 3, 3, 3, ""},
	{"qualcoder-transcripts/survey456.csv", 3, 3, 3, ""},
	{"qualcoder-transcripts/survey789.xlsx", 3, 6, 6, ""},
	{"qualcoder-transcripts/transcript.txt", 7, 7, 7, ""},
	{"qualtrics/sample.csv", 1, 1, 1, ""},
	{"qualtrics/sample_legacy.csv", 1, 1, 1, ""},
	{"surveygizmo/SurveyExport-head200.csv", 199, 1520, 1520, "empty:59"},
	{"surveymonkey/CNCF_Ambassadors_2019_H1.csv", 21, 21, 21, "empty:2"},
	{"surveymonkey/CNCF_CloudNative_1H_2020-head30.csv", 28, 2, 2, "empty:26"},
	{"surveymonkey/CNCF_Maintainers_2022_H2_blankmeta.csv", 117, 1260, 1260, ""},
	{"surveymonkey/CNCF_Maintainers_2023_H1_nometa.csv", 145, 1033, 1033, ""},
	{"surveymonkey/CNCF_Maintainers_2024_H1_onehdr.csv", 93, 643, 643, ""},
	{"surveymonkey/CNCF_security_whitepaper_survey.csv", 71, 10, 10, "empty:62"},
	{"talkpython-vtt/507-head80.vtt", 8, 8, 8, ""},
	{"teams-vtt/graph-content-example.vtt", 1, 1, 1, ""},
	{"teams-vtt/graph-metadatacontent-example.vtt", 1, 1, 1, ""},
	{"touchpoints-cx/sample_cx_responses_upload.csv", 1000, 1000, 1000, ""},
	{"touchpoints-cx/sample_cx_responses_upload_with_bom.csv", 4, 3, 3, "empty:1"},
	{"twitter/mayweather-mcgregor-tweets-head30.csv", 28, 28, 28, ""},
	{"webvtt-edge/captions_with_bom.vtt", 2, 2, 2, ""},
	{"webvtt-edge/comments.vtt", 1, 1, 1, ""},
	{"webvtt-edge/cue_tags.vtt", 1, 1, 1, ""},
	{"webvtt-edge/metadata_headers_multiline.vtt", 2, 2, 2, ""},
	{"webvtt-edge/missing_caption_text.vtt", 2, 2, 2, ""},
	{"webvtt-edge/sample.vtt", 4, 4, 4, ""},
	{"webvtt-edge/styles.vtt", 1, 1, 1, ""},
	{"webvtt-edge/using_identifiers.vtt", 2, 2, 2, ""},
	{"zendesk-fivetran/ticket_comment_data.csv", 20, 20, 20, ""},
	{"zendesk-fivetran/ticket_data.csv", 10, 7, 7, "preview:3"},
	{"zendesk-json/ticket.json", 1, 1, 1, ""},
	{"zendesk-json/ticket_audits.json", 1, 0, 0, "staff:1"},
	{"zendesk-json/ticket_comments.json", 2, 2, 2, ""},
	{"zendesk-json/tickets.json", 2, 2, 2, ""},
	{"zoom-vtt/meeting001_chat.txt", 10, 10, 10, ""},
	{"zoom-vtt/meeting001_transcript.vtt", 30, 30, 30, ""},
}

func TestRealFiles(t *testing.T) {
	dir := sharedDir(t)
	for _, test := range realFiles {
		f, err := Open(filepath.Join(dir, filepath.FromSlash(test.path)), Options{Name: test.path})
		if err != nil {
			t.Errorf("%s: %v", test.path, err)
			continue
		}
		rows, ids, codes := map[voc.Origin]bool{}, map[string]bool{}, map[string]int{}
		comments := 0
		for c, err := range f.Comments() {
			var bad *voc.RowError
			switch {
			case errors.As(err, &bad):
				codes[bad.Code]++
				rows[bad.Origin] = true
			case err != nil:
				t.Errorf("%s: %v", test.path, err)
			default:
				comments++
				rows[c.Origin] = true
				ids[c.ID] = true
			}
		}
		rejects := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(codes), "map["), "]")
		if len(rows) != test.rows || comments != test.comments || len(ids) != test.ids || rejects != test.rejects {
			t.Errorf("%s: %d rows, %d comments, %d ids, rejects %q; want %d, %d, %d, %q", test.path, len(rows), comments, len(ids), rejects, test.rows, test.comments, test.ids, test.rejects)
		}
	}
}

// TestRealFilesRefused checks that what holds nobody's words, or cannot be told, is refused with a reason.
func TestRealFilesRefused(t *testing.T) {
	dir := sharedDir(t)
	for path, want := range map[string]string{
		"surveymonkey/Strimzi_2020_summary.csv":        "summary",
		"surveymonkey/StarWars-head60.csv":             "no column holds people's own words",
		"consult-exports/qu_format_a_numeric.xlsx":     "not the responses",
		"consult-exports/responses_biomass_format.csv": "no column holds people's own words",
		"open311/service_list.json":                    "list of services",
		"open311/georeport-bulk-spec.md":               "neither a table",
		"zoom-vtt/meeting001_participants.csv":         "participants",
		"webvtt-edge/empty.vtt":                        "empty",
		"webvtt-edge/no_captions.vtt":                  "nobody says anything",
		"zendesk-fivetran/ticket_tag_data.csv":         "no column holds people's own words",
	} {
		_, err := Open(filepath.Join(dir, filepath.FromSlash(path)), Options{Name: path})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", path, err, want)
		}
	}
}
