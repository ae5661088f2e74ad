package review

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voc"
)

// many returns n records that speak of control in three departments, of which the first has nearly all.
func many(n int) []voc.Record {
	var records []voc.Record
	for i := range n {
		r := voc.Record{Comment: voc.Comment{ID: fmt.Sprintf("c%04d", i), Text: "Nobody told me when.", Department: "water"}, Sentiment: voc.Negative, SentimentScore: -.5}
		if i%50 == 0 {
			r.Department = "parks"
		}
		r.Needs[1] = voc.Unmet
		r.Mentions = []voc.Mention{{Kind: voc.KindNeed, Label: "control", Polarity: voc.Unmet, Score: float64(i%100+1) / 100, Span: voc.Span{Start: 7, End: 15}}}
		if i%10 == 0 {
			r.Needs[0] = voc.Met
		}
		records = append(records, r)
	}
	return records
}

func TestSample(t *testing.T) {
	records := many(1000)
	draw := func(size int, seed string) []Item {
		s := NewSampler(voc.KindNeed, size, seed)
		for i := range records {
			s.Add(&records[i])
		}
		return s.Draw()
	}
	sample := draw(60, "")
	if len(sample) != 60 {
		t.Fatalf("%d labels drawn, want 60", len(sample))
	}
	strata, stands := map[string]int{}, 0.0
	for _, item := range sample {
		strata[item.Stratum]++
		stands += item.Weight
		if item.Label == "control" && (item.Value != "unmet" || item.Span != (voc.Span{Start: 7, End: 15})) {
			t.Errorf("drawn: %+v", item)
		}
	}
	// control, unmet: two departments by three bands, as far as there are any; dignity, met: two departments, one band.
	if len(strata) < 6 {
		t.Errorf("drawn from %v, want all strata", strata)
	}
	if math.Abs(stands-1100) > 1e-6 {
		t.Errorf("the sample stands for %v labels, want 1100", stands)
	}
	slices.Reverse(records)
	if diff := cmp.Diff(sample, draw(60, "")); diff != "" {
		t.Errorf("another order draws another sample (-first +second):\n%s", diff)
	}
	if cmp.Equal(sample, draw(60, "other")) {
		t.Error("another seed draws the same sample")
	}
	if all := draw(5000, ""); len(all) != 1100 || all[0].Weight != 1 {
		t.Errorf("more than there are: %d, want 1100 of weight 1", len(all))
	}
}

// Checks of equal weight are as many as they are: rounding their sums must not lose one.
func TestPrecisionOfEqualWeights(t *testing.T) {
	for _, weight := range []float64{0.1, 0.3, 1.0 / 3, 7.3} {
		var equal, whole []Check
		for n := 1; n < 200; n++ {
			equal, whole = append(equal, Check{"a", true, weight}), append(whole, Check{"a", true, 1})
			if got, want := Precisions(equal)[0].Low, Precisions(whole)[0].Low; got != want {
				t.Fatalf("%d checks of weight %v: from %v, of weight 1 from %v", n, weight, got, want)
			}
		}
	}
}

func TestPrecisions(t *testing.T) {
	checks := []Check{{"a met", true, 1}, {"a met", true, 1}, {"a met", false, 2}, {"b unmet", true, 5}}
	got := Precisions(checks)
	if len(got) != 3 || got[0].Label != "a met" || got[0].N != 3 || got[0].Right != 2 || got[0].Share != .5 || got[1].Share != 1 || got[2].Label != "all" || got[2].N != 4 {
		t.Fatalf("Precisions = %+v", got)
	}
	for _, p := range got {
		if p.Low > p.Share || p.High < p.Share || p.Low < 0 || p.High > 1 {
			t.Errorf("%s: %v does not lie in %v to %v", p.Label, p.Share, p.Low, p.High)
		}
	}
	// Weights that are equal change nothing.
	one, ten := Precisions([]Check{{"a", true, 1}, {"a", false, 1}}), Precisions([]Check{{"a", true, 10}, {"a", false, 10}})
	if diff := cmp.Diff(one, ten); diff != "" {
		t.Errorf("equal weights change the precision:\n%s", diff)
	}
}
