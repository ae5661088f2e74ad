package report

import (
	"strings"
	"testing"

	"voc/internal/stat"
)

//go:generate go run ../cmd/voc eval ../../shared/gold/dev.jsonl --labelled-by "a language model" -o quality.json

func TestCorrectedShares(t *testing.T) {
	in := inputOf(exampleRecords())
	in.Quality = &Quality{N: 400, LabelledBy: "two clerks", Precision: 0.8, Recall: 0.9, Errors: map[string]stat.Confusion{
		"unmet":      {TP: 90, FN: 10, TN: 180, FP: 20},
		"control":    {TP: 600, FN: 50, TN: 300, FP: 700}, // no share below 70 % can come of these
		"resolution": {TP: 9, FN: 1, TN: 7, FP: 3},
	}}
	s := summaryOf(t, in, "streets")
	f := s.Glance.Tiles[2].Figure
	share, i, _ := stat.Corrected(f.Count, f.N, in.Quality.Errors["unmet"], stat.Z95)
	if got := f.Corrected; got == nil || got.Share != round(share) || got.Low != round(i.Low) || got.High != round(i.High) || got.CannotTell {
		t.Errorf("%d of %d with any need unmet is corrected to %+v, want %.4f %.4f", f.Count, f.N, got, share, i)
	}
	if i.High-i.Low <= f.High-f.Low {
		t.Errorf("the corrected interval is %.3f wide, not wider than that of the share itself, %.3f", i.High-i.Low, f.High-f.Low)
	}
	if got := s.Needs[3].Figure.Corrected; got == nil || !got.CannotTell || got.Share != 0 || !strings.HasPrefix(got.Words, "cannot tell") {
		t.Errorf("errors counted on twenty comments correct a share to %+v, want that one cannot tell", got)
	}
	if got := s.Needs[1].Figure.Corrected; got == nil || *got != (Corrected{High: 1, CannotTell: true, Words: "cannot tell"}) {
		t.Errorf("%d of %d is corrected by errors that it does not allow to %+v", s.Needs[1].Figure.Count, s.Needs[1].Figure.N, got)
	}
	if got := s.Needs[0].Figure.Corrected; got != nil {
		t.Errorf("a need whose errors were not measured is corrected to %+v", got)
	}
	if about := strings.Join(s.About, " "); !strings.Contains(about, "On 400 comments with labels made by two clerks") {
		t.Errorf("who made the labels is not said: %s", about)
	}
}

func TestReadQuality(t *testing.T) {
	q, err := BuiltInQuality()
	if err != nil {
		t.Fatal(err)
	}
	for _, share := range []string{"negative", "unmet", "praise", "dignity", "control", "understanding", "resolution"} {
		if c := q.Errors[share]; c.TP+c.FN == 0 || c.TN+c.FP == 0 || c.TP+c.FN+c.TN+c.FP > q.N {
			t.Errorf("the built-in quality of %s is %+v of %d comments", share, c, q.N)
		}
	}
	if q.LabelledBy != "a language model" {
		t.Errorf("the built-in quality rests on labels made by %q", q.LabelledBy)
	}
	for _, text := range []string{"", "[]", "{}", `{"n":3,"labels":[]}`} {
		if _, err := ReadQuality([]byte(text)); err == nil {
			t.Errorf("ReadQuality(%q) is no error", text)
		}
	}
}
