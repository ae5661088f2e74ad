package ingest

import (
	"strings"
	"testing"
)

// TestRatingsAreNumbers checks that what only a program takes for a number is no rating, and that no rating leaves its scale.
func TestRatingsAreNumbers(t *testing.T) {
	digits := strings.Repeat("9", 400)
	for _, written := range []string{"nan%", "inf%", "-Inf%", "NaN", "Infinity", "5/inf", "4/nan", digits, digits + "%", "3/" + digits} {
		if value, own, hasOwn, ok := ratingNumber(written); ok {
			t.Errorf("ratingNumber(%.20q) = %g on %v (%t), want none", written, value, own, hasOwn)
		}
	}
	for _, written := range []string{"0-" + digits, "-" + digits + "-5", digits + "/1"} {
		if s, ok := parseScale(written); ok {
			t.Errorf("parseScale(%.20q) = %v, want none", written, s)
		}
	}
	rows := "id,comment,rating\n1,The bins were not emptied,nan%\n2,The pool was clean,80%\n3,Fine staff there,60%\n"
	comments, rejects, f := readAll(t, write(t, "a.csv", []byte(rows)), Options{})
	if len(comments) != 3 || len(rejects) != 0 || comments[0].Rating != nil || *comments[1].Rating != 0.8 {
		t.Errorf("comments %+v, rejected %v; want three, the first without a rating", comments, rejects)
	}
	if !strings.Contains(strings.Join(f.Notes(), "; "), "could not be read") {
		t.Errorf("notes %q do not say so", f.Notes())
	}
	header := "id,comment,\"Your rating (0 to " + digits + ")\"\n"
	comments, _, _ = readAll(t, write(t, "b.csv", []byte(header+"1,The bins were not emptied,4\n2,The pool was clean,5\n3,Fine staff there,1\n")), Options{})
	for _, c := range comments {
		if c.Rating != nil && !(*c.Rating >= 0 && *c.Rating <= 1) {
			t.Errorf("rating %g", *c.Rating)
		}
	}
	if r, ok := (scale{0, 100}).rate(notANumber()); ok {
		t.Errorf("a rating of %g", r)
	}
}

func notANumber() float64 {
	zero := 0.0
	return zero / zero
}
